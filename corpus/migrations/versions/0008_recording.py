"""Consent to recordings being passed on, by person and wave."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Nothing is known of it for those who are in."""
    with op.batch_alter_table("attributes") as table:
        table.add_column(sa.Column("recording", sa.String(length=8), nullable=False, server_default=""))
    with op.batch_alter_table("attributes") as table:
        table.alter_column("recording", server_default=None)
