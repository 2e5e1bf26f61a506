import datetime as dt

from scrapers.crawl import CrawlDocument
from scrapers.crawl.turns import in_turns
from scrapers.records import Board


def crawl_of(platform: str, *tokens: str) -> CrawlDocument:
    return CrawlDocument(
        platform=platform,
        store_url="sqlite://",
        now=dt.datetime(2026, 11, 2, tzinfo=dt.UTC),
        boards=tuple(Board(platform=platform, token=token) for token in tokens),
    )


def test_platforms_that_share_a_host_take_turns() -> None:
    groups = in_turns(
        [
            crawl_of("teamtailor", "acme", "tide"),
            crawl_of("greenhouse", "acme"),
            crawl_of("jsonld", "https://dune.teamtailor.com/jobs", "https://weir.recruitee.com/"),
            crawl_of("recruitee", "acme"),
        ]
    )

    assert sorted(sorted(one.platform for one in group) for group in groups) == [
        ["greenhouse"],
        ["jsonld", "recruitee", "teamtailor"],
    ]


def test_a_token_that_says_no_address_shares_nothing() -> None:
    groups = in_turns([crawl_of("htmlpage", "no-such-site"), crawl_of("greenhouse", "acme")])

    assert [len(group) for group in groups] == [1, 1]
