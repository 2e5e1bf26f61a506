"""The source's fields win over the text, and where the text says otherwise that is recorded."""

import pytest

from extract.records import Disagreement
from extract.said import Said
from extract.tagger import load_tagger

PAY = {"low": "50000", "high": "60000", "currency": "EUR", "per": "year", "kind": "base", "said": "50,000-60,000 EUR"}


@pytest.mark.parametrize(
    ("said", "title", "text", "expected"),
    [
        (Said(remote="Hybrid"), "Baker", "This role is fully remote.", ("remote", "hybrid", "remote")),
        (Said(places=("Remote - Spain",)), "Baker (onsite)", "Join us.", ("remote", "remote", "onsite")),
        (Said(employment="FULL_TIME"), "Baker", "Employment type: part-time", ("employment", "full_time", "part_time")),
        (
            Said(pay=(PAY,)),
            "Baker",
            "Salary: €30,000 - €40,000 per year",
            ("pay", "50,000-60,000 EUR", "€30,000 - €40,000 per year"),
        ),
    ],
)
def test_a_text_that_says_otherwise_is_recorded(
    said: Said, title: str, text: str, expected: tuple[str, str, str]
) -> None:
    field, source, spoken = expected
    tagged = load_tagger().tag(title, text, said)
    assert tagged.disagreements == (Disagreement(field=field, source=source, text=spoken),)
    if field != "pay":
        assert getattr(tagged, field) == source


@pytest.mark.parametrize(
    ("said", "text"),
    [
        (Said(remote="Hybrid"), "We bake bread."),
        (Said(remote="Remote"), "This is a remote role."),
        (Said(), "This is a remote role. Employment type: part-time"),
        (Said(pay=(PAY,)), "Salary: €55,000 - €65,000 per year"),
        (Said(pay=(PAY,)), "We pay 25 EUR per hour."),
    ],
)
def test_silence_and_agreement_are_no_disagreement(said: Said, text: str) -> None:
    assert load_tagger().tag("Baker", text, said).disagreements == ()
