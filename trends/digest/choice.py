"""What one reader wants of a digest: the rows of some roles, topics and places, and some sections."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from extract.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from trends.alerts.records import Alert


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Empty fields choose everything; totals, employers and the notes are in every digest."""

    topics: tuple[str, ...] = ()
    """Topics, whose roles and skills are told."""
    roles: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    """Files in `sections/`."""

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> "Choice":
        """Return the choice that `as_dict` gave; order and repetition make no difference."""
        return cls(**{field.name: tuple(sorted(set(said.get(field.name, ())))) for field in fields(cls)})

    def as_dict(self) -> dict[str, list[str]]:
        """Return what was chosen, for the store."""
        return {field.name: list(getattr(self, field.name)) for field in fields(self) if getattr(self, field.name)}

    def keys(self) -> dict[str, frozenset[str]]:
        """Return the keys that are told of each limited dimension."""
        topics = [load_vocabulary().topics[key] for key in self.topics if key in load_vocabulary().topics]
        skills = [key for topic in topics for key in topic.skills]
        roles = [*self.roles, *(key for topic in topics for key in topic.roles)]
        limited = {"role": roles, "skill": skills, "topic": self.topics, "place": self.places}
        return {dimension: frozenset(keys) for dimension, keys in limited.items() if keys}

    def followed(self) -> frozenset[tuple[str, str]]:
        """Return (dimension, key) of every role and place that was named."""
        return frozenset([("role", key) for key in self.roles] + [("place", key) for key in self.places])

    def has_section(self, name: str) -> bool:
        """Whether a section is told; what has to be read before quoting always is."""
        return not self.sections or name in self.sections or name == "reading"

    def words(self) -> str:
        """Return what was chosen in one sentence; empty where everything was."""
        parts = [f"{name} {', '.join(keys)}" for name, keys in self.as_dict().items()]
        return f"You chose {'; '.join(parts)}: other rows are left out here." if parts else ""


EVERYTHING = Choice()


def chosen_rows(table: pa.Table, choice: Choice) -> pa.Table:
    """Return the rows of a series that a reader wants."""
    for dimension, keys in choice.keys().items():
        is_other = pc.not_equal(table["dimension"], dimension)
        table = table.filter(pc.or_(is_other, pc.is_in(table["key"], pa.array(sorted(keys)))))
    return table


def chosen_alerts(alerts: "Sequence[Alert]", choice: Choice) -> "Iterator[Alert]":
    """Yield the alerts about what a reader wants."""
    keys = choice.keys()
    for alert in alerts:
        # the key of an alert may go on with @country and a currency
        key = alert.key.partition(" ")[0].partition("@")[0]
        if alert.dimension not in keys or key in keys[alert.dimension]:
            yield alert
