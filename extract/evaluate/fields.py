"""Seniority, remote, degree, years and places: right where a label states a value, invented where it states none."""

from collections.abc import Iterator
from typing import Any

from extract.evaluate.scoring import Outcome
from extract.places import read_places
from extract.places.gazetteer import fold
from extract.records import Tagged
from extract.said import Said
from extract.tagger import load_tagger

LEVELS: dict[str, frozenset[str]] = {
    "executive": frozenset({"cxo", "vp", "director"}),
    "director": frozenset({"director", "vp"}),
    "junior": frozenset({"entry"}),
    "unknown": frozenset(),
}
"""Words of `ats_fields.jsonl`, which knows no vice presidents, for our levels."""


def of_posting(gold: dict[str, Any], tagged: Tagged) -> Iterator[Outcome]:
    """Score the single-valued fields of a whole posting."""
    for name, wanted, got in (
        ("seniority", gold["seniority"], tagged.seniority),
        ("remote", gold["remote"], tagged.remote),
        ("degree", gold["degree"], tagged.degree),
        ("years", gold["yoe_min"], tagged.years_min),
    ):
        yield _scored(name, frozenset() if wanted is None else frozenset({wanted}), got)


def of_ats(row: dict[str, Any]) -> Iterator[Outcome]:
    """Score a row whose fields a language model voted on; its `remote: false` says only that it is not remote."""
    place, gold = row["location_raw"] or "", row["gold"]
    tagged = load_tagger().tag(row["title"], row["description_text"], Said(places=(place,)))
    level, years = gold["level"], (gold["yoe"] or {}).get("min")
    yield _scored("seniority", LEVELS.get(level, frozenset({level})), tagged.seniority)
    yield _scored("years", frozenset() if years is None else frozenset({years}), tagged.years_min)
    if gold["remote"]:
        yield _scored("remote", frozenset({"remote", "hybrid"}), tagged.remote)
    else:
        yield _scored("remote", frozenset(), "remote" if tagged.remote == "remote" else None)
    yield _scored_among("country", _country(gold["country"]), {place.country for place in tagged.places})
    yield _scored_among("city", _city(gold["city"]), {_city(place.city) for place in tagged.places})


def _scored(name: str, wanted: frozenset[Any], got: object) -> Outcome:
    if wanted:
        return f"{name}: right where stated", got in wanted
    return f"{name}: invented", got is not None


def _scored_among(name: str, wanted: str | None, got: set[str | None]) -> Outcome:
    """Score a field of which we give every value and the label one."""
    if wanted is None:
        return f"{name}: invented", bool(got - {None})
    return f"{name}: right where stated", wanted in got


def _country(said: str | None) -> str | None:
    found = read_places([said]) if said else ()
    return found[0].country if found else said


def _city(said: str | None) -> str | None:
    """Return the city under one name: 'New York City' and 'Bronx' are 'new york'."""
    found = read_places([said]) if said else ()
    return fold((found[0].city if found else None) or said) if said else None
