"""What the mart knows of the vocabulary: what keys are called, and which group a skill belongs to."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import pyarrow.parquet as pq


class Vocabulary(Protocol):
    """What labels need of `extract.vocabulary.Vocabulary`: key → entry with a label and, for skills, a group."""

    @property
    def skills(self) -> Any: ...  # noqa: D102 - see the class
    @property
    def roles(self) -> Any: ...  # noqa: D102 - see the class
    @property
    def topics(self) -> Any: ...  # noqa: D102 - see the class


Words = Callable[[], Vocabulary]
"""Gives the vocabulary as soon as it is loaded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What one key is called."""

    label: str
    group: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A vocabulary as far as labels tell of it."""

    skills: dict[str, Entry] = field(default_factory=dict)
    roles: dict[str, Entry] = field(default_factory=dict)
    topics: dict[str, Entry] = field(default_factory=dict)


def words_of(folder: Path) -> Vocabulary:
    """Return what the mart in `folder` calls skills, roles and topics."""
    labels = pq.read_table(folder / "labels.parquet", filters=[("dimension", "in", ["skill", "role", "topic"])])
    words = Named()
    for dimension, key, label, group in zip(*labels.to_pydict().values(), strict=True):
        getattr(words, f"{dimension}s")[key] = Entry(label=label, group=group)
    return words
