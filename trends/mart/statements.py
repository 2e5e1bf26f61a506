"""What the mart reads from the store, as statements that give the same text and whole numbers on every database.

Nothing is ever null in an answer ('' and −1 stand for it): the SQLite driver of ADBC takes a column's type from its
first rows, so a column that starts with nulls would fail later.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, case, cast, exists, false, func, or_, select, union
from sqlalchemy.orm import InstrumentedAttribute, aliased

from extract.tables import (
    AlsoSeenRow,
    ExtractionRow,
    ExtractorRow,
    PayRow,
    PostingPlaceRow,
    TagRow,
    VacancyPostingRow,
    VacancyRow,
)
from scrapers.store.base import KEY
from scrapers.tables import BoardCoverageRow, BoardRow, EmployerRow, PostingRow

Rows = Select[*tuple[Any, ...]]
Column = ColumnElement[Any] | InstrumentedAttribute[Any]
COPY = "place"
"""Reason of a posting that adds a place to a vacancy."""
TWIN = "twin"
"""Reason of a copy on an aggregator."""
ALONE = "alone"
"""Reason given for a posting that no vacancy holds yet; it is one by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The postings of some months."""

    months: tuple[str, ...]
    """`2026-10`, or '' for those never seen to be new."""
    spans: tuple[tuple[int, int], ...]
    """Ids between which all of them lie, both included, so that the others need not be looked at."""


def extractors() -> Rows:
    """Return each extractor that any extraction came from."""
    used = exists().where(ExtractionRow.extractor_id == ExtractorRow.id)
    extractor = ExtractorRow
    return select(extractor.name, extractor.version, extractor.vocabulary).where(used).order_by(extractor.id)


def boards() -> Rows:
    """Return every board; `closes` says whether its postings are ever seen to close."""
    closes = exists().where(PostingRow.board_id == BoardRow.id, PostingRow.closed_on.is_not(None))
    observed = and_(BoardRow.imported.is_(False), BoardRow.kind != "thread")
    return (
        select(
            BoardRow.id.label("board"),
            BoardRow.platform,
            BoardRow.token,
            BoardRow.kind,
            _text(EmployerRow.slug, "employer"),
            _text(BoardRow.country, "country"),
            _text(BoardRow.sector, "sector"),
            _flag(BoardRow.imported, "imported"),
            _flag(observed | and_(BoardRow.kind != "thread", closes), "closes"),
        )
        .outerjoin(EmployerRow, EmployerRow.id == BoardRow.employer_id)
        .order_by(BoardRow.id)
    )


def coverage() -> Rows:
    """Return every span of days on which a board was completely observed."""
    span = BoardCoverageRow
    columns = (span.board_id.label("board"), _text(span.from_day, "from_day"), _text(span.to_day, "to_day"))
    return select(*columns).order_by(span.board_id, span.from_day)


def twins(dialect: str) -> Rows:
    """Return every copy on an aggregator of an opening that its employer's own board, `home`, lists too."""
    home, seen = aliased(PostingRow), _text(_day(PostingRow.first_seen, dialect), "seen_on")
    member = VacancyPostingRow
    columns = (member.posting_id.label("posting"), member.vacancy_id.label("vacancy"))
    boards = (PostingRow.board_id.label("board"), home.board_id.label("home"))
    joined = _with_opening(select(*columns, *boards, seen), home)
    return joined.order_by(member.posting_id)


def elsewhere() -> Rows:
    """Return posting and board wherever another board lists the same opening, or the same text."""
    home = aliased(PostingRow)
    copied = select(AlsoSeenRow.posting_id, PostingRow.board_id).join(PostingRow, PostingRow.id == AlsoSeenRow.other_id)
    there = _with_opening(select(home.id, PostingRow.board_id), home)
    back = _with_opening(select(VacancyPostingRow.posting_id, home.board_id), home)
    pairs = union(copied, there, back).subquery()
    posting, board = pairs.c
    return select(posting.label("posting"), board.label("board")).order_by(posting, board)


def employers() -> Rows:
    """Return the printed name of every employer."""
    return select(EmployerRow.slug.label("key"), EmployerRow.name.label("label")).order_by(EmployerRow.slug)


