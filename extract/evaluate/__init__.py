"""Accuracy on labelled files: precision, recall and shares of right fields, each with n and its Wilson bounds."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from extract.evaluate import fields, pay, roles, skills
from extract.evaluate.labels import read_labels, read_wrong
from extract.evaluate.scoring import Figure, Outcome, figure
from extract.tagger import load_tagger
from scrapers.store.errors import JobtideError

POOLED = ("seniority", "remote", "years", "degree")
"""Fields of which a figure over all files is given as well."""
ALL_FILES = "all files"


def evaluate(folder: Path, labels_wrong: Path | None = None) -> list[Figure]:
    """Return the figures of every labelled file that `folder` holds, then those over all of them.

    `labels_wrong` lists labels that are themselves wrong, as JSON lines with file, id, field and why: they are left
    out. Raises JobtideError where the folder holds no labelled file, or a line is no JSON.
    """
    wrong = read_wrong(labels_wrong) if labels_wrong else frozenset()
    outcomes: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for name in filter(lambda name: (folder / name).is_file(), SCORES):
        for row in read_labels(folder / name):
            for label, right in SCORES[name](row):
                field = label.partition(":")[0]
                if (name, str(row.get("id")), field) in wrong:
                    continue
                outcomes[name, label].append(right)
                if field in POOLED:
                    outcomes[ALL_FILES, label].append(right)
    if not outcomes:
        raise JobtideError("no labelled file", str(folder), f"put one of these there: {', '.join(SCORES)}")
    order = [*SCORES, ALL_FILES]
    return [
        figure(label, name, seen)
        for (name, label), seen in sorted(outcomes.items(), key=lambda item: (order.index(item[0][0]), item[0][1]))
    ]


def _gold(row: dict[str, Any]) -> Iterator[Outcome]:
    """Score a whole posting as its labelling guide says."""
    tagged = load_tagger().tag(row["title"], row["text"])
    yield from skills.of_posting(row, tagged)
    yield from pay.of_posting(row["gold"]["pay"], tagged.pays)
    yield "role", roles.is_right(row["gold"], tagged)
    yield from fields.of_posting(row["gold"], tagged)


SCORES: dict[str, Callable[[dict[str, Any]], Iterator[Outcome]]] = {
    "gold_postings.jsonl": _gold,
    "ats_fields.jsonl": fields.of_ats,
    "tricky_skills.jsonl": skills.of_sentence,
    "salary_cases.jsonl": pay.of_case,
    "salary_linkedin.jsonl": pay.of_employers_field,
    "salary_strings_reed.jsonl": pay.of_string,
    "salary_strings_yc.jsonl": pay.of_string,
}
"""What scores a row of each file."""
