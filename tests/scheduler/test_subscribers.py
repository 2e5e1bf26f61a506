"""Subscribers: asked first, confirmed or left by a signed link, with choices of their own."""

import csv
import datetime as dt
import io
import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import Engine, insert, orm, select

from scheduler.cli import main
from scheduler.mail.endpoint import serving
from scheduler.mail.leaving import leaving
from scheduler.mail.subscribers import sync
from scheduler.settings import MailSettings, Settings, read_settings
from scheduler.subscribers import Subscriber, act, add, confirmation, listed, pause, remove
from scheduler.tables import DeliveryRow, SubscriberRow
from scrapers.store.engine import open_engine
from scrapers.store.errors import JobtideError
from tests.scheduler.mailbox import Server, mail_server
from trends.digest.choice import EVERYTHING, Choice

NOW = dt.datetime(2026, 11, 23, 7, tzinfo=dt.UTC)
SECRET = SecretStr("not so secret in a test")
MAIL = MailSettings(
    host="127.0.0.1", sender="Tides <tides@example.org>", secret=SECRET, public_url="https://example.org/jobtide",
    listen="127.0.0.1:0",
)  # fmt: skip


@pytest.fixture
def store(sqlite_url: str) -> Iterator[Engine]:
    engine = open_engine(sqlite_url)
    yield engine
    engine.dispose()


def states(engine: Engine) -> dict[str, str]:
    return {one.address: one.state for one in listed(engine)}


def confirmed(engine: Engine, address: str, choice: Choice = EVERYTHING) -> Subscriber:
    one = act(engine, SECRET, confirmation(SECRET, add(engine, address, choice, NOW)), NOW)
    assert one is not None
    return one


def leave_token(one: Subscriber) -> str:
    return (leaving(MAIL, one.id, one.address).url or "").rpartition("/")[2]


def test_who_is_added_waits_until_the_link_is_used(engine: Engine) -> None:
    one = add(engine, "ann@example.com", Choice(roles=("cook",)), NOW)
    assert states(engine) == {"ann@example.com": "pending"}

    token = confirmation(SECRET, one)
    for _ in range(2):
        assert (act(engine, SECRET, token, NOW) or one).state == "active"
    assert listed(engine)[0].choice == Choice(roles=("cook",))


@pytest.mark.parametrize("spoil", [lambda t: t[:-1], lambda t: t[:-1] + "!", lambda t: "u" + t[1:], lambda t: t + "x"])
def test_a_token_that_was_tampered_with_does_nothing(store: Engine, spoil) -> None:
    token = confirmation(SECRET, add(store, "ann@example.com", EVERYTHING, NOW))

    assert act(store, SECRET, spoil(token), NOW) is None
    assert act(store, SecretStr("another key, not this one"), token, NOW) is None
    assert act(store, SECRET, token.replace("c1-", "c2-"), NOW) is None
    assert states(store) == {"ann@example.com": "pending"}


def test_a_confirmation_runs_out_and_adding_anew_makes_old_links_void(store: Engine) -> None:
    token = confirmation(SECRET, add(store, "ann@example.com", EVERYTHING, NOW))
    assert act(store, SECRET, token, NOW + dt.timedelta(days=15)) is None

    add(store, "Ann@example.com", EVERYTHING, NOW + dt.timedelta(days=1))
    assert act(store, SECRET, token, NOW) is None
    assert len(listed(store)) == 1


def test_who_left_stays_away_whatever_the_settings_or_an_old_link_say(store: Engine) -> None:
    sync(store, ["ann@example.com"], NOW)
    (one,) = listed(store)
    act(store, SECRET, leave_token(one), NOW)
    for addresses in (["ann@example.com"], [], ["ann@example.com"]):
        sync(store, addresses, NOW)
        assert states(store) == {"ann@example.com": "left"}

    bob = add(store, "bob@example.com", EVERYTHING, NOW)
    token = confirmation(SECRET, bob)
    act(store, SECRET, token, NOW)
    act(store, SECRET, leave_token(bob), NOW)
    act(store, SECRET, token, NOW)
    assert states(store)["bob@example.com"] == "left"


def test_an_active_subscriber_keeps_the_list_and_gets_new_choices(store: Engine) -> None:
    confirmed(store, "ann@example.com")
    one = add(store, "ann@example.com", Choice(places=("gb",)), NOW)

    assert (one.state, one.choice) == ("active", Choice(places=("gb",)))


