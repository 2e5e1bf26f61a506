"""Channels on a local hook, which takes what Apprise posts."""

import datetime as dt
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from sqlalchemy import Engine, select

from scheduler.channels import Announced, Message, announce, check
from scheduler.retries import TRIES, WAITS
from scheduler.settings import ChannelSettings
from scheduler.tables import ChannelRow
from scrapers.store.errors import JobtideError
from tests.trends.digest.test_alerts_section import alert

NOW = dt.datetime(2026, 11, 23, 7, tzinfo=dt.UTC)
MESSAGE = Message.of("Rust +66% on the year (week 46)", "Rust is up.", [alert(n) for n in range(12)])


class Hook:
    """Keeps what is posted to it, and answers as told."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, dict[str, Any]]] = []
        self.answers: list[int] = []
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                status = hook.answers.pop(0) if hook.answers else 200
                if status == 200:
                    hook.taken.append((self.path, body))
                self.send_response(status)
                self.end_headers()

            def log_message(self, *_anything: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.now = NOW

    def url(self, path: str) -> str:
        return f"json://127.0.0.1:{self.server.server_address[1]}/{path}"

    def announce(self, engine: Engine, *paths: str, period: str = "2026-W46", message: Message = MESSAGE) -> Announced:
        channels = ChannelSettings(urls=" ".join(self.url(path) for path in paths))  # type: ignore[arg-type]  # as the file has it
        return announce(engine, channels, message, period=period, kind="digest", clock=lambda: self.now)


@pytest.fixture
def hook() -> Iterator[Hook]:
    hook = Hook()
    thread = threading.Thread(target=hook.server.serve_forever)
    thread.start()
    yield hook
    hook.server.shutdown()
    thread.join()
    hook.server.server_close()


def test_each_channel_gets_one_message_a_period(engine: Engine, hook: Hook) -> None:
    first, again = hook.announce(engine, "a", "b"), hook.announce(engine, "a", "b")
    hook.announce(engine, "a", period="2026-W47")

    assert (first.sent, again.sent) == (2, 0)
    assert [path for path, _ in hook.taken] == ["/a", "/b", "/a"]


def test_the_message_holds_the_finding_and_ten_alerts(engine: Engine, hook: Hook) -> None:
    hook.announce(engine, "a")
    ((_, body),) = hook.taken

    assert body["title"] == "Rust +66% on the year (week 46)"
    assert body["message"].splitlines()[0] == "Rust is up."
    assert body["message"].count("• Skill") == 10
    assert body["message"].endswith("• and 2 more")


def test_a_channel_that_is_down_is_tried_again_later_and_then_given_up(sqlite_url: str, hook: Hook) -> None:
    from scrapers.store.engine import open_engine

    engine = open_engine(sqlite_url)
    hook.answers = [503]
    assert hook.announce(engine, "a") == Announced(waiting=1, again_at=NOW + WAITS[0])
    assert hook.announce(engine, "a").sent == 0
    hook.now += WAITS[0]
    assert hook.announce(engine, "a").sent == 1

    hook.answers = [503] * 99
    for pause in (*WAITS, dt.timedelta()):
        last = hook.announce(engine, "a", period="2026-W47")
        hook.now += pause
    assert (last.waiting, last.failed, 99 - len(hook.answers)) == (0, 1, TRIES)
    engine.dispose()


def test_addresses_are_kept_nowhere(engine: Engine, hook: Hook) -> None:
    hook.announce(engine, "secret-token")
    with engine.connect() as connection:
        (channel,) = connection.scalars(select(ChannelRow.channel))

    assert channel.startswith("json:")
    assert "secret" not in channel
    assert "secret" not in repr(ChannelSettings(urls="json://x/secret"))  # type: ignore[arg-type]  # as the file has it


def test_names_from_postings_give_a_chat_no_orders(engine: Engine, hook: Hook) -> None:
    bad = alert(1, label="<!channel> @everyone <http://evil.example|click>")
    hook.announce(engine, "a", message=Message.of("@here\r\nx", "lead", [bad]))
    ((_, body),) = hook.taken

    assert not set("<>@\r") & set(body["message"] + body["title"])
    assert "\n" not in body["title"]


def test_an_address_that_apprise_does_not_know_is_refused_without_repeating_it() -> None:
    with pytest.raises(
        JobtideError, match=r"\[channels\] urls: Apprise does not understand the address of slak:"
    ) as bad:
        check(ChannelSettings(urls="slak://top-secret"))  # type: ignore[arg-type]  # as the file has it

    assert "top-secret" not in str(bad.value)


def test_apprise_is_loaded_only_where_there_are_channels() -> None:
    code = "import sys, scheduler.channels; print('apprise' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "False\n"
