"""Tokens of one location in, drafts of places out: which is the city, which the region, which the country."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.places.gazetteer import City, fold, gazetteer
from extract.records import Place

BIG = 300_000
"""Inhabitants of a city whose districts and sites are known by its name."""
MIDDLING = 100_000
"""The same after 'South' or 'Downtown'."""
COMPASS = re.compile(r"^(?:north|south|east|west|central|downtown|greater|inner|metro)\s+", re.IGNORECASE)
DOMINANCE = 3
"""How many times the inhabitants of the next city of its name a city needs to be meant without a country."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A place while its tokens are read."""

    city: str | None = None
    region: str | None = None
    country: str | None = None
    metro: str | None = None
    is_known: bool = False
    """The city stands in the gazetteer."""

    @property
    def is_place(self) -> bool:
        """Whether anything is known of it."""
        return bool(self.region or self.country or self.metro or (self.city and self.is_known))

    def place(self, said: str) -> Place:
        """Return the record."""
        return Place(city=self.city, region=self.region, country=self.country, metro=self.metro, said=said)


def resolve(tokens: Sequence[str], home: str | None = None) -> list[Draft]:
    """Return the places that the tokens name, the longest run first: city with region and country before city alone."""
    drafts: list[Draft] = []
    position = 0
    while position < len(tokens):
        length, draft = _longest(tokens[position : position + 4], home)
        if draft is not None:
            drafts.append(draft)
        position += length
    return drafts


def _longest(tokens: Sequence[str], home: str | None) -> tuple[int, Draft | None]:
    for length in range(len(tokens), 1, -1):
        run = tokens[:length]
        draft = _together(run) or _together(run[::-1])
        if draft is not None:
            return length, draft
    return 1, _alone(tokens[0], home)


def _together(run: Sequence[str]) -> Draft | None:
    """Read a run as city … region … country, narrow to wide; None where it is not one place."""
    for reading in _wide_readings(run[-1], run[:-1]):
        draft = _narrow(run[:-1], reading)
        if draft is not None and not _is_two_cities(draft, run[-1]):
            return draft
    return None


def _is_two_cities(draft: Draft, wide: str) -> bool:
    """Tell whether a run is rather two cities, as 'San Francisco, New York': the state has no such city."""
    names = gazetteer()
    if draft.city is None or draft.is_known or draft.region is None or len(wide) < 4:
        return False
    return fold(draft.city) in names.cities and (fold(wide) in names.cities or fold(wide) in names.areas)


def _wide_readings(token: str, before: Sequence[str]) -> list[Draft]:
    """Return what the widest token can be: a region when a city of it stands before, else a country, else a region."""
    names = gazetteer()
    key = fold(token)
    regions = [
        Draft(country=country, region=region)
        for country, region in names.regions.get(key, ())
        if _is_code_or_name(token, region)
    ]
    country = names.countries.get(key)
    countries = [Draft(country=country)] if country and (len(key) > 2 or token.isupper()) else []
    narrow = COMPASS.sub("", before[-1]) if before else ""
    sure = [
        draft
        for draft in regions
        if before and names.city(narrow, draft.country, draft.region) and _has_region(narrow, draft)
    ]
    others = [draft for draft in regions if draft not in sure]
    # 'CA' and 'IN' after a name that is no city of Canada or India are the states.
    is_state = len(key) == 2 and before and not (country and names.city(narrow, country))
    return [*sure, *others, *countries] if is_state else [*sure, *countries, *others]


def _has_region(name: str, draft: Draft) -> bool:
    return any(
        city.region == draft.region for city in gazetteer().city(name, draft.country, draft.region)
    ) or _area_fits(name, draft)


def _area_fits(name: str, draft: Draft) -> bool:
    area = gazetteer().areas.get(fold(name))
    return area is not None and area.get("country") == draft.country and area.get("region") in (draft.region, None)


def _is_code_or_name(token: str, code: str) -> bool:
    return token.casefold() != code.casefold() or token.isupper()


def _narrow(rest: Sequence[str], wide: Draft) -> Draft | None:
    """Fit the narrower tokens into a wide one: another region or country on the way, the city at last."""
    if not rest:
        return wide
    names = gazetteer()
    *others, last = rest
    key = fold(last)
    if wide.region is None:
        for country, region in names.regions.get(key, ()):
            if country == wide.country and _is_code_or_name(last, region):
                inner = _narrow(others, replace(wide, region=region))
                if inner is not None:
                    return inner
    if names.countries.get(key) == wide.country and (others or wide.region is None) and key not in names.areas:
        return _narrow(others, wide)
    if len(others) > 0 and not (len(others) == 1 and names.countries.get(fold(others[0])) == wide.country):
        return _narrow_skipping(others, last, wide)
    return _city(last, wide)


def _narrow_skipping(others: Sequence[str], last: str, wide: Draft) -> Draft | None:
    """Read 'Paris, Île-de-France, FR': a region we have no code for stands between a known city and its country."""
    if (
        len(others) == 1
        and gazetteer().city(others[0], wide.country, wide.region)
        and not gazetteer().city(last, wide.country, wide.region)
    ):
        return _city(others[0], wide)
    if len(others) == 1 and fold(others[0]) == fold(last):
        return _city(last, wide)
    return None


