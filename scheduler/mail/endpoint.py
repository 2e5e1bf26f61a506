"""The page behind the links in mails: GET shows what a link would do, POST does it (RFC 8058).

It listens on a local address; a proxy with HTTPS stands in front of it. Mail scanners follow links with GET, and
that must change nothing.
"""

import datetime as dt
import html
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from typing import TYPE_CHECKING
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import structlog
from pydantic import SecretStr
from sqlalchemy import Engine

from scheduler import subscribers
from scheduler.mail.leaving import CONFIRM_PATH, LEAVE_PATH
from scheduler.settings import MailSettings
from scrapers.store.errors import JobtideError

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

log = structlog.get_logger()

LONGEST_BODY = 4096
"""Bytes of a POST that are read, and thrown away: the token says it all."""
PATIENCE = 15.0
"""Seconds that a silent client may keep a thread."""
PATHS = {LEAVE_PATH: "leave", CONFIRM_PATH: "confirm"}
HEADERS = (
    ("Content-Type", "text/html; charset=utf-8"),
    ("Cache-Control", "no-store"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Robots-Tag", "noindex"),
    ("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'"),
)
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>{title}</title>
<style>body {{ font: 17px/1.5 system-ui, sans-serif; max-width: 34em; margin: 3em auto; padding: 0 1em; }}
button {{ font: inherit; padding: .5em 1em; }}</style></head>
<body><h1>{title}</h1>{body}</body></html>
"""
BUTTON = '<form method="post"><input type="hidden" name="List-Unsubscribe" value="One-Click"><button>{}</button></form>'
ASKED = {"leave": ("Leave the list?", "Leave"), "confirm": ("Get the digest?", "Yes, send it to me")}
DONE = {
    "leave": ("You have left", "gets no more mail from us."),
    "confirm": ("Welcome", "gets the digest from now on."),
}
UNKNOWN = ("Nothing here", "<p>This link is not, or no longer, valid.</p>")

Clock = Callable[[], dt.datetime]


def application(engine: Engine, secret: SecretStr, clock: Clock) -> "WSGIApplication":
    """Return the WSGI application."""

    def answer(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        method = environ["REQUEST_METHOD"]
        if method not in ("GET", "HEAD", "POST"):
            start("405 Method Not Allowed", [*HEADERS, ("Allow", "GET, HEAD, POST")])
            return [b""]
        _throw_away(environ)
        status, title, body = _page(engine, secret, clock(), environ.get("PATH_INFO", ""), is_post=method == "POST")
        start(status, [*HEADERS])  # the server adds to its list
        return [b"" if method == "HEAD" else PAGE.format(title=html.escape(title), body=body).encode()]

    return answer


@contextmanager
def serving(engine: Engine, mail: MailSettings, clock: Clock) -> Iterator[str | None]:
    """Answer at `[mail] listen` until the block ends, where `public_url` is set; yield the local address.

    Raises JobtideError when somebody else listens there.
    """
    if mail.public_url is None or mail.secret is None:
        yield None
        return
    host, _, port = mail.listen.rpartition(":")
    app = application(engine, mail.secret, clock)
    try:
        server = make_server(host, int(port), app, server_class=_Server, handler_class=_Handler)
    except OSError as error:
        raise JobtideError(
            f"cannot listen ({error.strerror})", f"[mail] listen = {mail.listen}", "choose another port"
        ) from (error)
    thread = threading.Thread(target=server.serve_forever, name="links", daemon=True)
    thread.start()
    try:
        yield f"http://{host}:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Handler(WSGIRequestHandler):
    timeout = PATIENCE

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Keep tokens out of the log."""


def _page(engine: Engine, secret: SecretStr, now: dt.datetime, path: str, *, is_post: bool) -> tuple[str, str, str]:
    folder, _, text = path.strip("/").rpartition("/")
    # a proxy may pass the folder of public_url on
    purpose = PATHS.get(folder.rpartition("/")[2])
    found = subscribers.find(engine, secret, text, now) if purpose else None
    if found is None or found[0].purpose != purpose:
        return "404 Not Found", *UNKNOWN
    token, subscriber = found
    if not is_post:
        title, button = ASKED[token.purpose]
        return "200 OK", title, f"<p>{html.escape(subscriber.address)}</p>{BUTTON.format(button)}"
    subscribers.act(engine, secret, text, now)
    log.info("subscriber acted", deed=token.purpose, subscriber=subscriber.id)
    title, deed = DONE[token.purpose]
    return "200 OK", title, f"<p>{html.escape(subscriber.address)} {deed}</p>"


def _throw_away(environ: "WSGIEnvironment") -> None:
    length = environ.get("CONTENT_LENGTH") or "0"
    environ["wsgi.input"].read(min(int(length) if length.isdecimal() else 0, LONGEST_BODY))
