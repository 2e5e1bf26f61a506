"""A refresh reads only what changed, and yet leaves what a refresh of everything would."""

import datetime as dt
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from sqlalchemy import Connection, Engine, delete, func, insert, select, text, update

from extract.forgetting import forget_postings
from extract.tables import (
    AlsoSeenRow,
    ExtractionRow,
    PayRow,
    PostingPlaceRow,
    TagRow,
    TouchedRow,
    VacancyPostingRow,
    VacancyRow,
)
from scrapers.tables import BoardCoverageRow, BoardRow, EmployerRow, PostingRow
from tests.trends.store import VOCABULARY, Store, noon
from trends.mart import Refreshed, chosen, months, refresh
from trends.mart.files import read_state
from trends.mart.stage import Staging
from trends.mart.words import Vocabulary
from trends.tables import MartRefreshRow

MART, WHOLE = Path("mart"), Path("whole")
FIRST = dt.date(2024, 1, 1)
PLACES = (("US", "CA", None), ("US", None, "Metro A"), ("DE", None, None), ("FR", "Region B", "Metro C"))
POSTINGS = 60


def day(draw: random.Random) -> dt.date:
    return FIRST + dt.timedelta(days=draw.randrange(150))


def seeded(engine: Engine, draw: random.Random) -> Store:
    """A store of three boards that employers own and one of many, with vacancies of several postings."""
    store = Store(engine)
    for number in range(3):
        until = FIRST + dt.timedelta(days=60 + 40 * number)
        store.board(f"board-{number}", (str(FIRST), str(until)), imported=number == 0)
    store.board("relay", (str(FIRST), "2024-06-30"), kind="many", imported=False)
    for _ in range(POSTINGS):
        add_posting(store, draw)
    store.save()
    return store


def add_posting(store: Store, draw: random.Random) -> None:
    known = store.count(VacancyRow)
    vacancy = draw.randrange(known) + 1 if known and draw.random() < 0.4 else None
    board = draw.randrange(4) + 1
    store.posting(
        board,
        str(day(draw)) if draw.random() < 0.7 else None,
        seen=str(day(draw)),
        employer=draw.choice(("board-0", "board-1", "agency", None)) if board == 4 else None,
        skills=tuple(draw.sample(("python", "rust", "aws"), draw.randrange(4))),
        role=draw.choice(("designer", "data-engineer", None)),
        places=tuple(draw.sample(PLACES, draw.randrange(3))),
        pay=(draw.randrange(50, 90), 100, "USD", "hour") if draw.random() < 0.4 else None,
        is_ad=draw.random() < 0.95,
        vacancy=vacancy,
        reason=draw.choice(("repost", "place", "place", "twin")),
    )


Change = Callable[[Connection, random.Random], None]


def some(connection: Connection, draw: random.Random, table: type[Any], column: Any) -> Any:
    return draw.choice(connection.scalars(select(column).select_from(table).order_by(column)).all())


def change_posting(connection: Connection, draw: random.Random) -> None:
    posting = some(connection, draw, PostingRow, PostingRow.id)
    values: dict[str, Any] = {
        "closed_on": draw.choice((None, day(draw))),
        "posted_on": draw.choice((None, day(draw))),
        "first_seen": noon(day(draw)),
        "title": f"Title {draw.random()}",
        "url": f"https://example.org/{draw.random()}",
        "employer_id": draw.choice((None, 1, 2)),
    }
    name = draw.choice(sorted(values))
    connection.execute(update(PostingRow).where(PostingRow.id == posting).values({name: values[name]}))


def extract_again(connection: Connection, draw: random.Random) -> None:
    posting = some(connection, draw, ExtractionRow, ExtractionRow.posting_id)
    (row,) = connection.execute(select(ExtractionRow.__table__).where(ExtractionRow.posting_id == posting)).mappings()
    for table in (TagRow, PayRow, PostingPlaceRow, ExtractionRow):
        connection.execute(delete(table).where(table.posting_id == posting))
    fresh = {"role": draw.choice((None, "designer")), "seniority": "senior", "is_ad": draw.random() < 0.8}
    connection.execute(insert(ExtractionRow), [{**row, **fresh}])
    tag = {"said": "x", "start": 0, "end": 1, "section": "body", "negated": False, "preferred": False, "counted": True}
    connection.execute(insert(TagRow), [{"posting_id": posting, "kind": "skill", "key": "rust", **tag}])
    for position, (country, region, metro) in enumerate(draw.sample(PLACES, 2)):
        place = {"country": country, "region": region, "metro": metro, "said": "x"}
        connection.execute(insert(PostingPlaceRow), [{"posting_id": posting, "position": position, **place}])


