"""What `jobtide tag` prints: one posting's tags as plain JSON values."""

from dataclasses import asdict
from decimal import Decimal
from typing import Any

from extract.records import Pay, RoleSaid, Tag, Tagged
from extract.vocabulary import Vocabulary


def as_answer(key: Any, tagged: Tagged, vocabulary: Vocabulary) -> dict[str, Any]:
    """Return the line for the posting `key`: every field of the contract, null where the text does not say."""
    return {
        "id": key,
        "language": tagged.language,
        "role": _role(tagged.role) if tagged.role else None,
        "roles": [_role(role) for role in tagged.roles],
        "seniority": tagged.seniority,
        "skills": [_skill(tag, vocabulary) for tag in tagged.tags],
        "pays": [_pay(pay) for pay in tagged.pays],
        "places": [asdict(place) for place in tagged.places],
        "remote": tagged.remote,
        "employment": tagged.employment,
        "degree": tagged.degree,
        "years_min": tagged.years_min,
        "topics": list(tagged.topics),
    }


def _role(role: RoleSaid) -> dict[str, str]:
    return {"key": role.key, "label": role.label, "said": role.said}


def _skill(tag: Tag, vocabulary: Vocabulary) -> dict[str, Any]:
    return {
        "key": tag.key,
        "label": vocabulary.skills[tag.key].label,
        "said": tag.said,
        "start": tag.start,
        "end": tag.end,
        "section": tag.section,
        "negated": tag.negated,
        "preferred": tag.preferred,
    }


def _pay(pay: Pay) -> dict[str, Any]:
    return {
        "low": _number(pay.low),
        "high": _number(pay.high),
        "currency": pay.currency,
        "per": pay.per,
        "kind": pay.kind,
        "scope": pay.scope,
        "said": pay.said,
        "origin": pay.origin,
    }


def _number(amount: Decimal | None) -> int | float | None:
    if amount is None:
        return None
    return int(amount) if amount == amount.to_integral_value() else float(amount)
