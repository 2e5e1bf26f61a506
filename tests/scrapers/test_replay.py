"""Each folder of `fixtures/boards` holds a board, its cassette, and the postings that the store must then hold."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from scrapers.crawl import BoardResult, CrawlDocument, Limits, run
from scrapers.records import Board, BoardKind, CrawlState
from scrapers.store.engine import open_engine
from scrapers.tables import EmployerRow, PostingRow, PostingVersionRow
from tests.scrapers import cassette
from tests.scrapers.crawling import ACME, ORIGIN, listing, path_of
from tests.scrapers.server import serve
from tests.texts import with_html

FOLDERS = Path(__file__).parents[2] / "fixtures" / "boards"
BOARDS = sorted(FOLDERS.glob("*/*/cassette.yaml"))
NOW = dt.datetime(2026, 11, 16, 12, tzinfo=dt.UTC)


def replay(
    path: Path, store_url: str, record: bool = False, origins: dict[str, str] | None = None
) -> list[BoardResult]:
    fields = json.loads((path.parent / "board.json").read_text(encoding="utf-8"))
    keys = fields.pop("keys", {})
    board = Board(**{**fields, "kind": BoardKind(fields.get("kind", "employer"))})
    document = CrawlDocument(
        platform=board.platform,
        store_url=store_url,
        now=NOW,
        boards=(board,),
        origin_overrides=origins or {},
        limits=Limits(delay_seconds=0, retries=0),
        keys=keys,
    )
    with cassette.play(path, record):
        return run(document, overrides=cassette.SETTINGS)


def stored(engine: Engine) -> list[dict[str, Any]]:
    version = (PostingVersionRow.said, PostingVersionRow.bodies_id, PostingVersionRow.part)
    with engine.connect() as connection:
        rows = with_html(
            connection,
            select(PostingRow, EmployerRow.name, *version)
            .join(PostingVersionRow, PostingVersionRow.posting_id == PostingRow.id)
            .outerjoin(EmployerRow, EmployerRow.id == PostingRow.employer_id)
            .order_by(PostingRow.external_id),
        )
    return [
        {
            "external_id": row.external_id,
            "title": row.title,
            "url": row.url,
            "employer": row.name,
            "posted_on": str(row.posted_on) if row.posted_on else None,
            "valid_through": str(row.valid_through) if row.valid_through else None,
            "requisition_id": row.requisition_id,
            "html": row.html,
            "said": row.said,
        }
        for row in rows
    ]


@pytest.mark.parametrize("path", BOARDS, ids=lambda path: "/".join(path.parts[-3:-1]))
def test_the_real_spider_stores_exactly_the_recorded_postings(path: Path, sqlite_url: str) -> None:
    (result,) = replay(path, sqlite_url)

    postings = stored(open_engine(sqlite_url))
    assert postings == json.loads((path.parent / "postings.json").read_text(encoding="utf-8"))
    assert (result.state, result.error, result.listed) == (CrawlState.COMPLETE, None, len(postings))


def test_a_request_that_is_not_on_the_cassette_fails_the_test(tmp_path: Path, sqlite_url: str) -> None:
    whole = FOLDERS / "greenhouse" / "kestrel-robotics"
    text = (whole / "cassette.yaml").read_text(encoding="utf-8")
    (tmp_path / "cassette.yaml").write_text(text.replace("kestrelrobotics/jobs?", "elsewhere/jobs?"), encoding="utf-8")
    (tmp_path / "board.json").write_bytes((whole / "board.json").read_bytes())

    with pytest.raises(cassette.UnmatchedRequestError, match="kestrelrobotics/jobs"):
        replay(tmp_path / "cassette.yaml", sqlite_url)


def test_what_is_recorded_plays_again_without_a_server(tmp_path: Path, sqlite_url: str) -> None:
    path = tmp_path / "cassette.yaml"
    (tmp_path / "board.json").write_text('{"platform": "greenhouse", "token": "acme"}', encoding="utf-8")
    with serve() as server:
        server.routes[path_of(ACME)] = listing([1, 2])
        origins = {ORIGIN: server.origin}
        (live,) = replay(path, sqlite_url, record=True, origins=origins)

    (played,) = replay(path, sqlite_url, origins=origins)

    assert (live.listed, live.new, played.listed, played.new) == (2, 2, 2, 0)
