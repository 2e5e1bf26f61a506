from pathlib import Path

import pytest

from scrapers.store.errors import JobtideError
from trends.alerts import STARTER, read_rules
from trends.alerts.records import Kind
from trends.metrics import load_metrics

GOOD = '[[rule]]\nname = "roles"\nmetric = "growth"\ndimension = "role"\nabove = 0.2\n'


def write(text: str) -> Path:
    file = Path("alerts.toml")
    file.write_text(text, encoding="utf-8")
    return file


def test_the_starter_rules_load_and_use_metrics_that_exist():
    rules = read_rules(STARTER)

    assert {rule.kind for rule in rules} == {Kind.LIMIT, Kind.NEWCOMER, Kind.BOARD}
    assert {rule.metric for rule in rules if rule.kind is Kind.LIMIT} <= load_metrics().keys()


def test_the_example_in_the_starter_file_loads():
    text = STARTER.read_text(encoding="utf-8")
    example = text[text.index("# [[rule]]") :].replace("# ", "")

    assert read_rules(write(example))[0].title == "chief AI officer"


def test_a_missing_file_holds_no_rules():
    assert read_rules(Path("nowhere.toml")) == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[rule]\n", "alerts.toml: not valid TOML"),
        ("[rules]\nx = 1", "alerts.toml: unknown table 'rules'; write each rule under [[rule]]"),
        ("rule = 3", "alerts.toml: 'rule' is no list of tables"),
        ('[[rule]]\nmetric = "growth"', "alerts.toml rule 1: no name of 1 to 80 characters"),
        (GOOD + GOOD, "alerts.toml rule 2: 'roles' stands here twice; give it another name"),
        (
            GOOD.replace("growth", "grwoth"),
            "alerts.toml rule 1 'roles': unknown metric 'grwoth'; did you mean 'growth'?",
        ),
        (GOOD.replace('"role"', '"rol"'), "alerts.toml rule 1 'roles': unknown dimension 'rol'; did you mean 'role'?"),
        (GOOD + "abve = 1", "alerts.toml rule 1 'roles': unknown key 'abve'; did you mean 'above'?"),
        (GOOD + 'title = "x"', "unknown key 'title' in this kind of rule"),
        (GOOD + 'kind = "limits"', "unknown kind 'limits'; did you mean 'limit'?"),
        (GOOD + 'every = "day"', "unknown every 'day'; known: month, quarter, week"),
        (GOOD + "below = -0.2", "neither or both of above and below; write one of them"),
        (GOOD.replace("above = 0.2", ""), "neither or both of above and below; write one of them"),
        (GOOD.replace("0.2", '"much"'), "above = 'much'; write a number"),
        (GOOD.replace("0.2", "true"), "above = True; write a number"),
        (GOOD + "periods = 0", "periods = 0; choose 1 to 12"),
        (GOOD + "until = 0.3", "until = 0.3 lies beyond the limit"),
        (GOOD + 'country = "GB"', "'GB' is no country; write two small letters, such as gb, or *"),
        (GOOD + 'within = "senior"', "within = 'senior'; write it as seniority=senior"),
        (GOOD.replace("growth", "share").replace('"role"', '"all"'), "share says nothing about 'all'; it is for role"),
        ('[[rule]]\nname = "a"\nkind = "title"', "no words to watch for"),
        ('[[rule]]\nname = "a"\nkind = "board"\nevery = "month"', "boards are not looked at by month"),
    ],
)
def test_a_rule_that_cannot_work_is_named_with_its_remedy(text, words):
    with pytest.raises(JobtideError) as caught:
        read_rules(write(text))

    assert words in str(caught.value)
