"""`jobtide explore` in a real browser: facets, a sorted table, a chart, a CSV, and nothing that a name brought."""

import csv
import io
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from scheduler.exploring.serving import HOST, metadata
from tests.browser import Browser, chromium
from tests.trends.told.conftest import told as told_store
from tests.trends.told.small import Told
from tests.trends.told.test_hostile import hostile as hostile_store
from trends.exports.contents.columns import COLUMNS

ROOT = Path(__file__).parents[2]
told, hostile = told_store, hostile_store


def start(series: Path, folder: Path) -> "tuple[subprocess.Popen[str], str]":
    """Run the verb over a folder of numbers; return its process and address."""
    settings = folder / "jobtide.toml"
    settings.write_text(f'[measure]\nseries = "{series}"\n', encoding="utf-8")
    command = [sys.executable, "-m", "scheduler", "explore", "--port", "0", "--settings", str(settings)]
    child = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    assert child.stderr is not None
    said = child.stderr.readline()
    assert said.startswith(f"http://{HOST}:"), said
    return child, said.split()[0]


def stop(child: "subprocess.Popen[str]") -> None:
    child.send_signal(signal.SIGINT)
    child.communicate(timeout=20)


@pytest.fixture(scope="module")
def address(told: Told, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    child, found = start(told.series, tmp_path_factory.mktemp("explored"))
    yield found
    stop(child)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with chromium(tmp_path_factory.mktemp("downloads")) as found:
        yield found


def column(browser: Browser, name: str) -> list[str]:
    return [cell.text for cell in browser.driver.find_elements("css selector", f"td.col-{name}")]


@pytest.mark.long
def test_facets_narrow_a_header_sorts_and_the_csv_has_the_same_rows(browser: Browser, address: str) -> None:
    browser.open(f"{address}jobtide/series")
    browser.driver.find_element("css selector", "#facet-dimension").find_element("link text", "role").click()
    browser.driver.find_element("css selector", "#facet-metric").find_element("link text", "growth").click()
    assert set(column(browser, "dimension")) == {"role"}
    assert set(column(browser, "metric")) == {"growth"}

    browser.driver.find_element("css selector", "th.col-n_now a").click()
    counts = [int(said.replace(",", "")) for said in column(browser, "n_now")]
    assert counts == sorted(counts)
    assert len(set(counts)) > 3
    link = browser.driver.find_element("css selector", ".export-links a[href*='.csv']").get_attribute("href")
    with urllib.request.urlopen(link) as answer:
        rows = list(csv.DictReader(io.TextIOWrapper(answer, "utf-8", newline="")))
    assert [int(row["n_now"]) for row in rows] == counts
    browser.shoot("explore_series")


@pytest.mark.long
def test_the_front_page_leads_to_a_chart(browser: Browser, address: str) -> None:
    browser.open(f"{address}jobtide")
    browser.driver.find_element("partial link text", "vacancies over time").click()
    assert len(column(browser, "period")) > 3
    for _ in range(100):
        if charts := browser.driver.find_elements("css selector", ".vega-embed svg, .vega-embed canvas"):
            break
        time.sleep(0.1)
    assert charts
    assert charts[0].size["height"] > 50
    browser.shoot("explore_history")


@pytest.mark.long
@pytest.mark.parametrize("query", metadata()["databases"]["jobtide"]["queries"])
def test_every_canned_query_answers(address: str, query: str) -> None:
    given = "dimension=role&key=ml-engineer&metric=growth&every=&period="
    with urllib.request.urlopen(f"{address}jobtide/{query}.csv?{given}") as answer:
        rows = list(csv.DictReader(io.TextIOWrapper(answer, "utf-8", newline="")))
    assert rows
    assert "error" not in rows[0]


@pytest.mark.long
def test_it_can_only_be_read(address: str) -> None:
    with pytest.raises(urllib.error.HTTPError, match="400"):
        urllib.request.urlopen(f"{address}jobtide.json?sql=delete+from+series")


@pytest.mark.long
def test_names_that_postings_bring_run_nothing(
    browser: Browser, hostile: Told, tmp_path_factory: pytest.TempPathFactory
) -> None:
    child, found = start(hostile.series, tmp_path_factory.mktemp("hostile"))
    try:
        browser.open(f"{found}jobtide/series?dimension=employer&_facet=label&_size=200")
        labels = column(browser, "label")
        assert any("<script>alert(1)</script>" in label for label in labels)
        assert any(label.startswith("=") for label in labels)
        scripts = browser.driver.find_elements("css selector", "td script, td img, td iframe, td [onerror]")
        assert not scripts
    finally:
        stop(child)


def test_every_table_of_the_snapshot_has_its_sentences() -> None:
    tables = metadata()["databases"]["jobtide"]["tables"]
    for name in ("series", "alerts", "periods"):
        assert tables[name]["columns"]
    assert tables["periods"]["columns"] == COLUMNS["periods"]
