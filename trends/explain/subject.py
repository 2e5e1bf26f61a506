"""Which row of a series is meant by `[DIMENSION:]KEY[@COUNTRY]`."""

import re
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from scrapers.store.errors import JobtideError
from scrapers.suggest import did_you_mean

SUBJECT = re.compile(r"(?:(?P<dimension>[a-z]+):)?(?P<key>.+?)(?:@(?P<country>[A-Za-z]{2}))?")


def find_row(series: pa.Table, subject: str, metric: str, currency: str | None = None) -> dict[str, Any]:
    """Return the one row of `series` that `subject` names, by key or label.

    Raises JobtideError when there is none, or more than one: then it lists them.
    """
    said = SUBJECT.fullmatch(subject.strip())
    if said is None:
        raise JobtideError(f"'{subject}' names nothing", "explain", "write [DIMENSION:]KEY[@COUNTRY], as skill:rust@US")
    rows = series.filter(
        (pc.field("metric") == metric)
        & (pc.field("within") == "")
        & (pc.field("country") == (said["country"] or "all").lower())
    ).to_pylist()
    if not rows:
        _check_only_limited(series, metric)
        where = f" in {said['country'].upper()}" if said["country"] else ""
        raise JobtideError(f"no {metric} is measured{where}", "--metric", did_you_mean(metric, _metrics(series)))
    own = [row for row in rows if said["dimension"] in (None, row["dimension"]) and _is_in(currency, row)]
    word = said["key"].casefold()
    found = [row for row in own if word == row["key"].casefold()] or [
        row for row in own if word == (row["label"] or "").casefold()
    ]
    if len(found) == 1:
        return dict(found[0])
    if found:
        raise JobtideError(
            f"'{subject}' is {len(found)} things",
            "explain",
            f"name one: {_names(found)}; pay also by --currency"
            if _currency(found[0])
            else f"name one: {_names(found)}",
        )
    known = {name for row in own for name in (row["key"], row["label"] or "")}
    close = get_close_matches(said["key"], sorted(known), n=1)
    remedy = f"did you mean '{close[0]}'?" if close else "`jobtide export` lists every key"
    raise JobtideError(f"'{subject}' has no {metric} in {series['period'][0]}", "explain", remedy)


def _check_only_limited(series: pa.Table, metric: str) -> None:
    limited = series.filter(pc.field("metric") == metric)["within"].to_pylist()
    if limited and all(limited):
        why = f"postings alone do not explain {metric}, which is only measured within others, as {limited[0]}"
        raise JobtideError(why, "--metric", "read its sample and interval in the export")


def _names(rows: Sequence[dict[str, Any]]) -> str:
    return ", ".join(f"{row['dimension']}:{row['key']}{_currency(row)}" for row in rows)


def _is_in(currency: str | None, row: dict[str, Any]) -> bool:
    return currency is None or row["unit"].startswith(f"{currency.upper()} ")


def _currency(row: dict[str, Any]) -> str:
    return f" ({row['unit']})" if " " in row["unit"] else ""


def _metrics(series: pa.Table) -> list[str]:
    return sorted(pc.unique(series["metric"]).to_pylist())
