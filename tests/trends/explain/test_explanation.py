from pathlib import Path

import pytest

from scrapers.store.errors import JobtideError
from tests.trends.invented import Invented
from tests.trends.test_measure import NOW, PYTHON, THEN, steady
from trends.explain import Explanation, as_text, explain
from trends.measure import measure
from trends.metrics import load_metrics
from trends.periods import Period

QUARTER = Period.parse("2026-Q2")
SERIES = Path("series")


def messy() -> Invented:
    """A panel of twelve boards, and around it all that is left out."""
    made = steady()
    made.ad(made.board(("2025-01-01", "2025-12-31")), THEN, "gone", times=7, tags=(PYTHON,))
    made.ad(made.board(("2026-01-01", "2026-12-31")), NOW, "newcomer", times=5, tags=(PYTHON,))
    gappy = made.board(("2025-01-01", "2026-04-30"), ("2026-05-04", "2026-12-31"))
    made.ad(gappy, "2025-05-02", "gappy", times=2, tags=(PYTHON,))
    vacancy = made.ad(1, NOW, "employer-0", tags=(PYTHON,), title="Bo\nss\u202e <b>", url="https://example.org/1")
    made.ad(1, "2026-06-01", "employer-0", tags=(PYTHON,), vacancy=vacancy, times=2)
    made.ad(2, NOW, "employer-1", language="de", tags=(PYTHON,), times=3)
    made.ad(3, NOW, None, tags=(PYTHON,), times=2)
    return made


