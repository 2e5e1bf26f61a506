"""Where the text of a posting says something else than the fields of its source, which win."""

from collections.abc import Iterator

from extract.employment import read_employment
from extract.records import Disagreement, Pay
from extract.remote import read_remote
from extract.said import Said


def find_disagreements(title: str | None, text: str, said: Said, pays: tuple[Pay, ...]) -> tuple[Disagreement, ...]:
    """Return one record a field in which both speak and differ; silence of either is none."""
    return (*_remote(title, text, said), *_employment(title, text, said), *_pay(pays))


def _remote(title: str | None, text: str, said: Said) -> Iterator[Disagreement]:
    source = read_remote(None, "", said.remote, said.places) if said.remote or said.places else None
    yield from _compared("remote", source, read_remote(title, text) if source else None)


def _employment(title: str | None, text: str, said: Said) -> Iterator[Disagreement]:
    source = read_employment(None, "", said.employment) if said.employment else None
    yield from _compared("employment", source, read_employment(title, text) if source else None)


def _compared(field: str, source: str | None, text: str | None) -> Iterator[Disagreement]:
    if source and text and source != text:
        yield Disagreement(field=field, source=source, text=text)


def _pay(pays: tuple[Pay, ...]) -> Iterator[Disagreement]:
    """Yield the pay of the field where every range of the text in its currency and period lies apart from it."""
    for given in (pay for pay in pays if pay.origin == "structured" and pay.kind == "base"):
        spoken = [
            pay
            for pay in pays
            if pay.origin == "text" and pay.kind == "base" and (pay.currency, pay.per) == (given.currency, given.per)
        ]
        if spoken and all(_is_apart(given, pay) for pay in spoken):
            yield Disagreement(field="pay", source=given.said, text=spoken[0].said)


def _is_apart(one: Pay, other: Pay) -> bool:
    """Tell whether two ranges share no amount; an open end reaches any."""
    return any(
        high is not None and low is not None and high < low
        for high, low in ((one.high, other.low), (other.high, one.low))
    )
