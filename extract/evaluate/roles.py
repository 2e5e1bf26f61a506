"""The role of a whole posting."""

from functools import cache
from typing import Any

from extract.records import Tagged
from extract.tagger import load_tagger


def is_right(gold: dict[str, Any], tagged: Tagged) -> bool:
    """Tell whether the role agrees with the label.

    Of a posting of several roles each of them is right; where none of the guide's labels fits, so is any other role.
    """
    label = tagged.role.label if tagged.role else None
    if gold["role"] is None:
        return label is None or label in gold["roles_all"]
    if gold["role"].startswith("other:"):
        return label is None or label not in _given_labels()
    return bool(label == gold["role"])


@cache
def _given_labels() -> frozenset[str]:
    """Return the labels of the guide's own list."""
    return frozenset(role.label for role in load_tagger().vocabulary.roles.values() if role.is_listed)
