"""Rules over invented series of a few weeks."""

import datetime as dt
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scrapers.store.engine import open_engine
from tests.trends.digest.conftest import growth_line, series_line
from tests.trends.digest.test_hostile import HOSTILE
from trends.alerts import BoardHealth, Rule, evaluate, read, record, table
from trends.alerts.records import Kind
from trends.alerts.rules import STARTER, read_rules
from trends.alerts.wording import lines
from trends.columns import SCHEMA
from trends.periods import Every, Period, periods_until
from trends.series import series_file

WEEK = Period.parse("2026-W46")
RISING = Rule(name="rising", metric="growth", dimension="skill", above=0.2)
Change = tuple[float, float]
"""Estimate and half-width of its interval."""


class Series:
    """Weeks of invented numbers, the last of which is `WEEK`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, *weeks: list[dict] | None) -> None:
        for period, rows in zip(periods_until(WEEK, len(weeks)), weeks, strict=True):
            if rows is not None:
                file = series_file(self.folder, period)
                file.parent.mkdir(parents=True, exist_ok=True)
                pq.write_table(pa.Table.from_pylist(rows, schema=SCHEMA), file)

    def rust(self, *changes: Change | None) -> None:
        """One skill's growth week by week; None where the week was not measured."""
        self.write(*([rust(*change)] if change else None for change in changes))

    def alerts(self, *rules: Rule, period: Period = WEEK, boards=lambda _period: ()):
        return evaluate(rules, self.folder, self.folder, period, boards)

    def states(self, *rules: Rule) -> list[tuple[str, str]]:
        return [(alert.key, alert.state) for alert in self.alerts(*rules)]


def rust(estimate: float, half: float, **more) -> dict:
    now, then = round(100 * (1 + estimate)), 100
    row = growth_line("skill", "rust", "Rust", now, then, estimate - half, estimate + half, 61, "rising")
    return row | {"estimate": estimate, "unit": "rate"} | more


@pytest.fixture
def series(tmp_path: Path) -> Series:
    return Series(tmp_path)


@pytest.mark.parametrize(
    ("changes", "periods", "state"),
    [
        ([(0.5, 0.1)], 1, "new"),
        ([(0.5, 0.4)], 1, None),
        ([(0.5, 0.1)], 2, None),
        ([(0.5, 0.1), (0.5, 0.1)], 2, "new"),
        ([(0.5, 0.1), (0.5, 0.4), (0.5, 0.1)], 2, None),
        ([(0.5, 0.1), None, (0.5, 0.1)], 2, None),
        ([(0.5, 0.1), (0.5, 0.1)], 1, "still"),
        ([(0.5, 0.1), (0.3, 0.4)], 1, "still"),
        ([(0.5, 0.1), (0.1, 0.4)], 1, "resolved"),
        ([(0.5, 0.1), (0.1, 0.4), (0.1, 0.4)], 1, None),
        ([(0.5, 0.1), (0.1, 0.4), (0.5, 0.1)], 1, "new"),
        ([(0.5, 0.1), None, (0.3, 0.4)], 1, "still"),
        ([(0.5, 0.1), None], 1, None),
    ],
)
def test_it_fires_once_stands_and_calms_down(series, changes, periods, state):
    series.rust(*changes)
    rule = Rule(name="rising", metric="growth", dimension="skill", above=0.2, periods=periods)

    assert series.states(rule) == ([("rust", state)] if state else [])


def test_falling_is_the_mirror_of_rising(series):
    series.write([rust(-0.5, 0.1, verdict="falling")], [rust(-0.1, 0.05, verdict="falling")])
    rule = Rule(name="falling", metric="growth", dimension="skill", below=-0.2)

    assert series.states(rule) == [("rust", "resolved")]


def test_what_may_be_chance_among_many_rows_fires_nothing_unless_the_estimate_is_enough(series):
    series.write([rust(0.5, 0.1, verdict="too close to call")])
    unsure = Rule(name="unsure", metric="growth", dimension="skill", above=0.2, sure=False)

    assert series.states(RISING) == []
    assert series.states(unsure) == [("rust", "new")]