def _city(name: str, wide: Draft) -> Draft | None:
    """Return the city within its region and country; a name the gazetteer lacks is kept beside a known region."""
    names = gazetteer()
    area = names.areas.get(fold(name))
    if area and area.get("country") == wide.country and wide.region in (None, area.get("region")):
        return _from_area(area)
    found = names.city(name, wide.country, wide.region)
    if found:
        # GeoNames gives some suburbs the name of their city as another name.
        return _from_city(next((city for city in found if fold(city.name) == fold(name)), found[0]), wide.region)
    if core := names.city(COMPASS.sub("", name), wide.country, wide.region):
        return _from_city(core[0], wide.region)
    if fold(name) in names.cities or fold(name) in names.countries or not _looks_like_a_name(name):
        return None if wide.region is None or fold(name) in names.countries else _unknown(name, wide)
    return _unknown(name, wide)


def _unknown(name: str, wide: Draft) -> Draft | None:
    if not _looks_like_a_name(name) or wide.country is None:
        return None
    metro = gazetteer().metros.get((fold(name), wide.region or "")) if wide.country == "US" else None
    return replace(wide, city=name, metro=metro)


def _looks_like_a_name(name: str) -> bool:
    words = name.split()
    return (
        0 < len(words) <= 4
        and len(name) > 2
        and name[0].isupper()
        and not any(letter.isdigit() for letter in name)
        and not name.isupper()
    ) or (name.isupper() and name.isalpha() and len(name) > 3)


def _alone(token: str, home: str | None) -> Draft | None:
    """Return what a token names by itself, or None; an ambiguous city keeps its name and nothing else."""
    names = gazetteer()
    key = fold(token)
    if key in names.areas and not (len(key) == 2 and key.isascii() and not token.isupper()):
        return _from_area(names.areas[key])
    if key in names.wide:
        return Draft(region=names.wide[key])
    country = names.countries.get(key)
    region = next((draft for draft in names.regions.get(key, ())), None)
    if country and region and len(key) > 3 and region[0] != country:
        return None  # Georgia
    cities = names.cities.get(key, ())
    if country and len(key) > 2 and not (region and len(names.regions[key]) == 1 and cities and key != "england"):
        return Draft(country=country, region=region[1] if region and region[0] == country and country == "GB" else None)
    if country and token.isupper():
        return Draft(country=country)
    if cities and key not in names.not_alone and len(key) > 2:
        dominant = _dominant(key, home)
        if dominant:
            return _from_city(dominant, None)
    if region and len(key) > 3 and len(names.regions[key]) == 1:
        return Draft(country=region[0], region=region[1])
    if cities and key not in names.not_alone and len(key) > 2:
        return Draft(city=cities[0].name, is_known=True)
    return _part_of_city(token, home)


def _part_of_city(token: str, home: str | None) -> Draft | None:
    """Return the big city whose name begins a token that is no name itself: 'Berlin Mitte', 'Boston Harbour Works'."""
    names = gazetteer()
    core = COMPASS.sub("", token)
    if core != token and (found := _dominant(fold(core), home)) and found.people >= MIDDLING:
        return _from_city(found, None)
    words = re.split(r"[\s-]+", token)
    for length in range(len(words) - 1, 0, -1):
        key = fold(" ".join(words[:length]))
        if key in names.areas and names.areas[key].get("city") and len(key) > 3:
            return _from_area(names.areas[key])
        dominant = _dominant(key, home) if key not in names.not_alone and len(key) > 3 else None
        if dominant and dominant.people >= BIG:
            return _from_city(dominant, None)
    return None


def _dominant(key: str, home: str | None) -> City | None:
    """Return the one of the cities of a folded name that is meant without a country, or None where none surely is."""
    cities = gazetteer().cities.get(key, ())
    candidates = [city for city in cities if city.country == home] or list(cities)
    if not candidates:
        return None
    first = candidates[0]
    # Against a city that is called so, those that only have it for another name are no rivals: Rome and Lomé.
    named = [city for city in candidates if fold(city.name) == key]
    rivals = (named if first in named else candidates)[1:]
    return first if not rivals or first.people >= DOMINANCE * rivals[0].people else None


def _from_area(area: dict[str, str]) -> Draft:
    city, region, country = area.get("city"), area.get("region"), area.get("country")
    metro = area.get("metro") or _metro(city, region, country)
    return Draft(city=city, region=region, country=country, metro=metro, is_known=True)


def _from_city(city: City, region: str | None) -> Draft:
    region = city.region or region
    return Draft(
        city=city.name,
        region=region,
        country=city.country,
        metro=_metro(city.name, region, city.country),
        is_known=True,
    )


def _metro(city: str | None, region: str | None, country: str | None) -> str | None:
    return gazetteer().metros.get((fold(city), region)) if country == "US" and city and region else None
