"""Discovery: unknown terms of requirements are proposed by how they rose; each employer is one voice."""

import datetime as dt

import pytest

from extract.discovery.logodds import Mentions
from extract.discovery.suggest import Ad, Suggestion, suggest
from extract.discovery.terms import TermReader
from extract.readers import readers

TODAY = dt.date(2026, 3, 1)
NOW, BEFORE = dt.date(2026, 1, 1), dt.date(2024, 1, 1)


def _terms(text: str, first_line_is_title: bool = False) -> list[str]:
    return [term.said for term in TermReader(readers().skills).read(text, first_line_is_title)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Requirements\n• Python, Zworkel and SQL\n• Experience with Brambleflow", ["Zworkel", "Brambleflow"]),
        ("Our stack: Python, Postgres, brambleflow and React.", ["brambleflow"]),
        ("Requirements\n• Strong Zworkel skills, e.g. dashboards in ZworkelBI", ["Zworkel", "ZworkelBI"]),
        ("Zworkel makes us laugh. We write Python.", []),
        ("Backed by Zworkel Capital, we write Python and Go for companies such as Brambleflow.", []),
        ("Requirements\n• Communication, teamwork, Bachelor's degree in Computer Science", []),
        ("Requirements\n• Apply at https://zworkel.example/jobs/Brambleflow with Python and SQL", []),
        ("About us\nWe use Zworkel, Python and SQL.", []),
    ],
)
def test_terms_stand_where_something_is_asked_for(text: str, expected: list[str]) -> None:
    assert _terms(text) == expected


def test_the_line_that_plays_the_title_holds_no_terms() -> None:
    assert _terms("Zworkel | Python, SQL and Brambleflow engineer\nStack: Python, SQL, Quuxly", True) == ["Quuxly"]


def test_an_offset_points_at_the_term() -> None:
    text = "İstanbul 🙂 naïve\nRequirements\n• SQL, ‘Zworkel’"
    (term,) = TermReader(readers().skills).read(text)
    assert text[term.start : term.start + len(term.said)] == term.said == "Zworkel"


def _ads(term: str, employers: int, day: dt.date, first: int = 0) -> list[Ad]:
    return [
        Ad(employer=f"employer {number}", day=day, text=f"Requirements\n• Python, {term} and SQL", is_thread=False)
        for number in range(first, first + employers)
    ]


def _suggest(ads: list[Ad], least: int = 3) -> list[Suggestion]:
    return suggest(lambda: ads, TermReader(readers().skills), TODAY, least)


def test_what_rose_stands_before_what_was_always_asked_for() -> None:
    ads = _ads("Zworkel", 30, NOW) + _ads("Zworkel", 2, BEFORE) + _ads("Brambleflow", 20, NOW)
    ads += _ads("Brambleflow", 60, BEFORE)
    found = _suggest(ads)
    assert [(one.term, one.employers, one.before) for one in found] == [("Zworkel", 30, 2), ("Brambleflow", 20, 60)]
    assert found[0].rise > 2 > 0 > found[1].rise
    assert found[0].examples[0] == "Requirements • Python, Zworkel and SQL"


def test_an_employer_is_one_voice_however_many_ads_it_has() -> None:
    assert _suggest(_ads("Zworkel", 1, NOW) * 50) == []


def test_what_many_write_and_few_ask_for_is_no_term() -> None:
    prose = [
        Ad(employer=f"writer {number}", day=NOW, text="Zworkel is a word that we like.", is_thread=False)
        for number in range(40)
    ]
    assert _suggest(_ads("Zworkel", 4, NOW) + prose) == []


def test_a_known_skill_is_never_suggested_and_the_future_is_not_read() -> None:
    later = TODAY + dt.timedelta(days=1)
    assert _suggest(_ads("Kubernetes", 30, NOW) + _ads("Zworkel", 30, later)) == []


def test_a_rise_by_chance_scores_less_than_the_same_rise_of_many() -> None:
    seen = Mentions(now=1_000, before=1_000)
    assert 0 < seen.rise(3, 1) < 1.96 < seen.rise(90, 30)
    assert seen.rise(30, 90) == pytest.approx(-seen.rise(90, 30))
