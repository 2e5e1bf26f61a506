from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, func, select

from scrapers.ingest import bodies
from scrapers.tables import BodiesRow

STORABLE = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=300)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(texts=st.lists(STORABLE, max_size=12))
def test_each_body_is_read_as_it_was_written(engine: Engine, texts: list[str]) -> None:
    with engine.begin() as connection:
        places = bodies.write(connection, texts)

        assert len(set(places)) == len(texts)
        assert bodies.read(connection, places[::-1]) == dict(zip(places, texts, strict=True))
        assert bodies.read(connection, places[:1]) == dict(zip(places[:1], texts[:1], strict=True))


def test_large_bodies_do_not_share_a_frame_without_end(engine: Engine) -> None:
    large = "x" * (bodies.LARGEST + 1)
    with engine.begin() as connection:
        bodies.write(connection, ["small", large, large, "small"])
        assert connection.scalar(select(func.count()).select_from(BodiesRow)) == 3
        assert bodies.write(connection, []) == []
