"""The place or level a range is tied to: 'Zone 2: …', 'Senior …', '… in Denver'."""

import re

LEVEL = r"(?:Zone|Tier|Level|Grade|Band|Group|Area|Region|Geo)\s?[A-Z0-9]{1,3}\b|[LEP]\d\b|IC\d\b|(?:Mid|Senior|Junior|Entry|Staff|Principal|Lead|Intermediate|Director|Associate)(?:[ -][Ll]evel)?\b"
NAME = r"(?:the )?[A-Z][\w.'’-]*(?:[ ,/&]+(?:[A-Z][\w.'’-]*|of|and|the|area)){0,6}"
LABEL = re.compile(
    rf"(?:^|[(,;:/]\s?|\band\s|\bfor\s|\bin\s)(?P<scope>{LEVEL}|{NAME})(?:\s(?:pay range|salary range|base salary|base pay|range|pay))?\s*(?:\([^()]*\))?(?:\s?[:=–—-]|\sis|,? the range is)?\s*$",
    re.IGNORECASE if False else 0,
)
BEHIND = re.compile(rf"^[^.;\n]{{0,14}}?\s\(?(?:in|for)\s(?P<scope>(?:the )?{NAME}|{LEVEL})")
NOT_SCOPES = re.compile(
    r"\b(?:salary|pay|compensation|range|base|rate|comp|total|package|bonus|benefits|ote|usd|gbp|eur|wage|job|type|full|part|time|hourly|annual|monthly|"
    r"yearly|up|from|the|this|our|we|you|expected|estimated|starting|target|competitive|between|and|earnings|remote|role|position)\b",
    re.IGNORECASE,
)


def scope_of(left: str, right: str) -> str | None:
    """Return the label in front of a range, or the place said behind it, else None.

    >>> scope_of("Zone 2 Pay Range ", ""), scope_of("Senior: ", ""), scope_of("", " in Denver, and")
    ('Zone 2', 'Senior', 'Denver')
    """
    label = LABEL.search(left[-70:].replace("Pay Range", "pay range").replace("Salary Range", "salary range"))
    for found in (label, BEHIND.match(right)):
        if found and not NOT_SCOPES.search(found["scope"].removeprefix("the ")):
            return found["scope"].removeprefix("the ").strip(" ,")
    return None
