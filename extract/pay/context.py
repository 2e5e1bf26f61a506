"""Whether an amount is pay: the words of its clause say so, or say that it is other money."""

import re
from dataclasses import dataclass

from extract.pay.words import COUNTED_AFTER, CUE, DENIED_AFTER, DENIED_BEFORE, DENIED_CLOSE

SENTENCE = re.compile(r"[.!?](?=\s+[A-Z0-9•·*$£€-]|[A-Z][a-z])|[|•·;\n]|\s[*–—]\s(?=[A-Z])")
CLAUSE_END = re.compile(r"[.;|•·\n&]|,\s|\+|\bplus\b|\bwith\b|\band\b", re.IGNORECASE)
LINE_END = re.compile(r"[\n|•·;]")
GLUED = re.compile(r"[A-Z][a-z]")
"""The next line, glued to the amount where the source lost its line breaks."""
REMARKS = re.compile(
    r"\b(?:negotiable|ote|pro[- ]rata|inc(?:luding|\.)? benefits|doe|depending on experience|gross|"
    r"gross salary|plus benefits)\b",
    re.IGNORECASE,
)
"""Words that may stand beside an amount which still stands alone."""
REACH_LEFT = 120
BARE = 50
"""Characters before a number without currency within which it must be announced."""
CLOSE = 26
"""Characters before an amount in which a word of several meanings denies it."""
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
    cue: int | None
    """How many characters lie between the last announcing word and the amount; None without one."""
    is_announced_behind: bool
    """The words behind it name it pay, as in '$90k base'."""

    @property
    def is_denied(self) -> bool:
        """Whether the clause speaks of other money: the nearer of announcement and denial decides."""
        cue = None if self.cue is None or self.cue > len(self.near) else len(self.near) - self.cue
        denied = max(_last(DENIED_BEFORE, self.near) or 0, len(self.near) - CLOSE + _close(self.near))
        if denied > max(cue or 0, len(self.near) - CLOSE if self.is_announced_behind else 0):
            return True
        behind = DENIED_AFTER.search(self.after)
        return behind is not None and (cue is None or len(self.near) - cue > HEADING // 2 or behind.start() < 6)

    def is_alone(self, reach: int = 0) -> bool:
        """Tell whether the amount, with `reach` characters of period behind it, fills its line or segment."""
        behind = REMARKS.sub("", LINE_END.split(self.right[reach:], maxsplit=1)[0])
        return len(self.near.strip(" \t:-–—*(£$€")) < 3 and len(behind.strip(" \t:-–—*).+,")) < 3

    @property
    def is_count(self) -> bool:
        """Whether the words behind a number without a currency say what it counts: '40,000 colleagues'."""
        behind = COUNTED_AFTER.search(self.after)
        return behind is not None and behind.start() < 14


def around(text: str, start: int, end: int, previous: int = 0) -> Context:
    """Return the context of `text[start:end]`; words before `previous`, the end of the last amount, are not its own."""
    far = text[max(previous, start - REACH_LEFT) : start]
    right = text[end : end + REACH_RIGHT]
    cuts = [match.end() for match in SENTENCE.finditer(far)]
    near = far[cuts[-1] :] if cuts else far
    after = CLAUSE_END.split(right, maxsplit=1)[0]
    after = "" if GLUED.match(right) else after
    cue = _last(CUE, far)
    return Context(
        far=far,
        near=near,
        after=after,
        right=right,
        cue=None if cue is None else len(far) - cue,
        is_announced_behind=CUE.search(after) is not None,
    )


def is_announced(text: str, start: int, end: int) -> bool:
    """Tell at a glance whether an announcing word stands anywhere near an amount without a currency."""
    return CUE.search(text, max(0, start - BARE), end + BARE // 2) is not None


def _close(near: str) -> int:
    """Return how far into the last `CLOSE` characters the last closely denying word reaches; far below 0 if none."""
    found = _last(DENIED_CLOSE, near[-CLOSE:])
    return -REACH_LEFT if found is None else found + max(0, CLOSE - len(near))


def _last(pattern: re.Pattern[str], window: str) -> int | None:
    end = None
    for found in pattern.finditer(window):
        end = found.end()
    return end
