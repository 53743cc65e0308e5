"""Indexes for large desks: the queue's order, an agreement's rows and a person's last decisions are found without reading all rows."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_row_worth", "row")
    op.drop_index("ix_row_year", "row")
    op.drop_index("ix_row_state", "row")
    op.create_index("ix_row_state_queue", "row", ["state", sa.text("worth DESC"), "id"])
    op.create_index("ix_row_queue", "row", [sa.text("worth DESC"), "id", "state"])
    op.create_index("ix_row_year_queue", "row", ["year", sa.text("worth DESC"), "id", "state"])
    op.create_index("ix_row_place", "row", ["municipality_code", "year", "state", "sha256", "page", "id"])
    op.create_index("ix_event_actor", "event", ["actor", "sequence"])
