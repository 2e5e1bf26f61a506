"""Where the work is done: remote, hybrid or onsite."""

import re
import tomllib
from collections.abc import Sequence
from importlib.resources import files

from extract.folding import lower
from extract.required import Index
from extract.stems import hits, lowered, stand_between

_DATA = tomllib.loads((files(__package__) / "remote.toml").read_text(encoding="utf-8"))
STEMS: dict[str, tuple[str, ...]] = {answer: tuple(stems) for answer, stems in _DATA["stems"].items()}
FIELD_WORDS: dict[str, str] = {word: answer for answer, words in _DATA["field"].items() for word in words}
REMOTE = re.compile(
    r"\b(?:fully[- ]?|100 ?% ?|full[- ]?time |all[- ])?(?:remote(?:ly)?|telecommut\w+|telework\w*|"
    r"work(?:ing)?[- ]from[- ](?:home|anywhere)|WFH|home[- ]?based|virtual position|distributed team|"
    r"télétravail|teletrabajo|trabajo remoto|homeoffice|home[- ]office|zdaln\w+|smart working|da "
    r"remoto|distanc)\b",
    re.IGNORECASE,
)
HYBRID = re.compile(r"\bhybrid(?:e|es|o|a)?\b|\bhibrid\w+|\bhíbrid\w+|\bhybryd\w+", re.IGNORECASE)
ONSITE = re.compile(
    r"\bon[-\s]?site\b|\bin[- ](?:the[- ])?office\b|\bin[- ]person\b|\bno remote\b|\bnot remote\b|"
    r"\boffice[- ]based\b|\bvor ort\b|\bsur site\b|\bpresencial\b|\bin sede\b|\bin presenza\b|"
    r"\bstacjonarn\w+",
    re.IGNORECASE,
)
NOT_REMOTE = re.compile(
    r"\b(?:not?|isn['’]t|cannot be|can['’]t be|never|non)[\s-](?:a |an |be |currently |fully |open "
    r"to |possible |eligible for |offer\w* |support\w* |consider\w* |accept\w* |able to \w+ |"
    r"available |suitable for )*remote"
    r"|\bremote(?: work| working| option)?s? (?:is |are |will )?(?:not|isn['’]t|unavailable)|"
    r"\bno (?:full(?:y)?[- ]|100 ?% ?)?(?:remote|wfh|telecommut\w+)|\bsorry,? (?:no|not) remote|\bremote:? no\b|"
    r"\bunable to (?:offer|consider|support) remote|\bnot (?:offer|open|allow|accept|"
    r"consider)\w* (?:to )?(?:fully )?(?:remote)",
    re.IGNORECASE,
)
NOT_PLACE = re.compile(
    r"(?:[- ](?:cloud|environments?|infrastructure|deployments?|app\w*|mobile|architecture|model(?:s|"
    r"ing)?(?! work)|approach|search|vehicles?|engine|it\b|data|aws|azure|on-prem\w*|systems?|"
    r"networks?|solutions?|sql|retrieval|event|electric|role between|marketing|agile|methodolog\w+)"
    r"|[- ](?:debugging|sens(?:ing|ors?)|monitoring|access|desktop|control|procedure|server|repositor\w+|"
    r"method|support(?! engineer| specialist| agent)|management|code execution|patient|learning|"
    r"operation|surgery|device|assistance|site|location|area|communit|village|hardware|interview|"
    r"start|hands|endpoint|job listings?|stores?|viewing|telemetry|guidance|exploitation|attack|"
    r"diagnos\w+|meeting|collaboration|team communication|customers|clients|users|teams? across))",
    re.IGNORECASE,
)
NOT_ONSITE = re.compile(
    r"[- ](?:interviews?|visits?|customer|client|gym|cafe\w*|restaurant|kitchen|chef|lunch|meals?|"
    r"parking|medical|clinic|perks|training|fitness|daycare|childcare|support|installation|meeting|"
    r"events?|massage|yoga|barista|food|snacks|amenit\w+|health|assessment|loop|final|equipment|setup|"
    r"manager|administrat\w+|hours?|furniture|supplies|suite|365|space|culture|contact|at customer|"
    r"implementation|laundry|catering|retreats?|gatherings?|bonding|team[- ]building|offsites?|perk|"
    r"benefits|doctor|pharmacy|to meet with|with the team)",
    re.IGNORECASE,
)
COMPANY = re.compile(
    r"\b(?:our (?:teams?|customers?|clients?|employees|people|company|colleagues)|some (?:of|roles|"
    r"teams|positions)|other (?:roles|teams)|customers?|clients?|users|help(?:s|ing)?|tools? for|"
    r"platform for|enabl\w+|manag\w+ (?:of )?remote|future of|many (?:roles|of)|if you (?:are|work)|"
    r"depending on the role|certain roles|eligible roles|candidates? (?:who|from)|applicants? (?:who|"
    r"from))\b",
    re.IGNORECASE,
)
CASUAL = re.compile(
    r"\b(?:option(?:al|ally)?|occasional\w*|some|partial\w*|possib\w+|flexib\w+|allow\w*|policy|"
    r"stipend|allowance|budget|equipment|set-?up|furniture|days?|day/week|time to time|sometimes|"
    r"ability to|from home (?:one|two|1|2)|when needed)\b",
    re.IGNORECASE,
)
DAYS = re.compile(
    r"\b(?:[1-4]|one|two|three|four|(?:a )?few|several|some|[1-4]\s?(?:-|–|to|or)\s?[1-4])\s(?:or more )?(?:days?)\s?"
    r"(?:/|per|a|each|in|at|from|of|of the|out of|onsite|on-site|remote|on|weekly|"
    r"working)[\s\w-]{0,30}\b(?:office|on-?site|remote(?:ly)?|home|in[- ]person|hub)\b"
    r"|\b(?:office|on-?site|in[- ]person|home|remote(?:ly)?|HQ)\W[\w ,:()-]{0,40}\b(?:[1-4]|one|two|"
    r"three|four|(?:a )?few|several|[1-4]\s?(?:-|–|to)\s?[1-4])x? ?(?:days?|times)\s?(?:/|per|a|each|of the|weekly)",
    re.IGNORECASE,
)
HEADER_WORDS = Index(pattern.pattern for pattern in (REMOTE, HYBRID, ONSITE, NOT_REMOTE, DAYS))
"""Without one of them a header says nothing of where the work is done."""
WORD = re.compile(r"\w+(?:[- ](?:from[- ])?(?:home|anywhere|based|site|office|person|office))?(?:ly)?")
PLACES = ("office", "on-site", "on site", "onsite", "remote", "home", "in person", "in-person", "hub", "hq")
"""Where days of work are spent: without one of them near, a word for days says nothing of that."""
HOLIDAYS = re.compile(r"holiday|vacation|\bPTO\b|days? off|leave|paid days", re.IGNORECASE)
ADDRESS = re.compile(r"https?://\S*$|www\.\S*$|[@/]\S*$")
FIRST = re.compile(r"[- ]first\b(?! (?:interview|round|aid|call))", re.IGNORECASE)
"""A remote-first company works remotely: said of the company, it holds for the posting."""
MODE = re.compile(
    r"[- ](?:work(?:ing|place)?|set-?up|model|schedule|role|position|job|opportunit\w+|company|"
    r"organi[sz]ation|policy|arrangement|option|eligible|within|in the|from|anywhere|(?:\w+ )?(?:work|"
    r"position|role|setup)\b)",
    re.IGNORECASE,
)
BECOMING = re.compile(
    r"\b(?:become|becoming|possib\w+|future|eventually|may|might|transition\w*)\b[^.]{0,30}$", re.IGNORECASE
)
WEEKDAY = re.compile(r"\s(?:each|every|on)\s(?:mon|tues|wednes|thurs|fri)days?\b", re.IGNORECASE)
FULLY = re.compile(r"\b(?:fully|100 ?%|entirely|completely|permanently)[ -]$", re.IGNORECASE)
CASUAL_NEXT = re.compile(
    r"[ -](?:stipend|allowance|budget|equipment|set-?up|furniture|days?|friday|option for some)", re.IGNORECASE
)
ON_SITE = re.compile(r"\bon[- ]?site\b", re.IGNORECASE)
BASED = re.compile(
    r"\b(?:role|position|job|internship|opportunity|you(?:['’]ll| will)(?: be)?) (?:\w+ )?(?:is |be )?(?:\w+ )?"
    r"based (?:at|in|out of) (?:our|the) (?:[\w.,'’-]+ ){0,3}"
    r"(?:headquarters|office|HQ|campus|facility|plant|store|cent(?:er|re)|lab|studio|hospital|warehouse|school|clinic)\b",
    re.IGNORECASE,
)
"""A place of work at the employer's: onsite unless anything else is said."""
FIVE_DAYS = re.compile(
    r"\b(?:5|five) days?[\w\s/-]{0,25}(?:office|on-?site|in[- ]person)|\b(?:office|on-?site|"
    r"in[- ]person)[\w\s,(/-]{0,25}\b(?:5|five) days?",
    re.IGNORECASE,
)
THIS = re.compile(
    r"\b(?:this|the|these|our current|all) (?:\w+ ){0,3}(?:position|role|job|opportunit\w+|internship|"
    r"vacancy|opening|roles)s? (?:\w+ ){0,4}$|\b(?:work(?:place)? (?:type|model|location|arrangement|"
    r"setting|mode|policy|location\(s\))|job location|location|locations|office|workplace|type|remote "
    r"status|position type|where)\W{1,4}(?:[\w ,()/-]{0,40}\W)?$"
    r"|\b(?:you(?:['’]ll| will| can| may)|candidates? (?:can|may|must|will)|looking for|hiring|"
    r"seeking|recruiting|need) (?:[\w-]+ ){0,6}$|#LI-$|(?:^|\n|[|(\[•·,/–-]\s?)$",
    re.IGNORECASE,
)
BASED_STEMS = ("based at", "based in", "based out of")
LONGEST_PLACES = 600
"""Characters of all location strings together that are read."""
FIRST_LINES = 350
"""Characters in which a header like 'Acme | Berlin | REMOTE' stands."""
LOOK = 90
SENTENCE_CUT = re.compile(r"[.!?;\n•|]")


