from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import special
from scipy.stats import false_discovery_control

from trends.discovery import discoveries, false_discovery, p_values
from trends.interval import Change
from trends.verdict import Sample, verdicts


@given(arrays(float, st.integers(1, 60), elements=st.floats(0, 1)))
def test_q_values_are_those_of_scipy(p: np.ndarray) -> None:
    np.testing.assert_allclose(false_discovery(p), false_discovery_control(p), rtol=1e-12)


def sample(**changed: float) -> Sample:
    enough = {"now": 30.0, "then": 30.0, "employers": 10.0, "effective": 5.0, "coverage": 0.6, **changed}
    return Sample(**{name: np.array([value]) for name, value in enough.items()})


def changes(p: list[float], low: float = 0.01, high: float = 0.5) -> Change:
    """Changes whose own tests give `p`, all with the same variance and so many degrees of freedom that it is known."""
    count, error = len(p), 0.1
    return Change(
        rate=np.full(count, 0.2),
        low=np.full(count, low),
        high=np.full(count, high),
        theta=special.ndtri(1 - np.array(p) / 2) * error,
        error=np.full(count, error),
        free=np.full(count, 1e9),
    )


def verdict(low: float, high: float, p: float, of: Sample | None = None) -> str:
    return str(verdicts(changes([p], low, high), of or sample(), np.array(["skill"]))[0])


@pytest.mark.parametrize(
    ("low", "high", "p", "said"),
    [
        (0.02, 0.05, 0.01, "rising"),
        (-0.5, -0.2, 0.01, "falling"),
        (-0.05, 0.09, 0.4, "flat"),
        (-0.05, 0.11, 0.4, "too close to call"),
        (0.15, 0.30, 0.06, "too close to call"),
    ],
)
def test_a_verdict_follows_interval_and_q(low: float, high: float, p: float, said: str) -> None:
    assert verdict(low, high, p) == said


@pytest.mark.parametrize(
    "lacking",
    [{"now": 29.0}, {"then": 29.0}, {"employers": 9.0}, {"effective": 4.9}, {"coverage": 0.59}, {"coverage": np.nan}],
)
def test_a_small_sample_gets_no_verdict(lacking: dict[str, float]) -> None:
    assert verdict(0.2, 0.5, 0.001, sample(**lacking)) == "insufficient"


def test_many_keys_make_a_lone_finding_less_sure() -> None:
    count = 20
    change = changes([0.04] + [0.5] * (count - 1))
    enough = Sample(**{n: np.full(count, 100.0) for n in ("now", "then", "employers", "effective", "coverage")})

    together = verdicts(change, enough, np.full(count, "skill"))
    alone = verdicts(change, enough, np.array(["role"] + ["skill"] * (count - 1)))

    assert (together[0], alone[0]) == ("too close to call", "rising")


def test_rows_that_are_insufficient_do_not_weigh_on_the_others() -> None:
    change = changes([0.04] + [0.9] * 8)
    few = np.array([100.0] + [3.0] * 8)
    enough = np.full(9, 100.0)

    found = verdicts(
        change, Sample(now=few, then=enough, employers=enough, effective=enough, coverage=enough), np.full(9, "a")
    )

    assert found.tolist() == ["rising"] + ["insufficient"] * 8


def test_a_key_among_few_is_tested_by_its_own_variance() -> None:
    change = replace(changes([0.04] * 3), free=np.array([5.0, 12.0, 29.0]))

    expected = 2 * special.stdtr(change.free, -change.theta / change.error)

    np.testing.assert_allclose(p_values(change, np.full(3, 50.0), np.full(3, 50.0)), expected)


def test_among_many_alike_a_lucky_small_variance_makes_nobody_sure() -> None:
    """Forty keys of the same true variance, of which each knows its own badly."""
    random = np.random.default_rng(1)
    free = np.full(40, 8.0)
    error = 0.2 * np.sqrt(random.chisquare(free) / free)
    change = replace(changes([0.5] * 40), theta=np.full(40, 0.4), error=error, free=free)

    p = p_values(change, np.full(40, 50.0), np.full(40, 50.0))

    own = 2 * special.stdtr(free, -change.theta / error)
    assert np.ptp(p) < 0.1 * np.ptp(own)
    assert p.mean() == pytest.approx(2 * special.ndtr(-2.0), abs=0.02)


@given(arrays(float, st.integers(1, 60), elements=st.floats(0, 1)))
def test_the_second_stage_only_adds(p: np.ndarray) -> None:
    first = false_discovery(p) <= 0.05 / 1.05

    assert (discoveries(p) >= first).all()
    assert discoveries(p).any() == first.any()