def regroup(connection: Connection, draw: random.Random) -> None:
    member = VacancyPostingRow
    of_one = member.posting_id == some(connection, draw, member, member.posting_id)
    if draw.random() < 0.2:
        connection.execute(delete(member).where(of_one))
    elif draw.random() < 0.5:
        reason = draw.choice(("place", "repost", "twin"))
        connection.execute(update(member).where(of_one).values(reason=reason))
    else:
        vacancy = some(connection, draw, VacancyRow, VacancyRow.id)
        connection.execute(update(member).where(of_one).values(vacancy_id=vacancy, reason="place"))


def open_otherwise(connection: Connection, draw: random.Random) -> None:
    leading = select(VacancyRow.first_posting_id)
    free = connection.scalars(select(PostingRow.id).where(PostingRow.id.not_in(leading)).order_by(PostingRow.id)).all()
    vacancy = some(connection, draw, VacancyRow, VacancyRow.id)
    changed = update(VacancyRow).where(VacancyRow.id == vacancy)
    connection.execute(changed.values(first_posting_id=draw.choice(free)))


def observe(connection: Connection, draw: random.Random) -> None:
    span = BoardCoverageRow
    board = some(connection, draw, BoardRow, BoardRow.id)
    spans = connection.execute(select(span.from_day, span.to_day).where(span.board_id == board)).all()
    if not spans or draw.random() < 0.3:
        begin = FIRST - dt.timedelta(days=draw.randrange(1, 400))
        values = {"board_id": board, "from_day": begin, "to_day": max(day(draw), begin)}
        if begin not in [one.from_day for one in spans]:
            connection.execute(insert(span), [values])
        return
    first = draw.choice(spans).from_day
    of_one = (span.board_id == board, span.from_day == first)
    if draw.random() < 0.3:
        connection.execute(delete(span).where(*of_one))
    else:
        connection.execute(update(span).where(*of_one).values(to_day=max(day(draw), first)))


def change_board(connection: Connection, draw: random.Random) -> None:
    board = some(connection, draw, BoardRow, BoardRow.id)
    values: dict[str, Any] = {
        "employer_id": draw.choice((None, 1, 2, 3)),
        "imported": draw.random() < 0.5,
        "sector": draw.choice((None, "retail")),
        "country": draw.choice((None, "de")),
    }
    name = draw.choice(sorted(values))
    connection.execute(update(BoardRow).where(BoardRow.id == board).values({name: values[name]}))


def rename_employer(connection: Connection, draw: random.Random) -> None:
    employer = some(connection, draw, EmployerRow, EmployerRow.id)
    slug = f"employer-{draw.randrange(10**9)}"
    connection.execute(update(EmployerRow).where(EmployerRow.id == employer).values(slug=slug, name=slug.title()))


def forget(connection: Connection, draw: random.Random) -> None:
    forget_postings(connection, [some(connection, draw, ExtractionRow, ExtractionRow.posting_id)])


def see_elsewhere(connection: Connection, draw: random.Random) -> None:
    one, other = draw.sample(connection.scalars(select(PostingRow.id).order_by(PostingRow.id)).all(), 2)
    connection.execute(delete(AlsoSeenRow))
    connection.execute(insert(AlsoSeenRow), [{"posting_id": one, "other_id": other, "similarity": 1.0}])


CHANGES: tuple[Change, ...] = (
    *(change_posting, change_posting, extract_again, extract_again, regroup, regroup, observe, observe),
    *(open_otherwise, change_board, rename_employer, forget, see_elsewhere),
)