def read_remote(title: str | None, text: str, said: str | None = None, places: Sequence[str] = ()) -> str | None:
    """Return `remote`, `hybrid` or `onsite`, or None where the posting does not say; 'remote or onsite' is remote.

    The source's field wins over its location strings ('Remote (US only)'), these over the title, the title over the
    header line, the header over sentences about this posting; what a company says of itself, its product or its
    interviews counts for nothing.

    >>> read_remote(None, "Acme | Oslo or Remote | Backend"), read_remote(None, "Experience with hybrid cloud")
    ('remote', None)
    """
    if said and (answer := _of_field(said)):
        return answer
    for line in (" | ".join(places)[:LONGEST_PLACES], title):
        if line and (answer := _of_header(line)):
            return answer
    header = _header(text)
    if "|" in header or title is None:
        answer = _of_header(header)
        if answer:
            return answer
    return _of_body(text)


def _of_field(said: str) -> str | None:
    folded = said.strip().lower().replace("_", "-")
    if folded in {"false", "none"}:
        return None
    return FIELD_WORDS.get(folded) or _of_header(said.replace("_", " "))


def _header(text: str) -> str:
    """Return the header: the first line that is not blank, with the second when the first is short."""
    lines = [line.strip() for line in text[:FIRST_LINES].split("\n") if line.strip()]
    if not lines:
        return ""
    return lines[0] + (" | " + lines[1] if len(lines) > 1 and len(lines[0]) < 60 and len(lines[1]) < 120 else "")


