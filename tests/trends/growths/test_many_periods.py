"""Growth of many periods at once is what each of their series says."""

import random

import pyarrow.compute as pc
import pytest

from tests.trends.invented import Invented
from trends.growths.measure import DIMENSIONS, growths
from trends.mart.read import Mart
from trends.measure import measured
from trends.metrics import load_metrics
from trends.periods import Period, periods_until

pytestmark = pytest.mark.long
METRICS = ("growth", "share_growth", "postings_growth", "raw_growth")
FIRST, LAST = "2024-01-01", "2026-12-31"
TAGS = [("skill", "python"), ("skill", "rust"), ("role", "nurse"), ("place", "us"), ("topic", "ai"), ("group", "cloud")]


def market(seed: int, *, threads: bool, twins: bool = False) -> Invented:
    """Return boards with gaps, of which some end or begin, known and unknown employers, copies and other languages."""
    draw = random.Random(seed)
    made = Invented()
    boards = [made.board() for _ in range(6)]
    boards += [made.board((FIRST, f"2025-{month:02}-10"), (f"2025-{month:02}-13", LAST)) for month in range(1, 9)]
    boards += [made.board((f"2025-{month:02}-01", LAST)) for month in range(3, 12, 2)]
    boards += [made.board((FIRST, f"2026-{month:02}-15")) for month in range(1, 7)]
    if threads:
        boards.append(made.board(kind="thread", platform="hn"))
    vacancies = []
    for _ in range(2500):
        day = f"{draw.choice((2024, 2025, 2025, 2026))}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"
        again = draw.choice(vacancies) if vacancies and draw.random() < 0.2 else None
        board, employer = again[1:] if again else (draw.choice(boards), draw.choice([None, *"abcdefghijklmnop"]))
        tags = tuple(draw.sample(TAGS, draw.randint(0, 5)))
        language = draw.choice(("en", "en", "de", None))
        vacancy = made.ad(board, day, employer, vacancy=again[0] if again else None, tags=tags, language=language)
        vacancies.append((vacancy, board, employer))
    if twins:
        relay = made.board(kind="many")
        for vacancy, _, _ in vacancies[::50]:
            made.twin(relay, "2026-06-10", vacancy, tags=tuple(TAGS[:2]))
    return made


@pytest.mark.parametrize("until", ["2026-W27", "2026-06", "2026-Q1"])
@pytest.mark.parametrize(("threads", "twins"), [(False, False), (True, False), (False, True)])
def test_the_rows_are_those_of_each_series(until: str, threads: bool, twins: bool) -> None:
    made = market(3, threads=threads, twins=twins)
    periods = periods_until(Period.parse(until), 3)
    with Mart(made.write()) as mart:
        together = list(growths(mart, periods, metrics=METRICS))
        for period, found in zip(periods, together, strict=True):
            series = measured(mart, period, [load_metrics()[name] for name in METRICS])
            assert found.equals(series.filter(pc.field("dimension").isin(["all", *DIMENSIONS])))


def test_such_a_market_has_rows_of_all_sorts() -> None:
    with Mart(market(3, threads=True).write()) as mart:
        (found,) = growths(mart, [Period.parse("2026-Q1")])
    assert set(found["method"].to_pylist()) == {"matched-calendar/1", "chained-calendar/1"}
