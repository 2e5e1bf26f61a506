"""The report: one topic and period, told as answers to the 29 kinds of claim that market reports make.

`claims.toml` says what each claim asks and which file of `kinds/` answers it; a kind turns evidence (series and mart)
into a sentence, tables and a chart. What postings cannot answer is said, with the reason.
"""

from trends.report.build import build
from trends.report.records import Report
from trends.report.span import Span, span_of

__all__ = ["Report", "Span", "build", "span_of"]
