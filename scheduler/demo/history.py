"""Make the SAMPLE history: two invented years of postings as the files that `jobtide import csv` reads.

The same end day always gives the same files. The second year repeats the calendar of the first, thinned or
thickened by the growth of each role, so that rising, falling and flat are known beforehand.
"""

import csv
import datetime as dt
import math
import random
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

YEAR = 364
"""Days: 52 weeks, as growth compares them."""
HELD_OPEN = (14, 56)
"""Fewest and most days for which an ad stays up."""
NOISE = 0.02
"""Share of ads that fall out of the calendar, and as many that come in on another day."""
SCALE = 1.0
"""Part of the market's volume that is made; tests make less."""
COLUMNS = ("board", "external_id", "title", "employer", "place", "posted_on", "closed_on", "url", "text", "pay")


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleFiles:
    """What was written."""

    postings: Path
    """One row a posting."""
    coverage: Path
    """One row a board: observed on every day of the history."""
    count: int
    """Postings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ad:
    """One posting before it has words."""

    employer: str
    country: str
    role: dict[str, Any]
    day: int
    """Days since the start of the history."""
    age: float
    """The same as a share of the whole history, 0…1."""


def write_history(folder: Path, end: dt.date) -> SampleFiles:
    """Write postings and coverage of the weeks up to and with `end` into `folder`."""
    market = tomllib.loads(files("scheduler.demo").joinpath("history.toml").read_text(encoding="utf-8"))
    days = market["weeks"] * 7
    first = end - dt.timedelta(days=days - 1)
    dice = random.Random(market["seed"])  # noqa: S311 - invented numbers, not secrets
    rows = [_row(market, ad, number, first, end, dice) for number, ad in enumerate(_ads(market, days, dice))]
    folder.mkdir(parents=True, exist_ok=True)
    made = SampleFiles(postings=folder / "sample_history.csv", coverage=folder / "sample_coverage.csv", count=len(rows))
    _write(made.postings, COLUMNS, rows)
    spans = [[_board(name), first.isoformat(), end.isoformat()] for name in market["employers"]]
    _write(made.coverage, ("board", "from", "to"), spans)
    return made


def _ads(market: dict[str, Any], days: int, dice: random.Random) -> Iterator[_Ad]:
    for employer, (country, size) in market["employers"].items():
        for role in market["roles"]:
            for day in _days_of_ads(SCALE * size * role["volume"], role["growth"], days, dice):
                yield _Ad(employer=employer, country=country, role=role, day=day, age=day / days)


def _days_of_ads(a_year: float, growth: float, days: int, dice: random.Random) -> list[int]:
    """Repeat one year's calendar backwards from the end, each day scaled by how much was asked for then."""
    calendar = [dice.randrange(YEAR) for _ in range(_round(a_year, dice))]
    found = []
    for years_ago in range(math.ceil(days / YEAR)):
        for day_of_year in calendar:
            shifted = dice.randrange(YEAR) if dice.random() < NOISE else day_of_year
            day = days - 1 - years_ago * YEAR - shifted
            if day >= 0:
                found += [day] * _round((1 + growth) ** ((day - days) / YEAR), dice)
    return sorted(found)


def _row(market: dict[str, Any], ad: _Ad, number: int, first: dt.date, end: dt.date, dice: random.Random) -> list[str]:
    posted = first + dt.timedelta(days=ad.day)
    closed = posted + dt.timedelta(days=dice.randint(*HELD_OPEN))
    title = dice.choice(ad.role["titles"])
    pay = _pay(market["pay"][ad.country], ad, dice)
    return [
        _board(ad.employer),
        f"S{number:05}",
        title,
        ad.employer,
        dice.choice(market["places"][ad.country]),
        posted.isoformat(),
        closed.isoformat() if closed <= end else "",
        f"https://{_slug(ad.employer)}.example/jobs/S{number:05}",
        _text(market, ad, title, pay, dice),
        "",
    ]


def _text(market: dict[str, Any], ad: _Ad, title: str, pay: str, dice: random.Random) -> str:
    texts = market["texts"]
    skills = [name for name, (then, now) in ad.role["skills"].items() if dice.random() < then + (now - then) * ad.age]
    dice.shuffle(skills)
    asks = dice.choice(texts["asks"]).format(skills=_joined(skills)) if skills else ""
    parts = [
        dice.choice(texts["about"]).format(employer=ad.employer),
        f"We are looking for a {title} (reference {dice.randrange(10_000, 100_000)}).",
        *dice.sample(market["duties"][ad.role["duties"]], 4),
        asks,
        dice.choice(texts["degree"]),
        pay,
        dice.choice(texts["closing"]),
    ]
    return "\n".join(part for part in parts if part)


def _pay(rule: dict[str, Any], ad: _Ad, dice: random.Random) -> str:
    then, now = rule["shown"]
    if dice.random() >= then + (now - then) * ad.age:
        return ""
    years = (ad.age - 1) * 2
    middle = ad.role["pay"] * rule["factor"] * (1 + rule["growth"]) ** years * dice.uniform(0.86, 1.14)
    said: str = dice.choice(rule["said"])
    return said.format(low=round(middle * 0.88), high=round(middle * 1.12))


def _round(value: float, dice: random.Random) -> int:
    """Round up or down by chance, so that sums stay right."""
    whole = math.floor(value)
    return whole + (dice.random() < value - whole)


def _joined(words: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def _board(employer: str) -> str:
    return f"sample/{_slug(employer)}"


def _slug(employer: str) -> str:
    return re.sub(r"[^a-z]+", "-", employer.lower()).strip("-")


def _write(path: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
