"""Decide whether a word that could be something else is a skill here."""

import re
from itertools import pairwise
from typing import Any

from extract.matching import Hit, Kind

GAP = re.compile(
    r"(?:\s?v?\d+(?:\.[\dx]+)*\+?)?[\s,/()&+|;•*·–:\-]*"
    r"(?:and/or|and|or|with|plus|through|as well as|y|und|et|e)?[\s(&]*",
    re.I,
)
TOO_FAR = 18
ITEM = r"[\w+#.&'/-]+(?:\s[\w+#.&'/-]+){0,3}"
OVER_OTHERS = re.compile(rf"[,;]\s(?:{ITEM}[,;]\s){{0,2}}(?:and\s|or\s)?(?:[\w-]+\s){{0,2}}")
"""What stands between two members of a list with unknown ones, or a word that goes with the second, between them."""
BEGINS = re.compile(r"(?:[,;:(\n•]|^|\b(?:and|or))\s?$")
"""What precedes a word that is a whole member of a list."""
WHOLE = re.compile(r"\s?(?:[,;.):\n]|$|\((?!s\))|(?:and|or|&)\s)")
"""What follows a word that is a whole member of a list."""
FARTHEST = 90
YEAR_OR_ZIP = re.compile(r",?\s(?:\d{5}|(?:19|20)\d\d)\b")
STATE = re.compile(r",\s(?:AZ|IL|CO|TX|CA|NY|Arizona|Illinois|Colorado|USA)\b")
NUMBER_BEFORE = re.compile(r"\d\s?$")
CAPITALISED = re.compile(r"\s[A-Z][a-z]+\b")
HYPHENATED_CUE = re.compile(r"-(?:based|like|native|powered|driven|centric|developer|engineer|stack)\b", re.I)
HYPHENATED_NAME = re.compile(r"-[A-Z][a-z]+")
COMPOUND = re.compile(
    r"-(?:driven|powered|native|enabled|first|based|assisted|augmented|ready|related|focused|generated|centric|infused|led|"
    r"integrated|specific|aware|enhanced|oriented|forward|heavy|ops|engineer\w*|developer|products?|systems?|agents?|models?)",
    re.I,
)
VERSION = re.compile(r"\s?v?\d{1,2}(?:\.[\dx]+)*\+?(?=[\s,/;).]|$)")
OF_A_COMPANY = re.compile(r" (?:scale|headquarters|HQ|alumni|veterans|employees)\b")
COMPANY_BEGINS = frozenset({" s", " h", " H", " a", " v", " e"})
"""What makes a product's name its maker's: 'at AWS scale', 'Snowflake alumni'."""
PHRASE = re.compile(r"\b(?!(?:In|With|Our|The|Using|Know|And|Or|Some|Like)\b)[A-Z][a-z]+\s$")
"""A word with a capital before: 'Enterprise Access' is one name."""
PLURAL = re.compile(r"['’]s\b(?!\s(?!etc|and|or)[a-z])")
"""An apostrophe before the s of a plural: API's, SDK's."""
INCLUDING = re.compile(r"\W*(?:includ|like|such as)")
"""What announces names, not common words: 'areas including cloud, devices, retail'."""
TOUCHING = ("-", "'", "’", "&", "$", ".", "#")
PASSES = 3
SOFTWARE_COMPANY = 2
"""Different software skills in a text after which a capitalised `Rust` in a sentence can only be the language."""
SENTENCE_START = re.compile(r"(?:^|[.!?:;•*>\-–—]|\n)[\s\"'(]*$")


class Licences:
    """The company that makes a doubtful word a skill, compiled from `context.toml`."""

    def __init__(self, words: dict[str, Any], software: set[str]) -> None:
        self._software = software
        # Read backwards from the word: a search forwards would try every phrase at every blank.
        backwards = _either([phrase[::-1] for phrase in words["left"]])
        self._left = re.compile(rf"(?: eht)?[:\s(]{{1,2}}(?:{backwards})(?:$|[\s(/,:])", re.I)
        self._right = re.compile(r"[\s\-/](?:" + _either(words["right"]) + r")\b", re.I)
        self._names = re.compile(r"(?:^|[\s(])(?:" + _either(words["name_words"]) + r")\.?\s$", re.I)

    def allowed(self, text: str, hits: list[Hit]) -> list[Hit]:
        """Return the hits that are skills here, in order; blocks are dropped."""
        otherwise = _meant_otherwise(text, hits)
        hits = [hit for hit in hits if hit.kind is Kind.BLOCK or hit.form not in otherwise]
        hits = [hit for hit in hits if hit.kind is Kind.BLOCK or not _is_disqualified(text, hit)]
        doubtful = [hit for hit in hits if hit.kind is Kind.CONTEXT]
        if not doubtful:
            return [hit for hit in hits if hit.kind is Kind.FIRM]
        licensed = {id(hit) for hit in hits if hit.kind is Kind.FIRM}
        licensed |= {id(hit) for hit in doubtful if self.by_words(text, hit)}
        if self._is_software(hits):
            licensed |= {id(hit) for hit in doubtful if hit.key in self._software and _stands_as_name(text, hit)}
        neighbours = _neighbours(text, hits)
        for first, second in neighbours:
            if _is_name_like(first) and _is_name_like(second):
                licensed |= {id(first), id(second)}
        for _ in range(PASSES):
            for first, second in neighbours:
                if id(first) in licensed or id(second) in licensed:
                    licensed |= {id(first), id(second)}
        return [hit for hit in hits if id(hit) in licensed]

    def _is_software(self, hits: list[Hit]) -> bool:
        named = {hit.key for hit in hits if hit.kind is Kind.FIRM and hit.key in self._software}
        return len(named) >= SOFTWARE_COMPANY

    def by_words(self, text: str, hit: Hit) -> bool:
        """Tell whether the words around the hit make it a skill: 'experience with Go'."""
        left, right = text[max(0, hit.start - 40) : hit.start], text[hit.end : hit.end + 24]
        if CAPITALISED.match(right) and self._names.search(left):
            return False
        if self._right.match(right) or (len(hit.form) > 2 and _versioned(right)):
            return True
        announced = self._left.match(left[::-1])
        return announced is not None and not (hit.form[0].islower() and INCLUDING.match(announced[0][::-1]))


