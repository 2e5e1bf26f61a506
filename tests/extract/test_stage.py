"""`extract` on a store: everything once, again only what changed, the same on both databases."""

import datetime as dt
from decimal import Decimal

import pytest
from sqlalchemy import Engine, func, insert, select, update

from extract import stage
from extract.stage import Extracted, extract_new
from extract.tables import (
    CleanTextRow,
    DisagreementRow,
    ExtractionRow,
    PayRow,
    PostingPlaceRow,
    TagRow,
    VacancyPostingRow,
    VacancyRow,
)
from scrapers.tables import BoardRow, EmployerRow, PostingRow, PostingVersionRow
from tests.texts import at

NOW = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
BODY = "<p>You write services in <b>Go</b> and keep PostgreSQL healthy.</p><ul><li>Kubernetes is a plus</li></ul>" + (
    "<p>Our boats cross the lake at dawn and come home with the catch that feeds the town until winter ends again.</p>"
    * 2
)
TABLES = (
    CleanTextRow,
    ExtractionRow,
    TagRow,
    PayRow,
    PostingPlaceRow,
    DisagreementRow,
    VacancyRow,
    VacancyPostingRow,
)


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
    _post(engine, 1, "Senior Backend Engineer", BODY, places=["Oslo, Norway"])
    _post(engine, 2, "Senior Backend Engineer", BODY, places=["Oslo, Norway"], day=40)
    _post(engine, 3, "Acme | Data Engineer", "<p>Acme | Data Engineer | Remote</p><p>Spark and Kafka.</p>", board=2)
    _post(engine, 4, "Are you", "<p>Are you still hiring? I applied in May.</p>", board=2, employer=None)
    return engine


def _post(
    engine: Engine,
    key: int,
    title: str,
    html: str,
    places: list[str] | None = None,
    day: int = 0,
    board: int = 1,
    employer: int | None = 1,
) -> None:
    seen = dt.datetime(2026, 1, 1, tzinfo=dt.UTC) + dt.timedelta(days=day)
    pay = [{"low": "900000", "high": "1100000", "currency": "NOK", "per": "year", "kind": "base"}] if key == 1 else []
    said = {"employer": "Acme", "places": places or [], "employment": None, "remote": None, "pay": pay}
    with engine.begin() as connection:
        connection.execute(
            insert(PostingRow).values(
                id=key, board_id=board, external_id=str(key), employer_id=employer, title=title,
                content_hash=bytes([key]), first_seen=seen, last_seen=seen, missed=0,
            )
        )  # fmt: skip
        connection.execute(
            insert(PostingVersionRow).values(
                posting_id=key,
                content_hash=bytes([key]),
                seen_from=seen,
                seen_to=seen,
                title=title,
                said=said,
                **at(connection, html),
            )
        )


def _run(engine: Engine, **options: int) -> Extracted:
    return extract_new(engine, NOW, **options)


def _everything(engine: Engine) -> list[list[tuple[object, ...]]]:
    with engine.connect() as connection:
        return [
            sorted((tuple(row) for row in connection.execute(select(table.__table__))), key=str) for table in TABLES
        ]


def test_every_posting_gets_its_tags(store: Engine) -> None:
    done = _run(store)
    assert (done.read, done.tagged, done.not_ads, done.unchanged) == (4, 3, 1, 0)
    with store.connect() as connection:
        tags = {
            key: (section, preferred, counted)
            for key, section, preferred, counted in connection.execute(
                select(TagRow.key, TagRow.section, TagRow.preferred, TagRow.counted).filter_by(
                    posting_id=1, kind="skill"
                )
            )
        }
        role, seniority = connection.execute(
            select(ExtractionRow.role, ExtractionRow.seniority).filter_by(posting_id=1)
        ).one()
        low, currency, origin = connection.execute(select(PayRow.low, PayRow.currency, PayRow.origin)).one()
        place = connection.execute(select(PostingPlaceRow.city, PostingPlaceRow.country).filter_by(posting_id=1)).one()
    assert {"go", "postgresql", "kubernetes"} <= tags.keys()
    assert tags["kubernetes"] == ("body", True, True)
    assert (role, seniority) == ("backend-engineer", "senior")
    assert (low, currency, origin) == (Decimal(900000), "NOK", "structured")
    assert tuple(place) == ("Oslo", "NO")


