"""Shapes of career sites' answers that no cassette holds: saved pages, details, wrapped answers, broken ones."""

import datetime as dt
import json
from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from scrapers.answer import UnreadableError
from scrapers.crawl import BoardResult, run
from scrapers.parse import parse_answer
from scrapers.records import Board, CrawlState
from scrapers.spiders import avature, eightfold, icims, jobvite, oracle_orc, phenom, successfactors, workday
from tests.scrapers.crawling import JSON, document
from tests.scrapers.server import Answer, serve

ROW = {
    "title": "Welder",
    "externalPath": "/job/Oslo/Welder_R-7-1",
    "locationsText": "3 Locations",
    "bulletFields": ["R-7"],
}
WELDER: dict[str, Any] = {
    "jobPostingInfo": {
        "title": "Welder",
        "jobDescription": "<p>You weld.</p>",
        "location": "Oslo",
        "additionalLocations": ["Bergen"],
        "startDate": "2026-11-02",
        "jobReqId": "R-7",
        "jobPostingId": "Welder_R-7-1",
        "externalUrl": "https://acme.wd5.myworkdayjobs.com/Jobs/job/Oslo/Welder_R-7-1",
    },
    "hiringOrganization": {"name": "Acme AS"},
    "similarJobs": [{"title": "Fitter", "externalPath": "/job/Oslo/Fitter_R-8", "bulletFields": ["R-8"]}],
}
WORKDAY = "https://acme.wd5.myworkdayjobs.com"


def as_bytes(value: Any) -> bytes:
    return json.dumps(value).encode()


def test_a_workday_list_saved_with_its_details_gives_each_posting_once_and_whole() -> None:
    saved = {"list": {"total": 9, "jobPostings": [ROW]}, "details": {ROW["externalPath"]: WELDER}}

    parsed = workday.read(as_bytes(saved))

    (posting,) = parsed.postings
    assert (parsed.total, parsed.repeated, parsed.is_short) == (9, 0, True)
    assert (posting.html, posting.employer, posting.posted_on) == ("<p>You weld.</p>", "Acme AS", dt.date(2026, 11, 2))
    assert posting.places_said == ("Oslo", "Bergen")
    assert posting.requisition_id == "R-7"


def test_a_workday_list_alone_has_no_date_and_takes_no_count_for_a_place() -> None:
    (posting,) = workday.read(as_bytes({"total": 1, "jobPostings": [ROW | {"postedOn": "Posted Today"}]})).postings

    assert (posting.posted_on, posting.places_said) == (None, ())


@pytest.mark.parametrize("token", ["acme.wd5/Jobs", "acme.wd5.myworkdayjobs.com/Jobs", f"{WORKDAY}/en-US/Jobs?a=b"])
def test_a_workday_site_is_named_in_short_or_by_its_address(token: str) -> None:
    (posting,) = workday.read(as_bytes({"jobPostings": [ROW]}), token).postings

    assert posting.url == f"{WORKDAY}/Jobs/job/Oslo/Welder_R-7-1"


def crawl_workday(sqlite_url: str, listing: dict[str, Any], *tokens: str) -> list[BoardResult]:
    with serve() as server:
        server.routes["/wday/cxs/acme/Jobs/jobs"] = Answer(as_bytes(listing), headers=JSON)
        server.routes["/wday/cxs/acme/Jobs/job/Oslo/Welder_R-7-1"] = Answer(as_bytes(WELDER), headers=JSON)
        given = document(server, sqlite_url, 1, *(Board(platform="workday", token=token) for token in tokens))
        return run(replace(given, origin_overrides={WORKDAY: server.origin}))


def test_a_workday_list_as_long_as_lists_can_be_is_partial(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workday.Spider, "most_listed", 1)

    (result,) = crawl_workday(sqlite_url, {"total": 1, "jobPostings": [ROW]}, "acme.wd5/Jobs")

    assert (result.state, result.listed) == (CrawlState.PARTIAL, 1)
    assert "workday lists no more than 1 postings" in (result.error or "")


