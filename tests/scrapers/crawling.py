"""What the tests of a crawl have in common: a Greenhouse board on the loopback server."""

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Engine, select

from scrapers.crawl import BoardResult, CrawlDocument, Limits, run
from scrapers.records import Board
from scrapers.tables import BoardCoverageRow, PostingRow
from tests.scrapers.server import Answer, Server

FIRST_DAY = dt.date(2026, 11, 2)
ORIGIN = "https://boards-api.greenhouse.io"
ACME = Board(platform="greenhouse", token="acme")
JSON = {"Content-Type": "application/json; charset=utf-8"}


def path_of(board: Board) -> str:
    return f"/v1/boards/{board.token}/jobs?content=true&pay_transparency=true"


def listing(numbers: Sequence[int], total: int | None = None) -> Answer:
    jobs = [{"id": n, "title": f"Welder {n}", "absolute_url": f"https://acme.example/{n}"} for n in numbers]
    body = {"jobs": jobs, "meta": {"total": len(jobs) if total is None else total}}
    return Answer(json.dumps(body).encode(), headers=JSON)


def document(server: Server, store_url: str, day: int, *boards: Board, **changes: Any) -> CrawlDocument:
    limits = {"delay_seconds": 0, "answer_seconds": 2, "retries": 1, **changes.pop("limits", {})}
    return CrawlDocument(
        platform=(boards or (ACME,))[0].platform,
        store_url=store_url,
        now=dt.datetime.combine(FIRST_DAY + dt.timedelta(days=day - 1), dt.time(12), dt.UTC),
        boards=boards or (ACME,),
        origin_overrides={ORIGIN: server.origin},
        limits=Limits(**limits),
        **changes,
    )


def crawl_acme(server: Server, store_url: str, day: int, answer: Any, **changes: Any) -> BoardResult:
    server.routes[path_of(ACME)] = answer
    (result,) = run(document(server, store_url, day, **changes))
    return result


def open_ids(engine: Engine) -> set[str]:
    with engine.connect() as connection:
        return set(connection.scalars(select(PostingRow.external_id).where(PostingRow.closed_on.is_(None))))


def covered(engine: Engine) -> list[tuple[int, int]]:
    """Spans as numbers of days since the first."""
    with engine.connect() as connection:
        rows = connection.execute(select(BoardCoverageRow.from_day, BoardCoverageRow.to_day)).all()
    return [((one - FIRST_DAY).days + 1, (other - FIRST_DAY).days + 1) for one, other in rows]
