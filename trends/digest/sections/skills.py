"""Skills that move."""

from trends.digest.blocks import Movers
from trends.digest.material import Material
from trends.digest.movers import movers


def section(material: Material) -> Movers | None:
    """Return the skills with the surest rise and fall."""
    return movers(material, "skill", noun="skill", most=8, hint="Shares are of English vacancies.")
