"""Places in the first line of a hiring comment: 'Acme | Berlin, Germany | ONSITE'."""

import re
from functools import lru_cache

from extract.places.gazetteer import WORD, fold, gazetteer
from extract.places.read import pieces, tokens
from extract.places.resolve import resolve
from extract.records import Place

SEGMENT = re.compile(r"\s*(?:[|•·]|//|\s[-–—]{1,2}\s|\s/\s|\s~\s|;|\s:\s)\s*")
REMARK = re.compile(
    r"\b(?:remote(?:ly)?|on-?site|hybrid|in[- ]office|in[- ]person|full[- ]?time|part[- ]?time|"
    r"contract|only|preferred|possible|ok(?:ay)?|friendly|visa|relocation|interns?|in|from|based|hq|"
    r"near|around|within|or|and|time ?zones?|days?|week|also|fully|100%|local|anywhere|flexible|some|"
    r"must|be|residents?|candidates?|citizens?|locations?|office|per|a|the)\b",
    re.IGNORECASE,
)
LONGEST = 300
SHORT = frozenset({"US", "UK", "EU", "SF", "NY", "LA", "DC"})
"""Names of two letters that a segment may consist of; others are as often 'PM' or 'ML'."""
SMALLEST = 100_000
"""Inhabitants below which a city standing alone in a header could as well be a word or an employer."""


def read_header_places(title_line: str) -> tuple[Place, ...]:
    """Return the places a header line names; segments with more than places and remarks on remote work say nothing.

    >>> [(place.city, place.country) for place in read_header_places("Acme | Engineer | Berlin, Germany | ONSITE")]
    [('Berlin', 'DE')]
    """
    segments = SEGMENT.split(title_line.split("\n", 1)[0][:LONGEST])
    found: dict[tuple[str | None, str | None, str | None, str | None], Place] = {}
    for number, segment in enumerate(segments):
        if number == 0 and len(segments) > 1:
            continue
        for place in _segment(segment):
            found.setdefault((place.city, place.region, place.country, place.metro), place)
    return tuple(found.values())


@lru_cache(maxsize=50_000)
def _segment(segment: str) -> tuple[Place, ...]:
    if len(segment) > 120 or "http" in segment or "@" in segment:
        return ()
    if gazetteer().words.isdisjoint(WORD.findall(fold(segment))):
        return ()
    places: list[Place] = []
    for piece in pieces(segment):
        names = [_bare(token) for token in tokens(piece)]
        kept = [name for name in names if name and (len(names) > 1 or len(name) != 2 or name in SHORT)]
        places.extend(
            draft.place(piece)
            for draft in resolve(kept)
            if draft.is_place and _is_sure(draft.city, draft.country, len(kept)) and (draft.is_known or not draft.city)
        )
    return tuple(places)


def _bare(token: str) -> str:
    if fold(token) in gazetteer().areas:
        return token
    return re.sub(r"\s+", " ", REMARK.sub(" ", token)).strip(" -–.,!*+:")


def _is_sure(city: str | None, country: str | None, names: int) -> bool:
    if city is None or names > 1:
        return True
    cities = gazetteer().city(city, country)
    return bool(cities) and cities[0].people >= SMALLEST
