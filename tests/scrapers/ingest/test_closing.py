import datetime as dt

import pytest
from sqlalchemy import Engine, select

from scrapers.ingest.closing import finish_board
from scrapers.ingest.history import usual
from scrapers.ingest.runs import end_run, start_run
from scrapers.records import CrawlState
from scrapers.tables import BoardCrawlRow, CrawlRunRow
from tests.scrapers.ingest.board import DAY, Crawls, ad, noon

NOT_COMPLETE = [state for state in CrawlState if state is not CrawlState.COMPLETE]


def test_a_posting_closes_after_two_complete_crawls_without_it(engine: Engine) -> None:
    board = Crawls(engine)
    board.crawl(0, ad("1"), ad("2"))
    assert board.crawl(1, ad("2")) == 0
    assert board.posting().closed_on is None
    assert board.crawl(2, ad("2")) == 1
    assert board.posting().closed_on == DAY + dt.timedelta(2)
    assert board.crawl(3, ad("2")) == 0, "closed once"


@pytest.mark.parametrize("state", NOT_COMPLETE)
def test_an_error_never_closes(engine: Engine, state: CrawlState) -> None:
    board = Crawls(engine)
    board.crawl(0, ad(valid_through=DAY))
    for day in range(1, 5):
        assert board.finish(day, state=state) == 0
    posting = board.posting()
    assert (posting.closed_on, posting.missed) == (None, 0)


def test_an_error_between_two_misses_neither_counts_nor_forgets(engine: Engine) -> None:
    board = Crawls(engine)
    board.crawl(0, ad())
    board.finish(1)
    board.finish(2, state=CrawlState.BLOCKED)
    assert board.posting().missed == 1
    assert board.finish(3) == 1


def test_being_seen_forgets_the_misses(engine: Engine) -> None:
    board = Crawls(engine)
    board.crawl(0, ad())
    board.crawl(1)
    board.crawl(2, ad())
    assert board.crawl(3) == 0
    assert board.finish(4, "1") == 0, "listed, though no text of it was fetched"
    assert board.crawl(5) == 0
    assert board.crawl(6) == 1


def test_a_closed_posting_that_returns_is_open_again_and_no_new_posting(engine: Engine) -> None:
    board = Crawls(engine)
    for day, ads in enumerate([[ad()], [], [], []]):
        board.crawl(day, *ads)
    assert board.posting().closed_on is not None
    assert board.see(9, ad()).unchanged == 1
    posting = board.posting()
    assert (posting.closed_on, posting.missed, posting.first_seen) == (None, 0, noon(0))


def test_past_its_last_valid_day_a_posting_closes_though_still_listed_and_stays_closed(engine: Engine) -> None:
    board = Crawls(engine)
    expiring = ad(valid_through=DAY + dt.timedelta(1))
    assert board.crawl(1, expiring) == 0
    assert board.crawl(5, expiring) == 1
    assert board.posting().closed_on == DAY + dt.timedelta(2)
    assert board.crawl(6, expiring) == 0
    board.crawl(7, ad(valid_through=DAY + dt.timedelta(60)))
    assert board.posting().closed_on is None, "a renewed ad is open again"


def test_finishing_a_board_twice_in_one_run_counts_once(engine: Engine) -> None:
    board = Crawls(engine)
    board.crawl(0, ad())
    with engine.begin() as connection:
        run = start_run(connection, "greenhouse", noon(1))
        for _ in range(2):
            gone = finish_board(connection, run, board.board, DAY, noon(1), CrawlState.COMPLETE, 0, 0, set(), None)
        end_run(connection, run, noon(1), {"requests": 3})
        assert gone == 0
        row = connection.execute(select(CrawlRunRow.ended_at, CrawlRunRow.stats).where(CrawlRunRow.id == run)).one()
    assert tuple(row) == (noon(1), {"requests": 3})
    assert board.posting().missed == 1


def test_the_boards_line_keeps_state_and_error(engine: Engine) -> None:
    board = Crawls(engine)
    board.finish(0, state=CrawlState.BLOCKED)
    with engine.connect() as connection:
        row = connection.execute(select(BoardCrawlRow.state, BoardCrawlRow.error, BoardCrawlRow.gone)).one()
    assert tuple(row) == ("blocked", "503 from the server", 0)


def test_the_boards_line_counts_what_its_crawl_closed_and_a_second_end_of_it_tells_the_same(engine: Engine) -> None:
    board = Crawls(engine)
    board.crawl(0, ad())
    board.finish(1)
    with engine.begin() as connection:
        run = start_run(connection, "greenhouse", noon(2))
        given = (connection, run, board.board, noon(2).date(), noon(2), CrawlState.COMPLETE, 0, 0, set[str](), None)
        assert [finish_board(*given), finish_board(*given)] == [1, 1]
        lines = connection.scalars(select(BoardCrawlRow.gone).order_by(BoardCrawlRow.run_id)).all()
    assert lines == [0, 0, 1]


def test_usual_is_the_median_of_the_last_complete_crawls(engine: Engine) -> None:
    board = Crawls(engine)
    with engine.connect() as connection:
        assert usual(connection, board.board) is None
    for day, listed in enumerate([500] * 3 + [8, 9, 10, 11, 12, 9, 10, 11, 12, 10]):
        board.finish(day, *map(str, range(listed)))
    board.finish(20, state=CrawlState.PARTIAL)
    with engine.connect() as connection:
        assert usual(connection, board.board) == 10
