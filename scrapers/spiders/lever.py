"""Lever job sites, of the global and the EU instance.

Endpoint: GET https://api.lever.co/v0/postings/{token}?mode=json&limit=100&skip=0, /{token}/{id} for one posting. A
    token `eu/acme` is board acme of the EU instance, https://api.eu.lever.co. Tokens are case-sensitive.
Paging: `skip` and `limit`, an array without a total; a short page is the last.
Dates: `createdAt`, milliseconds since 1970 (not in the reference). Pay: `salaryRange` with `interval` such as
    `per-year-salary`. The employer is not named. Body: `description`, then `lists` of bare <li>, then `additional`.
Limits: documented for building job sites, no key; only applications are rate limited. Terms: "all job postings in
    the published state are publicly viewable. These jobs may be scraped by third parties."
Source: https://github.com/lever/postings-api
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from scrapers.answer import Parsed, UnreadableError, list_records, load_json, read_records
from scrapers.crawl.spider import Ask, BoardSpider, Page
from scrapers.fields import distinct, inside, needed, objects, said, web_address
from scrapers.moments import day
from scrapers.pages.html import as_html
from scrapers.pay import range_of
from scrapers.records import Board, PaySaid, RawPosting

EU = "https://api.eu.lever.co"
LIMIT = 100
MARKS = {"id", "text"}


class Spider(BoardSpider):
    """Page after page."""

    name = "lever"
    origin = "https://api.lever.co"

    def first(self, board: Board) -> Ask:
        """Ask for the first page."""
        return self._page(board, 0)

    def read(self, page: Page) -> Parsed:
        """Read a page."""
        return read(page.body, page.board.token)

    def follow(self, page: Page) -> Iterator[Ask]:
        """Ask for the next page after a full one; raise UnreadableError when it was the page before over again."""
        records = _records(page.body)
        skip, *before = page.ask.rest
        start = said(inside(records[0], "id")) if records else None
        if start in before:
            raise UnreadableError("the same page again")
        if len(records) >= LIMIT:
            yield self._page(page.board, skip + LIMIT, start)

    def _page(self, board: Board, skip: int, *before: str | None) -> Ask:
        is_eu, token = board.token.startswith("eu/"), quote(board.token.removeprefix("eu/"), safe="")
        site = EU if is_eu else self.origin
        return Ask(url=f"{site}/v0/postings/{token}?mode=json&limit={LIMIT}&skip={skip}", rest=(skip, *before))


def read(payload: bytes | str, token: str = "") -> Parsed:
    """Return every posting of a list, grouped or not, or of a single posting's answer.

    >>> body = '[{"id": "a-1", "text": "Welder", "lists": [{"text": "You bring", "content": "<li>Steel</li>"}]}]'
    >>> [(one.external_id, one.title, one.html) for one in read(body).postings]
    [('a-1', 'Welder', '<h3>You bring</h3>\\n<ul><li>Steel</li></ul>')]
    """
    return read_records(_records(payload), lambda posting: _posting(posting, token))


def _records(payload: bytes | str) -> list[Any]:
    return list_records(load_json(payload), MARKS.issubset, "postings")


def _posting(posting: Any, token: str) -> RawPosting:
    posting = _flat(posting)
    categories = inside(posting, "categories")
    workplace = said(inside(posting, "workplaceType"))
    apply_url = web_address(inside(posting, "applyUrl")) or ""
    return RawPosting(
        platform="lever",
        token=token,
        external_id=needed(inside(posting, "id"), "id"),
        url=web_address(posting.get("hostedUrl")) or apply_url.removesuffix("/apply") or None,
        title=needed(posting.get("text"), "text"),
        places_said=_places(categories),
        html=_body(posting),
        posted_on=day(posting.get("createdAt")),
        employment_said=said(inside(categories, "commitment")),
        department=said(inside(categories, "department")) or said(inside(categories, "team")),
        remote_said=workplace if workplace != "unspecified" else None,
        pay_said=_pay(posting),
        raw=posting,
    )


def _flat(posting: Any) -> Any:
    """Return a posting of the keyed API (`content`, `urls`) in the names of the public one, any other as it is."""
    content, urls = inside(posting, "content"), inside(posting, "urls")
    if not isinstance(content, dict):
        return posting
    described = content.get("descriptionHtml") or content.get("description")
    closed = content.get("closingHtml") or content.get("closing")
    texts = {"description": described, "lists": content.get("lists"), "additional": closed}
    return {**posting, **texts, "hostedUrl": inside(urls, "show"), "applyUrl": inside(urls, "apply")}


def _places(categories: Any) -> tuple[str, ...]:
    every = inside(categories, "allLocations")
    return distinct(*map(said, every if isinstance(every, list) else ())) or distinct(
        said(inside(categories, "location"))
    )


def _body(posting: dict[str, Any]) -> str:
    parts: list[str | None] = [_opening(posting)]
    for one in objects(posting.get("lists")):
        heading, items = said(one.get("text")), said(one.get("content"))
        parts.append(f"<h3>{heading}</h3>" if heading else None)
        parts.append(f"<ul>{items}</ul>" if items else None)
    parts += [_text(posting, "additional"), _text(posting, "salaryDescription")]
    return "\n".join(filter(None, parts))


def _opening(posting: dict[str, Any]) -> str:
    # `description` is the two others in one; answers that were cut to size often keep only one of the two forms.
    whole = _text(posting, "description") or ""
    halves = "\n".join(filter(None, [_text(posting, "opening"), _text(posting, "descriptionBody")]))
    return max(whole, halves, key=len)


def _text(posting: dict[str, Any], name: str) -> str | None:
    return said(posting.get(name)) or as_html(said(posting.get(f"{name}Plain")) or "") or None


def _pay(posting: dict[str, Any]) -> tuple[PaySaid, ...]:
    given = posting.get("salaryRange")
    kind = "stipend" if (said(inside(given, "interval")) or "").startswith("one-time") else "base"
    words = said(posting.get("salaryDescriptionPlain"))
    return range_of(given, "min", "max", "currency", "interval", kind=kind, said=words)
