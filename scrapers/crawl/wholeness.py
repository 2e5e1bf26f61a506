"""Notice a compressed answer that was cut off: Scrapy hands on what it could unpack, as if that were all."""

import zlib
from gzip import GzipFile
from io import BytesIO
from typing import Any

from scrapy import Request
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from zlib_ng import zlib_ng

from scrapers.crawl.diagnosis import NotAskedError, TooLargeError
from scrapers.health import FailureClass

GZIP = (b"gzip", b"x-gzip")
PACKED = "packed"
"""Key of a request's `meta`: the gzip data of its answer, or None where that came in another form."""


class CutOffError(NotAskedError):
    """The compressed answer ends before its end mark."""

    failure = FailureClass.CUT_OFF


class WholeCompression(HttpCompressionMiddleware):
    """As Scrapy's, but half an answer is no answer, and only gzip is asked for: it has an end mark.

    What came packed stays beside the request under `PACKED`, so that the store need not pack it again.
    """

    def process_request(self, request: Request, spider: Any = None) -> None:
        """Say which packing is understood."""
        request.headers.setdefault("Accept-Encoding", GZIP[0])

    def process_response(self, request: Request, response: Response, spider: Any = None) -> Request | Response:
        """Unpack; raise CutOffError when gzip's end is missing, TooLargeError when it unpacks to too much."""
        packed, encodings = response.body, response.headers.getlist("Content-Encoding")
        encoding = b", ".join(encodings).strip().lower()
        request.meta[PACKED] = packed if encoding in GZIP and packed else None
        try:
            return super().process_response(request, response)
        except EOFError as error:
            raise CutOffError(f"{response.url} was cut off: {len(packed)} bytes of gzip without an end") from error
        except (OSError, zlib.error, zlib_ng.error) as error:  # type: ignore[misc]  # its stub calls the class an instance
            raise CutOffError(
                f"{response.url} was cut off: {len(packed)} bytes that are no {encoding.decode()}"
            ) from error
        except IgnoreRequest as error:
            raise TooLargeError(f"{response.url} unpacks {len(packed)} bytes to more than the limit") from error

    @staticmethod
    def _decode(body: bytes, encoding: bytes, max_size: int) -> bytes:
        if encoding in GZIP and body:
            return unzipped(body, max_size)
        return HttpCompressionMiddleware._decode(body, encoding, max_size)


def unzipped(packed: bytes, limit: int) -> bytes:
    """Return what gzip data holds, at once and by a faster library than the one by which Scrapy unpacks it in pieces.

    Raises EOFError where its end is missing, IgnoreRequest beyond `limit` bytes (0: any number).

    >>> import gzip
    >>> whole = gzip.compress(b"bread")
    >>> unzipped(whole, 5), unzipped(whole + whole, 10)
    (b'bread', b'breadbread')
    >>> unzipped(whole[:-3], 5)
    Traceback (most recent call last):
    ...
    EOFError: no end mark
    """
    member = zlib_ng.decompressobj(zlib_ng.MAX_WBITS | 16)
    unpacked = member.decompress(packed, limit + 1 if limit else 0)
    if member.unused_data:  # further members
        unpacked = GzipFile(fileobj=BytesIO(packed)).read(limit + 1 if limit else -1)
    if 0 < limit < len(unpacked):
        raise IgnoreRequest(f"more than {limit} bytes")
    if not member.eof:
        raise EOFError("no end mark")
    return unpacked
