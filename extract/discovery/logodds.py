"""How much more a term is asked for now than before: log-odds with a prior, so that rare terms do not win by chance.

Monroe, Colaresi and Quinn, "Fightin' Words", Political Analysis 16 (2008), equations 16, 20 and 22.
"""

import math
from dataclasses import dataclass

PRIOR = 200.0
"""Mentions that the prior is worth; shared among the terms by how often both times together name them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentions:
    """Mentions of all terms in two times."""

    now: int
    before: int

    def rise(self, now: int, before: int) -> float:
        """Return the standard score of a term's rise: its log-odds ratio divided by the ratio's standard deviation.

        Positive rises, negative falls; beyond ±1.96 chance is an unlikely reason. A term mentioned as often as in the
        past share of all mentions scores 0.

        >>> seen = Mentions(now=10_000, before=10_000)
        >>> round(seen.rise(60, 20), 1), round(seen.rise(3, 1), 1), round(seen.rise(40, 40), 1)
        (4.2, 0.9, 0.0)
        """
        # Half a mention more keeps the odds finite where one term is all there is.
        prior = PRIOR * (now + before + 0.5) / (self.now + self.before + 1)
        odds = [
            math.log((said + prior) / (total + PRIOR - said - prior))
            for said, total in ((now, self.now), (before, self.before))
        ]
        return (odds[0] - odds[1]) / math.sqrt(1 / (now + prior) + 1 / (before + prior))
