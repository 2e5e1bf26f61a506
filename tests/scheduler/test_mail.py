import datetime as dt
import html
import re
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any, Literal

import pytest
from sqlalchemy import Engine, orm, select

from scheduler.mail.delivery import Delivered, deliver, deliver_one
from scheduler.mail.leaving import MARK
from scheduler.mail.subscribers import sync
from scheduler.retries import TRIES, WAITS
from scheduler.settings import MailSettings
from scheduler.tables import DeliveryRow, SubscriberRow
from scrapers.store.engine import open_engine
from scrapers.store.errors import JobtideError
from tests.scheduler.mailbox import Certificate, Server, mail_server, make_certificate

NOW = dt.datetime(2026, 11, 23, 7, tzinfo=dt.UTC)
PNG = b"\x89PNG\r\n\x1a\n not really a picture"


@dataclass(frozen=True, kw_only=True)
class FakeDigest:
    subject: str = "Data engineer +34 % on the year (week 47)"
    html: str = '<html lang="en"><p>Tide</p><img src="cid:chart" alt="a chart"></html>'
    text: str = "Tide\n\nData engineer  120 → 161  +34 %\n"
    chart_png: bytes | None = PNG


@pytest.fixture
def server() -> Iterator[Server]:
    with mail_server() as server:
        yield server


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("certificate"))


def settings(server: Server, **more: Any) -> MailSettings:
    return MailSettings(
        **({"host": "127.0.0.1", "port": server.port, "security": "none", "sender": "Tides <tides@example.org>"} | more)
    )


class Post:
    """Sends the digest of one week at a clock that tests move."""

    def __init__(self, engine: Engine, server: Server) -> None:
        self.engine = engine
        self.server = server
        self.now = NOW

    def subscribe(self, *addresses: str) -> None:
        sync(self.engine, addresses, self.now)

    def send(self, period: str = "2026-W47", digest: FakeDigest = FakeDigest(), **more: Any) -> Delivered:
        return deliver(
            self.engine,
            settings(self.server, **more),
            lambda _choices: digest,
            period=period,
            kind="digest",
            clock=lambda: self.now,
        )

    def rows(self) -> dict[str, DeliveryRow]:
        with orm.Session(self.engine) as session:
            pairs = session.execute(
                select(SubscriberRow.address, DeliveryRow).join(
                    DeliveryRow, DeliveryRow.subscriber_id == SubscriberRow.id
                )
            )
            return {pair.address: pair.DeliveryRow for pair in pairs}


@pytest.fixture
def post(sqlite_url: str, server: Server) -> Iterator[Post]:
    engine = open_engine(sqlite_url)
    yield Post(engine, server)
    engine.dispose()


def test_the_mail_that_arrives_is_text_then_html_with_its_chart_inside(post: Post) -> None:
    post.subscribe("ann@example.com")
    post.send()

    ((address, message),) = post.server.taken
    text, page = message.iter_parts()
    assert isinstance(text, EmailMessage)
    assert isinstance(page, EmailMessage)
    html, chart = page.iter_parts()
    assert address == "ann@example.com"
    assert [message.get_content_type(), text.get_content_type(), page.get_content_type()] == [
        "multipart/alternative",
        "text/plain",
        "multipart/related",
    ]
    assert text["Content-Transfer-Encoding"] == html["Content-Transfer-Encoding"] == "quoted-printable"
    assert text.get_content().splitlines() == FakeDigest.text.splitlines()
    assert html.get_content().strip() == FakeDigest.html
    assert (chart.get_content_type(), chart["Content-ID"], chart.get_content()) == ("image/png", "<chart>", PNG)


def test_the_headers_say_what_kind_of_mail_it_is_and_how_to_leave(post: Post) -> None:
    post.subscribe("ann@example.com")
    post.send()

    message = post.server.taken[0][1]
    assert message["Subject"] == FakeDigest.subject
    assert message["From"] == "Tides <tides@example.org>"
    assert message["To"] == "ann@example.com"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Id"] == "jobtide digest <digest.jobtide.example.org>"
    assert message["List-Unsubscribe"] == "<mailto:tides@example.org?subject=unsubscribe>"
    assert message["List-Unsubscribe-Post"] is None
    assert message["Date"].datetime == NOW
    assert message["Message-ID"].startswith("<2026-W47.digest.")
    assert message["Message-ID"].endswith("@example.org>")


def test_a_digest_without_a_chart_is_a_plain_pair_of_text_and_html(post: Post) -> None:
    post.subscribe("ann@example.com")
    post.send(digest=FakeDigest(chart_png=None))

    assert [part.get_content_type() for part in post.server.taken[0][1].iter_parts()] == ["text/plain", "text/html"]


