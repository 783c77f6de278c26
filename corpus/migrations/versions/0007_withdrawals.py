"""A withdrawal has an id of its own for the job that carries it out, and remembers what to look for until its end."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add both columns."""
    op.add_column("withdrawn", sa.Column("act", sa.String(length=24), nullable=True))
    op.add_column("withdrawn", sa.Column("looked_for", sa.JSON(none_as_null=True), nullable=True))
    op.create_index(op.f("ix_withdrawn_act"), "withdrawn", ["act"], unique=True)
