"""The cleaned layer as somebody refined it: who made it, turn by turn, and what asking for it cost."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Make the log of refinements, and room beside each turn for who made its cleaned layer."""
    op.add_column("turn", sa.Column("cleaned", sa.JSON(), nullable=True))
    op.create_table(
        "refinement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ask", sa.String(length=24), nullable=False),
        sa.Column("interview_id", sa.String(length=120), nullable=False),
        sa.Column("model", sa.String(length=120), nullable=False),
        sa.Column("asked_by", sa.String(length=120), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("tokens", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["interview_id"], ["interview.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_refinement_ask"), "refinement", ["ask"], unique=False)
    op.create_index(op.f("ix_refinement_interview_id"), "refinement", ["interview_id"], unique=False)
