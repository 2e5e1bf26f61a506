from collections import Counter
from pathlib import Path

import pytest

from scrapers.boards import STARTER, is_waiting, read_boards
from scrapers.records import Board, BoardKind
from scrapers.store.errors import JobtideError

HEADER = "platform,token,kind,employer,country,sector,cadence,healthy_min\n"


def test_the_starter_panel_spans_sectors_and_countries() -> None:
    boards = read_boards(STARTER)
    employers = [board for board in boards if board.kind is BoardKind.EMPLOYER and not is_waiting(board)]

    assert len(employers) >= 60
    assert all(board.employer and board.sector and board.country for board in employers)
    assert len(Counter(board.sector for board in employers)) >= 15
    assert len(Counter(board.country for board in employers)) >= 15
    assert Board(platform="hn", token="whoishiring", kind=BoardKind.THREAD, healthy_min=1) in boards


def test_two_columns_suffice(tmp_path: Path) -> None:
    file = tmp_path / "boards.csv"
    file.write_text("\ufeffplatform,token\ngreenhouse,acme\n\n", encoding="utf-8")

    assert read_boards(file) == [Board(platform="greenhouse", token="acme")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (HEADER + "grenhouse,acme,,,,,,\n", "line 2: unknown platform 'grenhouse'; did you mean 'greenhouse'?"),
        ("platform,tokn\ngreenhouse,acme\n", "line 1: unknown column 'tokn'; did you mean 'token'?"),
        ("platform\ngreenhouse\n", "line 1: no column 'token'"),
        (HEADER + "greenhouse,acme,employr,,,,,\n", "line 2: unknown kind 'employr'; did you mean 'employer'?"),
        (HEADER + "greenhouse,acme,,,Germany,,,\n", "line 2: 'Germany' is no country code; write two capitals"),
        (HEADER + "greenhouse,acme,,,,,0,\n", "line 2: cadence '0' is no whole number from 1"),
        (HEADER + "greenhouse,acme,,,,,1,-4\n", "line 2: healthy_min '-4' is no whole number from 0"),
        (HEADER + "greenhouse,,,,,,,\n", "line 2: no token"),
        (HEADER + "greenhouse,acme\n", "line 2: more or fewer fields than the header"),
        (
            HEADER + "greenhouse,acme,,,,,,\ngreenhouse,acme,,,,,,\n",
            "line 3: board 'greenhouse/acme' stands here twice",
        ),
        (HEADER, "boards.csv: no board in it"),
    ],
)
def test_a_broken_line_is_named_with_its_remedy(text: str, message: str, tmp_path: Path) -> None:
    file = tmp_path / "boards.csv"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(JobtideError) as error:
        read_boards(file)

    assert message in str(error.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(JobtideError, match="jobtide init"):
        read_boards(tmp_path / "none.csv")
