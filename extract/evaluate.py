"""Accuracy on labelled files: precision, recall and shares of right fields, each with n and its Wilson bounds."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from extract.records import Pay, Tag, Tagged
from extract.said import Said
from extract.scoring import Figure, Span, figure, meet, occurrences
from extract.tagger import load_tagger
from extract.vocabulary import Vocabulary
from scrapers.store.errors import JobtideError

TITLE_LINE = 200
STATED_KINDS = frozenset({"base", "total", "ote"})
LEVELS: dict[str, set[str | None]] = {"executive": {"cxo", "vp", "director"}, "junior": {"entry"}, "unknown": {None}}
"""Words of `ats_fields.jsonl` for our levels."""


def evaluate(folder: Path) -> list[Figure]:
    """Return the figures of every labelled file that `folder` holds.

    Raises JobtideError where it holds none, or a line that is no JSON.
    """
    figures = [
        result for name, score in SCORES.items() if (folder / name).is_file() for result in score(_read(folder / name))
    ]
    if not figures:
        known = ", ".join(SCORES)
        raise JobtideError("no labelled file", str(folder), f"put one of these there: {known}")
    return figures


def _read(file: Path) -> list[dict[str, Any]]:
    rows = []
    for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), 1):
        if not line.strip():
            continue
        try:
            rows.append(json.loads(line))
        except json.JSONDecodeError as error:
            raise JobtideError(f"not JSON ({error.msg})", f"{file} line {number}", "mend or remove the line") from error
    return rows


def _gold(rows: list[dict[str, Any]]) -> Iterator[Figure]:
    """Score whole postings as their labelling guide says."""
    file = "gold_postings.jsonl"
    outcomes: dict[str, list[bool]] = defaultdict(list)
    for row in rows:
        tagged = load_tagger().tag(row["title"], row["text"])
        for name, scored in (
            *_skill_outcomes(row, tagged),
            *_pay_outcomes(row["gold"]["pay"], tagged.pays),
            *_field_outcomes(row["gold"], tagged),
        ):
            outcomes[name].append(scored)
    for name, scored_all in outcomes.items():
        yield figure(name, file, scored_all)


def _skill_outcomes(row: dict[str, Any], tagged: Tagged) -> Iterator[tuple[str, bool]]:
    text, gold = row["text"], row["gold"]
    head = min(TITLE_LINE, len(text.split("\n", 1)[0])) if row["title"] is None else 0
    counted = [tag for tag in tagged.tags if tag.is_counted and tag.start >= 0]
    spans: list[Span] = [(tag.start, tag.end) for tag in counted]
    wanted: list[Span] = []
    for said in gold["skills"]:
        places = occurrences(said, text)
        wanted += places
        if any(start >= head for start, _ in places):
            yield "skills: recall", any(meet(place, spans) for place in places)
    for right in _by_key([tag for tag in counted if tag.start >= head], wanted).values():
        yield "skills: precision", right
    scored: list[Span] = [span for span in spans if span[0] >= head]
    for said in gold["not_skills"]:
        places = occurrences(said, text)
        yield "skills: look-alikes taken", any(meet(place, scored) and not meet(place, wanted) for place in places)


def _by_key(tags: list[Tag], wanted: list[Span]) -> dict[str, bool]:
    """Return for each key whether one of its spans meets a wanted one."""
    right: dict[str, bool] = {}
    for tag in tags:
        right[tag.key] = right.get(tag.key, False) or meet((tag.start, tag.end), wanted)
    return right


def _pay_outcomes(gold: list[dict[str, Any]], pays: tuple[Pay, ...]) -> Iterator[tuple[str, bool]]:
    said = {(_amount(pay["min"]), _amount(pay["max"]), pay["currency"], pay["period"]) for pay in gold}
    found = {(pay.low, pay.high, pay.currency, pay.per) for pay in pays}
    for pay in said:
        yield "pay: recall", pay in found
    for predicted in pays:
        if predicted.kind in STATED_KINDS:
            yield "pay: precision", (predicted.low, predicted.high, predicted.currency, predicted.per) in said


def _amount(number: float | None) -> Decimal | None:
    return None if number is None else Decimal(str(number))


def _field_outcomes(gold: dict[str, Any], tagged: Tagged) -> Iterator[tuple[str, bool]]:
    yield "role", _is_right_role(gold, tagged)
    for name, wanted, got in (
        ("seniority", gold["seniority"], tagged.seniority),
        ("remote", gold["remote"], tagged.remote),
        ("degree", gold["degree"], tagged.degree),
        ("years", gold["yoe_min"], tagged.years_min),
    ):
        if wanted is None:
            yield f"{name}: invented", got is not None
        else:
            yield f"{name}: right where stated", got == wanted


def _is_right_role(gold: dict[str, Any], tagged: Tagged) -> bool:
    label = tagged.role.label if tagged.role else None
    if gold["role"] is None:
        return label is None or label in gold["roles_all"]
    if gold["role"].startswith("other:"):
        return label is None or label not in _given_labels()
    return bool(label == gold["role"])


def _given_labels() -> frozenset[str]:
    """Return the labels of the guide's own list."""
    return frozenset(role.label for role in load_tagger().vocabulary.roles.values() if role.is_listed)


