"""Employment type, from the source's field, the title, or a plain statement in the text."""

import re

from extract.required import Index
from extract.stems import hits, lowered

FORMS = (
    (
        "internship",
        re.compile(
            r"\b(?:intern(?:ship)?s?|praktik(?:um|ant\w*)|stage|stagiaire|stagista|tirocinio|becari[oa]|"
            r"pr[aá]cticas|werkstudent\w*|working student|co-?op|apprentic\w+|alternan(?:ce|t)\w*|apprentissage|"
            r"ausbildung|est[aá]gi\w+|sta[zż]\w*|praktyk\w*|examensarbete)\b|インターン|实习",
            re.I,
        ),
    ),
    ("volunteer", re.compile(r"\bvolunteer(?:ing)?\b|\behrenamt\w*|\bbénévol\w*|\bunpaid\b", re.I)),
    (
        "part_time",
        re.compile(
            r"\bpart[\s_-]?time\b|\bteilzeit\b|\btemps partiel\b|\bdeeltijd\b|\bmedia jornada\b|\bpart time\b|"
            r"\bdeltid\b|\bmini-?job\b|\bmedio tiempo\b|\btiempo parcial\b|\bmeio per[ií]odo\b|\btempo parcial\b|"
            r"\bpart[\s-]time\b|\bosa-?aikainen\b|\bniepe[lł]ny etat\b|\bczęść etatu\b|兼职|兼職|パート|アルバイト",
            re.I,
        ),
    ),
    (
        "contract",
        re.compile(
            r"\bcontract(?:or|ors|ing)?\b|\bfreelanc\w+|\bfree-lance\b|\bC2C\b|\bcorp[- ]to[- ]corp\b|"
            r"\b1099\b|\bB2B contract\b|\bself[- ]employed\b|\bindependent contractor\b|\boutside IR35\b|"
            r"\binside IR35\b|\bzzp\b|^b2b$|\bumowa zlecenie\b|\bkontrakt b2b\b|契約社員|业务外包|"
            r"\bcontract[- ]to[- ]hire\b|\bC2H\b",
            re.I,
        ),
    ),
    (
        "temporary",
        re.compile(
            r"\btemp(?:orary)?\b|\bfixed[\s_-]?term\b|\bseasonal\b|\bbefristet\w*|\bCDD\b|\btijdelijk\w*|"
            r"\btempo determinato\b|\binterim\b|\bmaternity cover\b|\bFTC\b|\bper[\s_-]?diem\b|\btemporal\b|"
            r"\bbehovsanställning\b|\bsäsong\w*|\bvikariat\w*|\bsommar(?:jobb|vikari\w+)|\btidsbegränsad\b|\bvisstid\w*|"
            r"\bint[eé]rim(?:aire)?\b|\btemporári\w+|\baushilfe\b|\bzeitarbeit\b|\bmaternity leave\b|"
            r"\bmäärä-?aikainen\b|"
            r"\bna zastępstwo\b|\bcasual\b|派遣",
            re.I,
        ),
    ),
    (
        "full_time",
        re.compile(
            r"\bfull[\s_-]?time\b|\bvollzeit\b|\btemps plein\b|\bCDI\b|\bpermanent\b|\bunbefristet\b|"
            r"\bvoltijd\b|\bfulltime\b|\bjornada completa\b|\btempo pieno\b|\btempo indeterminato\b|"
            r"\bheltid\b|\bfestanstellung\b|\btillsvidare\w*|\btiempo completo\b|\btempo integral\b|"
            r"\bpe[lł]ny etat\b|\bkokoaikainen\b|\bplný úvazek\b|全职|全職|正社員|정규직|"
            r"\bregular\b|\bFTE\b|\bindefinido\b|\bfull time\b",
            re.I,
        ),
    ),
)
"""In the order of force: an internship is an internship though it be full time, a contract though full time."""
STATED = re.compile(
    r"(?:\b(?:job|employment|position|contract|work|role)[ \t]?(?:type|status|basis|category)s?|"
    r"\bschedule|\bcommitment|\btype|\bstatus|\bart der anstellung|\btype de "
    r"contrat)\s?[:\-–]\s{0,3}([^\n.;]{2,60})",
    re.I,
)
SENTENCE = re.compile(
    r"\b(?:this is an?|this (?:role|position|job) is an?|we are (?:looking for|hiring|seeking) an?|as "
    r"an?|is an?|for an?|our)\s(?:[\w-]+,?\s){0,3}?"
    r"((?:full|part)[\s-]time|permanent|temporary|fixed[\s-]term|seasonal|freelance|contract|"
    r"volunteer|intern(?:ship)?)\b(?![\s-](?:negotiation|management|law|manufactur|review|research|"
    r"administration))",
    re.I,
)
PLAIN = re.compile(
    r"(?:^|[|•·\n(,/]|\s-\s|\*)\s*(?:[\w-]+\s){0,1}((?:full|part)[\s-]?time|contract(?:or)?|"
    r"internship|intern|freelance|temporary|fixed[\s-]term|permanent|vollzeit|teilzeit)\b(?:\s(?:on-?site|remote|hybrid|only|position|role))?\s*(?=$|[|"
    r"•·\n),/+;]|\s-\s|\sor\s|\sand\s)",
    re.I,
)
STATED_STEMS = ("type", "status", "basis", "commitment", "schedule", "art der anstellung", "category")
STEMS = (
    "full-time",
    "full time",
    "part-time",
    "part time",
    "permanent",
    "temporary",
    "fixed-term",
    "fixed term",
    "seasonal",
    "freelance",
    "contract",
    "volunteer",
    "intern",
)
PLAIN_STEMS = (
    "full",
    "part",
    "contract",
    "intern",
    "freelance",
    "temporary",
    "fixed",
    "permanent",
    "vollzeit",
    "teilzeit",
)
"""One of these a bare statement must hold."""
COLON = re.compile(r"[:\-–]")
COLON_REACH = 30
"""Characters from the first stem of a label within which its colon stands."""
FORM_WORDS = Index(pattern.pattern for _, pattern in FORMS)
HEAD = 400
"""Characters of the text in which a bare 'Full-time |' counts as a statement."""


