"""Read one saved answer of a platform."""

from dataclasses import replace

from scrapers.answer import Parsed, UnreadableError
from scrapers.pages.detail import is_page
from scrapers.pages.saved import read_saved_page
from scrapers.platforms import SAME_AS, load_platform


def parse_answer(platform: str, body: bytes) -> Parsed:
    """Return every posting in a list, a detail or a page as `platform` answers it.

    Raises JobtideError for an unknown platform, UnreadableError for an answer of another shape.
    """
    module = load_platform(platform)
    try:
        parsed: Parsed = module.read(body)
    except UnreadableError as error:
        if not is_page(body):
            raise
        try:
            parsed = read_saved_page(body, platform, module.read)
        except UnreadableError:
            raise error from None
    if platform not in SAME_AS:
        return parsed
    return replace(parsed, postings=[replace(posting, platform=platform) for posting in parsed.postings])