def changed_only(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Refreshed:
    """Refresh the mart; falling back on all months fails."""
    with monkeypatch.context() as patched:
        patched.setattr(months, "MOST", 2)
        patched.setattr(chosen, "LONG", 1)  # so that postings are named in each of the ways
        patched.setattr(chosen, "FEW", 2)
        patched.delattr(Staging, "read")
        return refresh(engine, MART, VOCABULARY)


def assert_is_whole(engine: Engine, number: int, vocabulary: Vocabulary | None = VOCABULARY) -> None:
    """Compare the mart with one made anew, row by row and in their order; of labels those of places in use."""
    whole = WHOLE / str(number)
    refresh(engine, whole, vocabulary)
    names = {str(file.relative_to(whole)) for file in whole.rglob("*.parquet")}
    assert names == {str(file.relative_to(MART)) for file in MART.rglob("*.parquet")}
    for name in names:
        # A place that no posting names any longer keeps its label.
        used = f"dimension <> 'place' or key in (select key from '{whole}/tags/*.parquet' where dimension = 'place')"
        where = f" where {used}" if name == "labels.parquet" else ""
        ours, theirs = (duckdb.sql(f"from '{folder}/{name}'{where}").fetchall() for folder in (MART, whole))
        assert ours == theirs, name
    counted = [state.months for state in map(read_state, (MART, whole)) if state]
    assert counted[0] == counted[1]


@pytest.mark.long
@pytest.mark.parametrize("seed", range(3))
def test_changes_leave_the_mart_that_a_refresh_of_everything_makes(
    engine: Engine, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw = random.Random(seed)
    store = seeded(engine, draw)
    refresh(engine, MART, VOCABULARY)
    for number in range(8):
        with engine.begin() as connection:
            for change in draw.choices(CHANGES, k=draw.randrange(1, 4)):
                change(connection, draw)
        if draw.random() < 0.3:
            add_posting(store, draw)
            store.save()
        changed_only(engine, monkeypatch)
        assert_is_whole(engine, number)


def test_each_change_alone_reaches_the_mart(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    draw = random.Random(7)
    seeded(engine, draw)
    refresh(engine, MART, VOCABULARY)
    for number, change in enumerate(CHANGES):
        with engine.begin() as connection:
            change(connection, draw)
        changed_only(engine, monkeypatch)
        assert_is_whole(engine, number)


def test_a_posting_that_leaves_a_vacancy_gives_its_places_to_the_next(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(engine)
    board = store.board("acme", ("2024-01-01", "2024-12-31"))
    vacancy = store.posting(board, "2024-01-10")
    for posted in ("2024-02-10", "2024-03-10"):
        store.posting(board, posted, places=PLACES[:1], vacancy=vacancy, reason="place")
    store.save()
    refresh(engine, MART, VOCABULARY)
    with engine.begin() as connection:
        connection.execute(delete(VacancyPostingRow).where(VacancyPostingRow.posting_id == 2))

    assert changed_only(engine, monkeypatch).months == ("2024-02", "2024-03")
    assert_is_whole(engine, 0)


def test_a_mart_of_a_store_that_was_restored_is_made_anew(engine: Engine) -> None:
    seeded(engine, random.Random(0))
    refresh(engine, MART, VOCABULARY)
    with engine.begin() as connection:
        connection.execute(delete(MartRefreshRow))  # the copy was made before this refresh
        connection.execute(delete(TouchedRow))
        connection.execute(text("update posting set title = 'before'"))
        connection.execute(delete(TouchedRow))

    assert refresh(engine, MART, VOCABULARY).postings == POSTINGS
    assert_is_whole(engine, 0)


def test_a_mart_that_lacks_postings_of_the_store_is_made_anew(engine: Engine) -> None:
    seeded(engine, random.Random(0))
    refresh(engine, MART, VOCABULARY)
    with engine.begin() as connection:
        forget_postings(connection, [1])
        connection.execute(delete(TouchedRow))

    assert refresh(engine, MART, VOCABULARY).postings == POSTINGS - 1
    assert_is_whole(engine, 0)


@pytest.mark.parametrize("step", ["months", "_copy"])
def test_a_refresh_that_was_killed_half_way_is_followed_by_one_of_everything(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    seeded(engine, random.Random(0))
    refresh(engine, MART, VOCABULARY)
    with engine.begin() as connection:
        connection.execute(update(PostingRow).where(PostingRow.id == 1).values(posted_on=dt.date(2024, 2, 1)))
    with monkeypatch.context() as patched:
        patched.setattr(Staging, step, _killed)
        with pytest.raises(KeyboardInterrupt):
            refresh(engine, MART, VOCABULARY)

    assert refresh(engine, MART, VOCABULARY).postings == POSTINGS
    assert_is_whole(engine, 0)


def _killed(*_: object) -> None:
    raise KeyboardInterrupt


def test_words_that_did_not_change_are_taken_from_the_mart(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    store = seeded(engine, random.Random(0))
    refresh(engine, MART)
    add_posting(store, random.Random(1))
    store.save()
    with monkeypatch.context() as patched:
        patched.setattr("extract.vocabulary.load_vocabulary", _killed)
        refresh(engine, MART)
    assert_is_whole(engine, 0, None)


def test_words_that_changed_reach_every_month(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    seeded(engine, random.Random(0))
    refresh(engine, MART)
    monkeypatch.setattr("extract.vocabulary.vocabulary_version", lambda: "other")
    monkeypatch.setattr("extract.vocabulary.load_vocabulary", lambda: VOCABULARY)

    assert refresh(engine, MART).postings == POSTINGS
    assert_is_whole(engine, 0)


def test_changes_that_went_into_every_mart_are_forgotten(engine: Engine) -> None:
    seeded(engine, random.Random(0))
    for folder in (MART, WHOLE):
        refresh(engine, folder, VOCABULARY)
    with engine.begin() as connection:
        assert connection.scalar(select(func.count()).select_from(TouchedRow)) == 0
        connection.execute(update(PostingRow).where(PostingRow.id == 1).values(title="Other"))

    for folder, left in ((MART, 1), (WHOLE, 0)):
        assert not refresh(engine, folder, VOCABULARY).unchanged
        with engine.connect() as connection:
            assert connection.scalar(select(func.count()).select_from(TouchedRow)) == left
            assert connection.scalar(select(func.count()).select_from(MartRefreshRow)) == 2
