"""How well the numbers of the other sections are documented."""

from trends.digest import numbers
from trends.report import cells
from trends.report.evidence import Evidence
from trends.report.records import STATES, Answer, Cell, Claim, Table


def answer(_claim: Claim, evidence: Evidence) -> Answer:
    """Return how many numbers each section rests on and whether each says where it comes from."""
    told = evidence.told
    figures = [row for _, one in told for row in one.figures]
    whole = sum(row.is_documented for row in figures)
    ranged = sum(row.low is not None for row in figures)
    said = (
        f"{numbers.count(whole)} of {numbers.plural(len(figures), 'number')} in the files of this report name their "
        f"window, sample, method and vocabulary; {numbers.count(ranged)} carry a 95% range."
    )
    lines = tuple(
        (
            Cell(text=f"{one.number}. {one.title}", sort=float(one.number)), Cell(text=STATES[given.state]),
            cells.count(len(given.figures)), cells.count(sum(row.low is not None for row in given.figures)),
        )
        for one, given in told
    )  # fmt: skip
    heads = ("Section", "State", "Numbers", "With a range")
    return Answer(
        state="answered" if figures and whole == len(figures) else "too few",
        said=said,
        tables=(Table(caption="Sections", heads=heads, lines=lines),),
    )
