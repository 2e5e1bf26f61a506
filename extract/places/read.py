"""Location strings of a source in, places of work out; what cannot be told stays null."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from extract.places.gazetteer import fold, gazetteer
from extract.places.resolve import Draft, resolve
from extract.records import Place

COUNT = re.compile(r"^\W*(?:\d+\+?|multiple|several|various|many)\s+(?:\w+\s)?locations?\W*$", re.IGNORECASE)
HARD = re.compile(r"\s*(?:[;|•\n]|\s/\s|\bor\b|\boder\b|\bou\b|\s&\s|\band\b|\bund\b|\s\+\s)\s*", re.IGNORECASE)
SLASH = re.compile(r"(?<=\w)\s?/\s?(?=\w)")
SOFT = re.compile(
    r"\s*(?:,|\s[-–—:@]+\s|[()\[\]]|\s[–—]|[–—]\s|:\s|(?<=\w)-\s|\s-(?=\w)|\s(?:in|from|within|across)\s)\s*"
)
DASHED = re.compile(r"^([A-Z]{2,3})-([A-Z]{2}|[A-Z][\w. ]+)(?:-([A-Z][\w. ]+))?$")
SPACED = re.compile(r"^(USA?)[ .]([A-Z]{2})[ .]([A-Z][\w. ]+)$")
ZIP = re.compile(r"\b(?:\d{5}(?:-\d{4})?|[A-Z]\d[A-Z] ?\d[A-Z]\d|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})\b")
DISTRICT = re.compile(
    r"\b(?:län|kraj|fylke|megye|governorate|province|prefecture|voivodeship|oblast|district|kommune?|"
    r"landkreis|judet|kreis)$|^(?:woj(?:ewództwo|\.)|provincia|province|departamento|département|județul|county)\b",
    re.IGNORECASE,
)
NUMBER = re.compile(r"(?<![\w-])\d{1,3}(?:e|er|ème|th|st|nd|rd|\.)?(?![\w-])")
"""Number of a district or building, as in 'Paris 9e' and 'Depot 2'."""
LONGEST = 600
"""Characters of one location string that are read."""


def read_places(said: Sequence[str], country: str | None = None) -> tuple[Place, ...]:
    """Return every place that the location strings name, each once, in their order.

    A city said without region or country is the most populous of its name only where it has at least three times the
    inhabitants of the next one elsewhere, or lies in `country`, the board's own; else its region and country stay null.

    >>> places = read_places(["Austin, TX or Berlin", "Remote - UK", "3 Locations"])
    >>> [(place.city, place.region, place.country) for place in places]
    [('Austin', 'TX', 'US'), ('Berlin', 'BE', 'DE'), (None, None, 'GB')]
    """
    found: dict[tuple[str | None, str | None, str | None, str | None], Place] = {}
    for string in said:
        for place in _read_one(string[:LONGEST], country):
            found.setdefault((place.city, place.region, place.country, place.metro), place)
    return _without_wider(list(found.values()))


@lru_cache(maxsize=20_000)
def _read_one(said: str, country: str | None) -> tuple[Place, ...]:
    if COUNT.match(said):
        return ()
    places = _resolve_all(said, country)
    countries = {place.country for place in places if place.country}
    if len(countries) == 1 and any(place.city and place.country is None for place in places):
        places = _resolve_all(said, countries.pop())
    return tuple(places)


def _resolve_all(said: str, country: str | None) -> list[Place]:
    """Return the places of all pieces; `country` decides between cities of one name."""
    return [draft.place(piece) for piece in pieces(said) for draft in resolve(tokens(piece), country) if draft.is_place]


def pieces(said: str) -> Iterator[str]:
    """Yield the parts of a string that name different places; a name that itself holds 'and' stays whole.

    >>> list(pieces("London / Berlin or Oslo; Trinidad and Tobago"))
    ['London', 'Berlin', 'Oslo', 'Trinidad and Tobago']
    """
    whole = gazetteer()
    for part in re.split(r"\s*[;|•\n]\s*", said):
        if fold(part) in whole.countries or fold(part) in whole.regions:
            yield part
            continue
        for smaller in HARD.split(part):
            for piece in SLASH.split(smaller) if "://" not in smaller else ():
                if piece.strip():
                    yield piece.strip()


def tokens(piece: str) -> list[str]:
    """Return the names a piece consists of, without remarks, postcodes and remote words.

    >>> tokens("Remote - Austin, TX 78701 (HQ)"), tokens("US-CA-Menlo Park")
    (['Austin', 'TX'], ['US', 'CA', 'Menlo Park'])
    """
    piece = NUMBER.sub(" ", ZIP.sub(" ", piece))
    if dashed := DASHED.match(piece.strip()) or SPACED.match(piece.strip()):
        return [token for token in dashed.groups() if token and fold(token) not in gazetteer().noise]
    found = []
    for raw in SOFT.split(piece):
        for part in _apart(raw.strip(" .*–—-:\t\u00a0")):
            if (token := _stripped(part)) and not _is_district(token):
                found.append(token)
    return found


def _is_district(token: str) -> bool:
    """Tell whether a token is a province or county by its own word, of which we have no code: 'Stockholms län'."""
    return DISTRICT.search(token) is not None and fold(token) not in gazetteer().regions


def _apart(token: str) -> list[str]:
    """Part a country or region from what is tied to it with a hyphen: 'Thailand-Regional'."""
    names = gazetteer()
    first, hyphen, rest = token.partition("-")
    if not hyphen or fold(token) in names.cities or fold(token) in names.areas or fold(token) in names.regions:
        return [token]
    return [first, rest] if fold(first) in names.countries or fold(rest) in names.countries else [token]


def _stripped(token: str) -> str | None:
    """Return a token without words that name no place at its ends: 'Remote US' → 'US', 'Paris office' → 'Paris'."""
    names = gazetteer()
    words = token.split()
    if (
        fold(token) in names.areas
        or fold(token) in names.countries
        or fold(token) in names.regions
        or fold(token) in names.wide
    ):
        return token
    while words and fold(" ".join(words)) not in names.cities:
        if fold(" ".join(words)) in names.noise:
            return None
        if fold(words[0].strip("-–:")) in names.noise:
            words = words[1:]
        elif fold(words[-1].strip("-–:")) in names.noise:
            words = words[:-1]
        else:
            break
        if fold(" ".join(words)) in names.areas or fold(" ".join(words)) in names.wide:
            break
    return " ".join(words).strip(" -–") or None


def _without_wider(places: list[Place]) -> tuple[Place, ...]:
    """Drop a bare country or region that another place of the same posting lies in ('Berlin, Germany / Germany')."""
    return tuple(
        place
        for place in places
        if place.city or place.metro or not any(_is_within(other, place) for other in places if other is not place)
    )


def _is_within(place: Place, wide: Place) -> bool:
    """Tell whether a place is narrower than a bare country or region, or a city beside a region of many countries."""
    if wide.country is None:
        return place.city is not None
    return (
        place.country == wide.country
        and (wide.region is None or place.region == wide.region)
        and bool(place.city or place.metro or (place.region and not wide.region))
    )


def with_cities(places: tuple[Place, ...], others: tuple[Place, ...]) -> tuple[Place, ...]:
    """Return the cities that a title names within the countries that the location strings leave it at.

    'Account Manager - Sydney' at 'Australia' is in Sydney; in the title of a job at 'Canada' it is a customer's.
    """
    if any(place.city for place in places):
        return places
    countries = {place.country for place in places if place.country}
    cities = tuple(other for other in others if other.city and other.country in countries)
    kept = (place for place in places if place.country not in {city.country for city in cities})
    return (*cities, *kept) if cities else places


__all__ = ["Draft", "pieces", "read_places", "tokens", "with_cities"]
