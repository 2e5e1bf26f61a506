import csv
import json
from pathlib import Path

import pytest

from scrapers.boards import CRAWLABLE
from scrapers.onboarding.address import board_at, hinted_platform
from scrapers.onboarding.elsewhere import refusal_of, unbuilt_platform
from scrapers.onboarding.forms import known_forms, read_forms
from scrapers.onboarding.marks import known_marks
from scrapers.platforms import MODULES, PARSED_ONLY
from scrapers.records import BoardKind
from scrapers.store.errors import JobtideError

ROOT = Path(__file__).parents[3]
EXAMPLES = [json.loads(line) for line in (ROOT / "fixtures/board_urls.jsonl").read_text(encoding="utf-8").splitlines()]
NO_ADDRESS_OF_THEIR_OWN = {
    "jsonld",
    "htmlpage",
    "phenom",
    "himalayas",
    "themuse",
    "torre",
    "nofluffjobs",
    "jobtech",
} | {
    "usajobs",
    "adzuna",
}
"""Platforms told by the page alone, or whose token is a search that an operator has to choose."""


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["url"])
def test_an_address_tells_its_board_or_nothing(example: dict[str, str | None]) -> None:
    found = board_at(str(example["url"]))

    assert (found and found.platform, found and found.token) == (example["platform"], example["token"])
    assert example["platform"] or hinted_platform(str(example["url"])) == example.get("hint")


def test_the_addresses_of_a_public_list_carry_the_tokens_that_it_gives(real_data: Path) -> None:
    told = {
        "greenhouse",
        "lever",
        "ashby",
        "smartrecruiters",
        "recruitee",
        "pinpoint",
        "workable",
        "bamboohr",
        "rippling",
    }
    right, wrong = 0, []
    with (real_data / "taxonomies/boards_seed.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            config = json.loads(row["monitor_config"] or "{}")
            token = str(config.get("token") or config.get("slug") or config.get("tenant") or "")
            found = board_at(row["board_url"])
            if row["monitor_type"] in told and token and found:
                is_same = (
                    found.platform == row["monitor_type"] and found.token.removeprefix("eu/").lower() == token.lower()
                )
                right += is_same
                wrong += [] if is_same else [row["board_url"]]

    assert right >= 3500
    assert len(wrong) <= right / 1000, wrong


def test_every_employer_platform_has_a_form() -> None:
    spoken_for = {form.platform for form in known_forms().forms} | NO_ADDRESS_OF_THEIR_OWN

    assert spoken_for == MODULES - PARSED_ONLY
    assert {one.platform for one in known_marks()} <= CRAWLABLE
    assert set(known_forms().hints.values()) <= CRAWLABLE


def test_boards_of_many_employers_are_told_as_such() -> None:
    thread, many = board_at("https://news.ycombinator.com/user?id=whoishiring"), board_at("https://remoteok.com/api")

    assert thread is not None
    assert thread.kind is BoardKind.THREAD
    assert many is not None
    assert many.kind is BoardKind.MANY


@pytest.mark.parametrize(
    ("form", "complaint"),
    [("jobs.acme.example/{name} -> {tenant}", "has no piece {tenant}"), ("jobs.acme.example/{odd}", "cannot be read")],
)
def test_a_form_that_cannot_work_is_named(form: str, complaint: str) -> None:
    values = {
        "shapes": {"odd": "["},
        "own": {"hosts": [], "paths": []},
        "hints": {},
        "platforms": {"lever": {"forms": [form]}},
    }

    with pytest.raises(JobtideError, match=r"addresses\.toml") as error:
        read_forms(values, "addresses.toml")

    assert complaint in str(error.value)


def test_every_clause_stands_in_the_docs() -> None:
    docs = (ROOT / "docs/refused.md").read_text(encoding="utf-8")
    words = " ".join(docs.replace("> ", "").replace("`", "").split())

    for address in ("https://www.governmentjobs.com/careers/oak", "https://www.uber.com/us/en/careers/"):
        refusal = refusal_of(address)
        assert refusal is not None
        assert refusal.clause in words


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://acme.taleo.net/careersection/2/jobsearch.ftl", "Taleo"),
        ("https://join.com/companies/acme", "JOIN"),
        ("https://myjobs.adp.com/acme/cx", "ADP Recruiting Management"),
        ("https://nottaleo.net/acme", None),
        ("https://acme.example/", None),
    ],
)
def test_a_platform_that_no_spider_reads_is_called_by_its_name(address: str, name: str | None) -> None:
    assert unbuilt_platform(address) == name
