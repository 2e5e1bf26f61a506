"""What understanding hands on: tags with the exact words they came from."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """One skill, role or topic found in a posting."""

    kind: str
    """`skill`, `role` or `topic`."""
    key: str
    """Permanent slug in the vocabulary."""
    said: str
    """The exact words."""
    start: int
    """Code-point offset of `said` in the text; −1 where it stands in the title."""
    end: int
    """Offset after the last code point; −1 where it stands in the title."""
    section: str
    """`title`, `requirements`, `preferred`, `duties`, `body`, `about`, `benefits` or `legal`."""
    negated: bool = False
    """The posting says that it is not needed."""
    preferred: bool = False
    """Nice to have rather than required."""

    @property
    def is_counted(self) -> bool:
        """Whether it enters numbers: stated positively, and not in about, benefits or legal text."""
        return not self.negated and self.section not in UNCOUNTED_SECTIONS


SECTIONS = ("title", "requirements", "preferred", "duties", "body", "about", "benefits", "legal")
"""Best first."""
UNCOUNTED_SECTIONS = frozenset({"about", "benefits", "legal"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Pay:
    """One stated pay range."""

    low: Decimal | None
    """Lower bound; null for 'up to'."""
    high: Decimal | None
    """Upper bound; null for 'from'."""
    currency: str | None
    """ISO 4217 code; null where the text does not tell."""
    per: str | None
    """`year`, `month`, `week`, `day`, `hour`, or null when unsaid."""
    kind: str = "base"
    """`base`, `total`, `ote`, `bonus`, `equity` or `stipend`."""
    scope: str | None = None
    """Place or level the range is for."""
    said: str
    """The exact words."""
    origin: str = "text"
    """`structured`, `text` or `estimate`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place of work."""

    city: str | None
    """City's English name."""
    region: str | None
    """State or province: ISO 3166-2 part after the hyphen where known."""
    country: str | None
    """ISO 3166 alpha-2."""
    metro: str | None
    """US metropolitan area (OMB name)."""
    said: str
    """The exact words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleSaid:
    """A role read from the words of a title."""

    key: str
    """Permanent slug in the vocabulary."""
    label: str
    """Printed name."""
    said: str
    """The exact words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """A field in which the source says one thing and the text another; the source's word is the one kept."""

    field: str
    """`remote`, `employment` or `pay`."""
    source: str
    """What the source's field means, or its words where the field is pay."""
    text: str
    """The same of the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagged:
    """Everything read from one posting; null where the text does not say."""

    language: str | None
    """ISO 639-1."""
    is_ad: bool
    """False for a comment of a thread that advertises no job."""
    role: RoleSaid | None
    """The main role; null when several different ones are advertised alike."""
    roles: tuple[RoleSaid, ...]
    """All roles of a multi-role posting."""
    seniority: str | None
    """`intern`, `entry`, `mid`, `senior`, `lead`, `staff`, `principal`, `manager`, `director`, `vp` or `cxo`."""
    tags: tuple[Tag, ...]
    """Skills, each span."""
    pays: tuple[Pay, ...]
    """Every stated range."""
    places: tuple[Place, ...]
    """Every stated place of work."""
    remote: str | None
    """`remote`, `hybrid` or `onsite`."""
    employment: str | None
    """`full_time`, `part_time`, `contract`, `temporary`, `internship` or `volunteer`."""
    degree: str | None
    """`required`, `preferred` or `none`."""
    years_min: int | None
    """Fewest years of experience asked for."""
    topics: tuple[str, ...]
    """Slugs of the topics that its counted skills and words belong to."""
    disagreements: tuple[Disagreement, ...] = ()
    """Fields in which the text contradicts the source."""
