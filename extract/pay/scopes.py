"""The place or level a range is tied to: 'Zone 2: …', 'Senior …', '… in Denver'."""

import re

LEVEL = (
    r"(?:Zone|Tier|Level|Grade|Band|Group|Area|Region|Geo)\s?[A-Z0-9]{1,3}\b|[LEP]\d\b|IC\d\b"
    r"|(?:Mid|Senior|Junior|Entry|Staff|Principal|Lead|Intermediate|Director|Associate)(?:[ -][Ll]evel)?\b"
)
NAME = r"(?:the )?[A-Z][\w.'’-]*(?:[ ,/&]{1,2}(?:[A-Z][\w.'’-]*|of|and|the|area)){0,6}"
LABEL = re.compile(
    rf"(?:^|[(,;:/]\s?|\band\s|\bfor\s|\bin\s)(?P<scope>{LEVEL}|{NAME})"
    r"(?:\s(?i:pay range|salary range|base salary|base pay|range|pay))?\s?(?:\([^()]{0,40}\))?"
    r"(?:\s?[:=–—-]|\sis|,? the range is)?\s*$"
)
BEHIND = re.compile(rf"^[^.;\n\w]{{0,4}}(?:\w{{1,8}}\s)?\(?(?:in|for)\s(?P<scope>(?:the )?{NAME}|{LEVEL})")
RANGE_WORDS = re.compile(r"\s(?:Pay|Salary) Range", re.IGNORECASE)
NOT_SCOPES = re.compile(
    r"\b(?:salary|salaries|pays|pay|compensation|range|base|rate|comp|total|package|bonus|benefits|ote|usd|gbp|eur|wage|job|type|full|part"
    r"|time|hourly|annual|monthly|yearly|up|from|this|our|we|you|expected|estimated|starting|target|competitive|between|and"
    r"|earnings|remote|role|position|recommended|advertised|minimum|maximum|gehalt|vergütung|salaire|lohn)\b",
    re.IGNORECASE,
)


def scope_of(left: str, right: str) -> str | None:
    """Return the label in front of a range, or the place said behind it, else None.

    >>> scope_of("Zone 2 Pay Range ", ""), scope_of("Senior: ", ""), scope_of("", " in Denver, and")
    ('Zone 2', 'Senior', 'Denver')
    """
    label = LABEL.search(RANGE_WORDS.sub(" pay range", left[-70:]))
    for found in (label, BEHIND.match(right)):
        if found is None:
            continue
        scope = found["scope"].removeprefix("the ").removesuffix(" and").strip(" ,.")
        if scope and not NOT_SCOPES.search(scope):
            return scope
    return None
