"""Claims that postings cannot answer."""

from trends.report.evidence import Evidence
from trends.report.records import Answer, Claim


def answer(claim: Claim, _evidence: Evidence) -> Answer:
    """Return the reason."""
    return Answer(state="cannot", said=claim.cannot)
