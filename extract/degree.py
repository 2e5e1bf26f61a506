"""Whether a university degree is required, preferred, or expressly not needed."""

import re

from extract.stems import hits, lowered, sentences, stand_between

DEGREE = re.compile(
    r"^\W*degree\b|\b(?:(?:bachelor|master)(?:['’]?s)?(?:['’]s)?(?=\W+(?:degree|of|in|or|and|level|\(|/|required|"
    r"preferred|science|student|thesis|program|graduate|diploma|,|from))|undergraduate degree|"
    r"college degree|university degree|"
    r"(?:advanced|graduate|technical|engineering|relevant|related|stem|science|business|"
    r"associate['’]?s?|law|nursing|finance|accounting|4[- ]year|four[- ]year|2[- ]year|higher|"
    r"academic|tertiary|honou?rs|finished|completed|cs)\s(?:\w+\s)?degrees?|degree(?=\s(?:in|or|from|"
    r"required|preferred|level|is|qualified|educated|holder|program|of)\b)|(?:a|an|with|your|"
    r"university|the) degree\b|degree[- ](?:educated|qualified)|graduate of|"
    r"B\.?A\.?/B\.?S\.?c?|B\.?S\.?c?/M\.?S\.?c?|BA/BS|BS/BA|BS/MS|BSc?(?=\s(?:in|or|degree|"
    r"required)\b|[/,]\s?M|\W+(?:Computer|Comp|Electrical|Mechanical|Engineering|CS|EE))|B\.S\.?c?\.?|"
    r"B\.A\.|M\.S\.?c?\.?(?=[\s,/])|MSc\b|M\.?Eng\b|B\.?Eng\b|B\.?Tech\b|BE/B\.?Tech|MBA|MA in|MS in|"
    r"MD degree|J\.?D\.?(?= (?:degree|from|required))|Ph\.?\s?D\.?|doctorate|doctoral degree)"
    r"|\b(?:abgeschlossenes? (?:\w+ )?studium|studium (?:der|im|in|des)|hochschulabschluss|"
    r"hochschulstudium|universitätsabschluss|laurea\b|diplôme|bac ?\+ ?\d|formation (?:supérieure|"
    r"ingénieur)|grado en|licenciatura|titulación universitaria|título universitario|universitario|"
    r"hbo|wo-niveau|wykształcenie wyższe|ensino superior|licenciado|akademisk|högskoleutbildning|"
    r"korkeakoulu\w*)",
    re.IGNORECASE,
)
STEMS = (
    "degree",
    "bachelor",
    "master",
    "phd",
    "ph.d",
    "ph d",
    "doctor",
    "diplom",
    "studium",
    "hochschul",
    "universitätsabschluss",
    "laurea",
    "bac +",
    "bac+",
    "licenc",
    "b.s",
    "b.a",
    "m.s",
    "bsc",
    "msc",
    "ba/bs",
    "bs/",
    "bs in",
    "bs or",
    "bs degree",
    "ms in",
    "ma in",
    "md degree",
    "mba",
    "btech",
    "b.tech",
    "be/b",
    "b.eng",
    "beng",
    "m.eng",
    "meng",
    "hbo",
    "wo-niveau",
    "wykszta",
    "ensino sup",
    "akademisk",
    "högskole",
    "korkeakoulu",
    "graduate of",
    "formation",
    "grado en",
    "titulación",
    "título univ",
    "universitario",
    "j.d",
)
EQUIVALENT = re.compile(
    r"\b(?:or|and/or|/)\s(?:(?:an?|the|other|any|some|with|has|have|demonstrated|proven|commensurate|"
    r"comparable|equal)\s){0,3}(?:(?:equivalent|relevant|comparable|similar|related|commensurate|"
    r"practical|professional|industry|work|significant|sufficient|real[- ]world|"
    r"hands[- ]on)[\s,/]{1,3}(?:and\s|or\s)?){1,4}"
    r"(?:combination|work|job|practical|professional|industry|military|life|hands|on[- ]the|real|"
    r"experience|expertise|training|background|skills?|knowledge|years?)"
    r"|\bor (?:\w+ ){0,3}experience\b|\bor (?:an? )?(?:high school|GED\b|secondary)|"
    r"\bequivalent (?:\w+ ){0,3}experience\b|\bexperience in lieu\b|"
    r"\bin lieu of (?:a |the )?degree|\bor an? equivalent combination|\bor self[- ]taught|\bin place "
    r"of (?:a )?degree|\bsubstitut\w+ for|\boder (?:eine )?vergleichbare|\bou (?:expérience|"
    r"équivalent)|\bo experiencia equivalente|\bof gelijkwaardig",
    re.IGNORECASE,
)
WISHED = re.compile(
    r"\b(?:prefer(?:red|ably|ence)?|nice[- ]to[- ]have|is a plus|a plus|plus\b|bonus|desir(?:ed|able)|"
    r"ideal(?:ly)?|advantage(?:ous)?|an asset|beneficial|welcome|helpful|would be (?:great|nice)|good "
    r"to have|von vorteil|wünschenswert|idéalement|un plus|deseable|valorable|pluspunt|preferibil\w+|"
    r"highly regarded|recommended|not mandatory)\b",
    re.IGNORECASE,
)
UNNEEDED = re.compile(
    r"\b(?:no|without(?: a)?|not? require (?:a|any)|don['’]t (?:need|require|care about|care if you "
    r"have) (?:a |any )?|do not (?:need|require) (?:a |any )?|regardless of|never (?:ask|"
    r"mind) (?:for |about )?(?:a )?)\s?(?:(?:college|university|formal|cs|specific|bachelor['’]?s?|"
    r"academic|fancy)\s){0,2}(?:degrees?|diplomas?)\b"
    r"|\bdegrees? (?:is |are )?(?:not (?:required|needed|necessary|mandatory|a must)|unnecessary|"
    r"optional)|\bno degree\b",
    re.IGNORECASE,
)
NEGATION = re.compile(r"\b(?:[Nn]ot?|NO|[Ww]ithout|[Rr]egardless|[Nn]ever|[Dd]on|[Oo]ptional|[Uu]nnecessary)\b")
OTHER = re.compile(
    r"\b(?:tuition|reimburs\w+|fund your|pursu(?:e|ing) (?:a|your|their) (?:master|further)|earn (?:a|"
    r"your)|degree of (?:autonomy|freedom|independence|ownership|flexibility|accuracy|care|control|"
    r"confidence|success|detail|urgency|trust|variab\w*|professional\w*|discretion|difficult\w*|"
    r"confidential\w*|certainty)|high(?:er|est)? degree of|great degree|large degree|some degree|our "
    r"team|team (?:of|has|holds)|phds from|founded by|scholarship|assist\w+ with degree|"
    r"degrees? (?:celsius|fahrenheit|programs? (?:at|through))|360|180)\b",
    re.IGNORECASE,
)
PREFERRED_HEADING = re.compile(
    r"^\W*(?:preferred|desired|nice[- ]to[- ]have|bonus|pluses|what sets you apart|additional|good to "
    r"have|ideal|wünschenswert|optional)\b[^.\n]{0,50}$|^.{0,40}\bpreferred qualifications?\b|"
    r"(?:would be|is|are) (?:a )?(?:plus|bonus|nice)\W*$",
    re.IGNORECASE,
)
PREFERRED_STEMS = (
    "preferred",
    "desired",
    "nice",
    "bonus",
    "plus",
    "what sets",
    "additional",
    "good to",
    "ideal",
    "wünsch",
    "optional",
)
"""One of these a preferred heading must hold."""
REQUIRED_HEADING = re.compile(
    r"^\W*(?:(?:basic|minimum|required|key|must)?[ -]?(?:qualifications?|requirements?|have)|what "
    r"you(?:['’]ll)? (?:need|bring)|who you are|you (?:have|bring)|education|responsibilities|about "
    r"you|what we[’']re looking for|your profile|skills)\b[^.\n]{0,40}$",
    re.IGNORECASE,
)
SENTENCE = re.compile(
    r"\n+|(?<=[.;!?])\s+(?=[A-Z•*\-])|\s[-•·]\s(?=[A-Z0-9])|\s{3,}|(?=\b(?:Preferred|Minimum|Required|"
    r"Basic) Qualifications)"
)
LEFT, RIGHT, ABOVE = 220, 320, 900
"""Characters around a word for a degree in which its sentence, and above it in which its heading, stands."""


