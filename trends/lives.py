"""Vacancies from opening to closing, on boards that show when postings close.

A vacancy opens with its first posting and closes when none of its postings is left. What happened after the period's
last day is not looked at, so that measuring a period again gives what it gave. How long it was open is only known of
one that opened on a day of complete observation; observation of it ends with that span, or with the period.
"""

import datetime as dt
from typing import Any

import ibis

from trends.counted import Counted
from trends.facts import COLUMNS, SPOKEN
from trends.floors import floor
from trends.mart.files import UNDATED
from trends.mart.read import Mart, month_of
from trends.periods import Period

BY = ["dimension", "key"]
LIFE = ("cluster", "counts_closed", "counts_open", "evergreen", "days", "ended")


def keyed_lives(counted: Counted) -> Any | None:
    """Return a row for each vacancy, dimension and key; None where no board shows when postings close.

    `cluster`: a number of its employer, or of its own where that has no name; `counts_closed`: it closed in the period;
    `counts_open`: it is open at its end, on a board that was watched long enough to know an evergreen; `evergreen`: it
    is one; `days`: how long it was open, null where that is not known; `ended`: whether it closed after these days.
    """
    mart, period = counted.mart, counted.facts.period
    boards = _boards(mart, period)
    if not boards.count().to_pyarrow().as_py():
        return None
    months = [month for month in mart.state.months if month <= f"{period.span.last:%Y-%m}" or month == UNDATED]
    ads = mart.read("vacancies", months)
    ads = ads.filter(ads.is_ad & (ads.seen_on <= ibis.literal(period.span.last))).join(boards, "board")
    lives = mart.keep("lives", _lives(mart, ads, period))
    opening = _opening(mart, ads, lives)
    held = opening.select(month=opening.new_on.truncate("M")).distinct().to_pyarrow()["month"].to_pylist()
    tags = mart.read("tags", sorted({month_of(day) for day in held}))
    return mart.keep("keyed_lives", ibis.union(*_by_column(opening), _by_tag(tags, opening)))


def _boards(mart: Mart, period: Period) -> Any:
    """Return the boards that are watched for closings on the period's last day, and for how long they have been."""
    last = ibis.literal(period.span.last)
    spans = mart.coverage.filter(mart.coverage.from_day <= last)
    seen = spans.group_by("board").agg(since=spans.from_day.min(), until=spans.to_day.max())
    boards = mart.boards.filter(mart.boards.closes & (mart.boards.kind != "thread"))
    boards = boards.join(seen, "board").select("board", "platform", "sector", "since", watched=seen.until >= last)
    return mart.keep("closing_boards", boards)


def _lives(mart: Mart, ads: Any, period: Period) -> Any:
    """Return a row for each vacancy that was open on any day that counts."""
    last = ibis.literal(period.span.last)
    cohort = ibis.literal(period.span.last - dt.timedelta(days=int(floor("lives", "cohort_days")) - 1))
    first = ibis.least(cohort, ibis.literal(period.span.first))
    alive = ads.filter(ads.closed_on.isnull() | (ads.closed_on >= first)).select("vacancy").distinct()
    ads = ads.semi_join(alive, "vacancy")
    ads = ads.mutate(closed_on=ibis.ifelse(ads.closed_on <= last, ads.closed_on, ibis.null("date")))
    lives = ads.group_by("vacancy").agg(
        new_on=ads.new_on.min(),
        began=ibis.coalesce(ads.new_on, ads.seen_on).min(),
        closed_on=ads.closed_on.max(),
        is_open=ads.closed_on.isnull().any(),
        watched=ads.watched.any(),
        since=ads.since.min(),
        board=ads.board.min(where=ads.opens),
    )
    lives = lives.filter(lives.board.notnull())
    span = mart.coverage.select(span_board="board", from_day="from_day", to_day="to_day")
    inside = [lives.board == span.span_board, lives.new_on >= span.from_day, lives.new_on <= span.to_day]
    lives = lives.left_join(span, inside)
    end = ibis.least(lives.to_day, last)
    ended = (~lives.is_open & (lives.closed_on <= end)).fill_null(False)
    days = ibis.ifelse(ended, lives.closed_on, end).delta(lives.new_on, unit="day")
    long = ibis.literal(period.span.last - dt.timedelta(days=int(floor("lives", "evergreen_days"))))
    counts_open = lives.is_open & lives.watched & (lives.since <= long)
    return lives.select(
        "vacancy",
        counts_closed=(~lives.is_open & lives.watched & lives.closed_on.between(period.span.first, last)),
        counts_open=counts_open,
        evergreen=counts_open & (lives.began <= long),
        days=ibis.ifelse((lives.new_on >= cohort) & lives.to_day.notnull(), days, ibis.null("int64")),
        ended=ended,
    )


def _opening(mart: Mart, ads: Any, lives: Any) -> Any:
    """Return the opening posting of every vacancy that counts anywhere."""
    some = lives.filter(lives.counts_closed | lives.counts_open | lives.days.notnull())
    ads = mart.with_sector(ads.filter(ads.opens)).join(some, "vacancy")
    ads = ads.mutate(named=ads.employer.fill_null(ibis.literal("?") + ads.vacancy.cast("string")))
    clusters = ads.select("named").distinct()
    clusters = clusters.mutate(cluster=ibis.row_number().over(ibis.window(order_by="named")).cast("int32"))
    return mart.keep("opening", ads.join(mart.keep("clusters", clusters), "named"))


def _by_column(opening: Any) -> list[Any]:
    tables = [opening.select(*LIFE, dimension=ibis.literal("all"), key=ibis.literal("all"))]
    for name in COLUMNS:
        said = opening.filter(opening[name].notnull())
        tables.append(said.select(*LIFE, dimension=ibis.literal(name), key=said[name]))
    return tables


def _by_tag(tags: Any, opening: Any) -> Any:
    tags = tags.filter(tags.opens & (tags.english | tags.dimension.notin(SPOKEN))).select("vacancy", *BY)
    return tags.join(opening.select("vacancy", *LIFE), "vacancy").select(*LIFE, *BY)
