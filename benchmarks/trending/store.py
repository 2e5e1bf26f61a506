"""The invented market as a store, as if it had been crawled and tagged."""

import sqlite3
from pathlib import Path

from benchmarks.trending.market import BOARDS, COVERAGE, Market
from extract.vocabulary import load_vocabulary
from scheduler.migrations import upgrade

NOON = "strftime({}, '%Y-%m-%d 12:00:00.000000')"
ONCE = {
    "employer": """
select i + 1 as id, 'employer-' || i as slug, 'Employer ' || i as name
from range(getvariable('employers')) as numbers(i)""",
    "board": f"""
select board as id, platform, token, kind, split_part(employer, '-', 2)::int + 1 as employer_id, sector, 1 as cadence,
    0 as healthy_min, 0 as imported
from ({BOARDS})""",
    "board_coverage": f"""
select board as board_id, from_day::varchar as from_day, to_day::varchar as to_day
from ({COVERAGE})""",
}
EACH = {
    "posting": f"""
select posting as id, board as board_id, posting::varchar as external_id,
    if(board % 50 = 8 or board = 1, split_part(employer, '-', 2)::int + 1, null) as employer_id,
    'Senior Data Engineer, Payments (f/m/x)' as title, 'https://boards.example.org/jobs/' || posting as url,
    'hash'::blob as content_hash,
    if(board % 10 in (2, 3) and new_on > getvariable('since'), null, new_on::varchar) as posted_on,
    {NOON.format("new_on")} as first_seen, {NOON.format("new_on")} as last_seen, 0 as missed,
    closed_on::varchar as closed_on
from ads order by posting""",
    "extraction": f"""
select posting as posting_id, 1 as extractor_id, 'hash'::blob as content_hash, {NOON.format("new_on")} as done_at,
    language, 1 as is_ad, role, seniority, remote, 'full_time' as employment, degree, (posting % 8)::int as years_min,
    'hash'::blob as text_hash
from ads order by posting""",
    "vacancy": "select vacancy + 1 as id, posting as first_posting_id from ads where opens order by posting",
    "vacancy_posting": """
select posting as posting_id, vacancy + 1 as vacancy_id, if(opens, 'first', 'repost') as reason, 1 as similarity
from ads order by posting""",
    "tag": """
select posting as posting_id, dimension as kind, key, key as said, 0 as start, 8 as "end", 'body' as section,
    0 as negated, 0 as preferred, 1 as counted
from named order by all""",
    "posting_place": """
select posting as posting_id, 0 as position, region, country, country as said from ads order by posting""",
    "pay": """
select posting as posting_id, 0 as position, pay * 100 as low, pay * 125 as high, 'USD' as currency, 'year' as per,
    'base' as kind, 'said' as said, 'text' as origin
from ads where pay is not null order by posting""",
}
STEP = 250_000


def write_store(file: Path, market: Market, last: int) -> None:
    """Write a store of the market's postings up to before number `last`."""
    upgrade(f"sqlite:///{file}")
    with sqlite3.connect(file) as store:
        version = load_vocabulary().version
        store.execute("insert into extractor values (1, 'jobtide', '1', ?)", [version])
        for table, query in ONCE.items():
            _insert(store, market, table, query)
    add_postings(file, market, 0, last)


def add_postings(file: Path, market: Market, first: int, last: int) -> None:
    """Add the postings from `first` to before `last`."""
    with sqlite3.connect(file) as store:
        store.execute("pragma cache_size = -200000")
        for at in range(first, last, STEP):
            market.invent(at, min(at + STEP, last))
            for table, query in EACH.items():
                _insert(store, market, table, query)


def _insert(store: sqlite3.Connection, market: Market, table: str, query: str) -> None:
    rows = market.duck.execute(query)
    names = ", ".join(f'"{column[0]}"' for column in rows.description)
    marks = ", ".join("?" * len(rows.description))
    while some := rows.fetchmany(50_000):
        store.executemany(f"insert into {table} ({names}) values ({marks})", some)
