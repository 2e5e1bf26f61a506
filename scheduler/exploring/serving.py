"""Datasette on loopback, over a file that it opens read-only."""

import socket
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from scrapers.store.errors import JobtideError
from trends.columns import COLUMNS
from trends.exports.contents.columns import COLUMNS as OTHER_COLUMNS

HOST = "127.0.0.1"
METADATA = Path(__file__).with_name("metadata.toml")
SETTINGS = {
    "default_page_size": 100,
    "sql_time_limit_ms": 5000,
    "facet_time_limit_ms": 2000,
    "suggest_facets": False,
    "num_sql_threads": 2,
    "max_csv_mb": 0,
    "allow_download": True,
}


def serve(file: Path, port: int, say: Callable[[str], None]) -> None:
    """Answer at `port` of this machine (0: a free one) until interrupted; `say` gets the address.

    Raises JobtideError when Datasette is missing or the port is taken.
    """
    try:
        import uvicorn
        from datasette.app import Datasette
    except ModuleNotFoundError as error:
        remedy = "pip install 'datasette>=0.65,<1' datasette-vega"
        raise JobtideError("Datasette is not installed", "jobtide explore", remedy) from error
    app = Datasette(immutables=[str(file)], metadata=metadata(), settings=SETTINGS).app()
    with _listening(port) as listener:
        say(f"http://{HOST}:{listener.getsockname()[1]}/")
        config = uvicorn.Config(app, log_level="warning", lifespan="on", timeout_graceful_shutdown=2)
        uvicorn.Server(config).run(sockets=[listener])


def metadata() -> dict[str, Any]:
    """Return titles, facets, canned queries and a sentence a column, as Datasette takes them."""
    said = tomllib.loads(METADATA.read_text(encoding="utf-8"))
    tables = said["databases"]["jobtide"]["tables"]
    tables["series"]["columns"] = {name: column["sentence"] for name, column in COLUMNS.items()}
    for name in ("alerts", "periods"):
        tables[name]["columns"] = OTHER_COLUMNS[name]
    return said


def _listening(port: int) -> socket.socket:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen()
    except OSError as error:
        listener.close()
        remedy = "choose another with --port, or 0 for a free one"
        raise JobtideError(f"port {port} is taken ({error.strerror})", HOST, remedy) from error
    return listener
