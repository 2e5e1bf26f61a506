"""What the rules say of one period, from its numbers and those of the periods before."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from trends.alerts import wording
from trends.alerts.readings import Boards, numbers, of_boards, of_numbers
from trends.alerts.records import Alert, Kind, Reading, Rule, rank
from trends.alerts.states import Standing, standing
from trends.alerts.titles import first_postings
from trends.periods import Every, Period, periods_until

LOOK_BACK = {Every.WEEK: 53, Every.MONTH: 25, Every.QUARTER: 9}
"""Periods that are replayed; what fired before them is found again, or long over."""
BOARDS_LOOK_BACK = 9

History = list[Mapping[str, Reading]]


def evaluate(rules: Sequence[Rule], mart: Path, series: Path, period: Period, boards: Boards) -> list[Alert]:
    """Return the alerts of `period`: what is new, what is over, what still stands; each the most certain first."""
    wanted = [rule for rule in rules if rule.every == period.every]
    if not wanted:
        return []
    periods = periods_until(period, LOOK_BACK[period.every])
    found = [numbers(series, one, wanted) for one in periods]
    alerts = []
    for rule in wanted:
        if rule.kind is Kind.TITLE:
            history: History = [{}] * (len(periods) - 1) + [first_postings(mart, rule, period)]
        elif rule.kind is Kind.BOARD:
            late = periods[-BOARDS_LOOK_BACK:]
            history = [{}] * (len(periods) - len(late)) + [of_boards(rule, boards(one)) for one in late]
        else:
            history = [of_numbers(rule, rows) for rows in found]
        alerts += _of_rule(rule, history, periods)
    return sorted(alerts, key=rank)


def _of_rule(rule: Rule, history: History, periods: Sequence[Period]) -> list[Alert]:
    alerts = []
    for key, reading in history[-1].items():
        levels = [readings[key].level if key in readings else None for readings in history]
        stands = standing(levels, rule.periods)
        if stands is not None:
            alerts.append(_alert(rule, reading, stands, periods))
    return alerts


def _alert(rule: Rule, reading: Reading, stands: Standing, periods: Sequence[Period]) -> Alert:
    since = periods[stands.since]
    return Alert(
        rule=rule.name,
        period=periods[-1].key,
        state=stands.state.value,
        since=since.key,
        within=rule.within,
        said=wording.said(rule, reading, stands.state, since),
        **{name: getattr(reading, name) for name in ("dimension", "key", "label", "metric", "unit", "country")},
        **{name: getattr(reading, name) for name in ("estimate", "low", "high", "n_now", "n_then", "employers")},
        certainty=reading.certainty,
    )
