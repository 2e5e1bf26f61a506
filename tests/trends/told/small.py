"""A small invented market in a real store: nine quarters of forty boards, always the same."""

import datetime as dt
import fcntl
import os
import random
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine

from extract.vocabulary import load_vocabulary
from scrapers.store.engine import open_engine
from tests.trends.store import Store
from trends.mart import refresh
from trends.measure import measure
from trends.metrics import load_metrics
from trends.periods import Period, periods_until

NOW = Period.parse("2026-Q3")
QUARTERS = 9
BOARDS = 40
SECTORS = ("ai-ml", "banking-finance", "biotech-pharma", "e-commerce-retail")
PLACES = (
    ("US", "CA", "San Francisco-Oakland-Fremont, CA"),
    ("US", "NY", "New York-Newark-Jersey City, NY-NJ"),
    ("US", "WA", "Seattle-Tacoma-Bellevue, WA"),
    ("GB", "England", None),
)
ROLES: dict[str, tuple[int, int, int, dict[str, tuple[float, float]]]] = {
    # vacancies a quarter two years ago and now, base pay in thousands, skills: share two years ago and now
    "ml-engineer": (
        60, 110, 170, {"python": (0.9, 0.9), "pytorch": (0.4, 0.7), "tensorflow": (0.5, 0.25), "mlflow": (0.1, 0.2)},
    ),
    "ai-engineer": (
        0, 60, 180,
        {"python": (0.7, 0.7), "llm": (0.8, 0.9), "langchain": (0.2, 0.4), "claude": (0.1, 0.4), "eu-ai-act": (0, 0.1)},
    ),
    "data-engineer": (
        90, 95, 150, {"python": (0.8, 0.8), "kubernetes": (0.3, 0.4), "llm": (0.02, 0.1), "gdpr": (0.1, 0.1)},
    ),
    "frontend-engineer": (100, 55, 130, {"react": (0.8, 0.8), "jquery": (0.4, 0.1), "github": (0.1, 0.15)}),
    "marketing-manager": (70, 72, 90, {"seo": (0.6, 0.6), "generative-ai": (0.03, 0.3), "hubspot": (0.3, 0.3)}),
    "prompt-engineer": (0, 3, 140, {"prompt-engineering": (1.0, 1.0)}),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Where the numbers lie."""

    mart: Path
    series: Path


def filled(template: Path, factory: pytest.TempPathFactory) -> Path:
    """Return a folder with `jobtide.db`, `mart` and `series`, to be read only: the workers of a run share it."""
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "small"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "filled").exists():
            shutil.copy(template, folder / "jobtide.db")
            engine = open_engine(f"sqlite:///{folder / 'jobtide.db'}")
            fill(engine, folder)
            engine.dispose()
            (folder / "filled").touch()
    return folder


def fill(engine: Engine, folder: Path) -> None:
    """Fill the store, then mart and series of the last two years' quarters."""
    store = Store(engine)
    dice = random.Random("small")
    topics = load_vocabulary().topics
    quarters = periods_until(NOW, QUARTERS)
    boards = [
        (store.board(f"employer-{number:02}", ("2024-07-01", "2026-09-30"), sector=SECTORS[number % 4]), number)
        for number in range(BOARDS)
    ]
    for at, quarter in enumerate(quarters):
        part = at / (QUARTERS - 1)
        for role, (old, new, pay, skills) in ROLES.items():
            for _ in range(round(old + (new - old) * part)):
                board, number = dice.choice(boards)
                named = tuple(key for key, (a, b) in skills.items() if dice.random() < a + (b - a) * part)
                about = tuple(
                    key for key in ("ai",) if role in topics[key].roles or topics[key].skills & set(named)
                )  # fmt: skip
                day = quarter.span.first + dt.timedelta(days=dice.randrange(quarter.span.days - 1))
                place = PLACES[min(int(dice.expovariate(1 / (1.1 if about else 1.6))), 3)]
                low = round(pay * (1 + 0.08 * part) * dice.uniform(0.85, 1.1))
                stated = (low * 1000, round(low * 1.2) * 1000, "USD", "year") if dice.random() < 0.55 else None
                store.posting(
                    board, day.isoformat(), employer=f"employer-{number:02}", role=role, skills=named, topics=about,
                    places=(place,), pay=stated if place[0] == "US" else None,
                    seniority=dice.choice((None, "senior", "senior", "staff")),
                    remote=dice.choice((None, "remote", "remote", "hybrid", "onsite")),
                    degree="required" if dice.random() < 0.3 - 0.1 * part else None,
                    closed=None if dice.random() < 0.2 else (day + dt.timedelta(days=30)).isoformat(),
                )  # fmt: skip
    store.save()
    mart, series = folder / "mart", folder / "series"
    refresh(engine, mart)
    between = [metric for metric in load_metrics().values() if metric.family in ("counts", "growth", "shares")]
    for quarter in quarters[-5:]:
        measure(mart, series, quarter, None if quarter in (quarters[-5], NOW) else between)
