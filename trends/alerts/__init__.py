"""Alerts: rules of the operator in, what fired and what calmed down out.

`evaluate` replays a year of periods, so what it says depends on rules and numbers alone and not on when it ran;
`record` keeps it in the store, `read` and `table` give it back.
"""

from trends.alerts.evaluate import evaluate
from trends.alerts.kept import read, record, table
from trends.alerts.records import Alert, BoardHealth, Rule
from trends.alerts.rules import STARTER, read_rules

__all__ = ["STARTER", "Alert", "BoardHealth", "Rule", "evaluate", "read", "read_rules", "record", "table"]