def _tricky(rows: list[dict[str, Any]]) -> Iterator[Figure]:
    """Score sentences: exactly the labelled skills are counted, no more, no fewer."""
    tagger = load_tagger()
    keys = skill_names(tagger.vocabulary)
    yield figure(
        "tricky skills: exactly right",
        "tricky_skills.jsonl",
        (
            {keys.get(label.casefold()) for label in row["skills"]}
            == {tag.key for tag in tagger.tag("", row["text"]).tags if tag.is_counted}
            for row in rows
        ),
    )


def skill_names(vocabulary: Vocabulary) -> dict[str, str]:
    """Return the key of every label and other form, folded."""
    names: dict[str, str] = {}
    for skill in vocabulary.skills.values():
        for form in (*skill.context, *skill.exact, *skill.forms, skill.label):
            names[form.casefold()] = skill.key
    return names


def _fields(rows: list[dict[str, Any]]) -> Iterator[Figure]:
    """Score the fields that a language model voted on; `unknown` counts as not stated."""
    outcomes: dict[str, list[bool]] = defaultdict(list)
    for row in rows:
        place = row["location_raw"] or ""
        said = Said(places=(place,), remote=place if "remote" in place.lower() else None)
        tagged = load_tagger().tag(row["title"], row["description_text"], said)
        level: str = row["gold"]["level"]
        wanted = LEVELS.get(level, {level})
        name = "seniority: invented" if None in wanted else "seniority: right where stated"
        outcomes[name].append((tagged.seniority in wanted) != (None in wanted))
        years = (row["gold"]["yoe"] or {}).get("min")
        if years is not None:
            outcomes["years: right where stated"].append(tagged.years_min == years)
        if row["gold"]["remote"]:
            outcomes["remote: right where stated"].append(tagged.remote in ("remote", "hybrid"))
    for name, scored in outcomes.items():
        yield figure(name, "ats_fields.jsonl", scored)


def _cases(rows: list[dict[str, Any]]) -> Iterator[Figure]:
    """Score short texts with one labelled range or none."""
    found, clean = [], []
    for row in rows:
        pays = load_tagger().tag("", row["text"]).pays
        if row["min"] is None and row["max"] is None:
            clean.append(bool(pays))
            continue
        wanted = (_amount(row["min"]), _amount(row["max"]), row["currency"], row["period"])
        found.append(any((pay.low, pay.high, pay.currency, pay.per) == wanted for pay in pays))
    yield figure("pay: recall", "salary_cases.jsonl", found)
    yield figure("pay: invented", "salary_cases.jsonl", clean)


SCORES: dict[str, Callable[[list[dict[str, Any]]], Iterator[Figure]]] = {
    "gold_postings.jsonl": _gold,
    "tricky_skills.jsonl": _tricky,
    "ats_fields.jsonl": _fields,
    "salary_cases.jsonl": _cases,
}
