"""Years of experience asked for."""

import re
from collections.abc import Iterator

from extract.stems import hits, lowered, stand_between

WORDS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twelve": 12,
    "fifteen": 15,
}
NUMBER = r"(?:\d{1,2}|" + "|".join(WORDS) + ")"
# Bullets of some sources run into each other: 'in teamsTwo years', 'SQL skills.3+ years'.
START = r"(?:(?<![\w.$€£-])|(?-i:(?<=[a-z])|(?<=[a-z]\.))(?=\d|(?-i:" + "|".join(map(str.capitalize, WORDS)) + ")))"
YEARS = re.compile(
    rf"{START}(?P<low>{NUMBER})(?:\s?\(\d{{1,2}}\))?\s?\+?\s?(?:(?:-|–|—|to|or|bis|à|"
    rf"a)\s?(?P<high>{NUMBER})\s?\+?)?[\s-]?(?:or more |plus |full |\+ ?)?"
    r"(?:years?(?:['’]s?|\(s\))?|yrs?\.?|YOE|jahre\w*|ans|années|años|anni|jaar|anos|år|lat)(?!\w)",
    re.IGNORECASE,
)
EXPERIENCE = re.compile(
    r"experien\w*|expertise|track record|background|\bworking (?:with|in|as|on)|\bwork (?:in|with|as)|"
    r"industry|professional|relevant|\bin an? [\w ,/-]{0,40}\b(?:role|position|capacity)|"
    r"\b(?:of|in|with|as)\s(?:\w+[\s/,-]{1,2}){0,6}(?:engineering|development|programming|management|"
    r"design|analysis|science|software|sales|marketing|finance|operations|support|recruit\w+|"
    r"leadership|research|accounting|security|product|data|homebuilding|consulting|nursing|teaching)|"
    r"\b(?:building|leading|managing|developing|designing|shipping|running|writing|selling|delivering|"
    r"using|coding|practi[cs]ing|supporting|creating|operating|driving|owning|implementing)\b|"
    r"erfahrung|expérience|experiencia|esperienza|ervaring|experiência|erfarenhet|erfaring|doświadczen",
    re.IGNORECASE,
)
NOT_ASKED = re.compile(
    r"\b(?:we(?:['’]ve| have) (?:been|spent|over)|founded|our (?:team|founders?|company|clients?|"
    r"experts)|combined|collective|history|in business|years? (?:old|of age|ago)|over the (?:last|"
    r"past|next)|leader for|company with|team with|vest\w*|"
    r"contract|warranty|serving|anniversary|license for|tenure|sabbatical|celebrat\w+|for the next|"
    r"age of|at least 18|roadmap|fixed[- ]term|duration|exercise)\b",
    re.IGNORECASE,
)
SPAN = re.compile(
    r"\b(?:last|past|next|first|every|within|after|in|for (?:over|more than|nearly|almost))\s(?:\w+\s)?$", re.IGNORECASE
)
"""What precedes years that pass rather than are asked for, as 'in 3 years'."""
AGE = re.compile(
    r"^\W*(?:old|of age|ago|in a row|contract|in business|warranty|from now|vesting|cliff|term|after|"
    r"later|window|limit)\b",
    re.IGNORECASE,
)
WISHED = re.compile(
    r"\b(?:prefer(?:red|ably)?|nice[- ]to[- ]have|a plus|bonus|desir(?:ed|able)|ideally|advantage|an "
    r"asset|would be (?:great|nice))\b",
    re.IGNORECASE,
)
WISHED_BEFORE = re.compile(r"\b(?:ideally|preferably|preferred:?)\s(?:with\s)?$", re.IGNORECASE)
PREFERRED_HEADING = re.compile(
    r"(?:^|\n)\W*(?:preferred|desired|nice[- ]to[- ]haves?|bonus points?|pluses)\b[^\n.]{0,40}(?:\n|"
    r":)|\bpreferred (?:qualifications?|skills|experience|requirements?)\b(?! (?:is|are|but)\b)",
    re.IGNORECASE,
)
PREFERRED_STEMS = ("preferred", "desired", "nice", "bonus", "pluses")
"""One of these a preferred heading must hold."""
REQUIRED_HEADING = re.compile(
    r"(?:^|\n)\W*(?:basic|minimum|required|requirements|qualifications|what you|who you are|"
    r"must)\b[^\n.]{0,40}(?:\n|:)|\b(?:minimum|required|basic) (?:qualifications?|requirements?)\b",
    re.IGNORECASE,
)
ALTERNATIVE = re.compile(
    r"\b(?:or|oder|ou)\b\s*(?:(?:at least|minimum|of|a|more than)\s)*$|\b(?:or|oder|"
    r"ou)\b[^.\n]{0,70}\b(?:degree|master\w*|ph\.?d|bachelor\w*|diploma|m\.?s|b\.?s)\b[^.\n]{0,60}$|"
    r";\s[^.\n]{0,40}\b(?:master\w*|ph\.?d)\b[^.\n]{0,40}$",
    re.IGNORECASE,
)
"""What joins a demand to a smaller one that does instead, as 'or 3 years with a Master's'."""
STEMS = ("year", "yr", "yoe", "+year", "+yr", "jahre", "ans ", "années", "años", "anni ", "jaar", "anos", "år ", "lat ")
MENTIONS = 80
"""Words for years that are looked at; a posting asks for what it needs in its first ones."""
NUMBER_REACH, WORD_REACH = 36, 12
MOST = 25
"""More years than this are a company's age, not a demand."""
BEFORE, AFTER, ABOVE = 60, 110, 900
LEFT_END = re.compile(r"[\n.!?;•●▪◦]")
RIGHT_END = re.compile(r"[\n!?;•●▪◦](?!\s*of\b)|\.\s")
LINE_END = re.compile(r"[\n.;•,(]|\s{2,}")


