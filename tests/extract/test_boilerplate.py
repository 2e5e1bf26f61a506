"""Boilerplate: what an employer repeats in all its ads feeds no skill and no topic; what all its ads ask for does."""

import datetime as dt
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, insert, select

from extract import stage
from extract.boilerplate import repeated_sentences
from extract.stage import extract_new
from extract.tables import ExtractionRow, ExtractorRow, TagRow
from scrapers.tables import BoardRow, EmployerRow, PostingRow, PostingVersionRow
from tests.texts import at

NOW = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
NOTICE = "Acme puts artificial intelligence at the heart of everything that happens in the harbour."
TRADES = ["Crane driver", "Nurse", "Cook", "Accountant", "Welder", "Gardener", "Pilot", "Teacher"]


def _ad(engine: Engine, key: int, title: str, html: str, board: int = 1) -> None:
    seen = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    with engine.begin() as connection:
        connection.execute(
            insert(PostingRow).values(
                id=key, board_id=board, external_id=str(key), employer_id=1, title=title,
                content_hash=key.to_bytes(4, "big"), first_seen=seen, last_seen=seen, missed=0,
            )
        )  # fmt: skip
        connection.execute(
            insert(PostingVersionRow).values(
                posting_id=key, content_hash=key.to_bytes(4, "big"), seen_from=seen, seen_to=seen, title=title,
                **at(connection, html), said={"places": []},
            )
        )  # fmt: skip


@pytest.fixture
def store(engine: Engine) -> Engine:
    with engine.begin() as connection:
        connection.execute(insert(EmployerRow).values(id=1, slug="acme", name="Acme"))
        connection.execute(
            insert(BoardRow),
            [
                {"id": 1, "platform": "greenhouse", "token": "acme", "kind": "employer", "employer_id": 1},
                {"id": 2, "platform": "hn", "token": "whoishiring", "kind": "thread", "employer_id": None},
            ],
        )
    return engine


def _counted(engine: Engine, kind: str = "skill") -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    with engine.connect() as connection:
        for key, tag in connection.execute(
            select(TagRow.posting_id, TagRow.key).where(TagRow.kind == kind, TagRow.counted.is_(True))
        ):
            found.setdefault(key, set()).add(tag)
    return found


def _own(number: int) -> str:
    return f"<p>On pier {number} the {TRADES[number % len(TRADES)].lower()} looks after boat number {number}.</p>"


def test_a_notice_in_all_ads_of_an_employer_feeds_no_topic(store: Engine) -> None:
    for number, trade in enumerate(TRADES, 1):
        _ad(store, number, trade, f"{_own(number)}<p>{NOTICE}</p>")
    extract_new(store, NOW)
    assert all("ai" not in topics for topics in _counted(store, "topic").values())
    assert all("artificial-intelligence" not in keys for keys in _counted(store).values())


def test_what_all_ads_ask_for_counts_in_all_of_them(store: Engine) -> None:
    asked = (
        "<h3>Requirements</h3><ul><li>PyTorch and CUDA on large clusters</li><li>Experience with Kubernetes</li></ul>"
    )
    for number in range(1, 41):
        _ad(store, number, f"{TRADES[number % len(TRADES)]} {number}", f"{_own(number)}{asked}<p>{NOTICE}</p>")
    extract_new(store, NOW)
    counted = _counted(store)
    assert len(counted) == 40
    assert all({"pytorch", "cuda", "kubernetes"} <= keys for keys in counted.values())
    assert all("artificial-intelligence" not in keys for keys in counted.values())


def test_one_job_in_many_places_repeats_itself_by_right(store: Engine) -> None:
    for number in range(1, 9):
        _ad(store, number, "Crane driver", f"<p>{NOTICE}</p><p>Come to pier {number} on a Monday in spring.</p>")
    extract_new(store, NOW)
    assert all("artificial-intelligence" in keys for keys in _counted(store).values())


def test_a_thread_repeats_its_ads_by_right(store: Engine) -> None:
    for number, trade in enumerate(TRADES, 1):
        _ad(store, number, f"Acme | {trade}", f"<p>Acme | {trade} | Remote</p><p>{NOTICE}</p>{_own(number)}", board=2)
    extract_new(store, NOW)
    with store.connect() as connection:
        names = set(connection.scalars(select(ExtractorRow.name).join(ExtractionRow)))
    assert names == {stage.NAME}


def test_ads_read_before_are_read_again_when_the_habit_shows(store: Engine) -> None:
    for number, trade in enumerate(TRADES[:2], 1):
        _ad(store, number, trade, f"{_own(number)}<p>{NOTICE}</p>")
    extract_new(store, NOW)
    assert all("artificial-intelligence" in keys for keys in _counted(store).values())
    for number, trade in enumerate(TRADES[2:], 3):
        _ad(store, number, trade, f"{_own(number)}<p>{NOTICE}</p>")
    extract_new(store, NOW)
    assert all("artificial-intelligence" not in keys for keys in _counted(store).values())


def test_an_interrupted_run_goes_on_where_it_stopped(store: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    for number, trade in enumerate(TRADES, 1):
        _ad(store, number, trade, f"{_own(number)}<p>{NOTICE}</p>")

    def killed(*_: object) -> Iterator[None]:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(stage, "touched", killed)
        with pytest.raises(KeyboardInterrupt):
            extract_new(store, NOW)
    extract_new(store, NOW)
    assert all("ai" not in topics for topics in _counted(store, "topic").values())
    again = extract_new(store, NOW)
    assert (again.read, again.vacancies) == (0, 0)


@pytest.mark.parametrize(
    ("ads", "is_repeated"),
    [
        ([("Cook", "a"), ("Nurse", "b"), ("Pilot", "c")], True),
        ([("Cook", "a"), ("Nurse", "b")], False),
        ([("Cook", "a"), ("Cook", "b"), ("Cook", "c")], False),
        ([("Cook", "a"), ("Nurse", "a"), ("Pilot", "a")], False),
    ],
)
def test_a_habit_takes_several_jobs_with_several_texts(ads: list[tuple[str, str]], is_repeated: bool) -> None:
    found = repeated_sentences((title, f"{NOTICE}\n{rest}") for title, rest in ads)
    assert bool(found) is is_repeated