def test_a_wrong_token_is_told_and_stops_no_other_board(sqlite_url: str) -> None:
    wrong, right = crawl_workday(sqlite_url, {"total": 1, "jobPostings": [ROW]}, "acme", "acme.wd5/Jobs")

    assert (wrong.state, wrong.error) == (CrawlState.SUSPECT, "'acme' is no Workday site; write tenant.wd5/Site")
    assert (right.state, right.listed) == (CrawlState.COMPLETE, 1)


def test_a_posting_that_is_gone_before_its_visit_leaves_the_board_complete(sqlite_url: str) -> None:
    gone = ROW | {"externalPath": "/job/Oslo/Fitter_R-8"}

    (result,) = crawl_workday(sqlite_url, {"total": 2, "jobPostings": [ROW, gone]}, "acme.wd5/Jobs")

    assert (result.state, result.listed) == (CrawlState.COMPLETE, 1)


def test_the_other_adp_product_is_read_too() -> None:
    job = {
        "reqId": "5001104811906",
        "publishedJobTitle": "Baker",
        "jobDescription": "<p>You bake.</p>",
        "jobQualifications": "<p>Flour on your hands.</p>",
        "postingDate": "2026-11-03T12:00:00Z",
        "workLevelCode": "Full-time",
        "organizationalUnits": [{"name": "Bakery"}],
        "requisitionLocations": [
            {
                "address": {
                    "cityName": "Austin",
                    "countrySubdivisionLevel1": {"longName": "Texas"},
                    "country": {"longName": "United States"},
                }
            }
        ],
    }

    parsed = parse_answer("adp", as_bytes({"count": 4, "jobRequisitions": [job]}))

    (posting,) = parsed.postings
    assert parsed.total == 4
    assert posting.places_said == ("Austin, Texas, United States",)
    assert (posting.department, posting.employment_said) == ("Bakery", "Full-time")
    assert posting.html == "<p>You bake.</p>\n<p>Flour on your hands.</p>"


def test_the_data_in_an_eightfold_page_is_read() -> None:
    data = json.dumps({"count": 1, "positions": [{"id": 4, "name": "R&D Cook", "t_create": 1793520000}]})
    page = f'<html><code id="smartApplyData">{data.replace("&", "&amp;")}</code></html>'

    assert [one.title for one in eightfold.read(page.encode()).postings] == ["R&D Cook"]
    with pytest.raises(UnreadableError, match="no posting in the page"):
        eightfold.read(b"<html><body>Sign in</body></html>")


def test_the_older_eightfold_search_keeps_its_own_addresses() -> None:
    (posting,) = eightfold.read(
        as_bytes({"positions": [{"id": 4, "name": "Cook", "positionUrl": "/careers/job/4"}]}),
        "acme.eightfold.ai/acme.com/v2",
    ).postings

    assert posting.url == "https://acme.eightfold.ai/careers/job/4"


def test_an_oracle_ad_that_repeats_itself_is_kept_once() -> None:
    text = "<p>You plan.</p>"
    job = {
        "Id": 7,
        "Title": "Planner",
        "ExternalDescriptionStr": text,
        "ExternalQualificationsStr": text,
        "PostedDate": "2026-11-02",
    }

    (posting,) = oracle_orc.read(
        as_bytes({"items": [job]}), "https://x.fa.ocs.oraclecloud.com/hcmUI/CandidateExperience/en/sites/CX"
    ).postings

    assert posting.html == text
    assert posting.url == "https://x.fa.ocs.oraclecloud.com/hcmUI/CandidateExperience/en/sites/CX/job/7"


def test_a_phenom_widget_answers_in_the_shape_of_the_page() -> None:
    jobs = [
        {
            "jobId": "1",
            "title": "Cook",
            "cityStateCountry": "Ulm, BW, Germany",
            "postedDate": "2026-11-02T00:00:00.000+0000",
        }
    ]

    parsed = phenom.read(as_bytes({"refineSearch": {"totalHits": 12, "data": {"jobs": jobs}}}))

    assert (parsed.total, parsed.postings[0].places_said) == (12, ("Ulm, BW, Germany",))


