"""Stated pay: text or a source's own fields in, ranges with currency, period, kind and the exact words out."""

from extract.pay.annual import annualise
from extract.pay.read import read_pays, scan
from extract.pay.records import PaySpan, Reading
from extract.pay.structured import from_structured, outvoted

__all__ = ["PaySpan", "Reading", "annualise", "from_structured", "outvoted", "read_pays", "scan"]
