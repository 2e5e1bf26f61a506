"""What the mart's small tables read from the store: all there is, whatever the month."""

from sqlalchemy import and_, exists, func, select, union
from sqlalchemy.orm import aliased

from extract.tables import AlsoSeenRow, ExtractionRow, ExtractorRow, TouchedRow, VacancyPostingRow, VacancyRow
from scrapers.tables import BoardCoverageRow, BoardRow, EmployerRow, PostingRow
from trends.mart.values import Rows, day, flag, text
from trends.tables import MartRefreshRow

TWIN = "twin"
"""Reason of a copy on an aggregator."""


def extractors() -> Rows:
    """Return each extractor that any extraction came from."""
    used = exists().where(ExtractionRow.extractor_id == ExtractorRow.id)
    extractor = ExtractorRow
    return select(extractor.name, extractor.version, extractor.vocabulary).where(used).order_by(extractor.id)


def progress(token: str) -> Rows:
    """Return the latest row of `touched`, those up to which any refresh and the refresh `token` went (−1 for none), and
    the number of extracted postings.
    """
    refresh = MartRefreshRow
    latest = select(func.coalesce(func.max(TouchedRow.id), 0))
    noted = select(func.coalesce(func.max(refresh.touched_id), -1))
    figures = {
        "latest": latest,
        "noted": noted,
        "known": noted.where(refresh.token == token),
        "extracted": select(func.count()).select_from(ExtractionRow),
    }
    return select(*(figure.scalar_subquery().label(name) for name, figure in figures.items()))


def touched(after: int) -> Rows:
    """Return the postings of which something changed later than a row of `touched`, once for each change."""
    return select(TouchedRow.posting_id.label("posting")).where(TouchedRow.id > after)


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
            text(EmployerRow.slug, "employer"),
            text(BoardRow.country, "country"),
            text(BoardRow.sector, "sector"),
            flag(BoardRow.imported, "imported"),
            flag(observed | and_(BoardRow.kind != "thread", closes), "closes"),
        )
        .outerjoin(EmployerRow, EmployerRow.id == BoardRow.employer_id)
        .order_by(BoardRow.id)
    )


def coverage() -> Rows:
    """Return every span of days on which a board was completely observed."""
    span = BoardCoverageRow
    columns = (span.board_id.label("board"), text(span.from_day, "from_day"), text(span.to_day, "to_day"))
    return select(*columns).order_by(span.board_id, span.from_day)


def twins(dialect: str) -> Rows:
    """Return every copy on an aggregator of an opening that its employer's own board, `home`, lists too."""
    home, seen = aliased(PostingRow), text(day(PostingRow.first_seen, dialect), "seen_on")
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
    """Return the number and the printed name of every employer."""
    columns = (EmployerRow.id.label("employer"), EmployerRow.slug.label("key"), EmployerRow.name.label("label"))
    return select(*columns).order_by(EmployerRow.slug)


def _with_opening(rows: Rows, home: type[PostingRow]) -> Rows:
    """Join each twin's posting, and as `home` the one that opened its vacancy."""
    return (
        rows.select_from(VacancyPostingRow)
        .join(PostingRow, PostingRow.id == VacancyPostingRow.posting_id)
        .join(VacancyRow, VacancyRow.id == VacancyPostingRow.vacancy_id)
        .join(home, home.id == VacancyRow.first_posting_id)
        .where(VacancyPostingRow.reason == TWIN)
    )
