"""What a source says in fields of its own, beside the text."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The structured part of a posting; it wins over the text."""

    places: tuple[str, ...] = ()
    """Location strings."""
    employment: str | None = None
    """Employment type as printed."""
    remote: str | None = None
    """Work-place type as printed."""
    pay: tuple[Mapping[str, Any], ...] = ()
    """Structured ranges: low, high, currency, per, kind, scope, said."""
    country: str | None = None
    """ISO 3166 alpha-2 code of the board, which settles whose dollar a bare '$' is."""

    @classmethod
    def from_json(cls, said: Mapping[str, Any], country: str | None = None) -> "Said":
        """Return the record for the JSON that collecting stores."""
        return cls(
            places=tuple(said.get("places") or ()),
            employment=said.get("employment"),
            remote=said.get("remote"),
            pay=tuple(said.get("pay") or ()),
            country=country,
        )
