from trends.alerts.records import Alert
from trends.digest.build import tell


def alert(number: int, **more) -> Alert:
    said = {
        "rule": "rising", "dimension": "skill", "key": f"k{number}", "period": "2026-W46", "state": "new",
        "since": "2026-W46", "label": f"Skill {number}", "metric": "growth", "within": "", "country": "all",
        "unit": "rate", "estimate": 0.5, "low": 0.4, "high": 0.6, "n_now": 150, "n_then": 100, "employers": 61,
        "certainty": 3.0, "said": "growth +50%, above +20% (rule “rising”)",
    }  # fmt: skip
    return Alert(**(said | more))


def test_a_digest_tells_ten_alerts_and_counts_the_rest(market, material):
    digest = tell(material(market, alerts=tuple(alert(n) for n in range(17))))

    for told in (digest.text, digest.html, digest.page):
        assert "Skill 9" in told
        assert "Skill 10" not in told
        assert "and 7 more" in told
    assert digest.text.index("ALERTS") < digest.text.index("ROLES ON THE MOVE")


def test_recoveries_are_told_too(calm, material):
    back = alert(1, dimension="board", label="lever/acme", state="resolved", said="back (rule “boards”)")
    digest = tell(material(calm, alerts=(back,)))

    assert "* lever/acme (board, resolved): back (rule “boards”)" in digest.text
    assert "All rows: \n" not in digest.text


def test_without_alerts_there_is_no_such_section(market, material):
    assert "Alerts" not in tell(material(market)).html