def read_years(text: str) -> int | None:
    """Return the smallest number of years with which one meets the main requirement, or None where none is stated.

    The first demand is the main one; further lines ('2+ years managing people') narrow it, alternatives ('or 3 years
    with a Master's') lower it, what stands under a preferred heading is left out,
    and so is what a sentence only prefers unless nothing else is said.

    >>> read_years("5-7 years of experience in sales. 2+ years leading teams."), read_years("Founded 12 years ago.")
    (5, None)
    """
    required: list[tuple[int, int, int]] = []
    wished: list[int] = []
    for match in _mentions(text):
        years = _value(match["low"])
        if years > MOST or not _is_demand(text, match):
            continue
        if _is_wished(text, match):
            wished.append(years)
        elif not _is_under_preferred(text, match.start()):
            required.append((years, match.start(), match.end()))
    if not required:
        return min(wished) if wished else None
    return _main(text, required)


def _mentions(text: str) -> Iterator[re.Match[str]]:
    """Yield every number of years, looked for only where a word for years stands."""
    reached = 0
    for spot in hits(lowered(text), STEMS)[:MENTIONS]:
        match = YEARS.search(text, max(reached, spot - NUMBER_REACH), spot + WORD_REACH)
        if match:
            reached = match.end()
            yield match


def _main(text: str, required: list[tuple[int, int, int]]) -> int:
    """Return the first demand, or a smaller one that stands beside it as its alternative."""
    years, _, end = required[0]
    for other, start, stop in required[1:]:
        between = text[end:start]
        if len(between) > 200 or not ALTERNATIVE.search(between):
            break
        years, end = min(years, other), stop
    return years


def _value(said: str) -> int:
    return WORDS.get(said.lower()) or int(said)


def _is_demand(text: str, match: re.Match[str]) -> bool:
    left = text[max(0, match.start() - BEFORE) : match.start()]
    left = LEFT_END.split(left)[-1]
    right = text[match.end() : match.end() + AFTER]
    right = RIGHT_END.split(right, maxsplit=1)[0] if not right.startswith("\n of") else right
    if AGE.match(right) or SPAN.search(left) or NOT_ASKED.search(left) or NOT_ASKED.search(right[:40]):
        return False
    return EXPERIENCE.search(right) is not None or EXPERIENCE.search(left) is not None


def _is_wished(text: str, match: re.Match[str]) -> bool:
    """Tell whether the sentence of a demand says that it is only preferred."""
    line = LINE_END.split(text[match.end() : match.end() + AFTER], maxsplit=1)[0]
    return bool(WISHED.search(line) or WISHED_BEFORE.search(text, max(0, match.start() - 20), match.start()))


def _is_under_preferred(text: str, start: int) -> bool:
    """Tell whether the nearest heading above is one of what is only preferred."""
    if not stand_between(text, max(0, start - ABOVE), start, PREFERRED_STEMS):
        return False
    above = text[max(0, start - ABOVE) : start]
    wished = _last(PREFERRED_HEADING, above)
    return wished >= 0 and wished > _last(REQUIRED_HEADING, above)


def _last(pattern: re.Pattern[str], text: str) -> int:
    start = -1
    for found in pattern.finditer(text):
        start = found.start()
    return start
