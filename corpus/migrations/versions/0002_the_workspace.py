"""What the workspace keeps: revisions, comments, decisions by hand, confirmations, edits, jobs, batches of files."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables of the workspace, and write beside each report how many people and interviews it rests on."""
    op.create_table(
        "batch",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("wave", sa.String(length=16), nullable=True),
        sa.Column("made_by", sa.String(length=120), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "corpus_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stamp", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "job",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("client", sa.String(length=120), nullable=False),
        sa.Column("live", sa.String(length=80), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("phase", sa.String(length=24), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("of", sa.Integer(), nullable=False),
        sa.Column("trouble_key", sa.String(length=64), nullable=True),
        sa.Column("trouble_values", sa.JSON(), nullable=True),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.Column("cancel", sa.Boolean(), nullable=False),
        sa.Column("asked_by", sa.String(length=120), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=True),
        sa.Column("phase_at", sa.DateTime(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("live"),
    )
    op.create_index(op.f("ix_job_asked_at"), "job", ["asked_at"], unique=False)
    op.create_index(op.f("ix_job_subject"), "job", ["subject"], unique=False)
    op.create_table(
        "worker",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("process", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "batch_file",
        sa.Column("batch_id", sa.String(length=24), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("interviews", sa.JSON(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("reason_key", sa.String(length=64), nullable=True),
        sa.Column("reason_values", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["batch.id"],
        ),
        sa.PrimaryKeyConstraint("batch_id", "number"),
    )
    op.create_index(op.f("ix_batch_file_sha256"), "batch_file", ["sha256"], unique=False)
    op.create_table(
        "comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.String(length=24), nullable=False),
        sa.Column("question", sa.String(length=24), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_by", sa.String(length=120), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("resolved_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["study_id"],
            ["study.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_comment_study_id"), "comment", ["study_id"], unique=False)
    op.create_table(
        "confirmation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.String(length=24), nullable=False),
        sa.Column("responses", sa.Integer(), nullable=True),
        sa.Column("draw", sa.String(length=16), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(length=120), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["study_id"],
            ["study.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_confirmation_study_id"), "confirmation", ["study_id"], unique=False)
    op.create_table(
        "outline_revision",
        sa.Column("study_id", sa.String(length=24), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("outline", sa.JSON(), nullable=False),
        sa.Column("drafted", sa.String(length=64), nullable=False),
        sa.Column("made_by", sa.String(length=120), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["study_id"],
            ["study.id"],
        ),
        sa.PrimaryKeyConstraint("study_id", "number"),
    )
    op.create_table(
        "report_edit",
        sa.Column("study_id", sa.String(length=24), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("target", sa.String(length=200), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("made_by", sa.String(length=120), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["study_id"],
            ["study.id"],
        ),
        sa.PrimaryKeyConstraint("study_id", "number"),
    )
    op.create_table(
        "ruling",
        sa.Column("study_id", sa.String(length=24), nullable=False),
        sa.Column("respondent", sa.String(length=80), nullable=False),
        sa.Column("included", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("made_by", sa.String(length=120), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["study_id"],
            ["study.id"],
        ),
        sa.PrimaryKeyConstraint("study_id", "respondent"),
    )
    op.add_column("report", sa.Column("people", sa.Integer(), server_default="0", nullable=False))
    op.add_column("report", sa.Column("interviews", sa.Integer(), server_default="0", nullable=False))
    op.add_column("study", sa.Column("stamp", sa.Integer(), server_default="0", nullable=False))
    op.add_column("study", sa.Column("deleted_at", sa.DateTime(), nullable=True))
    op.create_index(op.f("ix_interview_source_id"), "interview", ["source_id"], unique=False)
    op.execute(sa.text("INSERT INTO corpus_state (id, stamp) VALUES (1, 0)"))
    _count_people()


def _count_people() -> None:
    connection = op.get_bind()
    found = connection.execute(sa.text("SELECT id, evidence FROM report")).all()
    for id_, evidence in found:
        held = json.loads(evidence) if isinstance(evidence, str) else evidence
        counts = {
            "id": id_,
            "people": len(held["respondents"]),
            "interviews": sum(len(ids) for ids in held["interviews"].values()),
        }
        connection.execute(
            sa.text("UPDATE report SET people = :people, interviews = :interviews WHERE id = :id"), counts
        )
