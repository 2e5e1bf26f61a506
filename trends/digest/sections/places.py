"""Places that move."""

from trends.digest.blocks import Movers
from trends.digest.material import Material
from trends.digest.movers import movers


def section(material: Material) -> Movers | None:
    """Return the places with the surest rise and fall."""
    return movers(material, "place", noun="place", most=4)