def test_pausing_and_removing(engine: Engine) -> None:
    one = confirmed(engine, "ann@example.com")
    with engine.begin() as connection:
        row = {"subscriber_id": one.id, "period": "2026-W46", "kind": "digest", "state": "sent"}
        connection.execute(insert(DeliveryRow).values(**row, not_before=NOW, message_id="<x>"))
    pause(engine, "ANN@example.com", NOW)
    assert states(engine) == {"ann@example.com": "paused"}
    with pytest.raises(JobtideError, match="only active ones"):
        pause(engine, "ann@example.com", NOW)
    remove(engine, "ann@example.com")
    assert listed(engine) == []
    with pytest.raises(JobtideError, match="not on the list"):
        remove(engine, "ann@example.com")


def test_an_address_of_the_settings_is_removed_there(store: Engine) -> None:
    sync(store, ["ann@example.com"], NOW)

    with pytest.raises(JobtideError, match=r"\[mail\] to: ann@example.com stands in the settings; take it out there"):
        remove(store, "ann@example.com")


@pytest.mark.parametrize(
    "address",
    ["ann", "ann@", "a b@example.com", "ann@example.com\r\nBcc: eve@example.com", "<ann@example.com>", "=1+1@x.org",
     "ann@example.com, eve@example.com", "a@b@", "x" * 250 + "@example.com", "\u202eann@example.com"],
)  # fmt: skip
def test_what_is_no_address_is_refused(store: Engine, address: str) -> None:
    with pytest.raises(JobtideError, match="is no address"):
        add(store, address, EVERYTHING, NOW)


# The page behind the links


@pytest.fixture
def base(store: Engine) -> Iterator[str]:
    with serving(store, MAIL, lambda: NOW) as address:
        assert address is not None
        yield address


def ask(url: str, method: str = "GET", body: bytes | None = None) -> tuple[int, str]:
    request = urllib.request.Request(url, method=method, data=body)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_looking_changes_nothing_and_one_post_is_enough(store: Engine, base: str) -> None:
    one = confirmed(store, "ann@example.com")
    url = f"{base}/u/{leave_token(one)}"

    status, page = ask(url)
    assert status == 200
    assert '<form method="post">' in page
    assert ask(url, "HEAD") == (200, "")
    assert states(store) == {"ann@example.com": "active"}

    for _ in range(2):
        status, page = ask(url, "POST", b"List-Unsubscribe=One-Click")
        assert (status, "ann@example.com gets no more mail" in page) == (200, True)
    assert states(store) == {"ann@example.com": "left"}


def test_the_link_to_confirm_works_behind_a_folder_too(store: Engine, base: str) -> None:
    token = confirmation(SECRET, add(store, "ann@example.com", EVERYTHING, NOW))

    assert ask(f"{base}/jobtide/c/{token}")[0] == 200
    assert states(store) == {"ann@example.com": "pending"}
    assert ask(f"{base}/jobtide/c/{token}", "POST", b"")[0] == 200
    assert states(store) == {"ann@example.com": "active"}


@pytest.mark.parametrize(
    "path", ["", "/u/", "/u/u1-xxxxxxxxxxxxxxxxxxxxxx", "/c/{leave}", "/x/{leave}", "/u/../{leave}", "/u/%0d%0a"]
)
def test_other_links_lead_nowhere_and_tell_nothing(store: Engine, base: str, path: str) -> None:
    one = confirmed(store, "ann@example.com")
    url = base + path.format(leave=leave_token(one))

    for method in ("GET", "POST"):
        status, page = ask(url, method, b"" if method == "POST" else None)
        assert status == 404
        assert "ann@" not in page
    assert states(store) == {"ann@example.com": "active"}


def test_other_methods_are_refused(store: Engine, base: str) -> None:
    one = confirmed(store, "ann@example.com")
    url = f"{base}/u/{leave_token(one)}"

    assert ask(url, "DELETE")[0] == 405
    assert states(store) == {"ann@example.com": "active"}


def test_pages_may_load_nothing_and_are_kept_nowhere(store: Engine, base: str) -> None:
    one = confirmed(store, "ann@example.com")
    with urllib.request.urlopen(f"{base}/u/{leave_token(one)}") as answer:
        headers = answer.headers

    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "default-src 'none'" in headers["Content-Security-Policy"]


def test_nothing_listens_without_a_public_address(store: Engine) -> None:
    with serving(store, MailSettings(secret=SECRET), lambda: NOW) as address:
        assert address is None


