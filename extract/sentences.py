"""Where the sentences of a text end, found without a look at every blank."""

import re


def ends_of(text: str, ends: re.Pattern[str], gaps: re.Pattern[str], gap: str) -> list[int]:
    """Return the offsets behind every match of `ends`, and of `gaps` where the text holds a `gap` at all.

    Blanks are a fifth of a text: a pattern that begins with one stops at all of them.

    >>> ends_of("One.  Two.", re.compile("[.]"), re.compile(" +(?=[A-Z])"), "  ")
    [4, 6, 10]
    """
    found = [match.end() for match in ends.finditer(text)]
    if gap in text:
        found += [match.end() for match in gaps.finditer(text)]
        found.sort()
    return found
