from importlib import import_module

import pyarrow as pa
import pytest

from tests.trends.digest.test_alerts_section import alert
from trends.columns import SCHEMA
from trends.digest.build import build
from trends.digest.choice import EVERYTHING, Choice, chosen_alerts
from trends.digest.records import Scope
from trends.digest.sections import NAMES
from trends.periods import Period

BUILD = import_module("trends.digest.build")
"""The module; the package's `build` is its function."""


@pytest.fixture
def told(market, material, monkeypatch):
    table = pa.Table.from_pylist(market, schema=SCHEMA)
    monkeypatch.setattr(BUILD, "read_series", lambda _series, _period: table)
    monkeypatch.setattr(BUILD, "history", lambda _mart, *rest: material(market).history(*rest))

    def tell(**choice):
        return build(None, None, Period.parse("2026-W46"), Scope(), Choice(**choice))

    return tell


def test_chosen_roles_and_places_are_told_and_no_others(told):
    digest = told(roles=("front-end-developer", "product-manager"), places=("us-ca-san-francisco",))

    assert "Front-end developer" in digest.text
    assert "Platform engineer" not in digest.text
    assert "London" not in digest.text
    assert "Rust" in digest.text
    assert digest.subject.startswith("Rust +66%")
    assert "You chose roles front-end-developer, product-manager; places us-ca-san-francisco: other rows are" in (
        " ".join(digest.text.split())
    )


def test_a_followed_role_is_told_also_where_it_did_not_move(told):
    text = told(roles=("front-end-developer", "product-manager", "sommelier")).text

    assert "Not moved, shown because you follow them" in text
    still = text[text.index("Not moved, shown") :]
    assert still.index("Product manager") < still.index("Sommelier")
    assert "unsure" in still[: still.index("Sommelier")]


def test_a_topic_chooses_its_roles_and_skills(told):
    digest = told(topics=("cloud",))

    assert "Kubernetes" in digest.text
    assert "Platform engineer" in digest.text
    assert "jQuery" not in digest.text
    assert "Front-end developer" not in digest.text


def test_chosen_sections_are_told_and_always_what_must_be_read_before_quoting(told):
    digest = told(sections=("pay",))

    assert "POSTED PAY" in digest.text
    assert "READ THIS BEFORE QUOTING" in digest.text
    assert "ON THE MOVE" not in digest.text


def test_nothing_chosen_is_everything(told):
    assert told().text == told(roles=()).text
    assert "other rows are left out" not in told().text
    assert Choice.of({}) == EVERYTHING


def test_the_same_choice_in_another_order_is_the_same_digest():
    assert Choice.of({"roles": ["b", "a", "a"]}) == Choice.of({"roles": ["a", "b"]})
    assert Choice.of({"roles": ["b", "a"]}).as_dict() == {"roles": ["a", "b"]}


def test_sections_have_the_names_of_their_files():
    assert NAMES[0] == "alerts"
    assert NAMES[-1] == "reading"


def test_alerts_follow_the_choice():
    alerts = [
        alert(1, dimension="role", key="cook@gb USD"),
        alert(2, dimension="role", key="baker"),
        alert(3, dimension="board", key="lever/acme"),
    ]

    assert [one.key for one in chosen_alerts(alerts, Choice(roles=("cook",)))] == ["cook@gb USD", "lever/acme"]
