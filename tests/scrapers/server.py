"""A board server on loopback that behaves exactly as badly as a test wants."""

import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ALLOW_ALL = b"User-agent: *\nAllow: /\n"


@dataclass(frozen=True)
class Answer:
    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut_at: int | None = None
    """Bytes after which the connection breaks."""
    length: int | None = None
    """What Content-Length says where it does not say the truth; below zero it says nothing."""
    wait: float = 0
    """Seconds before the answer."""
    drip: float = 0
    """Seconds between one byte and the next."""
    raw: bytes | None = None
    """Sent in place of anything that HTTP would send."""


Route = Answer | Callable[[int], Answer]


@dataclass
class Server:
    origin: str
    routes: dict[str, Route] = field(default_factory=dict)
    """Path with query → answer, or a function of how often it was asked before."""
    others: Callable[[str], Answer | None] = lambda path: None
    """What to answer where no route is."""
    asked: list[str] = field(default_factory=list)

    def reply(self, path: str) -> Answer:
        times = self.asked.count(path)
        self.asked.append(path)
        default = Answer(ALLOW_ALL) if path == "/robots.txt" else self.others(path) or Answer(b"not here", 404)
        route = self.routes.get(path, default)
        return route(times) if callable(route) else route


def _send(handler: BaseHTTPRequestHandler, answer: Answer) -> None:
    if answer.raw is not None:
        handler.wfile.write(answer.raw)
        return
    handler.send_response_only(answer.status)
    for name, value in ({"Date": handler.date_time_string()} | answer.headers).items():
        handler.send_header(name, value)
    length = len(answer.body) if answer.length is None else answer.length
    if length >= 0:
        handler.send_header("Content-Length", str(length))
    handler.send_header("Connection", "close")
    handler.end_headers()
    if not answer.drip:
        handler.wfile.write(answer.body[: answer.cut_at])
        return
    for byte in answer.body:
        handler.wfile.write(bytes([byte]))
        time.sleep(answer.drip)


@contextmanager
def serve(certificate: ssl.SSLContext | None = None) -> Iterator[Server]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = server.reply(self.path)
            if (tag := answer.headers.get("ETag")) and tag == self.headers["If-None-Match"]:
                answer = replace(answer, body=b"", status=304)
            time.sleep(answer.wait)
            with suppress(ConnectionError):  # whoever asked may have gone
                _send(self, answer)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"] or 0))
            self.do_GET()

        def log_message(self, *_: object) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.block_on_close = False  # an answer that is still dripping holds up nobody
    server = Server(f"{'https' if certificate else 'http'}://127.0.0.1:{http.server_address[1]}")
    if certificate:
        http.socket = certificate.wrap_socket(http.socket, server_side=True)
    thread = threading.Thread(target=http.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
        thread.join()
