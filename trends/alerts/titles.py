"""The first posting ever whose title holds certain words."""

import re
from pathlib import Path

import ibis

from trends.alerts.records import Level, Reading, Rule
from trends.digest.labels import clean
from trends.digest.wording import day
from trends.mart.read import Mart
from trends.periods import Period, Window


def first_postings(mart: Path, rule: Rule, period: Period) -> dict[str, Reading]:
    """Return one reading when the first such posting of the mart came in `period`, else none."""
    with Mart(mart) as opened:
        span = Window(first=period.span.first.replace(year=1970), last=period.span.last)
        ads = opened.read("vacancies", opened.months_of(span))
        words = r"\s+".join(re.escape(word) for word in rule.title.split())
        ads = ads.filter(ads.is_ad & ads.title.re_search(rf"(?i)(^|\W){words}(\W|$)"))
        # what stood there before its board was watched has no day, and nobody knows when it was new
        ads = ads.filter(ads.new_on.notnull() & (ads.new_on <= span.last)).order_by(["new_on", "posting"])
        first = ads.select("title", "employer", "new_on").limit(1).to_pyarrow().to_pylist()
        if not first or first[0]["new_on"] < period.span.first:
            return {}
        who = ads.employer.fill_null(ibis.literal("?") + ads.vacancy.cast("string"))
        found = ads.aggregate(vacancies=ads.vacancy.nunique(), employers=who.nunique()).to_pyarrow().to_pylist()[0]
        employer = opened.labels().get(("employer", first[0]["employer"] or ""), "an unnamed employer")
    title = clean(first[0]["title"])
    reading = Reading(
        key=rule.title.lower(),
        label=clean(rule.title),
        level=Level.BEYOND,
        dimension="title",
        metric="new",
        unit="vacancies",
        estimate=float(found["vacancies"]),
        n_now=found["vacancies"],
        employers=found["employers"],
        said=f"“{title}” at {clean(employer)} on {day(first[0]['new_on'])}",
    )
    return {reading.key: reading}
