"""Shapes in which a platform's answers are saved elsewhere: other versions of its API, pages, feeds, lines."""

import datetime as dt
import json
from decimal import Decimal
from typing import Any

import pytest

from scrapers.parse import parse_answer
from scrapers.records import RawPosting

DAY = dt.date(2026, 3, 4)
LD = {
    "@context": "https://schema.org",
    "@type": "JobPosting",
    "title": "Welder",
    "datePosted": str(DAY),
    "description": "<p>You weld.",
    "hiringOrganization": {"@type": "Organization", "name": "Acme"},
    "jobLocation": {"@type": "Place", "address": {"addressLocality": "Ulm", "addressCountry": "DE"}},
}
GUID = "466ed4a1-2c00-400e-8b9b-77b0c63d64d2"


def only(platform: str, answer: Any) -> RawPosting:
    body = answer if isinstance(answer, str) else json.dumps(answer)
    (posting,) = parse_answer(platform, body.encode()).postings
    return posting


@pytest.mark.parametrize(
    ("platform", "address", "number"),
    [
        ("ashby", f"https://jobs.ashbyhq.com/acme/{GUID}", GUID),
        ("bamboohr", "https://acme.bamboohr.com/careers/12", "12"),
        ("breezy", "https://acme.breezy.hr/p/98323abf2296-welder", "98323abf2296"),
        ("greenhouse", "https://job-boards.greenhouse.io/acme/jobs/4012", "4012"),
        ("greenhouse", "https://acme.example/jobs?gh_jid=4012", "4012"),
        ("lever", f"https://jobs.eu.lever.co/acme/{GUID}", GUID),
        ("personio", "https://acme.jobs.personio.de/job/77", "77"),
        ("pinpoint", f"https://acme.pinpointhq.com/en/postings/{GUID}", GUID),
        ("recruitee", "https://acme.recruitee.com/o/welder", "welder"),
        ("rippling", f"https://ats.rippling.com/acme/jobs/{GUID}", GUID),
        ("smartrecruiters", "https://jobs.smartrecruiters.com/Acme/744000140252429-welder", "744000140252429"),
        ("teamtailor", "https://acme.teamtailor.com/jobs/77-welder", "77"),
        ("workable", "https://apply.workable.com/acme/j/ABCDEF1234/", "ABCDEF1234"),
    ],
)
def test_the_page_of_one_posting_is_read_by_its_platform(platform: str, address: str, number: str) -> None:
    script = f'<script type="application/ld+json">{json.dumps(LD)}</script>'
    posting = only(platform, f'<html><head><link rel="canonical" href="{address}">{script}</head></html>')

    assert (posting.platform, posting.external_id, posting.url, posting.posted_on) == (platform, number, address, DAY)
    assert (posting.employer, posting.places_said, posting.html) == ("Acme", ("Ulm, DE",), "<p>You weld.")


RIPPLING = {
    "uuid": "u-1",
    "name": "Welder",
    "url": "https://ats.rippling.com/a/jobs/u-1",
    "workLocation": {"label": "Ulm"},
}
ASHBY = {"id": "a1", "title": "Welder", "locationName": "Ulm", "employmentType": "FullTime", "publishedDate": str(DAY)}


@pytest.mark.parametrize(
    ("platform", "script"),
    [
        ("rippling", f'<script type="application/json" id="x">{json.dumps({"props": {"items": [RIPPLING]}})}</script>'),
        ("ashby", f"<script>window.__appData = {json.dumps({'posting': ASHBY})}; window.__more = {{}};</script>"),
    ],
)
def test_the_data_block_of_a_page_is_read_as_an_answer(platform: str, script: str) -> None:
    posting = only(platform, f"<!DOCTYPE html><html><body>{script}</body></html>")

    assert (posting.title, posting.places_said) == ("Welder", ("Ulm",))


def test_the_keyed_api_of_lever_says_the_same_in_other_places() -> None:
    content = {"descriptionHtml": "<p>Hi", "lists": [{"text": "Do", "content": "<li>x"}], "closingHtml": "<p>Bye"}
    record = {
        "id": "a",
        "text": "Welder",
        "categories": {"team": "Shop", "allLocations": ["Ulm", "Bonn"]},
        "content": content,
        "urls": {"show": "https://jobs.lever.co/acme/a", "apply": "https://jobs.lever.co/acme/a/apply"},
        "createdAt": 1772582400000,
    }
    posting = only("lever", {"data": [record], "hasNext": False})

    assert (posting.url, posting.posted_on) == ("https://jobs.lever.co/acme/a", DAY)
    assert posting.places_said == ("Ulm", "Bonn")
    assert posting.html == "<p>Hi\n<h3>Do</h3>\n<ul><li>x</ul>\n<p>Bye"


