from pathlib import Path

import pytest

from scheduler.verbs import VERBS

README = Path(__file__).parents[2] / "README.md"


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_with_an_example(verb: str) -> None:
    assert "Example: jobtide" in (VERBS[verb].__doc__ or "")


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_stands_in_the_readme(verb: str) -> None:
    assert f"jobtide {verb}" in README.read_text(encoding="utf-8")
