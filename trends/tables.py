"""Tables that measuring writes; the numbers themselves lie in the series."""

import datetime as dt

from sqlalchemy import Float, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from scrapers.store.base import KEY, Base, key


class AlertRow(Base):
    """What one rule said of one thing in one period; evaluating the period again writes the same row."""

    __tablename__ = "alert"
    __table_args__ = (UniqueConstraint("rule", "dimension", "key", "period"),)
    id: Mapped[int] = key()
    rule: Mapped[str] = mapped_column(String(80))
    dimension: Mapped[str] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(String(420))
    """Slug of the series, with `@country` and currency where needed; name of a board; words of a title."""
    period: Mapped[str] = mapped_column(String(10), index=True)
    state: Mapped[str] = mapped_column(String(10))
    """`new`, `still` or `resolved`."""
    since: Mapped[str] = mapped_column(String(10))
    """Period in which it became new."""
    until: Mapped[dt.date]
    """Last day of the period, so that periods of different lengths sort."""
    label: Mapped[str] = mapped_column(Text)
    metric: Mapped[str] = mapped_column(String(40))
    within: Mapped[str] = mapped_column(String(200))
    country: Mapped[str] = mapped_column(String(3))
    unit: Mapped[str] = mapped_column(String(40))
    estimate: Mapped[float | None] = mapped_column(Float)
    low: Mapped[float | None] = mapped_column(Float)
    high: Mapped[float | None] = mapped_column(Float)
    n_now: Mapped[int | None]
    n_then: Mapped[int | None]
    employers: Mapped[int | None]
    certainty: Mapped[float] = mapped_column(Float)
    """How far the estimate lies beyond the limit, in half-widths of its interval; larger is surer."""
    said: Mapped[str] = mapped_column(Text)
    """Why it fired, in words made from the rule."""


class MartRefreshRow(Base):
    """A refresh of a mart; a mart whose latest one is not here was made from another store, or from a later state."""

    __tablename__ = "mart_refresh"
    token: Mapped[str] = mapped_column(String(32), primary_key=True)
    """The mart's `mart.json` holds it too."""
    touched_id: Mapped[int] = mapped_column(KEY)
    """Latest row of `touched` that went into it."""
