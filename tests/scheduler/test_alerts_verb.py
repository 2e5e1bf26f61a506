import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scheduler.cli import main
from scheduler.starting import write_starting_files
from tests.trends.digest.conftest import small_market
from trends.columns import SCHEMA
from trends.periods import Period
from trends.series import series_file

RULES = '[[rule]]\nname = "rising"\nmetric = "growth"\ndimension = "skill"\nabove = 0.1\n'


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    return int(ended.value.code or 0)


@pytest.fixture
def measured() -> None:
    write_starting_files(Path(), overwrite=False)
    Path("alerts.toml").write_text(RULES, encoding="utf-8")
    file = series_file(Path("series"), Period.parse("2026-W46"))
    file.parent.mkdir(parents=True)
    pq.write_table(pa.Table.from_pylist(small_market(), schema=SCHEMA), file)


def test_alerts_are_listed_as_lines_and_as_json(measured, capsys):
    assert run("alerts", "--today", "2026-11-16") == 0
    printed = capsys.readouterr()
    assert printed.out.splitlines()[0].startswith("new       Rust (skill): growth ")
    assert printed.err == "2026-W46: 2 new, 0 still, 0 resolved\n"

    assert run("alerts", "--period", "2026-W46", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert [alert["key"] for alert in told] == ["rust", "kubernetes"]
    assert told[0]["employers"] == 61


def test_a_quiet_period_is_an_empty_list(measured, capsys):
    Path("alerts.toml").write_text("", encoding="utf-8")
    assert run("alerts", "--period", "2026-W46", "--json") == 0
    assert json.loads(capsys.readouterr().out) == []


@pytest.mark.parametrize(
    ("arguments", "rules", "words"),
    [
        (["--period", "2026-W45"], RULES, "2026-W45 is not measured yet"),
        (["--period", "2026-W46"], None, "alerts.toml: no such file"),
        (["--period", "2026-W46"], RULES.replace("growth", "grow"), "unknown metric 'grow'"),
    ],
)
def test_what_cannot_be_told_names_the_remedy(measured, capsys, arguments, rules, words):
    if rules is None:
        Path("alerts.toml").unlink()
    else:
        Path("alerts.toml").write_text(rules, encoding="utf-8")
    assert run("alerts", *arguments, "--today", "2026-11-16") == 2
    assert words in capsys.readouterr().err


def test_check_names_a_broken_rule(measured, capsys):
    Path("alerts.toml").write_text(RULES.replace("role", "rol").replace("skill", "skil"), encoding="utf-8")
    assert run("check") == 1
    assert "OFF alerts     alerts.toml rule 1 'rising': unknown dimension 'skil'; did you mean 'skill'?" in (
        capsys.readouterr().out
    )
