"""Clean text: what a reader sees, one block a line."""

import pytest

from extract.text import clean_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>We are <strong>Acme</strong>, a <em>B2B</em> shop.</p>", "We are Acme, a B2B shop."),
        ("<ul><li>Go</li><li>SQL<ul><li>joins</li></ul></li></ul>", "• Go\n• SQL\n\n• joins"),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("<h2>About</h2><div>a</div><div>b</div>", "About\n\na\nb"),
        ("<table><tr><td>Pay</td><td>10 €</td></tr></table>", "Pay 10 €"),
        ("<script>x()</script><p>a &amp; b &lt;c&gt;</p><!-- d -->", "a & b <c>"),
        ("line one<p>line two", "line one\n\nline two"),
        ("a < b and c > d", "a < b and c > d"),
        ("", ""),
        ("<!-- nothing -->", ""),
        ("plain\ntext", "plain text"),
    ],
)
def test_html_becomes_what_a_reader_sees(html: str, text: str) -> None:
    assert clean_text(html) == text


def test_endless_nesting_is_survived() -> None:
    assert "deep" in clean_text("<div>" * 5_000 + "deep" + "</div>" * 5_000)
