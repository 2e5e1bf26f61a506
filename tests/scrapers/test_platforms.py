"""Which platforms are read at all, and what their modules say of themselves."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from scheduler.verbs.imports import FORMATS
from scrapers.platforms import MODULES, PARSED_ONLY, load_platform, load_spider

ROOT = Path(__file__).parents[2]
BOARDS = ROOT / "fixtures" / "boards"
WANTED: dict[str, Any] = tomllib.loads(Path(__file__).with_name("platforms.toml").read_text(encoding="utf-8"))
REFUSED = re.split(r"^#+ ", (ROOT / "docs" / "refused.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
HEADINGS = ("endpoint", "paging", "dates", "pay", "limits", "terms", "source")


@pytest.mark.parametrize("name", WANTED)
def test_every_platform_is_crawled_with_a_cassette_or_imported_or_refused_with_its_clause(name: str) -> None:
    platform = WANTED[name]
    for module in platform.get("built", ()):
        assert load_spider(module).name == module
        assert len(list(BOARDS.glob(f"{module}/*/cassette.yaml"))) >= platform.get("boards", 1)
    if "imported" in platform:
        assert platform["imported"] in FORMATS
    if "refused" in platform:
        (section,) = [one for one in REFUSED if one.startswith(platform["refused"] + "\n")]
        assert re.search(r"^> \S", section, re.MULTILINE)
        assert "Source: " in section


def test_forty_platforms_are_built_or_refused_and_no_module_is_left_out() -> None:
    named = {module for platform in WANTED.values() for module in platform.get("built", ())}

    assert len(WANTED) >= 40
    assert named == MODULES - PARSED_ONLY


@pytest.mark.parametrize("module", sorted(MODULES))
def test_a_module_says_where_it_asks_how_far_when_how_much_and_who_says_so(module: str) -> None:
    text = load_platform(module).__doc__ or ""

    stated = {
        word
        for line in re.findall(r"(?:^ *|[.;)\"`] +)([A-Z][\w, ]*):\s", text, re.MULTILINE)
        for word in re.findall(r"\w+", line.lower())
    }
    assert set(HEADINGS) <= stated
