"""Just Join IT, a board of technical work, mostly in Poland: what its own pages ask for.

Endpoint: GET https://justjoin.it/api/candidate-api/offers?from={n}&itemsCount=100; token `all`, or filters such as
    `categories=data`. One ad with its body: .../offers/{slug}.
Paging: `meta.next.cursor` is the next `from`, `meta.totalItems` says how many, at most about 10,000.
Dates: `publishedAt`, `lastPublishedAt`, `expiredAt`, ISO 8601 with seven digits of a second.
Pay: `employmentTypes[]`, a range for each kind of contract with `unit`, repeated in four more currencies: only those of
    `currencySource` "original" are the employer's. Earlier answers have `employment_types[].salary`.
Limits and terms: not documented; its terms call the content a protected database and name no rule for readers, so
    robots.txt decides. Source: https://justjoin.it, https://lawinsider.com/pl/contracts/k4vJIHckPQ1 (terms, 1.2)
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from scrapers.answer import Parsed, UnreadableError, list_records, load_json, read_records, stated_total
from scrapers.crawl.details import DetailSpider
from scrapers.crawl.narrow import narrowed
from scrapers.crawl.spider import Ask, Page
from scrapers.fields import distinct, each, inside, joined, label, needed, objects, said
from scrapers.moments import day
from scrapers.pages.html import bullets
from scrapers.pay import pay_range
from scrapers.records import Board, PaySaid, RawPosting

PAGE = 100


@dataclass(frozen=True, slots=True)
class Site:
    """One of the two boards that the same system serves."""

    platform: str
    page: str
    """Address of an ad's page, up to its slug."""


SITE = Site("justjoinit", "https://justjoin.it/job-offer/")


class Spider(DetailSpider):
    """Lists, each leading to the next, and the body of every ad."""

    name = "justjoinit"
    origin = "https://justjoin.it"
    most_listed = 10_000
    lists = "/api/candidate-api/offers?itemsCount={size}&sortBy=publishedAt&orderBy=descending&from={start}"
    details = "/api/candidate-api/offers/"
    headers: tuple[tuple[str, str], ...] = ()
    site = SITE

    def first(self, board: Board) -> Ask:
        """Ask for the newest ads."""
        return self._list(board, 0)

    def parse_answer(self, page: Page) -> Parsed:
        """Read a list or an ad."""
        return read_offers(page.body, page.board.token, self.site)

    def more(self, page: Page, listed: Parsed) -> Iterator[Ask]:
        """Ask for the list that this one names as the next."""
        cursor = inside(load_json(page.body), "meta", "next", "cursor")
        if isinstance(cursor, int) and listed.postings:
            yield self._list(page.board, cursor)

    def detail(self, page: Page, listed: RawPosting) -> Ask:
        """Ask for the ad by its slug."""
        slug = (listed.url or "").removeprefix(self.site.page)
        return Ask(url=f"{self.origin}{self.details}{quote(slug)}", headers=self.headers)

    def _list(self, board: Board, start: int) -> Ask:
        address = self.origin + self.lists.format(size=PAGE, start=start)
        return Ask(url=narrowed(address, board), headers=self.headers)


def read(payload: bytes | str, token: str = "") -> Parsed:
    """Return every posting of a list, or the one of a detail.

    >>> pay = '{"from": 9000, "to": 12000, "currency": "PLN", "currencySource": "original", "unit": "Month"}'
    >>> body = f'{{"data": [{{"guid": "g7", "slug": "welder", "title": "Welder", "employmentTypes": [{pay}]}}]}}'
    >>> [(one.external_id, str(one.pay_said[0].low), one.pay_said[0].per) for one in read(body).postings]
    [('g7', '9000', 'month')]
    """
    return read_offers(payload, token, SITE)


def read_offers(payload: bytes | str, token: str, site: Site) -> Parsed:
    """Return the postings of either board."""
    answer = load_json(payload)
    records = list_records(answer, _is_record, "data", "offers")
    return read_records(records, lambda offer: _posting(offer, token, site), stated_total(answer, "totalItems"))


def _is_record(one: dict[str, Any]) -> bool:
    return "title" in one and not one.keys().isdisjoint({"slug", "guid", "company_name"})


def _posting(offer: Any, token: str, site: Site) -> RawPosting:
    if not isinstance(offer, dict):
        raise UnreadableError("no object")
    slug = said(offer.get("slug")) or said(offer.get("id"))
    kinds = objects(offer.get("employmentTypes") or offer.get("employment_types"))
    places = objects(offer.get("locations") or offer.get("multilocation"))
    published = (day(offer.get(name)) for name in ("publishedAt", "lastPublishedAt", "published_at"))
    return RawPosting(
        platform=site.platform,
        token=token,
        external_id=needed(offer.get("guid") or slug, "guid"),
        url=f"{site.page}{slug}" if slug else None,
        title=needed(offer.get("title"), "title"),
        employer=said(offer.get("companyName")) or said(offer.get("company_name")),
        places_said=distinct(*(said(one.get("city")) for one in [offer, *places])),
        html=_body(offer),
        posted_on=min(filter(None, published), default=None),
        valid_through=day(offer.get("expiredAt")),
        employment_said=joined(offer.get("workingTime"), *(one.get("type") for one in kinds)),
        department=said(inside(offer, "category", "key")) or label(offer.get("category")),
        remote_said=label(offer.get("workplaceType")) or said(offer.get("workplace_type")),
        pay_said=tuple(filter(None, map(_pay, kinds))),
        raw=offer,
    )


def _body(offer: dict[str, Any]) -> str:
    text = said(offer.get("body")) or said(offer.get("description"))
    lists = (("Required skills", "requiredSkills"), ("Skills", "skills"), ("Nice to have", "niceToHaveSkills"))
    named = ((heading, distinct(*map(label, each(offer.get(name))))) for heading, name in lists)
    return "\n".join(filter(None, [text, *(bullets(heading, *names) for heading, names in named if names)]))


def _pay(kind: dict[str, Any]) -> PaySaid | None:
    if said(kind.get("currencySource")) not in (None, "original"):
        return None
    money = kind.get("salary") if isinstance(kind.get("salary"), dict) else kind
    currency = (said(inside(money, "currency")) or "").upper()
    contract = said(kind.get("type"))
    return pay_range(inside(money, "from"), inside(money, "to"), currency, kind.get("unit"), scope=contract)
