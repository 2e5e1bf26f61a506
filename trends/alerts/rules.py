"""Read `alerts.toml` and refuse what can never fire, with the place and the remedy."""

import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from scrapers.store.errors import JobtideError
from scrapers.suggest import did_you_mean
from trends.alerts.records import Kind, Rule
from trends.metrics import load_metrics
from trends.periods import Every

STARTER = Path(__file__).with_name("starter.toml")
"""The rules that a new installation starts with."""
DIMENSIONS = (
    "all", "role", "skill", "group", "topic", "employer", "place", "sector", "seniority", "remote", "platform",
)  # fmt: skip
FIELDS = {
    Kind.LIMIT: {"metric", "dimension", "key", "within", "country", "above", "below", "until", "sure", "periods"},
    Kind.NEWCOMER: {"dimension", "key", "periods"},
    Kind.TITLE: {"title"},
    Kind.BOARD: {"key", "periods"},
}
"""What each kind may say beside name, kind and every."""
TYPES: dict[str, tuple[type, ...]] = {
    "above": (int, float), "below": (int, float), "until": (int, float), "sure": (bool,), "periods": (int,),
}  # fmt: skip
"""Fields that are no text."""
WORDS = {str: "text", bool: "true or false", int: "a number"}
MOST_PERIODS = 12
LONGEST_NAME = 80


def read_rules(path: Path) -> tuple[Rule, ...]:
    """Return the rules in `path`; none where there is no such file.

    Raises JobtideError with file, rule and remedy for what is no TOML, an unknown key, metric, dimension or kind, a
    missing or contradictory limit, and a name that stands twice.
    """
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise JobtideError(f"not valid TOML ({error})", str(path), "mend that line") from error
    except OSError as error:
        raise JobtideError(f"cannot be read ({error.strerror})", str(path), "check its permissions") from error
    tables = said.pop("rule", [])
    if said:
        raise JobtideError(f"unknown table '{next(iter(said))}'", str(path), "write each rule under [[rule]]")
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise JobtideError("'rule' is no list of tables", str(path), "write each rule under [[rule]]")
    rules: dict[str, Rule] = {}
    for number, table in enumerate(tables, start=1):
        rule = _rule(table, f"{path} rule {number}")
        if rule.name in rules:
            raise JobtideError(f"'{rule.name}' stands here twice", f"{path} rule {number}", "give it another name")
        rules[rule.name] = rule
    return tuple(rules.values())


def _rule(table: Mapping[str, Any], where: str) -> Rule:
    name = table.get("name")
    if not isinstance(name, str) or not name.strip() or len(name) > LONGEST_NAME:
        raise JobtideError(f"no name of 1 to {LONGEST_NAME} characters", where, 'write name = "roles rising"')
    where = f"{where} '{name}'"
    kind = _one_of(table, "kind", Kind, "limit", where)
    _check_fields(table, Kind(kind), where)
    rule = Rule(**{**table, "kind": Kind(kind), "every": Every(_one_of(table, "every", Every, "week", where))})
    CHECKS[rule.kind](rule, where)
    if not 1 <= rule.periods <= MOST_PERIODS:
        raise JobtideError(f"periods = {rule.periods}", where, f"choose 1 to {MOST_PERIODS}")
    return rule


def _check_fields(table: Mapping[str, Any], kind: Kind, where: str) -> None:
    known = {"name", "kind", "every"} | FIELDS[kind]
    for field, value in table.items():
        if field not in known:
            other = " in this kind of rule" if any(field in fields for fields in FIELDS.values()) else ""
            raise JobtideError(f"unknown key '{field}'{other}", where, did_you_mean(field, known))
        types = TYPES.get(field, (str,))
        if not isinstance(value, types) or (isinstance(value, bool) and bool not in types):
            raise JobtideError(f"{field} = {value!r}", where, f"write {WORDS[types[0]]}")


def _one_of(table: Mapping[str, Any], field: str, known: Any, default: str, where: str) -> str:
    value = table.get(field, default)
    names = [str(name) for name in known]
    if value not in names:
        raise JobtideError(f"unknown {field} '{value}'", where, did_you_mean(str(value), names))
    return str(value)


def _check_limit(rule: Rule, where: str) -> None:
    metrics = load_metrics()
    if rule.metric not in metrics:
        raise JobtideError(f"unknown metric '{rule.metric}'", where, did_you_mean(rule.metric, metrics))
    _check_dimension(rule, where)
    if not metrics[rule.metric].is_for(rule.dimension):
        fitting = ", ".join(name for name in DIMENSIONS if metrics[rule.metric].is_for(name))
        raise JobtideError(f"{rule.metric} says nothing about '{rule.dimension}'", where, f"it is for {fitting}")
    if (rule.above is None) == (rule.below is None):
        raise JobtideError("neither or both of above and below", where, "write one of them")
    if rule.until is not None and (rule.until > rule.limit if rule.above is not None else rule.until < rule.limit):
        raise JobtideError(f"until = {rule.until} lies beyond the limit", where, "choose a number on its near side")
    if rule.country not in ("all", "*") and not re.fullmatch("[a-z]{2}", rule.country):
        raise JobtideError(f"'{rule.country}' is no country", where, "write two small letters, such as gb, or *")
    if rule.within and not re.fullmatch(r"\w+=[^=;]+(;\w+=[^=;]+)*", rule.within):
        raise JobtideError(f"within = '{rule.within}'", where, "write it as seniority=senior")


def _check_dimension(rule: Rule, where: str) -> None:
    if rule.dimension not in DIMENSIONS:
        raise JobtideError(f"unknown dimension '{rule.dimension}'", where, did_you_mean(rule.dimension, DIMENSIONS))


def _check_title(rule: Rule, where: str) -> None:
    if not rule.title.strip():
        raise JobtideError("no words to watch for", where, 'write title = "chief AI officer"')


def _check_board(rule: Rule, where: str) -> None:
    if rule.every is not Every.WEEK:
        raise JobtideError(f"boards are not looked at by {rule.every}", where, "take out `every`")


CHECKS: dict[Kind, Callable[[Rule, str], None]] = {
    Kind.LIMIT: _check_limit,
    Kind.NEWCOMER: _check_dimension,
    Kind.TITLE: _check_title,
    Kind.BOARD: _check_board,
}
