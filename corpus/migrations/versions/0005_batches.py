"""Staged batches: mappings that are remembered, what a batch brought."""

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Nothing yet."""
