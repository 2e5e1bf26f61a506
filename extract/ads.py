"""Tell an ad from the other comments of a hiring thread."""

import re
import tomllib
from importlib.resources import files

WORDS = re.compile(r"\w+")
PHRASES = tomllib.loads(files("extract").joinpath("ads.toml").read_text(encoding="utf-8"))
SEEKS_WORK, SERVICE, REMARK, ADVERTISES = (
    re.compile(r"(?<!\w)(?:" + "|".join(PHRASES[name]) + r")(?!\w)", re.I)
    for name in ("seeks_work", "service", "remark", "advertises")
)
ROLE = re.compile(r"\b(?:" + "|".join(PHRASES["roles"]) + r")s?\b", re.I)
HEADER = re.compile(r"^[^\n|]{1,120}\|[^\n|]{1,}")
OURS = re.compile(r"\b(?:we|our|us|hiring|looking for)\b", re.I)
FEW_WORDS = 12
SHORT = 40
OPENING = 600
"""Characters in which an ad of any length has as many words."""


def is_ad(text: str) -> bool:
    """Tell whether a top-level comment advertises a job; job seekers, questions and remarks do not.

    >>> is_ad("Acme | Backend Engineer | Oslo | ONSITE"), is_ad("Is anybody here still hiring juniors?")
    (True, False)
    """
    first_line = text.split("\n", 1)[0]
    if HEADER.match(first_line) and len(WORDS.findall(text[:OPENING])) >= SHORT:
        return not text.lstrip()[:10].lower().startswith(("seeking wo", "[seeking w"))
    words = len(WORDS.findall(text[:4000]))
    if words == 0 or (text.lstrip()[:10].lower().startswith(("seeking wo", "[seeking w"))):
        return False
    if HEADER.match(first_line):
        return not (words < SHORT and REMARK.search(text) and not ROLE.search(first_line))
    evidence = _evidence(text, first_line)
    if SEEKS_WORK.search(text[:1500]) and (evidence < 3 or not OURS.search(text)):
        return False
    if SERVICE.search(text[:1500]):
        return False
    if words < FEW_WORDS:
        return evidence >= 2 and not REMARK.search(text) and "?" not in text
    if REMARK.search(text[:1500]):
        return evidence >= (4 if words < 120 else 3)
    if words < SHORT:
        return evidence >= 2 and not first_line.rstrip().endswith("?")
    return evidence >= 1


def _evidence(text: str, first_line: str) -> int:
    """Count the different signs of an ad, 0…6."""
    head = text[:3000]
    signs = {match.group(0).lower() for match in ADVERTISES.finditer(head)}
    return (
        min(len(signs), 3) + bool(ROLE.search(head)) + bool(ROLE.search(first_line)) + ("http" in head or "@" in head)
    )
