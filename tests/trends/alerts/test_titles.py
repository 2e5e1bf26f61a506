from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import Engine

from scrapers.tables import PostingRow
from tests.trends.store import VOCABULARY, Store
from trends.alerts import Rule, evaluate
from trends.alerts.records import Kind
from trends.mart import refresh
from trends.periods import Period

RULE = Rule(name="watch", kind=Kind.TITLE, title="chief AI  officer")


@pytest.fixture
def mart(sqlite_url, tmp_path: Path, monkeypatch) -> Path:
    from scrapers.store.engine import open_engine

    monkeypatch.setattr("extract.vocabulary.load_vocabulary", lambda: SimpleNamespace(**vars(VOCABULARY)))
    engine: Engine = open_engine(sqlite_url)
    store = Store(engine)
    board = store.board("acme", ("2025-01-01", "2026-12-31"))
    titles = {
        "2026-10-05": "Chief AI-Officers' Cook",
        "2026-11-10": "Deputy Chief  AI Officer\r\nx",
        "2026-11-12": "Chief ai officer",
    }
    for day in titles:
        store.posting(board, day, employer="acme")
    for row, title in zip(store.rows[PostingRow], titles.values(), strict=True):
        row["title"] = title
    store.save()
    refresh(engine, tmp_path / "mart")
    engine.dispose()
    return tmp_path / "mart"


def test_the_first_posting_with_the_words_in_its_title_is_told_once(mart):
    def told(week):
        return evaluate([RULE], mart, mart / "none", Period.parse(week), lambda _period: ())

    (alert,) = told("2026-W46")
    assert (alert.state, alert.key, alert.dimension) == ("new", "chief ai  officer", "title")
    assert alert.said == (
        "first posting with these words: “Deputy Chief AI Officer x” at Acme on 10 November 2026; "
        "2 vacancies at 1 employer (rule “watch”)"
    )
    assert told("2026-W45") == told("2026-W47") == []
