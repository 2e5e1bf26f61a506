"""Answers that are spoiled in some place: a parser reads what is left, or says that it cannot."""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from scrapers.answer import Parsed, UnreadableError
from scrapers.parse import parse_answer

CASSETTES = sorted((Path(__file__).parents[2] / "fixtures" / "boards").glob("*/*/cassette.yaml"))
JUNK: tuple[Any, ...] = (
    *(None, True, 0, -1, 1.5, 10**30, float("nan"), "9" * 400),
    *("", " ", "\x00", "<b>", "javascript:alert(1)", "http://[x", "2026-99-99", "13/13/2026"),
    *([], {}, [None], [[]], {"x": None}, {"name": ["x"]}, {"id": {}}, ["a", 1, None]),
)
ROUNDS = 12
TEXTS = ("url", "employer", "employment_said", "department", "remote_said", "requisition_id")


def answers(path: Path) -> Iterator[bytes]:
    for one in yaml.safe_load(path.read_text(encoding="utf-8"))["interactions"]:
        body = one["response"]["body"]["string"]
        if not one["request"]["uri"].endswith("robots.txt"):
            yield body.encode() if isinstance(body, str) else body


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every container and key of a document."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inside:
        yield value, key
        yield from places(part)


def spoiled(document: Any, dice: random.Random) -> Any:
    """Drop, replace, wrap or write out one value somewhere, or wrap the whole."""
    copy = json.loads(json.dumps(document))
    found = list(places(copy))
    if not found or dice.random() < 0.05:
        return dice.choice([[copy], {"wrapped": copy}])
    container, key = dice.choice(found)
    kind = dice.choice(["drop", "junk", "junk", "list", "object", "text"])
    if kind == "drop":
        del container[key]
    else:
        old = container[key]
        container[key] = {"list": [old], "object": {"value": old}, "text": json.dumps(old)}.get(kind, dice.choice(JUNK))
    return copy


def torn(body: bytes, dice: random.Random) -> bytes:
    """Cut off the end, or lose, overwrite or repeat a piece."""
    start = dice.randrange(len(body))
    end = min(len(body), start + dice.randrange(1, 200))
    piece = dice.choice([b"", b" " * (end - start), body[start:end] * 2, bytes([dice.randrange(256)])])
    return body[:start] if dice.random() < 0.3 else body[:start] + piece + body[end:]


def mutations(body: bytes, dice: random.Random) -> Iterator[tuple[bytes, bool]]:
    """Each with whether a piece of it may stand there twice."""
    try:
        document = json.loads(body)
    except ValueError:
        document = None
    for _ in range(ROUNDS):
        is_document = document is not None and dice.random() < 0.85
        yield json.dumps(spoiled(document, dice)).encode() if is_document else torn(body, dice), not is_document


def read(platform: str, body: bytes) -> Parsed:
    try:
        return parse_answer(platform, body)
    except UnreadableError:
        return Parsed(postings=[])


def check(parsed: Parsed) -> None:
    numbers = [posting.external_id for posting in parsed.postings]
    assert len(numbers) == len(set(numbers))
    for posting in parsed.postings:
        assert posting.external_id.strip()
        assert posting.title.strip() == posting.title != ""
        assert all(place.strip() == place != "" for place in posting.places_said)
        assert all(text is None or text.strip() for text in (getattr(posting, name) for name in TEXTS))
        assert not (posting.url or "").startswith("javascript:")
        assert all(bound is None or bound > 0 for pay in posting.pay_said for bound in (pay.low, pay.high))


@pytest.mark.parametrize("path", CASSETTES, ids=lambda path: "/".join(path.parts[-3:-1]))
def test_a_spoiled_answer_crashes_nothing_and_adds_nothing(path: Path) -> None:
    platform, dice = path.parts[-3], random.Random(str(path.parts[-3:]))
    for body in filter(None, answers(path)):
        whole = len(read(platform, body).postings)
        for mutation, may_repeat in mutations(body, dice):
            parsed = read(platform, mutation)
            check(parsed)
            # What loses the one mark of a dead or unlisted posting reads as a living one.
            assert len(parsed.postings) <= whole + 1 or may_repeat
