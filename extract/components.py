"""The spaCy pipeline: a component for each kind of thing that a posting says, after those whose answers it needs.

Every component reads and fills the `Reading` of its Doc. What is read are stretches of the text, never words, so that a
Doc needs no tokens; where it has them, the stretches are its spans too.

    >>> doc = pipeline()("We write Rust for $120,000 - $150,000 a year.")
    >>> [(span.text, span.label_) for span in doc.spans["said"]]
    [('Rust', 'skill'), ('$120,000 - $150,000 a year', 'pay')]
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from extract.ads import is_ad
from extract.degree import read_degree
from extract.disagreements import find_disagreements
from extract.employment import read_employment
from extract.language import read_language
from extract.pay import from_structured, outvoted, read_pays
from extract.places import read_header_places, read_places, with_cities
from extract.readers import readers
from extract.records import Pay, Tagged
from extract.remote import read_remote
from extract.said import Said
from extract.tokenizer import FastTokenizer
from extract.years import read_years

LONGEST_TEXT = 20_000_000
"""Characters; spaCy's own limit protects parsers, of which there are none here."""
READ = 100_000
"""Characters that fields other than skills are read from: no posting says its pay later."""
LISTED_LEVEL = re.compile(
    r"(?:\n\W*|:\s+)(?:\w+\s){0,2}(?:[Ss]enior|SENIOR|Sr|Junior|Jr|Lead|Staff|Principal|Entry|Mid)\b"
)
"""The beginning of a line or list that may be the title of a level."""
NOTHING = Said()


@dataclass(slots=True, kw_only=True)
class Reading:
    """One posting on its way through the pipeline."""

    title: str | None
    """None for a comment of a thread: its first line plays the title, and it may be no ad at all."""
    text: str
    said: Said = NOTHING
    """What the source says in fields of its own."""
    aside: Sequence[tuple[int, int]] = ()
    """Stretches in which skills are the employer's, not the posting's."""
    titles: list[str] = field(default_factory=list)
    """The titles that name its roles."""
    pays: tuple[Pay, ...] = ()
    """Every range, also those that a better source outvotes."""
    found: dict[str, Any] = field(default_factory=dict)
    """The fields of `Tagged` so far."""

    head: str = field(init=False)
    """The part that fields other than skills are read from."""

    def __post_init__(self) -> None:
        self.head = self.text[:READ]


READING = "jobtide"
"""Key in `doc.user_data`, which is read ten times as fast as an extension attribute."""
Doc.set_extension("tagged", getter=lambda doc: Tagged(**doc.user_data[READING].found), force=True)

Component = Callable[[Reading], None]
COMPONENTS: dict[str, Component] = {}


def _component(read: Component) -> Component:
    """Register `read` as a component of its name, behind those before it."""
    name = read.__name__
    COMPONENTS[name] = read

    def run(doc: Doc) -> Doc:
        reading = doc.user_data.get(READING)
        if reading is None:
            reading = doc.user_data[READING] = Reading(title="", text=doc.text)
        read(reading)
        return doc

    Language.component(f"jobtide_{name}", func=run)
    return read


@_component
def language(reading: Reading) -> None:
    """Tell the language, and an ad from a comment that advertises nothing."""
    reading.found["language"] = read_language(reading.head)
    reading.found["is_ad"] = reading.title is not None or is_ad(reading.head)


@_component
def roles(reading: Reading) -> None:
    """Read the roles from the title, the body only settling ties."""
    title, head, known = reading.title, reading.head, readers()
    if title is not None:
        role = known.roles.read_title(title)
        reading.titles = [title]
        settled = known.roles.settled((role,) if role else (), head)
    else:
        found, reading.titles = known.comments.read(head)
        settled = known.roles.settled(found, head)
    reading.found |= {"roles": settled, "role": settled[0] if len(settled) == 1 else None}


@_component
def seniority(reading: Reading) -> None:
    """Read the level from the titles; of a comment also from the titles that its body lists, where they agree."""
    known = readers()
    found = known.seniority.read(reading.titles, reading.head)
    if found is None and reading.title is None and LISTED_LEVEL.search(reading.head):
        levels = {known.seniority.read_title(said) for said in known.comments.read_body(reading.head)[1]}
        found = levels.pop() if len(levels) == 1 else None
    reading.found["seniority"] = found


@_component
def skills(reading: Reading) -> None:
    """Read the skills with their sections, negated or preferred."""
    known = readers().skills
    tags = known.read(reading.text, reading.title is None, reading.aside)
    reading.found["tags"] = known.read_title(reading.title) + tags if reading.title else tags


@_component
def pay(reading: Reading) -> None:
    """Read every range, structured ones first; a title's only where nothing else says one."""
    said = reading.said
    structured = tuple(pay for record in said.pay if (pay := from_structured(record)))
    spoken = tuple(span.pay for span in read_pays(reading.head, said.country))
    if not spoken and not structured and reading.title:
        spoken = tuple(span.pay for span in read_pays(reading.title, said.country))
    reading.pays = structured + spoken
    reading.found["pays"] = outvoted(reading.pays)


@_component
def places(reading: Reading) -> None:
    """Read the places of work: the source's, else those of the header."""
    title, said = reading.title, reading.said
    if said.places:
        found = read_places(said.places, said.country)
        reading.found["places"] = with_cities(found, read_header_places(title)) if title else found
        return
    header = reading.head.lstrip().split("\n", 1)[0] if title is None else title
    reading.found["places"] = read_header_places(header)


@_component
def work(reading: Reading) -> None:
    """Read from where, and by what kind of contract, one works."""
    title, head, said = reading.title, reading.head, reading.said
    reading.found["remote"] = read_remote(title, head, said.remote, said.places)
    reading.found["employment"] = read_employment(title, head, said.employment)


@_component
def demands(reading: Reading) -> None:
    """Read the degree and the years that are asked for."""
    reading.found["degree"] = read_degree(reading.head)
    reading.found["years_min"] = read_years(reading.head)


@_component
def topics(reading: Reading) -> None:
    """Tell the topics that the skills and roles belong to."""
    reading.found["topics"] = readers().topics.read(reading.found["tags"], reading.found["roles"])


@_component
def disagreements(reading: Reading) -> None:
    """Find what the text says otherwise than the source's own fields."""
    if reading.said is not NOTHING:
        found = find_disagreements(reading.title, reading.head, reading.said, reading.pays)
        reading.found["disagreements"] = found


@Language.component("jobtide_spans")
def spans(doc: Doc) -> Doc:
    """Mark skills and pay as spans of a Doc that has tokens."""
    if len(doc):
        reading = doc.user_data[READING]
        tags = [(tag.start, tag.end, "skill", tag.key) for tag in reading.found["tags"] if tag.start >= 0]
        pays = [(span.start, span.end, "pay", "") for span in read_pays(reading.head, reading.said.country)]
        marked = (
            doc.char_span(start, end, label, alignment_mode="expand", span_id=key)
            for start, end, label, key in (*tags, *pays)
        )
        doc.spans["said"] = [span for span in marked if span]
    return doc


@cache
def pipeline() -> Language:
    """Return the pipeline; built once a process."""
    nlp = spacy.blank("en")
    nlp.tokenizer = FastTokenizer(nlp.vocab)
    nlp.max_length = LONGEST_TEXT
    for name in COMPONENTS:
        nlp.add_pipe(f"jobtide_{name}")
    nlp.add_pipe("jobtide_spans")
    return nlp
