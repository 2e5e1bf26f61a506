"""Text in, stated pay ranges out: amounts, ranges, context, period, kind, scope."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import islice

from extract.pay.atoms import NEGATIVE, atoms
from extract.pay.context import Context, around, is_announced
from extract.pay.currencies import country_of_words, currency_of_country, facts
from extract.pay.kinds import kind_of
from extract.pay.numbers import LARGE, as_decimals
from extract.pay.periods import CAPS, HOURLY, fits, from_size, said_after, said_before
from extract.pay.ranges import Range, ranges
from extract.pay.records import PaySpan, Reading
from extract.pay.scopes import scope_of
from extract.pay.words import ESTIMATE

BARE_CUE = 45
"""An amount without currency needs its announcing word within so many characters."""
CUE = 110
"""An amount with a currency needs it within so many."""
UNANNOUNCED = {"hour": 6, "day": 50, "week": 200, "month": 1_000, "year": 12_000}
"""Smallest single amount that its period alone makes pay, in units of the order of one US dollar."""

YEARLY_SPREAD = 4
"""Ends of one pay lie within this ratio."""
THREAD_PAY = (15_000, 900_000)
"""Figures with a 'k' and no currency that a year's pay can be."""
LEAST = {"hour": 1, "day": 8, "week": 50, "month": 150, "year": 2_500}
"""Smallest pay that is announced among other words, likewise."""

MOST = 400
"""Amounts in one text after which reading stops: no posting has as many, and a price list is none."""


def read_pays(text: str, country: str | None = None) -> tuple[PaySpan, ...]:
    """Return every stated pay range in the order of the text; `country` says whose dollar a bare '$' is.

    >>> [(pay.low, pay.high, pay.currency, pay.per) for pay in read_pays("Salary: £45k–55k plus bonus")]
    [(Decimal('45000'), Decimal('55000'), 'GBP', 'year')]
    """
    return scan(text, country).pays


def scan(text: str, country: str | None = None) -> Reading:
    """Return the pay ranges of a text together with a count of the figures refused."""
    refused: Counter[str] = Counter()
    found: list[PaySpan] = []
    amounts = list(islice(atoms(text, country), MOST))
    if len(amounts) == MOST:
        refused["too many"] += 1
    for span in ranges(text, amounts):
        pay = _read(text, span, country, refused, found)
        if pay is not None:
            found.append(pay)
    return Reading(pays=tuple(_without_repeats(found)), refused=refused)


def _read(
    text: str, span: Range, country: str | None, refused: Counter[str], before: Sequence[PaySpan]
) -> PaySpan | None:
    previous = before[-1].end if before else 0
    if span.is_bare and not span.is_multiplied and not is_announced(text, span.start, span.end):
        return None
    context = around(text, span.start, span.end, previous)
    if _is_negative(text, span):
        refused["negative"] += 1
        return None
    is_yearly = _is_yearly_range(span)
    if not is_yearly and context.is_denied():
        refused["not pay"] += 1
        return None
    behind, before_it = said_after(context.right), said_before(context.near)
    if "hour" in (span.unit, behind[0], before_it):
        span = _with_decimals(span)
    per, reach = _period(span, context, behind, before_it)
    kind = kind_of(context.far, "+" + context.right if text[span.end - 1] == "+" else context.right)
    if before and SAME_AGAIN.fullmatch(text, previous, span.start) and _is_as_much(span, before[-1]):
        kind = kind or before[-1].kind
        per = per or (before[-1].per if fits(span.top, before[-1].per or "year", span.currency) else None)
    follows = bool(before) and span.start - previous < FOLLOWS and "\n\n" not in text[previous : span.start]
    if (is_yearly and context.is_denied(looks_like_pay=_is_yearly_range(span))) or not _is_pay(
        span, context, per, kind, follows, context.is_alone(reach)
    ):
        refused["not pay"] += 1
        return None
    per = _settled_period(span, context, per, kind)
    if not _is_believable(span, per):
        refused["absurd"] += 1
        return None
    end = span.end + reach
    return PaySpan(
        low=span.low,
        high=span.high,
        currency=span.currency or _currency_unsaid(text, country, before),
        per=per,
        kind=kind or "base",
        scope=scope_of(context.near, context.right),
        said=text[span.start : end],
        origin="estimate" if ESTIMATE.search(context.right) else "text",
        start=span.start,
        end=end,
    )


SAME_AGAIN = re.compile(r"\s?(?:/|≈|~|=|\()\s?")
"""Between two amounts that are the same pay in other money: '2,900 USD / 2,100 GBP'."""
SAME_ORDER = 3
FOLLOWS = 60
"""Characters after a pay within which another amount is read as its continuation."""


def _is_as_much(span: Range, before: PaySpan) -> bool:
    """Tell whether an amount is of the order of the one before it."""
    tops = [
        top / facts(currency).unit
        for top, currency in ((span.top, span.currency), (before.high or before.low or Decimal(0), before.currency))
    ]
    return max(tops) <= SAME_ORDER * min(tops)


def _is_negative(text: str, span: Range) -> bool:
    """Tell whether a minus sign stands between a currency mark and the number; other dashes are punctuation."""
    return NEGATIVE.search(text, max(0, span.first.start - 3), span.first.start) is not None


