import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import false_discovery_control

from trends.interval import Change
from trends.verdict import Sample, false_discovery, verdicts


@given(arrays(float, st.integers(1, 60), elements=st.floats(0, 1)))
def test_q_values_are_those_of_scipy(p: np.ndarray) -> None:
    np.testing.assert_allclose(false_discovery(p), false_discovery_control(p), rtol=1e-12)


def sample(**changed: float) -> Sample:
    enough = {"now": 30.0, "then": 30.0, "employers": 10.0, "effective": 5.0, "coverage": 0.6, **changed}
    return Sample(**{name: np.array([value]) for name, value in enough.items()})


def verdict(low: float, high: float, p: float, of: Sample | None = None) -> str:
    ends = {"rate": np.array([0.0]), "low": np.array([low]), "high": np.array([high]), "p": np.array([p])}
    return str(verdicts(Change(**ends), of or sample(), np.array(["skill"]))[0])


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
    change = Change(
        rate=np.full(count, 0.2),
        low=np.full(count, 0.01),
        high=np.full(count, 0.5),
        p=np.array([0.04] + [0.5] * (count - 1)),
    )
    enough = Sample(**{n: np.full(count, 100.0) for n in ("now", "then", "employers", "effective", "coverage")})

    together = verdicts(change, enough, np.full(count, "skill"))
    alone = verdicts(change, enough, np.array(["role"] + ["skill"] * (count - 1)))

    assert (together[0], alone[0]) == ("too close to call", "rising")


def test_rows_that_are_insufficient_do_not_weigh_on_the_others() -> None:
    change = Change(rate=np.full(9, 0.2), low=np.full(9, 0.01), high=np.full(9, 0.5), p=np.array([0.04] + [0.9] * 8))
    few = np.array([100.0] + [3.0] * 8)
    enough = np.full(9, 100.0)

    found = verdicts(
        change, Sample(now=few, then=enough, employers=enough, effective=enough, coverage=enough), np.full(9, "a")
    )

    assert found.tolist() == ["rising"] + ["insufficient"] * 8
