"""Pay of whole postings and of short texts."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from extract.evaluate.scoring import Outcome
from extract.records import Pay
from extract.tagger import load_tagger

STATED_KINDS = frozenset({"base", "total", "ote"})


def of_posting(gold: list[dict[str, Any]], pays: tuple[Pay, ...]) -> Iterator[Outcome]:
    """Score every labelled range and every predicted one."""
    said = {(_amount(pay["min"]), _amount(pay["max"]), pay["currency"], pay["period"]) for pay in gold}
    found = {(pay.low, pay.high, pay.currency, pay.per) for pay in pays}
    for pay in said:
        yield "pay: recall", pay in found
    for predicted in pays:
        if predicted.kind in STATED_KINDS:
            yield "pay: precision", (predicted.low, predicted.high, predicted.currency, predicted.per) in said


def _amount(number: float | None) -> Decimal | None:
    return None if number is None else Decimal(str(number))


def of_case(row: dict[str, Any]) -> Iterator[Outcome]:
    """Score a short text with one labelled range or none."""
    pays = load_tagger().tag("", row["text"]).pays
    if row["min"] is None and row["max"] is None:
        yield "pay: invented", bool(pays)
        return
    wanted = (_amount(row["min"]), _amount(row["max"]), row["currency"], row["period"])
    yield "pay: recall", any((pay.low, pay.high, pay.currency, pay.per) == wanted for pay in pays)
