import numpy as np
import pytest

from tests.trends.invented import Invented
from tests.trends.simulation.estimates import growth, sums
from tests.trends.simulation.market import counts, seeded
from trends.chained import Cells, chain
from trends.interval import change

EMPLOYERS, LINKS = 12, 4
QUARTERS = ("2026-05-15", "2026-02-15", "2025-11-15", "2025-08-15", "2025-05-15")
PYTHON = ("skill", "python")


def cells(made: np.ndarray, key: int = 0, matched: np.ndarray | None = None) -> Cells:
    """Every employer in every block; `made` is by (employer, block)."""
    employer, block = np.indices(made.shape)
    seen = np.ones_like(made) if matched is None else matched
    flat = made.ravel().astype(float)
    both = (seen[:, :-1] & seen[:, 1:]).astype(float)
    none = np.zeros((len(made), 1))
    return Cells(
        key=np.full(made.size, key),
        employer=employer.ravel(),
        block=block.ravel(),
        all=flat,
        matched_now=flat * np.hstack([both, none]).ravel(),
        matched_then=flat * np.hstack([none, both]).ravel(),
    )


def joined(*parts: Cells) -> Cells:
    return Cells(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in Cells.__slots__})


def ends(made: np.ndarray) -> np.ndarray:
    """Every employer's part of the newest block less its part of the oldest."""
    return made[:, 0] / made[:, 0].sum() - made[:, -1] / made[:, -1].sum()


def test_of_a_panel_that_never_changes_the_chain_is_its_plain_growth() -> None:
    made = counts(seeded("constant panel"), np.full((EMPLOYERS, LINKS + 1), 8.0)) + 1

    found = chain(cells(made), 1, LINKS)
    plain = growth(sums(made[:, 0][None], made[:, -1][None]))

    assert found.ratio[0] - 1 == pytest.approx(plain.rate[0])
    assert found.squares[0] == pytest.approx((ends(made) ** 2).sum())
    assert found.coverage[0] == 1


def test_a_board_in_no_link_changes_only_the_coverage() -> None:
    made = counts(seeded("loner"), np.full((EMPLOYERS, LINKS + 1), 8.0)) + 1
    alone = np.zeros((1, LINKS + 1), dtype=int)
    alone[0, 2] = 500
    watched = np.vstack([np.ones_like(made), (alone > 0).astype(int)])

    before, after = chain(cells(made), 1, LINKS), chain(cells(np.vstack([made, alone]), matched=watched), 1, LINKS)

    for name in ("ratio", "squares", "clusters", "effective", "now", "then", "employers"):
        assert getattr(before, name)[0] == pytest.approx(getattr(after, name)[0]), name


def test_the_share_of_everything_does_not_change() -> None:
    made = counts(seeded("share of all"), np.full((EMPLOYERS, LINKS + 1), 8.0)) + 1

    found = chain(joined(cells(made, 0), cells(made, 1)), 2, LINKS, np.array([1, 1]))

    assert found.ratio.tolist() == [1, 1]
    assert found.squares.tolist() == [0, 0]


def test_the_variance_of_a_share_is_the_sum_over_employers_written_out() -> None:
    random = seeded("share")
    whole = counts(random, np.full((EMPLOYERS, LINKS + 1), 20.0)) + 2
    part = random.binomial(whole, 0.4) + 1

    found = chain(joined(cells(part, 0), cells(whole, 1)), 2, LINKS, np.array([1, 1]))

    assert found.squares[0] == pytest.approx(((ends(part) - ends(whole)) ** 2).sum())


def test_a_window_without_any_breaks_the_chain() -> None:
    made = np.full((EMPLOYERS, LINKS + 1), 3)
    made[:, 2] = 0

    assert not np.isfinite(chain(cells(made), 1, LINKS).ratio[0])


def passing_boards(growth_a_quarter: float) -> Invented:
    """Boards that are watched for three quarters at most, so that none is in both windows of the year."""
    made = Invented()
    starts = ("2025-04-01", "2025-07-01", "2025-10-01", "2026-01-01", "2026-04-01")
    ends = ("2025-06-30", "2025-09-30", "2025-12-31", "2026-03-31", "2026-06-30")
    for first in range(-1, 4):
        for number in range(12):
            watched = range(max(first, 0), min(first + 2, LINKS) + 1)
            board = made.board((starts[watched[0]], ends[watched[-1]]))
            for at in watched:
                times = round(100 * (1 + growth_a_quarter) ** at)
                made.ad(board, QUARTERS[LINKS - at], f"{first}-{number}", times=times, tags=(PYTHON,))
    return made


def test_where_no_board_lasts_a_year_growth_is_chained_and_says_so() -> None:
    numbers = passing_boards(0.10).numbers("2026-Q2", "growth")
    row = numbers.row("growth")

    assert row is not None
    assert row["estimate"] == pytest.approx(1.1**4 - 1, abs=0.005)
    assert (row["method"], row["verdict"]) == ("chained-calendar/1", "rising")
    assert row["coverage"] == pytest.approx(2 / 3, rel=1e-5)  # a third of the boards of a quarter are new in it
    assert row["low"] is not None
    assert numbers.row("share_growth", "python")["estimate"] == 0  # type: ignore[index]  # the row is there
    assert numbers.row("postings_growth")["method"] == "chained-calendar/1"  # type: ignore[index]  # the same


def test_a_panel_that_covers_enough_is_not_chained() -> None:
    made = passing_boards(0.10)
    for number in range(12):
        board = made.board()
        for day in (QUARTERS[0], QUARTERS[-1]):
            made.ad(board, day, f"lasting-{number}", times=600)

    row = made.numbers("2026-Q2", "growth").row("growth")

    assert row is not None
    assert (row["method"], row["estimate"]) == ("matched-calendar/1", 0.0)


def test_the_chain_of_nothing_new_has_an_interval_of_nothing() -> None:
    found = chain(cells(np.full((EMPLOYERS, LINKS + 1), 5)), 1, LINKS)
    rate = change(found.ratio, found.squares, found.clusters)

    assert (rate.rate[0], rate.low[0], rate.high[0]) == (0, 0, 0)
