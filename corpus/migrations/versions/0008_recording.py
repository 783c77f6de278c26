"""Consent to recordings being passed on, by person and wave."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0006"


def upgrade() -> None:
    """Nothing is known of it for those who are in."""
    op.add_column("attributes", sa.Column("recording", sa.String(length=8), nullable=False, server_default=""))
