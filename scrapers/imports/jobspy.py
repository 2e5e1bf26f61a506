"""`import jobspy`: tables that the search tool JobSpy writes, from boards that no crawl of ours visits.

A search shows the newest or best matches up to a number, never a whole board, so that such a table covers no days
unless a coverage file says so. Columns as in python-jobspy 1.1: https://github.com/speedyapply/JobSpy (README, models).
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Engine

from scrapers.fields import web_address
from scrapers.imports.ads import Ad
from scrapers.imports.ads import read_ad as read_own
from scrapers.imports.result import ImportResult
from scrapers.imports.table import Form, import_table
from scrapers.pay import pay_range

PLATFORM = "jobspy"
REQUIRED = ("site", "title", "job_url", "date_posted")
OPTIONAL = (
    *("id", "company", "location", "description", "job_type", "is_remote"),
    *("salary_source", "interval", "min_amount", "max_amount", "currency"),
)
OURS = {
    "title": "title",
    "posted_on": "date_posted",
    "employer": "company",
    "place": "location",
    "url": "job_url",
    "text": "description",
}
"""Column of `import csv` → JobSpy's."""
NOTHING = frozenset({"", "nan", "None", "NaT"})


def import_jobspy(engine: Engine, files: Sequence[Path], coverage_file: Path | None, now: dt.datetime) -> ImportResult:
    """Store JobSpy's tables, one board a site: `jobspy/indeed`. Raises as `import_table`."""
    form = Form(required=REQUIRED, optional=OPTIONAL, read=read_ad, is_whole=False)
    return import_table(engine, files, form, coverage_file, now)


def read_ad(row: Mapping[str, str], today: dt.date) -> Ad | str:
    """Return the row's posting, or what is wrong with the row.

    >>> row = {"site": "indeed", "id": "in-7", "title": "Welder", "job_url": "https://x.example/7"}
    >>> pay = {"interval": "hourly", "min_amount": "25.0", "currency": "USD"}
    >>> ad = read_ad(row | pay | {"date_posted": "2026-11-02"}, dt.date(2026, 11, 22))
    >>> ad.board, ad.posting.external_id, ad.posting.pay_said[0].per
    (('jobspy', 'indeed'), 'in-7', 'hour')
    """
    said = {name: "" if value in NOTHING else value for name, value in row.items()}
    number = said.get("id") or said["job_url"]
    ours = {name: said.get(theirs, "") for name, theirs in OURS.items()}
    ad = read_own({"board": f"{PLATFORM}/{said['site']}" if said["site"] else "", "external_id": number, **ours}, today)
    if isinstance(ad, str):
        return ad
    # What JobSpy read out of the text is its own guess; the text comes too.
    is_given = said.get("salary_source") != "description"
    pay = pay_range(*(said.get(name) for name in ("min_amount", "max_amount", "currency", "interval")))
    posting = replace(
        ad.posting,
        url=web_address(said["job_url"]),
        employment_said=said.get("job_type") or None,
        remote_said="remote" if said.get("is_remote") == "True" else None,
        pay_said=(pay,) if pay and is_given else (),
    )
    return replace(ad, posting=posting)
