"""Contrast of every text on its ground, computed as WCAG 2.2 (1.4.3) says."""

import re

import pytest
from lxml import html as lxml_html

from trends.digest.build import tell
from trends.digest.palette import palette

LEAST = 4.5
TEXTS = ("text", "muted", "up", "down", "level", "link")


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_text_colour_can_be_read(theme):
    colours = palette()[theme]
    for text in TEXTS:
        for ground in ("card", "ground"):
            assert contrast(colours[text], colours[ground]) >= LEAST, (text, ground)
    assert contrast(colours["sample_text"], colours["sample_ground"]) >= LEAST


def test_lines_and_names_of_the_chart_can_be_read():
    colours = palette()["chart"]
    for colour in (*colours["rising"], *colours["falling"], colours["text"], colours["muted"]):
        assert contrast(colour, colours["card"]) >= LEAST


def test_the_written_styles_can_be_read(market, material):
    page = lxml_html.fromstring(tell(material(market, sample=True)).html)
    seen = 0
    for element in page.iter("*"):
        colour = re.search(r"(?<![-\w])color:(#\w{6})", element.get("style", ""))
        if colour:
            ground = next(
                found[1]
                for parent in (element, *element.iterancestors())
                if (found := re.search(r"background(?:-color)?:(#\w{6})", parent.get("style", "")))
            )
            assert contrast(colour[1], ground) >= LEAST
            seen += 1
    assert seen > 50


def test_dark_mode_recolours_every_class_that_has_a_colour(market, material):
    document = tell(material(market, sample=True)).html
    dark = document[document.index("prefers-color-scheme: dark") :].partition("</style>")[0]
    page = lxml_html.fromstring(document)
    names = [
        element.get("class", element.tag).split()
        for element in page.iter("*")
        if re.search(r"(?<![-\w])color:#", element.get("style", ""))
    ]
    untouched = [name for name in names if not any(re.search(rf"(?<![\w-])\.?{one}(?![\w-])", dark) for one in name)]
    # the chart's alternative text stands on the chart's own white plate
    assert untouched == [["chart"]]
