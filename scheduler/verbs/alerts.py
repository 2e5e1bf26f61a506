"""`alerts`: what the rules point out in a period."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from scheduler.verbs.measure import EveryOption, PeriodOption, chosen_periods
from scheduler.verbs.shared import JsonOption, SettingsOption, TodayOption, moment, notes, open_store, print_data
from scrapers.store.errors import JobtideError

if TYPE_CHECKING:
    from trends.alerts import Alert


def alerts(
    every: EveryOption = None,
    period: PeriodOption = None,
    as_json: JsonOption = False,
    settings: SettingsOption = None,
    today: TodayOption = None,
) -> None:
    """List what the rules of alerts.toml say of a measured period: new, resolved, still."""
    from scheduler.alerting import update_alerts
    from trends.series import read_series

    (chosen,) = chosen_periods(every, period, None, moment(today).date())
    known, engine = open_store(settings)
    rules = known.path(known.alerts.rules)
    if not rules.is_file():
        raise JobtideError("no such file", str(rules), "write one with `jobtide init`, or set [alerts] rules")
    read_series(known.path(known.measure.series), chosen)  # says that it is not measured
    found = update_alerts(known, engine, chosen)
    print_data(
        json.dumps([asdict(alert) for alert in found], ensure_ascii=False, indent=2) if as_json else _text(found)
    )
    counts = {state: sum(alert.state == state for alert in found) for state in ("new", "still", "resolved")}
    notes.print(f"{chosen.key}: " + ", ".join(f"{count} {state}" for state, count in counts.items()))


def _text(found: "list[Alert]") -> str:
    return "\n".join(f"{alert.state:<8}  {alert.label} ({alert.dimension}): {alert.said}" for alert in found)
