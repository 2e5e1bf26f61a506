"""Play a cassette in vcrpy's format to a real spider; nothing that is not on it can be reached."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import vcr
from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes
from vcr.cassette import Cassette
from vcr.errors import CannotOverwriteExistingCassetteException
from vcr.request import Request as VcrRequest

playing: list[Cassette] = []
missed: list[str] = []


class CassetteDownloadHandler(BaseDownloadHandler):
    """Takes the place of the network: it answers from the cassette that is playing."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.cassette = playing[-1]

    async def download_request(self, request: Request) -> Response:
        # vcrpy tells an empty body from none, Scrapy does not.
        asked = VcrRequest(request.method, request.url, request.body, {})
        if not self.cassette.can_play_response_for(asked):
            missed.append(request.url)
            raise CannotOverwriteExistingCassetteException(cassette=self.cassette, failed_request=asked)
        return _response(request, self.cassette.play_response(asked))


def _response(request: Request, recorded: dict[str, Any]) -> Response:
    headers = Headers(recorded["headers"])
    body = recorded["body"]["string"]
    body = body.encode() if isinstance(body, str) else body
    kind = responsetypes.from_args(headers=headers, url=request.url, body=body)
    return kind(url=request.url, status=recorded["status"]["code"], headers=headers, body=body, protocol="HTTP/1.1")


class UnmatchedRequestError(AssertionError):
    """The spider asked for something that is not on the cassette."""


@contextmanager
def play(path: Path) -> Iterator[Cassette]:
    """Play `path`; Scrapy swallows what a handler raises, so a miss fails the test at the end."""
    missed.clear()
    player = vcr.VCR(record_mode="none", match_on=["method", "uri", "body"])
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