def read_degree(text: str) -> str | None:
    """Return `required`, `preferred` or `none`; 'or equivalent experience' makes it preferred: one can do without.

    >>> [read_degree(text) for text in ("BSc in Physics or equivalent experience", "No degree needed.", "We ship.")]
    ['preferred', 'none', None]
    """
    found: set[str] = set()
    for start, sentence in sentences(text, hits(lowered(text), STEMS), SENTENCE, LEFT, RIGHT):
        said = _of_sentence(sentence)
        if said == "required" and _is_under_preferred(text, start):
            said = "preferred"
        if said:
            found.add(said)
    if "equivalent" in found:
        return "preferred"
    return next((answer for answer in ("required", "none", "preferred") if answer in found), None)


def _is_under_preferred(text: str, start: int) -> bool:
    """Tell whether the nearest heading above asks for what is only preferred."""
    if not stand_between(text, max(0, start - ABOVE), start, PREFERRED_STEMS):
        return False
    for line in reversed(SENTENCE.split(text[max(0, start - ABOVE) : start])):
        if len(line) < 80:
            if PREFERRED_HEADING.search(line):
                return True
            if REQUIRED_HEADING.search(line):
                return False
    return False


def _of_sentence(sentence: str) -> str | None:
    """Return what one sentence says of degrees: also `equivalent`, which outweighs a requirement elsewhere."""
    if NEGATION.search(sentence) and UNNEEDED.search(sentence):
        return "none"
    if not DEGREE.search(sentence) or OTHER.search(sentence):
        return None
    if EQUIVALENT.search(sentence):
        return "equivalent"
    return "preferred" if WISHED.search(sentence) else "required"
