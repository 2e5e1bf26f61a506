"""Where the skills of falling titles are asked for now, worked out by hand."""

from math import sqrt

import pytest

from tests.trends.invented import Invented, Numbers

QUARTER, NOW, THEN = "2026-Q2", "2026-05-06", "2025-05-07"
FALLING, RISING = (8, 4), (4, 8)
METRIC = "plain_title_flow"


def titled(made: Invented, titles: tuple[str, ...], times: tuple[int, int], *skills: str, language: str = "en") -> None:
    """Let each of twelve employers advertise so often then and now, a title after the other; half name SQL too."""
    while len(made.boards) < 12:
        made.board()
    for number in range(12):
        for day, some in zip((THEN, NOW), times, strict=True):
            for at in range(some):
                named = (*skills, "sql") if at % 2 else skills
                tags = tuple(("skill", skill) for skill in named)
                title = titles[at % len(titles)]
                made.ad(number + 1, day, f"employer-{number:02}", title=title, tags=tags, language=language)


def flows(made: Invented) -> Numbers:
    return made.numbers(QUARTER, METRIC)


def test_a_falling_title_goes_to_the_rising_one_with_like_skills_whether_or_not_they_are_roles() -> None:
    made = Invented()
    titled(made, ("Prompt Engineer", "PROMPT ENGINEER (Remote)", "Prompt-Engineer II"), FALLING, "llm", "python")
    titled(made, ("Llm-Ops Wrangler",), RISING, "llm", "python", "mlflow")
    titled(made, ("Nurse",), RISING, "triage")
    newcomer = made.board(("2026-01-01", "2026-12-31"))
    made.ad(newcomer, NOW, "newcomer", title="Prompt Engineer", tags=(("skill", "cobol"),), times=10)

    numbers = flows(made)
    row = numbers.row(METRIC, "prompt engineer", within="title=llm ops wrangler")

    assert row is not None
    # llm, python: 1 in both; sql: 0.5 in both; mlflow: 1 in the rising one alone
    assert row["estimate"] == pytest.approx((1 + 1 + 0.25) / (sqrt(2.25) * sqrt(3.25)), rel=1e-5)
    assert (row["dimension"], row["label"], row["unit"]) == ("title", "prompt engineer", "cosine")
    assert (row["n_now"], row["n_then"], row["employers"]) == (96, 96, 12)
    assert (row["compared_with"], row["method"], row["verdict"]) == ("2025-Q2", "cosine-calendar/1", None)
    assert len(numbers.table) == 1


def test_boards_of_one_year_and_other_languages_make_no_title_rise() -> None:
    made = Invented()
    titled(made, ("Webmaster",), FALLING, "html")
    titled(made, ("Web Engineer",), (4, 4), "html")
    titled(made, ("Web Engineer",), RISING, "html", language="de")
    board = made.board(("2026-01-01", "2026-12-31"))
    for number in range(12):
        made.ad(board, NOW, f"employer-{number:02}", title="Web Engineer", tags=(("skill", "html"),), times=2)

    assert len(flows(made).table) == 0


def test_titles_that_share_little_or_are_rare_are_no_flow() -> None:
    made = Invented()
    titled(made, ("Webmaster",), FALLING, "html", "php")
    titled(made, ("Nurse",), RISING, "triage", "phlebotomy")
    titled(made, ("Site Builder",), (2, 8), "html", "php")

    assert len(flows(made).table) == 0
