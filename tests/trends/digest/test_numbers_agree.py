"""The same number in table, page, text, chart and words."""

import re
from dataclasses import replace

import pytest
from lxml import html as lxml_html

from trends.digest import numbers
from trends.digest.build import tell
from trends.digest.chart import chart
from trends.digest.sentences import finding


def cells(document: str) -> dict[str, list[str]]:
    """Return the words of each table row by its name."""
    page = lxml_html.fromstring(document)
    found = {}
    for row in page.iterfind(".//tr"):
        head = row.find("th[@scope='row']")
        if head is not None:
            name = head.findtext("bdi")
            found[name] = [" ".join(cell.text_content().split()) for cell in row.iterfind("td")]
    return found


def text_cells(text: str) -> dict[str, list[str]]:
    """Return now, then, change and range of each line of a movers table by the first 27 letters of its name."""
    lines = [line for line in text.splitlines() if re.search(r"[●○]{3} ", line) and not line.startswith("*")]
    return {line[:27].strip(): re.split(r"\s{2,}", line[28:].strip())[:4] for line in lines}


def test_page_and_text_print_the_numbers_of_the_series(market, material):
    digest = tell(material(market))
    rows, texts = cells(digest.html), text_cells(digest.text)
    movers = [line for line in market if line["verdict"] in ("rising", "falling") and line["metric"] == "growth"]
    movers = [line for line in movers if line["dimension"] != "all"]
    assert movers
    for line in movers:
        now, then = numbers.count(line["n_now"]), numbers.count(line["n_then"])
        rate, span = numbers.change(line["estimate"]), numbers.span(line["low"], line["high"])
        vacancies, change, *_ = rows[line["label"]]
        assert re.split(r"\s*was ", vacancies) == [now, then]
        assert change == f"{'▲' if line['estimate'] > 0 else '▼'} {rate}{span}"
        assert texts[line["label"][:27]] == [now, then, rate, span]


def test_pay_is_printed_in_its_own_currency(market, material):
    rows = cells(tell(material(market)).html)
    assert rows["Data engineer (USD)"] == ["$148,500", "▲ +3.1%", "$128–171k", "712"]
    assert rows["Data engineer (GBP)"] == ["£67,800", "▼ −2.4%", "£58–78k", "96"]


def test_a_line_of_the_chart_ends_where_its_row_says(market, material):
    made = material(market)
    drawn = chart(made, finding(made).first)
    assert drawn is not None
    text = tell(made).text
    said = re.findall(r"(\w+) (?:rose|fell) to (\d+) \(([\d.]+)% of vacancies, was ([\d.]+)%", drawn.alt)
    assert len(said) == 3
    for name, end, now, then in said:
        row = next(line for line in made.movers("skill") if line.label == name)
        trace = made.traces([row])[0]
        assert round(100 * trace.now / trace.then) == int(end)
        assert (int(end) - 100) * row.estimate > 0
        assert f"share {then} → {now}%" in text


def test_a_row_whose_share_moved_the_other_way_is_not_drawn(line, market, material):
    opposed = [row | {"n_now": 150, "estimate": 0.17} if row["key"] == "rust" else row for row in market]
    made = material(opposed)
    history = made.history

    def falling_share(dimension, keys, *rest):
        return {
            key: [(name, value * (0.5 if at == len(points) - 1 else 1)) for at, (name, value) in enumerate(points)]
            if key == "rust"
            else points
            for key, points in history(dimension, keys, *rest).items()
        }

    drawn = chart(replace(made, history=falling_share, _traces={}), finding(made).first)
    assert drawn is not None
    assert "Rust" not in drawn.alt


def test_without_history_there_is_no_chart_and_no_trace(market, material):
    digest = tell(replace(material(market), history=lambda *wanted: {}))
    assert digest.chart_png is None
    assert "cid:chart" not in digest.html
    assert "▁" not in digest.text


@pytest.mark.parametrize(
    ("rate", "said"), [(-0.0001, "0%"), (0.0, "0%"), (-0.004, "−0.4%"), (12.4, "+1,240%"), (-1.0, "−100%")]
)
def test_a_change_has_a_sign_unless_it_is_printed_as_zero(rate, said):
    assert numbers.change(rate) == said
