"""Search: which sources are in the index, and the index itself, which SQLAlchemy knows nothing of."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0001"
branch_labels = None
depends_on = None

_FTS = """CREATE VIRTUAL TABLE passage_index USING fts5(stems, parts, words, content='', tokenize="unicode61 remove_diacritics 0 tokenchars '_'")"""


def upgrade() -> None:
    op.create_table(
        "indexed",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("analysis", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_indexed")),
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute(_FTS)
        return
    op.execute("CREATE TABLE passage_index (id INTEGER PRIMARY KEY, vector tsvector NOT NULL)")
    op.execute("CREATE INDEX ix_passage_index_vector ON passage_index USING gin (vector) WITH (gin_pending_list_limit = 256)")
