"""The invented market as a mart, written past the store."""

import json
from pathlib import Path

import pyarrow.parquet as pq

from benchmarks.trending.market import BOARDS, COVERAGE, Market
from trends.mart.files import FORMAT, month_file
from trends.mart.small import ELSEWHERE, TWINS

VACANCIES = """
select
    posting, vacancy, board, employer, new_on, new_on as seen_on, closed_on, opens, true as is_ad, language, role,
    seniority, remote, degree, 'full_time' as employment, (posting % 8)::int as years_min, country,
    'Senior Data Engineer, Payments (f/m/x)' as title, 'https://boards.example.org/jobs/' || posting as url,
    if(opens, 'first', 'repost') as reason
from ads
order by posting
"""
TAGS = """
with said as (
    select posting, dimension, key from named
    union all
    select posting, 'role', role from ads where role is not null
    union all
    select posting, 'place', country from ads
    union all
    select posting, 'place', country || '-' || region from ads where region is not null
    union all
    select distinct named.posting, 'group', groups."group" from named join groups on groups.skill = named.key
    where named.dimension = 'skill'
)
select posting, vacancy, board, employer, new_on, opens, language = 'en' as english, dimension, key
from said join ads using (posting)
order by dimension, key, posting
"""
PAYS = """
select
    posting, vacancy, board, employer, new_on, opens, role, seniority, country, 'USD' as currency, 'year' as per,
    'base' as kind, pay::double as low, pay * 1.25 as high, pay::double as annual_low, pay * 1.25 as annual_high
from ads
where pay is not null
order by posting
"""
GROUPS = """
create table groups as
select list_extract(getvariable('skills'), i) as skill, 'family-' || i % 39 as "group"
from range(5, len(getvariable('skills')) + 1, 12) as numbers(i) -- so many that a posting has 7.3 tags
"""
LABELS = """
select distinct dimension, key, key as label,
    if(dimension = 'place', if(key like '%-%', 'region', 'country'), null) as "group"
from labelled
order by all
"""


def write_mart(folder: Path, postings: int, weeks: int) -> int:
    """Write the mart of a market; return the number of its tags."""
    market = Market(postings, weeks)
    duck = market.duck
    duck.execute(GROUPS)
    duck.execute("create table labelled as select '' as dimension, '' as key limit 0")
    tags, months = 0, []
    for month, first, last in market.months():
        market.invent(first, last)
        duck.execute(f"create or replace table tags as {TAGS}")
        for table, query in (("vacancies", VACANCIES), ("tags", "from tags"), ("pays", PAYS)):
            market.write(query, month_file(folder, table, month))
        duck.execute("insert into labelled select distinct dimension, key from tags")
        tags += duck.table("tags").shape[0]
        months.append(month)
    imported = "false as imported, kind <> 'thread' as closes"
    market.write(
        f"select *, null::varchar as country, {imported} from ({BOARDS}) order by board", folder / "boards.parquet"
    )
    market.write(COVERAGE, folder / "coverage.parquet")
    for name, schema in (("twins", TWINS), ("elsewhere", ELSEWHERE)):
        pq.write_table(schema.empty_table(), folder / f"{name}.parquet")
    employers = (
        "select 'employer' as dimension, 'employer-' || i as key, 'Employer ' || i as label, null::varchar as \"group\""
    )
    market.write(
        f"{employers} from range(getvariable('employers')) as n(i) union all ({LABELS})", folder / "labels.parquet"
    )
    state = {"format": FORMAT, "vocabulary": "invented", "factors": "", "months": dict.fromkeys(months, "")}
    (folder / "mart.json").write_text(json.dumps(state), encoding="utf-8")
    return tags
