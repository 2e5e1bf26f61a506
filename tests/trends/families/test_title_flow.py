"""Where the skills of falling roles are asked for now, worked out by hand."""

from math import sqrt

import pytest

from tests.trends.invented import Invented

QUARTER, NOW, THEN = "2026-Q2", "2026-05-06", "2025-05-07"


def market(**skills: tuple[str, ...]) -> Invented:
    """Twelve employers with ads of each role in both years, all with the role's skills, half with SQL too.

    Underscores stand for dashes; a role that begins with `old` has eight ads then and four now, `new` four and eight.
    """
    made = Invented()
    for number in range(12):
        board = made.board()
        for name, named in skills.items():
            role = ("role", name.replace("_", "-"))
            for day, times in ((THEN, 8), (NOW, 4)) if name.startswith("old") else ((THEN, 4), (NOW, 8)):
                tags = (role, *(("skill", skill) for skill in named))
                made.ad(board, day, f"employer-{number:02}", times=times // 2, tags=tags)
                made.ad(board, day, f"employer-{number:02}", times=times // 2, tags=(*tags, ("skill", "sql")))
    return made


def test_a_falling_role_goes_to_the_rising_one_with_like_skills() -> None:
    numbers = market(
        old_webmaster=("html", "php"), new_web_engineer=("html", "php", "react"), new_nurse=("triage",)
    ).numbers(QUARTER, "title_flow", "growth")
    row = numbers.row("title_flow", "old-webmaster", within="role=new-web-engineer")

    assert row is not None
    # html, php: 1 in both; sql: 0.5 in both; react: 1 in the rising one alone
    assert row["estimate"] == pytest.approx((1 + 1 + 0.25) / (sqrt(2.25) * sqrt(3.25)), rel=1e-5)
    assert (row["n_now"], row["n_then"], row["employers"], row["unit"]) == (96, 96, 12, "cosine")
    assert (row["compared_with"], row["method"], row["verdict"]) == ("2025-Q2", "cosine-calendar/1", None)
    assert numbers.row("title_flow", "old-webmaster", within="role=new-nurse") is None


def test_roles_that_share_little_are_no_flow() -> None:
    numbers = market(old_webmaster=("html", "php"), new_nurse=("triage", "phlebotomy")).numbers(
        QUARTER, "title_flow", "growth"
    )

    assert "title_flow" not in numbers.table["metric"].to_pylist()


@pytest.mark.parametrize("alone", ["old_webmaster", "new_webmaster"])
def test_a_role_that_moves_alone_flows_nowhere(alone: str) -> None:
    numbers = market(**{alone: ("html", "php")}).numbers(QUARTER, "title_flow", "growth")

    assert numbers.row("growth", alone.replace("_", "-"))["verdict"] in ("rising", "falling")  # type: ignore[index]  # it is there
    assert "title_flow" not in numbers.table["metric"].to_pylist()


def test_the_most_similar_is_taken_and_of_equals_the_first_in_the_alphabet() -> None:
    numbers = market(old_one=("html",), new_b=("html",), new_a=("html",), new_c=("html", "css")).numbers(
        QUARTER, "title_flow"
    )

    assert numbers.row("title_flow", "old-one", within="role=new-a")["estimate"] == pytest.approx(1)  # type: ignore[index]  # it is there
    assert numbers.table["metric"].to_pylist().count("title_flow") == 1