def test_a_line_break_in_the_subject_starts_no_header(post: Post) -> None:
    post.subscribe("ann@example.com")
    post.send(digest=FakeDigest(subject="Rust up\r\nBcc: eve@example.com"))

    message = post.server.taken[0][1]
    assert (message["Subject"], message["Bcc"]) == ("Rust up Bcc: eve@example.com", None)


def test_a_second_send_of_the_same_period_sends_nothing(engine: Engine, server: Server) -> None:
    post = Post(engine, server)
    post.subscribe("ann@example.com", "bob@example.com")

    first, second = post.send(), post.send()

    assert (first.sent, second.sent, second.before) == (2, 0, 2)
    assert post.server.addresses == ["ann@example.com", "bob@example.com"]


def test_the_next_period_is_sent(post: Post) -> None:
    post.subscribe("ann@example.com")
    post.send("2026-W47")

    assert post.send("2026-W48").sent == 1


def test_an_address_added_later_gets_the_digest_and_the_others_no_second_one(engine: Engine, server: Server) -> None:
    post = Post(engine, server)
    post.subscribe("ann@example.com")
    post.send()
    post.subscribe("ann@example.com", "bob@example.com")
    post.send()

    assert post.server.addresses == ["ann@example.com", "bob@example.com"]


def test_only_active_subscribers_get_mail(post: Post) -> None:
    post.subscribe("ann@example.com", "bob@example.com", "cyd@example.com")
    with orm.Session(post.engine) as session, session.begin():
        for row in session.scalars(select(SubscriberRow).where(SubscriberRow.address != "cyd@example.com")):
            row.state = "paused" if row.address.startswith("ann") else "pending"
    post.send()

    assert post.server.addresses == ["cyd@example.com"]


@pytest.mark.parametrize("answer", ["421 busy", "450 greylisted", "451 try later"])
@pytest.mark.parametrize("where", ["rcpt", "data"])
def test_a_passing_refusal_is_tried_again_after_a_pause(post: Post, answer: str, where: str) -> None:
    post.subscribe("ann@example.com", "bob@example.com")
    getattr(post.server, where)["ann@example.com"] = [answer]

    first = post.send()
    assert (first.sent, first.waiting, first.again_at) == (1, 1, NOW + WAITS[0])
    assert post.send().sent == 0

    post.now += WAITS[0]
    assert post.send().sent == 1
    assert post.server.addresses == ["bob@example.com", "ann@example.com"]


@pytest.mark.parametrize("where", ["rcpt", "data"])
def test_a_refusal_for_good_is_recorded_and_not_tried_again(post: Post, where: str) -> None:
    post.subscribe("ann@example.com", "bob@example.com")
    getattr(post.server, where)["ann@example.com"] = ["550 no such user here"] * 2

    assert (post.send().failed, post.send().failed) == (1, 1)
    assert (post.rows()["ann@example.com"].state, post.rows()["ann@example.com"].error) == (
        "failed",
        "550 no such user here",
    )
    assert post.rows()["ann@example.com"].attempts == 1
    assert post.server.addresses == ["bob@example.com"]


def test_passing_refusals_without_end_are_given_up(post: Post) -> None:
    post.subscribe("ann@example.com")
    post.server.rcpt["ann@example.com"] = ["450 greylisted"] * 99

    for pause in (*WAITS, dt.timedelta()):
        last = post.send()
        post.now += pause

    assert (last.failed, last.waiting) == (1, 0)
    assert 99 - len(post.server.rcpt["ann@example.com"]) == TRIES


def test_a_line_that_breaks_inside_a_mail_is_opened_again_and_the_copy_has_the_same_message_id(post: Post) -> None:
    post.subscribe("ann@example.com", "bob@example.com")
    post.server.data["ann@example.com"] = ["drop"]

    first = post.send()
    post.now += WAITS[0]
    second = post.send()

    assert (first.sent, second.sent) == (1, 1)
    assert post.server.addresses == ["bob@example.com", "ann@example.com"]
    assert post.server.taken[1][1]["Message-ID"] == post.rows()["ann@example.com"].message_id


def test_a_server_that_takes_few_mails_a_conversation_still_gets_them_all_at_once(post: Post) -> None:
    addresses = [f"reader{n:02}@example.com" for n in range(12)]
    post.subscribe(*addresses)
    taken = post.server.taken

    class Stingy(list[str]):
        """Refuses every fourth sender."""

        asked = 0

        def __bool__(self) -> bool:
            Stingy.asked += 1
            return Stingy.asked % 4 == 0

        def pop(self, _index: Any = 0) -> str:
            return "421 enough for now"

    post.server.mail_from = Stingy()

    assert post.send().sent == 12
    assert [address for address, _ in taken] == addresses


