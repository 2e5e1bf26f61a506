"""Evaluate the operator's rules for a period and keep what they say."""

from functools import partial

from sqlalchemy import Engine

from scheduler.settings import Settings
from scheduler.sources import board_health
from trends.alerts import Alert, evaluate, read_rules, record
from trends.periods import Period


def update_alerts(settings: Settings, engine: Engine, period: Period) -> list[Alert]:
    """Return the alerts of a period, which are now also in the store; the same numbers give the same rows.

    Raises JobtideError for a rule that cannot work.
    """
    rules = read_rules(settings.path(settings.alerts.rules))
    folders = settings.measure
    mart, series = settings.path(folders.mart), settings.path(folders.series)
    alerts = evaluate(rules, mart, series, period, partial(board_health, engine))
    record(engine, period, alerts)
    return alerts
