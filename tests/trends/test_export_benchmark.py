"""The benchmark of exports writes the same postings on both sides."""

from pathlib import Path

from benchmarks.exports import MONTHS, bare, invent, ours


def test_both_sides_write_every_posting_of_the_invented_mart(tmp_path: Path) -> None:
    invent(tmp_path / "mart", 100, MONTHS[:3])
    lines = {}
    for side in (ours, bare):
        out = tmp_path / side.__name__
        out.mkdir()
        side(tmp_path / "mart", out)
        lines[side] = sum(len(file.read_bytes().splitlines()) for file in out.glob("*.csv"))

    assert (lines[ours], lines[bare]) == (301, 303)
