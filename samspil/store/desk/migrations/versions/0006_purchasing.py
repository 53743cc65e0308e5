"""Purchasing data as handed in, and the papers made from them."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "portfolio",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portfolio")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "purchase_paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("portfolio", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["portfolio"], ["portfolio.id"], name=op.f("fk_purchase_paper_portfolio")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchase_paper")),
    )
    op.create_index(op.f("ix_purchase_paper_portfolio"), "purchase_paper", ["portfolio"])