def fingerprints(dialect: str) -> Rows:
    """Return for each month its first and last id, and figures that change whenever one of its rows would."""
    month = _month(dialect)
    closed = cast(func.replace(cast(PostingRow.closed_on, String), "-", ""), KEY)
    figures: tuple[Column, ...] = (
        func.count(),
        func.max(cast(ExtractionRow.done_at, String)),
        _sum(closed),
        _sum(VacancyPostingRow.vacancy_id),
        _sum(func.coalesce(PostingRow.employer_id, BoardRow.employer_id)),
    )
    said = (_text(figure, f"figure_{i}") for i, figure in enumerate(figures))
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
        _day(PostingRow.first_seen, dialect).label("seen_on"),
        _text(PostingRow.closed_on, "closed_on"),
        case((alone | (VacancyRow.first_posting_id == PostingRow.id), 1), else_=0).label("opens"),
        func.coalesce(VacancyPostingRow.reason, ALONE).label("reason"),
        _flag(extraction.is_ad, "is_ad"),
        _text(extraction.language, "language"),
        _text(extraction.role, "role"),
        _text(extraction.seniority, "seniority"),
        _text(extraction.remote, "remote"),
        _text(extraction.degree, "degree"),
        _text(extraction.employment, "employment"),
        func.coalesce(extraction.years_min, -1).label("years_min"),
        PostingRow.title,
        _text(PostingRow.url, "url"),
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
    columns = (_text(place.country, "country"), _text(place.region, "region"), _text(place.metro, "metro"))
    rows = select(place.posting_id.label("posting"), *columns)
    if chosen is None:
        return rows
    of_moved = select(VacancyPostingRow.posting_id).where(_has_copies())
    return rows.where(place.posting_id.in_(_ids(dialect, chosen).union(of_moved)))


def moved(dialect: str, _chosen: Chosen | None) -> Rows:
    """Return the postings of every vacancy that a copy for another place belongs to, whatever their month."""
    columns = (VacancyPostingRow.posting_id.label("posting"), VacancyPostingRow.vacancy_id.label("vacancy"))
    seen = _day(PostingRow.first_seen, dialect).label("seen_on")
    joined = select(*columns, seen).join(PostingRow, PostingRow.id == VacancyPostingRow.posting_id)
    return joined.where(_has_copies())


def pays(dialect: str, chosen: Chosen | None) -> Rows:
    """Return every stated pay range of those postings; amounts in hundredths, −1 where one end is open."""
    rows = select(
        PayRow.posting_id.label("posting"),
        PayRow.position,
        func.coalesce(cast(PayRow.low, KEY), -1).label("low"),
        func.coalesce(cast(PayRow.high, KEY), -1).label("high"),
        _text(PayRow.currency, "currency"),
        _text(PayRow.per, "per"),
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


def _with_opening(rows: Rows, home: type[PostingRow]) -> Rows:
    """Join each twin's posting, and as `home` the one that opened its vacancy."""
    return (
        rows.select_from(VacancyPostingRow)
        .join(PostingRow, PostingRow.id == VacancyPostingRow.posting_id)
        .join(VacancyRow, VacancyRow.id == VacancyPostingRow.vacancy_id)
        .join(home, home.id == VacancyRow.first_posting_id)
        .where(VacancyPostingRow.reason == TWIN)
    )


def _has_copies() -> ColumnElement[bool]:
    copies = aliased(VacancyPostingRow)
    return VacancyPostingRow.vacancy_id.in_(select(copies.vacancy_id).where(copies.reason == COPY))


def _is_chosen(dialect: str, chosen: Chosen) -> ColumnElement[bool]:
    near = or_(false(), *[PostingRow.id.between(first, last) for first, last in chosen.spans])
    return near & _month(dialect).in_(chosen.months)


def _month(dialect: str) -> ColumnElement[str]:
    # mostly a posting was first seen in the month that it names, and it does not matter which day decides
    seen = func.substr(_day(PostingRow.first_seen, dialect), 1, 7)
    posted = func.substr(cast(PostingRow.posted_on, String), 1, 7)
    return case((posted == seen, seen), else_=func.substr(_new_on(dialect), 1, 7))


def _new_on(dialect: str) -> ColumnElement[str]:
    """Return the day a posting was new, or ''.

    Only a posting that turns up inside a span of complete observation is known to be new on that day. What the first
    crawl of a span lists (the board's first one, or the one after a gap) may be older: its own `posted_on` decides.
    """
    seen = _day(PostingRow.first_seen, dialect)
    span = BoardCoverageRow
    inside = exists().where(
        span.board_id == PostingRow.board_id, cast(span.from_day, String) < seen, cast(span.to_day, String) >= seen
    )
    posted = func.coalesce(cast(PostingRow.posted_on, String), "")
    return case((BoardRow.imported.is_(True), posted), (inside, seen), else_=posted)


def _day(moment: Column, dialect: str) -> ColumnElement[str]:
    if dialect == "postgresql":
        return func.to_char(func.timezone("UTC", moment), "YYYY-MM-DD")
    return func.substr(cast(moment, String), 1, 10)


def _text(value: Column, name: str) -> ColumnElement[str]:
    return func.coalesce(cast(value, String), "").label(name)


def _flag(value: Column, name: str) -> ColumnElement[int]:
    return case((value, 1), else_=0).label(name)


def _sum(value: Column) -> ColumnElement[Any]:
    return func.coalesce(func.sum(value), 0)
