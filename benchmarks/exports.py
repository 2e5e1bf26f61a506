"""Speed of exporting postings to CSV as a ratio to a bare DuckDB COPY of the same rows, and the memory it takes.

    python -m benchmarks.exports [--rounds 5] [--postings 1000000]

Both sides in turn, each a process of its own that reads the same invented mart; the median ratio of the rounds counts.
The bare side copies the very select that the export reads; ours writes RFC 4180 line ends and guards every text cell.
The peak of a quarter of the months is printed beside that of all: an export reads month by month, so that memory
follows the fullest month and not the number of postings.
"""

import argparse
import datetime as dt
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from trends.exports import csv_files
from trends.exports.contents.postings import postings_sheet
from trends.mart.files import FORMAT, month_file
from trends.periods import Window

MONTHS = [f"2025-{month:02}" for month in range(1, 13)] + [f"2026-{month:02}" for month in range(1, 13)]
SPAN = Window(first=dt.date(2025, 1, 1), last=dt.date(2026, 12, 31))
BOARDS = 2000
VACANCIES = """
select i as posting, i as vacancy, i % 2000 + 1 as board, 'employer-' || (i % 9000) as employer,
    date '{month}-01' + (i % 28)::int as new_on, i % 5 > 0 as opens, date '{month}-01' + (i % 28)::int as seen_on,
    case when i % 3 = 0 then date '{month}-28' end as closed_on, true as is_ad, 'en' as language,
    case when i % 4 > 0 then 'data-engineer' end as role, case when i % 2 = 0 then 'senior' end as seniority,
    case when i % 3 = 0 then 'remote' end as remote, null::varchar as degree, 'full_time' as employment,
    (i % 8)::int as years_min, 'us' as country, 'Senior Data Engineer, Payments (f/m/x) ' || i as title,
    'https://boards.example.org/employer-' || (i % 9000) || '/jobs/' || i as url
from range({first}, {last}) as numbers(i)
"""
SKILLS = ("python", "sql", "kubernetes", "aws", "airflow", "terraform")


def invent(folder: Path, each: int, months: list[str]) -> None:
    """Write a mart of so many postings a month, six skills, one place and for every third a pay range each."""
    duck = duckdb.connect()
    for at, month in enumerate(months):
        for table in ("vacancies", "tags", "pays"):
            month_file(folder, table, month).parent.mkdir(parents=True, exist_ok=True)
        duck.execute("create or replace table vacancies as " + VACANCIES.format(
            month=month, first=at * each, last=(at + 1) * each))  # fmt: skip
        keys = [("skill", key) for key in SKILLS] + [("place", "us-ca"), ("topic", "ai")]
        values = ", ".join(f"('{dimension}', '{key}')" for dimension, key in keys)
        tags = f"select posting, dimension, key from vacancies, (values {values}) as named(dimension, key)"
        pays = (
            "select posting, 'base' as kind, (90000 + posting % 9000)::double as low, "
            "(120000 + posting % 9000)::double as high, "
            "'USD' as currency, 'year' as per from vacancies where posting % 3 = 0"
        )
        for table, rows in (("vacancies", "from vacancies"), ("tags", tags), ("pays", pays)):
            ordered = "dimension, key, posting" if table == "tags" else "posting"
            file = month_file(folder, table, month)
            duck.execute(f"copy ({rows} order by {ordered}) to '{file}' (format parquet, compression zstd)")
    sector = "case when i % 3 > 0 then 'biotech-pharma' end as sector"
    boards = (
        f"select i as board, 'greenhouse' as platform, 'b' || i as token, {sector} from range(1, {BOARDS + 1}) as r(i)"
    )
    labels = (
        "select 'employer' as dimension, 'employer-' || i as key, 'Employer ' || i as label from range(9000) as r(i)"
    )
    copies = "select i * 7 as posting, 1 + i % 2000 as board from range(100000) as r(i)"
    for name, rows in (("boards", boards), ("labels", labels), ("elsewhere", copies)):
        duck.execute(f"copy ({rows}) to '{folder / f'{name}.parquet'}' (format parquet)")
    state = {"format": FORMAT, "vocabulary": "", "factors": "", "months": dict.fromkeys(months, "")}
    (folder / "mart.json").write_text(json.dumps(state), encoding="utf-8")


def ours(mart: Path, out: Path) -> None:
    """Export every posting."""
    csv_files.write([postings_sheet(mart, SPAN)], out)


def bare(mart: Path, out: Path) -> None:
    """Have DuckDB copy each part of the same rows."""
    for number, part in enumerate(postings_sheet(mart, SPAN).parts):
        part.write_csv(str(out / f"{number}.csv"), header=True)


def measured(side: str, mart: Path, out: Path) -> tuple[float, int]:
    """Return the seconds of one side in a process of its own, imports left out, and its largest memory in MB."""
    command = [sys.executable, "-m", "benchmarks.exports", "--side", side, "--mart", str(mart), "--out", str(out)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert child.stdout
    seconds = float(child.stdout.read())
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return seconds, usage.ru_maxrss // 1024


def compare(rounds: int, postings: int) -> None:
    """Print speed against the bare copy, and memory against a quarter of the postings."""
    with tempfile.TemporaryDirectory() as folder:
        mart, small, out = (Path(folder) / name for name in ("mart", "small", "out"))
        out.mkdir()
        each = postings // len(MONTHS)
        invent(mart, each, MONTHS)
        invent(small, each, MONTHS[: len(MONTHS) // 4])
        speeds, ours_seconds, memory = [], [], []
        for _ in range(rounds):
            theirs, _ = measured("bare", mart, out)
            seconds, megabytes = measured("ours", mart, out)
            speeds.append(theirs / seconds)
            ours_seconds.append(seconds)
            memory.append(megabytes)
        few = measured("ours", small, out)[1]
    speed, seconds = statistics.median(speeds), statistics.median(ours_seconds)
    print(
        f"{postings:,} postings to CSV, {rounds} rounds: {speed:.2f} ({min(speeds):.2f}–{max(speeds):.2f}) × the speed "
        f"of a bare COPY, at least 0.5; {seconds:.1f} s"
    )
    print(f"memory: {max(memory)} MB at most, {few} MB for a quarter of the months")


def main() -> None:
    """Print every figure, or run one side."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--postings", type=int, default=1_000_000)
    parser.add_argument("--side", choices=("ours", "bare"))
    parser.add_argument("--mart", type=Path)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    if given.side is None:
        compare(given.rounds, given.postings)
        return
    began = time.perf_counter()
    {"ours": ours, "bare": bare}[given.side](given.mart, given.out)
    print(time.perf_counter() - began)


if __name__ == "__main__":
    main()
