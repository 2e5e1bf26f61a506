"""A pay range with the place in the text where it stands."""

from collections import Counter
from dataclasses import dataclass, field

from extract.records import Pay


@dataclass(frozen=True, slots=True, kw_only=True)
class PaySpan(Pay):
    """One stated pay range and its offsets in the text."""

    start: int
    """Code-point offset of `said`; −1 where it comes from a structured field."""
    end: int
    """Offset after the last code point; −1 where it comes from a structured field."""

    @property
    def pay(self) -> Pay:
        """The range without its offsets."""
        return Pay(**{name: getattr(self, name) for name in Pay.__dataclass_fields__})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one text says about pay, and what looked like pay and was refused."""

    pays: tuple[PaySpan, ...] = ()
    """Ranges in the order of the text; the headline pay is the first of kind base."""
    refused: Counter[str] = field(default_factory=Counter)
    """Refused figures by reason: `negative`, `absurd`, `not pay`, `too many`."""