def test_a_phenom_page_gives_the_address_of_its_postings() -> None:
    page = (
        '<link rel="canonical" href="https://careers.acme.example/us/en/search-results">'
        '<script>phApp.ddo = {"data": {"jobs": [{"jobId": "1", "title": "Cook"}]}};</script>'
    )

    assert phenom.read(f"<html>{page}</html>").postings[0].url == "https://careers.acme.example/us/en/job/1"


def test_the_paylocity_feed_is_read_like_the_page() -> None:
    job = {
        "jobId": 9,
        "title": "Cook",
        "publishedDate": "2026-11-02T08:00:00Z",
        "jobLocation": {"city": "Ulm", "country": "DE"},
    }

    (posting,) = parse_answer("paylocity", as_bytes({"displayName": "Acme", "jobs": [job]})).postings

    assert (posting.external_id, posting.employer, posting.places_said) == ("9", "Acme", ("Ulm, DE",))


def test_half_a_feed_is_no_feed() -> None:
    with pytest.raises(UnreadableError, match="the XML ends before </Job-Listing>"):
        successfactors.read("<Job-Listing><Job><JobTitle>Welder</JobTitle><ReqId>7</ReqId></Job>")


def test_a_successfactors_search_page_says_how_many_there_are() -> None:
    page = """<html><body><span class="paginationLabel">Results <b>1 – 1</b> of <b>1,204</b></span><table>
        <tr class="data-row"><td><a class="jobTitle-link" href="/job/Ulm-Cook-89073/1234/">Cook</a></td>
        <td><span class="jobLocation">Ulm, DE</span></td><td><span class="jobDate">2 Nov 2026</span></td></tr></table>
        </body></html>"""

    parsed = successfactors.read(page, "jobs.acme.example")

    (posting,) = parsed.postings
    assert (parsed.total, posting.external_id, posting.places_said) == (1204, "1234", ("Ulm, DE",))
    assert (posting.url, posting.posted_on) == (
        "https://jobs.acme.example/job/Ulm-Cook-89073/1234/",
        dt.date(2026, 11, 2),
    )


def test_a_neogov_feed_tells_agency_pay_and_last_day() -> None:
    feed = """\ufeff<?xml version="1.0" encoding="utf-8"?>
    <rss xmlns:joblisting="http://www.neogov.com/namespaces/JobListing"><channel><title>Oak County, OR</title><item>
    <link>https://www.governmentjobs.com/careers/oakcounty/jobs/77</link><title>Park Ranger</title>
    <joblisting:jobId>77</joblisting:jobId>
    <joblisting:advertiseFromDateUTC>Mon, 02 Nov 2026 08:00:00:0</joblisting:advertiseFromDateUTC>
    <joblisting:advertiseToDateTimeUTC>Tue, 01 Dec 2026 07:59:00:0</joblisting:advertiseToDateTimeUTC>
    <joblisting:minimumSalary>24.10</joblisting:minimumSalary><joblisting:maximumSalary>0</joblisting:maximumSalary>
    <joblisting:salaryCurrency>USD</joblisting:salaryCurrency><joblisting:salaryInterval>Hour</joblisting:salaryInterval>
    <joblisting:location>Lake Park</joblisting:location><joblisting:state>Oregon</joblisting:state>
    <joblisting:qualifications>&lt;p&gt;A boat licence.&lt;/p&gt;</joblisting:qualifications></item></channel></rss>"""

    (posting,) = parse_answer("neogov", feed.encode()).postings

    assert (posting.employer, posting.places_said) == ("Oak County, OR", ("Lake Park, Oregon",))
    assert (posting.posted_on, posting.valid_through) == (dt.date(2026, 11, 2), dt.date(2026, 12, 1))
    (pay,) = posting.pay_said
    assert (pay.low, pay.high, pay.currency, pay.per) == (Decimal("24.10"), None, "USD", "hour")
    assert posting.html == "<h2>Qualifications</h2>\n<p>A boat licence.</p>"


def test_an_avature_count_with_a_plus_is_no_count() -> None:
    page = """<html><body><div class="results">1-1 of 999+ results</div><article>
        <a href="https://acme.avature.net/careers/JobDetail/Cook/7">Cook</a></article></body></html>"""

    assert avature.read(page).total is None


