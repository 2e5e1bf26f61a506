"""Roles from the words of a title; the body only where the title names none."""

import re
from functools import lru_cache

from extract.folding import fold_words, straighten
from extract.records import RoleSaid
from extract.required import Index
from extract.titles import Heads, TitleWords, plain
from extract.vocabulary import Vocabulary

PARTS = re.compile(r"\s*[|,;–—•·()\[\]{}:]+\s*|\s+[-/@]+\s+|\s{3,}|\n")
PIECES = re.compile(r"\s*(?:,|;|/|&|\+|•|\band\b|\bor\b|\bund\b)\s*", re.I)
HEADS = re.compile(
    r"(?:(?:senior|sr|junior|jr|associate|assistant|group|global|regional|lead|principal|staff|chief|vice|vp|svp|intern)\s?)*"
    r"(?:manager|director|head|lead|president|engineer|associate|analyst|specialist|supervisor|officer|coordinator|consultant|"
    r"developer|scientist|architect|designer|intern|vp|svp|advisor|executive|partner|representative|agent|administrator|"
    r"technician|assistant|clerk|planner|buyer|editor|teacher|instructor|nurse|trainee|internship)?(?: i{1,3})?"
)
"""A first part that needs the next one: 'Manager, People Operations'."""
GENERAL = "software-engineer"
"""The role that a later part of the title may make more precise: 'Software Engineer, Frontend'."""
TECHNICAL = frozenset({"Software", "Data", "AI", "Infrastructure", "Security", "Engineering"})
"""Families of the roles that a later part may make of it; others name a product: 'Software Engineer, Groceries'."""
PRECISE = 4
"""Words of the longest later part that does so; longer ones name teams and products."""
EXECUTIVE = "general-manager"
DIRECTS = re.compile(
    r"(?:(?:senior|sr|associate|assistant|deputy|global|regional|group|executive|interim)\s)*"
    r"(?:director|head|vp|svp|evp|avp|vice president)\s(?:of\s)?(.+)"
)
"""One who directs what the group names."""
ANYBODY = re.compile(
    r"(?:engineers?|developers?|engineering|multiple|several|various|many|all|open|software|technical|\s)+(?:roles?|positions?|team|jobs?|openings?)?"
)
"""Words of a first line that leave open who is sought."""
LISTED = re.compile(r"^[\s\-*•·–—>◦+\d.)(#]*(?:\[\d+\]\s*)?(.{4,90})")
WANTED = re.compile(
    r"\b(?i:hiring|looking for|seeking|searching for|recruiting|need(?:ing)?|to hire|join us as|open positions?:?|"
    r"opening for|(?:positions?|roles?|openings?)[^:.\n|]{0,40}:)"
    r"\s+(?:(?:an?|our|some|the|multiple|several|talented|experienced|great|additional|more|another|for|first|passionate|"
    r"skilled|strong|\d+(?:\s?x)?)\s+)*([A-Za-z][^.;\n!?]{3,70})"
)
REMARK = re.compile(r"\([^)]*\)?")
PROSE = 25
"""Words of a first line without bars from which it is a sentence rather than a header."""
CLEAR = frozenset({"software engineer", "software engineers", "software developer", "software developers"})
ENGINEER = re.compile(r"\bengineer", re.I)
SOFTWARE = re.compile(
    r"\b(?:software|develop(?:er|ers|eur)|programm(?:er|ers|ing)|cod(?:e|er|ers|ebase|ing)|swe|sde|sdk|apis?|"
    r"back ?end|front ?end|web|javascript|typescript|python|java|golang|rust|kubernetes|git|linux|blockchain|"
    r"cloud|entwickl\w+|utveckl\w+)\b",
    re.I,
)
ANY_KIND = re.compile(
    r"(?:engineers?|engineering|senior|sr|junior|jr|staff|lead|principal|mid|level|founding|first|product|associate|entry|"
    r"graduate|intern|internship|early|career|distinguished|experienced|i{1,3}|iv|v|\d|\s)+"
)
"""A title that says of the engineer only how experienced."""
SHORT = 200
"""Characters of a body that is too short for its silence to tell."""
FULL_STACK = re.compile(r"full[ -]?stack", re.I)
BODY = 6000
MOST_LINES = 80


