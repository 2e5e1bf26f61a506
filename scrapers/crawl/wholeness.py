"""Notice a compressed answer that was cut off: Scrapy hands on what it could unpack, as if that were all."""

import zlib
from typing import Any

from scrapy import Request
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from scrapers.crawl.diagnosis import NotAskedError, TooLargeError
from scrapers.health import FailureClass

GZIP = (b"gzip", b"x-gzip")


class CutOffError(NotAskedError):
    """The compressed answer ends before its end mark."""

    failure = FailureClass.CUT_OFF


class WholeCompression(HttpCompressionMiddleware):
    """As Scrapy's, but half an answer is no answer, and only gzip is asked for: it has an end mark."""

    def process_request(self, request: Request, spider: Any = None) -> None:
        """Say which packing is understood."""
        request.headers.setdefault("Accept-Encoding", GZIP[0])

    def process_response(self, request: Request, response: Response, spider: Any = None) -> Request | Response:
        """Unpack; raise CutOffError when gzip's end is missing, TooLargeError when it unpacks to too much."""
        packed, encoding = response.body, (response.headers.get("Content-Encoding") or b"").strip().lower()
        try:
            unpacked = super().process_response(request, response)
        except (OSError, EOFError, zlib.error) as error:
            raise CutOffError(
                f"{response.url} was cut off: {len(packed)} bytes that are no {encoding.decode()}"
            ) from error
        except IgnoreRequest as error:
            raise TooLargeError(f"{response.url} unpacks {len(packed)} bytes to more than the limit") from error
        if encoding in GZIP and packed and isinstance(unpacked, Response) and not is_whole(packed, len(unpacked.body)):
            raise CutOffError(f"{response.url} was cut off: {len(packed)} bytes of gzip without an end")
        return unpacked


def is_whole(packed: bytes, size: int) -> bool:
    """Tell whether gzip data that unpacked to `size` bytes has its end.

    Its last four bytes are the size (RFC 1952), which settles nearly every case without unpacking twice.

    >>> import gzip
    >>> whole = gzip.compress(b"bread")
    >>> is_whole(whole, 5), is_whole(whole[:-3], 5), is_whole(whole + whole, 10)
    (True, False, True)
    """
    return int.from_bytes(packed[-4:], "little") == size % 2**32 or _ends_well(packed)


def _ends_well(packed: bytes) -> bool:
    while packed:
        member = zlib.decompressobj(zlib.MAX_WBITS | 16)
        try:
            member.decompress(packed)
        except zlib.error:
            return False
        if not member.eof:
            return False
        packed = member.unused_data.lstrip(b"\x00")
    return True
