"""Whether an amount is pay: the words of its clause say so, or say that it is other money."""

import re
from dataclasses import dataclass

from extract.pay.phrases import Finder
from extract.pay.words import COUNTED_AFTER, CUE, DENIED_AFTER, DENIED_BEFORE, DENIED_CLOSE, PERKS, PLUS_PERKS

SENTENCE = re.compile(r"[.!?](?=\s+[A-Z0-9•·*$£€-]|[A-Z][a-z])|[|•·;\n]|\s[*–—]\s(?=[A-Z])")
CLAUSE_END = re.compile(r"[.;|•·\n&]|,\s|\+|\bplus\b|\bwith\b|\band\b", re.IGNORECASE)
LINE_END = re.compile(r"[\n|•·;]")
GLUED = re.compile(r"[A-Z][a-z]")
"""The next line, glued to the amount where the source lost its line breaks."""
REMARKS = re.compile(
    r"\b(?:negotiable|ote|pro[- ]rata|inc(?:luding|\.)?|doe|depending on experience|gross|salary|and up|"
    r"plus|full|generous|significant|early|w/|or more)(?!\w)|\d[\d.]*\s?%|\([^()]{0,40}\)",
    re.IGNORECASE,
)
"""Words that may stand beside an amount which still stands alone."""
ABOUT = re.compile(r"^(?:circa|ca|c|approx\w*|around|about|to)$", re.IGNORECASE)
ASIDE = re.compile(r"\s[-–—]\s|\(")
DASHED = re.compile(r"\s[-–—]\s?$")
ENDS = re.compile(r"\s*(?:$|[\n|)\],;(+]|https?:|\.\s|\.$)")
"""What follows an amount that closes its line or clause."""
EDGES = " \t:-–—*([)].+,&~/"
BRACKET_END = re.compile(r"[)\]]")
FIRST_BRACKET = re.compile(r"^\s?\([^()\n]{0,60}\)")
REACH_LEFT = 120
BARE = 50
"""Characters before a number without currency within which it must be announced."""
CLOSE = 26
"""Characters before an amount in which a word of several meanings denies it."""
REACH_RIGHT = 48
BEHIND = 10
"""Characters behind an amount within which a denying word outweighs every announcement."""
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

    def is_denied(self, *, looks_like_pay: bool = False) -> bool:
        """Tell whether the clause speaks of other money: the nearer of announcement and denial decides.

        A range that looks like a year's pay is not denied by words of several meanings: they may be of a title.
        """
        cue = None if self.cue is None or self.cue > len(self.near) else len(self.near) - self.cue
        close = 0 if looks_like_pay else len(self.near) - CLOSE + _close(self.near)
        denied = max(_last(DENIED_BEFORE, self.near) or 0, close)
        if denied > max(cue or 0, len(self.near) - CLOSE if self.is_announced_behind else 0):
            return True
        behind = DENIED_AFTER.search(ASIDE.split(self.after, maxsplit=1)[0] if looks_like_pay else self.after)
        return behind is not None and (cue is None or len(self.near) - cue > HEADING // 2 or behind.start() < BEHIND)

    def is_alone(self, reach: int = 0) -> bool:
        """Tell whether the amount, with `reach` characters of period behind it, fills its line or segment."""
        before = ABOUT.sub("", self.near.strip(EDGES))
        behind = LINE_END.split(self.right[reach:], maxsplit=1)[0]
        return len(before) < 3 and _is_bare(behind)

    @property
    def is_in_brackets(self) -> bool:
        """Whether brackets hold the amount and nothing else: 'Welder (£38k-£44k)'."""
        behind = BRACKET_END.split(self.right, maxsplit=1)
        return len(behind) > 1 and self.near.rstrip().endswith(("(", "[")) and _is_bare(behind[0])

    @property
    def opens_segment(self) -> bool:
        """Whether nothing stands between the amount and the upright bar in front of it, as in a thread's header."""
        return self.far.rstrip(EDGES).endswith("|")

    @property
    def is_segment(self) -> bool:
        """Whether the amount stands alone between two upright bars."""
        return self.opens_segment and self.right.lstrip(EDGES).startswith("|")

    @property
    def closes_line(self) -> bool:
        """Whether the amount stands between a dash and the end of its line: 'Welder, Leeds - £41,000'."""
        return DASHED.search(self.near) is not None and ENDS.match(self.right) is not None

    @property
    def ends(self) -> bool:
        """Whether the clause ends with the amount."""
        return ENDS.match(self.right) is not None

    @property
    def has_perks(self) -> bool:
        """Whether what an employer adds to pay follows: '+ equity', 'and full benefits'."""
        return PLUS_PERKS.match(FIRST_BRACKET.sub("", self.right, count=1)) is not None

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
    return CUE.search(text[max(0, start - BARE) : end + BARE // 2]) is not None


def _is_bare(behind: str) -> bool:
    """Tell whether nothing is said behind an amount but remarks and perks."""
    return len(PERKS.sub("", REMARKS.sub("", behind)).strip(EDGES)) < 3


def _close(near: str) -> int:
    """Return how far into the last `CLOSE` characters the last closely denying word reaches; far below 0 if none."""
    found = _last(DENIED_CLOSE, near[-CLOSE:])
    return -REACH_LEFT if found is None else found + max(0, CLOSE - len(near))


def _last(phrases: Finder, window: str) -> int | None:
    end = None
    for found in phrases.finditer(window):
        end = found.end()
    return end
