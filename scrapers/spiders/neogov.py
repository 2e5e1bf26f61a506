"""NEOGOV (governmentjobs.com, schooljobs.com) feeds: for reading saved answers; robots.txt forbids asking for them.

Endpoint: https://www.governmentjobs.com/SearchEngine/JobsFeed?agency={agency}, RSS with a namespace of its own.
Paging: none. Dates: `pubDate`, RFC 2822; `advertiseFromDateUTC` and `advertiseToDateTimeUTC` end in a stray ":0".
Pay: `minimumSalary`, `maximumSalary`, `salaryCurrency`, `salaryInterval`.
Limits and terms: robots.txt names the search engines that may come and disallows everything to all others; see
    docs/refused.md. Source: https://www.governmentjobs.com/robots.txt
"""

import datetime as dt
import re
from urllib.parse import urljoin

from lxml.etree import _Element
from lxml.html import HtmlElement

from scrapers.answer import Parsed, UnreadableError, read_records
from scrapers.fields import distinct, joined, needed, web_address
from scrapers.moments import day
from scrapers.pages.detail import markup
from scrapers.pages.feed import feed_tree, local_name, words
from scrapers.pages.html import page_tree, target, visible_text
from scrapers.pay import pay_range
from scrapers.records import RawPosting

STRAY = re.compile(r"(:\d\d):\d$")
BODY = {
    "description": None,
    "examplesofduties": "Examples of duties",
    "qualifications": "Qualifications",
    "supplementalinformation": "Supplemental information",
}


def read(payload: bytes | str, token: str = "") -> Parsed:
    """Return every posting of a feed, or of the cards in an agency's list.

    >>> item = "<item><guid>7</guid><title>Clerk</title></item>"
    >>> read(f"<rss><channel><title>Oak County</title>{item}</channel></rss>").postings[0].employer
    'Oak County'
    """
    try:
        root = feed_tree(payload)
    except UnreadableError:
        if b"data-job-id" not in (payload if isinstance(payload, bytes) else payload.encode()):
            raise
        return _page(payload, token)
    channel = next((one for one in root.iter() if local_name(one) == "channel"), None)
    items = [one for one in root.iter() if local_name(one) == "item"]
    if channel is None and not items:
        raise UnreadableError("no channel in it")
    agency = words(channel, "title") if channel is not None else None
    return read_records(items, lambda item: _posting(item, token, agency))


def _posting(item: _Element, token: str, agency: str | None) -> RawPosting:
    link = web_address(words(item, "link"))
    number = re.search(r"/jobs/(\d+)", link or "")
    where = words(item, "location")
    pay = pay_range(
        words(item, "minimumsalary"),
        words(item, "maximumsalary"),
        words(item, "salarycurrency"),
        words(item, "salaryinterval"),
    )
    return RawPosting(
        platform="neogov",
        token=token,
        external_id=needed(words(item, "jobid") or (number[1] if number else words(item, "guid")), "jobId"),
        url=link,
        title=needed(words(item, "title"), "title"),
        employer=agency,
        places_said=distinct(joined(where, words(item, "state")) if where else None),
        html=_body(item),
        posted_on=day(words(item, "pubdate")) or _day(words(item, "advertisefromdateutc")),
        valid_through=_day(words(item, "advertisetodatetimeutc")),
        employment_said=words(item, "jobtype"),
        department=words(item, "department"),
        pay_said=(pay,) if pay else (),
        requisition_id=words(item, "jobnumbersingle"),
        raw={local_name(one): "".join(one.itertext()).strip() for one in item if local_name(one)},
    )


def _day(value: str | None) -> dt.date | None:
    return day(STRAY.sub(r"\1", value or ""))


def _body(item: _Element) -> str:
    parts = []
    for name, heading in BODY.items():
        if text := words(item, name):
            parts.append(f"<h2>{heading}</h2>\n{text}" if heading else text)
    return "\n".join(parts)


def _page(payload: bytes | str, token: str) -> Parsed:
    """Read the cards of an agency's list; what a card says of its age is no date."""
    tree = page_tree(payload)
    cards = tree.xpath("//li[@data-job-id]") if tree is not None else []
    if not cards:
        raise UnreadableError("neither a feed nor a list of postings")
    count = str(tree.xpath("string(//*[@id='job-postings-number'])")).strip() if tree is not None else ""
    return read_records(cards, lambda card: _card(card, token), int(count) if count.isdigit() else None)


def _card(card: HtmlElement, token: str) -> RawPosting:
    link = next(iter(card.xpath(".//a[contains(@class, 'item-details-link')] | .//h3//a")), None)
    if link is None:
        raise UnreadableError("no link to the posting")
    facts = [visible_text(one) for one in card.xpath(".//*[contains(@class, 'list-meta')]//li")]
    texts = card.xpath(".//*[contains(@class, 'list-entry')]")
    return RawPosting(
        platform="neogov",
        token=token,
        external_id=needed(card.get("data-job-id"), "data-job-id"),
        url=urljoin("https://www.governmentjobs.com", target(link)),
        title=needed(visible_text(link), "title"),
        places_said=distinct(*facts[:1]),
        html=markup(texts[0]) if texts else "",
        raw={"facts": facts},
    )
