"""The postings behind one row: who they are from, on which boards, and which of their kind did not count."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import ibis

from scrapers.store.errors import JobtideError
from trends.explain.records import Evidence, LeftOut
from trends.facts import SPOKEN, Facts
from trends.families.asked import OFFERED, SAID
from trends.mart.read import Mart
from trends.metrics import Metric
from trends.panel import ENOUGH, parts_observed
from trends.periods import Period, Window
from trends.tallies import TALLIES

SHOWN = 10
NOWHERE, GONE, GAPS = "not watched a year before", "no longer watched", "with gaps in a window"


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """The rows of one key."""

    rows: Any
    """Facts of the key, each with `counts_now` and `counts_then`."""
    boards: Any
    """Boards with the part of either window that was observed."""
    months: list[str]
    """Months that its postings lie in."""
    compares: bool
    """Whether the metric compares two windows on the panel."""


def behind(mart: Mart, facts: Facts, metric: Metric, row: dict[str, Any]) -> Behind:
    """Return the facts that `row` is made of."""
    rows = facts.rows.filter((facts.rows.dimension == row["dimension"]) & (facts.rows.key == row["key"]))
    if row["country"] != "all":
        rows = rows.semi_join(facts.ads.filter(facts.ads.country == row["country"]), "posting")
    compares = f"{metric.numerator}_now" in TALLIES or metric.statistic == "change"
    now, then = _counted(facts, rows, metric, row)
    kept = mart.keep("behind", rows.mutate(counts_now=now, counts_then=then))
    months = mart.months if metric.numerator == "open" else mart.months_of(*_windows(facts.period))
    return Behind(rows=kept, boards=_boards(mart, facts.period), months=months, compares=compares)


def _counted(facts: Facts, rows: Any, metric: Metric, row: dict[str, Any]) -> tuple[Any, Any]:
    """Return which of `rows` the metric counts, now and then."""
    if f"{metric.numerator}_now" in TALLIES:
        return TALLIES[f"{metric.numerator}_now"](rows), TALLIES[f"{metric.numerator}_then"](rows)
    nothing = ibis.literal(False)
    if metric.numerator in TALLIES:
        return TALLIES[metric.numerator](rows), nothing
    if metric.numerator == "open":
        together = ibis.window(group_by=["vacancy", "open"], order_by="posting")
        return rows.open & (ibis.row_number().over(together) == 0), nothing
    if metric.family == "pay":
        pays = facts.pays.filter((facts.pays.kind == "base") & (facts.pays.currency == row["unit"].split()[0]))
        return rows.v_now & rows.posting.isin(pays.posting), nothing
    if metric.family == "asked":
        has = marks(rows, facts, metric.numerator)
        if metric.statistic == "change":
            return rows.v_now & rows.panel & has, rows.v_then & rows.panel & has
        return rows.v_now & has, nothing
    if metric.family in ("concentration", "raw_growth"):
        return rows.v_now, rows.v_then if metric.family == "raw_growth" else nothing
    why = f"postings alone do not explain {metric.name}, which is {metric.formula}"
    raise JobtideError(why, "--metric", "read its sample and interval in the export")


def marks(rows: Any, facts: Facts, thing: str) -> Any:
    """Return which of `rows` say a thing of `trends.families.asked` of themselves."""
    if thing in OFFERED:
        return rows.posting.isin(facts.pays.filter(facts.pays.kind == thing).posting)
    return rows[SAID[thing]]


def by_employer(found: Behind) -> list[tuple[str, int, int]]:
    """Return (employer, now, then), largest first; a name that starts with `?` is an employer nobody named."""
    cells = found.rows.group_by("cluster").agg(
        now=found.rows.counts_now.cast("int64").sum(), then=found.rows.counts_then.cast("int64").sum()
    )
    cells = cells.filter(cells.now + cells.then > 0)
    rows = cells.order_by([ibis.desc(cells.now + cells.then), "cluster"]).to_pyarrow().to_pylist()
    return [(row["cluster"], row["now"], row["then"]) for row in rows]


def board_counts(found: Behind) -> tuple[int, int]:
    """Return how many boards hold the key, and how many of them count."""
    rows = found.rows.filter(found.rows.in_now | found.rows.in_then | found.rows.in_period)
    counted = found.rows.counts_now | found.rows.counts_then
    return (
        rows.board.nunique().to_pyarrow().as_py(),
        found.rows.board.nunique(where=counted).to_pyarrow().as_py() or 0,
    )


def left_out(mart: Mart, facts: Facts, found: Behind, metric: Metric, row: dict[str, Any]) -> tuple[LeftOut, ...]:
    """Return what did not count, with the reason."""
    said: list[LeftOut] = []
    if found.compares:
        said += _off_the_panel(found)
    if "postings" not in metric.numerator:
        repeats = (found.rows.in_now & ~found.rows.v_now) | (found.rows.in_then & ~found.rows.v_then)
        copies = found.rows.filter(repeats).count().to_pyarrow().as_py()
        said.append(LeftOut(number=copies, what="postings that repeat a vacancy (reposts, copies)"))
    if row["dimension"] in SPOKEN:
        foreign = _foreign(mart, facts, row)
        said.append(LeftOut(number=foreign, what="postings that name it in another language than English"))
    if row["dimension"] == "all":
        no_ads = facts.ads.filter(~facts.ads.is_ad & (facts.ads.in_now | facts.ads.in_then)).count()
        said.append(LeftOut(number=no_ads.to_pyarrow().as_py(), what="comments of threads that advertise nothing"))
    return tuple(one for one in said if one.number)


def evidence(mart: Mart, found: Behind) -> tuple[Evidence, ...]:
    """Return up to ten postings that count, of as many employers as there are, newest first."""
    counted = found.rows.filter(found.rows.counts_now | found.rows.counts_then)
    texts = mart.read("vacancies", found.months).select("posting", "title", "url", "employer", "new_on")
    boards = mart.boards.select("board", "platform", "token")
    rows = counted.select("posting", "board", "cluster", "counts_now").join(texts, "posting").join(boards, "board")
    own = ibis.window(group_by="cluster", order_by=[ibis.desc("counts_now"), ibis.desc("new_on"), "posting"])
    rows = rows.mutate(place=ibis.row_number().over(own))
    best = rows.order_by(["place", ibis.desc("counts_now"), ibis.desc("new_on"), "posting"]).limit(SHOWN)
    shown = sorted(best.to_pyarrow().to_pylist(), key=lambda row: (row["new_on"], row["posting"]), reverse=True)
    also_on = _elsewhere(mart, [row["posting"] for row in shown])
    return tuple(
        Evidence(
            day=row["new_on"],
            employer=row["employer"],
            title=row["title"],
            board=f"{row['platform']}/{row['token']}",
            url=row["url"],
            also_on=also_on.get(row["posting"], ()),
        )
        for row in shown
    )


def _elsewhere(mart: Mart, postings: list[int]) -> dict[int, tuple[str, ...]]:
    boards = mart.boards.select("board", name=mart.boards.platform + "/" + mart.boards.token)
    pairs = mart.elsewhere.filter(mart.elsewhere.posting.isin(postings)).join(boards, "board")
    found: dict[int, tuple[str, ...]] = {}
    for row in pairs.order_by(["posting", "name"]).to_pyarrow().to_pylist():
        found[row["posting"]] = (*found.get(row["posting"], ()), row["name"])
    return found


def _boards(mart: Mart, period: Period) -> Any:
    windows = {
        "part_now": (period.window(), period.thread_window()),
        "part_then": (period.base_window(), period.thread_base_window()),
    }
    return mart.keep("parts", parts_observed(mart.boards, mart.coverage, windows))


def _windows(period: Period) -> tuple[Window, ...]:
    own = (period.span, period.window(), period.base_window())
    return (*own, period.thread_window(), period.thread_base_window())


def _off_the_panel(found: Behind) -> list[LeftOut]:
    missing = found.rows.filter((found.rows.v_now | found.rows.v_then) & ~found.rows.panel)
    parts = found.boards.select("board", "part_now", "part_then")
    reasons: Counter[tuple[str, str | None]] = Counter()
    boards: dict[tuple[str, str | None], set[int]] = {}
    for one in missing.join(parts, "board").select("board", "v_now", "part_now", "part_then").to_pyarrow().to_pylist():
        why = ("now" if one["v_now"] else "a year before", _reason(one["part_now"] or 0.0, one["part_then"] or 0.0))
        reasons[why] += 1
        boards.setdefault(why, set()).add(one["board"])
    return [
        LeftOut(
            number=number,
            what=f"vacancies {window} on days that only one window saw"
            if why is None
            else f"vacancies {window} on {_boards_said(len(boards[window, why]))} {why}",
        )
        for (window, why), number in sorted(reasons.items(), key=lambda item: (item[0][0], str(item[0][1])))
    ]


def _boards_said(number: int) -> str:
    return "1 board" if number == 1 else f"{number:,} boards"


def _reason(now: float, then: float) -> str | None:
    if now >= ENOUGH and then >= ENOUGH:
        return None
    return NOWHERE if then == 0 else GONE if now == 0 else GAPS


def _foreign(mart: Mart, facts: Facts, row: dict[str, Any]) -> int:
    ads = facts.ads.filter(facts.ads.is_ad & (facts.ads.in_now | facts.ads.in_then))
    tags = mart.read("tags", mart.months_of(*_windows(facts.period)))
    tags = tags.filter((tags.dimension == row["dimension"]) & (tags.key == row["key"]) & ~tags.english)
    return int(tags.semi_join(ads, "posting").count().to_pyarrow().as_py())
