"""Name what a mistyped word may have meant."""

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return the remedy for an unknown word.

    >>> did_you_mean("grenhouse", ["greenhouse", "lever"]), did_you_mean("x", ["lever", "ashby"])
    ("did you mean 'greenhouse'?", 'known: ashby, lever')
    """
    names = sorted(known)
    close = get_close_matches(word, names, n=1)
    return f"did you mean '{close[0]}'?" if close else "known: " + ", ".join(names)
