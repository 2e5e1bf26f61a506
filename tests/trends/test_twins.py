"""A copy on an aggregator speaks for its opening only where the opening's own board is not in the panel."""

import csv
import datetime as dt
from pathlib import Path

import pytest

from tests.trends.invented import Invented, Numbers
from trends.exports import csv_files
from trends.exports.contents.postings import postings_sheet
from trends.periods import Period

QUARTER = "2026-Q2"
NOW, THEN = "2026-05-06", "2025-05-07"
PYTHON = ("skill", "python")
GROWTH = ("growth", "postings_growth", "share_growth")


def relayed(employers: int = 12) -> tuple[Invented, int]:
    """An aggregator, watched throughout, that listed five openings of each employer then and ten now."""
    made = Invented()
    many = made.board(kind="many", platform="himalayas")
    for number in range(employers):
        for day, times in ((THEN, 5), (NOW, 8)):
            made.ad(many, day, f"employer-{number:02}", times=times)
        made.ad(many, NOW, f"employer-{number:02}", times=2, tags=(PYTHON,))
    return made, many


def mirrored(home: tuple[str, str] | None = None, lag: int = 2, others: int = 0) -> Invented:
    """The same market, where each opening of this year also stands on its employer's own board, watched in `home`."""
    made = Invented()
    many = made.board(kind="many", platform="himalayas")
    more = [made.board(kind="many", platform=f"other-{number}") for number in range(others)]
    for number in range(12):
        name = f"employer-{number:02}"
        own = made.board(home) if home else made.board()
        made.ad(many, THEN, name, times=5)
        for at in range(10):
            tags = (PYTHON,) if at >= 8 else ()
            vacancy = made.ad(own, NOW, name, tags=tags)
            seen = dt.date.fromisoformat(NOW) + dt.timedelta(days=lag)
            made.twin(many, str(seen), vacancy, tags=tags)
            for other in more:
                made.twin(other, str(seen + dt.timedelta(days=1)), vacancy, tags=tags)
    return made


def said(numbers: Numbers, metric: str, key: str = "all") -> dict[str, object]:
    row = numbers.row(metric, key)
    assert row is not None
    return {name: row[name] for name in ("estimate", "low", "high", "n_now", "n_then", "employers")}


def test_a_board_added_this_year_takes_no_opening_away_from_the_aggregator_that_was_always_watched() -> None:
    plain, _ = relayed()
    alone, added = plain.numbers(QUARTER, "growth"), mirrored(("2026-01-01", "2026-12-31")).numbers(QUARTER, "growth")

    for metric in GROWTH:
        for key in ("all", "python") if metric != "share_growth" else ("python",):
            assert said(added, metric, key) == said(alone, metric, key), (metric, key)
    assert said(added, "growth") == {**said(alone, "growth"), "estimate": 1.0, "n_now": 120, "n_then": 60}


def test_where_the_own_board_is_in_the_panel_its_copies_leave_it() -> None:
    numbers = mirrored().numbers(QUARTER, "growth", "counts")

    assert said(numbers, "growth")["n_now"] == 120
    assert said(numbers, "postings_growth")["n_now"] == 120
    assert (numbers.estimate("new"), numbers.estimate("postings")) == (120, 240)


def test_of_several_aggregators_one_speaks_for_the_opening() -> None:
    numbers = mirrored(("2026-01-01", "2026-12-31"), others=2).numbers(QUARTER, "growth", "counts")

    assert said(numbers, "growth")["n_now"] == 120
    assert said(numbers, "growth", "python")["n_now"] == 24
    assert said(numbers, "postings_growth")["n_now"] == 120
    assert numbers.estimate("new") == 120


@pytest.mark.parametrize("lag", [-3, 0, 5])
def test_the_day_that_counts_is_the_one_on_which_the_panel_saw_it(lag: int) -> None:
    made = mirrored(("2026-01-01", "2026-12-31"), lag)

    assert said(made.numbers(QUARTER, "growth"), "growth")["n_now"] == 120


def test_a_copy_seen_before_the_window_counts_in_the_window_before() -> None:
    made, many = relayed()
    own = made.board(("2026-01-01", "2026-12-31"))
    for number in range(12):
        vacancy = made.ad(own, "2026-04-02", f"employer-{number:02}")
        made.twin(many, "2026-03-30", vacancy)

    assert said(made.numbers(QUARTER, "growth"), "growth")["n_now"] == 120


def test_links_of_a_chain_take_the_board_that_each_pair_of_windows_saw() -> None:
    """Own boards come in half a year ago: from then on they speak, before it the aggregator does."""
    starts = ["2025-04-01", "2025-07-01", "2025-10-01", "2026-01-01", "2026-04-01"]
    made = Invented()
    aggregators = [made.board((first, "2025-12-31"), kind="many") for first in starts[:1] * 12]
    own = [made.board(("2025-10-01", "2026-06-30")) for _ in range(12)]
    for at, first in enumerate(starts):
        day = dt.date.fromisoformat(first) + dt.timedelta(days=20)
        for number in range(12):
            for _ in range(round(100 * 1.1**at)):
                name = f"employer-{number:02}"
                if at < 2:
                    made.ad(aggregators[number], str(day), name)
                    continue
                vacancy = made.ad(own[number], str(day), name)
                if at == 2:
                    made.twin(aggregators[number], str(day + dt.timedelta(days=1)), vacancy)

    row = made.numbers(QUARTER, "growth").row("growth")

    assert row is not None
    assert (row["method"], row["estimate"]) == ("chained-calendar/1", pytest.approx(1.1**4 - 1, abs=0.005))


def test_an_exported_ad_of_an_aggregator_has_its_employers_sector(tmp_path: Path) -> None:
    made = Invented()
    many = made.board(kind="many")
    for employer in ("10x-genomics", "nobody-knows-us", None):
        made.ad(many, NOW, employer, title=employer or "Nobody")
    span, limit = Period.parse(QUARTER).span, [("sector", "biotech-pharma")]

    csv_files.write([postings_sheet(made.write(), span), postings_sheet(Path("mart"), span, limit, "few")], tmp_path)

    def read(name: str) -> dict[str, str]:
        with (tmp_path / name).open(encoding="utf-8", newline="") as lines:
            return {row["title"]: row["sector"] for row in csv.DictReader(lines)}

    assert read("postings.csv") == {"10x-genomics": "biotech-pharma", "nobody-knows-us": "", "Nobody": ""}
    assert read("few.csv") == {"10x-genomics": "biotech-pharma"}


def test_an_exported_ad_names_the_other_boards_that_list_it(tmp_path: Path) -> None:
    made, many = relayed()
    vacancy = made.ad(made.board(), NOW, "employer-00", title="Boat builder")
    made.twin(many, NOW, vacancy, title="Boat builder (relayed)")

    csv_files.write([postings_sheet(made.write(), Period.parse(QUARTER).span)], tmp_path)

    with (tmp_path / "postings.csv").open(encoding="utf-8", newline="") as lines:
        listed = {row["title"]: row["also_on"] for row in csv.DictReader(lines)}
    assert listed == {"Somebody": "", "Boat builder": "", "Boat builder (relayed)": "greenhouse/2"}
