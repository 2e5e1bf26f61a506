import dataclasses
import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, func, select

from scrapers.ingest.sighting import Recorded
from scrapers.records import BoardKind, PaySaid
from scrapers.tables import BodiesRow, EmployerRow, PostingVersionRow
from tests.scrapers.ingest.board import DAY, Crawls, ad, dump, noon
from tests.texts import with_html

ALL = select(PostingVersionRow.__table__)


def versions(engine: Engine) -> list[tuple[str, dt.datetime, dt.datetime]]:
    with engine.connect() as connection:
        rows = with_html(connection, ALL.order_by(PostingVersionRow.seen_from))
        return [(row.html, row.seen_from, row.seen_to) for row in rows]


def test_a_second_look_at_the_same_ad_moves_its_last_sighting_and_writes_nothing_of_it(engine: Engine) -> None:
    board = Crawls(engine)
    assert board.see(0, ad()) == Recorded(new=1)
    board.finish(0, "1")
    before = dump(engine, "posting", "posting_version")

    assert board.see(1, ad()) == Recorded(unchanged=1)
    board.finish(1, "1")

    assert dump(engine, "posting", "posting_version") == before
    assert board.sighting() == noon(1)


def test_a_replaced_text_ends_when_it_was_last_seen(engine: Engine) -> None:
    board = Crawls(engine)
    for day, text in enumerate(["old", "old", "new"]):
        board.crawl(day, ad(html=text))
    assert versions(engine) == [("old", noon(0), noon(1)), ("new", noon(2), noon(2))]


def test_an_ad_that_is_missed_was_last_seen_before(engine: Engine) -> None:
    board = Crawls(engine)
    for day in range(3):
        board.crawl(day, ad())
    for day in range(3, 6):
        board.crawl(day)
        assert board.sighting() == noon(2)
    assert board.posting().closed_on == noon(4).date()


def test_a_relisting_is_an_episode_and_no_new_posting(engine: Engine) -> None:
    board = Crawls(engine)
    for day, is_listed in enumerate([1, 1, 0, 0, 0, 1, 0, 0, 0, 1]):
        board.crawl(day, *[ad()] * is_listed)

    episodes = sorted(row[1:] for row in dump(engine, "posting_episode"))
    assert [((one - DAY).days, other and (other - DAY).days) for one, other in episodes] == [(0, 3), (5, 7), (9, None)]
    assert len(dump(engine, "posting")) == 1
    assert board.posting().first_seen == noon(0)


