"""An explanation as plain text for a terminal."""

from collections.abc import Iterator, Sequence

from trends.digest.labels import clean
from trends.digest.numbers import points
from trends.digest.wording import dates
from trends.explain.records import Explanation

WIDE = 12
DAY, NAME, TITLE, BOARD = 12, 40, 60, 200


def as_text(found: Explanation) -> str:
    """Return the explanation, a fact a line."""
    return "\n".join(line.rstrip() for line in _lines(found)) + "\n"


def _lines(found: Explanation) -> Iterator[str]:
    row = found.row
    place = "" if row["country"] == "all" else f" in {row['country'].upper()}"
    what = f"{clean(row['label'] or row['key'])} ({row['dimension']}){place}"
    yield f"{what}, {row['metric']} of {row['period']}: {_number(found)}"
    yield found.sentence
    yield ""
    yield from _field("windows", [_windows(found)])
    boards = f"{found.panel:,} of the {found.boards:,} boards that hold any of it"
    yield from _field("panel", [f"{boards}{_coverage(found)}"])
    yield from _field("left out", [f"{one.number:,} {one.what}" for one in found.left_out] or ["nothing"])
    yield from _field("formula", found.arithmetic)
    yield from _field("method", [f"{row['method']}, vocabulary {row['vocabulary']}"])
    yield ""
    yield from _employers(found)
    yield ""
    yield from _postings(found)


def _number(found: Explanation) -> str:
    row = found.row
    if row["estimate"] is None:
        return f"not measured ({row['verdict']})" if row["verdict"] else "not measured"

    def said(value: float) -> str:
        if row["unit"] == "rate":
            return f"{100 * value:+.1f} %"
        return points(value) if row["unit"] == "difference" else f"{value:g} {row['unit']}"

    between = f" (95 % interval {said(row['low'])} to {said(row['high'])})" if row["low"] is not None else ""
    return f"{said(row['estimate'])}{between}" + (f", {row['verdict']}" if row["verdict"] else "")


def _windows(found: Explanation) -> str:
    against = f" against {dates(found.base)}" if found.base else ""
    threads = f"; hiring threads {dates(found.thread_window)}" if found.thread_window else ""
    return f"{dates(found.window)}{against}{threads}"


def _coverage(found: Explanation) -> str:
    coverage = found.row["coverage"] if found.row["compared_with"] else None
    return "" if coverage is None else f"; {100 * coverage:.1f} % of the volume"


def _field(name: str, lines: Sequence[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        yield f"{name if number == 0 else '':<{WIDE}}{line}"


def _employers(found: Explanation) -> Iterator[str]:
    rows = [*found.employers, found.rest] if found.rest.now or found.rest.then else list(found.employers)
    both = found.base is not None
    yield f"{'employers':<{WIDE}}{'':<{NAME}}{'now':>8}" + (f"{'then':>8}" if both else "")
    for one in rows:
        yield f"{'':<{WIDE}}{clean(one.name, NAME - 2):<{NAME}}{one.now:>8,}" + (f"{one.then:>8,}" if both else "")


def _postings(found: Explanation) -> Iterator[str]:
    yield from _field("postings", [f"{len(found.postings)} of those behind the number"])
    for one in found.postings:
        who = clean(one.employer, NAME) if one.employer else "unnamed"
        yield f"{'':<{WIDE}}{one.day}  {who}: {clean(one.title, TITLE)}  {clean(one.url or one.board, BOARD)}"
        if one.also_on:
            yield f"{'':<{WIDE}}{'':<{DAY}}also on {clean(', '.join(one.also_on), BOARD)}"
