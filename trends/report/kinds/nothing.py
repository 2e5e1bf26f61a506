"""Claims that postings cannot answer, or that nobody measures yet."""

from trends.report.evidence import Evidence
from trends.report.records import Answer, Claim


def answer(claim: Claim, _evidence: Evidence) -> Answer:
    """Return the reason."""
    return Answer(state=claim.given.get("state", "cannot"), said=claim.cannot)
