"""Roles of a comment of a hiring thread, whose first line plays the title: several of them as often as one."""

import re
from functools import lru_cache

from extract.folding import fold_words, straighten
from extract.records import RoleSaid
from extract.roles import RoleReader

PIECES = re.compile(r"\s*(?:,|;|/|&|\+|•|\band\b|\bor\b|\bund\b)\s*", re.I)
OCCUPATION = re.compile(
    r"(?:\w(?:er|or|ar|ist|yst|ect|ant|ent|ian|eur|ve|nurse|chef|cook)|dev|sre|qa|pm|cto|ceo|vp|swe|sde|lead|head|intern|"
    r"staff|assistant|officer|counsel)s?\b",
    re.IGNORECASE,
)
"""Words that name someone rather than what he works on."""
ENDS_SO = re.compile(rf"\w\W+\w*(?:{OCCUPATION.pattern})\W*$", re.IGNORECASE)
LONGEST_PART = 14
"""Words of the longest part of a first line that is one title; longer ones are lists, or begin the text."""
LONGEST_NAME = 8
"""Words of the longest title in a longer part."""
ANYBODY = re.compile(
    r"(?:engineers?|developers?|engineering|multiple|several|various|many|all|open|software|technical|\s)+(?:roles?|positions?|team|jobs?|openings?)?"
)
"""Words of a first line that leave open who is sought."""
SENTENCE = re.compile(r"(?:I|We|You|Our|My|The|This|If|As|Please)\b(?!/)")
"""Beginnings of sentences rather than titles."""
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
BARS = str.maketrans("│｜¦", "|||")
"""Other signs that people part a first line with."""
BODY = 6000
MOST_LINES = 80

Found = tuple[tuple[RoleSaid, ...], list[str]]
"""Roles, each once, and the titles that name them."""


class CommentReader:
    """Reads first lines and bodies with the rules for titles."""

    def __init__(self, reader: RoleReader) -> None:
        self._reader = reader
        # Roles and levels are asked for one after the other.
        self.read_body = lru_cache(maxsize=2)(self._read_body)
        """Returns what `_read_body` does."""

    def read(self, text: str) -> Found:
        """Return every role of the first line; of the body where the line leaves open who is sought."""
        line = text.lstrip().split("\n", 1)[0]
        roles, titles = self._of_header(line)
        if _is_open(titles) or _is_prose(line):
            listed, listed_titles = self.read_body(text)
            return (listed, listed_titles) if listed else (roles, titles)
        return roles, titles

    def _of_header(self, line: str) -> Found:
        """Return every role of a thread's first line, and the pieces that name them.

        'Acme | Backend Engineer, Data Scientist | Berlin' names two.
        """
        roles: dict[str, RoleSaid] = {}
        pieces: list[str] = []
        first, *others = _parts_of_header(line)
        # Some put the title where the employer's name belongs.
        names = [name for part in others for name in self._names(part)]
        if not others or (not names and ENDS_SO.search(first)):
            names = self._names(first)
        for name in names:
            role = self._reader.read_title(name)
            if role:
                roles.setdefault(role.key, role)
                pieces.append(name)
        return tuple(roles.values()), pieces

    def _names(self, part: str) -> list[str]:
        """Return the titles in a part of a first line: several only where each could stand alone.

        'Backend, Frontend' and 'Nurse, Cook' are two each; 'Staff Engineer, Security' is one.
        """
        is_long = len(part.split()) > LONGEST_PART
        names = [
            piece
            for piece in PIECES.split(part)
            if self._reader.find(piece) and not (is_long and (len(piece.split()) > LONGEST_NAME or piece[:1].islower()))
        ]
        if names and OCCUPATION.search(names[0]):
            names = [name for name in names if OCCUPATION.search(name)]
        return [part] if len(names) < 2 and not is_long and self._reader.find(part) else names

    def _read_body(self, text: str) -> Found:
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
                if self._reader.find(words):
                    self._collect(words, roles, pieces)
        return tuple(roles.values()), pieces

    def _is_title(self, said: str) -> bool:
        return not SENTENCE.match(said) and self._reader.find(said) is not None and len(fold_words(said).split()) <= 7

    def _collect(self, said: str, roles: dict[str, RoleSaid], pieces: list[str]) -> None:
        role = self._reader.read_title(said)
        if role:
            roles.setdefault(role.key, role)
            pieces.append(said)


def _is_open(titles: list[str]) -> bool:
    """Tell whether a first line leaves open who is sought: 'Engineering roles', 'Multiple positions'."""
    return all(ANYBODY.fullmatch(fold_words(title)) for title in titles) and fold_words(" ".join(titles)) not in CLEAR


def _is_prose(line: str) -> bool:
    """Tell whether a first line is a paragraph, in which words of a title may mean anything."""
    return "|" not in line.translate(BARS) and len(line.split()) > PROSE


def _parts_of_header(line: str) -> list[str]:
    """Return the parts of a first line, of which the first is mostly the employer's name."""
    plain = straighten(line).translate(BARS)
    parts = [part.strip() for part in plain.split("|")]
    if len(parts) < 2:
        parts = [part.strip() for part in re.split(r"\s[-–—•·]+\s", plain)]
    if len(parts) < 2:
        parts = [part.strip() for part in re.split(r",\s|;|:\s", plain)]
    return [part for part in parts if part] or [line]
