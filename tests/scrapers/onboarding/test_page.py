import json
from pathlib import Path
from typing import Any

import pytest

from scrapers.onboarding.address import hinted_platform
from scrapers.onboarding.page import PageKind, look_at

FILE = Path(__file__).parents[3] / "fixtures/board_pages.jsonl"
PAGES = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
POSTING = '<script type="application/ld+json">{"@type": "JobPosting", "title": "Welder %s", "url": "/jobs/%s"}</script>'


@pytest.mark.parametrize("case", PAGES, ids=lambda case: case["why"])
def test_a_page_leads_to_its_board(case: dict[str, Any]) -> None:
    look = look_at(f"<html><body>{case['page']}</body></html>", case["url"], hinted_platform(case["url"]))

    assert [f"{one.platform}/{one.token}" for one in look.boards] == case["boards"]


@pytest.mark.parametrize(
    ("platform", "page"),
    [
        ("greenhouse", '<div id="grnhse_app"></div>'),
        ("comeet", "<script>COMEET.init({})</script>"),
        ("recruitee", "<script>new RTWidget({})</script>"),
        ("teamtailor", '<script src="https://scripts.teamtailor-cdn.com/widgets/x/jobs.js"></script>'),
    ],
)
def test_a_page_may_tell_the_platform_without_the_board(platform: str, page: str) -> None:
    look = look_at(page, "https://acme.example/careers")

    assert look.boards == ()
    assert look.platforms == (platform,)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("<urlset><url><loc>https://acme.example/jobs/1</loc></url></urlset>", PageKind.SITEMAP),
        ("<sitemapindex><sitemap><loc>https://acme.example/jobs.xml</loc></sitemap></sitemapindex>", PageKind.SITEMAP),
        (POSTING % (1, 1) + POSTING % (2, 2), PageKind.LISTING),
        ('<a href="/careers/jobs/welder">Welder</a>', PageKind.LISTING),
        (POSTING % (1, 1), PageKind.POSTING),
        ('<a href="/about">About</a>', PageKind.OTHER),
        ("", PageKind.OTHER),
        ("%PDF-1.7 \x00\x01", PageKind.OTHER),
    ],
)
def test_what_a_page_is_to_structured_data(body: str, kind: PageKind) -> None:
    assert look_at(body, "https://acme.example/careers").kind is kind


def test_bytes_are_read_in_the_charset_that_the_page_names() -> None:
    page = '<meta charset="latin-1"><p>Café</p><a href="https://jobs.lever.co/gamsropeways">Métiers</a>'

    assert look_at(page.encode("latin-1"), "https://gams.example/").boards[0].token == "gamsropeways"
