import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tests.trends.invented import Invented
from tests.trends.simulation.market import counts, seeded
from trends.interval import Change, Sums, change, clusters, share_variance, variance


def growth(part: Sums) -> Change:
    return change(part.now / part.then, variance(part), clusters(part))


def sums(now: list[float], then: list[float]) -> Sums:
    a, b = np.array(now), np.array(then)
    return Sums(
        now=np.array([a.sum()]),
        then=np.array([b.sum()]),
        now_now=np.array([a @ a]),
        then_then=np.array([b @ b]),
        now_then=np.array([a @ b]),
        employers=np.array([float(((a + b) > 0).sum())]),
    )


def test_the_variance_is_the_sum_over_employers_written_out() -> None:
    now, then = np.array([5.0, 9, 0, 4]), np.array([4.0, 3, 2, 6])

    expected = ((now / now.sum() - then / then.sum()) ** 2).sum()

    assert variance(sums([*now], [*then]))[0] == pytest.approx(expected)


def test_the_variance_of_a_share_is_the_sum_over_employers_written_out() -> None:
    now, then = np.array([5.0, 9, 0, 4]), np.array([4.0, 3, 2, 6])
    all_now, all_then = np.array([15.0, 12, 7, 4]), np.array([9.0, 13, 8, 10])
    cross = [np.array([part @ whole]) for part in (now, then) for whole in (all_now, all_then)]

    part = now / now.sum() - then / then.sum()
    whole = all_now / all_now.sum() - all_then / all_then.sum()

    found = share_variance(sums([*now], [*then]), sums([*all_now], [*all_then]), *cross)
    assert found[0] == pytest.approx(((part - whole) ** 2).sum())


def test_a_share_of_everything_never_changes() -> None:
    one = sums([5, 9, 0, 4], [4, 3, 2, 6])

    assert share_variance(one, one, one.now_now, one.now_then, one.now_then, one.then_then)[0] == 0


def test_equal_employers_are_worth_their_number_and_a_giant_is_worth_little() -> None:
    assert clusters(sums([3] * 10, [3] * 10))[0] == 10
    assert clusters(sums([1] * 10, [1] * 10))[0] == 10
    assert clusters(sums([100, *[1] * 10], [1] * 11))[0] == pytest.approx(110 * 109 / (100 * 99))


@given(arrays(int, st.integers(2, 30), elements=st.integers(0, 50)))
def test_growth_of_the_same_is_zero_and_sure(counts: np.ndarray) -> None:
    if not counts.any():
        counts[0] = 1
    found = growth(sums([*counts], [*counts]))

    assert found.rate[0] == 0
    assert np.isnan(found.low[0]) or (found.low[0], found.high[0]) == (0, 0)


@given(arrays(int, (2, 12), elements=st.integers(10, 50)))
def test_swapping_the_windows_turns_the_ratio_and_its_interval_round(counts: np.ndarray) -> None:
    there, back = growth(sums([*counts[0]], [*counts[1]])), growth(sums([*counts[1]], [*counts[0]]))

    assert (1 + there.low[0]) * (1 + back.high[0]) == pytest.approx(1)
    assert (1 + there.rate[0]) * (1 + back.rate[0]) == pytest.approx(1)


def test_the_whole_way_through_the_mart_gives_what_the_estimator_gives() -> None:
    made = Invented()
    random = seeded("through the mart")
    now, then = (counts(random, np.full((12, 5), 4.0)) for _ in range(2))
    for number in range(12):
        board = made.board()
        for day, ads in (("2026-05-06", now), ("2025-05-07", then)):
            for employer, times in enumerate(ads[number]):
                made.ad(board, day, f"{number}-{employer}", times=int(times)) if times else None
    part = sums([*now.flat], [*then.flat])
    expected = growth(part)

    row = made.numbers("2026-Q2", "growth").row("growth")

    assert row is not None
    assert [row["estimate"], row["low"], row["high"]] == pytest.approx(
        [expected.rate[0], expected.low[0], expected.high[0]], rel=1e-5
    )
    assert (row["n_now"], row["n_then"], row["employers"]) == (part.now[0], part.then[0], part.employers[0])
