"""Terms that requirements name and the vocabulary does not, ranked by how they rose within a year."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from ahocorasick_rs import AhoCorasick

from extract.discovery.logodds import Mentions
from extract.discovery.terms import Term, TermReader
from extract.folding import lower, straighten

YEAR = dt.timedelta(days=365)
ASKED = 0.2
"""Least share of the employers writing a term that ask for it: 'building' is written by all and asked for by few."""
EXAMPLES = 3
AROUND = 50
"""Characters of an example on each side of the term."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ad:
    """One posting as far as discovery looks at it."""

    employer: str
    """Whose mention it is; an employer counts once a time."""
    day: dt.date
    """Posted, or first seen."""
    text: str
    """Clean text."""
    is_thread: bool
    """Whether its first line plays the title."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """One term for a person to accept or not."""

    term: str
    """As mostly written."""
    employers: int
    """Employers that asked for it within the last year."""
    before: int
    """Employers that asked for it earlier."""
    rise: float
    """Standard score of its rise, see `logodds`."""
    examples: tuple[str, ...]
    """The words around it."""


@dataclass(slots=True)
class _Seen:
    now: set[str] = field(default_factory=set)
    before: set[str] = field(default_factory=set)
    said: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)

    def add(self, ad: Ad, term: Term, is_now: bool) -> None:
        mine = self.now if is_now else self.before
        if is_now and ad.employer not in mine and len(self.examples) < EXAMPLES:
            left, right = max(0, term.start - AROUND), term.start + len(term.said) + AROUND
            self.examples.append(" ".join(ad.text[left:right].split()))
        mine.add(ad.employer)
        self.said[term.said] += 1


def suggest(
    ads: Callable[[], Iterable[Ad]], reader: TermReader, today: dt.date, least: int = 3, most: int = 50
) -> list[Suggestion]:
    """Return the terms that at least `least` employers asked for within the year before `today`, the risen first.

    `ads` is called twice and gives the same ads each time: terms are found in the first pass, and in the second how
    many employers write them at all. Nothing is counted anywhere before a person adds a term to the vocabulary.
    """
    seen: dict[str, _Seen] = defaultdict(_Seen)
    for ad in ads():
        is_now = today - YEAR < ad.day <= today
        if ad.day > today:
            continue
        for term in reader.read(ad.text, ad.is_thread):
            seen[term.key].add(ad, term, is_now)
    total = Mentions(
        now=sum(len(one.now) for one in seen.values()), before=sum(len(one.before) for one in seen.values())
    )
    candidates = {key: one for key, one in seen.items() if len(one.now) >= least}
    writing = _writing(ads(), list(candidates))
    found = [
        Suggestion(
            term=one.said.most_common(1)[0][0],
            employers=len(one.now),
            before=len(one.before),
            rise=round(total.rise(len(one.now), len(one.before)), 2),
            examples=tuple(one.examples),
        )
        for key, one in candidates.items()
        if len(one.now | one.before) >= ASKED * writing[key]
    ]
    return sorted(found, key=lambda one: (-one.rise, -one.employers, one.term))[:most]


def _writing(ads: Iterable[Ad], terms: list[str]) -> Counter[str]:
    """Return how many employers write each term anywhere in their ads."""
    if not terms:
        return Counter()
    automaton = AhoCorasick(terms)
    employers: dict[str, set[str]] = defaultdict(set)
    for ad in ads:
        text = lower(straighten(ad.text)).replace("-", " ")
        for number, start, end in automaton.find_matches_as_indexes(text, overlapping=True):
            if not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum()):
                employers[terms[number]].add(ad.employer)
    return Counter({term: len(known) for term, known in employers.items()})
