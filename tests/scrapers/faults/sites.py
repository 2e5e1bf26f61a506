"""Five kinds of boards, each with ten postings: a list, a list with details, pages, a website, a feed."""

import datetime as dt
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from scrapers.records import Board, BoardKind
from tests.scrapers.crawling import FIRST_DAY, JSON, ORIGIN, listing, path_of
from tests.scrapers.server import Answer

FULL = range(1, 11)
HTML = {"Content-Type": "text/html; charset=utf-8"}
XML = {"Content-Type": "application/xml; charset=utf-8"}
POSTED = str(FIRST_DAY - dt.timedelta(days=3))


@dataclass(frozen=True, kw_only=True)
class Site:
    board: Board
    """Where the fault is."""
    other: Board
    """Of the same platform, crawled in the same run."""
    origins: Sequence[str]
    """Where the platform keeps the two, the faulty one's first; a single one where it keeps both in one place."""
    answers: Callable[[str], dict[str, Answer]]
    """Token → what a sound server answers, the board's own address first."""

    @property
    def first(self) -> str:
        return next(iter(self.answers(self.board.token)))


def as_json(value: Any) -> Answer:
    return Answer(json.dumps(value).encode(), headers=JSON)


def ads(token: str) -> dict[str, Answer]:
    return {path_of(Board(platform="greenhouse", token=token)): listing(FULL)}


def with_details(token: str) -> dict[str, Answer]:
    address = f"/v1/companies/{token}/postings"

    def posting(number: int, **more: Any) -> dict[str, Any]:
        company = {"identifier": token, "name": token}
        return {"id": str(number), "name": f"Welder {number}", "company": company, "releasedDate": POSTED, **more}

    body = {"sections": {"jobDescription": {"title": "Work", "text": "<p>Steel"}}}
    listed = {"totalFound": len(FULL), "content": [posting(number) for number in FULL]}
    details = {f"{address}/{number}": as_json(posting(number, jobAd=body)) for number in FULL}
    return {f"{address}?limit=100&offset=0": as_json(listed), **details}


def page_of_ads(numbers: Sequence[int], total: int) -> Answer:
    jobs = [{"guid": f"g{n}", "title": f"Welder {n}", "companyName": "Acme", "pubDate": 1793000000} for n in numbers]
    return as_json({"totalCount": total, "jobs": jobs})


def pages(token: str) -> dict[str, Answer]:
    return {f"/jobs/api/search?page=1&{token}": page_of_ads(FULL, len(FULL))}


def ad_page(number: int, head: str = "") -> Answer:
    block = json.dumps({"@type": "JobPosting", "title": f"Welder {number}", "datePosted": POSTED})
    page = f'<html><head>{head}<script type="application/ld+json">{block}</script></head><body>Welder {number}</body>'
    return Answer(page.encode(), headers=HTML)


def sitemap(site: str) -> Answer:
    links = "".join(f"<url><loc>{site}/jobs/{number}</loc></url>" for number in FULL)
    return Answer(f"<urlset>{links}</urlset>".encode(), headers=XML)


def website(token: str) -> dict[str, Answer]:
    site = token.removesuffix("/sitemap.xml")
    return {"/sitemap.xml": sitemap(site), **{f"/jobs/{number}": ad_page(number) for number in FULL}}


def feed_of(positions: str, before: str = "") -> Answer:
    return Answer(f"{before}<workzag-jobs>{positions}</workzag-jobs>".encode(), headers=XML)


def position(number: int, name: str | None = None) -> str:
    title = f"Welder {number}" if name is None else name
    return f"<position><id>{number}</id><name>{title}</name><office>Ulm</office></position>"


def feed(token: str) -> dict[str, Answer]:
    return {"/xml?language=en": feed_of("".join(map(position, FULL)))}


def _board(platform: str, token: str, kind: BoardKind = BoardKind.EMPLOYER) -> Board:
    return Board(platform=platform, token=token, kind=kind)


LIST = Site(board=_board("greenhouse", "acme"), other=_board("greenhouse", "tide"), origins=[ORIGIN], answers=ads)
DETAILS = Site(
    board=_board("smartrecruiters", "acme"),
    other=_board("smartrecruiters", "tide"),
    origins=["https://api.smartrecruiters.com"],
    answers=with_details,
)
PAGES = Site(
    board=_board("himalayas", "country=DE", BoardKind.MANY),
    other=_board("himalayas", "country=FR", BoardKind.MANY),
    origins=["https://himalayas.app"],
    answers=pages,
)
WEBSITE = Site(
    board=_board("jsonld", "https://acme.example/sitemap.xml"),
    other=_board("jsonld", "https://tide.example/sitemap.xml"),
    origins=["https://acme.example", "https://tide.example"],
    answers=website,
)
FEED = Site(
    board=_board("personio", "acme"),
    other=_board("personio", "tide"),
    origins=["https://acme.jobs.personio.de", "https://tide.jobs.personio.de"],
    answers=feed,
)
