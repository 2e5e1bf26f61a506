from pathlib import Path

import pytest

from scheduler.checks import Finding, check
from scheduler.settings import MailSettings, Settings, StoreSettings
from scheduler.starting import write_starting_files


def findings(**more: object) -> dict[str, Finding]:
    return {finding.thing: finding for finding in check(Settings(home=Path(), **more))}  # type: ignore[arg-type]  # any setting


def test_a_new_installation_is_ready() -> None:
    write_starting_files(Path(), overwrite=False)

    assert {thing: found.is_fine for thing, found in findings().items()} == {
        "settings": True,
        "boards": True,
        "store": True,
        "vocabulary": True,
        "alerts": True,
        "mail": True,
        "channels": True,
    }


@pytest.mark.parametrize(
    ("thing", "more", "words"),
    [
        ("store", {"store": StoreSettings(url="sqlite:////nowhere/at/all.db")}, "cannot open the store"),
        ("mail", {"mail": MailSettings(host="127.0.0.1", port=1)}, "Connection refused"),
    ],
)
def test_what_is_off_is_said_and_the_rest_is_looked_at_all_the_same(
    thing: str, more: dict[str, object], words: str
) -> None:
    write_starting_files(Path(), overwrite=False)
    found = findings(**more)

    assert [name for name, finding in found.items() if not finding.is_fine] == [thing]
    assert words in found[thing].words


def test_a_broken_panel_is_named_with_its_line() -> None:
    Path("boards.csv").write_text("platform,token\ngrenhouse,acme\n")

    assert findings()["boards"].words.startswith("boards.csv line 2: unknown platform 'grenhouse'")
