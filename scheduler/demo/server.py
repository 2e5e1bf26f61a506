"""The demo's boards: folders served on loopback in the shape of the real platforms' answers.

Dates in the files are relative: `@day-3@`, `@moment-3@` and `@epoch-3@` stand for three days before the given moment.
"""

import datetime as dt
import mimetypes
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from importlib.resources.abc import Traversable
from threading import Thread
from urllib.parse import urlsplit

ORIGINS = {
    "https://boards-api.greenhouse.io": "greenhouse",
    "https://hacker-news.firebaseio.com": "hn",
    "https://careers.brackwater.example": "careers",
}
"""Real (or invented) origin → folder below `site/` that answers for it."""
TOKEN = re.compile(rb"@(day|moment|epoch)-(\d+)@")


@contextmanager
def serve(now: dt.datetime) -> Iterator[dict[str, str]]:
    """Serve all folders until the block ends; yields `origin_overrides` for a crawl."""
    with ExitStack() as open_servers:
        overrides = {}
        for origin, folder in ORIGINS.items():
            root = files("scheduler.demo").joinpath("site", folder)
            server = open_servers.enter_context(ThreadingHTTPServer(("127.0.0.1", 0), _handler(root, now)))
            Thread(target=server.serve_forever, name=f"demo {folder}", daemon=True).start()
            open_servers.callback(server.shutdown)
            overrides[origin] = f"http://127.0.0.1:{server.server_port}"
        yield overrides


def with_dates(content: bytes, now: dt.datetime) -> bytes:
    """Replace relative dates.

    >>> with_dates(b'"@day-1@"', dt.datetime(2026, 11, 23, tzinfo=dt.UTC))
    b'"2026-11-22"'
    """

    def date(match: re.Match[bytes]) -> bytes:
        moment = now - dt.timedelta(days=int(match[2]))
        texts = {
            b"day": f"{moment:%Y-%m-%d}",
            b"moment": moment.isoformat(),
            b"epoch": str(int(moment.timestamp())),
        }
        return texts[match[1]].encode()

    return TOKEN.sub(date, content)


def _handler(root: Traversable, now: dt.datetime) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """Answers with the file of the requested path."""

        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            """Send the file, or 404."""
            path = urlsplit(self.path).path
            parts = [part for part in path.split("/") if part]
            file = root.joinpath(*parts)
            if ".." in parts or not file.is_file():
                self.send_error(HTTPStatus.NOT_FOUND)
                return
            content = with_dates(file.read_bytes(), now)
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", mimetypes.guess_type(path)[0] or "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Keep quiet; the crawl's own table says what was read."""

    return Handler
