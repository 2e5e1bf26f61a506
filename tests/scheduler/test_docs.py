from pathlib import Path

import pytest

from scheduler.cli import EXAMPLES
from scheduler.verbs import GROUPS, VERBS

ALL = VERBS | {f"{group} {name}": verb for group, (_, verbs) in GROUPS.items() for name, verb in verbs.items()}
README = Path(__file__).parents[2] / "README.md"


def test_every_verb_has_an_example_and_no_example_is_left_over() -> None:
    assert EXAMPLES.keys() == ALL.keys()


@pytest.mark.parametrize("verb", ALL)
def test_every_verb_has_help_and_an_example_of_itself(verb: str) -> None:
    assert (ALL[verb].__doc__ or "").strip()
    assert f"jobtide {verb}" in EXAMPLES[verb]


@pytest.mark.parametrize("verb", [*VERBS, *GROUPS])
def test_every_verb_stands_in_the_readme(verb: str) -> None:
    assert f"jobtide {verb}" in README.read_text(encoding="utf-8")
