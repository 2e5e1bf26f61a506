"""Read one saved answer of a platform."""

from scrapers.answer import Parsed
from scrapers.platforms import load_platform


def parse_answer(platform: str, body: bytes) -> Parsed:
    """Return every posting in a list, a detail or a page as `platform` answers it.

    Raises JobtideError for an unknown platform, UnreadableError for an answer of another shape.
    """
    parsed: Parsed = load_platform(platform).read(body)
    return parsed
