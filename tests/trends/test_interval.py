import numpy as np
import pytest

from tests.trends.invented import Invented
from tests.trends.simulated import Market, simulate
from trends.interval import Change, Sums, change, effective_employers, share_variance, variance

GROWING = {"exits": 0.15, "entries": 0.45}
SHRINKING = {"exits": 0.35, "entries": 0.05}


def growth(part: Sums) -> Change:
    return change(part.now / part.then, variance(part), effective_employers(part))


def sums(now: list[float], then: list[float]) -> Sums:
    a, b = np.array(now), np.array(then)
    return Sums(
        now=np.array([a.sum()]),
        then=np.array([b.sum()]),
        now_now=np.array([a @ a]),
        then_then=np.array([b @ b]),
        now_then=np.array([a @ b]),
        employers=np.array([float(len(a))]),
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


@pytest.mark.parametrize(("scenario", "boards"), [("crawler grows", GROWING), ("crawler shrinks", SHRINKING)])
@pytest.mark.parametrize("truth", [0.35, 0.0])
def test_matched_growth_is_true_where_naive_growth_is_not(
    scenario: str, boards: dict[str, float], truth: float
) -> None:
    market = simulate(scenario, truth, runs=60, **boards)
    part = market.matched()
    found = growth(part)

    assert abs(found.rate.mean() - truth) < 0.02
    assert abs(market.naive().mean() - truth) > 0.2
    assert ((found.low <= truth) & (truth <= found.high)).mean() >= 0.88


@pytest.mark.parametrize("employers", [2, 25])
def test_intervals_hold_the_truth_as_often_as_they_say_for_few_employers_and_for_many(employers: int) -> None:
    market = simulate("steady", 0.2, runs=600, boards=10, employers=employers, exits=0, entries=0)
    part = market.matched()
    found = growth(part)

    held = ((found.low <= 0.2) & (found.high >= 0.2)).mean()

    assert 0.92 <= held <= 0.985


def written(market: Market) -> Invented:
    """Put one run into a mart: boards by their number, employers as `board-employer`."""
    made = Invented()
    for number in range(market.now.shape[1]):
        spans = [("2025-01-01", "2025-12-31")] if market.watched_then[0, number] else []
        spans += [("2026-01-01", "2026-12-31")] if market.watched_now[0, number] else []
        board = made.board(*spans)
        for day, vacancies, ads in (
            ("2025-05-07", market.then, market.ads_then),
            ("2026-05-06", market.now, market.ads_now),
        ):
            for employer, count in enumerate(vacancies[0, number]):
                if count:
                    vacancy = made.ad(board, day, f"{number}-{employer}", times=int(count))
                    copies = int(ads[0, number, employer] - count)
                    made.ad(board, day, f"{number}-{employer}", vacancy=vacancy, times=copies) if copies else None
    return made


def test_the_whole_way_through_the_mart_gives_what_the_estimator_gives() -> None:
    market = simulate("through the mart", 0.35, runs=1, boards=12, employers=5, **GROWING)
    part = market.matched()
    expected = growth(part)

    numbers = written(market).numbers("2026-Q2")
    row = numbers.row("growth")

    assert row is not None
    assert [row["estimate"], row["low"], row["high"]] == pytest.approx(
        [expected.rate[0], expected.low[0], expected.high[0]], rel=1e-5
    )
    assert (row["n_now"], row["n_then"], row["employers"]) == (part.now[0], part.then[0], part.employers[0])
    raw = market.now.sum() / market.then.sum() - 1
    assert numbers.estimate("raw_growth") == pytest.approx(raw, rel=1e-5)
