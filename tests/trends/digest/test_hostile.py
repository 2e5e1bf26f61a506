"""Names come from postings that anybody can write; none of them may do anything."""

import pytest
from lxml import html as lxml_html

from trends.digest.build import tell

HOSTILE = {
    "markup": "<script>alert(1)</script>",
    "attribute": '"><img src=x onerror=alert(1)>',
    "template": "{{ 7 * 7 }}{% raw %}",
    "header": "Acme\r\nBcc: everyone@example.com",
    "direction": "safe\u202egnp.exe\u2066\u200f",
    "zero-width": "\u200b\u200d\u2060\ufeff",
    "endless": "x" * 10_000,
    "endless-spaces": " \t\n" * 4_000 + "end",
    "formula": "$\\frac{1}{0}$ $x$",
    "nul": "a\x00b\x1b[31m",
    "css": "</style><style>*{display:none}",
}


@pytest.fixture(params=HOSTILE)
def hostile(request, market):
    """The small market whose strongest rows all bear one name."""
    return [row | {"label": HOSTILE[request.param]} if row["dimension"] != "all" else row for row in market]


def test_a_hostile_name_is_harmless_everywhere(hostile, market, material):
    digest = tell(material(hostile))
    honest = tell(material(market))
    for document, model in ((digest.html, honest.html), (digest.page, honest.page)):
        page, shape = lxml_html.fromstring(document), lxml_html.fromstring(model)
        assert [element.tag for element in page.iter()] == [element.tag for element in shape.iter()]
        assert {name for element in page.iter() for name in element.attrib} == {
            name for element in shape.iter() for name in element.attrib
        }
        assert len(document.encode()) < 100_000
    for told in (digest.subject, digest.preheader, digest.lead, digest.alt, digest.text, digest.html):
        assert not set(told.replace("\n", "")) & set("\r\x00\x1b\u202e\u2066\u200f\u200b\ufeff")
    for line in (digest.subject, digest.preheader, digest.lead, digest.alt):
        assert "\n" not in line
    assert len(digest.subject) < 150
    assert max(map(len, digest.text.splitlines())) <= 78


def test_hostile_words_about_sources_are_escaped_too(market, material):
    digest = tell(material(market, name="<b>x</b>", left_out=("<script>1</script>",), notes=("<i>",)))
    assert "<script>" not in digest.html
    assert "<b>x" not in digest.html
    assert "&lt;script&gt;" in digest.html
