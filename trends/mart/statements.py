"""What the mart's files by month read from the store, as statements that give the same on every database."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, Select, case, cast, func, select
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
from scrapers.tables import PostingRow
from trends.mart.chosen import Chosen
from trends.mart.values import AnyRows, Rows, day, flag, text

COPY = "place"
"""Reason of a posting that adds a place to a vacancy."""
Statement = Callable[[str, Chosen | None], AnyRows]
ALONE = "alone"
"""Reason given for a posting that no vacancy holds yet; it is one by itself."""


def vacancies(dialect: str, chosen: Chosen | None) -> AnyRows:
    """Return every extracted posting that is `chosen` (None: any)."""
    alone = VacancyPostingRow.vacancy_id.is_(None)
    extraction = ExtractionRow
    rows = (
        select(
            PostingRow.id.label("posting"),
            func.coalesce(VacancyPostingRow.vacancy_id, -PostingRow.id).label("vacancy"),
            PostingRow.board_id.label("board"),
            func.coalesce(PostingRow.employer_id, -1).label("own_employer"),
            text(PostingRow.posted_on, "posted_on"),
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
        .select_from(extraction)
        .join(PostingRow, PostingRow.id == extraction.posting_id)
        .outerjoin(VacancyPostingRow, VacancyPostingRow.posting_id == PostingRow.id)
        .outerjoin(VacancyRow, VacancyRow.id == VacancyPostingRow.vacancy_id)
    )
    return _of(rows, extraction, chosen)


def tags(_dialect: str, chosen: Chosen | None) -> AnyRows:
    """Return every counted skill, role and topic of those postings."""
    rows = select(TagRow.posting_id.label("posting"), TagRow.kind.label("dimension"), TagRow.key)
    return _of(rows.where(TagRow.counted.is_(True)), TagRow, chosen)


def places(_dialect: str, chosen: Chosen | None) -> AnyRows:
    """Return every place of those postings and of all that `moved` tells of."""
    place = PostingPlaceRow
    columns = (text(place.country, "country"), text(place.region, "region"), text(place.metro, "metro"))
    rows = select(place.posting_id.label("posting"), *columns)
    if chosen is None:
        return rows
    return _each(rows, chosen.among(place.posting_id, _of_vacancies(chosen) if chosen.copies else None))


def moved(dialect: str, chosen: Chosen | None) -> Rows:
    """Return the postings of every vacancy that a copy for another place belongs to (a `chosen` one), whatever their
    month.
    """
    columns = (VacancyPostingRow.posting_id.label("posting"), VacancyPostingRow.vacancy_id.label("vacancy"))
    seen = day(PostingRow.first_seen, dialect).label("seen_on")
    joined = select(*columns, seen).join(PostingRow, PostingRow.id == VacancyPostingRow.posting_id)
    if chosen is not None:
        return joined.where(VacancyPostingRow.posting_id.in_(_of_vacancies(chosen)))
    copies = aliased(VacancyPostingRow)
    return joined.where(VacancyPostingRow.vacancy_id.in_(select(copies.vacancy_id).where(copies.reason == COPY)))


def pays(_dialect: str, chosen: Chosen | None) -> AnyRows:
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
    return _of(rows, PayRow, chosen)


def _of(rows: Rows, table: Any, chosen: Chosen | None) -> AnyRows:
    return rows if chosen is None else _each(rows, chosen.among(table.posting_id))


def _each(rows: Rows, conditions: list[ColumnElement[bool]]) -> AnyRows:
    """Return the rows of each condition; of all at once, SQLite would rather look through the whole table."""
    first, *others = (rows.where(condition) for condition in conditions)
    return first.union_all(*others) if others else first


def _of_vacancies(chosen: Chosen) -> Select[int]:
    member, copies = aliased(VacancyPostingRow), aliased(VacancyPostingRow)
    vacancies = select(copies.vacancy_id).where(copies.posting_id.in_(chosen.copies), copies.reason == COPY)
    return select(member.posting_id).where(member.vacancy_id.in_(vacancies))
