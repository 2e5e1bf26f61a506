import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from scrapers.headline import employer_of
from scrapers.ingest.employers import employer_ids, employer_slug
from scrapers.tables import EmployerRow

FIXTURES = Path(__file__).parents[3] / "fixtures"


def lines(name: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in (FIXTURES / name).read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("case", lines("employers.jsonl"), ids=lambda case: case["name"])
def test_spellings_of_one_employer_share_a_slug(case: dict[str, str]) -> None:
    assert employer_slug(case["name"]) == case["slug"]


@pytest.mark.parametrize("case", lines("headlines.jsonl"), ids=lambda case: case["headline"][:40])
def test_the_first_segment_is_the_employer_unless_it_cannot_be(case: dict[str, str]) -> None:
    assert employer_of(case["headline"]) == case["employer"]


@given(st.text(max_size=300))
def test_a_slug_is_stable_and_fits_its_column(name: str) -> None:
    slug = employer_slug(name)
    assert slug is None or (0 < len(slug) <= 200 and " " not in slug and employer_slug(slug.upper()) is not None)


def test_one_row_an_employer_under_the_first_name_seen(engine: Engine) -> None:
    with engine.begin() as connection:
        first = employer_ids(connection, ["Acme GmbH", "ACME", "—", "Zed"])
        second = employer_ids(connection, ["acme inc", "Zed"])
        names = connection.scalars(select(EmployerRow.name).order_by(EmployerRow.slug)).all()
    assert first["Acme GmbH"] == first["ACME"] == second["acme inc"]
    assert "—" not in first
    assert names == ["Acme GmbH", "Zed"]