def test_the_keyed_api_of_teamtailor_says_pay() -> None:
    attributes = {"title": "Welder", "body": "<p>Hi", "created-at": "2026-03-04T09:00:00.000+01:00"}
    pay = {"min-salary": 30000, "max-salary": 40000, "currency": "sek", "salary-time-unit": "monthly"}
    link = {"careersite-job-url": "https://acme.teamtailor.com/jobs/77-w"}
    posting = only("teamtailor", {"data": [{"id": "77", "links": link, "attributes": attributes | pay}]})

    assert (posting.external_id, posting.url, posting.posted_on) == ("77", link["careersite-job-url"], DAY)
    assert [(one.low, one.currency, one.per) for one in posting.pay_said] == [(Decimal(30000), "SEK", "month")]


def test_several_kinds_of_employment_at_workable_are_all_said() -> None:
    places = [{"city": "Patra", "country": "Greece"}, {"city": "Vigo", "country": "Spain"}]
    row = {
        "shortcode": "A1B2",
        "title": "Welder",
        "type": ["full", "contract"],
        "department": ["Shop"],
        "locations": places,
    }
    posting = only("workable", {"total": 1, "results": [row]})

    assert (posting.employment_said, posting.places_said) == ("full, contract", ("Patra, Greece", "Vigo, Spain"))


@pytest.mark.parametrize(
    ("content", "body"),
    [
        ("&lt;p&gt;A &amp;amp; B&lt;/p&gt;", "<p>A &amp; B</p>"),
        ("<p>A &amp; B</p>", "<p>A &amp; B</p>"),
        ("A &amp; B", "A & B"),
    ],
)
def test_a_body_of_greenhouse_is_unescaped_once_and_not_again(content: str, body: str) -> None:
    job = {"id": 7, "title": "Welder", "absolute_url": "https://acme.example/7", "content": content}

    assert only("greenhouse", {"jobs": [job]}).html == body


def test_without_a_location_the_offices_of_greenhouse_are_the_places() -> None:
    offices = [{"id": 1, "name": "South", "location": "Ulm, Germany"}, {"id": 2, "name": "Bonn", "location": None}]
    job = {"id": 7, "title": "Welder", "absolute_url": "https://acme.example/7", "location": None, "offices": offices}

    assert only("greenhouse", job).places_said == ("Ulm, Germany", "Bonn")


def test_words_that_adzuna_marks_as_found_are_no_part_of_a_title() -> None:
    ad = {"id": "7", "title": "<strong>Welder</strong> &amp; fitter", "redirect_url": "https://adzuna.example/7"}

    assert only("adzuna", {"results": [ad]}).title == "Welder & fitter"


def test_sums_of_himalayas_without_a_period_are_of_a_year() -> None:
    ad = {
        "guid": "https://himalayas.app/7",
        "title": "Welder",
        "companyName": "Acme",
        "minSalary": 30000,
        "currency": "EUR",
    }

    assert [one.per for one in only("himalayas", {"jobs": [ad]}).pay_said] == ["year"]
    assert [one.per for one in only("himalayas", {"jobs": [ad | {"salaryPeriod": None}]}).pay_said] == [None]


@pytest.mark.parametrize("platform", ["arbeitnow", "himalayas", "jobicy", "remoteok", "remotive", "workingnomads"])
def test_the_feed_of_a_board_is_read_like_its_answers(platform: str) -> None:
    posting = only(
        platform,
        """<?xml version="1.0"?><rss version="2.0" xmlns:j="https://x.example/j"><channel><title>Jobs</title><item>
        <title>Welder &amp;amp; fitter</title><link>https://x.example/7</link><guid>https://x.example/?p=7</guid>
        <j:company>Acme</j:company><j:location>Ulm</j:location><j:location>Bonn</j:location>
        <pubDate>Wed, 04 Mar 2026 09:00:00 +0000</pubDate><description>&lt;p&gt;Hi</description>
        </item></channel></rss>""",
    )

    assert (posting.external_id, posting.title, posting.employer) == (
        "https://x.example/?p=7",
        "Welder & fitter",
        "Acme",
    )
    assert (posting.places_said, posting.posted_on, posting.html) == (("Ulm", "Bonn"), DAY, "<p>Hi")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("April 21, 2026", "2026-04-21"),
        ("Sept. 3rd, 2026", "2026-09-03"),
        ("21. huhtikuuta 2026", "2026-04-21"),
        ("1er mars 2026", "2026-03-01"),
        ("21.4.2026", "2026-04-21"),
        ("2026/4/1", "2026-04-01"),
        ("1772582400", str(DAY)),
        ("1772582400000", str(DAY)),
        ("4/21/2026", None),
        ("31.31.2026", None),
    ],
)
def test_dates_are_read_in_words_and_digits_unless_they_may_mean_two_days(said: str, meant: str | None) -> None:
    posting = only("jsonld", f'<script type="application/ld+json">{json.dumps(LD | {"datePosted": said})}</script>')

    assert (str(posting.posted_on) if posting.posted_on else None) == meant


