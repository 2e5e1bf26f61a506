import datetime as dt

import pytest
from scrapy import Request
from scrapy.resolver import CachingThreadedResolver
from twisted.internet import defer
from twisted.internet.error import DNSLookupError

from scrapers.crawl import CrawlDocument
from scrapers.crawl.guard import PublicOnly, PublicResolver, RefusedError
from scrapers.crawl.settings import scrapy_settings

NOW = dt.datetime(2026, 11, 2, tzinfo=dt.UTC)
INSIDE = [
    "http://127.0.0.1/",
    "http://127.1/",
    "http://0x7f.3/",
    "http://2130706433/",
    "http://0177.0.0.1/",
    "http://[::1]/",
    "http://[::ffff:10.0.0.1]/",
    "http://[fe80::1%25eth0]/",
    "http://[64:ff9b::a00:1]/",
    "http://[2002:7f00:1::]/",
    "http://10.0.0.8/jobs",
    "http://192.168.1.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://100.64.0.1/",
    "http://224.0.0.1/",
    "http://localhost/",
    "http://localhost./",
    "http://intranet/jobs",
    "http://db.internal/",
    "http://printer.local/",
    "https://acme.example:8080/",
    "ftp://acme.example/",
]


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_is_refused(address: str) -> None:
    with pytest.raises(RefusedError):
        PublicOnly(frozenset(), allow_private=False).process_request(Request(address))


@pytest.mark.parametrize(
    "address", ["https://acme.example/jobs", "http://93.184.216.34/", "https://[2606:4700::1111]/"]
)
def test_a_public_address_passes(address: str) -> None:
    PublicOnly(frozenset(), allow_private=False).process_request(Request(address))


def test_nothing_of_a_crawl_listens_and_certificates_are_looked_at() -> None:
    settings = scrapy_settings(CrawlDocument(platform="lever", store_url="sqlite://", now=NOW, boards=()), None)

    assert not settings["REMOTE_CONTROL_ENABLED"]
    assert not settings["TELNETCONSOLE_ENABLED"]
    assert settings["DOWNLOAD_VERIFY_CERTIFICATES"]


def test_only_the_origin_that_the_operator_named_is_trusted_inside() -> None:
    guard = PublicOnly(frozenset({"127.0.0.1:8000"}), allow_private=False)

    guard.process_request(Request("http://127.0.0.1:8000/jobs"))
    with pytest.raises(RefusedError):
        guard.process_request(Request("http://127.0.0.1:9000/jobs"))


@pytest.mark.parametrize(("address", "is_given"), [("10.0.0.7", False), ("93.184.216.34", True)])
def test_a_name_that_turns_inward_is_not_resolved(
    address: str, is_given: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(CachingThreadedResolver, "getHostByName", lambda *_: defer.succeed(address))
    resolver = PublicResolver(reactor=None, cache_size=0, timeout=1)  # type: ignore[arg-type]  # never reached
    answers: list[object] = []

    resolver.getHostByName("rebinding.example").addBoth(answers.append)

    if is_given:
        assert answers == [address]
    else:
        assert answers[0].check(DNSLookupError)  # type: ignore[attr-defined]  # a Failure