@pytest.fixture(scope="module")
def around(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Measure the messy panel once for all that only read it."""
    folder = tmp_path_factory.mktemp("messy")
    measure(messy().write(folder / "mart"), folder / "series", QUARTER)
    return folder


def asked(around: Path, subject: str = "python", metric: str = "growth") -> Explanation:
    return explain(around / "mart", around / "series", QUARTER, subject, metric)


def explained(subject: str, metric: str, made: Invented) -> Explanation:
    mart = made.write()
    measure(mart, SERIES, QUARTER, [one for one in load_metrics().values() if one.name in (metric, "growth")])
    return explain(mart, SERIES, QUARTER, subject, metric)


def test_employers_add_up_to_the_counts_of_the_row(around: Path) -> None:
    found = asked(around)
    everybody = (*found.employers, found.rest)

    assert (sum(one.now for one in everybody), sum(one.then for one in everybody)) == (15, 12)
    assert (found.row["n_now"], found.row["n_then"]) == (15, 12)
    assert found.employers[0].name == "employer-0"
    assert found.rest.name == "4 others, 2 of them unnamed"
    assert (found.boards, found.panel) == (15, 12)


def test_boards_that_list_the_same_opening_are_named_with_it() -> None:
    made = steady()
    many = made.board(kind="many", platform="himalayas")
    vacancy = made.ad(1, "2026-06-20", "employer-0", tags=(PYTHON,))
    made.twin(many, "2026-06-21", vacancy, tags=(PYTHON,))
    made.elsewhere.append({"posting": made.twins[0]["posting"] - 1, "board": many})

    found = explained("python", "growth", made)

    assert [one.also_on for one in found.postings if one.also_on] == [(f"himalayas/{many}",)]
    assert f"also on himalayas/{many}\n" in as_text(found)


def test_what_was_left_out_has_its_number_and_its_reason(around: Path) -> None:
    said = {one.what: one.number for one in asked(around).left_out}

    assert said == {
        "vacancies a year before on days that only one window saw": 2,
        "vacancies a year before on 1 board no longer watched": 7,
        "vacancies now on 1 board not watched a year before": 5,
        "postings that repeat a vacancy (reposts, copies)": 2,
        "postings that name it in another language than English": 3,
    }


@pytest.mark.parametrize("metric", ["growth", "share_growth", "postings_growth"])
def test_the_arithmetic_ends_at_the_published_interval(around: Path, metric: str) -> None:
    found = asked(around, metric=metric)
    steps = "\n".join(found.arithmetic)

    assert f"− 1 = {found.row['estimate']:+.4f}" in steps
    assert f"− 1 = {found.row['low']:+.4f} to {found.row['high']:+.4f}" in steps
    assert "insufficient: 1" in steps


@pytest.mark.parametrize(
    ("metric", "step"),
    [
        ("raw_growth", "20 now ÷ 21 then − 1 = -0.0476"),
        ("share", "20 ÷ 56 = 0.3571"),
        ("new", "= 20"),
        ("pay_p50", "105.5 USD a year, from 12 of them"),
    ],
)
def test_metrics_of_one_window_are_explained_too(around: Path, metric: str, step: str) -> None:
    assert asked(around, metric=metric).arithmetic[1] == step


def test_a_count_of_open_vacancies_counts_no_posting_twice(around: Path) -> None:
    found = asked(around, metric="open")

    assert sum(one.now for one in (*found.employers, found.rest)) == found.row["n_now"]


def test_ten_postings_are_shown_of_as_many_employers_as_there_are(around: Path) -> None:
    found = asked(around)

    assert len(found.postings) == 10
    assert len({one.employer for one in found.postings}) >= 9
    assert all(one.board.startswith("greenhouse/") for one in found.postings)


def test_a_title_cannot_break_its_line() -> None:
    made = Invented()
    for number in range(3):
        made.ad(made.board(), NOW, f"e{number}", title="Bo\nss\u202e <b>", url="https://example.org/1")
    text = as_text(explained("all", "new", made))

    assert text.count("Bo ss <b>  https://example.org/1") == 3


def chained() -> Invented:
    """Boards that last three quarters, one after the other, each with twelve ads a quarter: nothing grows."""
    made = Invented()
    quarters = ("2025-04", "2025-07", "2025-10", "2026-01", "2026-04")
    ends = ("2025-06-30", "2025-09-30", "2025-12-31", "2026-03-31", "2026-06-30")
    for start in range(-1, 4):
        for number in range(12):
            first, last = max(start, 0), min(start + 2, 4)
            board = made.board((f"{quarters[first]}-01", ends[last]))
            for quarter in quarters[first : last + 1]:
                made.ad(board, f"{quarter}-15", f"{start}-{number}", times=4, tags=(PYTHON,))
    return made


@pytest.mark.parametrize("metric", ["growth", "share_growth"])
def test_a_chain_is_shown_link_by_link(metric: str) -> None:
    found = explained("python", metric, chained())

    assert found.row["method"] == "chained-calendar/1"
    assert (found.row["estimate"], found.row["verdict"]) == (0.0, "flat")
    assert found.arithmetic[1] == "2026-04-01 to 2026-06-30: 96 ÷ 96 = 1.0000"
    assert "product − 1 = +0.0000" in found.arithmetic


def test_two_matches_are_listed_and_nothing_is_chosen() -> None:
    made = steady()
    for day in (NOW, THEN):
        made.ad(1, day, "employer-1", tags=(("topic", "security"), ("group", "security")))

    with pytest.raises(JobtideError, match=r"is 2 things.*group:security, topic:security"):
        explained("security", "growth", made)
    assert explain(Path("mart"), SERIES, QUARTER, "topic:security", "growth").row["dimension"] == "topic"


def test_pay_of_two_currencies_is_named_by_one() -> None:
    made = steady()
    made.ad(1, NOW, "employer-1", pay=90, currency="EUR")

    with pytest.raises(JobtideError, match="--currency"):
        explained("all", "pay_p50", made)
    found = explain(Path("mart"), SERIES, QUARTER, "all", "pay_p50", currency="eur")
    assert found.arithmetic[1] == "90 EUR a year, from 1 of them"


@pytest.mark.parametrize(
    ("subject", "metric", "remedy"),
    [
        ("pythom", "growth", "did you mean 'python'"),
        ("zzz", "growth", "jobtide export"),
        ("python", "grwth", "did you mean 'growth'"),
        ("", "growth", "DIMENSION:"),
        ("role:python", "growth", "jobtide export"),
    ],
)
def test_what_is_not_there_is_refused_with_a_remedy(around: Path, subject: str, metric: str, remedy: str) -> None:
    with pytest.raises(JobtideError, match=remedy):
        asked(around, subject, metric)


def test_a_number_that_is_no_count_of_postings_is_not_explained_by_some(around: Path) -> None:
    with pytest.raises(JobtideError, match=r"postings alone do not explain emergence.*read its sample"):
        asked(around, "python", "emergence")


def test_a_number_within_another_thing_is_not_explained_by_postings() -> None:
    made = messy()
    made.ad(1, NOW, "employer-0", times=10, tags=(PYTHON, ("skill", "rust")))

    with pytest.raises(JobtideError, match=r"do not explain co_occurrence.*within others, as skill=rust"):
        explained("python", "co_occurrence", made)


def test_concentration_is_explained_by_the_vacancies_of_its_window(around: Path) -> None:
    found = asked(around, "python", "effective_employers")

    assert sum(one.now for one in (*found.employers, found.rest)) == found.row["n_now"]


def test_the_page_reads_well(around: Path) -> None:
    lines = as_text(asked(around)).splitlines()

    assert lines[0].startswith("python (skill), growth of 2026-Q2: +25.0 % (95 % interval ")
    assert lines[3] == "windows     1 April – 30 June 2026 against 1 April – 30 June 2025"
    assert lines[4] == "panel       12 of the 15 boards that hold any of it; 75.0 % of the volume"
    assert not [line for line in lines if line != line.rstrip()]


@pytest.fixture(scope="module")
def talkative(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The messy panel, some of whose vacancies say something of themselves."""
    folder, made = tmp_path_factory.mktemp("talkative"), messy()
    for day, times in ((NOW, 3), (THEN, 2)):
        made.ad(1, day, "employer-0", tags=(PYTHON,), times=times, remote="remote", degree="required", pay=90)
    made.ad(1, NOW, "employer-0", tags=(PYTHON,), pay=5)
    made.rows["pays"][-1]["kind"] = "equity"
    asked_of = [one for one in load_metrics().values() if one.family in ("asked", "growth")]
    measure(made.write(folder / "mart"), folder / "series", QUARTER, asked_of)
    return folder


@pytest.mark.parametrize("metric", ["remote_share_change", "degree_share_change", "pay_shown_change", "equity_shown"])
def test_what_vacancies_say_of_themselves_is_counted_as_in_the_row(talkative: Path, metric: str) -> None:
    found = asked(talkative, metric=metric)

    everybody = (*found.employers, found.rest)
    counts = sum(one.now for one in everybody), sum(one.then for one in everybody)
    assert counts == (found.row["n_now"], found.row["n_then"] or 0)
    assert counts[0] > 0
    assert (" points" in as_text(found).splitlines()[0]) == metric.endswith("change")