def test_the_days_of_a_portal_that_writes_slashes_are_month_first_unless_one_cannot_be() -> None:
    def card(number: int, date: str) -> str:
        link = f'<a class="iCIMS_Anchor" href="https://careers-acme.icims.com/jobs/{number}/w/job"><h3>Welder</h3></a>'
        field = (
            f'<dt class="iCIMS_JobHeaderField">Posted Date</dt><dd><span title="{date} 9:00 AM">(a day ago)</span></dd>'
        )
        return f'<li class="row">{link}<dl>{field}</dl></li>'

    def days(*dates: str) -> list[str]:
        page = "".join(card(number, date) for number, date in enumerate(dates, 1))
        return [
            str(one.posted_on)
            for one in parse_answer("icims", f"<ul class='iCIMS_JobsTable'>{page}</ul>".encode()).postings
        ]

    assert days("3/4/2026", "3/5/2026") == ["2026-03-04", "2026-03-05"]
    assert days("3/4/2026", "25/4/2026") == ["2026-04-03", "2026-04-25"]


def test_what_a_posting_refers_to_is_looked_up_on_the_page() -> None:
    acme = {"@type": "Organization", "@id": "https://acme.example/#acme", "name": "Acme"}
    town = {"@type": "PostalAddress", "@id": "#town", "addressLocality": "Ulm", "addressCountry": "DE"}
    refers = {
        "hiringOrganization": {"@id": acme["@id"]},
        "jobLocation": {"@type": "Place", "address": {"@id": "#town"}},
    }
    blocks = [{"@graph": [acme, town]}, LD | refers]
    page = "".join(f'<script type="application/ld+json">{json.dumps(one)}</script>' for one in blocks)
    posting = only("jsonld", page)
    lost = only("jsonld", page.replace("PostalAddress", "Other").replace(json.dumps(acme), "{}"))

    assert (posting.employer, posting.places_said) == ("Acme", ("Ulm, DE",))
    assert lost.employer is None, "an address is no name"


def test_a_place_with_several_addresses_is_several_places() -> None:
    place = {"@type": "Place", "address": [{"addressLocality": "Ulm"}, {"addressLocality": "Bonn"}]}
    block = json.dumps(LD | {"jobLocation": [place, {"@type": "Place", "address": {"addressLocality": "Trier"}}]})

    posting = only("jsonld", f'<script type="application/ld+json">{block}</script>')

    assert posting.places_said == ("Ulm", "Bonn", "Trier")


def test_links_of_a_widget_belong_to_the_site_that_its_template_names() -> None:
    page = """<a ng-repeat="job in jobs" href="https://jobs.example{$ job.url $}">{$ job.title $}</a>
    <script>w['jobs'] = [{id: '7', title: 'Welder', url: '/jobs/7-welder/', locations: ['Ulm']}];</script>"""
    posting = only("jsonld", page)

    assert (posting.external_id, posting.url) == ("7", "https://jobs.example/jobs/7-welder/")


def test_a_feed_of_jobylon_has_places_departments_and_bodies() -> None:
    job = {
        "id": 7,
        "title": "Svetsare ",
        "descr": "<p>Du svetsar.",
        "skills": "<p>Du kan svetsa.",
        "company": {"name": "Acme"},
        "contact": {"name": "A Person", "email": "a@acme.example"},
        "departments": [{"department": {"id": 1, "descr": "Verkstad"}}],
        "from_date": str(DAY),
        "locations": [{"location": {"text": "Lysekil, Sverige"}}, {"location": {"city": "Ulm", "country": "Germany"}}],
        "urls": {"ad": "https://emp.jobylon.com/jobs/7-svetsare/"},
    }
    posting = only("jobylon", [job])

    assert (posting.title, posting.employer, posting.department, posting.posted_on) == (
        "Svetsare",
        "Acme",
        "Verkstad",
        DAY,
    )
    assert posting.places_said == ("Lysekil, Sverige", "Ulm, Germany")
    assert posting.html == "<p>Du svetsar.\n<p>Du kan svetsa."
    assert "contact" not in (posting.raw or {})
