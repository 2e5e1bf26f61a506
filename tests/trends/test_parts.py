"""Intervals of shares and of their changes against a known truth, where employers differ."""

import ibis
import numpy as np
import pyarrow as pa

from trends.parts import PART, WHOLE, Numbers, Parts, summed

ROUNDS, EMPLOYERS = 2000, 40
NOW, THEN = 0.38, 0.30


def drawn(now: Numbers, then: float = THEN) -> Parts:
    """Each key is a market of its own, in which employers differ in size and in their share, the same in both years.

    The shares are `now`, an entry a key, and `then`.
    """
    dice = np.random.default_rng(7)
    shape = (ROUNDS, EMPLOYERS)
    own = dice.normal(0, 0.12, shape)
    whole_now, whole_then = dice.poisson(8, shape) + 1, dice.poisson(6, shape) + 1
    part_now, part_then = (
        dice.binomial(whole, np.clip(share + own, 0.001, 0.999))
        for whole, share in ((whole_now, now[:, None]), (whole_then, then))
    )
    key, cluster = (axis.ravel() for axis in np.indices(shape))
    arrays = (part_now, part_now, part_then, whole_now, whole_now, whole_then)
    counts = {name: values.ravel() for name, values in zip((*PART, *WHOLE), arrays, strict=True)}
    cells = ibis.memtable(pa.table({"key": key, "cluster": cluster, **counts}))
    return Parts(summed(cells, cells.select("key", "cluster", *WHOLE), ["key"], ["key"]).order_by("key").to_pyarrow())


def test_intervals_of_a_share_and_of_its_change_hold_the_truth_as_often_as_they_say() -> None:
    parts = drawn(np.full(ROUNDS, NOW))
    _, low, high = parts.level()
    change = parts.change()

    assert 0.93 <= np.mean((low <= NOW) & (high >= NOW)) <= 0.97
    assert 0.93 <= np.mean((change.low <= NOW - THEN) & (change.high >= NOW - THEN)) <= 0.97
    assert abs(change.rate.mean() - (NOW - THEN)) < 3 * change.rate.std() / np.sqrt(ROUNDS)


def test_of_the_changes_called_so_few_are_none_and_most_true_ones_are_called() -> None:
    truly = np.arange(ROUNDS) % 5 == 0
    parts = drawn(np.where(truly, THEN + 0.12, THEN))
    said = parts.verdicts(parts.change(), np.full(ROUNDS, "one"))
    called = (said == "rising") | (said == "falling")

    assert np.mean(~truly[called]) <= 0.07
    assert np.mean(called[truly]) >= 0.6