def test_a_server_that_is_down_costs_every_mail_one_attempt(post: Post, server: Server) -> None:
    post.subscribe("ann@example.com", "bob@example.com")

    down = post.send(port=1)

    assert (down.waiting, down.again_at) == (2, NOW + WAITS[0])
    assert {row.attempts for row in post.rows().values()} == {1}
    post.now += WAITS[0]
    assert post.send().sent == 2


def test_a_sender_that_died_with_a_mail_in_hand_leaves_it_to_the_next_one(post: Post) -> None:
    post.subscribe("ann@example.com")
    post.server.data["ann@example.com"] = ["450 later"]
    post.send()
    with orm.Session(post.engine) as session, session.begin():
        session.scalars(select(DeliveryRow)).one().not_before = NOW + dt.timedelta(minutes=10)

    assert (post.send().sent, post.send().waiting) == (0, 1)
    post.now += dt.timedelta(minutes=10)
    assert post.send().sent == 1


def test_a_refused_login_names_the_setting_and_loses_nothing(post: Post) -> None:
    post.subscribe("ann@example.com")

    with pytest.raises(JobtideError, match=r"login refused \(535 .*check \[mail\] user and password"):
        post.send(user="tide", password="wrong")

    assert post.rows()["ann@example.com"].attempts == 0
    assert post.send(user="tide", password="secret").sent == 1


def test_a_refused_sender_names_the_setting_and_loses_nothing(post: Post) -> None:
    post.subscribe("ann@example.com")
    post.server.mail_from = ["550 who are you"]

    with pytest.raises(JobtideError, match=r"sender refused \(550 who are you\); check \[mail\] sender"):
        post.send()

    assert post.send().sent == 1


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_server_without_the_security_asked_for_gets_no_mail(post: Post, security: str) -> None:
    post.subscribe("ann@example.com")

    with pytest.raises(JobtideError, match=r"check \[mail\]"):
        post.send(security=security)

    assert post.server.taken == []


def test_addresses_follow_the_settings_but_a_pause_stays(engine: Engine) -> None:
    sync(engine, ["ann@example.com", "Bob@example.com"], NOW)
    with orm.Session(engine) as session, session.begin():
        session.add(SubscriberRow(address="eve@example.com", state="active", choices={}, since=NOW))
        session.scalars(select(SubscriberRow).where(SubscriberRow.address == "ann@example.com")).one().state = "paused"
    sync(engine, ["ann@example.com", "cyd@example.com"], NOW)

    with orm.Session(engine) as session:
        states = {row.address: row.state for row in session.scalars(select(SubscriberRow))}
    assert states == {
        "ann@example.com": "paused",
        "Bob@example.com": "removed",
        "cyd@example.com": "active",
        "eve@example.com": "active",
    }
    sync(engine, ["bob@example.com"], NOW)
    with orm.Session(engine) as session:
        assert session.scalars(select(SubscriberRow.state).where(SubscriberRow.address == "Bob@example.com")).one() == (
            "active"
        )


def test_a_test_mail_goes_to_one_address_and_leaves_no_record(post: Post) -> None:
    post.subscribe("ann@example.com")
    deliver_one(settings(post.server), FakeDigest(), "me@example.com", period="2026-W47", clock=lambda: post.now)

    assert post.server.addresses == ["me@example.com"]
    assert post.rows() == {}


def test_two_senders_at_once_send_each_mail_once(engine: Engine, server: Server) -> None:
    addresses = [f"reader{n:02}@example.com" for n in range(20)]
    posts = [Post(engine, server) for _ in range(3)]
    posts[0].subscribe(*addresses)

    with ThreadPoolExecutor(3) as pool:
        done = list(pool.map(lambda post: post.send(), posts))

    assert sorted(server.addresses) == addresses
    assert max(each.before + each.sent for each in done) == 20


def test_subscribers_get_what_they_chose_and_each_choice_is_pressed_as_said(post: Post) -> None:
    post.subscribe("ann@example.com", "bob@example.com")
    with orm.Session(post.engine) as session, session.begin():
        session.scalars(select(SubscriberRow).where(SubscriberRow.address == "bob@example.com")).one().choices = {
            "roles": ["cook"]
        }

    def press(choices: Mapping[str, Any]) -> FakeDigest:
        return FakeDigest(subject=f"For {choices.get('roles', 'everyone')}")

    deliver(post.engine, settings(post.server), press, period="2026-W47", kind="digest", clock=lambda: post.now)

    assert [message["Subject"] for _, message in post.server.taken] == ["For everyone", "For ['cook']"]


SIGNED = {"secret": "not so secret in a test", "public_url": "https://example.org/jobtide"}


