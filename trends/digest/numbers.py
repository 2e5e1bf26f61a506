"""How numbers are written, everywhere in the digest: real minus signs, one rounding, units attached."""

import math

MINUS = "−"
SYMBOLS = {"USD": "$", "GBP": "£", "EUR": "€", "INR": "₹", "JPY": "¥"}
"""Signs that name one currency to most readers; the others are written as codes."""


def count(value: float | None) -> str:
    """Return a whole number with separators.

    >>> count(18402), count(None)
    ('18,402', '–')
    """
    return "–" if value is None else f"{round(value):,}".replace("-", MINUS)


def change(ratio: float | None, digits: int = 0) -> str:
    """Return a relative change as signed percentage; what is not zero never looks like zero.

    >>> change(0.412), change(-0.2), change(0.004), change(0.0), change(0.031, digits=1)
    ('+41%', '−20%', '+0.4%', '0%', '+3.1%')
    """
    return "–" if ratio is None else f"{_signed(ratio, digits)}%"


def span(low: float | None, high: float | None, digits: int = 0) -> str:
    """Return the range of a relative change.

    >>> span(0.29, 0.53), span(-0.26, -0.13), span(None, None)
    ('+29 to +53%', '−26 to −13%', '–')
    """
    if low is None or high is None:
        return "–"
    return f"{_signed(low, digits)} to {_signed(high, digits)}%"


def share(ratio: float | None) -> str:
    """Return a share as percentage with two or three figures that count.

    >>> share(0.314), share(0.052), share(0.00034), share(1.0)
    ('31.4%', '5.2%', '0.034%', '100%')
    """
    if ratio is None:
        return "–"
    percent = ratio * 100
    if percent == 0 or round(percent, 1) == 100:
        return f"{percent:.0f}%"
    digits = 1 if percent >= 0.95 else 1 - math.floor(math.log10(percent))
    return f"{percent:.{digits}f}%"


def share_span(low: float | None, high: float | None) -> str:
    """Return the range of a share.

    >>> share_span(0.297, 0.37), share_span(None, 0.1)
    ('29.7 to 37.0%', '–')
    """
    if low is None or high is None:
        return "–"
    return f"{share(low).removesuffix('%')} to {share(high)}"


def times(ratio: float | None) -> str:
    """Return a ratio of two numbers or shares.

    >>> times(1.351), times(0.0524)
    ('×1.35', '×0.052')
    """
    return "–" if ratio is None else f"×{ratio:.{2 if ratio >= 0.1 or ratio == 0 else 3}f}"


def times_span(low: float | None, high: float | None) -> str:
    """Return the range of a ratio.

    >>> times_span(1.127, 1.62)
    '×1.13 to 1.62'
    """
    if low is None or high is None:
        return "–"
    return f"{times(low)} to {times(high).removeprefix('×')}"


def whole_share(ratio: float) -> str:
    """Return a large share, where tenths would only distract.

    >>> whole_share(0.8312)
    '83%'
    """
    return f"{ratio * 100:.0f}%"


def points(difference: float) -> str:
    """Return a difference of two shares in percentage points.

    >>> points(0.021), points(-0.004)
    ('+2.1 points', '−0.4 points')
    """
    return f"{_signed(difference, 1)} points"


def money(amount: float | None, currency: str) -> str:
    """Return an amount, whole above 1,000 and with cents below.

    >>> money(148500, "USD"), money(47800, "GBP"), money(120000, "CAD"), money(18.5, "USD")
    ('$148,500', '£47,800', 'CAD 120,000', '$18.50')
    """
    if amount is None:
        return "–"
    return _unit(currency) + (f"{amount:,.0f}" if amount >= 1000 else f"{amount:,.2f}")


def money_span(low: float | None, high: float | None, currency: str) -> str:
    """Return a range of amounts, in thousands where both are large.

    >>> money_span(128000, 170250, "USD"), money_span(15, 22.5, "GBP"), money_span(None, 1, "USD")
    ('$128–170k', '£15.00–22.50', '–')
    """
    if low is None or high is None:
        return "–"
    if low >= 10_000:
        return f"{_unit(currency)}{low / 1000:,.0f}–{high / 1000:,.0f}k"
    return f"{money(low, currency)}–{money(high, currency).removeprefix(_unit(currency))}"


def plural(number: float, one: str, many: str | None = None) -> str:
    """Return a number with its noun.

    >>> plural(1, "board"), plural(48, "board"), plural(2, "vacancy", "vacancies")
    ('1 board', '48 boards', '2 vacancies')
    """
    return f"{count(number)} {one if number == 1 else many or one + 's'}"


def _unit(currency: str) -> str:
    return SYMBOLS.get(currency, f"{currency} ")


def _signed(ratio: float, digits: int) -> str:
    percent = ratio * 100
    if digits == 0 and percent != 0 and abs(percent) < 0.5:
        digits = 1
    text = f"{abs(percent):,.{digits}f}"
    if float(text.replace(",", "")) == 0:
        return "0"
    return ("+" if percent > 0 else MINUS) + text
