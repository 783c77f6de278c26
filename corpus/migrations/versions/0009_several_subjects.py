"""Several subjects an exchange with where each comes from, what staff said of them, and counts for the picture.

Subjects found before are kept with their names; which exchange is about which is found anew, but for what staff said.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make the tables; carry over what the machine and staff had set."""
    op.add_column("subject", sa.Column("words", sa.String(length=200), nullable=False, server_default=sa.text("''")))
    op.add_column("subject", sa.Column("guide", sa.String(length=400), nullable=False, server_default=sa.text("''")))
    op.add_column("subject", sa.Column("merged_into", sa.Integer(), nullable=True))
    _exchanges()
    _acts()
    _cells()


def _exchanges() -> None:
    op.create_table(
        "exchange_about",
        sa.Column("interview_id", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(["interview_id"], ["interview.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"]),
        sa.PrimaryKeyConstraint("interview_id", "version", "position", "subject_id"),
    )
    op.create_index("ix_exchange_about_subject", "exchange_about", ["subject_id", "interview_id", "version"])
    op.create_table(
        "subject_look",
        sa.Column("interview_id", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["interview_id"], ["interview.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("interview_id"),
    )
    op.execute(
        "INSERT INTO exchange_about (interview_id, version, position, subject_id, source) "
        "SELECT interview_id, version, position, subject_id, CASE WHEN set_by = '' THEN 'asked' ELSE 'curator' END "
        "FROM exchange_subject WHERE subject_id IS NOT NULL"
    )
    op.drop_table("exchange_subject")


def _acts() -> None:
    op.create_table(
        "subject_act",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=True),
        sa.Column("before", sa.String(length=120), nullable=False),
        sa.Column("exchanges", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(length=120), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("undone_by", sa.String(length=120), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_subject_act_subject_id", "subject_act", ["subject_id"])
    op.create_table(
        "subject_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("act_id", sa.String(length=24), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("interview_id", sa.String(length=120), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=32), nullable=False),
        sa.Column("about", sa.Boolean(), nullable=False),
        sa.Column("before", sa.String(length=8), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["act_id"], ["subject_act.id"]),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"]),
        sa.ForeignKeyConstraint(["interview_id"], ["interview.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in ("act_id", "interview_id", "words"):
        op.create_index(f"ix_subject_decision_{column}", "subject_decision", [column])


def _cells() -> None:
    op.create_table(
        "coverage_cell",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("wave", sa.String(length=16), nullable=False),
        sa.Column("gender", sa.String(length=40), nullable=False),
        sa.Column("age", sa.Integer(), nullable=True),
        sa.Column("city_tier", sa.String(length=40), nullable=False),
        sa.Column("region", sa.String(length=80), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("newest", sa.Integer(), nullable=False),
        sa.Column("interviews", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_coverage_cell_of", "coverage_cell", ["language", "subject_id"])
    op.create_table(
        "coverage_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stamp", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.execute("INSERT INTO coverage_state (id, stamp) VALUES (1, -1)")
