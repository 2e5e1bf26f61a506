"""Keep the vacancies of the store: which postings advertise one opening."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from sqlalchemy import ColumnElement, Connection, Engine, and_, delete, insert, select, update

from extract.clusters import Ad, Membership, group, title_block
from extract.similarity import shingles
from extract.tables import CleanTextRow, ExtractionRow, PostingPlaceRow, VacancyPostingRow, VacancyRow
from extract.text import CLEANER
from scrapers.ingest.seen import last_sighting
from scrapers.records import BoardKind
from scrapers.store.chunks import chunks
from scrapers.tables import BoardRow, PostingRow

EMPLOYERS = 40
SINGLES = 1000
WORD = re.compile(r"\w+")


def group_vacancies(engine: Engine) -> int:
    """Group anew the ads of every employer that has an ad without a vacancy; return how many rows changed."""
    changed = 0
    while True:
        with engine.begin() as connection:
            single = _open_single(connection)
        changed += single
        if single < SINGLES:
            break
    after = 0
    while True:
        with engine.begin() as connection:
            employers = _employers(connection, after)
            if not employers:
                break
            changed += _regroup(connection, employers)
        after = employers[-1]
    with engine.begin() as connection:
        used = select(VacancyPostingRow.vacancy_id)
        connection.execute(delete(VacancyRow).where(VacancyRow.id.not_in(used)))
    return changed


def _lonely() -> tuple[ColumnElement[bool], ...]:
    """Return the conditions for an ad that belongs to no vacancy yet."""
    return ExtractionRow.is_ad.is_(True), VacancyPostingRow.posting_id.is_(None)


def _open_single(connection: Connection) -> int:
    """Open a vacancy for each ad whose employer is unknown: nothing could join it."""
    found = connection.scalars(
        select(PostingRow.id)
        .join(ExtractionRow, ExtractionRow.posting_id == PostingRow.id)
        .outerjoin(VacancyPostingRow, VacancyPostingRow.posting_id == PostingRow.id)
        .where(PostingRow.employer_id.is_(None), *_lonely())
        .limit(SINGLES)
    ).all()
    members = [Membership(posting_id=key, first=key, reason="first", similarity=1.0) for key in found]
    return _save(connection, members, dict.fromkeys(found))


def _employers(connection: Connection, after: int) -> Sequence[int]:
    found = connection.scalars(
        select(PostingRow.employer_id)
        .join(ExtractionRow, ExtractionRow.posting_id == PostingRow.id)
        .outerjoin(VacancyPostingRow, VacancyPostingRow.posting_id == PostingRow.id)
        .where(PostingRow.employer_id > after, *_lonely())
        .distinct()
        .order_by(PostingRow.employer_id)
        .limit(EMPLOYERS)
    )
    return [employer for employer in found if employer is not None]


def _regroup(connection: Connection, employers: Sequence[int]) -> int:
    ads: dict[int | None, list[Ad]] = defaultdict(list)
    for employer, ad in _ads(connection, employers):
        ads[employer].append(ad)

    @lru_cache(maxsize=512)
    def shingles_of(posting_id: int) -> frozenset[int]:
        return shingles(_text(connection, posting_id))

    members = [member for own in ads.values() for member in group(own, shingles_of)]
    owners = {ad.posting_id: employer for employer, own in ads.items() for ad in own}
    return _save(connection, members, owners)


def _ads(connection: Connection, employers: Sequence[int]) -> Iterator[tuple[int | None, Ad]]:
    places = _places(connection, employers)
    found = connection.execute(
        select(
            PostingRow.employer_id,
            PostingRow.id,
            PostingRow.board_id,
            BoardRow.kind,
            PostingRow.title,
            PostingRow.requisition_id,
            PostingRow.first_seen,
            last_sighting(),
            PostingRow.closed_on,
            ExtractionRow.text_hash,
            CleanTextRow.text,
        )
        .join(BoardRow, BoardRow.id == PostingRow.board_id)
        .join(ExtractionRow, ExtractionRow.posting_id == PostingRow.id)
        .join(CleanTextRow, _clean())
        .where(PostingRow.employer_id.in_(employers), ExtractionRow.is_ad.is_(True))
    )
    for employer, key, board, kind, title, requisition, first, last, closed, text_hash, text in found:
        own, names = places.get(key, (frozenset(), frozenset()))
        is_thread = kind == BoardKind.THREAD
        yield (
            employer,
            Ad(
                posting_id=key,
                block=f"thread {board}" if is_thread else title_block(title, names),
                is_thread=is_thread,
                is_relayed=kind == BoardKind.MANY,
                requisition_id=requisition,
                from_day=first.date(),
                to_day=max(closed or last.date(), first.date()),
                places=frozenset() if is_thread else own,
                text_hash=text_hash,
                words=len(WORD.findall(text)),
            ),
        )


def _clean() -> ColumnElement[bool]:
    return and_(CleanTextRow.content_hash == PostingRow.content_hash, CleanTextRow.cleaner == CLEANER)


def _places(connection: Connection, employers: Sequence[int]) -> dict[int, tuple[frozenset[str], frozenset[str]]]:
    """Return for each posting its places, each with its region and country, and every name of them."""
    found: dict[int, list[tuple[str | None, ...]]] = defaultdict(list)
    rows = connection.execute(
        select(PostingPlaceRow.posting_id, PostingPlaceRow.city, PostingPlaceRow.region, PostingPlaceRow.country)
        .join(PostingRow, PostingRow.id == PostingPlaceRow.posting_id)
        .where(PostingRow.employer_id.in_(employers))
    )
    for key, *names in rows:
        found[key].append(tuple(names))
    return {
        key: (
            frozenset(", ".join(filter(None, names)) for names in places if any(names)),
            frozenset(name for names in places for name in names if name and len(name) > 2),
        )
        for key, places in found.items()
    }


def _text(connection: Connection, posting_id: int) -> str:
    text = connection.scalar(select(CleanTextRow.text).join(PostingRow, _clean()).where(PostingRow.id == posting_id))
    return text or ""


def _save(connection: Connection, members: Sequence[Membership], employers: Mapping[int, int | None]) -> int:
    """Write the memberships that differ from those stored; return their number."""
    before = _stored(connection, [member.posting_id for member in members])
    changed = [
        member
        for member in members
        if before.get(member.posting_id) != (member.first, member.reason, round(member.similarity, 6))
    ]
    if not changed:
        return 0
    vacancies = _vacancy_ids(connection, {member.first for member in changed}, employers)
    known = [member for member in changed if member.posting_id in before]
    for member in known:
        connection.execute(
            update(VacancyPostingRow)
            .where(VacancyPostingRow.posting_id == member.posting_id)
            .values(vacancy_id=vacancies[member.first], reason=member.reason, similarity=round(member.similarity, 6))
        )
    new = [
        {
            "posting_id": member.posting_id,
            "vacancy_id": vacancies[member.first],
            "reason": member.reason,
            "similarity": round(member.similarity, 6),
        }
        for member in changed
        if member.posting_id not in before
    ]
    if new:
        connection.execute(insert(VacancyPostingRow), new)
    return len(changed)


def _stored(connection: Connection, keys: list[int]) -> dict[int, tuple[int, str, float]]:
    found: dict[int, tuple[int, str, float]] = {}
    for chunk in chunks(keys, SINGLES):
        rows = connection.execute(
            select(
                VacancyPostingRow.posting_id,
                VacancyRow.first_posting_id,
                VacancyPostingRow.reason,
                VacancyPostingRow.similarity,
            )
            .join(VacancyRow, VacancyRow.id == VacancyPostingRow.vacancy_id)
            .where(VacancyPostingRow.posting_id.in_(chunk))
        )
        found |= {key: (first, reason, round(similarity, 6)) for key, first, reason, similarity in rows}
    return found


def _vacancy_ids(connection: Connection, firsts: set[int], employers: Mapping[int, int | None]) -> dict[int, int]:
    """Return the vacancy that each of `firsts` opened, writing those that are not there yet."""
    known = _known_vacancies(connection, sorted(firsts))
    missing = sorted(firsts - known.keys())
    if missing:
        new = [{"employer_id": employers[first], "first_posting_id": first} for first in missing]
        connection.execute(insert(VacancyRow), new)
        known |= _known_vacancies(connection, missing)
    return known


def _known_vacancies(connection: Connection, firsts: list[int]) -> dict[int, int]:
    known: dict[int, int] = {}
    for chunk in chunks(firsts, SINGLES):
        find = select(VacancyRow.first_posting_id, VacancyRow.id).where(VacancyRow.first_posting_id.in_(chunk))
        known |= dict(connection.execute(find).all())
    return known
