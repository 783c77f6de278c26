"""Subjects in tables: what interviews ask about, which exchange is about which, what staff said of it, and the counts."""

from datetime import datetime
from typing import Literal

from sqlalchemy import Boolean, DateTime, ForeignKey, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from corpus.records import Language
from corpus.schema import Base

Source = Literal["guide", "asked", "said", "curator"]
"""Where it comes from that an exchange is about a subject: its question is one of the guide's, or like the subject's
others; or somebody came to speak of it unasked; or staff have said so."""
ActKind = Literal["take", "add", "move", "named", "merged", "new"]


class SubjectRow(Base):
    """What interviews ask about. named_by: "" where the name was found by rule.

    words        of a subject that staff added: exchanges that say one of these, parted by commas, are about it
    guide        the question of a discussion guide it stands for
    merged_into  the subject it is one with; what is about it counts there
    """

    __tablename__ = "subject"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    language: Mapped[Language] = mapped_column(String(8))
    name: Mapped[str] = mapped_column(String(120))
    named_by: Mapped[str] = mapped_column(String(120), default="")
    words: Mapped[str] = mapped_column(String(200), default="", server_default=text("''"))
    guide: Mapped[str] = mapped_column(String(400), default="", server_default=text("''"))
    merged_into: Mapped[int | None] = mapped_column(Integer)


class ExchangeAboutRow(Base):
    """A subject of an exchange at a text version, and where that comes from. An exchange may have several, or none."""

    __tablename__ = "exchange_about"
    __table_args__ = (Index("ix_exchange_about_subject", "subject_id", "interview_id", "version"),)
    interview_id: Mapped[str] = mapped_column(ForeignKey("interview.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True)
    position: Mapped[int] = mapped_column(Integer, primary_key=True)
    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id"), primary_key=True)
    source: Mapped[Source] = mapped_column(String(8))


class SubjectLookRow(Base):
    """The text version of an interview whose subjects were looked for last."""

    __tablename__ = "subject_look"
    interview_id: Mapped[str] = mapped_column(ForeignKey("interview.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(Integer)


class SubjectActRow(Base):
    """What staff did with subjects at one go. before: the name a renamed subject had; other_id: what it went to or came from."""

    __tablename__ = "subject_act"
    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    kind: Mapped[ActKind] = mapped_column(String(8))
    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id"), index=True)
    other_id: Mapped[int | None] = mapped_column(Integer)
    before: Mapped[str] = mapped_column(String(120), default="")
    exchanges: Mapped[int] = mapped_column(Integer, default=0)
    made_by: Mapped[str] = mapped_column(String(120))
    made_at: Mapped[datetime] = mapped_column(DateTime)
    undone_by: Mapped[str] = mapped_column(String(120), default="")
    undone_at: Mapped[datetime | None] = mapped_column(DateTime)


class SubjectDecisionRow(Base):
    """Whether an exchange is about a subject, as staff have said: it outlasts corrections and another import.

    interview_id  None once the interview is gone; should the same words come in again, they are known by their digest
    words         digest of what was asked and answered
    before        the source it had then; "" where it was not about the subject
    """

    __tablename__ = "subject_decision"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    act_id: Mapped[str] = mapped_column(ForeignKey("subject_act.id"), index=True)
    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id"))
    interview_id: Mapped[str | None] = mapped_column(ForeignKey("interview.id", ondelete="SET NULL"), index=True)
    version: Mapped[int] = mapped_column(Integer)
    position: Mapped[int] = mapped_column(Integer)
    words: Mapped[str] = mapped_column(String(32), index=True)
    about: Mapped[bool] = mapped_column(Boolean)
    before: Mapped[str] = mapped_column(String(8), default="")
    undone: Mapped[bool] = mapped_column(Boolean, default=False)


class CoverageCell(Base):
    """People asked about a subject in a wave, by what they were then; subject 0: all who were interviewed.

    people      different ones; each stands in one cell of a subject and wave
    newest      of them those who were not asked about it later: over all waves, everybody counts once
    interviews  theirs
    age         the lower end of a band, None where it is not known
    """

    __tablename__ = "coverage_cell"
    __table_args__ = (Index("ix_coverage_cell_of", "language", "subject_id"),)
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    subject_id: Mapped[int] = mapped_column(Integer)
    language: Mapped[Language] = mapped_column(String(8))
    wave: Mapped[str] = mapped_column(String(16))
    gender: Mapped[str] = mapped_column(String(40))
    age: Mapped[int | None] = mapped_column(Integer)
    city_tier: Mapped[str] = mapped_column(String(40))
    region: Mapped[str] = mapped_column(String(80))
    people: Mapped[int] = mapped_column(Integer)
    newest: Mapped[int] = mapped_column(Integer)
    interviews: Mapped[int] = mapped_column(Integer)


class CoverageState(Base):
    """One row: the corpus's stamp when the cells were counted."""

    __tablename__ = "coverage_state"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    stamp: Mapped[int] = mapped_column(Integer)
