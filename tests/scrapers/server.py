"""A board server on loopback that behaves exactly as badly as a test wants."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ALLOW_ALL = b"User-agent: *\nAllow: /\n"


@dataclass
class Answer:
    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut_at: int | None = None
    """Bytes after which the connection breaks."""


@dataclass
class Server:
    origin: str
    routes: dict[str, Answer | Callable[[int], Answer]] = field(default_factory=dict)
    """Path with query → answer, or a function of how often it was asked before."""
    asked: list[str] = field(default_factory=list)

    def reply(self, path: str) -> Answer:
        times = self.asked.count(path)
        self.asked.append(path)
        default = Answer(ALLOW_ALL) if path == "/robots.txt" else Answer(b"not here", 404)
        route = self.routes.get(path, default)
        return route(times) if callable(route) else route


@contextmanager
def serve() -> Iterator[Server]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = server.reply(self.path)
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(answer.body[: answer.cut_at])

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"] or 0))
            self.do_GET()

        def log_message(self, *_: object) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server = Server(f"http://127.0.0.1:{http.server_address[1]}")
    thread = threading.Thread(target=http.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
        thread.join()
