"""Boards that live for half a year or so: few are seen in both windows of a year; the chained index has to serve."""

import numpy as np

from tests.trends.simulation.estimates import Finding, finding
from tests.trends.simulation.market import MEAN, OWN, SIZES, counts
from trends.chained import Cells, chain
from trends.interval import change

LINKS = 12
BOARDS = 800
GROWTH = 0.20
LIVES = (6, 11)
"""Months that a board is watched, at least and at most."""


def chained_findings(random: np.random.Generator, runs: int) -> list[Finding]:
    """Return the chained growth over twelve months; a naive count sees the crawler grow by two thirds besides."""
    months = LINKS + 1
    first = random.integers(-LIVES[1] + 1, months, (runs, BOARDS))
    # Twice as many boards begin in the last half of the year.
    again = random.integers(-LIVES[1] + 1, months, (runs, BOARDS))
    first = np.maximum(first, np.where(random.random((runs, BOARDS)) < 0.5, again, first))
    last = first + random.integers(LIVES[0], LIVES[1] + 1, (runs, BOARDS)) - 1
    at = np.arange(months)[::-1]  # block 0 is the newest month
    watched = (at >= first[..., None]) & (at <= last[..., None])
    # An employer's own growth builds up over the year, as a random walk of which the mean is 1.
    steps = random.normal(-(OWN**2) / 2 / LINKS, OWN / np.sqrt(LINKS), (runs, BOARDS, LINKS)).cumsum(-1)
    own = np.exp(np.concatenate([np.zeros((runs, BOARDS, 1)), steps], axis=-1))[..., ::-1]
    size = MEAN * random.lognormal(-(SIZES**2) / 2, SIZES, (runs, BOARDS))
    made = counts(random, size[..., None] * own * (1 + GROWTH) ** (at / LINKS)) * watched
    both = watched[..., :-1] & watched[..., 1:]
    none = np.zeros((runs, BOARDS, 1), dtype=bool)
    run, board, block = np.nonzero(watched)
    here = made[run, board, block].astype(float)
    cells = Cells(
        key=run,
        employer=board,
        block=block,
        all=here,
        matched_now=here * np.concatenate([both, none], -1)[run, board, block],
        matched_then=here * np.concatenate([none, both], -1)[run, board, block],
    )
    found = chain(cells, runs, LINKS)
    naive = made[..., 0].sum(-1) / made[..., -1].sum(-1) - 1
    rate = change(found.ratio, found.squares, found.clusters)
    return [finding("growth of all, chained", GROWTH, rate, naive)]
