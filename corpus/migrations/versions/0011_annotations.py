"""Changes proposed for comments on an outline, comments read back from Word, and why an outline was changed."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Make the tables and columns."""
    op.add_column("outline_revision", sa.Column("why", sa.Text(), server_default=sa.text("''"), nullable=False))
    op.add_column("outline_revision", sa.Column("comments", sa.JSON(), nullable=True))
    op.add_column("comment", sa.Column("source", sa.String(length=8), server_default="page", nullable=False))
    op.add_column("comment", sa.Column("digest", sa.String(length=64), nullable=True))
    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.String(length=24), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("beneath", sa.Integer(), nullable=False),
        sa.Column("acts", sa.JSON(), nullable=False),
        sa.Column("made_by", sa.String(length=120), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("trouble_key", sa.String(length=64), nullable=True),
        sa.Column("settled", sa.String(length=16), nullable=True),
        sa.Column("settled_by", sa.String(length=120), nullable=True),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comment.id"],
        ),
        sa.ForeignKeyConstraint(
            ["study_id"],
            ["study.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_proposal_study_id"), "proposal", ["study_id"], unique=False)
