"""What every test gets: no network beyond loopback, and stores on a real SQLite and a real PostgreSQL."""

import gc
import os
import shutil
import socket
import sqlite3
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, NullPool, create_engine, make_url, text
from sqlalchemy.exc import OperationalError

from scheduler.migrations import upgrade
from scrapers.store.base import Base
from scrapers.store.engine import open_engine

ROOT = Path(__file__).parent.parent
REAL_DATA = Path(os.environ.get("JOBTIDE_DATA", ROOT.parent / "shared" / "data"))
POSTGRES = os.environ.get("JOBTIDE_TEST_POSTGRES", "postgresql+psycopg://postgres@127.0.0.1/postgres")

real_connect = socket.socket.connect


def pytest_collection_finish() -> None:
    """Let the collector pass over what lives to the end: looking through it each time takes a tenth of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def pytest_unconfigure() -> None:
    gc.unfreeze()


def _loopback_only(self: socket.socket, address: Any) -> None:
    if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in (
        "127.0.0.1",
        "::1",
        "localhost",
    ):
        raise ConnectionRefusedError(f"tests may not reach the network: {address}")
    real_connect(self, address)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket.socket, "connect", _loopback_only)


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run each test in an empty folder, where no settings file of a developer is found."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("JOBTIDE_") and name != "JOBTIDE_DATA"]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty store, migrated once; copying it takes a tenth of migrating another."""
    path = tmp_path_factory.mktemp("template") / "store.db"
    upgrade(f"sqlite:///{path}")
    with sqlite3.connect(path) as connection:
        connection.execute("pragma wal_checkpoint(truncate)")
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    shutil.copy(sqlite_template, tmp_path / "store.db")
    return f"sqlite:///{tmp_path / 'store.db'}"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Engine]:
    """A database of this test run on a local server, migrated once; gone when the run ends."""
    server = create_engine(POSTGRES, isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 3})
    name = f"jobtide_test_{uuid.uuid4().hex[:12]}"
    try:
        with server.connect() as connection:
            connection.execute(text(f"create database {name}"))
    except OperationalError as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"no PostgreSQL answers at {POSTGRES} ({type(error).__name__})")  # needs a server
    own = create_engine(make_url(POSTGRES).set(database=name), isolation_level="AUTOCOMMIT", poolclass=NullPool)
    upgrade(own.url.render_as_string(hide_password=False))
    yield own
    with server.connect() as connection:
        connection.execute(text(f"drop database {name} with (force)"))
    server.dispose()


@pytest.fixture
def postgres_url(postgres_server: Engine) -> str:
    """The run's database, emptied: dropping one a test would cost a checkpoint of the whole server each time."""
    tables = ", ".join(f'"{table.name}"' for table in Base.metadata.sorted_tables)
    with postgres_server.connect() as connection:
        # What a killed child of an earlier test left open would hold the lock that emptying needs.
        others = "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()"
        connection.execute(text(f"{others} and pid <> pg_backend_pid()"))
        connection.execute(text(f"truncate {tables} restart identity cascade"))
    return postgres_server.url.render_as_string(hide_password=False)


@pytest.fixture(params=["sqlite", "postgres"])
def store_url(request: pytest.FixtureRequest) -> str:
    """The same test on both databases."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def engine(store_url: str) -> Iterator[Engine]:
    engine = open_engine(store_url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of recorded responses and labelled postings, which is no part of the project."""
    if not REAL_DATA.is_dir():
        pytest.skip(f"no recorded data at {REAL_DATA}; name its folder in JOBTIDE_DATA")  # not shipped
    return REAL_DATA