def _of_header(header: str) -> str | None:
    """Return what a title or header line says: there the words stand alone and mean the posting."""
    if not HEADER_WORDS.candidates(lower(header)):
        return None
    no_remote = NOT_REMOTE.search(header) is not None
    rest = NOT_REMOTE.sub(" ", header)
    remote = _first(REMOTE, rest, NOT_PLACE)
    onsite = _first(ONSITE, rest, NOT_ONSITE)
    hybrid = _first(HYBRID, rest, NOT_PLACE) or (None if ON_SITE.search(rest) else DAYS.search(rest))
    if hybrid and not (
        remote
        and re.search(
            r"\bor\b|/|,|&|\band\b", rest[min(remote.end(), hybrid.end()) : max(remote.start(), hybrid.start())]
        )
    ):
        return "hybrid" if not (remote and remote.start() < hybrid.start()) else "remote"
    if remote:
        return "hybrid" if _is_part_remote(rest, remote) else "remote"
    if onsite or no_remote:
        return "onsite"
    return None


def _is_part_remote(header: str, remote: re.Match[str]) -> bool:
    return (
        re.search(
            r"\b(?:partial(?:ly)?|part(?:ly)?|semi|up to \d{1,2} ?%|some|occasional)[- ]{1,2}$",
            header[: remote.start()],
            re.IGNORECASE,
        )
        is not None
    )


