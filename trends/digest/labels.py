"""Names that came from postings, made harmless for subject, page, text and chart."""

import unicodedata

LONGEST = 60


def clean(label: str, longest: int = LONGEST) -> str:
    """Return one short line without control or direction characters; markup is left to the templates to escape.

    >>> clean("Acme\\r\\nBcc: x@y"), clean("a\\u202eb"), len(clean("x" * 10_000))
    ('Acme Bcc: x@y', 'ab', 60)
    """
    kept = "".join(
        " " if sign.isspace() else sign for sign in label[: 20 * longest] if sign.isspace() or _is_visible(sign)
    )
    line = " ".join(kept.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def width(text: str) -> int:
    """Return the columns that `text` takes on a terminal.

    >>> width("abc"), width("東京")
    (3, 4)
    """
    return sum(0 if unicodedata.combining(sign) else 1 + (unicodedata.east_asian_width(sign) in "WF") for sign in text)


def fit(text: str, columns: int) -> str:
    """Return `text` cut to `columns` on a terminal.

    >>> fit("Machine-learning engineer", 10)
    'Machine-l…'
    """
    if width(text) <= columns:
        return text
    while text and width(text) > columns - 1:
        text = text[:-1]
    return text + "…"


def _is_visible(sign: str) -> bool:
    # Cc control, Cf format (direction marks, zero-width), Cs surrogate, Co private use, Cn unassigned
    return not unicodedata.category(sign).startswith("C")
