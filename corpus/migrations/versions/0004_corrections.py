"""Corrections: who changed which words, speakers and people."""

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Nothing yet."""
