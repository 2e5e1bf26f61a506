import json
from pathlib import Path
from typing import Any

import pytest

from scrapers.answer import UnreadableError
from scrapers.pages.links import listing_links, sitemap_links
from scrapers.pages.salary import read_salary
from scrapers.spiders.jsonld import read

FIXTURES = Path(__file__).parents[2] / "fixtures"


def examples(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FIXTURES / name).read_text(encoding="utf-8").splitlines()]


def page(block: str) -> str:
    return f'<html><head><script type="application/ld+json">{block}</script></head><body>Welder</body></html>'


@pytest.mark.parametrize("case", examples("jsonld_broken.jsonl"), ids=lambda case: case["why"])
def test_a_posting_is_read_though_its_json_is(case: dict[str, str]) -> None:
    (posting,) = read(page(case["block"])).postings

    assert (posting.title, str(posting.posted_on)) == ("Welder", "2026-11-03")


@pytest.mark.parametrize("case", examples("jsonld_salaries.jsonl"), ids=lambda case: json.dumps(case["value"])[:70])
def test_pay_is_read_in_every_shape(case: dict[str, Any]) -> None:
    found = [
        [str(pay.low), str(pay.high), pay.currency, pay.per] for pay in read_salary(case["value"], case.get("currency"))
    ]

    assert found == case["expect"]


def test_a_block_beyond_repair_is_counted() -> None:
    parsed = read(page("JobPosting coming soon"))

    assert (parsed.postings, parsed.unread) == ([], ("JSON-LD beyond repair",))


def test_a_posting_without_a_title_is_counted_and_the_others_are_kept() -> None:
    parsed = read(page('[{"@type": "JobPosting"}, {"@type": "JobPosting", "title": "Welder"}]'))

    assert [posting.title for posting in parsed.postings] == ["Welder"]
    assert parsed.unread == ("record 1: no title",)


def test_several_postings_of_one_page_keep_apart_without_addresses() -> None:
    block = """[{"@type": "JobPosting", "title": "Welder", "jobLocation": {"address": "Cork"}},
                {"@type": "JobPosting", "title": "Welder", "jobLocation": {"address": "Cobh"}}]"""

    postings = read(page(block), page_url="https://acme.example/jobs").postings

    assert [posting.places_said for posting in postings] == [("Cork",), ("Cobh",)]
    assert len({posting.external_id for posting in postings}) == 2


def test_places_told_apart_by_name_alone_keep_their_names() -> None:
    address = {"addressLocality": "Cork", "addressCountry": "IE"}
    places = [{"name": "Cork, IE", "address": address}, {"name": "Cobh, IE", "address": address}]
    block = json.dumps({"@type": "JobPosting", "title": "Welder", "jobLocation": places})

    assert read(page(block)).postings[0].places_said == ("Cork, IE", "Cobh, IE")


def test_rdfa_is_read_like_microdata() -> None:
    body = """<div vocab="https://schema.org/" typeof="JobPosting"><h1 property="title">Welder</h1>
      <div property="hiringOrganization" typeof="Organization"><b property="name">Acme</b></div>
      <div property="description"><p>We weld.</p></div></div>"""

    (posting,) = read(body).postings

    assert (posting.title, posting.employer) == ("Welder", "Acme")
    assert "<p>We weld.</p>" in posting.html


def test_a_list_in_a_script_is_read_where_the_page_marks_nothing() -> None:
    body = """<script>site.menu = [{title: 'About', url: '/about'}];
      site['jobs'] = [{id: '7', title: 'Welder', url: '/jobs/7', published_date: '21 april 2026'}];</script>"""

    (posting,) = read(body, page_url="https://acme.example/").postings

    assert (posting.title, posting.url) == ("Welder", "https://acme.example/jobs/7")
    assert str(posting.posted_on) == "2026-04-21"


@pytest.mark.parametrize("body", ["", "   ", "<!-- nothing -->"])
def test_an_empty_page_is_unreadable(body: str) -> None:
    with pytest.raises(UnreadableError, match="empty"):
        read(body)


def test_a_page_nested_absurdly_deep_ends() -> None:
    assert read("<div>" * 50_000).postings == []
    assert read(page("[" * 5_000 + '"JobPosting"')).postings == []


def test_a_sitemap_with_an_entity_that_reads_a_file_is_not_read() -> None:
    bomb = b"""<?xml version="1.0"?><!DOCTYPE u [<!ENTITY a SYSTEM "file:///etc/hostname">]>
      <urlset><url><loc>https://acme.example/&a;</loc></url></urlset>"""

    with pytest.raises(UnreadableError, match="entities that fetch or expand"):
        sitemap_links(bomb)


def test_a_listing_leads_to_postings_on_its_own_host_only() -> None:
    body = """<a href="/jobs/1#apply">Welder</a><a href="https://other.example/jobs/2">Fitter</a><a href="/about">Us</a>
      <a rel="next" href="/jobs?page=2">More</a><a href="mailto:jobs@acme.example">Mail</a>"""

    assert list(listing_links(body, "https://acme.example/jobs")) == [
        ("https://acme.example/jobs/1", False),
        ("https://acme.example/jobs?page=2", True),
    ]
