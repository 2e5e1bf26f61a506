"""Which currency a mark, a code, a word or a country stands for."""

import re
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

DATA = files(__package__)
CODES = frozenset(
    [
        "USD",
        "EUR",
        "GBP",
        "CAD",
        "AUD",
        "NZD",
        "SGD",
        "HKD",
        "TWD",
        "CHF",
        "SEK",
        "NOK",
        "DKK",
        "ISK",
        "PLN",
        "CZK",
        "HUF",
        "RON",
        "BGN",
        "INR",
        "JPY",
        "CNY",
        "KRW",
        "IDR",
        "PHP",
        "VND",
        "THB",
        "MYR",
        "AED",
        "SAR",
        "QAR",
        "KWD",
        "BHD",
        "OMR",
        "ILS",
        "TRY",
        "RUB",
        "UAH",
        "BRL",
        "MXN",
        "ARS",
        "CLP",
        "COP",
        "PEN",
        "ZAR",
        "NGN",
        "KES",
        "EGP",
        "PKR",
        "BDT",
        "LKR",
        "GEL",
        "RSD",
        "KZT",
        "UYU",
    ]
)
"""ISO 4217 codes that postings use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Currency:
    """What plausibility needs to know about a currency."""

    year_from: Decimal
    """Smallest amount without a period that can only be a year's pay."""
    unit: Decimal
    """How many make the order of one US dollar; never used to convert."""


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


TABLE = _load("currencies.toml")
COUNTRIES = _load("countries.toml")
CURRENCIES = {
    code: Currency(year_from=Decimal(str(row["year_from"])), unit=Decimal(str(row["unit"])))
    for code, row in TABLE.items()
}
DOLLAR = CURRENCIES["USD"]
MARKS = {mark: code for code, row in TABLE.items() for mark in row["marks"]}
WORDS = {word: code for code, row in TABLE.items() for word in row["words"]}
PLAIN = {"$": ("dollar", "peso"), "kr": ("crown",), "kr.": ("crown",)}


def _alternation(keys: list[str]) -> str:
    return "|".join(re.escape(key) for key in sorted(keys, key=len, reverse=True))


_BEFORE = [*MARKS, "kr.", "kr", "Kr", *CODES]
MARK = _alternation(_BEFORE)
BEFORE_ENDS = frozenset({mark[-1] for mark in _BEFORE} | set("~±- \t\n\u00a0\u2009\u202f"))
"""What may stand before the blank that separates a currency from its number."""
CODE = "|".join(sorted(CODES))
NO_WORD = r"(?![a-z])(?![A-Z](?![a-z]))"
"""No letter follows, or a capital glued from the next line, as in 'USDSenior'."""
AFTER = rf"(?:(?i:{_alternation(list(WORDS))})(?!\w)|(?:{MARK}){NO_WORD})"
BEFORE = re.compile(
    rf"(?:(?<![A-Za-z])|(?<=[a-z])(?=[A-Z]{{3}}|[^\w\s]))(?:(?P<first>{CODE})\s?)?(?P<last>{MARK})\s?(?:\+/-|[~±])?\s?$"
)


def code_of(mark: str, country: str | None = None) -> str | None:
    """Return the ISO code of a mark in a country; a bare '$' is the US dollar where no country says otherwise.

    >>> code_of("$"), code_of("$", "AU"), code_of("kr"), code_of("kr", "SE"), code_of("zł")
    ('USD', 'AUD', None, 'SEK', 'PLN')
    """
    mark = mark.strip()
    for table in PLAIN.get(mark.lower(), ()):
        local: str | None = COUNTRIES[table].get(country)
        if local:
            return local
    if mark in CODES:
        return mark
    return MARKS.get(mark) or WORDS.get(mark.lower())


def currency_of_country(country: str | None) -> str | None:
    """Return the currency that a country's postings use, for a figure that names none."""
    found: str | None = COUNTRIES["currency"].get(country)
    return found


@cache
def _country_marks() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (
            country,
            re.compile(
                rf"(?<!\w)(?:{_alternation(marks)})(?!\w)"
                + "".join(f"|{pattern}" for pattern in COUNTRIES["patterns"].get(country, []))
            ),
        )
        for country, marks in COUNTRIES["marks"].items()
    )


def country_of_words(text: str) -> str | None:
    """Return the country whose words of law or custom a text uses, or None where it uses none or those of several."""
    found = {country for country, marks in _country_marks() if marks.search(text)}
    return found.pop() if len(found) == 1 else None


def facts(code: str | None) -> Currency:
    """Return the currency's facts; those of the dollar where it is unknown."""
    return CURRENCIES.get(code or "", DOLLAR)
