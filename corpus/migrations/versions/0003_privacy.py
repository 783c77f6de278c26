"""Privacy: consent of an interview, words that identify, who has withdrawn."""

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Nothing yet."""
