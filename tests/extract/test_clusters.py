"""Which ads are one vacancy."""

import datetime as dt

from extract.clusters import Ad, group, title_block
from extract.similarity import shingles

LONG = (
    "We build small boats for big lakes and need someone who can weld, sand, paint and sail them all year round. " * 3
)
OTHER = (
    "You will keep the books of a growing bakery chain, close each month on time and speak with the auditors often. "
    * 3
)


def ad(number: int, day: int, text: str = LONG, **changes: object) -> tuple[Ad, str]:
    start = dt.date(2026, 1, 1) + dt.timedelta(days=day)
    values: dict[str, object] = {
        "posting_id": number,
        "block": "boat builder",
        "is_thread": False,
        "requisition_id": None,
        "from_day": start,
        "to_day": start + dt.timedelta(days=10),
        "places": frozenset({"Oslo"}),
        "text_hash": text.encode(),
        "words": len(text.split()),
        **changes,
    }
    return Ad(**values), text  # type: ignore[arg-type]  # keyword values of mixed types


def grouped(*ads: tuple[Ad, str]) -> list[tuple[int, str]]:
    texts = {one.posting_id: text for one, text in ads}
    found = group([one for one, _ in ads], lambda key: shingles(texts[key]))
    return [(member.first, member.reason) for member in sorted(found, key=lambda member: member.posting_id)]


def test_a_repost_within_sixty_days_is_the_same_vacancy() -> None:
    assert grouped(ad(1, 0), ad(2, 70)) == [(1, "first"), (1, "repost")]


def test_a_repost_after_sixty_one_days_is_another_vacancy() -> None:
    assert grouped(ad(1, 0), ad(2, 71)) == [(1, "first"), (2, "first")]


def test_after_half_a_year_the_same_words_are_another_vacancy() -> None:
    chain = [ad(number, 50 * number) for number in range(5)]
    assert [first for first, _ in grouped(*chain)] == [0, 0, 0, 0, 4]


def test_several_places_at_once_are_one_vacancy() -> None:
    assert grouped(ad(1, 0), ad(2, 1, places=frozenset({"Bergen"}))) == [(1, "first"), (1, "place")]


def test_another_place_a_month_later_is_another_vacancy() -> None:
    assert grouped(ad(1, 0), ad(2, 40, places=frozenset({"Bergen"}))) == [(1, "first"), (2, "first")]


def test_another_role_with_the_same_text_is_another_vacancy() -> None:
    assert grouped(ad(1, 0), ad(2, 1, block="boat painter")) == [(1, "first"), (2, "first")]


def test_another_text_is_another_vacancy() -> None:
    assert grouped(ad(1, 0), ad(2, 1, OTHER)) == [(1, "first"), (2, "first")]


def test_short_ads_are_joined_by_their_requisition_alone() -> None:
    short = "Boat builder wanted."
    assert grouped(ad(1, 0, short), ad(2, 1, short)) == [(1, "first"), (2, "first")]
    numbered = {"requisition_id": "R-7"}
    assert grouped(ad(1, 0, short, **numbered), ad(2, 1, short, **numbered)) == [(1, "first"), (1, "requisition")]


def test_an_ad_of_the_next_thread_is_a_renewed_sighting() -> None:
    assert grouped(ad(1, 0, is_thread=True), ad(2, 31, is_thread=True))[1] == (1, "renewed")


def test_the_place_in_a_title_does_not_make_another_title() -> None:
    assert title_block("Nurse - Oslo", ["Oslo"]) == title_block("Nurse (Bergen)", ["Bergen"])
