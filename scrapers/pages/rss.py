"""Read the RSS feed of a board whose spider asks for JSON: the same ads, with fewer fields."""

from lxml.etree import _Element

from scrapers.answer import Parsed, UnreadableError, read_records
from scrapers.fields import distinct, joined, needed, web_address
from scrapers.moments import day
from scrapers.pages.feed import feed_tree, local_name, own_name, words
from scrapers.pages.html import plain_text
from scrapers.pay import pay_in_words
from scrapers.records import RawPosting

EMPLOYER = ("company", "companyname", "company_name")
PLACE = ("location", "locationrestriction", "region")
KIND = ("job_type", "jobtype", "type", "employmenttype")
BODY = ("encoded", "content", "description")


def read_rss(payload: bytes | str, platform: str) -> Parsed:
    """Return every item as a posting, its fields in whatever namespace the board gives them.

    Raises UnreadableError for anything but RSS.

    >>> item = "<item><title>Welder</title><guid>7</guid><j:company>Acme</j:company></item>"
    >>> feed = f'<rss xmlns:j="urn:j"><channel>{item}</channel></rss>'
    >>> [(one.external_id, one.title, one.employer) for one in read_rss(feed, "jobicy").postings]
    [('7', 'Welder', 'Acme')]
    """
    root = feed_tree(payload)
    if local_name(root) != "rss":
        raise UnreadableError("no rss in it")
    return read_records(root.iter("{*}item"), lambda item: _posting(item, platform))


def _posting(item: _Element, platform: str) -> RawPosting:
    def first(names: tuple[str, ...]) -> str | None:
        return next(filter(None, (words(item, name) for name in names)), None)

    link = web_address(words(item, "link"))
    places = [plain_text("".join(one.itertext())) for one in item if local_name(one) in PLACE]
    return RawPosting(
        platform=platform,
        token="",
        external_id=needed(words(item, "guid") or link, "guid"),
        url=link,
        title=plain_text(needed(words(item, "title"), "title")),
        employer=plain_text(first(EMPLOYER) or "") or None,
        places_said=distinct(*places),
        html=first(BODY) or "",
        posted_on=day(words(item, "pubdate")),
        valid_through=day(words(item, "expirydate")),
        employment_said=first(KIND),
        department=joined(*("".join(one.itertext()).strip() for one in item if local_name(one) == "category")),
        pay_said=pay_in_words(words(item, "salary")),
        raw={own_name(one): "".join(one.itertext()).strip() for one in item.iterchildren("*")},
    )
