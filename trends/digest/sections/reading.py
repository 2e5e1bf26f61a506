"""What to know before quoting a number."""

from trends.digest import numbers, ranking, wording
from trends.digest.blocks import Notes
from trends.digest.material import GROWTH, Material


def section(material: Material) -> Notes:
    """Return how the numbers came about, what was left out, and the versions under which they can be found again."""
    return Notes(
        title="Read this before quoting a number",
        hint="",
        sentences=(
            *_panel(material),
            "Ranges are 95% intervals. They take one employer's vacancies as one voice, so a large employer cannot make "
            "a trend alone; which rows rise or fall is decided after correcting for the many rows tested.",
            "Confidence: ●●● the whole range lies beyond 10% and at least "
            f"{ranking.MANY_EMPLOYERS} employers are behind it; ●●○ the range excludes zero; ●○○ too close to call.",
            *_unranked(material),
            *material.scope.left_out,
            *material.scope.notes,
            *_versions(material),
        ),
    )


def _panel(material: Material) -> list[str]:
    sentences = [
        f"Growth compares {wording.windows(material.period)} and counts only boards observed on at least 90% of the "
        "days of both windows, so a new source cannot look like growth."
    ]
    total = material.rows.total(GROWTH)
    if total is None:
        return sentences
    if total.boards is not None and total.coverage is not None:
        boards = numbers.plural(total.boards, "board")
        verb = "holds" if total.boards == 1 else "hold"
        sentences.append(f"{boards} qualified and {verb} {numbers.whole_share(total.coverage)} of all vacancies seen.")
    raw = material.rows.total("raw_growth")
    if raw is not None and raw.estimate is not None and total.estimate is not None:
        sentences.append(
            f"Counting everything that was found, new boards included, vacancies would show "
            f"{numbers.change(raw.estimate)} where the same boards show {numbers.change(total.estimate)}."
        )
    return sentences


def _unranked(material: Material) -> list[str]:
    number = sum(
        row.verdict == "insufficient" and bool(row.n_now or row.n_then)
        for dimension in ("role", "skill", "place")
        for row in material.rows.of(dimension, GROWTH)
    )
    if not number:
        return []
    rest = "rests" if number == 1 else "rest"
    return [
        f"{numbers.plural(number, 'row')} of roles, skills and places {'is' if number == 1 else 'are'} not ranked: "
        f"{'it' if number == 1 else 'they'} {rest} on fewer than 30 vacancies in a window, or on too few employers."
    ]


def _versions(material: Material) -> list[str]:
    rows = list(material.rows.of_metric(GROWTH))
    methods = sorted({row.method for row in rows})
    vocabularies = sorted({row.vocabulary for row in rows if row.vocabulary})
    if not methods:
        return []
    return [
        f"Method {', '.join(methods)}; vocabulary {', '.join(vocabularies) or 'unknown'}; period {material.period.key}. "
        "Quote these with a number and it can be found again."
    ]
