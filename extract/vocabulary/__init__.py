"""Skills, roles, topics and the words around them: data in TOML, one entry a thing, read once.

A skill is `slug = ["Label", "alias", …]` in `skills/<group>.toml`, or a table with `label`, `aliases`, `exact`
(capitals matter), `context` (needs the company of other skills), `also_names` (slugs whose label
stands in a longer form) and `was` (former
slugs). `onet.csv` gives the code of those that O*NET lists; `sectors.toml` and `employers.csv` belong to
`extract.sectors`.
"""

import csv
import hashlib
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from extract.vocabulary.entries import Role, RoleRule, Skill, Topic, Vocabulary, VocabularyError
from extract.vocabulary.plain_titles import read_heads, read_titles

FOLDER = Path(__file__).parent
SKILL_KEYS = {"label", "aliases", "exact", "context", "also_names", "was"}
ROLE_KEYS = {"label", "listed", "same_as", "soc", "esco", "family", "titles", "was"}
TOPIC_KEYS = {"label", "groups", "skills", "roles"}

__all__ = ["Role", "Skill", "Topic", "Vocabulary", "VocabularyError", "load_vocabulary", "vocabulary_version"]


@cache
def load_vocabulary(folder: Path = FOLDER) -> Vocabulary:
    """Return the vocabulary in `folder`.

    Raises VocabularyError for a file that is no TOML and for an entry with a wrong or missing key.
    """
    data = {file.relative_to(folder).as_posix().removesuffix(".toml"): _read(file) for file in _files(folder)}
    groups = {name.removeprefix("skills/"): d for name, d in data.items() if name.startswith("skills/")}
    skills = _skills(groups, _onet(folder / "onet.csv"))
    roles, rules = _roles(data["roles"])
    titles = {name.removeprefix("titles/"): d for name, d in data.items() if name.startswith("titles/")}
    return Vocabulary(
        version=vocabulary_version(folder),
        skills=skills,
        roles=roles,
        topics=_topics(data["topics"], skills, roles),
        role_rules=rules,
        plain_titles=read_titles(titles, roles),
        title_heads=read_heads(titles),
        words={name: data[name] for name in ("context", "sections", "seniority", "voice")},
    )


def vocabulary_version(folder: Path = FOLDER) -> str:
    """Return a short hash of the vocabulary's files, which takes a hundredth of the time that reading them does."""
    digest = hashlib.sha256()
    for file in _files(folder):
        digest.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:12]


def _files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*.toml") if file.name != "sectors.toml")


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise VocabularyError(f"{file.name}: not valid TOML ({error})") from error


def _onet(file: Path) -> dict[str, tuple[str, str]]:
    """Return commodity code and name by slug; a folder of one's own may do without."""
    if not file.is_file():
        return {}
    with file.open(encoding="utf-8") as lines:
        return {row["skill"]: (row["code"], row["example"]) for row in csv.DictReader(lines)}


def _skills(groups: dict[str, dict[str, Any]], onet: dict[str, tuple[str, str]]) -> dict[str, Skill]:
    skills: dict[str, Skill] = {}
    for group, entries in groups.items():
        for key, entry in entries.items():
            if key in skills:
                raise VocabularyError(f"{group}.toml: {key} is already in {skills[key].group}.toml")
            skills[key] = _skill(key, group, entry, onet.get(key))
    if unknown := onet.keys() - skills.keys():
        raise VocabularyError(f"onet.csv names unknown skills {sorted(unknown)}")
    for skill in skills.values():
        if unknown := {name for name in skill.also_names if name not in skills}:
            raise VocabularyError(f"{skill.group}.toml: {skill.key} also_names unknown skills {sorted(unknown)}")
    return skills


def _skill(key: str, group: str, entry: Any, onet: tuple[str, str] | None) -> Skill:
    if isinstance(entry, list):
        entry = {"label": entry[0], "aliases": entry[1:]}
    _check(f"{group}.toml: {key}", entry, SKILL_KEYS)
    exact, context = tuple(entry.get("exact", ())), tuple(entry.get("context", ()))
    special = {form.casefold() for form in (*exact, *context)}
    label = str(entry["label"])
    forms = (label, *entry.get("aliases", ()))
    return Skill(
        key=key,
        label=label,
        group=group,
        forms=tuple(dict.fromkeys(form for form in forms if form.casefold() not in special)),
        exact=exact,
        context=context,
        also_names=tuple(entry.get("also_names", ())),
        was=tuple(entry.get("was", ())),
        onet=onet,
    )


def _roles(entries: dict[str, Any]) -> tuple[dict[str, Role], tuple[RoleRule, ...]]:
    roles: dict[str, Role] = {}
    rules: list[RoleRule] = []
    for key, entry in entries.items():
        _check(f"roles.toml: {key}", entry, ROLE_KEYS, needed="same_as" if "same_as" in entry else "label")
        if "same_as" not in entry:
            roles[key] = Role(
                key=key,
                label=entry["label"],
                soc=entry.get("soc"),
                esco=entry.get("esco"),
                family=entry.get("family"),
                is_listed=entry.get("listed", True),
                was=tuple(entry.get("was", ())),
            )
        whole = [title[1:] for title in entry.get("titles", ()) if title.startswith("=")]
        anywhere = [title for title in entry.get("titles", ()) if not title.startswith("=")]
        if whole or anywhere:
            role = entry.get("same_as", key)
            rules.append(RoleRule(role=role, anywhere="|".join(anywhere) or None, whole="|".join(whole) or None))
    unknown = {rule.role for rule in rules} - roles.keys()
    if unknown:
        raise VocabularyError(f"roles.toml: same_as names unknown roles {sorted(unknown)}")
    return roles, tuple(rules)


def _topics(entries: dict[str, Any], skills: dict[str, Skill], roles: dict[str, Role]) -> dict[str, Topic]:
    topics = {}
    groups = {skill.group for skill in skills.values()}
    for key, entry in entries.items():
        _check(f"topics.toml: {key}", entry, TOPIC_KEYS)
        for kind, known in (("skills", skills.keys()), ("roles", roles.keys()), ("groups", groups)):
            unknown = set(entry.get(kind, ())) - set(known)
            if unknown:
                raise VocabularyError(f"topics.toml: {key} names unknown {kind} {sorted(unknown)}")
        members = {skill.key for skill in skills.values() if skill.group in entry.get("groups", ())}
        topics[key] = Topic(
            key=key,
            label=entry["label"],
            skills=frozenset(members | set(entry.get("skills", ()))),
            roles=frozenset(entry.get("roles", ())),
        )
    return topics


def _check(place: str, entry: Any, allowed: set[str], needed: str = "label") -> None:
    if not isinstance(entry, dict) or needed not in entry:
        raise VocabularyError(f"{place} needs a {needed}")
    unknown = entry.keys() - allowed
    if unknown:
        raise VocabularyError(f"{place} has unknown keys {sorted(unknown)}; known: {sorted(allowed)}")
