"""bodies of postings that were stored together share a frame, for ads of a board repeat much of each other."""

import sqlalchemy as sa
import zstandard
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TOGETHER = 200

bodies = sa.table("bodies", sa.column("id", KEY), sa.column("packed", sa.LargeBinary()))
version = sa.table(
    "posting_version",
    *(sa.column("posting_id", KEY), sa.column("content_hash", sa.LargeBinary()), sa.column("html", sa.LargeBinary())),
    *(sa.column("bodies_id", KEY), sa.column("part", sa.Integer())),
)
own = sa.tuple_(version.c.posting_id, version.c.content_hash)
of_one = (version.c.posting_id == sa.bindparam("posting"), version.c.content_hash == sa.bindparam("digest"))


def upgrade() -> None:
    op.create_table(
        "bodies",
        sa.Column("id", KEY, nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bodies")),
    )
    op.add_column("posting_version", sa.Column("bodies_id", KEY, nullable=True))
    op.add_column("posting_version", sa.Column("part", sa.Integer(), nullable=True))
    connection, after, number = op.get_bind(), (0, b""), 0
    following = sa.select(version.c.posting_id, version.c.content_hash, version.c.html).order_by(*own)
    while rows := connection.execute(following.where(own > sa.tuple_(*after)).limit(TOGETHER)).all():
        number += 1
        after = (rows[-1].posting_id, rows[-1].content_hash)
        together = b"\0".join(zstandard.decompress(row.html) for row in rows)
        packed = zstandard.compress(together, level=1)
        connection.execute(bodies.insert(), {"packed": packed})
        moved = [
            {"posting": row.posting_id, "digest": row.content_hash, "number": number, "place": place}
            for place, row in enumerate(rows)
        ]
        to = version.update().values(bodies_id=sa.bindparam("number"), part=sa.bindparam("place"))
        connection.execute(to.where(*of_one), moved)
    with op.batch_alter_table("posting_version") as batch_op:
        batch_op.drop_column("html")
        batch_op.alter_column("bodies_id", existing_type=KEY, nullable=False)
        batch_op.alter_column("part", existing_type=sa.Integer(), nullable=False)


def downgrade() -> None:
    op.add_column("posting_version", sa.Column("html", sa.LargeBinary(), nullable=True))
    op.create_index("ix_posting_version_bodies_id", "posting_version", ["bodies_id"])
    connection = op.get_bind()
    for (key,) in connection.execute(sa.select(bodies.c.id)).all():
        packed = connection.execute(sa.select(bodies.c.packed).where(bodies.c.id == key)).scalar_one()
        parts = zstandard.decompress(packed).split(b"\0")
        texts = [
            {"number": key, "place": place, "frame": zstandard.compress(part, level=1)}
            for place, part in enumerate(parts)
        ]
        at = (version.c.bodies_id == sa.bindparam("number"), version.c.part == sa.bindparam("place"))
        connection.execute(version.update().where(*at).values(html=sa.bindparam("frame")), texts)
    op.drop_index("ix_posting_version_bodies_id", "posting_version")
    with op.batch_alter_table("posting_version") as batch_op:
        batch_op.drop_column("bodies_id")
        batch_op.drop_column("part")
        batch_op.alter_column("html", existing_type=sa.LargeBinary(), nullable=False)
    op.drop_table("bodies")
