"""The same scenarios as files for `import csv`: real texts, dates and addresses, one market each."""

import csv
import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from tests.trends.simulation.market import Counts, Market, Truth, market
from trends.periods import Period

PERIOD = Period.parse("2026-W20")
EMPLOYERS = 30
OPEN_FOR = 20
"""Days that an ad stands."""
YEARS = (("2025-01-01", "2025-12-31"), ("2026-01-01", "2026-12-31"))
COLUMNS = ("board", "external_id", "title", "employer", "place", "posted_on", "closed_on", "text")
PLACES = ("Berlin, Germany", "Hamburg, Germany", "Munich, Germany", "Cologne, Germany")
TITLES = ("Software Engineer", "Data Engineer", "Account Manager", "Product Designer", "Accountant")
NOUNS = ("harbour", "bridge", "orchard", "lantern", "meadow", "ferry", "valley", "anchor", "market", "island", "bakery",
         "railway", "museum", "lighthouse", "garden", "station", "theatre", "library", "mountain", "river", "festival",
         "workshop", "village", "castle", "fountain", "forest", "kitchen", "canal", "square", "tower")  # fmt: skip
VERBS = ("plan", "build", "improve", "discuss", "prepare", "review", "repair", "explain", "measure", "collect")
SAYS = "You have worked with {word} for some years. "
LAW = "We use artificial intelligence to screen applicants in our hiring process. "


@dataclass(frozen=True, slots=True, kw_only=True)
class Ad:
    """One row of the file."""

    board: str
    name: str
    """Of the address: two ads of one name are one to the store."""
    title: str
    place: str
    posted_on: dt.date
    text: str
    closed_on: dt.date | None = None

    def row(self) -> dict[str, str]:
        until = self.closed_on or self.posted_on + dt.timedelta(days=OPEN_FOR)
        return {
            "board": self.board, "external_id": self.name, "title": self.title, "employer": f"{self.board} Works",
            "place": self.place, "posted_on": str(self.posted_on), "closed_on": str(until), "text": self.text,
        }  # fmt: skip


@dataclass(slots=True, kw_only=True)
class Files:
    """What one scenario lists, and what of it is true."""

    ads: list[Ad] = field(default_factory=list)
    spans: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    kept: dict[str, list[int]] = field(default_factory=lambda: {"now": [], "then": []})
    """Vacancies that the panel has to count, by employer."""
    kept_skill: dict[str, list[int]] = field(default_factory=lambda: {"now": [], "then": []})
    key: tuple[str, str] = ("topic", "ai")

    def write(self, folder: Path) -> tuple[Path, Path]:
        """Write the ads and the coverage; return both files."""
        ads, spans = folder / "ads.csv", folder / "spans.csv"
        with ads.open("w", newline="", encoding="utf-8") as file:
            table = csv.DictWriter(file, COLUMNS)
            table.writeheader()
            table.writerows(ad.row() for ad in self.ads)
        lines = [f"{board},{first},{last}" for board, both in self.spans.items() for first, last in both]
        spans.write_text("\n".join(["board,from,to", *lines]) + "\n", encoding="utf-8")
        return ads, spans


Change = Callable[[np.random.Generator, Ad, str], Iterator[Ad]]
"""From one vacancy's ad and the window's name to the ads that are listed for it."""


def files_of(scenario: str, random: np.random.Generator) -> Files:
    """Return what the scenario lists in one market."""
    made = market(random, Truth(), 1, EMPLOYERS)
    return SCENARIOS[scenario](random, made)


def _plain(random: np.random.Generator, ad: Ad, window: str) -> Iterator[Ad]:
    del random, window
    yield ad


def _filled(
    random: np.random.Generator, made: Market, change: Change = _plain, word: str = "machine learning"
) -> Files:
    """List every vacancy of the market as `change` says; all boards are watched throughout."""
    files = Files()
    for number in range(made.now.shape[1]):
        board = f"board-{number:02}"
        files.spans[board] = list(YEARS)
        for window, first, vacancies, skill in _windows(made, number):
            files.kept[window].append(vacancies)
            files.kept_skill[window].append(skill)
            for vacancy in range(vacancies):
                day = first + dt.timedelta(days=int(random.integers(28)))
                said = SAYS.format(word=word) if vacancy < skill else ""
                ad = Ad(
                    board=board,
                    name=f"{window}-{number}-{vacancy}",
                    title=str(random.choice(TITLES)),
                    place=PLACES[0],
                    posted_on=day,
                    text=said + text(random),
                )
                files.ads += change(random, ad, window)
    return files


def _windows(made: Market, number: int) -> Iterator[tuple[str, dt.date, int, int]]:
    for window, span, all_of, skill in (
        ("now", PERIOD.window(), made.now, made.skill_now),
        ("then", PERIOD.base_window(), made.then, made.skill_then),
    ):
        yield window, span.first, int(all_of[0, number]), int(skill[0, number])


def text(random: np.random.Generator) -> str:
    """Return some sixty words that no other ad has and that name no skill."""

    def sentence() -> str:
        verb, other = random.choice(VERBS, 2, replace=False)
        one, two, three = random.choice(NOUNS, 3, replace=False)
        return f"You will {verb} the {one} with the people of the {two} and {other} what the {three} needs."

    return " ".join(sentence() for _ in range(4))


