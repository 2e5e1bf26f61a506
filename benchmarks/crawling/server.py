"""Serve the invented boards on loopback: `python -m benchmarks.crawling.server [validators] [gzip]` prints its port."""

import gzip
import sys
from collections import Counter
from functools import lru_cache
from hashlib import blake2b

from aiohttp import web

from benchmarks.crawling.invented import greenhouse_board, smartrecruiters_list, smartrecruiters_posting

sent: Counter[str] = Counter()
greenhouse_cached = lru_cache(maxsize=None)(greenhouse_board)
packed = lru_cache(maxsize=None)(gzip.compress)


def answer(request: web.Request, content: bytes) -> web.Response:
    """Return the content, or 304 where validators are on and the asker has it already."""
    headers = {}
    if request.app["validators"]:
        tag = f'"{blake2b(content, digest_size=8).hexdigest()}"'
        headers = {"ETag": tag}
        if request.headers.get("If-None-Match") == tag:
            return web.Response(status=304, headers=headers)
    if request.app["gzip"] and "gzip" in request.headers.get("Accept-Encoding", ""):
        content = packed(content)
        headers["Content-Encoding"] = "gzip"
    sent["bytes"] += len(content)
    return web.Response(body=content, content_type="application/json", charset="utf-8", headers=headers)


async def greenhouse(request: web.Request) -> web.Response:
    """Answer a board; its token ends with how many postings it has."""
    token = request.match_info["token"]
    return answer(request, greenhouse_cached(token, int(token.rpartition("-")[2])))


async def smartrecruiters(request: web.Request) -> web.Response:
    """Answer a page of a list, or a posting."""
    token = request.match_info["token"]
    number = request.match_info.get("number")
    if number is not None:
        return answer(request, smartrecruiters_posting(token, int(number)))
    return answer(request, smartrecruiters_list(token, int(token.rpartition("-")[2]), int(request.query["offset"])))


async def robots(request: web.Request) -> web.Response:
    """Allow everything."""
    return web.Response(text="User-agent: *\nAllow: /\n")


async def bytes_sent(request: web.Request) -> web.Response:
    """Tell how many bytes of bodies went out since the last time."""
    return web.Response(text=str(sent.pop("bytes", 0)))


async def started(app: web.Application) -> None:
    """Print the port once it is known."""


def main(options: list[str]) -> None:
    """Serve until killed."""
    app = web.Application()
    app["validators"], app["gzip"] = "validators" in options, "gzip" in options
    app.router.add_get("/v1/boards/{token}/jobs", greenhouse)
    app.router.add_get("/v1/companies/{token}/postings", smartrecruiters)
    app.router.add_get("/v1/companies/{token}/postings/{number}", smartrecruiters)
    app.router.add_get("/robots.txt", robots)
    app.router.add_get("/sent", bytes_sent)
    import asyncio
    import socket

    sock = socket.create_server(("127.0.0.1", 0))
    sys.stdout.write(f"{sock.getsockname()[1]}\n")
    sys.stdout.flush()
    web.run_app(app, sock=sock, print=None, access_log=None, loop=asyncio.new_event_loop())


if __name__ == "__main__":
    main(sys.argv[1:])
