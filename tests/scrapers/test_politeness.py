import pytest
from scrapy.http import Response

from scrapers.crawl.politeness import rest_asked
from scrapers.crawl.redirects import LOGIN, is_elsewhere

NOW = 1_800_000_000.0


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "17"}, 17),
        ({"Retry-After": " 0 "}, 0),
        ({"Retry-After": "-5"}, None),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "9" * 400}, float("inf")),
        ({"Retry-After": "Fri, 15 Jan 2027 08:01:00 GMT"}, 60),
        ({"Retry-After": "Fri, 15 Jan 2027 08:01:00"}, 60),
        ({"Retry-After": "Thu, 01 Jan 1970 00:00:00 GMT"}, 0),
        ({"Retry-After": "Fri, 01 Jan 99999 00:00:00 GMT"}, None),
        ({"Retry-After": "Fri, 01 Jan 2016 00:01:00 GMT", "Date": "Fri, 01 Jan 2016 00:00:00 GMT"}, 60),
        ({"Retry-After": "Fri, 15 Jan 2027 08:01:00 GMT", "Date": "yesterday"}, 60),
        ({}, None),
    ],
)
def test_a_rest_is_a_number_or_a_date_by_the_servers_own_clock(headers: dict[str, str], seconds: float | None) -> None:
    assert rest_asked(Response("http://acme.example/", headers=headers), NOW) == seconds


@pytest.mark.parametrize(
    ("asked", "answered", "token", "is_moved"),
    [
        ("http://acme.example/jobs", "https://acme.example/jobs", "http://acme.example/jobs", False),
        ("https://acme.example/jobs", "https://www.acme.example/careers/", "https://acme.example/jobs", False),
        ("https://acme.example/jobs", "https://parent.example/jobs", "https://acme.example/jobs", True),
        ("https://acme.breezy.hr/json", "https://acme.breezy.hr/json/", "acme", False),
        ("https://acme.breezy.hr/json", "https://tide.breezy.hr/json", "acme", True),
        ("https://api.example/v1/Acme/jobs", "https://api.example/v2/acme/jobs", "Acme", False),
        ("https://api.example/v1/acme/jobs", "https://api.example/v1/tide/jobs", "acme", True),
        ("https://api.example/search?q=x", "https://api.example/find?q=x", "all", False),
    ],
)
def test_another_host_or_another_board_is_elsewhere(asked: str, answered: str, token: str, is_moved: bool) -> None:
    assert is_elsewhere(asked, answered, token) == is_moved


@pytest.mark.parametrize(
    ("place", "asks_for_login"),
    [
        ("acme.example/login", True),
        ("login.acme.example/", True),
        ("acme.example/users/sign_in", True),
        ("acme.example/SignIn.aspx", True),
        ("acme.example/jobs/login-systems-engineer", False),
        ("acme.example/jobs/blogging-lead", False),
        ("acme.example/design-internship", False),
    ],
)
def test_a_place_where_one_logs_in_is_known_by_its_name(place: str, asks_for_login: bool) -> None:
    assert bool(LOGIN.search(place)) == asks_for_login
