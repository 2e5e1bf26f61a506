"""no index of first sightings: nothing looks for postings by it, and every new posting was written into it."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index(op.f("ix_posting_first_seen"), "posting")


def downgrade() -> None:
    op.create_index(op.f("ix_posting_first_seen"), "posting", ["first_seen"])
