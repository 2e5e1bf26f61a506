"""Read one saved answer of a platform."""

from dataclasses import replace

from scrapers.answer import Parsed
from scrapers.platforms import SAME_AS, load_platform


def parse_answer(platform: str, body: bytes) -> Parsed:
    """Return every posting in a list, a detail or a page as `platform` answers it.

    Raises JobtideError for an unknown platform, UnreadableError for an answer of another shape.
    """
    parsed: Parsed = load_platform(platform).read(body)
    if platform not in SAME_AS:
        return parsed
    return replace(parsed, postings=[replace(posting, platform=platform) for posting in parsed.postings])