def _stands_as_name(text: str, hit: Hit) -> bool:
    """Tell a capital in the middle of a sentence, with no surname after it."""
    if len(hit.form) < 4 or not hit.form[0].isupper():
        return False
    if SENTENCE_START.search(text[max(0, hit.start - 6) : hit.start]):
        return False
    if PHRASE.search(text[max(0, hit.start - 24) : hit.start]):
        return False
    return CAPITALISED.match(text, hit.end) is None


def _versioned(right: str) -> bool:
    return right[:1] != "," and VERSION.match(right) is not None


def _either(phrases: list[str]) -> str:
    return "|".join(sorted(map(re.escape, phrases), key=len, reverse=True))


def _is_disqualified(text: str, hit: Hit) -> bool:
    """Tell whether what touches the word makes it a name, a place, an amount or another word."""
    if text[hit.end : hit.end + 2] in COMPANY_BEGINS and OF_A_COMPANY.match(text, hit.end):
        return True
    if hit.kind is Kind.FIRM and not (len(hit.form) < 5 and hit.form.isupper()):
        return False
    before, right = text[hit.start - 1 : hit.start], text[hit.end : hit.end + 24]
    if before in TOUCHING and text[max(0, hit.start - 2) : hit.start - 1].strip():
        # Some sources lose the space between two sentences: 'Join us.SQL is needed'.
        is_glued = before == "." and text[hit.start - 2].islower()
        if not is_glued:
            return True
    if right[:1] == "-" and hit.kind is Kind.FIRM:
        return HYPHENATED_NAME.match(right) is not None and not _is_common_compound(right)
    if hit.form.isupper() and len(hit.form) > 1 and PLURAL.match(right):
        return False
    if right[:1] in ("-", "&", "'", "’") and right[1:2].strip() and not HYPHENATED_CUE.match(right):
        return True
    if YEAR_OR_ZIP.match(right) or (len(hit.form) > 3 and STATE.match(right)):
        return True
    return len(hit.form) < 4 and NUMBER_BEFORE.search(text[max(0, hit.start - 3) : hit.start]) is not None


def _is_common_compound(right: str) -> bool:
    """Tell `AI-Driven` from a place such as Al-Ahmadi read as `AI-Ahmadi`."""
    return COMPOUND.match(right) is not None


def _meant_otherwise(text: str, hits: list[Hit]) -> set[str]:
    """Return capital forms that the text itself spells out as something else: 'Special Air Service (SAS)'."""
    otherwise = set()
    for number, hit in enumerate(hits):
        form = hit.form
        if text[hit.start - 1 : hit.start] != "(" or not 2 <= len(form) <= 5 or not form.isupper():
            continue
        words = re.findall(r"[A-Za-z]+", text[max(0, hit.start - 80) : hit.start])[-len(form) :]
        if "".join(word[0] for word in words).upper() != form:
            continue
        before = hits[number - 1] if number else None
        if before is None or before.key != hit.key or hit.start - before.end > 3:
            otherwise.add(form)
    return otherwise


def _neighbours(text: str, hits: list[Hit]) -> list[tuple[Hit, Hit]]:
    """Return pairs, of which one is doubtful, with nothing but the punctuation of a list between them."""
    pairs = []
    for first, second in pairwise(hits):
        if Kind.CONTEXT not in (first.kind, second.kind) or Kind.BLOCK in (first.kind, second.kind):
            continue
        gap = text[first.end : second.start]
        is_list = (len(gap) < TOO_FAR and GAP.fullmatch(gap) and gap.strip(" \n")) or _is_over_others(
            text, first, second, gap
        )
        is_side_by_side = gap == " " and Kind.FIRM in (first.kind, second.kind) and _are_names(first, second)
        if is_list or is_side_by_side or gap.strip(" ") in ("\n", "\n\n"):
            pairs.append((first, second))
    return pairs


def _is_over_others(text: str, first: Hit, second: Hit, gap: str) -> bool:
    """Tell a firm and a doubtful member of one list that unknown members stand between."""
    if not 4 < len(gap) < FARTHEST or first.kind == second.kind or not OVER_OTHERS.fullmatch(gap):
        return False
    if first.kind is Kind.CONTEXT:
        return BEGINS.search(text[max(0, first.start - 6) : first.start]) is not None
    return gap.rstrip().endswith((",", ";", "and", "or")) and WHOLE.match(text, second.end) is not None


def _are_names(first: Hit, second: Hit) -> bool:
    """Tell 'React TypeScript' from 'go data': the doubtful one is written with a capital."""
    return all(hit.kind is Kind.FIRM or hit.form[0].isupper() for hit in (first, second))


def _is_name_like(hit: Hit) -> bool:
    return hit.kind is Kind.CONTEXT and hit.form[0].isupper()
