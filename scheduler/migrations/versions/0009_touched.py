"""postings of which something changed that the mart shows, noted by triggers; and what each mart has read of them.

A later migration that has SQLite copy one of the watched tables has to make the triggers again.
"""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SHOWN_OF_POSTING = ("board_id", "employer_id", "title", "url", "posted_on", "first_seen", "closed_on")
SHOWN_OF_EXTRACTION = (
    *("content_hash", "done_at", "language", "is_ad", "role"),
    *("seniority", "remote", "employment", "degree", "years_min"),
)
WATCHED: tuple[tuple[str, str, tuple[str, ...], str], ...] = (
    ("posting", "update", SHOWN_OF_POSTING, "values (new.id)"),
    # Tags, pays and places have none: whoever writes them writes the extraction of their posting too.
    ("extraction", "insert", (), "values (new.posting_id)"),
    ("extraction", "update", SHOWN_OF_EXTRACTION, "values (new.posting_id)"),
    ("extraction", "delete", (), "values (old.posting_id)"),
    ("vacancy_posting", "insert", (), "values (new.posting_id)"),
    ("vacancy_posting", "update", ("vacancy_id", "reason"), "values (new.posting_id)"),
    ("vacancy_posting", "delete", (), "values (old.posting_id)"),
    ("vacancy", "update", ("first_posting_id",), "values (old.first_posting_id), (new.first_posting_id)"),
    ("employer", "update", ("slug",), "select id from posting where employer_id = new.id"),
)
"""Table, event, columns of an update, and the postings that it touches."""


def upgrade() -> None:
    op.create_table(
        "touched",
        sa.Column("id", KEY, nullable=False),
        sa.Column("posting_id", KEY, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_touched")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "mart_refresh",
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("touched_id", KEY, nullable=False),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_mart_refresh")),
    )
    twins = sa.text("reason = 'twin'")
    op.create_index(
        "ix_vacancy_posting_twins", "vacancy_posting", ["posting_id"], sqlite_where=twins, postgresql_where=twins
    )
    dialect = op.get_bind().dialect.name
    for table, event, columns, postings in WATCHED:
        for statement in _trigger(dialect, table, event, columns, f"insert into touched (posting_id) {postings}"):
            op.execute(statement)


def downgrade() -> None:
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for table, event, *_ in WATCHED:
        op.execute(f"drop trigger touch_{table}_{event}" + (f" on {table}" if is_postgresql else ""))
        if is_postgresql:
            op.execute(f"drop function touch_{table}_{event}()")
    op.drop_index("ix_vacancy_posting_twins", "vacancy_posting")
    op.drop_table("mart_refresh")
    op.drop_table("touched")


def _trigger(dialect: str, table: str, event: str, columns: tuple[str, ...], body: str) -> Iterator[str]:
    name, of = f"touch_{table}_{event}", f" of {', '.join(columns)}" if columns else ""
    differs = "is distinct from" if dialect == "postgresql" else "is not"
    changed = " or ".join(f"old.{column} {differs} new.{column}" for column in columns)
    when = f"when ({changed}) " if columns else ""
    trigger = f"create trigger {name} after {event}{of} on {table} for each row {when}"
    if dialect == "postgresql":
        yield f"create function {name}() returns trigger language plpgsql as $$ begin {body}; return null; end $$"
        yield f"{trigger}execute function {name}()"
    else:
        yield f"{trigger}begin {body}; end"
