"""Whether an amount is pay: the words of its clause say so, or say that it is other money."""

import re
from dataclasses import dataclass

from extract.pay.words import CUE, DENIED_AFTER, DENIED_BEFORE

SENTENCE = re.compile(r"[.!?](?=\s+[A-Z0-9•·*$£€-]|[A-Z][a-z])|[|•·;\n]|\s[*–—]\s(?=[A-Z])")
CLAUSE_END = re.compile(r"[.;|•·\n]|,\s|\s\+\s|\bplus\b|\bwith\b|\band\b", re.IGNORECASE)
REACH_LEFT = 120
REACH_RIGHT = 48
HEADING = 70
"""Characters back in which a heading above the amount is still its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The words around one amount."""

    far: str
    """Up to `REACH_LEFT` characters before it, across lines."""
    near: str
    """The part of `far` in its own sentence or line."""
    after: str
    """The rest of its clause."""
    right: str
    """Up to `REACH_RIGHT` characters behind it, uncut."""
    is_alone: bool
    """It fills its line or segment."""

    @property
    def cue(self) -> int | None:
        """How many characters lie between the last announcing word and the amount; None without one."""
        found = _last(CUE, self.far)
        return None if found is None else len(self.far) - found

    @property
    def is_denied(self) -> bool:
        """Whether the clause speaks of other money: the nearer of announcement and denial decides."""
        cue = _last(CUE, self.near)
        denied = _last(DENIED_BEFORE, self.near)
        if denied is not None and (cue is None or denied > cue):
            return True
        behind = DENIED_AFTER.search(self.after)
        return behind is not None and (cue is None or len(self.near) - cue > HEADING // 2 or behind.start() < 6)

    @property
    def is_announced_behind(self) -> bool:
        """Whether the words behind it name it pay, as in '$90k base'."""
        return CUE.search(self.after) is not None


def around(text: str, start: int, end: int, previous: int = 0) -> Context:
    """Return the context of `text[start:end]`; words before `previous`, the end of the last amount, are not its own."""
    far = text[max(previous, start - REACH_LEFT) : start]
    right = text[end : end + REACH_RIGHT]
    cuts = [match.end() for match in SENTENCE.finditer(far)]
    near = far[cuts[-1] :] if cuts else far
    after = CLAUSE_END.split(right, maxsplit=1)[0]
    line_right = re.split(r"[\n|•·;]", right, maxsplit=1)[0]
    is_alone = len(near.strip(" \t:-–—*(")) < 3 and len(line_right.strip(" \t:-–—*).+")) < 3
    return Context(far=far, near=near, after=after, right=right, is_alone=is_alone)


def _last(pattern: re.Pattern[str], window: str) -> int | None:
    end = None
    for found in pattern.finditer(window):
        end = found.end()
    return end
