"""The first line of a hiring comment: the title of the posting, and who is hiring."""

import html
import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files

from scrapers.ingest.employers import ADDRESS

RULES = tomllib.loads(files("scrapers").joinpath("headline.toml").read_text(encoding="utf-8"))
NO_EMPLOYER = frozenset(RULES["no_employer"])
SENTENCE_WORDS = frozenset(RULES["sentence_words"])
OPENERS = tuple(f"{words} " for words in RULES["openers"])
BREAK = re.compile(r"<p>|<br\s*/?>|\n", re.IGNORECASE)
TAG = re.compile(r"<[^<>]*>")
BAR = re.compile(r"[|｜│¦]")
WORD = re.compile(r"[\w'’]+")


def first_line(body: str) -> str:
    """Return the first line of a comment's HTML as plain text.

    >>> first_line('Acme &amp; Co | <a href="https://x.example">Welder</a><p>We weld.')
    'Acme & Co | Welder'
    """
    return next((line for part in _lines(body) if (line := _plain(part).strip())), "")


def _lines(body: str) -> Iterator[str]:
    start = 0
    for found in BREAK.finditer(body):
        yield body[start : found.start()]
        start = found.end()
    yield body[start:]


def _plain(line: str) -> str:
    # The forum escapes every angle bracket of its users, so that a tag is all that can look like one.
    return html.unescape(TAG.sub("", line))


def employer_of(headline: str) -> str | None:
    """Return the first segment of a headline in segments, as printed, unless it cannot be an employer.

    Addresses alone, words about the work (`REMOTE`), sentences, and anything over the lengths of
    `headline.toml` are none.

    >>> employer_of("Acme (YC W12) | Welder | Berlin"), employer_of("We are hiring welders")
    ('Acme (YC W12)', None)
    >>> employer_of("https://acme.example | Welder"), employer_of("Remote | Welder | Acme")
    (None, None)
    """
    first, *others = BAR.split(headline)
    segment = first.strip()
    name = ADDRESS.sub(" ", segment)
    words = [word.casefold() for word in WORD.findall(name)]
    if not others or not words or len(words) > RULES["longest_words"] or len(name) > RULES["longest"]:
        return None
    phrase = " ".join(words)
    if all(word in NO_EMPLOYER for word in words) or f"{phrase} ".startswith(OPENERS):
        return None
    is_sentence = len(words) >= RULES["sentence_length"] and any(word in SENTENCE_WORDS for word in words)
    return None if is_sentence else segment
