"""Narrowed measures, crossings and rivals against counting by hand."""

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
import pyarrow.parquet as pq
import pytest

from tests.trends.told.small import NOW, Told
from trends.crossed import crossed, share_of
from trends.facts import read_facts
from trends.first_seen import first_seen
from trends.mart.read import Mart
from trends.narrowed import measured_within
from trends.periods import Compared, Period
from trends.rivals import rivals

BASE = Period.parse("2025-Q3")


@pytest.fixture(scope="module")
def mart(told: Told) -> Iterable[Mart]:
    with Mart(told.mart) as opened:
        yield opened


@pytest.fixture(scope="module")
def said(told: Told) -> dict[str, dict[int, set[tuple[str, str]]]]:
    """Per period the vacancies, each with what it has: its tags, and its employer; in this store each has one ad."""
    found: dict[str, dict[int, set[tuple[str, str]]]] = {}
    for period in (NOW, BASE):
        days = (period.span.first, period.span.last)
        had = defaultdict(set)
        for row in pq.read_table(told.mart / "vacancies", filters=_within(days)).to_pylist():
            had[row["vacancy"]] |= {("employer", row["employer"])}
            if row["degree"] == "required":
                had[row["vacancy"]] |= {("degree", "required")}
        for row in pq.read_table(told.mart / "tags", filters=_within(days)).to_pylist():
            had[row["vacancy"]] |= {(row["dimension"], row["key"])}
        found[period.key] = had
    return found


def _within(days):
    return [("new_on", ">=", days[0]), ("new_on", "<=", days[1])]


@pytest.mark.parametrize(
    ("dimension", "key", "period"),
    [
        ("place", "us-ca", NOW), ("place", "gb", BASE), ("role", "marketing-manager", NOW), ("skill", "python", BASE),
        ("degree", "required", NOW), ("employer", "employer-07", NOW),
    ],
)  # fmt: skip
def test_parts_and_quotients_are_what_counting_gives(mart, said, dimension, key, period):
    table = crossed(mart, read_facts(mart, NOW), "topic", "ai", [dimension])
    rows = {row["metric"]: row for row in table.to_pylist() if row["key"] == key and row["period"] == period.key}
    has = said[period.key].values()
    a = sum({("topic", "ai"), (dimension, key)} <= one for one in has)
    b = sum((dimension, key) in one for one in has)
    whole_a = sum(("topic", "ai") in one for one in has)

    assert (rows["having"]["n_now"], rows["having"]["of"], rows["within"]["of"]) == (a, b, whole_a)
    assert rows["having"]["estimate"] == pytest.approx(a / b, rel=1e-5)
    assert rows["within"]["estimate"] == pytest.approx(a / whole_a, rel=1e-5)
    assert rows["location_quotient"]["estimate"] == pytest.approx(a / b / (whole_a / len(has)), rel=1e-5)


def test_an_interval_holds_the_truth_as_often_as_it_says_though_employers_differ():
    dice = np.random.default_rng(11)
    held = 0
    rounds = 2000
    for _ in range(rounds):
        whole = dice.poisson(8, 60) + 1.0
        own = dice.beta(3, 7, 60)
        part = dice.binomial(whole.astype(int), own).astype(float)
        _, low, high = share_of(part, whole)
        held += low <= 0.3 <= high
    assert 0.93 <= held / rounds <= 0.97


def test_intervals_hold_their_estimate(mart):
    table = crossed(mart, read_facts(mart, NOW), "topic", "ai", ["place", "role", "sector", "skill"])
    rows = [row for row in table.to_pylist() if row["low"] is not None]
    assert len(rows) > 60
    assert all(row["low"] <= row["estimate"] <= row["high"] for row in rows)


def test_a_narrowed_measure_counts_the_topic_alone(mart, said):
    rows = measured_within(mart, NOW, ("topic", "ai")).to_pylist()
    number = {(row["dimension"], row["key"], row["metric"]): row for row in rows if row["within"] == "topic=ai"}
    now = said[NOW.key].values()
    both = sum({("topic", "ai"), ("place", "us-ca")} <= one for one in now)

    assert number["all", "all", "new"]["n_now"] == sum(("topic", "ai") in one for one in now)
    assert number["place", "us-ca", "new"]["n_now"] == both
    assert {row["within"].split(";")[0] for row in rows} == {"topic=ai"}


def test_unnarrowed_it_is_what_the_series_says(mart, told):
    from trends.series import read_series

    def growths(table):
        return {
            (row["dimension"], row["key"], row["metric"]): (row["estimate"], row["low"], row["n_now"], row["verdict"])
            for row in table.to_pylist()
            if row["compared_with"] and not row["within"] and row["country"] == "all"
        }

    own = Compared(every=NOW.every, span=NOW.span, base=BASE)
    measured = growths(measured_within(mart, own, None))
    series = growths(read_series(told.series, NOW))
    assert len(measured) > 200
    assert measured.items() <= series.items()


def test_two_periods_further_apart_are_compared_with_each_other(mart, told):
    far = Compared(every=NOW.every, span=NOW.span, base=Period.parse("2024-Q3"))
    rows = measured_within(mart, far, None).to_pylist()
    (growth,) = [
        row for row in rows if (row["dimension"], row["key"], row["metric"]) == ("role", "ml-engineer", "growth")
    ]

    assert (growth["compared_with"], growth["n_now"], growth["n_then"]) == ("2024-Q3", 110, 60)
    assert growth["estimate"] == pytest.approx(110 / 60 - 1, rel=1e-5)


def test_a_head_to_head_counts_who_asks_for_exactly_one(mart, said):
    table = rivals(mart, read_facts(mart, NOW), [["pytorch", "tensorflow"]])
    rows = {row["metric"]: row for row in table.to_pylist() if row["period"] == NOW.key}
    now = said[NOW.key].values()
    first = sum(("skill", "pytorch") in one and ("skill", "tensorflow") not in one for one in now)
    second = sum(("skill", "tensorflow") in one and ("skill", "pytorch") not in one for one in now)
    both = sum({("skill", "pytorch"), ("skill", "tensorflow")} <= one for one in now)

    assert (rows["head_to_head"]["n_now"], rows["head_to_head"]["of"]) == (first, first + second)
    assert rows["both"]["n_now"] == both
    assert rows["head_to_head"]["low"] < first / (first + second) < rows["head_to_head"]["high"]


def test_the_first_day_of_a_role_is_found_and_no_later_one(mart, said):
    seen = first_seen(mart, "role", ["prompt-engineer", "ml-engineer", "nurse"], NOW.span.last)

    assert set(seen) == {"prompt-engineer", "ml-engineer"}
    assert str(seen["ml-engineer"]).startswith("2024-07")
    assert first_seen(mart, "role", ["ai-engineer"], Period.parse("2024-Q3").span.last) == {}
