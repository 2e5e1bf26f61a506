"""Which postings are one vacancy, and which are also seen elsewhere: invented groups and near-misses."""

import datetime as dt
import tomllib
from collections import defaultdict
from typing import Any

from sqlalchemy import Connection, Engine, insert, select

from extract.stage import extract_new
from extract.tables import AlsoSeenRow, VacancyPostingRow, VacancyRow
from scrapers.tables import BoardRow, EmployerRow, PostingRow, PostingVersionRow
from tests.extract.examples import FIXTURES, examples
from tests.texts import at as stored_at

FOLDER = FIXTURES / "vacancies"
CASES = examples(FOLDER / "cases.jsonl")
TEXTS = tomllib.loads((FOLDER / "texts.toml").read_text(encoding="utf-8"))
FIRST = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)
NOW = dt.datetime(2027, 6, 1, tzinfo=dt.UTC)
MOST = 100
"""Postings a case may have; its number times this is the key of its first one."""


def html(ad: dict[str, Any], number: int) -> str:
    """Return the ad's body, with a word of its case after every second one, so that no two cases share a text."""
    words = " ".join(filter(None, (ad.get("before"), TEXTS[ad["text"]], ad.get("behind")))).split()[: ad.get("words")]
    salted = [word if at % 2 else f"{word} case{number}" for at, word in enumerate(words)]
    head = f"<p>{ad['title']}</p>" if ad.get("board") == "thread" else ""
    return f"{head}<p>{' '.join(salted)}</p>"


def put(connection: Connection, number: int, case: dict[str, Any], only: int | None = None) -> None:
    """Write the postings of a case, or `only` one of them, with employers and boards of its own."""
    boards: dict[tuple[str, str | None], int] = {}
    employers: dict[str, int] = {}
    for at, ad in enumerate(case["ads"]):
        key, kind, name = number * MOST + at, ad.get("board", "employer"), ad.get("employer", "own")
        if name and name not in employers:
            employers[name] = number * MOST + len(employers)
            slug = f"{name}-{number}"
            _once(connection, EmployerRow, id=employers[name], slug=slug, name=slug)
        of_board = name if kind == "employer" else None
        if (kind, of_board) not in boards:
            boards[kind, of_board] = number * MOST + len(boards)
            values = {"platform": kind, "token": f"{of_board}-{number}", "kind": kind}
            _once(connection, BoardRow, id=boards[kind, of_board], employer_id=employers.get(of_board or ""), **values)
        if only not in (None, at):
            continue
        hashed = f"{number}/{at}".encode()
        seen, last = (FIRST + dt.timedelta(days=ad[name]) for name in ("day", "until"))
        connection.execute(
            insert(PostingRow).values(
                id=key, board_id=boards[kind, of_board], external_id=str(key), employer_id=employers.get(name or ""),
                title=ad["title"], content_hash=hashed, first_seen=seen, last_seen=last, missed=0,
                requisition_id=ad.get("requisition"),
            )
        )  # fmt: skip
        connection.execute(
            insert(PostingVersionRow).values(
                posting_id=key, content_hash=hashed, seen_from=seen, seen_to=last, title=ad["title"],
                **stored_at(connection, html(ad, number)), said={"places": ad.get("places") or []},
            )
        )  # fmt: skip


def _once(connection: Connection, table: type[EmployerRow | BoardRow], **values: Any) -> None:
    if connection.scalar(select(table.id).filter_by(id=values["id"])) is None:
        connection.execute(insert(table).values(**values))


def decided(connection: Connection) -> tuple[dict[int, list[list[int]]], dict[int, list[list[int]]]]:
    """Return for each case its vacancies, the first posting first, and the pairs that are also seen."""
    rows = connection.execute(
        select(VacancyRow.first_posting_id, VacancyPostingRow.posting_id).join(
            VacancyPostingRow, VacancyPostingRow.vacancy_id == VacancyRow.id
        )
    )
    members: dict[int, list[int]] = defaultdict(list)
    for first, key in rows:
        members[first].append(key)
    vacancies: dict[int, list[list[int]]] = defaultdict(list)
    for first, keys in sorted(members.items()):
        others = sorted(key % MOST for key in keys if key != first)
        vacancies[first // MOST].append([first % MOST, *others])
    seen: dict[int, list[list[int]]] = defaultdict(list)
    for one, other in connection.execute(select(AlsoSeenRow.posting_id, AlsoSeenRow.other_id)):
        if one < other:
            seen[one // MOST].append([one % MOST, other % MOST])
    return vacancies, seen


def test_postings_of_one_opening_are_one_vacancy(engine: Engine) -> None:
    """Two goes, because what comes later must fit what is there."""
    for part in (0, 1):
        with engine.begin() as connection:
            for number, case in enumerate(CASES, 1):
                if number % 2 == part:
                    put(connection, number, case)
        extract_new(engine, NOW)
    with engine.connect() as connection:
        vacancies, seen = decided(connection)
    wrong = {
        case["case"]: (vacancies[number], seen[number])
        for number, case in enumerate(CASES, 1)
        if (sorted(case["vacancies"]), case.get("also_seen", [])) != (vacancies[number], seen[number])
    }
    assert wrong == {}


def test_a_posting_that_comes_later_joins_what_is_there(engine: Engine) -> None:
    """The answer does not depend on the day of each crawl: posting after posting gives what all at once give."""
    for at in range(max(len(case["ads"]) for case in CASES)):
        with engine.begin() as connection:
            for number, case in enumerate(CASES, 1):
                put(connection, number, {"ads": case["ads"][: at + 1]}, only=at)
        extract_new(engine, NOW)
    with engine.connect() as connection:
        vacancies, _ = decided(connection)
    assert {case["case"]: sorted(case["vacancies"]) for case in CASES} == {
        case["case"]: vacancies[number] for number, case in enumerate(CASES, 1)
    }