def _first(pattern: re.Pattern[str], text: str, barred: re.Pattern[str]) -> re.Match[str] | None:
    for found in pattern.finditer(text):
        if not barred.match(text, found.end()):
            return found
    return None


def _of_body(text: str) -> str | None:
    """Weigh statements about this posting: hybrid before remote before onsite, but 'not remote' before them all."""
    low = lowered(text)
    answers = {told for spot in hits(low, ("day",)) if (told := _by_days(text, spot))}
    answers.update("onsite" for spot in hits(low, BASED_STEMS) if BASED.search(text, max(0, spot - 50), spot + 90))
    for answer, stems in STEMS.items():
        for spot in hits(low, stems):
            if told := _statement(text, spot, answer):
                answers.add(told)
    if "not remote" in answers:
        return "hybrid" if "hybrid" in answers else "onsite"
    return next((answer for answer in ("hybrid", "remote", "onsite") if answer in answers), None)


def _by_days(text: str, spot: int) -> str | None:
    """Read '3 days a week in the office' around a word for days."""
    if not stand_between(text, spot - 60, spot + 60, PLACES):
        return None
    window = text[max(0, spot - 60) : spot + 60]
    if FIVE_DAYS.search(window):
        return "onsite"
    return "hybrid" if DAYS.search(window) and not HOLIDAYS.search(window) else None


def _statement(text: str, spot: int, answer: str) -> str | None:
    """Return what a word says of this posting, or None where it speaks of something else."""
    word = WORD.match(text, spot)
    end = word.end() if word else spot
    left = SENTENCE_CUT.split(text[max(0, spot - LOOK) : spot])[-1]
    right = SENTENCE_CUT.split(text[end : end + LOOK], maxsplit=1)[0]
    if (
        (NOT_ONSITE if answer == "onsite" else NOT_PLACE).match(text, end)
        or ADDRESS.search(left)
        or right[:1] in {"/", "@"}
    ):
        return None
    if answer == "remote" and NOT_REMOTE.search(left[-40:] + text[spot:end] + right[:30]):
        return "not remote"
    if answer == "hybrid" and BECOMING.search(left):
        return None
    if FIRST.match(right) and answer != "onsite":
        return answer
    if COMPANY.search(left):
        return None
    if THIS.search(left) or _is_plain(left, right):
        return None if answer == "remote" and CASUAL_NEXT.match(right) else answer
    if answer == "hybrid":
        return "hybrid" if MODE.match(right) else None
    if answer == "remote" and WEEKDAY.match(right):
        return "hybrid"
    return (
        answer
        if answer == "remote"
        and (FULLY.search(left) or MODE.match(right))
        and not CASUAL.search(left[-30:] + right[:30])
        else None
    )


def _is_plain(left: str, right: str) -> bool:
    """Tell whether the word stands alone in its line, as in a bullet 'Remote' or 'Fully remote role'."""
    return len(left.strip(" -–*•:\t")) < 4 and len(right.strip(" -–*•.:)\t")) < 40
