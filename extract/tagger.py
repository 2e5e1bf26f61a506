"""Join everything: one posting's title, text and source fields in, all of its tags out."""

import re
from collections.abc import Sequence
from functools import cache

from extract.ads import is_ad
from extract.comments import CommentReader
from extract.components import skill_reader
from extract.degree import read_degree
from extract.disagreements import find_disagreements
from extract.employment import read_employment
from extract.language import read_language
from extract.pay import from_structured, outvoted, read_pays
from extract.places import read_header_places, read_places, with_cities
from extract.records import Pay, Place, RoleSaid, Tag, Tagged
from extract.remote import read_remote
from extract.roles import RoleReader
from extract.said import Said
from extract.seniority import SeniorityReader
from extract.topics import TopicReader
from extract.vocabulary import load_vocabulary
from extract.years import read_years

NOTHING = Said()
SURROGATE = re.compile(r"[\ud800-\udfff]")
LISTED_LEVEL = re.compile(
    r"(?:\n\W*|:\s+)(?:\w+\s){0,2}(?:[Ss]enior|SENIOR|Sr|Junior|Jr|Lead|Staff|Principal|Entry|Mid)\b"
)
"""The beginning of a line or list that may be the title of a level."""
READ = 100_000
"""Characters that fields other than skills are read from: no posting says its pay later."""


class Tagger:
    """Reads postings; holds no state between two of them."""

    def __init__(self) -> None:
        vocabulary = load_vocabulary()
        self.vocabulary = vocabulary
        self._skills = skill_reader()
        self._roles = RoleReader(vocabulary)
        self._comments = CommentReader(self._roles)
        self._seniority = SeniorityReader(vocabulary.words["seniority"])
        self._topics = TopicReader(tuple(vocabulary.topics.values()))

    def tag(
        self, title: str | None, text: str, said: Said | None = None, aside: Sequence[tuple[int, int]] = ()
    ) -> Tagged:
        """Return everything the posting says.

        Without a title it is a comment of a thread: its first line plays the title, and it may be no ad at all. Skills
        that stand in a stretch `aside` are its employer's, not the posting's.
        """
        said = said or NOTHING
        title, text = None if title is None else _whole(title), _whole(text)
        head = text[:READ]
        roles, titles = self._read_roles(title, head)
        tags = self._read_skills(title, text, aside)
        pays = _read_pays(title, head, said)
        return Tagged(
            language=read_language(head),
            is_ad=title is not None or is_ad(head),
            role=roles[0] if len(roles) == 1 else None,
            roles=roles,
            seniority=self._seniority.read(titles, head) or (self._level_of_list(head) if title is None else None),
            tags=tags,
            pays=outvoted(pays),
            places=_read_places(title, head, said),
            remote=read_remote(title, head, said.remote, said.places),
            employment=read_employment(title, head, said.employment),
            degree=read_degree(head),
            years_min=read_years(head),
            topics=self._topics.read(tags, roles),
            disagreements=() if said is NOTHING else find_disagreements(title, head, said, pays),
        )

    def _read_roles(self, title: str | None, text: str) -> tuple[tuple[RoleSaid, ...], list[str]]:
        """Return the roles and the titles that name them."""
        if title is not None:
            role = self._roles.read_title(title)
            return self._roles.settled((role,) if role else (), text), [title]
        roles, titles = self._comments.read(text)
        return self._roles.settled(roles, text), titles

    def _level_of_list(self, text: str) -> str | None:
        """Return the level on which the titles that a comment lists in its body agree."""
        if not LISTED_LEVEL.search(text):
            return None
        levels = {self._seniority.read_title(said) for said in self._comments.read_body(text)[1]}
        return levels.pop() if len(levels) == 1 else None

    def _read_skills(self, title: str | None, text: str, aside: Sequence[tuple[int, int]]) -> tuple[Tag, ...]:
        tags = self._skills.read(text, title is None, aside)
        return (self._skills.read_title(title) + tags) if title else tags


@cache
def load_tagger() -> Tagger:
    """Return the tagger of this process; the first call takes about a second."""
    return Tagger()


def _whole(text: str) -> str:
    """Return `text` with halves of surrogate pairs, which no encoder takes, replaced; length unchanged."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return SURROGATE.sub("\ufffd", text)
    return text


def _read_pays(title: str | None, text: str, said: Said) -> tuple[Pay, ...]:
    structured = tuple(pay for record in said.pay if (pay := from_structured(record)))
    spoken = tuple(span.pay for span in read_pays(text, said.country))
    if not spoken and not structured and title:
        spoken = tuple(span.pay for span in read_pays(title, said.country))
    return structured + spoken


def _read_places(title: str | None, text: str, said: Said) -> tuple[Place, ...]:
    if said.places:
        places = read_places(said.places, said.country)
        return with_cities(places, read_header_places(title)) if title else places
    return read_header_places(text.lstrip().split("\n", 1)[0] if title is None else title)
