"""Seasonally adjusted counts beside the raw ones: from two years on, and not a week before."""

import datetime as dt

import pytest

from tests.trends.invented import Invented

NURSE = ("role", "nurse")


def summers(first: str = "2023-01", months: int = 36, *, gap: str = "", flat: int = 60, high: int = 120) -> Invented:
    """A board with so many ads each month, twice as many in July, each for 25 days; in `gap` nobody looked."""
    made = Invented()
    start = dt.date.fromisoformat(f"{first}-01")
    spans = ((f"{first}-01", "2026-12-31"),)
    if gap:
        day = dt.date.fromisoformat(f"{gap}-01")
        after = (day + dt.timedelta(days=31)).isoformat()
        spans = ((f"{first}-01", (day - dt.timedelta(days=1)).isoformat()), (after, "2026-12-31"))
    board = made.board(*spans)
    for number in range(months):
        year, month = divmod(start.year * 12 + start.month - 1 + number, 12)
        if f"{year}-{month + 1:02}" != gap:
            times = high if month == 6 else flat
            closed_on = dt.date(year, month + 1, 10) + dt.timedelta(days=25)
            made.ad(board, f"{year}-{month + 1:02}-10", times=times, tags=(NURSE,), closed_on=closed_on)
            made.ad(board, f"{year}-{month + 1:02}-11", times=5, tags=(("role", "pilot"),))
    return made


def test_a_july_like_every_july_is_an_ordinary_month() -> None:
    numbers = summers().numbers("2025-07", "seasonal", "counts")
    row = numbers.row("new_sa", "nurse")
    spring = summers(months=28).numbers("2025-04", "seasonal").row("new_sa", "nurse")

    assert row is not None
    assert spring is not None
    assert numbers.estimate("new", "nurse") == 120
    # logarithms of the season add up to nothing: July lies 11 / 12 of ln 2 above, the others 1 / 12 below
    assert row["estimate"] == pytest.approx(60 * 2 ** (1 / 12), rel=0.01)
    assert spring["estimate"] == pytest.approx(60 * 2 ** (1 / 12), rel=0.01)
    assert (row["n_now"], row["employers"], row["unit"], row["method"]) == (120, 1, "vacancies", "stl-12/1")
    assert (row["low"], row["verdict"], row["compared_with"]) == (None, None, None)


def test_what_comes_on_top_of_the_season_stays() -> None:
    made = summers()
    made.ad(1, "2025-07-12", times=60, tags=(NURSE,))

    row = made.numbers("2025-07", "seasonal", "counts").row("new_sa", "nurse")

    assert row is not None
    assert row["estimate"] == pytest.approx(60 * 2 ** (1 / 12) * 1.5, rel=0.01)


def test_the_stock_has_its_season_too() -> None:
    made = summers()
    made.ad(1, "2025-07-12", times=60, tags=(NURSE,), closed_on=dt.date(2025, 7, 31))
    made.ad(1, "2025-07-12", times=60, tags=(NURSE,), closed_on=dt.date(2025, 8, 1))

    numbers = made.numbers("2025-07", "seasonal", "counts")
    row = numbers.row("open_sa", "nurse")

    assert row is not None
    assert numbers.estimate("open", "nurse") == 180
    assert row["estimate"] == pytest.approx(60 * 2 ** (1 / 12) * 1.5, rel=0.01)
    assert (row["n_now"], row["employers"], row["unit"], row["method"]) == (180, None, "vacancies", "stl-12/1")


@pytest.mark.parametrize(
    ("made", "period", "is_known"),
    [
        (summers(months=24), "2024-12", True),
        (summers(months=24), "2024-11", False),
        (summers("2023-02", months=23), "2024-12", False),
        (summers(gap="2024-03"), "2025-12", False),
    ],
    ids=["two years", "a month less", "begun a month later", "a gap"],
)
def test_two_years_are_needed_and_a_gap_begins_them_anew(made: Invented, period: str, is_known: bool) -> None:
    numbers = made.numbers(period, "seasonal")

    assert (numbers.row("new_sa", "nurse") is not None) == is_known
    assert (numbers.row("open_sa", "nurse") is not None) == is_known


def test_few_vacancies_show_no_season() -> None:
    numbers = summers().numbers("2025-07", "seasonal", "counts")

    assert numbers.row("new_sa", "pilot") is None
    assert numbers.row("new_sa") is not None


def test_a_period_without_any_vacancy_has_no_season() -> None:
    assert summers().numbers("2026-06", "seasonal").row("new_sa", "nurse") is None
