"""One file a section: `section(material)` returns a block, or None where there is nothing to say."""

from collections.abc import Callable

from trends.digest.blocks import Block
from trends.digest.choice import Choice
from trends.digest.material import Material
from trends.digest.sections import alerts, employers, newcomers, pay, places, reading, roles, skills

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


def sections(material: Material, choice: Choice) -> list[Block]:
    """Return the blocks that a reader wants, in the order of reading."""
    wanted = [make for name, make in zip(NAMES, ORDER, strict=True) if choice.has_section(name)]
    return [block for make in wanted if (block := make(material)) is not None]
