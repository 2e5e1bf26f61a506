"""Play a cassette in vcrpy's format to a real spider; nothing that is not on it can be reached."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Any

import vcr
from scrapy import Request
from scrapy.core.downloader.handlers._aiohttp import AiohttpDownloadHandler
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes
from vcr.cassette import Cassette
from vcr.errors import CannotOverwriteExistingCassetteException
from vcr.record_mode import RecordMode
from vcr.request import Request as VcrRequest

playing: list[Cassette] = []
missed: list[str] = []


class CassetteDownloadHandler(BaseDownloadHandler):
    """Takes the place of the network: it answers from the cassette that is playing.

    Only while a cassette is being recorded is there a handler behind it that reaches anything.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.cassette = playing[-1]
        self.network = AiohttpDownloadHandler(crawler) if self.cassette.record_mode is RecordMode.ALL else None

    async def download_request(self, request: Request) -> Response:
        # vcrpy tells an empty body from none, Scrapy does not.
        asked = VcrRequest(request.method, request.url, request.body, {})
        if self.network is not None:
            response = await self.network.download_request(request)
            self.cassette.append(asked, _recorded(response))
            return response
        if not self.cassette.can_play_response_for(asked):
            missed.append(request.url)
            raise CannotOverwriteExistingCassetteException(cassette=self.cassette, failed_request=asked)
        return _response(request, self.cassette.play_response(asked))

    async def close(self) -> None:
        if self.network is not None:
            await self.network.close()


def _recorded(response: Response) -> dict[str, Any]:
    kept = {"Content-Type", "Content-Encoding", "Location", "Retry-After"}
    headers = {name: [response.headers[name].decode("latin-1")] for name in kept if name in response.headers}
    status = {"code": response.status, "message": HTTPStatus(response.status).phrase}
    return {"status": status, "headers": headers, "body": {"string": response.body}}


def _response(request: Request, recorded: dict[str, Any]) -> Response:
    headers = Headers(recorded["headers"])
    body = recorded["body"]["string"]
    body = body.encode() if isinstance(body, str) else body
    kind = responsetypes.from_args(headers=headers, url=request.url, body=body)
    return kind(url=request.url, status=recorded["status"]["code"], headers=headers, body=body, protocol="HTTP/1.1")


class UnmatchedRequestError(AssertionError):
    """The spider asked for something that is not on the cassette."""


@contextmanager
def play(path: Path, record: bool = False) -> Iterator[Cassette]:
    """Play `path`, or record it; Scrapy swallows what a handler raises, so a miss fails the test at the end."""
    missed.clear()
    player = vcr.VCR(
        record_mode=RecordMode.ALL if record else RecordMode.NONE,
        match_on=["method", "uri", "body"],
        skip_patchers=["aiohttp"],  # the handler records; vcrpy would a second time
    )
    with player.use_cassette(str(path)) as cassette:
        playing.append(cassette)
        try:
            yield cassette
        finally:
            playing.pop()
    if missed:
        raise UnmatchedRequestError(f"not on {path}: {missed}")


SETTINGS: dict[str, Any] = {
    "DOWNLOAD_HANDLERS": {"http": CassetteDownloadHandler, "https": CassetteDownloadHandler},
}