def test_a_comment_that_is_no_ad_enters_nothing_else(store: Engine) -> None:
    _run(store)
    with store.connect() as connection:
        assert connection.scalar(select(ExtractionRow.is_ad).filter_by(posting_id=4)) is False
        assert connection.scalar(select(func.count()).select_from(TagRow).filter_by(posting_id=4)) == 0
        assert connection.scalar(select(func.count()).select_from(VacancyPostingRow).filter_by(posting_id=4)) == 0


def test_a_repost_joins_its_vacancy(store: Engine) -> None:
    _run(store)
    with store.connect() as connection:
        found = connection.execute(
            select(VacancyPostingRow.posting_id, VacancyRow.first_posting_id, VacancyPostingRow.reason)
            .join(VacancyRow, VacancyRow.id == VacancyPostingRow.vacancy_id)
            .order_by(VacancyPostingRow.posting_id)
        ).all()
    assert [tuple(row) for row in found] == [(1, 1, "first"), (2, 1, "repost"), (3, 3, "first")]


def test_a_second_run_writes_nothing(store: Engine) -> None:
    _run(store)
    before = _everything(store)
    done = _run(store)
    assert (done.read, done.unchanged, done.vacancies) == (0, 4, 0)
    assert _everything(store) == before


def test_a_changed_posting_is_read_again_alone(store: Engine) -> None:
    _run(store)
    with store.begin() as connection:
        connection.execute(update(PostingRow).where(PostingRow.id == 1).values(content_hash=b"new"))
        connection.execute(
            insert(PostingVersionRow).values(
                posting_id=1,
                content_hash=b"new",
                seen_from=NOW,
                seen_to=NOW,
                title="Rust Engineer",
                said={},
                **at(connection, "<p>x</p>"),
            )
        )
    assert _run(store).read == 1
    with store.connect() as connection:
        assert set(connection.scalars(select(TagRow.key).filter_by(posting_id=1, kind="skill"))) == {"rust"}


def test_a_text_against_its_source_is_written_down_and_forgotten_when_it_changes(store: Engine) -> None:
    title, html = "Baker (fully remote)", "<p>You bake bread for the boats and sell it on the quay in summer.</p>"
    _post(store, 5, title, html, places=["Oslo, Norway (onsite)"])
    _run(store)
    query = select(DisagreementRow.posting_id, DisagreementRow.field, DisagreementRow.source, DisagreementRow.text)
    with store.begin() as connection:
        assert connection.execute(query).all() == [(5, "remote", "onsite", "remote")]
        connection.execute(update(PostingVersionRow).filter_by(posting_id=5).values(title="Baker"))
        connection.execute(update(ExtractionRow).filter_by(posting_id=5).values(content_hash=b"old"))
    _run(store)
    with store.connect() as connection:
        assert connection.execute(query).all() == []


def test_another_extractor_reads_everything_again(store: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    _run(store)
    monkeypatch.setattr(stage, "code_version", lambda: "next")
    done = _run(store)
    assert (done.read, done.vacancies) == (4, 0)


def test_two_processes_write_what_one_writes(sqlite_url: str, store: Engine) -> None:
    _run(store)
    one = _everything(store)
    with store.begin() as connection:
        for table in (VacancyPostingRow, VacancyRow, *TABLES[:-2]):
            connection.execute(table.__table__.delete())
    _run(store, processes=2)
    assert [len(rows) for rows in _everything(store)] == [len(rows) for rows in one]
