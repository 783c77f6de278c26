"""New interviews commissioned for a study, what became of them, and the files brought in against them."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Make the tables and columns."""
    op.create_table(
        "fieldwork",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("study_id", sa.String(length=24), nullable=False),
        sa.Column("client", sa.String(length=120), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("title", sa.String(length=400), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("owner", sa.String(length=120), nullable=False),
        sa.Column("price", sa.Float(), nullable=True),
        sa.Column("currency", sa.String(length=8), nullable=True),
        sa.Column("due", sa.String(length=10), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.Column("made_by", sa.String(length=120), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["study_id"],
            ["study.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_fieldwork_study_id"), "fieldwork", ["study_id"], unique=False)
    op.create_table(
        "fieldwork_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fieldwork_id", sa.String(length=24), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("made_by", sa.String(length=120), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["fieldwork_id"],
            ["fieldwork.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_fieldwork_event_fieldwork_id"), "fieldwork_event", ["fieldwork_id"], unique=False)
    op.create_table(
        "fieldwork_interview",
        sa.Column("fieldwork_id", sa.String(length=24), nullable=False),
        sa.Column("interview_id", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["fieldwork_id"],
            ["fieldwork.id"],
        ),
        sa.ForeignKeyConstraint(["interview_id"], ["interview.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("fieldwork_id", "interview_id"),
    )
    op.add_column("batch", sa.Column("fieldwork", sa.String(length=24), nullable=True))
