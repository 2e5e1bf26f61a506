"""texts that other employers' postings carry as well."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "text_band",
        sa.Column("band", sa.BigInteger(), nullable=False),
        sa.Column("posting_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["posting_id"], ["posting.id"], name=op.f("fk_text_band_posting_id")),
        sa.PrimaryKeyConstraint("band", "posting_id", name=op.f("pk_text_band")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_text_band_posting_id"), "text_band", ["posting_id"])
    op.create_table(
        "also_seen",
        sa.Column("posting_id", KEY, nullable=False),
        sa.Column("other_id", KEY, nullable=False),
        sa.Column("similarity", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["posting_id"], ["posting.id"], name=op.f("fk_also_seen_posting_id")),
        sa.ForeignKeyConstraint(["other_id"], ["posting.id"], name=op.f("fk_also_seen_other_id")),
        sa.PrimaryKeyConstraint("posting_id", "other_id", name=op.f("pk_also_seen")),
    )
    op.create_index(op.f("ix_also_seen_other_id"), "also_seen", ["other_id"])


def downgrade() -> None:
    op.drop_table("also_seen")
    op.drop_table("text_band")
