"""The digest of the small market, word for word; `GOLDEN=write pytest tests/trends/digest` renews the files."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from trends.digest.build import tell

GOLDEN = Path(__file__).parents[3] / "fixtures" / "digest"


@pytest.mark.parametrize("name", ["small", "quiet"])
def test_the_digest_of_a_small_market_stays_as_it_was_read_and_approved(name, market, calm, material):
    digest = tell(material({"small": market, "quiet": calm}[name]))
    for suffix, written in ((".html", digest.html), (".txt", f"Subject: {digest.subject}\n\n{digest.text}")):
        file = GOLDEN / (name + suffix)
        if os.environ.get("GOLDEN") == "write":
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(written, encoding="utf-8")
        assert written == file.read_text(encoding="utf-8")


def test_the_same_rows_make_the_same_digest(market, material: Callable):
    assert tell(material(market)) == tell(material(list(reversed(market))))
