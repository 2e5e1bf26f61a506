"""raw answers, episodes of relisted postings, and when a board was last seen whole."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "posting_episode",
        sa.Column("posting_id", KEY, nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["posting_id"], ["posting.id"], name=op.f("fk_posting_episode_posting_id")),
        sa.PrimaryKeyConstraint("posting_id", "from_day", name=op.f("pk_posting_episode")),
    )
    op.create_table(
        "raw_payload",
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("expires", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_raw_payload")),
    )
    op.create_index(op.f("ix_raw_payload_expires"), "raw_payload", ["expires"], unique=False)
    op.create_table(
        "raw_answer",
        sa.Column("board_id", KEY, nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("seen_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("payload_hash", sa.LargeBinary(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("content_type", sa.Text(), nullable=True),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("reading", sa.LargeBinary(), nullable=True),
        sa.Column("outcome", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"], name=op.f("fk_raw_answer_board_id")),
        sa.PrimaryKeyConstraint("board_id", "address", "seen_from", name=op.f("pk_raw_answer")),
    )
    op.create_index(op.f("ix_raw_answer_payload_hash"), "raw_answer", ["payload_hash"], unique=False)
    with op.batch_alter_table("board_coverage", schema=None) as batch_op:
        batch_op.add_column(sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True))
