"""Teamtailor career sites.

Endpoint: GET https://{token}.teamtailor.com/jobs.json, a JSON Feed whose items carry a schema.org posting; a token with
    a dot is the site's own domain. The RSS feed, /jobs.rss, is read too: it has no employer and no end date, but the
    department. Answers of the keyed API (`data[].attributes`) are read too, never asked for.
Paging: `next_url` of the JSON Feed, until it is missing. Without a total.
Dates: `date_published` and `datePosted`, ISO 8601; `pubDate` in RSS. Pay: `baseSalary`, rarely.
Limits: public feeds of every career site, not documented, no key. Terms: none for visitors known; robots.txt decides.
Source: https://www.jsonfeed.org/version/1.1/ for the form; the rest is known from answers.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from lxml import etree

from scrapers.answer import Parsed, UnreadableError, list_records, load_json, read_records
from scrapers.crawl.hosts import site_of
from scrapers.crawl.spider import Ask, BoardSpider, Page
from scrapers.fields import distinct, inside, joined, needed, said, web_address
from scrapers.moments import day
from scrapers.pages.feed import feed_tree, own_name, words
from scrapers.pages.jobposting import read_jobposting
from scrapers.pay import range_of
from scrapers.records import Board, RawPosting

MARKS = frozenset({"_jobposting", "content_html", "date_published"})


class Spider(BoardSpider):
    """Page after page."""

    name = "teamtailor"
    paced_as = "teamtailor.com"

    def first(self, board: Board) -> Ask:
        """Ask for the first page."""
        return Ask(url=f"{site_of(board.token, self.paced_as)}/jobs.json")

    def read(self, page: Page) -> Parsed:
        """Read a page."""
        return read(page.body, page.board.token)

    def follow(self, page: Page) -> Iterator[Ask]:
        """Ask for the next page of the same site."""
        answer = load_json(page.body)
        following = said(answer.get("next_url")) if isinstance(answer, dict) else None
        if following and following.startswith(f"{site_of(page.board.token, self.paced_as)}/"):
            yield Ask(url=following)


def read(payload: bytes | str, token: str = "") -> Parsed:
    """Return every posting of a JSON Feed or of an RSS feed.

    >>> body = '{"items": [{"id": "u-1", "title": "Welder", "url": "https://x.example/7", "content_html": "Hi"}]}'
    >>> [(one.external_id, one.title, one.html) for one in read(body).postings]
    [('u-1', 'Welder', 'Hi')]
    """
    if payload.lstrip()[:1] in ("<", b"<"):
        return read_records(_channel(payload), lambda item: _of_rss(item, token))
    answer = load_json(payload)
    records = list_records(answer, _is_posting, "items", "data")
    return read_records(records, lambda item: _of_json(item, token))


def _is_posting(one: dict[str, Any]) -> bool:
    return ("title" in one and not MARKS.isdisjoint(one)) or "title" in (inside(one, "attributes") or ())


def _of_json(item: Any, token: str) -> RawPosting:
    if not isinstance(item, dict):
        raise UnreadableError("no object")
    if isinstance(item.get("attributes"), dict):
        return _of_api(item, item["attributes"], token)
    marked = item["_jobposting"] if isinstance(item.get("_jobposting"), dict) else {}
    url = web_address(item.get("url")) or ""
    posting = read_jobposting({"title": item.get("title"), **marked}, url, token)
    return replace(
        posting,
        platform="teamtailor",
        external_id=needed(said(item.get("id")) or url, "id"),
        url=url or posting.url,
        title=said(item.get("title")) or posting.title,
        html=posting.html or said(item.get("content_html")) or "",
        posted_on=posting.posted_on or day(item.get("date_published")),
        # What stands there is the number of the platform, not of the employer.
        requisition_id=None,
        raw=item,
    )


def _of_api(item: dict[str, Any], job: dict[str, Any], token: str) -> RawPosting:
    """Read a record of the keyed API, whose places stand in other records."""
    status = said(job.get("remote-status"))
    return RawPosting(
        platform="teamtailor",
        token=token,
        external_id=needed(item.get("id"), "id"),
        url=web_address(inside(item, "links", "careersite-job-url")),
        title=needed(job.get("title"), "title"),
        html=said(job.get("body")) or "",
        posted_on=day(job.get("created-at")),
        valid_through=day(job.get("end-date")),
        employment_said=said(job.get("employment-type")),
        remote_said=None if status == "none" else status,
        pay_said=range_of(job, "min-salary", "max-salary", "currency", "salary-time-unit"),
        raw=item,
    )


def _channel(payload: bytes | str) -> list[etree._Element]:
    root = feed_tree(payload)
    if own_name(root) != "rss":
        raise UnreadableError("no rss in it")
    return list(root.iter("{*}item"))


def _of_rss(item: etree._Element, token: str) -> RawPosting:
    url = web_address(words(item, "link"))
    status = words(item, "remotestatus")
    return RawPosting(
        platform="teamtailor",
        token=token,
        external_id=needed(words(item, "guid") or url, "guid"),
        url=url,
        title=needed(words(item, "title"), "title"),
        places_said=distinct(*map(_place, item.iter("{*}location"))),
        html=words(item, "description") or "",
        posted_on=day(words(item, "pubdate")),
        department=words(item, "department") or words(item, "role"),
        remote_said=None if status == "none" else status,
        raw={own_name(child): "".join(child.itertext()).strip() for child in item.iterchildren("*")},
    )


def _place(location: etree._Element) -> str | None:
    name, city, country = (words(location, part) for part in ("name", "city", "country"))
    return joined(name if name and city and city in name else city, country) or name