def test_what_rests_on_too_little_never_fires(series):
    series.write([rust(0.5, 0.1, verdict="insufficient")])

    assert series.states(Rule(name="any", metric="growth", dimension="skill", above=0.0, sure=False)) == []


def test_counts_have_no_range_and_come_a_fifth_back_before_they_are_over(series):
    counts = [210.0, 190.0, 150.0]
    lines_of = [series_line("all", "all", "All", "open", unit="vacancies", estimate=n, n_now=int(n)) for n in counts]
    rule = Rule(name="many open", metric="open", dimension="all", above=200.0)
    told = []
    for weeks in (1, 2, 3):
        series.write(*([line] for line in lines_of[:weeks]))
        told += [state for _, state in series.states(rule)]

    assert told == ["new", "still", "resolved"]


def test_a_pattern_chooses_keys_and_a_star_each_country(series):
    rows = [rust(0.5, 0.1), rust(0.5, 0.1, key="ruby"), rust(0.5, 0.1, country="gb"), rust(0.5, 0.1, within="a=b")]
    series.write(rows)

    assert series.states(Rule(name="r", metric="growth", dimension="skill", key="rus*", above=0.2)) == [("rust", "new")]
    assert series.states(Rule(name="r", metric="growth", dimension="skill", country="*", above=0.2)) == [
        ("rust@gb", "new")
    ]
    assert series.states(Rule(name="r", metric="growth", dimension="skill", within="a=b", above=0.2)) == [
        ("rust", "new")
    ]


def test_each_currency_is_an_alert_of_its_own(series):
    rows = [
        series_line("role", "cook", "Cook", "pay_p50", unit=f"{code} a year", estimate=90_000.0, n_now=60, employers=20)
        for code in ("USD", "GBP")
    ]
    series.write(rows)
    told = series.alerts(Rule(name="pay", metric="pay_p50", dimension="role", above=80_000.0))

    assert [alert.key for alert in told] == ["cook GBP", "cook USD"]
    assert told[1].said == "pay p50 $90,000, above $80,000; 60 vacancies at 20 employers (rule “pay”)"


@pytest.mark.parametrize(
    ("change", "low", "told"),
    [(0.06, 0.04, ["nurse USD"]), (0.06, 0.01, []), (0.02, 0.01, []), (-0.06, -0.08, [])],
)
def test_a_pay_move_is_told_when_its_whole_range_lies_beyond_the_limit(series, change, low, told):
    row = series_line(
        "role", "nurse", "Nurse", "pay_growth", unit="USD rate", estimate=change, low=low, high=2 * change - low,
        n_now=240, n_then=210, employers=40, verdict="rising",
    )  # fmt: skip
    quarter = Period.parse("2026-Q3")
    file = series_file(series.folder, quarter)
    file.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist([row | {"period": quarter.key}], schema=SCHEMA), file)
    rises = next(rule for rule in read_rules(STARTER) if rule.name == "pay rises")

    found = series.alerts(rises, period=quarter)

    assert [alert.key for alert in found] == told
    assert all(
        alert.said
        == "pay growth +6% (95% range +4% to +8%), above +3%; 240 vacancies (210 a year before) at 40 employers "
        "(rule “pay rises”)"
        for alert in found
    )


def test_the_text_says_why_with_value_range_number_and_employers(series):
    series.rust((0.5, 0.1), (0.5, 0.1), (0.1, 0.2))
    rule = Rule(name="skills rising", metric="growth", dimension="skill", above=0.2, periods=2)

    def said(period):
        return series.alerts(rule, period=period)[0].said

    assert said(WEEK.previous()) == (
        "growth +50% (95% range +40% to +60%), above +20% for 2 weeks in a row; "
        "150 vacancies (100 a year before) at 61 employers (rule “skills rising”)"
    )
    assert said(WEEK).startswith(
        "growth +10% (95% range −10% to +30%), no longer above +20%, as it was since 2026-W45;"
    )


