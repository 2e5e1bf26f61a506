"""Who gets mail: the rows of `subscriber`, of which those named in the settings follow the settings."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from scheduler.tables import SubscriberRow


def sync(engine: Engine, addresses: Sequence[str], now: dt.datetime) -> None:
    """Make the rows that stand for `[mail] to` agree with it; a paused address stays paused."""
    wanted = {address.strip().lower(): address.strip() for address in addresses}
    with Session(engine) as session, session.begin():
        rows = {row.address.lower(): row for row in session.scalars(select(SubscriberRow))}
        for folded, address in wanted.items():
            row = rows.get(folded)
            if row is None:
                session.add(SubscriberRow(address=address, state="active", choices={}, from_settings=True, since=now))
            elif row.state == "removed":
                row.state, row.from_settings, row.since = "active", True, now
        for folded, row in rows.items():
            if row.from_settings and folded not in wanted:
                row.state = "removed"
