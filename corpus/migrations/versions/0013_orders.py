"""Valid responses as orders, with the transcripts that came with them and who may read those."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Make the tables and columns."""
    op.create_table(
        "study_order",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("study_id", sa.String(length=24), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("renews", sa.String(length=24), nullable=True),
        sa.Column("responses", sa.Integer(), nullable=False),
        sa.Column("draw", sa.String(length=16), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("interviews", sa.Integer(), nullable=False),
        sa.Column("first_wave", sa.String(length=16), nullable=False),
        sa.Column("last_wave", sa.String(length=16), nullable=False),
        sa.Column("price", sa.Float(), nullable=True),
        sa.Column("currency", sa.String(length=8), nullable=True),
        sa.Column("short_of", sa.Integer(), nullable=True),
        sa.Column("made_by", sa.String(length=120), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["study_id"],
            ["study.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("study_id", "number"),
    )
    op.create_index(op.f("ix_study_order_study_id"), "study_order", ["study_id"], unique=False)
    op.create_table(
        "order_transcript",
        sa.Column("order_id", sa.String(length=24), nullable=False),
        sa.Column("interview_id", sa.String(length=120), nullable=False),
        sa.Column("respondent", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["interview_id"], ["interview.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["order_id"],
            ["study_order.id"],
        ),
        sa.PrimaryKeyConstraint("order_id", "interview_id"),
    )
    op.create_table(
        "transcript_grant",
        sa.Column("client", sa.String(length=120), nullable=False),
        sa.Column("interview_id", sa.String(length=120), nullable=False),
        sa.Column("order_id", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(["interview_id"], ["interview.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("client", "interview_id", "order_id"),
    )
    op.add_column("confirmation", sa.Column("short_of", sa.Integer(), nullable=True))
