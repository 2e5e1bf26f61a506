"""Places of work, from location strings and from header lines."""

import csv
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.places import read_header_places, read_places, with_cities
from extract.places.gazetteer import DATA, gazetteer
from tests.extract.examples import examples, ids

ROWS = examples("places")
SAID = [row for row in ROWS if "said" in row]
HEADERS = [row for row in ROWS if "line" in row]


def flat(places: Any) -> list[list[str | None]]:
    return [[place.city, place.region, place.country] for place in places]


@pytest.mark.parametrize("example", SAID, ids=ids(SAID))
def test_location_strings_give_the_places_they_name(example: dict[str, Any]) -> None:
    assert example["expect"] == flat(read_places(example["said"], example.get("country")))


@pytest.mark.parametrize("example", HEADERS, ids=[row["line"][:50] for row in HEADERS])
def test_a_header_line_gives_only_the_places_it_surely_names(example: dict[str, Any]) -> None:
    assert example["expect"] == flat(read_header_places(example["line"]))


@pytest.mark.parametrize(
    ("said", "metro"),
    [
        ("Oakland, CA", "San Francisco-Oakland-Fremont, CA"),
        ("Palo Alto, CA", "San Jose-Sunnyvale-Santa Clara, CA"),
        ("SF Bay Area", "San Francisco-Oakland-Fremont, CA"),
        ("Hoboken, NJ", "New York-Newark-Jersey City, NY-NJ"),
        ("Winston-Salem, NC", "Winston-Salem, NC"),
        ("London, UK", None),
    ],
)
def test_a_city_of_the_united_states_has_its_metropolitan_area(said: str, metro: str | None) -> None:
    assert [metro] == [place.metro for place in read_places([said])]


@pytest.mark.parametrize(
    ("said", "title", "expected"),
    [
        ("Australia", "Account Manager - Perth", [["Perth", "WA", "AU"]]),
        ("Canada", "Account Manager - Melbourne", [[None, None, "CA"]]),
        ("Leeds, UK", "Nurse - London", [["Leeds", "ENG", "GB"]]),
        ("Texas / Norway", "Baker, Houston", [["Houston", "TX", "US"], [None, None, "NO"]]),
    ],
)
def test_a_title_may_name_the_city_within_the_country_said(said: str, title: str, expected: list[object]) -> None:
    assert expected == flat(with_cities(read_places([said]), read_header_places(title)))


def test_every_city_of_a_metropolitan_area_lies_in_one_state() -> None:
    with (DATA / "metros.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    states = {code for country, code in gazetteer().regions["california"] if country == "US"} | {
        row["state"] for row in rows
    }
    assert all(len(state) == 2 and state.isupper() for state in states)
    assert len(rows) == len({(row["city"], row["state"]) for row in rows})


@given(st.lists(st.text(alphabet="ABLNUKSaeinorst,/-–()|; 0123", max_size=60), max_size=3))
def test_no_location_breaks_the_reading(said: list[str]) -> None:
    for place in read_places(said):
        assert place.city or place.region or place.country or place.metro
