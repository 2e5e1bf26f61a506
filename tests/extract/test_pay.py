"""Stated pay: examples by kind, and what must hold of any text."""

import time
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.pay import annualise, from_structured, read_pays, scan
from extract.pay.currencies import COUNTRIES, CURRENCIES
from extract.pay.phrases import fragment
from extract.pay.words import KIND_AFTER, KIND_BEFORE
from tests.extract.examples import examples, ids

PAYS = examples("pay")
FIELDS = ("low", "high", "currency", "per", "kind")


def flat(pay: Any) -> dict[str, Any]:
    return {name: None if getattr(pay, name) is None else str(getattr(pay, name)) for name in FIELDS}


@pytest.mark.parametrize("example", PAYS, ids=ids(PAYS))
def test_a_text_gives_the_pay_it_states(example: dict[str, Any]) -> None:
    found = [flat(pay) for pay in read_pays(example["text"], example.get("country"))]
    for pay in (*found, *example["expect"]):
        for end in ("low", "high"):
            pay[end] = pay[end] and Decimal(pay[end])
    assert example["expect"] == found


@pytest.mark.parametrize("example", PAYS, ids=ids(PAYS))
def test_the_words_of_a_pay_stand_at_its_offsets(example: dict[str, Any]) -> None:
    text = "Über uns\n\n" + example["text"]
    for pay in read_pays(text, example.get("country")):
        assert text[pay.start : pay.end] == pay.said


@pytest.mark.parametrize(
    ("amount", "per", "expected"),
    [
        (Decimal(30), "hour", 62400),
        (Decimal(400), "day", 104000),
        (Decimal(900), "week", 46800),
        (Decimal(4000), "month", 48000),
    ],
)
def test_a_year_has_2080_hours_260_days_52_weeks_and_12_months(amount: Decimal, per: str, expected: int) -> None:
    assert expected == annualise(amount, per)


def test_what_is_unsaid_is_not_annualised() -> None:
    assert annualise(Decimal(90), None) is None
    assert annualise(None, "year") is None


def test_a_scope_is_the_place_or_level_a_range_is_tied_to() -> None:
    text = "Junior: €40k-€48k, Senior: €60k-€72k. The range is $130,000 - $150,000 in Denver."
    assert [pay.scope for pay in read_pays(text)] == ["Junior", "Senior", "Denver"]


def test_an_estimate_of_a_board_is_marked_as_one() -> None:
    assert [pay.origin for pay in read_pays("$80K - $95K (Glassdoor est.)")] == ["estimate"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [("Salary: $-40,000", "negative"), ("Salary: $900,000,000 a year", "absurd"), ("a $900 gym allowance", "not pay")],
)
def test_a_refused_figure_is_counted(text: str, reason: str) -> None:
    assert scan(text).refused == Counter({reason: 1})


def test_structured_pay_keeps_the_words_of_the_source() -> None:
    pay = from_structured(
        {
            "low": "90000",
            "high": "70000.50",
            "currency": "eur",
            "per": "YEAR",
            "kind": "base",
            "scope": "Wien",
            "said": "{…}",
        }
    )
    assert pay is not None
    assert (Decimal("70000.50"), Decimal(90000), "EUR", "year", "Wien", "{…}", "structured") == (
        pay.low,
        pay.high,
        pay.currency,
        pay.per,
        pay.scope,
        pay.said,
        pay.origin,
    )


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"low": None},
        {"low": "-5"},
        {"low": 0, "high": 0},
        {"low": "ask us"},
        {"low": "NaN"},
        {"low": "1e30", "per": "year"},
        {"high": "5000", "per": "hour", "currency": "USD"},
    ],
)
def test_structured_pay_without_a_believable_amount_is_none(said: dict[str, Any]) -> None:
    assert from_structured(said) is None


@given(st.text(alphabet="0123456789.,'$€£kKM -–%()/+\nabehinorstuy", max_size=400))
def test_no_text_breaks_the_reading(text: str) -> None:
    for pay in read_pays(text):
        assert text[pay.start : pay.end] == pay.said
        assert pay.low is not None or pay.high is not None
        assert pay.low is None or pay.high is None or pay.low <= pay.high


@pytest.mark.parametrize(
    "piece",
    ["9", "1,", "1,111", "$1 - ", "$9,999 to ", "salary ", "between ", "(", "£", "1 000 ", "5k-", "$1/hr ", "up to "],
)
def test_reading_time_grows_with_the_length_of_the_text(piece: str) -> None:
    """Sixteen times the text takes nowhere near sixteen squared times as long."""

    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        start = time.process_time()
        read_pays(text)
        return time.process_time() - start

    assert seconds(320_000) < 60 * max(seconds(20_000), 0.01)


def test_every_currency_of_a_country_is_known() -> None:
    for table in ("currency", "dollar", "peso", "crown"):
        assert set(COUNTRIES[table].values()) <= set(CURRENCIES)


def test_every_kind_has_words_on_both_sides() -> None:
    assert set(KIND_BEFORE) == set(KIND_AFTER) == {"base", "total", "ote", "bonus", "equity", "stipend"}


def test_phrases_share_their_beginnings() -> None:
    assert fragment(["base pay", "base"]) == r"(?:base(?:[\s-]{0,3}pay|))"


@pytest.fixture(scope="session")
def strings(real_data: Path) -> list[dict[str, Any]]:
    found = []
    for name in ("reed", "yc"):
        found += examples(real_data / "labelled" / f"salary_strings_{name}.jsonl")
    return [row for row in found if any(letter.isdigit() for letter in row["said"])]


def test_real_pay_strings_are_read(strings: list[dict[str, Any]]) -> None:
    read = sum(len(read_pays(row["said"])) == 1 for row in strings)
    assert read >= 0.98 * len(strings)
