"""Alerts in words, made from the rule; names from postings come in cleaned."""

from collections.abc import Sequence

from trends.alerts.records import MOST_LINES, Alert, Kind, Reading, Rule, State
from trends.digest import numbers
from trends.periods import Period


def said(rule: Rule, reading: Reading, state: State, since: Period) -> str:
    """Return why it fired, or that it is over, without the name of the thing."""
    return f"{SENTENCES[rule.kind](rule, reading, state, since)} (rule “{one_line(rule.name)}”)"


def one_line(name: str) -> str:
    """Return a rule's name on one line."""
    return " ".join(name.split())


def lines(alerts: Sequence[Alert]) -> list[str]:
    """Return one line an alert, at most ten, the last of which says how many more there are."""
    kept = alerts[:MOST_LINES]
    told = [f"{alert.label} ({alert.dimension}, {alert.state}): {alert.said}" for alert in kept]
    return told + ([f"and {len(alerts) - len(kept)} more"] if len(alerts) > len(kept) else [])


def amount(unit: str, number: float | None) -> str:
    """Return a number of the series in the way of its unit.

    >>> amount("USD rate", 0.35), amount("share", 0.052), amount("difference", 0.052), amount("USD a year", 148500)
    ('+35%', '5.2%', '+5.2 points', '$148,500')
    """
    if unit.endswith("rate"):
        return numbers.change(number)
    if unit == "share":
        return numbers.share(number)
    if unit == "difference" and number is not None:
        return numbers.points(number)
    if unit[:3].isupper():
        return numbers.money(number, unit[:3])
    return numbers.count(number) if number is None or number == round(number) else f"{number:.3g}"


def _limit(rule: Rule, reading: Reading, state: State, since: Period) -> str:
    value = f"{reading.metric.replace('_', ' ')} {amount(reading.unit, reading.estimate)}"
    if reading.low is not None and reading.high is not None:
        value += f" (95% range {amount(reading.unit, reading.low)} to {amount(reading.unit, reading.high)})"
    where = f" within {rule.within}" if rule.within else ""
    side = f"{'above' if rule.above is not None else 'below'} {amount(reading.unit, rule.limit)}"
    row = f" for {rule.periods} {rule.every}s in a row" if rule.periods > 1 else ""
    verdict = {
        State.NEW: f", {side}{row}",
        State.STILL: f", {side} since {since.key}",
        State.RESOLVED: f", no longer {side}, as it was since {since.key}",
    }[state]
    return f"{value}{where}{verdict}{_basis(reading)}"


def _newcomer(_rule: Rule, reading: Reading, state: State, since: Period) -> str:
    verdict = {
        State.NEW: "hardly there a year ago, now advertised widely",
        State.STILL: f"a newcomer since {since.key}",
        State.RESOLVED: f"no longer a newcomer, as it was since {since.key}",
    }[state]
    return f"{verdict}{_basis(reading)}"


def _title(_rule: Rule, reading: Reading, _state: State, _since: Period) -> str:
    return f"first posting with these words: {reading.said}{_basis(reading)}"


def _board(_rule: Rule, reading: Reading, state: State, since: Period) -> str:
    return {
        State.NEW: f"down, {reading.said}",
        State.STILL: f"down since {since.key}, {reading.said}",
        State.RESOLVED: f"back, {reading.said}; it was down since {since.key}",
    }[state]


def _basis(reading: Reading) -> str:
    parts = []
    if reading.n_now is not None:
        then = f" ({numbers.count(reading.n_then)} a year before)" if reading.n_then is not None else ""
        parts.append(f"{numbers.plural(reading.n_now, 'vacancy', 'vacancies')}{then}")
    if reading.employers is not None:
        parts.append(f"at {numbers.plural(reading.employers, 'employer')}")
    return f"; {' '.join(parts)}" if parts else ""


SENTENCES = {Kind.LIMIT: _limit, Kind.NEWCOMER: _newcomer, Kind.TITLE: _title, Kind.BOARD: _board}
