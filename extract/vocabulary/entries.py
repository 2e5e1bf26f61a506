"""The entries of the vocabulary files and what a checked file set becomes."""

from dataclasses import dataclass, field


class VocabularyError(ValueError):
    """An entry that cannot be used; the message names file and entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Skill:
    """One skill and every way of writing it."""

    key: str
    """Permanent slug."""
    label: str
    """Printed name."""
    group: str
    """Name of the file that holds it."""
    forms: tuple[str, ...]
    """Written in any case, alone enough."""
    exact: tuple[str, ...] = ()
    """Enough only when written with exactly these capitals."""
    context: tuple[str, ...] = ()
    """Written exactly so and besides in the company of skills or of words such as 'experience with'."""
    also_names: tuple[str, ...] = ()
    """Slugs of skills whose label is a word of a longer form of this one: React in React Native."""
    was: tuple[str, ...] = ()
    """Former slugs."""
    onet: tuple[str, str] | None = None
    """Commodity code and name under which O*NET lists it among technology skills, where it does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """One role."""

    key: str
    """Permanent slug."""
    label: str
    """Printed name."""
    soc: str | None = None
    """Nearest O*NET-SOC code."""
    esco: str | None = None
    """Nearest ESCO occupation: the last part of its address http://data.europa.eu/esco/occupation/…"""
    family: str | None = None
    """What the role is printed under."""
    is_listed: bool = True
    """Whether it is one of the labels that the labelled postings use."""
    was: tuple[str, ...] = ()
    """Former slugs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRule:
    """Title patterns that lead to a role; rules are tried in order."""

    role: str
    """Slug of the role."""
    anywhere: str | None
    """Alternation that must match whole words anywhere in a part of the title."""
    whole: str | None
    """Alternation that must match a whole part of the title."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainTitle:
    """A job title in plain words."""

    role: str
    """Slug of the role."""
    words: str
    """As written; a `*` at an end leaves it open for compounds, a `=` in front asks for a whole part of a title."""
    is_last: bool
    """Whether it must be the last words of a part of the title, as the noun is in English."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A named set of skills, groups of skills and roles."""

    key: str
    """Permanent slug."""
    label: str
    """Printed name."""
    skills: frozenset[str]
    """Slugs of skills, those of its groups included."""
    roles: frozenset[str]
    """Slugs of roles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Everything the tagger knows by heart."""

    version: str
    """Hex digest (12 characters) of all vocabulary files."""
    skills: dict[str, Skill]
    """By slug."""
    roles: dict[str, Role]
    """By slug."""
    topics: dict[str, Topic]
    """By slug."""
    role_rules: tuple[RoleRule, ...] = field(repr=False)
    """In the order in which they are tried."""
    plain_titles: tuple[PlainTitle, ...] = field(repr=False)
    """Titles in plain words, of all languages; they are asked before the rules."""
    title_heads: dict[str, str] = field(repr=False)
    """English noun by noun of another language; a leading `*` says that it ends compounds."""
    words: dict[str, dict[str, object]] = field(repr=False)
    """The other files by name: `context`, `sections`, `seniority`, `voice`."""
