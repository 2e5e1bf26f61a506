"""Read postings that a page hands to its own JavaScript, where it has no schema.org data.

Two shapes are taken: a list of objects that each have a title and an address or a place of work, and a single
object that names `jobTitle`. A list with one object that has no title is something else (a menu, a filter).
"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

import chompjs
from lxml.html import HtmlElement, tostring

from scrapers.answer import find_records
from scrapers.fields import web_address

STARTS = re.compile(r"=\s*(?=[\[{])")
SPEAKS_OF_JOBS = re.compile(r"job|vacanc|position", re.IGNORECASE)
LARGEST_STATE = 4_000_000
STARTS_TRIED = 50
LINK_TEMPLATE = re.compile(r"(https?://[\w.-]+)\{+\W*job\.url\b")
"""How a page's template makes a link of a posting's own address: `href="https://jobs.example{$ job.url $}"`."""
NAMES = {
    "title": ("title", "jobTitle"),
    "url": ("url", "link", "absolute_url", "jobUrl"),
    "identifier": ("id", "jobKey", "jobId"),
    "hiringOrganization": ("company", "companyName", "company_name"),
    "jobLocation": ("location", "locations", "jobLocation", "city"),
    "datePosted": ("datePosted", "from_date", "published", "published_date", "date_posted"),
    "validThrough": ("to_date", "validThrough"),
    "employmentType": ("employment_type", "employmentType"),
    "department": ("department", "departments"),
    "description": ("description", "jobDescription", "descr"),
    "jobLocationType": ("workspace", "workplaceType"),
    "baseSalary": ("salary", "salaryText"),
}


def state_postings(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """Yield each posting under the names of schema.org."""
    for script in tree.xpath("//script[not(@src)]"):
        text = script.text or ""
        if SPEAKS_OF_JOBS.search(text) and len(text) <= LARGEST_STATE:
            for assigned in _assigned(text):
                yield from _renamed(assigned, tree)


def _assigned(text: str) -> Iterator[Any]:
    end = 0
    for number, match in enumerate(STARTS.finditer(text)):
        if number >= STARTS_TRIED:
            return
        if match.end() < end:
            continue
        name = text[max(0, match.start() - 60) : match.start()].rpartition("\n")[2]
        if not re.search(r"jobs|vacancies|positions|_initialData", name):
            continue
        try:
            yield chompjs.parse_js_object(text[match.end() :], loader_kwargs={"strict": False})
        except (ValueError, RecursionError):
            continue


def _renamed(assigned: Any, tree: HtmlElement) -> Iterator[dict[str, Any]]:
    if isinstance(assigned, list) and assigned and all(_is_listed(one) for one in assigned):
        base = _link_base(tree)
        for one in assigned:
            record = _schema(one)
            url = web_address(record.get("url"))
            yield record | {"url": urljoin(base, url)} if base and url else record
    elif isinstance(assigned, dict) and "jobTitle" in assigned:
        pay = next(find_records(assigned, lambda one: bool(one.get("salaryText"))), {})
        texts = tree.xpath("//*[@id='jobDescriptionText']")
        body = {"description": tostring(texts[0], encoding="unicode", with_tail=False)} if texts else {}
        yield {**_schema({**pay, **assigned}), **body}


def _link_base(tree: HtmlElement) -> str:
    """Return the site that relative addresses belong to, where a link of the page says so."""
    found = (LINK_TEMPLATE.match(link) for link in tree.xpath("//@href"))
    return next((match[1] for match in found if match), "")


def _is_listed(one: Any) -> bool:
    return isinstance(one, dict) and bool(_pick(one, "title")) and bool(_pick(one, "url") or _pick(one, "jobLocation"))


def _schema(one: dict[str, Any]) -> dict[str, Any]:
    return {"@type": "JobPosting"} | {name: found for name in NAMES if (found := _pick(one, name))}


def _pick(one: dict[str, Any], name: str) -> Any:
    return next((one[said] for said in NAMES[name] if one.get(said)), None)
