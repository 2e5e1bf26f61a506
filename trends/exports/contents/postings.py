"""The ads that were new in a span of days: one sheet, which may be narrowed."""

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

from extract.sectors import employer_sectors
from scrapers.store.errors import JobtideError
from scrapers.suggest import did_you_mean
from trends.exports.contents.columns import COLUMNS
from trends.exports.sheets import Sheet, connect, quoted
from trends.mart.files import TABLES, month_file, read_state
from trends.periods import Window

SENTENCES = COLUMNS["postings"]
SQL = Path(__file__).with_name("postings.sql")
OWN = ("board", "platform", "employer", "country", "language", "seniority", "remote", "degree", "employment")
"""What an ad itself says."""
SECTOR = "sector"
"""What its board or its employer is known for."""
TAGGED = ("role", "skill", "group", "topic", "place")
"""What it may name several of."""

Limit = tuple[str, str]
"""Dimension and key."""


def read_limit(said: str) -> Limit:
    """Return what a filter such as `skill=rust` or `board=greenhouse/acme` names.

    Raises JobtideError for anything that postings cannot be narrowed by.

    >>> read_limit("skill=c=")
    ('skill', 'c=')
    """
    dimension, sign, key = said.partition("=")
    if not sign or not key:
        raise JobtideError(f"'{said}' is no filter", "--where", "write it as skill=rust or board=greenhouse/acme")
    known = (*OWN, SECTOR, *TAGGED)
    if dimension not in known:
        raise JobtideError(f"postings have no '{dimension}'", "--where", did_you_mean(dimension, known))
    return dimension, key


def postings_sheet(mart: Path, span: Window, limits: Sequence[Limit] = (), name: str = "postings") -> Sheet:
    """Return the ads of `span`, oldest month first; of filters of one dimension any, of several dimensions all apply.

    Raises JobtideError where there are no ads to read.
    """
    months = _months(mart, span)
    duck, sectors = connect(), employer_sectors()
    for table in ("boards", "labels", "elsewhere"):
        duck.execute(f"create table {table} as select * from read_parquet({quoted(str(mart / f'{table}.parquet'))})")  # noqa: S608 - own names
    duck.register("known", pa.table({"employer": list(sectors), SECTOR: list(sectors.values())}))
    duck.execute("create table sectors as select * from known")
    days = f"new_on between {quoted(span.first.isoformat())} and {quoted(span.last.isoformat())}"
    chosen = " and ".join([days, *_conditions(limits)])
    parts = [duck.sql(_statement(mart, month, chosen)) for month in months]
    return Sheet(name=name, parts=parts, sentences=SENTENCES)


def _statement(mart: Path, month: str, chosen: str) -> str:
    statement = SQL.read_text(encoding="utf-8")
    for table in TABLES:
        statement = statement.replace(f"${table}", quoted(str(month_file(mart, table, month))))
    return statement.replace("$chosen", chosen)


def _months(mart: Path, span: Window) -> list[str]:
    state = read_state(mart)
    if state is None:
        raise JobtideError("no postings are ready to be written", str(mart), "run `jobtide measure` first")
    first, last = f"{span.first:%Y-%m}", f"{span.last:%Y-%m}"
    months = sorted(month for month in state.months if first <= month <= last)
    if not months:
        raise JobtideError(f"no postings from {span.first} to {span.last}", str(mart), "choose another period")
    return months


def _conditions(limits: Sequence[Limit]) -> list[str]:
    by_dimension: dict[str, list[str]] = {}
    for dimension, key in limits:
        by_dimension.setdefault(dimension, []).append(quoted(key))
    return [_condition(dimension, ", ".join(keys)) for dimension, keys in by_dimension.items()]


def _condition(dimension: str, keys: str) -> str:
    if dimension in TAGGED:
        named = f"select posting from tags where dimension = '{dimension}' and key in ({keys})"  # noqa: S608 - own names
        return f"posting in ({named})"
    if dimension in ("board", "platform"):
        name = "platform" if dimension == "platform" else "platform || '/' || token"
        return f"board in (select board from boards where {name} in ({keys}))"  # noqa: S608 - own names
    if dimension == SECTOR:
        of_employer = f"select employer from sectors where sector in ({keys})"  # noqa: S608 - own names
        return (
            f"(board in (select board from boards where sector in ({keys})) or board in (select board from boards "  # noqa: S608 - own names
            f"where sector is null) and replace(employer, '-', '') in ({of_employer}))"
        )
    return f"{dimension} in ({keys})"