def read_employment(title: str | None, text: str, said: str | None = None) -> str | None:
    """Return the employment type, or None where nothing says it; the source's field before the title before the text.

    >>> read_employment("Working Student", "Full-time in summer"), read_employment(None, "Acme | Berlin | FULL-TIME")
    ('internship', 'full_time')
    """
    if said and (found := _form(said)):
        return found
    if title and (found := _form_of_title(title)):
        return found
    low = lowered(text)
    for spot in hits(low, STATED_STEMS):
        if not COLON.search(text, spot, spot + COLON_REACH):
            continue
        if (match := STATED.search(text, max(0, spot - 14), spot + 90)) and (found := _form(match[1])):
            return found
    if (plain_at := hits(low, PLAIN_STEMS)) and plain_at[0] < HEAD and (plain := PLAIN.search(text[:HEAD])):
        return _form(plain[1])
    for spot in hits(low, STEMS):
        if said_so := SENTENCE.search(text, max(0, spot - 70), spot + 30):
            return _form(said_so[1])
    return None


def _form(words: str) -> str | None:
    """Return the strongest form in a short statement; 'full-time or contract' is full time, since that is on offer."""
    words = words.replace("_", " ")
    found = [form for form, pattern in FORMS if pattern.search(words)]
    if (
        "full_time" in found
        and len(found) > 1
        and found[0] in {"part_time", "contract", "temporary"}
        and re.search(r"\bor\b|/|,|&|\band\b", words)
    ):
        return "full_time"
    return found[0] if found else None


def _form_of_title(title: str) -> str | None:
    """Return the form a title states; 'Contract Manager' manages contracts, 'Internship Coordinator' is no intern."""
    rules = (FORMS[number] for number in FORM_WORDS.candidates(lowered(title)))
    found = next((form for form, pattern in rules if form != "full_time" and pattern.search(title)), None)
    if found and re.search(
        r"\b(?:contracts?|temp|internship|intern|volunteer|part[- ]time) (?:manager|administrator|"
        r"specialist|coordinator|lawyer|counsel|analyst|negotiator|officer|programs?|recruiter|management|"
        r"lead|director|attorney|law|lifecycle|life cycle|manufactur\w+|pricing|compliance|review|writer|close-?out)\b",
        title,
        re.I,
    ):
        return None
    return found
