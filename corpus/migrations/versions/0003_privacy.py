"""Privacy: consent of an interview, words that identify, who has withdrawn."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Who has withdrawn, and what must not come in again; consent of an interview; which words of a turn are hidden."""
    op.create_table(
        "withdrawn",
        sa.Column("respondent", sa.String(length=80), nullable=False),
        sa.Column("asked_by", sa.String(length=120), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("respondent"),
    )
    op.create_table(
        "withdrawn_content",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("respondent", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["respondent"], ["withdrawn.respondent"]),
        sa.PrimaryKeyConstraint("digest"),
    )
    op.create_index(op.f("ix_withdrawn_content_respondent"), "withdrawn_content", ["respondent"], unique=False)
    op.create_table(
        "wave_consent",
        sa.Column("respondent", sa.String(length=80), nullable=False),
        sa.Column("wave", sa.String(length=16), nullable=False),
        sa.Column("consent", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("respondent", "wave"),
    )
    op.add_column("interview", sa.Column("consent", sa.String(length=16), nullable=True))
    op.add_column("turn", sa.Column("hidden", sa.JSON(), nullable=True))
    op.add_column("report", sa.Column("withdrawn_at", sa.DateTime(), nullable=True))