def test_a_newcomer_is_told_once_as_new(series):
    def agent(now, then):
        row = growth_line("role", "agent", "Agent engineer", now, then, None, None, 19, "insufficient")
        return [row | {"unit": "rate"}]

    rule = Rule(name="emerging", kind=Kind.NEWCOMER, dimension="role")
    told = []
    weeks = [agent(12, 0), agent(34, 2), agent(28, 2), agent(50, 40)]
    for count in range(1, 5):
        series.write(*weeks[:count])
        told.append(series.states(rule))

    assert told == [[], [("agent", "new")], [("agent", "still")], [("agent", "resolved")]]
    series.write(*weeks[:2])
    (alert,) = series.alerts(rule)
    assert alert.said.startswith("hardly there a year ago, now advertised widely; 34 vacancies (2 a year before) at 19")


def test_a_board_goes_down_stays_down_and_comes_back(series):
    health = [True, False, False, True]
    rule = Rule(name="boards", kind=Kind.BOARD, key="lever/*")

    def boards(known):
        def of(period):
            at = (period.span.first - WEEK.span.first).days // 7 + known - 1
            fine = health[at] if at >= 0 else True
            seen = dt.date(2026, 11, 1)
            return [
                BoardHealth(name="lever/acme", is_healthy=fine, seen=seen, trouble="" if fine else "403\r\nforbidden"),
                BoardHealth(name="ashby/other", is_healthy=False, seen=None, trouble="gone"),
            ]

        return of

    told = [[alert.said for alert in series.alerts(rule, boards=boards(known))] for known in (1, 2, 3, 4)]
    assert told == [
        [],
        ["down, last completely observed on 1 November 2026 (403 forbidden) (rule “boards”)"],
        ["down since 2026-W45, last completely observed on 1 November 2026 (403 forbidden) (rule “boards”)"],
        ["back, last completely observed on 1 November 2026; it was down since 2026-W44 (rule “boards”)"],
    ]


def test_rules_look_only_at_their_own_length_of_period(series):
    series.rust((0.5, 0.1))
    monthly = Rule(name="m", every=Every.MONTH, metric="growth", dimension="skill", above=0.2)

    assert series.states(monthly) == []


def test_news_comes_first_and_the_most_certain_first(series):
    def named(key, estimate, half):
        return rust(estimate, half, key=key, label=key)

    series.write(
        [named("a", 0.5, 0.1), named("b", 0.5, 0.1)],
        [named("a", 0.5, 0.1), named("b", 0.1, 0.1), named("c", 0.5, 0.2), named("d", 0.5, 0.05)],
    )

    assert series.states(RISING) == [("d", "new"), ("c", "new"), ("b", "resolved"), ("a", "still")]


def test_of_many_alerts_ten_are_told_and_the_rest_counted(series):
    series.write([rust(0.5, 0.1, key=f"k{n:02}") for n in range(17)])
    told = lines(series.alerts(RISING))

    assert len(told) == 11
    assert told[-1] == "and 7 more"


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_one_harmless_line(series, name):
    series.write([rust(0.5, 0.1, label=HOSTILE[name])])
    (line,) = lines(series.alerts(RISING))

    assert not set(line) & set("\r\n\x00\x1b\u202e\u2066\u200f\u200b\ufeff")
    assert len(line) < 300


def test_the_store_holds_exactly_what_was_evaluated_last_and_twice_is_once(engine, series):
    series.rust((0.5, 0.1), (0.5, 0.1))
    for period in (WEEK.previous(), WEEK, WEEK):
        record(engine, period, series.alerts(RISING, period=period))

    assert [(alert.period, alert.state) for alert in read(engine)] == [("2026-W45", "new"), ("2026-W46", "still")]
    assert read(engine, [WEEK]) == series.alerts(RISING)
    assert table(read(engine)).column("estimate").to_pylist() == [0.5, 0.5]
    series.rust((0.5, 0.1), (0.1, 0.3))
    record(engine, WEEK, series.alerts(RISING))
    assert [alert.state for alert in read(engine, [WEEK])] == ["resolved"]
    record(engine, WEEK, [])
    assert read(engine, [WEEK]) == []


def test_alerts_of_an_empty_store_are_an_empty_table(sqlite_url):
    assert table(read(open_engine(sqlite_url))).num_rows == 0
