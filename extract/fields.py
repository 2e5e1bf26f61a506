"""Tell a field of work that the job asks for from one that names a job, a department, a degree or an industry."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from typing import Any

from extract.matching import Cues, Hit
from extract.vocabulary import Skill

NOT_TAUGHT = frozenset({"model", "certification", "regulation", "method"})
"""Groups, besides those of tools, whose members nobody takes a degree in."""
LIST = (
    r"(?:(?:,\s(?:and\s|or\s)?|\s(?:and|or|&)\s|/)(?!(?:and|or|help|support|lead|guide|enable|train|coach|mentor|manage|work|"
    r"partner|collaborate)\b)[\w-]+(?:\s[\w-]+)?){0,6}"
)
KIND = r"(?:\s(?:software|hardware|sw|hw|systems?|product|operations))?"
"""What may stand between a field and the people who work in it: 'RF software engineers'."""
JOBS = (
    "Engineer",
    "Developer",
    "Scientist",
    "Analyst",
    "Manager",
    "Designer",
    "Architect",
    "Consultant",
    "Specialist",
    "Coordinator",
    "Director",
    "Researcher",
    "Technician",
    "Lead",
)
JOB = re.compile(rf"(?:\s[A-Z][\w/-]*){{0,2}}\s(?:{'|'.join(JOBS)})s?\b")
"""The rest of a job title: 'Embedded Device Firmware Engineer'."""
ROLES = re.compile(r"roles?$", re.I)
"""After capitals no job: 'IAM roles'."""
CATEGORY = re.compile(
    r"(?:tools?|technolog(?:y|ies)|platforms?|frameworks?|languages?|libraries|services|systems|databases|software|"
    r"solutions|providers|environments)$",
    re.I,
)
NOUN = re.compile(r"\s(?:tool|technolog|platform|framework|librar|system|database|solution|provider)", re.I)
AND_OTHER = re.compile(r"\b(?:or|and|/)\s(?:any\s)?other\s$", re.I)
"""Before a category whose members are named before it: 'Puppet or other automation platforms'."""
EXAMPLES = re.compile(r",?\s(?:such as|like|including|e\.g\.)\s|\s?\((?:e\.g\.,?\s|like\s|such as\s)?(?=[A-Z])")
"""What introduces the members of a category, which then speak for it: 'cloud platforms (AWS, Azure)'."""
REACH = 220
FOLLOWED = frozenset(" ,/&\n\t\u00a0")
"""Characters behind a field with which a list of people or a job title goes on."""


class Fields:
    """Compiled from `context.toml` and the labels of the vocabulary."""

    def __init__(self, words: dict[str, Any], skills: Iterable[Skill], tools: frozenset[str]) -> None:
        """`tools` are the groups whose members are products."""
        known = list(skills)
        self._named = frozenset(words["fields"])
        self._fields = self._named | {
            skill.key for skill in known if skill.group != "certification" and is_field(skill.label)
        }
        self._taught = self._fields | {skill.key for skill in known if skill.group not in tools | NOT_TAUGHT}
        self._of_ai = frozenset(skill.key for skill in known if skill.group == "genai")
        self._people = re.compile(KIND + r"\s(?:" + "|".join(words["people"]) + r")\b", re.I)
        self._units = re.compile(r"\s(?:" + "|".join(words["units"]) + r")\b", re.I)
        self._crowd = re.compile(LIST + r"\s(?:" + "|".join(words["crowds"]) + r")\b", re.I)
        self._colleagues, self._degree, self._studies = (
            re.compile(words[name], re.I) for name in ("colleagues", "degree", "studies")
        )
        jobs = [job.lower() for job in JOBS]
        self.people_words = tuple(sorted({*words["people"], *words["crowds"], *jobs}))
        """Stems of those who work in a field, without one of which near it no pattern is tried."""
        self._degree_field = re.compile(words["degree_field"], re.I)
        self._categories: dict[str, bool] = {}

    def __contains__(self, key: str) -> bool:
        """Tell whether a skill is one of the fields of work that are listed by name."""
        return key in self._named

    def is_category(self, text: str, hit: Hit) -> bool:
        """Tell a category whose members are named after it; that people work with AI at all is told by no member."""
        known = self._categories.get(hit.form)
        if known is None:
            known = self._categories[hit.form] = hit.key not in self._of_ai and CATEGORY.search(hit.form) is not None
        if known and EXAMPLES.match(text, hit.end):
            return True
        if text[hit.start - 6 : hit.start] != "other " or not (known or NOUN.match(text, hit.end)):
            return False
        return AND_OTHER.search(text[max(0, hit.start - 16) : hit.start]) is not None

    def is_job_or_study(self, text: str, hit: Hit, cues: "Near") -> bool:
        """Tell a field that names a job or a degree here: 'Data Science teams', 'BSc in Data Science or similar'."""
        if hit.key not in self._taught:
            return False
        if cues.has("study", hit.start) and self._is_study(text, hit, cues):
            return True
        if hit.key not in self._fields:
            return not hit.form.isupper() and self._units.match(text, hit.end) is not None
        return self._is_job(text, hit, cues) or (
            cues.has("colleagues", hit.start) and _begins(self._colleagues, text, cues.heads("colleagues", hit), hit)
        )

    def _is_study(self, text: str, hit: Hit, cues: "Near") -> bool:
        heads = cues.heads("study", hit)
        if _begins(self._studies, text, heads, hit):
            return True
        return any(cues.reaches(self._degree, text, head, hit) for head in heads) and (
            self._degree_field.match(text[hit.end : hit.end + REACH]) is not None
        )

    def _is_job(self, text: str, hit: Hit, cues: "Near") -> bool:
        if text[hit.end : hit.end + 1] not in FOLLOWED or not cues.has_people(hit):
            return False
        if JOB.match(text, hit.end) or self._crowd.match(text, hit.end):
            return True
        people = self._people.match(text, hit.end)
        if people is None:
            return False
        return not (hit.form.isupper() and hit.key not in self._named and ROLES.search(people[0]))


def _begins(pattern: re.Pattern[str], text: str, heads: list[int], hit: Hit) -> bool:
    """Tell whether the pattern reaches from one of the heads to the hit."""
    return any(pattern.match(text, head, hit.start) for head in heads)


class Near:
    """Where the phrases stand without which no pattern needs to be tried; a pattern costs more than a look-up."""

    def __init__(self, cues: Cues, people: list[int]) -> None:
        """`people` are the offsets at which words for those who work in a field stand, in order."""
        self._people = people
        self._clauses: dict[int, tuple[int, int]] = {}
        self._starts: dict[str, list[int]] = {"study": [], "colleagues": []}
        self._heads: dict[str, list[int]] = {"study": [], "colleagues": []}
        for name, starts in self._starts.items():
            starts += [start for start, _ in cues.get(name, ())]
            self._heads[name] = sorted(starts + [start for start, _ in cues.get(f"{name} head", ())])

    def has(self, name: str, position: int) -> bool:
        """Tell whether a phrase of the list `name` begins in the reach before `position`."""
        starts = self._starts[name]
        number = bisect_left(starts, position)
        return number > 0 and starts[number - 1] >= position - REACH

    def reaches(self, clause: re.Pattern[str], text: str, head: int, hit: Hit) -> bool:
        """Tell whether the clause that a head begins goes on up to a hit; it is read once for all hits behind it."""
        if head not in self._clauses:
            found = clause.match(text, head)
            self._clauses[head] = (found.end("head"), found.end()) if found else (0, -1)
        first, last = self._clauses[head]
        return first <= hit.start <= last

    def has_people(self, hit: Hit) -> bool:
        """Tell whether a word for people stands in reach behind a hit."""
        number = bisect_left(self._people, hit.end)
        return number < len(self._people) and self._people[number] < hit.end + REACH

    def heads(self, name: str, hit: Hit) -> list[int]:
        """Return where, within reach of a hit, one of the patterns of the list `name` may begin."""
        heads = self._heads[name]
        return heads[bisect_left(heads, hit.start - REACH) : bisect_left(heads, hit.start)]


def is_field(label: str) -> bool:
    """Tell by its capitals the name of a field from that of a product.

    >>> is_field("Threat detection"), is_field("Google Ads"), is_field("Figma")
    (True, False, False)
    """
    return " " in label and all(word.islower() for word in label.split()[1:])
