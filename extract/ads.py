"""Tell an ad from the other comments of a hiring thread."""

import re

WORDS = re.compile(r"\w+")
SEEKS_WORK = re.compile(
    r"\bseeking (?:work|freelance|a job|employment)\b|\bwilling to relocate\s?:|\bavailable for (?:hire|freelance|contract)|"
    r"\b(?:résumé|resume|cv)(?:/cv)?\s?:\s|\bi(?:'m| am) (?:a |an )?[\w\s,/-]{0,60}\b(?:looking for|seeking|available|searching)\b[^.\n]{0,60}\b"
    r"(?:work|job|role|position|opportunit|contract|gig|internship|employment)|\bmy (?:resume|cv|portfolio|linkedin|github)\b|\bhire me\b",
    re.I,
)
REMARK = re.compile(
    r"\b(?:who wants to be hired|seeking freelancer|wrong thread|this thread|these threads|the thread|hiring threads?|previous thread|other thread|last month's|"
    r"downvot\w+|upvot\w+|flagged|guidelines|per the rules|the rules|parsing|parse[sd]?|scrap(?:e|er|ing)|regex|i built|i made|i've built|i created|i wrote a|search(?:able)? (?:for|version|these)|"
    r"did you (?:get|hear)|have you|anyone (?:else|here|know|have)|i applied|i've applied|i interviewed|i emailed|they (?:never|didn't|don't)|never heard back|"
    r"is this (?:still|position|role)|are you (?:still|open|guys)|do you (?:accept|consider|offer|sponsor|hire|have)|would you consider|thanks for|good luck|congrat\w*|not hiring|hn who is hiring)\b",
    re.I,
)
ADVERTISES = re.compile(
    r"\b(?:we(?:'re| are)? (?:\w+ ){0,3}(?:hiring|looking|seeking|recruiting|searching|growing|expanding)|is (?:\w+ )?(?:hiring|looking for|seeking)|are (?:hiring|looking for|seeking)|hiring|"
    r"join (?:us|our|the)|apply|job description|open positions?|open roles?|openings?|positions?|full[- ]?time|part[- ]?time|on-?site|salary|equity|competitive|benefits|visa|interns?|"
    r"responsibilities|requirements|experience (?:with|in)|you(?:'ll| will) (?:be|work|build|have)|our (?:stack|team|tech|office)|tech stack|careers?|jobs?@|contract(?:or)?|contact (?:me|us)|email (?:me|us)|send (?:us|me|your))\b",
    re.I,
)
HEADER = re.compile(r"^[^\n|]{1,120}\|[^\n|]{1,}")
ROLE = re.compile(
    r"\b(?:engineer|developer|designer|manager|scientist|analyst|architect|programmer|devops|sre|lead|cto|intern|recruiter|writer|marketer|researcher|administrator|consultant|specialist|director|founder|hacker|sales|representative|full[- ]?stack|back[- ]?end|front[- ]?end)s?\b",
    re.I,
)
FEW_WORDS = 12
SHORT = 40


def is_ad(text: str) -> bool:
    """Tell whether a top-level comment advertises a job; job seekers, questions and remarks do not.

    >>> is_ad("Acme | Backend Engineer | Oslo | ONSITE"), is_ad("Is anybody here still hiring juniors?")
    (True, False)
    """
    words = len(WORDS.findall(text[:4000]))
    first_line = text.split("\n", 1)[0]
    if words == 0 or (text.lstrip()[:10].lower().startswith(("seeking wo", "[seeking w"))):
        return False
    evidence = _evidence(text, first_line)
    if SEEKS_WORK.search(text[:1500]) and evidence < 3:
        return False
    if HEADER.match(first_line):
        return not (words < SHORT and REMARK.search(text) and not ROLE.search(first_line))
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
