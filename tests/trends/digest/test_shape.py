"""What every digest keeps, whatever its rows: order, size, columns, marks, structure."""

import io
import re

import pytest
from lxml import html as lxml_html
from PIL import Image

from trends.digest.build import tell
from trends.digest.labels import width
from trends.digest.render import COLUMNS

ORDER = [
    "Share of new vacancies: skills that moved most surely", "Roles on the move", "Skills on the move",
    "Places on the move", "Employers advertising more, and less", "New on the map", "Posted pay",
    "Read this before quoting a number",
]  # fmt: skip


@pytest.fixture
def crowd(market, line):
    """Far more movers than a digest shows, with the longest names."""
    return market + [
        line(
            dimension, f"{dimension}-{number}", f"{'長い名前' * 20}{number}", 400 + number, 300,
            0.2 + number / 1000, 0.5, 90, "rising" if number % 2 else "insufficient",
        )
        for dimension in ("role", "skill", "place", "employer")
        for number in range(400)
    ] + [
        line(
            dimension, f"{dimension}-{number}", f"{'Very long name ' * 9}{number}", 300, 400 + number,
            -0.5, -0.2 - number / 1000, 90, "falling",
        )
        for dimension in ("role", "skill", "place", "employer")
        for number in range(400, 500)
    ]  # fmt: skip


def test_sections_come_in_the_order_of_reading(market, material):
    digest = tell(material(market))
    page = lxml_html.fromstring(digest.html)
    assert [head.text_content() for head in page.iterfind(".//h2")] == ORDER
    titles = [title for title in ORDER[1:] if title.upper() in digest.text]
    assert titles == ORDER[1:]
    assert sorted(titles, key=lambda title: digest.text.index(title.upper())) == titles


def test_a_crowded_digest_stays_below_what_mail_clients_clip(crowd, material):
    digest = tell(material(crowd))
    assert len(digest.html.encode()) < 100_000


def test_text_keeps_its_columns(market, calm, crowd, material):
    for lines in (market, calm, crowd, []):
        text = tell(material(lines, notes=("長" * 300, "x" * 500))).text
        assert max(map(width, text.splitlines())) <= COLUMNS
        assert "<" not in text
        assert "&" not in text


def test_the_chart_is_small_and_sharp(market, material):
    png = tell(material(market)).chart_png
    assert len(png) < 30_000
    with Image.open(io.BytesIO(png)) as image:
        assert image.width >= 2 * 500


def test_page_and_mail_need_nothing_from_elsewhere(market, material):
    digest = tell(material(market))
    assert 'src="cid:chart"' in digest.html
    assert 'src="data:image/png;base64,' in digest.page
    for document in (digest.html, digest.page):
        assert not re.findall(r"(?:src|href)=.?https?:", document)
        assert "<link" not in document
        assert "<script" not in document
        assert "@import" not in document


def test_tables_are_linked_only_where_they_lie_beside_the_page(market, material):
    digest = tell(material(market, tables=frozenset({"skill_week.csv"})))
    assert '<a href="skill_week.csv"' in digest.page
    assert '<a href="role_week.csv"' not in digest.page
    assert "role_week.csv" in digest.page
    assert "<a " not in digest.html


def test_structure_is_there_for_those_who_cannot_see(market, material):
    page = lxml_html.fromstring(tell(material(market)).html)
    assert page.get("lang") == "en"
    assert len(page.findall(".//h1")) == 1
    for table in page.iterfind(".//table"):
        is_layout = table.get("role") == "presentation"
        assert is_layout != bool(table.findall("./thead/tr/th"))
    assert all(head.get("scope") in ("col", "row", "rowgroup") for head in page.iterfind(".//th"))
    assert all(image.get("alt") for image in page.iterfind(".//img"))
    assert all(trace.get("aria-label") for trace in page.iterfind(".//span[@role='img']"))


def test_invented_numbers_say_so_in_every_output(market, material):
    digest = tell(material(market, sample=True))
    for told in (digest.subject, digest.preheader, digest.alt, digest.text, digest.html, digest.page):
        assert "SAMPLE" in told
    assert digest.chart_png != tell(material(market)).chart_png
    assert "SAMPLE" not in tell(material(market)).html


def test_a_quiet_period_says_so_and_is_short(calm, market, material):
    digest = tell(material(calm))
    assert digest.subject == "Quiet week: no role, skill or place moved beyond noise (week 46)"
    assert digest.chart_png is None
    assert digest.movers == ()
    assert "▲" not in digest.html
    assert "▼" not in digest.html
    assert len(digest.text) < len(tell(material(market)).text)
    assert tell(material(calm, period="2024-Q4")).subject.startswith("Quiet quarter: ")


def test_nothing_measured_still_makes_a_digest(material):
    digest = tell(material([], sources_healthy=None, name=""))
    assert digest.subject.startswith("Quiet week")
    assert "Roles" not in digest.text


def test_only_the_mail_says_why_it_came(market, material):
    digest = tell(material(market, reason="You asked for it."))
    assert "You asked for it." in digest.html
    assert "You asked for it." in digest.text
    assert "You asked for it." not in digest.page


def test_newcomers_are_told_apart_from_what_is_merely_rare(market, material):
    text = tell(material(market)).text
    new = text[text.index("NEW ON THE MAP") :]
    assert "Agent reliability engineer (role): 34 vacancies at 19 employers" in new
    assert "Sommelier" not in new
    assert "Too few vacancies or employers to rank: Sommelier." in text


def test_where_the_archive_is_on_the_web_mail_and_text_lead_to_page_and_tables(market, material):
    digest = tell(material(market, web="https://tides.example/2026-W46/", tables=frozenset({"role_week.csv"})))

    links = [link.get("href") for link in lxml_html.fromstring(digest.html).iter("a")]
    assert {
        f"https://tides.example/2026-W46/{file}" for file in ("index.html", "role_week.csv", "skill_week.csv")
    } <= set(links)
    assert all(link.startswith("https://tides.example/2026-W46/") for link in links)
    assert "https://tides.example/2026-W46/index.html" in digest.text
    assert {link.get("href") for link in lxml_html.fromstring(digest.page).iter("a")} == {"role_week.csv"}
    assert len(digest.html.encode()) < 100_000


def test_a_platform_that_departs_from_its_peers_asks_for_the_reason_and_raises_nothing(market, material, line):
    growth = line("platform", "lever", "lever", 400, 100, 2.1, 6.5, 40, "rising")
    broken = growth | {"metric": "break_z", "unit": "standard errors", "estimate": 9.2}
    calm = broken | {"key": "ashby", "label": "ashby", "estimate": 1.1}

    text = tell(material([*market, growth, broken, calm])).text

    said = " ".join(text.split())
    assert "Method or law? lever departs from the other platforms (+300% on the year)" in said
    assert "ashby" not in said