@pytest.mark.parametrize("read", [avature.read, icims.read, jobvite.read])
def test_a_page_that_is_no_list_is_told(read: Any) -> None:
    with pytest.raises(UnreadableError, match="no list of postings in the page"):
        read("<html><body><p>Human verification</p></body></html>")


def test_a_saved_page_of_one_posting_is_read_where_the_answers_are_json() -> None:
    url = f"{WORKDAY}/Jobs/job/Oslo/Welder_R-7-1"
    data = json.dumps({"@type": "JobPosting", "title": "Welder", "datePosted": "2026-11-02", "url": url})

    (posting,) = workday.read(f'<html><script type="application/ld+json">{data}</script></html>').postings

    assert (posting.external_id, posting.url, posting.platform) == ("Welder_R-7-1", url, "workday")


def test_the_search_of_newer_successfactors_sites_is_read() -> None:
    job = {
        "id": "31099",
        "unifiedStandardTitle": "Lab Technician",
        "unifiedUrlTitle": "Lab-Technician",
        "jobLocationShort": ["Anyang, KOR, 14058<br/>"],
        "unifiedStandardStart": "6/18/26",
    }

    parsed = successfactors.read(
        as_bytes({"totalJobs": 12, "jobSearchResult": [{"response": job}]}), "jobs.acme.example"
    )

    (posting,) = parsed.postings
    assert (parsed.total, posting.posted_on) == (12, dt.date(2026, 6, 18))
    assert posting.places_said == ("Anyang, KOR, 14058",)
    assert posting.url == "https://jobs.acme.example/job/Lab-Technician/31099-en_US"


def test_the_search_of_icims_sites_under_the_employers_name_is_read() -> None:
    job = {
        "slug": "6504",
        "req_id": "2026-6504",
        "title": "Actuary",
        "description": "<p>You price risk.</p>",
        "qualifications": "<p>Exams.</p>",
        "full_location": "Winterthur, Switzerland",
        "categories": [{"name": "Finance"}],
        "hiring_organization": "Acme",
        "posted_date": "2026-11-02T05:34:00+0000",
        "meta_data": {"canonical_url": "https://careers.acme.example/jobs/6504?lang=en-us"},
    }

    parsed = icims.read(as_bytes({"jobs": [{"data": job}], "totalCount": 102}))

    (posting,) = parsed.postings
    assert (parsed.total, posting.external_id, posting.requisition_id) == (102, "6504", "2026-6504")
    assert (posting.posted_on, posting.department) == (dt.date(2026, 11, 2), "Finance")
    assert posting.html == "<p>You price risk.</p>\n<p>Exams.</p>"


def test_the_cards_of_an_agency_are_read_without_a_date() -> None:
    page = """<div id="job-postings-number">14</div><ul><li class="list-item" data-job-id="77">
        <h3><a class="item-details-link" href="/careers/oakcounty/jobs/77/park-ranger">Park Ranger</a></h3>
        <ul class="list-meta"><li>Lake Park, OR</li><li>Full-Time</li></ul>
        <div class="list-entry">You keep the paths.</div><span>Posted 2 weeks ago</span></li></ul>"""

    parsed = parse_answer("neogov", page.encode())

    (posting,) = parsed.postings
    assert (parsed.total, posting.posted_on, posting.places_said) == (14, None, ("Lake Park, OR",))
    assert posting.url == "https://www.governmentjobs.com/careers/oakcounty/jobs/77/park-ranger"


def test_of_several_links_to_a_posting_the_one_in_the_heading_is_its_title() -> None:
    page = """<article><a href="/careers/JobDetail/Cook/7">More information</a>
        <h3><a href="/careers/JobDetail/Cook/7">Cook</a></h3></article>
        <article><a href="/careers/JobDetail?jobId=8"><div class="card__heading">Baker</div><p>Ulm</p></a></article>"""

    assert [(one.external_id, one.title) for one in avature.read(page).postings] == [("7", "Cook"), ("8", "Baker")]


def test_the_page_of_one_comeet_position_is_read() -> None:
    page = '<html><script>COMPANY_DATA = {}; POSITION_DATA = {"uid": "1A.2", "name": "Cook"};</script></html>'

    assert [one.external_id for one in parse_answer("comeet", page.encode()).postings] == ["1A.2"]
