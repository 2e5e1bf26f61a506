"""Group the postings of one employer into vacancies; a pure function of what the postings say."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from extract.folding import fold_words
from extract.similarity import contained, jaccard

ALIKE = 0.7
"""Least Jaccard similarity of two texts of one vacancy."""
REPOST_DAYS = 60
"""Longest pause after which an ad is the same opening again."""
LIFE_DAYS = 180
"""After this the same words advertise another opening."""
SAME_TIME_DAYS = 7
"""Ads for several places of one opening appear within a week."""
FEWEST_WORDS = 30
"""Shorter texts are alike by chance: only the requisition id joins them."""
COMPARED = 3
"""Newest postings of a vacancy that a text is compared with."""


NUMBERED = re.compile(r"[#(\[]?\b(?:[A-Za-z]{1,5}[-_ ]?)?\d{5,}\b[)\]]?")
"""A requisition's number in a title: 'JR-204117'; a year has four digits."""
MARKS = re.compile(r"(?<= )(?:[mwfhdxi] ){1,3}(?:[mwfhdxi]|div|gn)(?= )|(?<= )(?:all genders|gn)(?= )")
"""Gender marks of several countries, folded: 'm w d', 'h f'."""
SHORT = {"sr": "senior", "jr": "junior", "mgr": "manager", "eng": "engineer", "dev": "developer"}
"""Words of titles that are written both ways."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ad:
    """One posting as far as grouping looks at it."""

    posting_id: int
    """Key of the posting."""
    block: str
    """Folded title, or the board for a thread: only ads of one block are compared."""
    is_thread: bool
    """Whether it is a comment of a hiring thread."""
    is_relayed: bool = False
    """Whether an aggregator carries it."""
    requisition_id: str | None
    """The employer's own number."""
    from_day: dt.date
    """First seen."""
    to_day: dt.date
    """Closed, or last seen."""
    places: frozenset[str]
    """Places of work, city or country."""
    text_hash: bytes
    """Equal for equal texts."""
    words: int
    """Length of the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """Why a posting belongs to the vacancy that `first` opened."""

    posting_id: int
    """The member."""
    first: int
    """Posting that opened the vacancy."""
    reason: str
    """`first`, `repost`, `place`, `requisition`, `renewed` or `twin`."""
    similarity: float
    """Jaccard similarity of the texts, 0…1."""


@dataclass(slots=True)
class _Vacancy:
    first: Ad
    members: list[Ad] = field(default_factory=list)
    places: set[str] = field(default_factory=set)
    last_day: dt.date = dt.date.min

    def add(self, ad: Ad) -> None:
        self.members.append(ad)
        if ad.is_relayed and not self.first.is_relayed:
            return  # the employer's own board says how long an opening lives, and where
        self.places |= ad.places
        self.last_day = max(self.last_day, ad.to_day)


def title_block(title: str, places: Iterable[str]) -> str:
    """Return the folded title without the places, gender marks and running numbers it names.

    Levels stay, for they are different openings: 'Engineer I' and 'Engineer II'.

    >>> title_block("Sr. Nurse (Berlin) - m/w/d - JR-204117", ["Berlin"]), title_block("Welder II", [])
    ('senior nurse', 'welder ii')
    """
    folded = f" {fold_words(NUMBERED.sub(' ', title))} "
    for place in places:
        folded = folded.replace(f" {fold_words(place)} ", " ")
    words = MARKS.sub(" ", folded).split()
    return " ".join(SHORT.get(word, word) for word in words)


def group(ads: Iterable[Ad], shingles_of: Callable[[int], frozenset[int]]) -> list[Membership]:
    """Return the membership of every ad of one employer; `shingles_of` gives the text's shingles on demand."""
    blocks: dict[str, list[Ad]] = defaultdict(list)
    for ad in ads:
        blocks[ad.block].append(ad)
    found = []
    for block in blocks.values():
        vacancies: list[_Vacancy] = []
        # The employer's own ads open the vacancies, whatever day an aggregator brought its copies.
        for ad in sorted(block, key=lambda ad: (ad.is_relayed, ad.from_day, ad.posting_id)):
            found.append(_place(ad, vacancies, shingles_of))
    return found


def _place(ad: Ad, vacancies: list[_Vacancy], shingles_of: Callable[[int], frozenset[int]]) -> Membership:
    """Put an ad into the vacancy it fits best, or open one."""
    fits = [(fit, vacancy) for vacancy in vacancies if (fit := _fit(ad, vacancy, shingles_of))]
    if not fits:
        vacancy = _Vacancy(first=ad)
        vacancies.append(vacancy)
        reason, similarity = "first", 1.0
    else:
        (reason, similarity), vacancy = max(fits, key=lambda pair: (pair[0][1], -pair[1].first.posting_id))
    vacancy.add(ad)
    return Membership(posting_id=ad.posting_id, first=vacancy.first.posting_id, reason=reason, similarity=similarity)


def _fit(ad: Ad, vacancy: _Vacancy, shingles_of: Callable[[int], frozenset[int]]) -> tuple[str, float] | None:
    """Return reason and similarity where the ad belongs to the vacancy."""
    is_twin = ad.is_relayed and not vacancy.first.is_relayed
    pause = (ad.from_day - vacancy.last_day).days
    if is_twin:
        pause = max(pause, (vacancy.first.from_day - ad.to_day).days)
    if pause > REPOST_DAYS or (ad.from_day - vacancy.first.from_day).days > LIFE_DAYS:
        return None
    if ad.requisition_id and any(ad.requisition_id == member.requisition_id for member in vacancy.members):
        return "twin" if is_twin else "requisition", 1.0
    agree = not ad.places or not vacancy.places or not ad.places.isdisjoint(vacancy.places)
    if not agree and pause > SAME_TIME_DAYS:
        return None
    if agree and any(_are_two_openings(ad, member) for member in vacancy.members):
        return None
    similarity = max(_similarity(ad, member, shingles_of) for member in vacancy.members[-COMPARED:])
    if similarity < ALIKE:
        return None
    if is_twin:
        return "twin", similarity
    if not agree:
        return "place", similarity
    return "renewed" if ad.is_thread else "repost", similarity


def _are_two_openings(ad: Ad, member: Ad) -> bool:
    """Tell two numbers of an employer listed at the same time for the same place: it seeks two people."""
    if not ad.requisition_id or not member.requisition_id or ad.requisition_id == member.requisition_id:
        return False
    is_same_place = not ad.places or not member.places or not ad.places.isdisjoint(member.places)
    return is_same_place and ad.from_day < member.to_day and member.from_day < ad.to_day


def _similarity(ad: Ad, member: Ad, shingles_of: Callable[[int], frozenset[int]]) -> float:
    if min(ad.words, member.words) < FEWEST_WORDS:
        return 0.0
    if ad.text_hash == member.text_hash:
        return 1.0
    if ad.is_relayed and not member.is_relayed:
        return contained(shingles_of(ad.posting_id), shingles_of(member.posting_id))
    if min(ad.words, member.words) < ALIKE * max(ad.words, member.words) / 2:
        return 0.0
    return jaccard(shingles_of(ad.posting_id), shingles_of(member.posting_id))
