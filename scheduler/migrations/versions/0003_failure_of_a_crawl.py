"""why a crawl did not see a board whole."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

DROP = "listed far fewer than usual"


def upgrade() -> None:
    with op.batch_alter_table("board_crawl", schema=None) as batch_op:
        batch_op.add_column(sa.Column("failure", sa.String(length=20), nullable=True))
    # Days that were suspect for their count alone are counted later on, to believe a drop that stays.
    crawl = sa.table("board_crawl", *(sa.column(name) for name in ("failure", "error", "listed")))
    failure = sa.case((crawl.c.listed == 0, "empty"), else_="dropped")
    op.execute(crawl.update().where(crawl.c.error.startswith(DROP)).values(failure=failure))


def downgrade() -> None:
    with op.batch_alter_table("board_crawl", schema=None) as batch_op:
        batch_op.drop_column("failure")
