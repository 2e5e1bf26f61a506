"""From a stored posting to the rows of its tags; runs in worker processes, so plain values go in and out."""

import hashlib
from dataclasses import asdict, dataclass
from typing import Any

from extract.clusters import FEWEST_WORDS
from extract.folding import fold_words
from extract.records import SECTIONS, Tag, Tagged
from extract.said import Said
from extract.similarity import bands
from extract.tagger import load_tagger
from extract.text import clean_text

PAY_FIELDS = ("low", "high", "currency", "per", "kind", "scope", "said", "origin")
MOST_PAYS = 40
MOST_PLACES = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What the tagger needs to know of one stored posting."""

    posting_id: int
    """Key of the posting."""
    content_hash: bytes
    """Of its current version."""
    is_thread: bool
    """Whether it is a comment of a hiring thread."""
    country: str | None
    """Of its board."""
    title: str
    """As printed."""
    html: str
    """Body."""
    text: str | None
    """Clean text, where it is already stored."""
    said: dict[str, Any]
    """Fields of the source."""
    extractor_id: int
    """Row of the extractor that reads it."""
    aside: tuple[tuple[int, int], ...] = ()
    """Stretches of the text that its employer repeats in other ads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Rows of one posting, ready to be written."""

    posting_id: int
    """Key of the posting."""
    extraction: dict[str, Any]
    """Single-valued fields."""
    clean: dict[str, Any] | None
    """Row of clean text where it was not stored yet."""
    tags: list[dict[str, Any]]
    """One a kind and key."""
    pays: list[dict[str, Any]]
    """One a range."""
    places: list[dict[str, Any]]
    """One a place."""
    disagreements: list[dict[str, Any]]
    """One a field."""
    bands: tuple[int, ...]
    """Values that like texts share; none for a short text or what is no ad."""


def read_batch(batch: list[Stored]) -> list[Rows]:
    """Return the rows of a batch, in order."""
    return [read_one(stored) for stored in batch]


def read_one(stored: Stored) -> Rows:
    """Return the rows of one posting; a comment that is no ad has no tags, pay or places."""
    text = clean_text(stored.html) if stored.text is None else stored.text
    said = Said.from_json(stored.said, stored.country)
    tagged = load_tagger().tag(None if stored.is_thread else stored.title, text, said, stored.aside)
    key = stored.posting_id
    return Rows(
        posting_id=key,
        extraction=_extraction(stored, tagged, text),
        clean={"content_hash": stored.content_hash, "text": text} if stored.text is None else None,
        tags=_tags(key, tagged) if tagged.is_ad else [],
        pays=_pays(key, tagged) if tagged.is_ad else [],
        places=_places(key, tagged) if tagged.is_ad else [],
        disagreements=_disagreements(key, tagged) if tagged.is_ad else [],
        bands=bands(text) if tagged.is_ad and len(text.split()) >= FEWEST_WORDS else (),
    )


def _extraction(stored: Stored, tagged: Tagged, text: str) -> dict[str, Any]:
    return {
        "posting_id": stored.posting_id,
        "extractor_id": stored.extractor_id,
        "content_hash": stored.content_hash,
        "language": tagged.language,
        "is_ad": tagged.is_ad,
        "role": tagged.role.key if tagged.role else None,
        "seniority": tagged.seniority,
        "remote": tagged.remote,
        "employment": tagged.employment,
        "degree": tagged.degree,
        "years_min": tagged.years_min,
        "text_hash": hashlib.blake2b(fold_words(text).encode("utf-8", "replace"), digest_size=16).digest(),
    }


def _tags(key: int, tagged: Tagged) -> list[dict[str, Any]]:
    labels = load_tagger().vocabulary.topics
    tags = [*best_spans(tagged.tags)]
    tags += [Tag(kind="role", key=role.key, said=role.said, start=-1, end=-1, section="title") for role in tagged.roles]
    tags += [
        Tag(kind="topic", key=topic, said=labels[topic].label, start=-1, end=-1, section="body")
        for topic in tagged.topics
    ]
    return [{"posting_id": key, **asdict(tag), "counted": tag.is_counted} for tag in tags]


def best_spans(tags: tuple[Tag, ...]) -> list[Tag]:
    """Return one span a key: counted before uncounted, required before preferred, best section, first."""
    best: dict[str, Tag] = {}
    for tag in sorted(
        tags, key=lambda tag: (not tag.is_counted, tag.preferred, SECTIONS.index(tag.section), tag.start)
    ):
        best.setdefault(tag.key, tag)
    return list(best.values())


def _pays(key: int, tagged: Tagged) -> list[dict[str, Any]]:
    return [
        {"posting_id": key, "position": position, **{name: getattr(pay, name) for name in PAY_FIELDS}}
        for position, pay in enumerate(tagged.pays[:MOST_PAYS])
    ]


def _places(key: int, tagged: Tagged) -> list[dict[str, Any]]:
    return [
        {"posting_id": key, "position": position, **asdict(place)}
        for position, place in enumerate(tagged.places[:MOST_PLACES])
    ]


def _disagreements(key: int, tagged: Tagged) -> list[dict[str, Any]]:
    by_field = {disagreement.field: disagreement for disagreement in tagged.disagreements}
    return [{"posting_id": key, **asdict(disagreement)} for disagreement in by_field.values()]
