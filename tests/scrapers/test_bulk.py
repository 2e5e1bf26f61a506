import datetime as dt

from sqlalchemy import Engine, select

from scrapers.store.bulk import Upsert
from scrapers.tables import CrawlRunRow, EmployerRow

MOMENTS = [dt.datetime(2026, 11, day, 12, tzinfo=dt.UTC) for day in (2, 2, 3)]


def test_columns_may_be_given_in_any_order(engine: Engine) -> None:
    turned = Upsert(EmployerRow, ("name", "slug"), ("slug",), lambda new: {"name": new.name})
    with engine.begin() as connection:
        turned.write(connection, [("Acme", "acme"), ("Berg & Co", "berg-co")])
        turned.write(connection, [("ACME", "acme")])
        rows = connection.execute(select(EmployerRow.slug, EmployerRow.name).order_by(EmployerRow.slug)).all()
    assert rows == [("acme", "ACME"), ("berg-co", "Berg & Co")]


def test_each_row_keeps_its_own_moments_though_some_share_them(engine: Engine) -> None:
    runs = Upsert(CrawlRunRow, ("id", "platform", "started_at", "ended_at", "stats"), ("id",))
    rows = [(key, "lever", started, None, {}) for key, started in enumerate(MOMENTS, 1)]
    with engine.begin() as connection:
        runs.write(connection, rows)
        found = connection.execute(select(CrawlRunRow.started_at, CrawlRunRow.ended_at).order_by(CrawlRunRow.id)).all()
    assert found == [(moment, None) for moment in MOMENTS]
