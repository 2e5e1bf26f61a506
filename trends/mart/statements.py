"""What the mart's files by month read from the store, as statements that give the same on every database."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, String, case, cast, exists, false, func, or_, select
from sqlalchemy.orm import aliased

from extract.tables import (
    ExtractionRow,
    PayRow,
    PostingPlaceRow,
    TagRow,
    VacancyPostingRow,
    VacancyRow,
)
from scrapers.store.base import KEY
from scrapers.tables import BoardCoverageRow, BoardRow, EmployerRow, PostingRow
from trends.mart.values import Column, Rows, day, flag, text, total

COPY = "place"
"""Reason of a posting that adds a place to a vacancy."""
ALONE = "alone"
"""Reason given for a posting that no vacancy holds yet; it is one by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The postings of some months."""

    months: tuple[str, ...]
    """`2026-10`, or '' for those never seen to be new."""
    spans: tuple[tuple[int, int], ...]
    """Ids between which all of them lie, both included, so that the others need not be looked at."""


def fingerprints(dialect: str) -> Rows:
    """Return for each month its first and last id, and figures that change whenever one of its rows would."""
    month = _month(dialect)
    closed = cast(func.replace(cast(PostingRow.closed_on, String), "-", ""), KEY)
    figures: tuple[Column, ...] = (
        func.count(),
        func.max(cast(ExtractionRow.done_at, String)),
        total(closed),
        total(VacancyPostingRow.vacancy_id),
        total(func.coalesce(PostingRow.employer_id, BoardRow.employer_id)),
    )
    said = (text(figure, f"figure_{i}") for i, figure in enumerate(figures))
    ids = (func.min(PostingRow.id).label("first"), func.max(PostingRow.id).label("last"))
    return _postings(month.label("month"), *said, *ids).group_by(month)


def vacancies(dialect: str, chosen: Chosen | None) -> Rows:
    """Return every extracted posting that is `chosen` (None: any)."""
    own, of_board = aliased(EmployerRow), aliased(EmployerRow)
    alone = VacancyPostingRow.vacancy_id.is_(None)
    extraction = ExtractionRow
    rows = _postings(
        PostingRow.id.label("posting"),
        func.coalesce(VacancyPostingRow.vacancy_id, -PostingRow.id).label("vacancy"),
        PostingRow.board_id.label("board"),
        func.coalesce(own.slug, of_board.slug, "").label("employer"),
        _new_on(dialect).label("new_on"),
        day(PostingRow.first_seen, dialect).label("seen_on"),
        text(PostingRow.closed_on, "closed_on"),
        case((alone | (VacancyRow.first_posting_id == PostingRow.id), 1), else_=0).label("opens"),
        func.coalesce(VacancyPostingRow.reason, ALONE).label("reason"),
        flag(extraction.is_ad, "is_ad"),
        text(extraction.language, "language"),
        text(extraction.role, "role"),
        text(extraction.seniority, "seniority"),
        text(extraction.remote, "remote"),
        text(extraction.degree, "degree"),
        text(extraction.employment, "employment"),
        func.coalesce(extraction.years_min, -1).label("years_min"),
        PostingRow.title,
        text(PostingRow.url, "url"),
    )
    rows = (
        rows.outerjoin(VacancyRow, VacancyRow.id == VacancyPostingRow.vacancy_id)
        .outerjoin(own, own.id == PostingRow.employer_id)
        .outerjoin(of_board, of_board.id == BoardRow.employer_id)
    )
    return rows if chosen is None else rows.where(_is_chosen(dialect, chosen))


def tags(dialect: str, chosen: Chosen | None) -> Rows:
    """Return every counted skill, role and topic of those postings."""
    rows = select(TagRow.posting_id.label("posting"), TagRow.kind.label("dimension"), TagRow.key)
    return _of_postings(rows.where(TagRow.counted.is_(True)), TagRow, dialect, chosen)


def places(dialect: str, chosen: Chosen | None) -> Rows:
    """Return every place of those postings and of all that `moved` tells of."""
    place = PostingPlaceRow
    columns = (text(place.country, "country"), text(place.region, "region"), text(place.metro, "metro"))
    rows = select(place.posting_id.label("posting"), *columns)
    if chosen is None:
        return rows
    of_moved = select(VacancyPostingRow.posting_id).where(_has_copies())
    return rows.where(place.posting_id.in_(_ids(dialect, chosen).union(of_moved)))


def moved(dialect: str, _chosen: Chosen | None) -> Rows:
    """Return the postings of every vacancy that a copy for another place belongs to, whatever their month."""
    columns = (VacancyPostingRow.posting_id.label("posting"), VacancyPostingRow.vacancy_id.label("vacancy"))
    seen = day(PostingRow.first_seen, dialect).label("seen_on")
    joined = select(*columns, seen).join(PostingRow, PostingRow.id == VacancyPostingRow.posting_id)
    return joined.where(_has_copies())


def pays(dialect: str, chosen: Chosen | None) -> Rows:
    """Return every stated pay range of those postings; amounts in hundredths, −1 where one end is open."""
    rows = select(
        PayRow.posting_id.label("posting"),
        PayRow.position,
        func.coalesce(cast(PayRow.low, KEY), -1).label("low"),
        func.coalesce(cast(PayRow.high, KEY), -1).label("high"),
        text(PayRow.currency, "currency"),
        text(PayRow.per, "per"),
        PayRow.kind,
    )
    return _of_postings(rows, PayRow, dialect, chosen)


def _postings(*columns: Any) -> Rows:
    return (
        select(*columns)
        .select_from(ExtractionRow)
        .join(PostingRow, PostingRow.id == ExtractionRow.posting_id)
        .join(BoardRow, BoardRow.id == PostingRow.board_id)
        .outerjoin(VacancyPostingRow, VacancyPostingRow.posting_id == PostingRow.id)
    )


def _of_postings(rows: Rows, table: Any, dialect: str, chosen: Chosen | None) -> Rows:
    # by their ids, else SQLite would look up the posting of every row there is
    return rows if chosen is None else rows.where(table.posting_id.in_(_ids(dialect, chosen)))


def _ids(dialect: str, chosen: Chosen) -> Select[int]:
    joined = select(PostingRow.id).join(BoardRow, BoardRow.id == PostingRow.board_id)
    return joined.where(_is_chosen(dialect, chosen))


def _has_copies() -> ColumnElement[bool]:
    copies = aliased(VacancyPostingRow)
    return VacancyPostingRow.vacancy_id.in_(select(copies.vacancy_id).where(copies.reason == COPY))


def _is_chosen(dialect: str, chosen: Chosen) -> ColumnElement[bool]:
    near = or_(false(), *[PostingRow.id.between(first, last) for first, last in chosen.spans])
    return near & _month(dialect).in_(chosen.months)


def _month(dialect: str) -> ColumnElement[str]:
    # mostly a posting was first seen in the month that it names, and it does not matter which day decides
    seen = func.substr(day(PostingRow.first_seen, dialect), 1, 7)
    posted = func.substr(cast(PostingRow.posted_on, String), 1, 7)
    return case((posted == seen, seen), else_=func.substr(_new_on(dialect), 1, 7))


def _new_on(dialect: str) -> ColumnElement[str]:
    """Return the day a posting was new, or ''.

    Only a posting that turns up inside a span of complete observation is known to be new on that day. What the first
    crawl of a span lists (the board's first one, or the one after a gap) may be older: its own `posted_on` decides.
    """
    seen = day(PostingRow.first_seen, dialect)
    span = BoardCoverageRow
    inside = exists().where(
        span.board_id == PostingRow.board_id, cast(span.from_day, String) < seen, cast(span.to_day, String) >= seen
    )
    posted = func.coalesce(cast(PostingRow.posted_on, String), "")
    return case((BoardRow.imported.is_(True), posted), (inside, seen), else_=posted)
