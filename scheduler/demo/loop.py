"""Run every stage once, as Monday morning would, on the demo's own boards and the SAMPLE history."""

import datetime as dt
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic_settings import BaseSettings, PydanticBaseSettingsSource

from scheduler.settings import CrawlSettings, MeasureSettings, Settings, StoreSettings
from scrapers.store.errors import JobtideError

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from scrapers.crawl import BoardResult
    from trends.digest import Digest
    from trends.periods import Period

MARK = "SAMPLE.txt"
MARK_TEXT = """SAMPLE: every employer, posting and number in this folder is invented by `jobtide demo`.

digest_*           the weekly digest as page, plain text, mail and chart
archive/           the same as readers of a website would find it: pages with tables, an index, a feed
*.csv              the numbers behind it, one file a dimension; datapackage.json explains the columns
input/             the history that was imported, the days on which its boards were observed, the crawled panel
jobtide.db         the store; mart/ and series/ are what was computed from it

The next `jobtide demo` replaces the folder.
"""
WEEK = dt.timedelta(days=7)

Say = Callable[[str], None]


class DemoSettings(Settings):
    """Settings that nothing outside can change: the environment may point at a real store."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take what the demo says and nothing else."""
        return (init_settings,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """What came out."""

    period: "Period"
    """The week that was told."""
    digest: "Digest"
    """The digest of that week."""
    page: Path
    """Its page."""
    files: list[Path]
    """The CSVs and their dictionary."""
    crawled: "list[BoardResult]"
    """What the boards listed on Monday."""
    series: Path
    """Folder of all numbers."""


def run_demo(out: Path, now: dt.datetime, say: Say) -> Demo:
    """Fill `out` as jobtide would have by the Monday morning before or on `now`.

    Raises JobtideError when `out` holds something that no demo wrote.
    """
    from trends.exports.csv_files import write_csv
    from trends.periods import Every, Period

    monday = _monday(now)
    _clear(out)
    with _store(out) as engine:
        with _timed(say, "imported the SAMPLE history"):
            _import_history(engine, out / "input", monday)
        with _timed(say, "crawled the demo's boards, twice"):
            crawled = _crawl(out, monday)
        with _timed(say, "tagged every posting and filled the mart"):
            _understand(engine, _settings(out, {}), monday)
        week, month = (Period.last_closed(every, monday.date()) for every in (Every.WEEK, Every.MONTH))
        with _timed(say, f"measured {week.key} and {month.key}"):
            _measure(out, [week, month])
        with _timed(say, "told the week"):
            tables = [file for period in (week, month) for file in write_csv(out / "series", period, out)]
            _mark(out / "datapackage.json")
            digest, page = _tell(engine, _settings(out, {}), week, monday)
    return Demo(period=week, digest=digest, page=page, files=tables, crawled=crawled, series=out / "series")


def _monday(now: dt.datetime) -> dt.datetime:
    """Return 06:00 UTC of the week's Monday: the sample ends on the Sunday before."""
    day = now.date() - dt.timedelta(days=now.weekday())
    return dt.datetime.combine(day, dt.time(6), dt.UTC)


def _clear(out: Path) -> None:
    if out.exists() and any(out.iterdir()):
        if not (out / MARK).is_file():
            raise JobtideError("not empty, and not made by the demo", str(out), "name another folder with --out")
        shutil.rmtree(out)
    out.mkdir(parents=True, exist_ok=True)
    (out / MARK).write_text(MARK_TEXT, encoding="utf-8")


def _settings(out: Path, overrides: dict[str, str]) -> Settings:
    return DemoSettings(
        home=out.resolve(),
        out=Path(),
        store=StoreSettings(),
        crawl=CrawlSettings(
            boards=Path("input/boards.csv"), delay_seconds=0, origin_overrides=overrides, allow_private=True
        ),
        measure=MeasureSettings(),
    )


@contextmanager
def _store(out: Path) -> "Iterator[Engine]":
    from scheduler.migrations import upgrade
    from scrapers.store.engine import open_engine

    url = _settings(out, {}).store_url()
    upgrade(url)
    engine = open_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


def _import_history(engine: "Engine", folder: Path, monday: dt.datetime) -> None:
    from scheduler.demo.history import write_history
    from scrapers.imports.table import import_csv

    made = write_history(folder, end=monday.date() - dt.timedelta(days=1))
    import_csv(engine, [made.postings], {}, made.coverage, monday)


def _crawl(out: Path, monday: dt.datetime) -> "list[BoardResult]":
    """Crawl on two Mondays, so that the week between them was observed completely."""
    from scheduler.collecting import collect
    from scheduler.demo.server import serve

    with as_file(files("scheduler.demo").joinpath("boards.csv")) as boards:
        shutil.copy(boards, out / "input" / "boards.csv")
    with serve(monday) as overrides:
        settings = _settings(out, overrides)
        collect(settings, monday - WEEK)
        return collect(settings, monday).results


def _understand(engine: "Engine", settings: Settings, monday: dt.datetime) -> None:
    from extract.stage import extract_new
    from trends.mart import refresh

    extract_new(engine, monday, processes=os.cpu_count() or 1)
    refresh(engine, settings.path(settings.measure.mart))


def _mark(dictionary: Path) -> None:
    """Say in the data dictionary, too, that the numbers are invented; the tables keep their exact columns."""
    content = json.loads(dictionary.read_text(encoding="utf-8"))
    content["title"] = f"SAMPLE: {content['title']}"
    content["description"] = f"Every number is invented. {content['description']}"
    dictionary.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _measure(out: Path, periods: "list[Period]") -> None:
    from trends.measure import measure

    for period in periods:
        measure(out / "mart", out / "series", period)


def _tell(engine: "Engine", settings: Settings, week: "Period", monday: dt.datetime) -> "tuple[Digest, Path]":
    from scheduler.saying import archive_digest, make_digest, write_digest

    folder = settings.path(settings.out)
    digest = make_digest(settings, engine, week, folder)
    archive_digest(digest, week, settings, monday)
    return digest, write_digest(digest, week, folder, settings, monday)[0]


@contextmanager
def _timed(say: Say, words: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    say(f"{words} ({time.perf_counter() - began:.1f} s)")
