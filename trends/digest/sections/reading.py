"""What to know before quoting a number."""

from collections.abc import Iterator

from trends.digest import numbers, ranking, wording
from trends.digest.blocks import Notes
from trends.digest.material import GROWTH, Material
from trends.floors import floor
from trends.verdict import FLAT, INSUFFICIENT, LEAST_EMPLOYERS, LEAST_VACANCIES

RANGES = (
    "Ranges are 95% intervals. They take all vacancies of one employer as one voice, so that no single employer makes "
    "a trend; what rises or falls is decided after correcting for the number of rows tested."
)
CONFIDENCE = (
    f"Confidence: ●●● high, the whole range lies beyond {numbers.whole_share(FLAT)} and at least "
    f"{ranking.MANY_EMPLOYERS} employers are behind it; ●●○ medium, the range excludes zero; ●○○ too close to call, "
    "even where a range excludes zero: among so many rows some do by chance."
)
SHARES = "A share is that of the period's new vacancies; for skills, of those written in English."


def section(material: Material) -> Notes:
    """Return how the numbers came about, what was left out, and the versions under which they can be found again."""
    scope = material.scope
    return Notes(
        title="Read this before quoting a number",
        hint="",
        sentences=(
            *_panel(material),
            RANGES,
            CONFIDENCE,
            SHARES,
            *_unranked(material),
            *_breaks(material),
            *scope.left_out,
            *scope.notes,
            *_versions(material),
        ),
    )


def _panel(material: Material) -> Iterator[str]:
    yield (
        f"Growth compares {wording.windows(material.period)} and counts only boards observed on at least 90% of the "
        "days of both windows, so that a new source cannot look like growth."
    )
    total = material.rows.total(GROWTH)
    if total is None:
        return
    if total.boards is not None and total.coverage is not None:
        boards = numbers.plural(total.boards, "board")
        verb = "holds" if total.boards == 1 else "hold"
        yield f"{boards} qualified and {verb} {numbers.whole_share(total.coverage)} of all vacancies seen."
    raw = material.rows.total("raw_growth")
    if raw is None or raw.estimate is None or total.estimate is None:
        return
    whatever, same = numbers.change(raw.estimate), numbers.change(total.estimate)
    if whatever != same:
        yield f"Counting whatever was found, vacancies changed by {whatever}; on the same boards, by {same}."


def _unranked(material: Material) -> Iterator[str]:
    number = sum(
        row.verdict == INSUFFICIENT and bool(row.n_now or row.n_then)
        for dimension in ("role", "skill", "place")
        for row in material.rows.of(dimension, GROWTH)
    )
    if number:
        yield (
            f"Not ranked: {numbers.plural(number, 'role, skill or place', 'roles, skills and places')} with fewer than "
            f"{LEAST_VACANCIES} vacancies in either window or with fewer than {LEAST_EMPLOYERS} employers."
        )


def _breaks(material: Material) -> Iterator[str]:
    rows = [row for dimension in ("platform", "place") for row in material.rows.of(dimension, "break_z")]
    for row in sorted(rows, key=lambda row: -abs(row.estimate or 0)):
        growth = material.rows.one(row.dimension, row.key, GROWTH)
        if growth is None or growth.estimate is None or abs(row.estimate or 0) < floor("breaks", "z"):
            continue
        peers = "platforms" if row.dimension == "platform" else "regions of its country"
        yield (
            f"Method or law? {row.label} departs from the other {peers} ({numbers.change(growth.estimate)} on the "
            "year): ask what changed there before calling it a trend."
        )


def _versions(material: Material) -> Iterator[str]:
    rows = list(material.rows.of_metric(GROWTH))
    methods = sorted({row.method for row in rows if row.method})
    vocabularies = sorted({row.vocabulary for row in rows if row.vocabulary})
    if methods:
        yield (
            f"Period {material.period.key}, method {', '.join(methods)}, vocabulary "
            f"{', '.join(vocabularies) or 'unknown'}: quote these with a number and it can be found again."
        )