class RoleReader:
    """The ordered rules of `roles.toml`, compiled."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._labels = {role.key: role.label for role in vocabulary.roles.values()}
        self._technical = {role.key for role in vocabulary.roles.values() if role.family in TECHNICAL}
        self._rules = [
            (
                rule.role,
                re.compile(rf"(?<!\w)(?:{rule.anywhere})(?!\w)") if rule.anywhere else None,
                re.compile(rule.whole) if rule.whole else None,
            )
            for rule in vocabulary.role_rules
        ]
        self._index = Index(
            "|".join(filter(None, (rule.anywhere, rule.whole))) or "(?!)" for rule in vocabulary.role_rules
        )
        self._words = TitleWords(vocabulary.plain_titles)
        self._heads = Heads(vocabulary.title_heads)
        self._find = lru_cache(maxsize=50_000)(self._find_uncached)

    def read_title(self, title: str) -> RoleSaid | None:
        """Return the one role that a job title names.

        >>> from extract.vocabulary import load_vocabulary
        >>> RoleReader(load_vocabulary()).read_title("Sr. Software Engineer - Backend (Remote, US)").label
        'Backend Engineer'
        """
        parts = [part for part in PARTS.split(straighten(title)) if part.strip()]
        if not parts:
            return None
        if len(parts) > 1 and HEADS.fullmatch(fold_words(parts[0])):
            turned = f"{parts[1]} {parts[0]}"
            parts = [turned if self._find(turned) else f"{parts[0]} {parts[1]}", *parts[1:]]
        keys = [self._find(part) for part in parts]
        first = next((number for number, key in enumerate(keys) if key), None)
        if first is None:
            whole = self._find(title)
            return self._said(whole, title) if whole else None
        return self._said(self._made_precise(keys[first] or "", parts, keys, first), parts[first])

    def _made_precise(self, key: str, parts: list[str], keys: list[str | None], first: int) -> str:
        for later, part in zip(keys[first + 1 :], parts[first + 1 :], strict=True):
            if key == GENERAL and later in self._technical - {GENERAL} and len(part.split()) <= PRECISE:
                return later
            if key == "product-manager" and (joined := self._find(f"{parts[first]} {part}")) != key and joined:
                return joined
        return key

    def read_header(self, line: str) -> tuple[tuple[RoleSaid, ...], list[str]]:
        """Return every role of a thread's first line, and the pieces that name them.

        'Acme | Backend Engineer, Data Scientist | Berlin' names two.
        """
        roles: dict[str, RoleSaid] = {}
        pieces: list[str] = []
        for part in _parts_of_header(line):
            whole = self._find(part)
            names = [piece for piece in PIECES.split(part) if self._find(piece)]
            if len(names) < 2 and whole:
                names = [part]
            for name in names:
                role = self.read_title(name)
                if role:
                    roles.setdefault(role.key, role)
                    pieces.append(name)
        return tuple(roles.values()), pieces

    def settled(self, roles: tuple[RoleSaid, ...], text: str) -> tuple[RoleSaid, ...]:
        """Return the roles with the body's word on a general software engineer.

        Where the body says full-stack it is one; an 'Engineer' of whatever kind is none where the body never speaks of
        software.
        """
        if not roles or roles[0].key != GENERAL:
            return roles
        if FULL_STACK.search(text):
            first = self._said("full-stack-engineer", roles[0].said)
            return (first, *(role for role in roles[1:] if role.key != first.key))
        said = roles[0].said
        if not ENGINEER.search(said) or SOFTWARE.search(said) or SOFTWARE.search(text):
            return roles
        return roles if len(text) < SHORT and ANY_KIND.fullmatch(fold_words(said)) else roles[1:]

    @staticmethod
    def is_open(titles: list[str]) -> bool:
        """Tell whether a first line leaves open who is sought: 'Engineering roles', 'Multiple positions'."""
        return (
            all(ANYBODY.fullmatch(fold_words(title)) for title in titles) and fold_words(" ".join(titles)) not in CLEAR
        )

    @staticmethod
    def is_prose(line: str) -> bool:
        """Tell whether a first line is a paragraph, in which words of a title may mean anything."""
        return "|" not in line and len(line.split()) > PROSE

    def read_body(self, text: str) -> tuple[tuple[RoleSaid, ...], list[str]]:
        """Return the roles of lines that are titles themselves, else of sentences such as 'we are hiring a …'."""
        roles: dict[str, RoleSaid] = {}
        pieces: list[str] = []
        for line in straighten(text[:BODY]).split("\n")[1:MOST_LINES]:
            match = LISTED.match(line)
            said = match and re.split(r"[:(|]|\s[-–—]\s|https?:", match.group(1))[0].strip()
            if said and len(said) < 60 and said[0].isupper() and not said.endswith(".") and self._is_title(said):
                self._collect(said, roles, pieces)
        if roles:
            return tuple(roles.values()), pieces
        for match in WANTED.finditer(text[:BODY]):
            for piece in PIECES.split(REMARK.sub(" ", match.group(1))):
                words = " ".join(piece.split()[:6])
                if self._find(words):
                    self._collect(words, roles, pieces)
        return tuple(roles.values()), pieces

    def _is_title(self, said: str) -> bool:
        return self._find(said) is not None and len(fold_words(said).split()) <= 7

    def _collect(self, said: str, roles: dict[str, RoleSaid], pieces: list[str]) -> None:
        role = self.read_title(said)
        if role:
            roles.setdefault(role.key, role)
            pieces.append(said)

    def _said(self, key: str, said: str) -> RoleSaid:
        return RoleSaid(key=key, label=self._labels[key], said=said.strip())

    def _find_uncached(self, part: str) -> str | None:
        """Return the slug of the role that a part of a title names: plain titles first, then the rules in order."""
        folded = plain(part)
        if found := self._words.find(folded):
            return found
        folded = self._heads.translated(folded)
        key = self._by_rule(folded)
        # 'Director of Accounting' is found by what an accounting manager is called, 'Director' alone is an executive.
        if key == EXECUTIVE and (of := DIRECTS.match(folded)):
            return self._by_rule(f"{of[1]} manager") or key
        return key

    def _by_rule(self, folded: str) -> str | None:
        for number in self._index.candidates(folded):
            key, anywhere, whole = self._rules[number]
            if (anywhere and anywhere.search(folded)) or (whole and whole.fullmatch(folded)):
                return key
        return None


def _parts_of_header(line: str) -> list[str]:
    """Return the parts of a first line after the employer's name."""
    plain = straighten(line)
    parts = [part.strip() for part in plain.split("|")]
    if len(parts) < 2:
        parts = [part.strip() for part in re.split(r"\s[-–—•·]+\s", plain)]
    if len(parts) < 2:
        parts = [part.strip() for part in re.split(r",\s|;|:\s", plain)]
    return [part for part in parts[1:] if part] or parts
