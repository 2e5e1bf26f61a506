"""One file a section: `section(material)` returns a block, or None where there is nothing to say."""

from collections.abc import Callable

from trends.digest.blocks import Block
from trends.digest.choice import Choice
from trends.digest.material import Material
from trends.digest.sections import alerts, employers, newcomers, pay, places, quiet, reading, roles, skills

ORDER: tuple[Callable[[Material], Block | None], ...] = (
    alerts.section,
    roles.section,
    skills.section,
    places.section,
    employers.section,
    newcomers.section,
    pay.section,
    reading.section,
)


NAMES = tuple(make.__module__.rpartition(".")[2] for make in ORDER)
"""What a reader calls them."""


MOVERS = {"roles": "role", "skills": "skill", "places": "place"}
"""Sections that a quiet period tells in one block."""


def sections(material: Material, choice: Choice) -> list[Block]:
    """Return the blocks that a reader wants, in the order of reading; fewer where no role, skill or place moved."""
    wanted = [name for name in NAMES if choice.has_section(name)]
    makers = dict(zip(NAMES, ORDER, strict=True))
    still = [name for name in wanted if name in MOVERS] if not material.movers(*MOVERS.values()) else []
    blocks = []
    for name in wanted:
        if name in still:
            first = name == still[0]
            block: Block | None = quiet.section(material, [MOVERS[one] for one in still]) if first else None
        else:
            block = makers[name](material)
        if block is not None:
            blocks.append(block)
    return blocks
