import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.trends.invented import Invented
from trends.paired import unpaired_days
from trends.periods import Window

FIRST = dt.date(2026, 4, 20)
DAYS = 28


def day(number: int) -> dt.date:
    return FIRST + dt.timedelta(days=number)


NOW = Window(first=day(0), last=day(DAYS - 1))
THEN = Window(first=day(-364), last=day(-364 + DAYS - 1))


def spans(seen: list[bool], first: int) -> list[Window]:
    return [Window(first=day(first + at), last=day(first + at)) for at, is_seen in enumerate(seen) if is_seen]


WATCHED = st.lists(st.booleans(), min_size=DAYS, max_size=DAYS)


@given(WATCHED, WATCHED)
def test_a_day_is_left_out_exactly_when_one_of_its_two_was_not_seen(now: list[bool], then: list[bool]) -> None:
    gaps = [gap for _, gap in unpaired_days({7: [*spans(then, -364), *spans(now, 0)]}, NOW, THEN)]

    def is_out(number: int) -> bool:
        return any(gap.first <= day(number) <= gap.last for gap in gaps)

    expected = [not (a and b) for a, b in zip(now, then, strict=True)]
    assert [is_out(number) for number in range(DAYS)] == expected
    assert [is_out(number - 364) for number in range(DAYS)] == expected


def test_a_board_seen_on_every_day_has_no_gap() -> None:
    assert not list(unpaired_days({7: [Window(first=day(-400), last=day(400))]}, NOW, THEN))


@pytest.mark.parametrize(
    "gap", [("2026-05-08", "2026-05-09"), ("2026-05-17", "2026-05-18"), ("2025-05-01", "2025-05-01")]
)
def test_a_short_gap_makes_neither_fall_nor_rise(gap: tuple[str, str]) -> None:
    """Boards that list one ad a day, and were not watched on a day or two."""
    made = Invented()
    before, after = (dt.date.fromisoformat(edge) for edge in gap)
    for number in range(12):
        board = made.board(
            ("2025-01-01", str(before - dt.timedelta(days=1))), (str(after + dt.timedelta(days=1)), "2026-12-31")
        )
        for at in range(DAYS):
            for on in (day(at - 364), day(at)):
                if not before <= on <= after:
                    made.ad(board, str(on), f"e{number}")

    row = made.numbers("2026-W20", "growth").row("growth")

    assert row is not None
    assert (row["estimate"], row["n_now"]) == (0.0, row["n_then"])
    assert row["n_now"] in (12 * 26, 12 * 27)
