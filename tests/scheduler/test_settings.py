import re
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from scheduler.settings import Settings, read_settings
from scheduler.starting import write_starting_files
from scrapers.boards import STARTER
from scrapers.store.errors import JobtideError

TEMPLATE = files("scheduler").joinpath("jobtide.toml").read_text(encoding="utf-8")
EXAMPLE = re.compile(r"^# (\w+ = .+)$", re.MULTILINE)


def setting_names(model: type[BaseModel], prefix: str = "") -> list[str]:
    names = []
    for name, field in model.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            names += setting_names(inner, f"{name}.")
        elif name != "home":
            names.append(prefix + name)
    return names


def names_in(table: dict[str, Any]) -> list[str]:
    return [
        f"{section}.{name}" if isinstance(value, dict) else section
        for section, value in table.items()
        for name in (value if isinstance(value, dict) else [""])
    ]


def write(text: str) -> Path:
    file = Path("jobtide.toml")
    file.write_text(text)
    return file


def test_every_setting_stands_in_the_sample_and_nothing_else() -> None:
    sample = tomllib.loads(EXAMPLE.sub(r"\1", TEMPLATE))

    assert sorted(names_in(sample)) == sorted(setting_names(Settings))


def test_every_setting_of_the_sample_has_a_comment_above_it() -> None:
    lines = TEMPLATE.splitlines()
    settings = [n for n, line in enumerate(lines) if re.match(r"(# )?\w+ = ", line)]

    assert [lines[n] for n in settings if not re.match(r"# [A-Z`]", lines[n - 1])] == []


def test_the_sample_says_what_jobtide_does_anyway() -> None:
    assert read_settings(write(TEMPLATE)) == read_settings()


def test_the_examples_in_the_sample_load() -> None:
    settings = read_settings(write(EXAMPLE.sub(r"\1", TEMPLATE)))

    assert settings.mail.to == ("you@example.org",)
    assert settings.imports.columns == {"external_id": "id", "posted_on": "date"}


def test_init_writes_settings_and_panel() -> None:
    written = write_starting_files(Path("new"), overwrite=False)

    assert [path.name for path in written] == ["jobtide.toml", "boards.csv", "alerts.toml"]
    assert read_settings(Path("new/jobtide.toml")).home == Path("new")
    assert Path("new/boards.csv").read_bytes() == STARTER.read_bytes()


def test_init_overwrites_nothing_unless_told_to() -> None:
    Path("boards.csv").write_text("mine")

    with pytest.raises(JobtideError, match=r"boards\.csv already there; pass --yes"):
        write_starting_files(Path(), overwrite=False)
    assert not Path("jobtide.toml").exists()
    assert Path("boards.csv").read_text() == "mine"

    write_starting_files(Path(), overwrite=True)
    assert Path("boards.csv").read_bytes() == STARTER.read_bytes()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "[mail\n",
            "jobtide.toml: not valid TOML (Expected ']' at the end of a table declaration (at line 1, column 6))",
        ),
        ("[mail]\nprot = 587", "jobtide.toml: unknown setting 'mail.prot'; did you mean 'port'?"),
        ("[mial]", "jobtide.toml: unknown setting 'mial'; did you mean 'mail'?"),
        ("[mail]\nport = 'many'", "jobtide.toml: mail.port: input should be a valid integer"),
        ("[schedule]\ncrawl_at = '25:00'", "jobtide.toml: schedule.crawl_at: string should match pattern"),
        ("[schedule]\ntimezone = 'Mars'", "jobtide.toml: schedule.timezone: no time zone is called 'Mars'"),
        ("home = '/'", "jobtide.toml: unknown setting 'home'"),
    ],
)
def test_a_broken_setting_is_named_with_its_place_and_remedy(text: str, line: str) -> None:
    with pytest.raises(JobtideError) as caught:
        read_settings(write(text))

    assert str(caught.value).startswith(line)


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        ("JOBTIDE_MAIL__PORT", "many", "JOBTIDE_MAIL__PORT: mail.port: input should be a valid integer"),
        ("JOBTIDE_MAIL__PROT", "587", "JOBTIDE_MAIL__PROT: unknown setting 'mail.prot'; did you mean 'port'?"),
        ("JOBTIDE_MAIL", "{", "a JOBTIDE_ variable of the environment: not JSON"),
    ],
)
def test_a_broken_variable_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str, line: str) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(JobtideError) as caught:
        read_settings(write("[mail]\nport = 25"))

    assert str(caught.value).startswith(line)


def test_a_wrong_password_is_not_repeated() -> None:
    with pytest.raises(JobtideError) as caught:
        read_settings(write("[mail]\npassword = 123456"))

    assert "123456" not in str(caught.value)


def test_the_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOBTIDE_MAIL__PORT", "465")
    monkeypatch.setenv("JOBTIDE_MAIL__TO", "ann@example.com, bob@example.com")

    mail = read_settings(write("[mail]\nport = 25\nhost = 'mail.example.org'")).mail

    assert (mail.port, mail.host, mail.to) == (465, "mail.example.org", ("ann@example.com", "bob@example.com"))


def test_a_settings_file_that_was_named_must_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOBTIDE_SETTINGS", "nowhere.toml")

    with pytest.raises(JobtideError, match="no such settings file"):
        read_settings()
