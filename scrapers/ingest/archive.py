"""Answers as they were given: kept for conditional requests, for telling what has not changed, and for replay."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, delete, exists, or_, select

from scrapers.store.base import unpack
from scrapers.store.bulk import UpdateMany, Upsert
from scrapers.tables import RawAnswerRow, RawPayloadRow

KEPT_DAYS = 90
"""Days for which an answer that is no longer given can be replayed."""

PAYLOADS = Upsert(RawPayloadRow, ("hash", "body", "expires"), ("hash",), lambda new: {"expires": new.expires})
FACTS = ("gone_at", "payload_hash", "url", "content_type", "etag", "last_modified", "reading", "outcome")
ANSWERS = Upsert(
    RawAnswerRow,
    ("board_id", "address", "seen_from", *FACTS),
    ("board_id", "address", "seen_from"),
    lambda new: {name: new[name] for name in FACTS},
)
_answer = RawAnswerRow.__table__.c
CURRENT = select(_answer.address, *(_answer[name] for name in FACTS[1:])).where(
    _answer.board_id == bindparam("board"), _answer.gone_at.is_(None)
)
VALIDATORS = UpdateMany(
    RawAnswerRow,
    keys=("board_id", "address", "payload_hash"),
    values=("etag", "last_modified"),
    where="gone_at is null",
)
ENDS = UpdateMany(RawAnswerRow, keys=("board_id", "address"), values=("gone_at",), where="gone_at is null")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What reading an answer came to, for an answer that led nowhere else."""

    ids: tuple[str, ...] = ()
    """`external_id` of its postings."""
    total: int | None = None
    """How many postings the board has by its own word."""
    unread: tuple[str, ...] = ()
    """Why records could not be read."""
    repeated: int = 0
    """Records under an id that stood there before."""
    vanished: int = 0
    """Postings it says are no longer there."""
    withdrawn: tuple[str, ...] = ()
    """Their ids, where it names them."""


OUTCOME = tuple(field.name for field in fields(Outcome))


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What an address answered, without the body."""

    payload_hash: bytes
    """Of the body."""
    url: str
    """Where it came from, after redirects."""
    content_type: str | None
    """As its header said."""
    etag: str | None = None
    """Validator for `If-None-Match`."""
    last_modified: str | None = None
    """Validator for `If-Modified-Since`."""
    reading: bytes | None = None
    """Which parser read `outcome`, and what it knew beside the answer."""
    outcome: Outcome | None = None
    """Null where the answer has to be read again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer to be kept."""

    address: bytes
    """Hash of what was asked."""
    kept: Kept
    """All but the body."""
    packed: bytes | None
    """The body in a form that `unpack` reads; null where the store has it."""


def address_of(asked: str) -> bytes:
    """Return the key of what was asked: 16 bytes."""
    return hash_of(asked.encode("utf-8", "surrogatepass"))


def hash_of(content: bytes) -> bytes:
    """Return the 16 bytes by which a body is known."""
    return sha256(content, usedforsecurity=False).digest()[:16]


def current(connection: Connection, board_id: int) -> dict[bytes, Kept]:
    """Return what each address of a board answered last."""
    return {address: _kept(*facts) for address, *facts in connection.execute(CURRENT, {"board": board_id})}


def given_at(connection: Connection, board_id: int, moment: dt.datetime) -> dict[bytes, Kept]:
    """Return what each address of a board answered to the crawl of a moment, as far as it is kept."""
    answer = RawAnswerRow
    lasted = or_(answer.gone_at.is_(None), answer.gone_at > moment)
    return _between(connection, board_id, answer.seen_from <= moment, lasted)


def gone_by(connection: Connection, board_id: int, moment: dt.datetime) -> dict[bytes, Kept]:
    """Return what addresses answered that had stopped doing so by a moment."""
    return _between(connection, board_id, RawAnswerRow.gone_at <= moment)


def _between(connection: Connection, board_id: int, *when: ColumnElement[bool]) -> dict[bytes, Kept]:
    rows = select(_answer.address, *(_answer[name] for name in FACTS[1:])).where(_answer.board_id == board_id, *when)
    return {address: _kept(*facts) for address, *facts in connection.execute(rows.order_by(_answer.seen_from))}


def body_of(connection: Connection, payload_hash: bytes) -> bytes | None:
    """Return a kept body, or None once it has expired."""
    packed = connection.scalar(select(RawPayloadRow.body).where(RawPayloadRow.hash == payload_hash))
    return unpack(packed) if packed is not None else None


def keep(connection: Connection, board_id: int, answers: Collection[Answer], now: dt.datetime) -> None:
    """Store answers given at `now` in place of what their addresses answered before."""
    expires = now.date() + dt.timedelta(days=KEPT_DAYS)
    ENDS.write(connection, [(now, board_id, one.address) for one in answers])
    payloads = {one.kept.payload_hash: one.packed for one in answers if one.packed is not None}
    # Boards share bodies; sorted, so that two writers take the rows' locks in the same order.
    PAYLOADS.write(connection, [(name, body, expires) for name, body in sorted(payloads.items())])
    rows = {one.address: (board_id, one.address, now, None, *_facts(one.kept)) for one in answers}
    ANSWERS.write(connection, list(rows.values()))


Renewed = tuple[str | None, str | None, bytes, bytes]
"""New validators of an answer that stayed the same: ETag, Last-Modified, address, hash of the body."""


def revalidate(connection: Connection, board_id: int, renewed: Collection[Renewed]) -> None:
    """Store new validators of answers that stayed the same, except where another crawl has stored a newer one."""
    VALIDATORS.write(connection, [(etag, modified, board_id, *answer) for etag, modified, *answer in renewed])


def forget(connection: Connection, board_id: int, addresses: Iterable[bytes], now: dt.datetime) -> None:
    """Note that a board no longer leads to these addresses."""
    ENDS.write(connection, [(now, board_id, address) for address in addresses])


def prune(connection: Connection, today: dt.date) -> int:
    """Delete what is past its time, and return how many bodies went; what an address still answers stays."""
    answer, payload = RawAnswerRow, RawPayloadRow
    cutoff = dt.datetime.combine(today - dt.timedelta(days=KEPT_DAYS), dt.time(), dt.UTC)
    connection.execute(delete(answer).where(answer.gone_at < cutoff))
    unused = ~exists().where(answer.payload_hash == payload.hash)
    return connection.execute(delete(payload).where(payload.expires < today, unused)).rowcount


def _kept(
    payload_hash: bytes,
    url: str,
    content_type: str | None,
    etag: str | None,
    last_modified: str | None,
    reading: bytes | None,
    outcome: dict[str, Any] | None,
) -> Kept:
    return Kept(
        payload_hash=payload_hash,
        url=url,
        content_type=content_type,
        etag=etag,
        last_modified=last_modified,
        reading=reading,
        outcome=_outcome(outcome) if outcome is not None else None,
    )


def _outcome(written: dict[str, Any]) -> Outcome:
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in written.items()
    }
    return Outcome(**values)


def _facts(kept: Kept) -> tuple[Any, ...]:
    outcome = kept.outcome
    written: dict[str, Any] | None = None
    if outcome is not None:
        # Most answers have one posting and nothing else to say.
        written = {name: value for name in OUTCOME if (value := getattr(outcome, name)) not in (0, (), None)}
        if outcome.total == 0:
            written["total"] = 0
    facts = (kept.payload_hash, kept.url, kept.content_type, kept.etag, kept.last_modified, kept.reading)
    return (*facts, written)