def _boards_enter_and_leave(random: np.random.Generator, made: Market) -> Files:
    files = _filled(random, made)
    for number, board in enumerate(list(files.spans)):
        kind = number % 5  # one in five leaves, one in five is new
        if kind < 2:
            files.spans[board] = [YEARS[kind]]
            gone = "now" if kind == 0 else "then"
            files.ads = [ad for ad in files.ads if ad.board != board or not ad.name.startswith(gone)]
            for kept in (files.kept, files.kept_skill):
                kept["now"][number] = kept["then"][number] = 0
    return files


def _reposts_rise(random: np.random.Generator, made: Market) -> Files:
    def change(random: np.random.Generator, ad: Ad, window: str) -> Iterator[Ad]:
        yield ad
        if random.random() < (0.3 if window == "now" else 0.05):
            again = ad.posted_on + dt.timedelta(days=OPEN_FOR + int(random.integers(1, 30)))
            yield replace(ad, name=f"{ad.name}-again", posted_on=again)
        if random.random() < (0.3 if window == "now" else 0.05):
            yield replace(ad, name=f"{ad.name}-twice", posted_on=ad.posted_on + dt.timedelta(days=1))

    return _filled(random, made, change)


def _copies_for_many_places(random: np.random.Generator, made: Market) -> Files:
    def change(random: np.random.Generator, ad: Ad, window: str) -> Iterator[Ad]:
        yield ad
        for place in PLACES[1 : 1 + random.poisson(0.6 if window == "now" else 0.1)]:
            later = ad.posted_on + dt.timedelta(days=int(random.integers(3)))
            yield replace(ad, name=f"{ad.name}-{place[:3]}", place=place, posted_on=later)

    return _filled(random, made, change)


def _an_employer_renews_its_addresses(random: np.random.Generator, made: Market) -> Files:
    largest = f"board-{made.then[0].argmax():02}"

    def change(random: np.random.Generator, ad: Ad, window: str) -> Iterator[Ad]:
        if window == "then" or ad.board != largest:
            yield ad
            return
        for day in range(OPEN_FOR):
            on = ad.posted_on + dt.timedelta(days=day)
            yield replace(ad, name=f"{ad.name}-{day}", posted_on=on, closed_on=on + dt.timedelta(days=1))

    return _filled(random, made, change)


def _crawls_have_gaps(random: np.random.Generator, made: Market) -> Files:
    """Every third board misses two days now, another third two weeks; what appeared then was never seen."""
    files = _filled(random, made)
    shift = PERIOD.window().first - PERIOD.base_window().first
    for number, board in enumerate(list(files.spans)):
        if number % 3 == 2:
            continue
        first = PERIOD.window().first + dt.timedelta(days=int(random.integers(1, 13)))
        last = first + dt.timedelta(days=1 if number % 3 == 0 else 13)
        before, after = first - dt.timedelta(days=1), last + dt.timedelta(days=1)
        files.spans[board] = [YEARS[0], ("2026-01-01", str(before)), (str(after), "2026-12-31")]
        own = [ad for ad in files.ads if ad.board == board]
        unseen = [ad for ad in own if first <= ad.posted_on <= last]
        files.ads = [ad for ad in files.ads if ad not in unseen]
        twins = [ad for ad in own if first - shift <= ad.posted_on <= last - shift]
        for kept, lost in (
            (files.kept, unseen + twins),
            (files.kept_skill, [ad for ad in unseen + twins if _says(ad)]),
        ):
            for window in ("now", "then"):
                out = sum(ad.name.startswith(window) for ad in lost)
                kept[window][number] = kept[window][number] - out if number % 3 == 0 else 0
    return files


def _says(ad: Ad) -> bool:
    return ad.text.startswith("You have")


def _a_law_puts_the_word_everywhere(random: np.random.Generator, made: Market) -> Files:
    def change(random: np.random.Generator, ad: Ad, window: str) -> Iterator[Ad]:
        del random
        yield replace(ad, text=ad.text + " " + LAW) if window == "now" and ad.board[-1] < "7" else ad

    return _filled(random, made, change)


def _the_vocabulary_changes(random: np.random.Generator, made: Market) -> Files:
    def change(random: np.random.Generator, ad: Ad, window: str) -> Iterator[Ad]:
        short = random.random() < (0.6 if window == "now" else 0.2)
        yield replace(ad, text=ad.text.replace("Kubernetes", "K8s")) if short else ad

    files = _filled(random, made, change, "Kubernetes")
    files.key = ("skill", "kubernetes")
    return files


SCENARIOS: dict[str, Callable[[np.random.Generator, Market], Files]] = {
    made.__name__.strip("_").replace("_", " "): made
    for made in (
        _boards_enter_and_leave,
        _reposts_rise,
        _copies_for_many_places,
        _an_employer_renews_its_addresses,
        _crawls_have_gaps,
        _a_law_puts_the_word_everywhere,
        _the_vocabulary_changes,
    )
}


def arrays(kept: dict[str, list[int]]) -> tuple[Counts, Counts]:
    """Return now and then as one run of the estimator takes them."""
    return np.array([kept["now"]]), np.array([kept["then"]])
