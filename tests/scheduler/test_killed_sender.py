"""`kill -9` at random moments of sending: everybody gets the digest, and hardly anybody twice."""

import datetime as dt
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from scheduler.mail.delivery import LEASE
from scheduler.mail.subscribers import sync
from scheduler.tables import DeliveryRow, SubscriberRow
from tests.scheduler.mailbox import Server, mail_server

ROOT = Path(__file__).parents[2]
NOW = dt.datetime(2026, 11, 16, 7, tzinfo=dt.UTC)
KILLS = 30
SUBSCRIBERS = 200
EVENTS_A_MAIL = 4
"""MAIL, RCPT, DATA, and the mail taken."""


def start(url: str, server: Server, now: dt.datetime) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "tests.scheduler.sending", url, str(server.port), now.isoformat()]
    return subprocess.Popen(command, cwd=ROOT)


def kill(process: "subprocess.Popen[bytes]", server: Server, chance: random.Random) -> None:
    """Kill the sender after some random number of commands and a random pause."""
    target = server.events + chance.randint(0, 10 * EVENTS_A_MAIL)
    while server.events < target and process.poll() is None:
        time.sleep(0.0005)
    time.sleep(chance.uniform(0, 0.02))
    assert process.poll() is None, "the sender ended before it was killed"
    process.kill()
    process.wait()


def in_hand(engine: Engine, now: dt.datetime) -> set[str]:
    """Addresses whose mail a dead sender had claimed and not settled."""
    statement = (
        select(SubscriberRow.address)
        .join(DeliveryRow, DeliveryRow.subscriber_id == SubscriberRow.id)
        .where(DeliveryRow.state == "pending", DeliveryRow.not_before > now)
    )
    with engine.connect() as connection:
        return set(connection.scalars(statement))


@pytest.mark.long
@pytest.mark.parametrize("seed", [46])
def test_thirty_kills_lose_no_mail_and_double_only_what_the_server_never_told(
    store_url: str, engine: Engine, seed: int
) -> None:
    chance = random.Random(seed)
    addresses = [f"reader{n:03}@example.com" for n in range(SUBSCRIBERS)]
    sync(engine, addresses, NOW)
    untold: Counter[str] = Counter()
    now = NOW
    with mail_server() as server:
        server.thinks = 0.003
        for _ in range(KILLS):
            kill(start(store_url, server, now), server, chance)
            time.sleep(0.05)  # what the server had read by then, it still takes
            untold.update(in_hand(engine, now))
            now += LEASE
        assert start(store_url, server, now).wait(timeout=120) == 0
        taken = list(server.taken)

    copies = Counter(address for address, _ in taken)
    identifiers = {address: {message["Message-ID"] for to, message in taken if to == address} for address in copies}
    twice = {address for address, count in copies.items() if count > 1}
    assert copies.keys() == set(addresses)
    assert all(len(found) == 1 for found in identifiers.values())
    assert twice <= untold.keys()
    assert all(copies[address] <= 1 + untold[address] for address in twice)
    with engine.connect() as connection:
        assert Counter(connection.scalars(select(DeliveryRow.state))) == {"sent": SUBSCRIBERS}
    assert twice, "no kill fell between a mail taken and its answer; choose another seed"