def test_what_is_volatile_makes_no_new_version(engine: Engine) -> None:
    board = Crawls(engine)
    link = '<a href="/apply?session={}">Apply</a>'
    board.see(0, ad(url="https://x.example/1?a=1", html=link.format("a=1"), places_said=("Bonn", "Ulm")))
    later = ad(
        url="https://x.example/1?a=2",
        html=link.format("a=2"),
        places_said=("Ulm", "Bonn"),
        updated_at=noon(1),
        raw={"views": 3},
    )
    assert board.see(1, later).unchanged == 1
    assert len(versions(engine)) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Senior welder"},
        {"html": "<p>Weld ships.</p>"},
        {"remote_said": "hybrid"},
        {"places_said": ("Ulm",)},
        {"pay_said": (PaySaid(low=Decimal("50000.00"), currency="EUR", per="year"),)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_every_change_of_what_the_ad_says_is_a_new_version(engine: Engine, change: dict[str, str]) -> None:
    board = Crawls(engine)
    board.see(0, ad())
    assert board.see(1, ad(**change)).changed == 1
    assert [version[1:] for version in versions(engine)] == [(noon(0), noon(0)), (noon(1), noon(1))]


def test_an_ad_that_returns_to_an_earlier_text_has_that_text_again(engine: Engine) -> None:
    board = Crawls(engine)
    for day, text in enumerate(["old", "new", "old"]):
        board.see(day, ad(html=text))
    assert versions(engine) == [("old", noon(0), noon(2)), ("new", noon(1), noon(1))]
    with engine.connect() as connection:
        current = PostingVersionRow.content_hash == board.posting().content_hash
        assert [row.html for row in with_html(connection, ALL.where(current))] == ["old"]
        assert connection.scalar(select(func.count()).select_from(BodiesRow)) == 2, "its body is not stored again"


def test_facts_outside_the_text_follow_the_source_without_a_new_version(engine: Engine) -> None:
    board = Crawls(engine)
    board.see(0, ad(valid_through=DAY, posted_on=DAY))
    assert board.see(1, ad(valid_through=DAY + dt.timedelta(30), posted_on=DAY + dt.timedelta(1))).unchanged == 1
    posting = board.posting()
    assert posting.valid_through == DAY + dt.timedelta(30)
    assert posting.posted_on == DAY, "a renewed date does not make an old ad young"


def test_of_two_ads_under_one_id_the_first_is_kept_and_the_other_counted(engine: Engine) -> None:
    board = Crawls(engine)
    recorded = board.see(0, ad(title="First"), ad(title="Second"), ad("1\0", title="Third"))
    assert (recorded.new, recorded.refused) == (1, {"duplicate id": 2})
    assert board.posting().title == "First"


def test_what_no_database_takes_is_mended_or_refused_and_counted(engine: Engine) -> None:
    board = Crawls(engine)
    script = "<script>alert('x')</script> Welder"
    recorded = board.see(
        0,
        ad("1", title=script),
        ad("2", html="a\0b\ud800c", department="\udc00", places_said=("Bonn\0",)),
        ad("x" * 401),
        ad(" "),
        ad("5", posted_on=dt.date(9999, 1, 1), requisition_id="r" * 201),
        ad("6", posted_on=dt.datetime(2026, 2, 1, 23, 30)),  # noqa: DTZ001 - a naive moment is the case
    )
    assert recorded.new == 4
    assert recorded.refused == {"id too long": 1, "no id": 1}
    assert recorded.mended == {"unstorable characters": 1, "impossible date": 1, "requisition id too long": 1}
    assert board.posting("1").title == script
    assert board.posting("5").posted_on is None
    assert board.posting("6").posted_on == dt.date(2026, 2, 1)
    with engine.connect() as connection:
        assert "ab\ufffdc" in [row.html for row in with_html(connection, ALL)]


def test_ten_thousand_postings_stay_under_every_parameter_limit(engine: Engine) -> None:
    board = Crawls(engine)
    many = [ad(str(number), html="") for number in range(10_000)]
    assert board.see(0, *many).new == 10_000
    assert board.finish(0, *(posting.external_id for posting in many)) == 0
    assert board.finish(1) == 0
    assert board.finish(2) == 10_000


def test_the_board_says_who_the_employer_is_unless_it_lists_many(engine: Engine) -> None:
    own, many = Crawls(engine), Crawls(engine, token="all", kind=BoardKind.MANY, employer=None)
    own.see(0, ad("1", employer="Acme Holding Bermuda"))
    many.see(0, ad("2", employer="ACME Inc."), ad("3", employer=None))
    assert own.posting("1").employer_id == own.posting("2").employer_id
    assert own.posting("3").employer_id is None
    with engine.connect() as connection:
        assert connection.scalars(select(EmployerRow.slug)).all() == ["acme"]


words = st.text(alphabet=st.characters(exclude_categories=()), max_size=20)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(words, words, words), max_size=8))
def test_whatever_a_source_says_is_stored_once_or_counted(engine: Engine, told: list[tuple[str, str, str]]) -> None:
    board = Crawls(engine)
    postings = [ad(one, title=two, html=three, employer=two, places_said=(three,)) for one, two, three in told]
    first = board.see(0, *postings)
    before = dump(engine, "posting", "posting_version")
    again = board.see(0, *postings)
    assert first.new + first.changed + first.unchanged + sum(first.refused.values()) == len(postings)
    assert again == dataclasses.replace(first, new=0, changed=0, unchanged=first.new + first.changed + first.unchanged)
    assert dump(engine, "posting", "posting_version") == before