def test_a_port_that_is_taken_is_named(store: Engine, base: str) -> None:
    taken = MAIL.model_copy(update={"listen": base.removeprefix("http://")})
    with pytest.raises(JobtideError, match=r"\[mail\] listen"), serving(store, taken, lambda: NOW):
        pass


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ('public_url = "https://example.org"', "public_url needs a secret"),
        ('public_url = "http://example.org"\nsecret = "0123456789abcdef"', "public_url"),
        ('secret = "short"', "mail.secret"),
    ],
)
def test_settings_that_would_make_unsafe_links_are_refused(values: str, words: str) -> None:
    Path("jobtide.toml").write_text(f"[mail]\n{values}\n")
    with pytest.raises(JobtideError) as caught:
        read_settings()

    assert words in str(caught.value)
    assert "short" not in str(caught.value).replace("shorter", "")


# The verb


@pytest.fixture
def server() -> Iterator[Server]:
    with mail_server() as server:
        yield server


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    return int(ended.value.code or 0)


def settle(server: Server, **more: str) -> Settings:
    mail = {"host": "127.0.0.1", "security": "none", "sender": "tides@example.org"} | more
    if "secret" not in mail:
        mail["secret"] = SECRET.get_secret_value()
    lines = [f'{name} = "{value}"' for name, value in mail.items()]
    Path("jobtide.toml").write_text(f"[mail]\nport = {server.port}\n" + "\n".join(lines))
    return read_settings()


def text_of(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    assert isinstance(part, EmailMessage)
    return str(part.get_content())


def test_add_asks_by_mail_and_the_answer_confirms(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    settle(server)
    assert run("subscribers", "add", "ann@example.com", "--topic", "ai", "--section", "skills") == 0
    ((address, message),) = server.taken
    assert address == "ann@example.com"
    assert message["Subject"] == "Do you want the jobtide digest?"
    said = text_of(message)
    assert "You chose topics ai; sections skills" in " ".join(said.split())
    link = re.search(r"mailto:tides@example.org\?subject=confirm%20(\S+)", said)
    assert link is not None

    capsys.readouterr()
    assert run("subscribers", "confirm", link[1]) == 0
    assert run("subscribers", "list", "--json") == 0
    (one,) = json.loads(capsys.readouterr().out)
    assert (one["address"], one["state"], one["topics"], one["sections"]) == (
        "ann@example.com", "active", ["ai"], ["skills"],
    )  # fmt: skip


def test_with_a_public_address_the_mail_holds_a_link(server: Server) -> None:
    settle(server, public_url="https://example.org/jobtide/")
    assert run("subscribers", "add", "ann@example.com") == 0

    assert re.search(r"\nhttps://example\.org/jobtide/c/c1-\S{22}\n", text_of(server.taken[0][1]).replace("\r", ""))


def test_a_mail_that_cannot_be_sent_leaves_a_pending_address_to_be_added_again(server: Server) -> None:
    settle(server)
    server.rcpt["ann@example.com"] = ["450 later"]

    assert run("subscribers", "add", "ann@example.com") == 2
    assert run("subscribers", "add", "ann@example.com") == 0


def test_the_list_is_exported_as_a_table(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    settle(server)
    run("subscribers", "add", "ann@example.com", "--role", "data-engineer", "--role", "ml-engineer")
    capsys.readouterr()
    assert run("subscribers", "export") == 0
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))

    assert (row["address"], row["state"], row["roles"]) == ("ann@example.com", "pending", "data-engineer ml-engineer")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["add"], "nobody named"),
        (["add", "ann@example.com", "--role", "data-enginer"], "did you mean 'data-engineer'?"),
        (["add", "ann@example.com", "--topic", "cheese"], "--topic: 'cheese' is none of the topics"),
        (["add", "ann@example.com", "--section", "skill"], "did you mean 'skills'?"),
        (["remove", "eve@example.com"], "eve@example.com is not on the list"),
        (["confirm", "c1-0123456789012345678901"], "no valid token"),
    ],
)
def test_mistakes_are_named(
    server: Server, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    settle(server)
    assert run("subscribers", *arguments) == 2
    assert words in capsys.readouterr().err
    assert server.taken == []


def test_nobody_is_added_without_a_key_to_sign_with(capsys: pytest.CaptureFixture[str]) -> None:
    Path("jobtide.toml").write_text('[mail]\nhost = "127.0.0.1"\n')
    assert run("subscribers", "add", "ann@example.com") == 2
    assert "[mail] secret: no key to sign links with" in capsys.readouterr().err


def test_rows_in_the_store_hold_no_token(store: Engine) -> None:
    one = confirmed(store, "ann@example.com")
    with orm.Session(store) as session:
        row = session.scalars(select(SubscriberRow)).one()

    assert leave_token(one) not in repr(vars(row))
