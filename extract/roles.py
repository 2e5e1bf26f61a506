"""Roles from the words of a title; the body only as a tie-break."""

import re
from functools import lru_cache

from extract.folding import fold_words, straighten
from extract.records import RoleSaid
from extract.required import Index
from extract.titles import Heads, TitleWords, plain
from extract.vocabulary import Vocabulary

PARTS = re.compile(r"\s*[|,;–—•·()\[\]{}:]+\s*|\s+[-/@]+\s+|\s{3,}|\n")
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


class RoleReader:
    """The plain titles of `titles/*.toml` and the ordered rules of `roles.toml`, compiled."""

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
        self.find = lru_cache(maxsize=50_000)(self._find)
        """Returns the slug of the role that a part of a title names."""

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
            parts = [turned if self.find(turned) else f"{parts[0]} {parts[1]}", *parts[1:]]
        keys = [self.find(part) for part in parts]
        first = next((number for number, key in enumerate(keys) if key), None)
        if first is None:
            whole = self.find(title)
            return self._said(whole, title) if whole else None
        return self._said(self._made_precise(keys[first] or "", parts, keys, first), parts[first])

    def _made_precise(self, key: str, parts: list[str], keys: list[str | None], first: int) -> str:
        for later, part in zip(keys[first + 1 :], parts[first + 1 :], strict=True):
            if key == GENERAL and later in self._technical - {GENERAL} and len(part.split()) <= PRECISE:
                return later
            if key == "product-manager" and (joined := self.find(f"{parts[first]} {part}")) != key and joined:
                return joined
        return key

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

    def _said(self, key: str, said: str) -> RoleSaid:
        return RoleSaid(key=key, label=self._labels[key], said=said.strip())

    def _find(self, part: str) -> str | None:
        """Ask the plain titles first, then the rules in order."""
        folded = plain(part)
        if found := self._words.find(folded):
            return found
        folded = self._heads.translated(folded)
        key = self._by_rule(folded)
        # 'Director of Accounting' is found by what an accounting manager is called, 'Director' alone is an executive.
        if key == EXECUTIVE and (of := DIRECTS.match(folded)):
            manager = f"{of[1]} manager"
            return self._words.find(manager) or self._by_rule(manager) or key
        return key

    def _by_rule(self, folded: str) -> str | None:
        for number in self._index.candidates(folded):
            key, anywhere, whole = self._rules[number]
            if (anywhere and anywhere.search(folded)) or (whole and whole.fullmatch(folded)):
                return key
        return None
