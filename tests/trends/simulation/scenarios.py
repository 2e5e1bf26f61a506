"""What spoils a naive count: each scenario says what a crawler lists, what the panel keeps of it, and what is true."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from tests.trends.simulation.market import EMPLOYERS, Counts, Market, Truth, market

DAYS = 28


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Numbers of one window, by (run, employer)."""

    listed: Counts
    """Ads that whoever counts rows would count."""
    listed_skill: Counts
    """Of those, ads that say the skill's word anywhere."""
    kept: Counts
    """Vacancies that the panel counts."""
    kept_skill: Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """What was seen in both windows, and what is true."""

    then: Window
    now: Window
    truth: Truth = field(default_factory=Truth)


def boards_enter_and_leave(random: np.random.Generator, runs: int) -> Watched:
    """Of the boards of a year ago 15 % are gone; for every 100 of them 45 new ones are watched."""
    truth = Truth()
    made = market(random, truth, runs, round(EMPLOYERS * 1.45))
    before = np.arange(made.now.shape[1]) < EMPLOYERS
    after = ~before | (random.random(made.now.shape) > 0.15)
    both = before & after
    return Watched(
        then=_window(made.then * before, made.skill_then * before, made.then * both, made.skill_then * both),
        now=_window(made.now * after, made.skill_now * after, made.now * both, made.skill_now * both),
        truth=truth,
    )


def reposts_rise(random: np.random.Generator, runs: int) -> Watched:
    """A year ago 5 % of the ads were reposts, now 20 %."""
    made = market(random, Truth(), runs)
    return _with_copies(random, made, 0.05 / 0.95, 0.20 / 0.80)


def copies_for_many_places(random: np.random.Generator, runs: int) -> Watched:
    """A year ago a vacancy had 0.1 copies for other places, now 0.6."""
    made = market(random, Truth(), runs)
    return _with_copies(random, made, 0.1, 0.6)


def an_employer_renews_its_addresses(random: np.random.Generator, runs: int) -> Watched:
    """The largest employer gives each of its ads a new address every day of this year's window."""
    made = market(random, Truth(), runs)
    largest = np.arange(made.then.shape[1]) == made.then.argmax(1)[:, None]
    times = np.where(largest, DAYS // 2, 1)  # an ad that opens within the window is listed for half of it
    return Watched(
        then=_window(made.then, made.skill_then, made.then, made.skill_then),
        now=_window(made.now * times, made.skill_now * times, made.now, made.skill_now),
    )


def crawls_have_gaps(random: np.random.Generator, runs: int) -> Watched:
    """Two boards in three miss some days now, one to a dozen; a year ago one in ten did."""
    made = market(random, Truth(), runs)
    missed_now, missed_then = (_missed_days(random, made.now.shape, part) for part in (0.67, 0.10))
    enough = ((missed_now.sum(-1) <= DAYS // 10) & (missed_then.sum(-1) <= DAYS // 10)).astype(int)
    alone = missed_now | missed_then

    def window(vacancies: Counts, skill: Counts, missed: npt.NDArray[np.bool_]) -> Window:
        unseen, unpaired = missed.sum(-1), alone.sum(-1)
        other = vacancies - skill
        seen = [random.binomial(some, 1 - unseen / DAYS) for some in (skill, other)]
        # Of the days seen, those whose twin in the other window was seen too.
        pairs = [random.binomial(some, (DAYS - unpaired) / (DAYS - unseen)) * enough for some in seen]
        return _window(seen[0] + seen[1], seen[0], pairs[0] + pairs[1], pairs[0])

    return Watched(
        then=window(made.then, made.skill_then, missed_then), now=window(made.now, made.skill_now, missed_now)
    )


def a_law_puts_the_word_everywhere(random: np.random.Generator, runs: int) -> Watched:
    """The skill is AI, and since a law of this year 70 % of the employers say in every ad how they use AI in hiring."""
    made = market(random, Truth(), runs)
    says = (random.random(made.now.shape) < 0.7).astype(int)
    word = made.skill_now * (1 - says) + made.now * says
    return Watched(
        then=_window(made.then, made.skill_then, made.then, made.skill_then),
        now=_window(made.now, word, made.now, made.skill_now),
    )


def the_vocabulary_changes(random: np.random.Generator, runs: int) -> Watched:
    """Last year's vocabulary found 60 % of the skill's mentions, this year's 90 %; we read both with the new one."""
    made = market(random, Truth(), runs)
    old = random.binomial(made.skill_then, 0.6)
    new = old + random.binomial(made.skill_then - old, 0.75)
    now = random.binomial(made.skill_now, 0.9)
    return Watched(
        then=_window(made.then, old, made.then, new),
        now=_window(made.now, now, made.now, now),
    )


SCENARIOS: dict[str, Callable[[np.random.Generator, int], Watched]] = {
    scenario.__name__.replace("_", " "): scenario
    for scenario in (
        boards_enter_and_leave,
        reposts_rise,
        copies_for_many_places,
        an_employer_renews_its_addresses,
        crawls_have_gaps,
        a_law_puts_the_word_everywhere,
        the_vocabulary_changes,
    )
}


def _with_copies(random: np.random.Generator, made: Market, then: float, now: float) -> Watched:
    def window(vacancies: Counts, skill: Counts, copies: float) -> Window:
        named, other = skill + random.poisson(skill * copies), random.poisson((vacancies - skill) * copies)
        return _window(named + other + vacancies - skill, named, vacancies, skill)

    return Watched(
        then=window(made.then, made.skill_then, then),
        now=window(made.now, made.skill_now, now),
    )


def _missed_days(random: np.random.Generator, shape: tuple[int, ...], part: float) -> npt.NDArray[np.bool_]:
    """Return by (run, board, day) which days are missed: one stretch of three days on average."""
    length = np.minimum(random.geometric(0.35, shape), DAYS - 1) * (random.random(shape) < part)
    first = random.integers(0, DAYS, shape)
    days = np.arange(DAYS)
    return np.asarray((days >= first[..., None]) & (days < (first + length)[..., None]))


def _window(listed: Counts, listed_skill: Counts, kept: Counts, kept_skill: Counts) -> Window:
    return Window(listed=listed, listed_skill=listed_skill, kept=kept, kept_skill=kept_skill)
