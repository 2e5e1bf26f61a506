"""Titles that fall while others with like skills rise."""

from trends.report.evidence import Evidence
from trends.report.records import Answer, Claim


def answer(_claim: Claim, _evidence: Evidence) -> Answer:
    """Return that nothing of the kind is measured."""
    return Answer(state="not measured", said="The series holds no flow between titles for this period.")