def test_with_an_endpoint_one_click_is_enough_to_leave(post: Post) -> None:
    post.subscribe("ann@example.com")
    digest = FakeDigest(html=f"<p>{MARK}</p>", text=f"{MARK}\n")
    post.send(digest=digest, **SIGNED)

    message = post.server.taken[0][1]
    link, mail = str(message["List-Unsubscribe"]).split(", ")
    assert re.fullmatch(r"<https://example\.org/jobtide/u/u1-[\w-]{22}>", link)
    assert re.fullmatch(r"<mailto:tides@example\.org\?subject=unsubscribe%20u1-[\w-]{22}>", mail)
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    for part in message.walk():
        if part.get_content_maintype() == "text":
            assert link.strip("<>") in part.get_content()
            assert MARK not in part.get_content()


def test_a_long_link_is_left_whole(post: Post) -> None:
    post.subscribe("ann@example.com")
    post.send(secret=SIGNED["secret"], public_url=f"https://{'tide.' * 30}example.org/jobtide")

    link = f"<https://{'tide.' * 30}example.org/jobtide/u/u1-"
    assert b"\r\nList-Unsubscribe: " + link.encode() in post.server.raw[0]


def test_without_an_endpoint_the_way_out_is_a_signed_mail(post: Post) -> None:
    post.subscribe("ann@example.com")
    post.send(secret=SIGNED["secret"])

    message = post.server.taken[0][1]
    only = str(message["List-Unsubscribe"]).strip()
    assert re.fullmatch(r"<mailto:tides@example\.org\?subject=unsubscribe%20u1-[\w-]{22}>", only)
    assert message["List-Unsubscribe-Post"] is None


def test_an_address_that_failed_three_times_in_a_row_is_paused(post: Post) -> None:
    post.subscribe("ann@example.com", "bob@example.com")
    post.server.rcpt["ann@example.com"] = ["550 gone"] * 9
    for week, state in ((44, "active"), (45, "active"), (46, "paused"), (47, "paused")):
        post.send(f"2026-W{week}")
        with orm.Session(post.engine) as session:
            states = {row.address: row.state for row in session.scalars(select(SubscriberRow))}
        assert states == {"ann@example.com": state, "bob@example.com": "active"}

    assert len(post.server.rcpt["ann@example.com"]) == 6


def test_one_mail_that_arrives_between_failures_keeps_an_address(post: Post) -> None:
    post.subscribe("ann@example.com")
    for week, answer in enumerate(["550 full", "550 full", "", "550 full"], start=44):
        post.server.rcpt["ann@example.com"] = [answer] if answer else []
        post.send(f"2026-W{week}")

    with orm.Session(post.engine) as session:
        assert session.scalars(select(SubscriberRow.state)).one() == "active"


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_secured_line_carries_login_and_mail(
    post: Post, certificate: Certificate, monkeypatch: pytest.MonkeyPatch, security: Literal["starttls", "tls"]
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.file))
    post.subscribe("ann@example.com")
    with mail_server(security=security, certificate=certificate) as server:
        post.server = server
        assert post.send(security=security, user="tide", password="secret").sent == 1

    assert server.addresses == ["ann@example.com"]
    assert server.secured == [True]


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_that_nobody_vouches_for_is_refused_before_anything_is_said(
    post: Post, certificate: Certificate, security: Literal["starttls", "tls"]
) -> None:
    post.subscribe("ann@example.com")
    with mail_server(security=security, certificate=certificate) as server:
        post.server = server
        with pytest.raises(JobtideError, match="no trusted TLS"):
            post.send(security=security, user="tide", password="secret")

    assert server.addresses == []
    assert post.rows()["ann@example.com"].attempts == 0


def test_a_server_that_falls_silent_is_left_after_the_timeout_and_tried_again(post: Post) -> None:
    post.subscribe("ann@example.com")
    post.server.data["ann@example.com"] = ["silence"]

    first = post.send(timeout_seconds=0.3)
    assert (first.sent, first.waiting) == (0, 1)
    assert "timed out" in (post.rows()["ann@example.com"].error or "")
    post.now += WAITS[0]
    assert post.send().sent == 1


HOSTILE = "Acme\r\nBcc: eve@example.com\r\n\r\n<script>alert(1)</script>\u202egnp.exe\x00" + "x" * 10_000


def test_hostile_words_in_a_digest_stay_in_their_place(post: Post) -> None:
    post.subscribe("ann@example.com")
    post.send(
        digest=FakeDigest(subject=HOSTILE.replace("\x00", ""), text=HOSTILE, html=f"<p>{html.escape(HOSTILE)}</p>")
    )

    message = post.server.taken[0][1]
    assert message["Bcc"] is None
    assert set(message.keys()) == {
        "Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted", "List-Id", "List-Unsubscribe", "MIME-Version",
        "Content-Type",
    } | ({"X-Peer", "X-MailFrom", "X-RcptTo"} & set(message.keys()))  # fmt: skip
    assert message["To"] == "ann@example.com"
