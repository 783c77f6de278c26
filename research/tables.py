"""The studies in tables, in the same database as the corpus."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from corpus.schema import Base


class StudyRow(Base):
    """A study of one client. `brief` is the brief as read; everything after it is a stage."""

    __tablename__ = "study"
    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    client: Mapped[str] = mapped_column(String(120), index=True)
    owner: Mapped[str] = mapped_column(String(120))
    title: Mapped[str] = mapped_column(String(400))
    language: Mapped[str] = mapped_column(String(8))
    brief: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_at: Mapped[datetime] = mapped_column(DateTime)


class StageRow(Base):
    """A stage's saved result, keyed by everything that shaped it: another key means it is stale."""

    __tablename__ = "stage"
    study_id: Mapped[str] = mapped_column(ForeignKey("study.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(24), primary_key=True)
    key: Mapped[str] = mapped_column(String(64))
    result: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_at: Mapped[datetime] = mapped_column(DateTime)


class ReportRow(Base):
    """A written report with the evidence it stands on. Never changed: a new writing is a new version."""

    __tablename__ = "report"
    __table_args__ = (UniqueConstraint("study_id", "version"),)
    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    study_id: Mapped[str] = mapped_column(ForeignKey("study.id"), index=True)
    version: Mapped[int] = mapped_column(Integer)
    key: Mapped[str] = mapped_column(String(64))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    evidence: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_at: Mapped[datetime] = mapped_column(DateTime)
