"""One file a section: `section(material)` returns a block, or None where there is nothing to say."""

from collections.abc import Callable

from trends.digest.blocks import Block
from trends.digest.material import Material
from trends.digest.sections import employers, newcomers, pay, places, reading, roles, skills

ORDER: tuple[Callable[[Material], Block | None], ...] = (
    roles.section,
    skills.section,
    places.section,
    employers.section,
    newcomers.section,
    pay.section,
    reading.section,
)


def sections(material: Material) -> list[Block]:
    """Return the blocks of a digest, in the order of reading."""
    return [block for make in ORDER if (block := make(material)) is not None]
