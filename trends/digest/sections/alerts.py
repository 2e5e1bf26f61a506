"""What the operator's rules point out, and what has calmed down."""

from trends.alerts.records import MOST_LINES
from trends.digest import numbers
from trends.digest.blocks import Entries, Entry
from trends.digest.material import Material


def section(material: Material) -> Entries | None:
    """Return at most ten alerts: new ones first, then what is over, then what still stands."""
    alerts = material.scope.alerts
    if not alerts:
        return None
    entries = [
        Entry(name=alert.label, said=f"({alert.dimension}, {alert.state}): {alert.said}")
        for alert in alerts[:MOST_LINES]
    ]
    if len(alerts) > MOST_LINES:
        more = numbers.count(len(alerts) - MOST_LINES)
        entries.append(Entry(name=f"and {more} more", said=f"in `jobtide alerts --period {material.period.key}`"))
    return Entries(
        title="Alerts",
        hint="Fired by the rules in alerts.toml; new first, then what is over, then what still stands.",
        entries=tuple(entries),
        files=(),
    )