def _with_decimals(span: Range) -> Range:
    """Read '33.774' as 33.774 where the period is an hour and the grouped reading is not believable."""
    if span.top < CAPS["hour"] * facts(span.currency).unit:
        return span
    values = [
        as_decimals(atom.number) if atom.number.count(".") == 1 and atom.times == 1 else atom.amount
        for atom in (span.first, span.last)
    ]
    low, high = min(values), max(values)
    return replace(span, low=None if span.low is None else low, high=None if span.high is None else high)


def _period(
    span: Range, context: Context, behind: tuple[str | None, int], before_it: str | None
) -> tuple[str | None, int]:
    """Return the period said behind, between or in front, where it fits, and how many characters behind it takes."""
    per, reach = behind
    if per and fits(span.top, per, span.currency):
        return per, reach
    far = "" if before_it or "|" in context.far[-60:] else context.far[-60:]
    for said in (span.unit, before_it, said_before(far)):
        if said and fits(span.top, said, span.currency):
            return said, 0
    return None, 0


def _settled_period(span: Range, context: Context, per: str | None, kind: str | None) -> str | None:
    """Keep the period said; else a year or an hour where the size leaves no other reading, never for one-off pay."""
    if per or kind in {"bonus", "equity", "stipend"}:
        return per
    if yearly := from_size(span.top, span.currency):
        return yearly
    least = span.low if span.low is not None else span.top
    unit = facts(span.currency).unit
    is_hourly = (
        span.currency is not None
        and unit < 2
        and context.cue is not None
        and int(least) in HOURLY
        and int(span.top) in HOURLY
    )
    return "hour" if is_hourly else None


def _is_yearly_range(span: Range) -> bool:
    """Tell a range of two amounts with a currency that only a year's pay can have."""
    return (
        span.is_pair
        and not span.is_bare
        and max(span.first.times, span.last.times) < LARGE
        and span.low is not None
        and from_size(span.low, span.currency) is not None
        and span.top <= span.low * YEARLY_SPREAD
    )


def _is_believable(span: Range, per: str | None) -> bool:
    return (
        span.top > 0 and fits(span.top, per or "year" if span.top > CAPS["year"] else per or "hour", span.currency)
        if per
        else (span.top > 0 and span.top / facts(span.currency).unit <= CAPS["year"])
    )


def _is_pay(span: Range, context: Context, per: str | None, kind: str | None, follows: bool, is_alone: bool) -> bool:
    """Weigh the evidence: announcing words, kind, period, size, and standing alone."""
    if (
        max(span.first.times, span.last.times) >= LARGE
        and facts(span.currency).unit < 20
        and not (is_alone or (span.is_pair and min(span.first.times, span.last.times) < LARGE))
    ):
        return False
    if kind != "stipend" and per and not is_alone and span.top / facts(span.currency).unit < LEAST[per]:
        return False
    if span.is_bare:
        return not context.is_count and _is_bare_pay(span, context, per, is_alone)
    if context.is_announced_behind or kind or (context.cue is not None and context.cue <= CUE):
        return True
    if from_size(span.top, span.currency) and (context.has_perks or context.opens_segment or context.closes_line):
        return True
    if span.is_pair:
        return per is not None or from_size(span.top, span.currency) is not None or is_alone or context.is_in_brackets
    if per is not None and span.top / facts(span.currency).unit >= UNANNOUNCED[per]:
        return True
    return follows or is_alone


def _is_bare_pay(span: Range, context: Context, per: str | None, is_alone: bool) -> bool:
    """Weigh a figure without a currency: the announcing word must be close, the figure shaped like pay."""
    times = max(span.first.times, span.last.times)
    if times == 1000 and THREAD_PAY[0] <= span.top <= THREAD_PAY[1] and _stands_as_pay(span, context, is_alone):
        return True
    if per == "hour" and not span.is_pair and context.right.lstrip().lower().startswith("hr"):
        return context.cue is not None and context.cue <= len("rate: ")
    has_shape = times > 1 or per == "hour" or (span.top >= 1000 and (span.first.is_grouped or span.top >= 10_000))
    if not has_shape or (times == 1 and not span.first.is_grouped and 1900 <= span.top <= 2100):
        return False
    if context.cue is not None and context.cue <= BARE_CUE:
        return True
    return times > 1 and context.is_announced_behind


def _stands_as_pay(span: Range, context: Context, is_alone: bool) -> bool:
    """Tell by its place whether a figure such as '80-95k' is pay: alone, in a header's segment, before '+ equity'."""
    if context.has_perks or context.is_segment:
        return True
    return span.is_pair and (is_alone or context.ends or context.is_in_brackets)


def _currency_unsaid(text: str, country: str | None, before: Sequence[PaySpan]) -> str | None:
    """Return the currency of the posting's country, of its other figures, or of the country whose words it uses."""
    if before and before[-1].currency:
        return before[-1].currency
    return currency_of_country(country or country_of_words(text))


def _without_repeats(pays: Sequence[PaySpan]) -> list[PaySpan]:
    """Drop a range said again with the same figures, and a plain figure that another place calls an end of the pay."""
    kept: list[PaySpan] = []
    ends = {
        (end, pay.currency, pay.per, pay.kind)
        for pay in pays
        for end in (pay.low, pay.high)
        if end is not None and None in (pay.low, pay.high)
    }
    seen: set[tuple[Decimal | None, Decimal | None, str | None, str, str | None]] = set()
    for pay in pays:
        same = (pay.low, pay.high, pay.per, pay.kind, pay.scope)
        if pay.low == pay.high and (pay.low, pay.currency, pay.per, pay.kind) in ends:
            continue
        if same not in seen:
            seen.add(same)
            kept.append(pay)
    return kept
