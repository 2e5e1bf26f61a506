"""Titles without what varies between ads of one job: level, place, working time, marks of gender."""

import tomllib
from pathlib import Path

FILE = Path(__file__).with_name("titles.toml")
LONGEST = 60
"""Letters; what is longer is a sentence, not a title."""
BRACKETS = r"[\(\[\{][^\)\]\}]*[\)\]\}]?"
CUT = r"^\s*(\S+\s+\S.*?)(?:\s+[-–—•@]+\s.*|\s*[|,;:].*)$"
"""What follows a separator is a place, a team or an employer, once two words of a title stand before it."""


def plain_title() -> str:
    """Return DuckDB SQL that makes the macro `plain_title(title)`: words of a title, null where none are left."""
    words = tomllib.loads(FILE.read_text(encoding="utf-8"))
    leading, trailing = ("|".join(sorted(words[end], key=len, reverse=True)) for end in ("leading", "trailing"))
    steps = (
        (BRACKETS, " ", "g"),
        (CUT, r"\1", ""),
        (r"[^\p{L}\p{N}+#]+", " ", "g"),
        (r"^ ?lead (gen)", r"lead-\1", ""),
        (rf"^ ?(?:(?:{leading}) )*", "", ""),
        (rf"(?: (?:{trailing}))* ?$", "", ""),
    )
    said = "lower(strip_accents(title))"
    for pattern, put, flags in steps:
        said = f"regexp_replace({said}, '{pattern}', '{put}', '{flags}')"
    return f"create macro plain_title(title) as nullif(left({said}, {LONGEST}), '')"
