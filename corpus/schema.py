"""The corpus in tables. Migrations in corpus/migrations make them; a test holds the two together."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from corpus.records import Consent, Language, SpeakerRole


class Base(DeclarativeBase):
    """All tables of one workspace, those of the studies included."""


class SourceFile(Base):
    """A file somebody brought: in, or refused with a reason. Never deleted, so that nothing is lost silently."""

    __tablename__ = "source_file"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(400))
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    size: Mapped[int] = mapped_column(Integer)
    status: Mapped[str] = mapped_column(String(16))  # in · refused · dismissed
    reason_key: Mapped[str | None] = mapped_column(String(64))
    reason_values: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    brought_by: Mapped[str] = mapped_column(String(120))
    brought_at: Mapped[datetime] = mapped_column(DateTime)


class RespondentRow(Base):
    """A person under a pseudonym."""

    __tablename__ = "respondent"
    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    consent: Mapped[Consent] = mapped_column(String(16), default="none")


class AttributesRow(Base):
    """A person as they were in one wave; wave "" is what was last known without a wave."""

    __tablename__ = "attributes"
    respondent_id: Mapped[str] = mapped_column(ForeignKey("respondent.id"), primary_key=True)
    wave: Mapped[str] = mapped_column(String(16), primary_key=True, default="")
    birth_year: Mapped[int | None] = mapped_column(Integer)
    gender: Mapped[str] = mapped_column(String(40), default="")
    city: Mapped[str] = mapped_column(String(120), default="")
    city_tier: Mapped[str] = mapped_column(String(40), default="")
    region: Mapped[str] = mapped_column(String(80), default="")
    occupation: Mapped[str] = mapped_column(String(200), default="")
    income: Mapped[str] = mapped_column(String(80), default="")
    household: Mapped[str] = mapped_column(String(200), default="")


class InterviewRow(Base):
    """One respondent, one wave, one source file; `version` is the text version read by default."""

    __tablename__ = "interview"
    id: Mapped[str] = mapped_column(String(120), primary_key=True)
    respondent_id: Mapped[str] = mapped_column(ForeignKey("respondent.id"), index=True)
    wave: Mapped[str] = mapped_column(String(16), index=True)
    date: Mapped[str] = mapped_column(String(10), default="")
    language: Mapped[Language] = mapped_column(String(8))
    source_id: Mapped[int] = mapped_column(ForeignKey("source_file.id"), index=True)
    version: Mapped[int] = mapped_column(Integer, default=1)


class TextVersion(Base):
    """The words of an interview, never overwritten: a correction is a new version."""

    __tablename__ = "text_version"
    interview_id: Mapped[str] = mapped_column(ForeignKey("interview.id"), primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True)
    text: Mapped[str] = mapped_column(Text)


class TurnRow(Base):
    """Who said which span of a text version, and which spans the cleaned layer drops."""

    __tablename__ = "turn"
    __table_args__ = (UniqueConstraint("interview_id", "version", "position"),)
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    interview_id: Mapped[str] = mapped_column(ForeignKey("interview.id"))
    version: Mapped[int] = mapped_column(Integer)
    position: Mapped[int] = mapped_column(Integer)
    role: Mapped[SpeakerRole] = mapped_column(String(16))
    label: Mapped[str] = mapped_column(String(120), default="")
    start: Mapped[int] = mapped_column(Integer)
    end: Mapped[int] = mapped_column(Integer)
    removed: Mapped[list[list[int]]] = mapped_column(JSON, default=list)


class ExchangeRow(Base):
    """A question and its answer, as spans of a text version."""

    __tablename__ = "exchange"
    __table_args__ = (Index("ix_exchange_interview", "interview_id", "version", "position"),)
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    interview_id: Mapped[str] = mapped_column(ForeignKey("interview.id"))
    version: Mapped[int] = mapped_column(Integer)
    position: Mapped[int] = mapped_column(Integer)
    question_start: Mapped[int] = mapped_column(Integer)
    question_end: Mapped[int] = mapped_column(Integer)
    answer: Mapped[list[list[int]]] = mapped_column(JSON)
    follows: Mapped[int | None] = mapped_column(Integer)


class BatchRow(Base):
    """Files somebody brought in together through the workspace; they are kept until they are in."""

    __tablename__ = "batch"
    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    wave: Mapped[str | None] = mapped_column(String(16))
    made_by: Mapped[str] = mapped_column(String(120))
    made_at: Mapped[datetime] = mapped_column(DateTime)


class BatchFileRow(Base):
    """A file of a batch. name: its path from the folder that was brought; status: waiting · in · known · refused · dismissed."""

    __tablename__ = "batch_file"
    batch_id: Mapped[str] = mapped_column(ForeignKey("batch.id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(400))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int] = mapped_column(Integer)
    status: Mapped[str] = mapped_column(String(16))
    interviews: Mapped[list[str]] = mapped_column(JSON, default=list)
    people: Mapped[int] = mapped_column(Integer, default=0)
    reason_key: Mapped[str | None] = mapped_column(String(64))
    reason_values: Mapped[dict[str, Any] | None] = mapped_column(JSON)


class CorpusState(Base):
    """One row. `stamp` grows with every change of the corpus: what is remembered of it is keyed by this."""

    __tablename__ = "corpus_state"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    stamp: Mapped[int] = mapped_column(Integer)


class SubjectRow(Base):
    """What interviews ask about. example: a question that was really asked; named_by: "" where the name was found by rule."""

    __tablename__ = "subject"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    language: Mapped[Language] = mapped_column(String(8))
    name: Mapped[str] = mapped_column(String(120))
    example: Mapped[str] = mapped_column(Text)
    named_by: Mapped[str] = mapped_column(String(120), default="")


class ExchangeSubjectRow(Base):
    """The subject of a question that follows no other, at a text version; None: looked at, and of no subject yet.

    set_by  "" where it was found by the machine
    """

    __tablename__ = "exchange_subject"
    interview_id: Mapped[str] = mapped_column(ForeignKey("interview.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True)
    position: Mapped[int] = mapped_column(Integer, primary_key=True)
    subject_id: Mapped[int | None] = mapped_column(ForeignKey("subject.id"), index=True)
    set_by: Mapped[str] = mapped_column(String(120), default="")
