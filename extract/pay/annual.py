"""One year's worth of a pay, with stated factors."""

from decimal import Decimal

FACTORS = {"hour": 2080, "day": 260, "week": 52, "month": 12, "year": 1}
"""Hours, days, weeks and months that make a full-time year (40 h × 52 weeks; 5 days × 52)."""


def annualise(amount: Decimal | None, per: str | None) -> Decimal | None:
    """Return the amount of a full-time year, or None where the amount or its period is unsaid.

    >>> annualise(Decimal("45.5"), "hour")
    Decimal('94640.0')
    """
    factor = FACTORS.get(per or "")
    return None if amount is None or factor is None else amount * factor
