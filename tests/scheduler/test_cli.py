import subprocess
import sys
from pathlib import Path

import pytest

from scheduler import cli
from scheduler.verbs import run
from scrapers.store.errors import JobtideError


def jobtide(*arguments: str, **more: object) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "scheduler", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, **more)  # type: ignore[call-overload, no-any-return]  # any option


HEAVY = {"spacy", "scrapy", "sqlalchemy", "pyarrow", "duckdb", "matplotlib", "ibis", "structlog", "pydantic_settings"}


@pytest.mark.parametrize("arguments", [[], ["--help"], ["crawl", "--help"], ["demo", "--help"]])
def test_asking_for_help_loads_nothing_heavy(arguments: list[str]) -> None:
    code = (
        "import sys\nfrom scheduler.cli import main\n"
        f"try: main({arguments})\nexcept SystemExit: pass\n"
        f"print(sorted({HEAVY} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.splitlines()[-1] == "[]"


def test_a_mistyped_verb_is_answered_with_the_one_meant() -> None:
    done = jobtide("crwal")

    assert done.returncode == 2
    assert "Did you mean 'crawl'?" in done.stderr


def test_a_place_that_cannot_be_written_is_one_line_and_exit_code_2(capsys: pytest.CaptureFixture[str]) -> None:
    Path("texts.jsonl").write_text('{"id": 1, "title": "Welder", "text": "We weld."}\n')
    with pytest.raises(SystemExit) as ended:
        cli.main(["tag", "texts.jsonl", "--page", "texts.jsonl/page.html"])

    assert ended.value.code == 2
    assert capsys.readouterr().err == (
        "jobtide: texts.jsonl: File exists; check the path, its permissions and the space on its disk\n"
    )


def test_broken_settings_are_one_line_on_stderr_and_exit_code_2() -> None:
    Path("jobtide.toml").write_text("[mail]\nprot = 587\n")
    done = jobtide("check")

    assert done.returncode == 2
    assert done.stderr == "jobtide: jobtide.toml: unknown setting 'mail.prot'; did you mean 'port'?\n"
    assert done.stdout == ""


@pytest.mark.parametrize("arguments", [("--debug", "check"), ("check", "--debug")])
def test_debug_shows_the_traceback_wherever_it_stands(arguments: tuple[str, str]) -> None:
    Path("jobtide.toml").write_text("[mail\n")

    assert "Traceback" in jobtide(*arguments).stderr


def test_a_reader_that_leaves_early_hears_no_complaint() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "scheduler", "check", "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    said = process.stderr.read().decode()
    process.wait()

    assert "Error" not in said
    assert "Exception" not in said


def test_ctrl_c_ends_with_130_and_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_anything: object, **_more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("scheduler.starting.write_starting_files", interrupted)
    with pytest.raises(SystemExit) as end:
        cli.main(["init"])

    assert end.value.code == 130
    assert "Traceback" not in capsys.readouterr().err


def test_an_error_for_people_is_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def fails(*_anything: object, **_more: object) -> None:
        raise JobtideError("it rained", "the roof", "mend it")

    monkeypatch.setattr("scheduler.starting.write_starting_files", fails)
    with pytest.raises(SystemExit) as end:
        cli.main(["init"])

    assert end.value.code == 2
    assert capsys.readouterr().err == "jobtide: the roof: it rained; mend it\n"


def test_init_says_what_it_wrote_and_refuses_a_second_time(capsys: pytest.CaptureFixture[str]) -> None:
    run.init()

    assert capsys.readouterr().err == "wrote jobtide.toml, boards.csv and alerts.toml; next: jobtide check\n"
    with pytest.raises(JobtideError):
        run.init()
    run.init(yes=True)
