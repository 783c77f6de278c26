"""The studies in tables, in the same database as the corpus."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, DateTime, Float, ForeignKey, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from corpus.schema import Base

STUDY = "study.id"


class StudyRow(Base):
    """A study of one client. `brief` is the brief as read; everything after it is a stage.

    stamp       grows with every change of the study: what a page remembers of it is keyed by this
    deleted_at  set by its owner; it can be restored
    """

    __tablename__ = "study"
    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    client: Mapped[str] = mapped_column(String(120), index=True)
    owner: Mapped[str] = mapped_column(String(120))
    title: Mapped[str] = mapped_column(String(400))
    language: Mapped[str] = mapped_column(String(8))
    brief: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_at: Mapped[datetime] = mapped_column(DateTime)
    stamp: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    deleted_at: Mapped[datetime | None] = mapped_column(DateTime)


class StageRow(Base):
    """A stage's saved result, keyed by everything that shaped it: another key means it is stale."""

    __tablename__ = "stage"
    study_id: Mapped[str] = mapped_column(ForeignKey(STUDY), primary_key=True)
    name: Mapped[str] = mapped_column(String(24), primary_key=True)
    key: Mapped[str] = mapped_column(String(64))
    result: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_at: Mapped[datetime] = mapped_column(DateTime)


class ReportRow(Base):
    """A written report with the evidence it stands on. Never changed: a new writing is a new version.

    people, interviews   how many it rests on, so that a list need not open it
    withdrawn_at         when somebody it rests on withdrew: its content and evidence are gone since, the row stays
    """

    __tablename__ = "report"
    __table_args__ = (UniqueConstraint("study_id", "version"),)
    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    study_id: Mapped[str] = mapped_column(ForeignKey(STUDY), index=True)
    version: Mapped[int] = mapped_column(Integer)
    key: Mapped[str] = mapped_column(String(64))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    evidence: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_at: Mapped[datetime] = mapped_column(DateTime)
    people: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    interviews: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    withdrawn_at: Mapped[datetime | None] = mapped_column(DateTime)


class RevisionRow(Base):
    """An outline as the researcher left it. Never changed: the newest one is the study's outline.

    kind      drafted · edited · imported · restored
    why       what it was changed for; comments: ids of those that were carried out in it
    drafted   digest of the brief and the writer its draft was made from: another one now means the brief has moved on
    """

    __tablename__ = "outline_revision"
    study_id: Mapped[str] = mapped_column(ForeignKey(STUDY), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    outline: Mapped[dict[str, Any]] = mapped_column(JSON)
    drafted: Mapped[str] = mapped_column(String(64))
    made_by: Mapped[str] = mapped_column(String(120))
    made_at: Mapped[datetime] = mapped_column(DateTime)
    why: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    comments: Mapped[list[int] | None] = mapped_column(JSON)


class CommentRow(Base):
    """A comment (批注) on one question of the outline, or on all of it where `question` is None.

    source  page · word (read back from a file, where `digest` stands for its author, date and words)
    """

    __tablename__ = "comment"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    study_id: Mapped[str] = mapped_column(ForeignKey(STUDY), index=True)
    question: Mapped[str | None] = mapped_column(String(24))
    text: Mapped[str] = mapped_column(Text)
    made_by: Mapped[str] = mapped_column(String(120))
    made_at: Mapped[datetime] = mapped_column(DateTime)
    resolved_at: Mapped[datetime | None] = mapped_column(DateTime)
    source: Mapped[str] = mapped_column(String(8), default="page", server_default="page")
    digest: Mapped[str | None] = mapped_column(String(64))


class ProposalRow(Base):
    """What is proposed for a comment: changes of revision `beneath`, to be accepted or refused.

    acts      what would be done, in order; empty where nothing is known to do
    made_by   rule, or the name of the model; trouble_key: why a model's was not taken
    settled   accepted · part · refused; None while it is open; revision: the one that it made
    """

    __tablename__ = "proposal"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    study_id: Mapped[str] = mapped_column(ForeignKey(STUDY), index=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"))
    beneath: Mapped[int] = mapped_column(Integer)
    acts: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    made_by: Mapped[str] = mapped_column(String(120))
    made_at: Mapped[datetime] = mapped_column(DateTime)
    trouble_key: Mapped[str | None] = mapped_column(String(64))
    settled: Mapped[str | None] = mapped_column(String(16))
    settled_by: Mapped[str | None] = mapped_column(String(120))
    settled_at: Mapped[datetime | None] = mapped_column(DateTime)
    revision: Mapped[int | None] = mapped_column(Integer)


class LookedAtRow(Base):
    """Somebody the rule left out, looked at by a person or a model: whether the response would be valid after all.

    key   of the responses it was judged under: another one now means that it says nothing of them
    """

    __tablename__ = "looked_at"
    study_id: Mapped[str] = mapped_column(ForeignKey(STUDY), primary_key=True)
    respondent: Mapped[str] = mapped_column(String(80), primary_key=True)
    key: Mapped[str] = mapped_column(String(64))
    valid: Mapped[bool] = mapped_column(Boolean)
    reason: Mapped[str] = mapped_column(String(400), default="")
    made_by: Mapped[str] = mapped_column(String(120))
    made_at: Mapped[datetime] = mapped_column(DateTime)


class SaidVerdictRow(Base):
    """Whether an interview's own words meet a criterion in words; shared by studies, made once for a text version.

    criterion   digest of its words, language and who judges
    holds       None: the words do not tell; start, end: the words that do
    how         stated · inferred
    """

    __tablename__ = "said_verdict"
    criterion: Mapped[str] = mapped_column(String(64), primary_key=True)
    interview_id: Mapped[str] = mapped_column(ForeignKey("interview.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(Integer)
    holds: Mapped[bool | None] = mapped_column(Boolean)
    start: Mapped[int | None] = mapped_column(Integer)
    end: Mapped[int | None] = mapped_column(Integer)
    how: Mapped[str] = mapped_column(String(10))
    made_by: Mapped[str] = mapped_column(String(120))
    made_at: Mapped[datetime] = mapped_column(DateTime)


class OrderRow(Base):
    """Valid responses a client has subscribed to (订阅). Never changed: the next wave's is an order that renews this one.

    price      for one response, in `currency`; None where none was set
    short_of   how many were wanted where fewer were there
    """

    __tablename__ = "study_order"
    __table_args__ = (UniqueConstraint("study_id", "number"),)
    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    study_id: Mapped[str] = mapped_column(ForeignKey(STUDY), index=True)
    number: Mapped[int] = mapped_column(Integer)
    renews: Mapped[str | None] = mapped_column(String(24))
    responses: Mapped[int] = mapped_column(Integer)
    draw: Mapped[str] = mapped_column(String(16))
    seed: Mapped[int] = mapped_column(Integer)
    people: Mapped[int] = mapped_column(Integer)
    interviews: Mapped[int] = mapped_column(Integer)
    first_wave: Mapped[str] = mapped_column(String(16))
    last_wave: Mapped[str] = mapped_column(String(16))
    price: Mapped[float | None] = mapped_column(Float)
    currency: Mapped[str | None] = mapped_column(String(8))
    short_of: Mapped[int | None] = mapped_column(Integer)
    made_by: Mapped[str] = mapped_column(String(120))
    made_at: Mapped[datetime] = mapped_column(DateTime)


class OrderTranscriptRow(Base):
    """An interview of an order, and whose it is."""

    __tablename__ = "order_transcript"
    order_id: Mapped[str] = mapped_column(ForeignKey("study_order.id"), primary_key=True)
    interview_id: Mapped[str] = mapped_column(ForeignKey("interview.id", ondelete="CASCADE"), primary_key=True)
    respondent: Mapped[str] = mapped_column(String(80))


class FieldworkRow(Base):
    """New interviews commissioned for a study: whom to find, what to ask, by when.

    content   {screener, cells, guide}: what the moderator takes along
    owner     the curator who sees to it, "" for nobody yet; due: an ISO day
    status    ordered · accepted · in_field · delivered · closed · cancelled
    before, after   counts of the study when it was ordered and after its interviews came in: no ids
    """

    __tablename__ = "fieldwork"
    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    study_id: Mapped[str] = mapped_column(ForeignKey(STUDY), index=True)
    client: Mapped[str] = mapped_column(String(120))
    language: Mapped[str] = mapped_column(String(8))
    title: Mapped[str] = mapped_column(String(400))
    wanted: Mapped[int] = mapped_column(Integer)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    owner: Mapped[str] = mapped_column(String(120), default="")
    price: Mapped[float | None] = mapped_column(Float)
    currency: Mapped[str | None] = mapped_column(String(8))
    due: Mapped[str | None] = mapped_column(String(10))
    status: Mapped[str] = mapped_column(String(16))
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    made_by: Mapped[str] = mapped_column(String(120))
    made_at: Mapped[datetime] = mapped_column(DateTime)


class FieldworkEventRow(Base):
    """What became of a fieldwork order, step by step."""

    __tablename__ = "fieldwork_event"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    fieldwork_id: Mapped[str] = mapped_column(ForeignKey("fieldwork.id"), index=True)
    status: Mapped[str] = mapped_column(String(16))
    note: Mapped[str] = mapped_column(String(400), default="")
    made_by: Mapped[str] = mapped_column(String(120))
    made_at: Mapped[datetime] = mapped_column(DateTime)


class FieldworkInterviewRow(Base):
    """An interview that came in against a fieldwork order."""

    __tablename__ = "fieldwork_interview"
    fieldwork_id: Mapped[str] = mapped_column(ForeignKey("fieldwork.id"), primary_key=True)
    interview_id: Mapped[str] = mapped_column(ForeignKey("interview.id", ondelete="CASCADE"), primary_key=True)


class ModelUseRow(Base):
    """What a study asked the language model for, and the tokens it cost.

    purpose   outline · grading · wording · revision · said
    """

    __tablename__ = "model_use"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    study_id: Mapped[str] = mapped_column(ForeignKey(STUDY), index=True)
    purpose: Mapped[str] = mapped_column(String(16))
    model: Mapped[str] = mapped_column(String(120))
    replies: Mapped[int] = mapped_column(Integer)
    prompt_tokens: Mapped[int] = mapped_column(Integer)
    reply_tokens: Mapped[int] = mapped_column(Integer)
    made_at: Mapped[datetime] = mapped_column(DateTime)


class RulingRow(Base):
    """A respondent taken in or left out by hand, with the reason."""

    __tablename__ = "ruling"
    study_id: Mapped[str] = mapped_column(ForeignKey(STUDY), primary_key=True)
    respondent: Mapped[str] = mapped_column(String(80), primary_key=True)
    included: Mapped[bool] = mapped_column(Boolean)
    reason: Mapped[str] = mapped_column(String(400))
    made_by: Mapped[str] = mapped_column(String(120))
    made_at: Mapped[datetime] = mapped_column(DateTime)


class ConfirmationRow(Base):
    """How many valid responses were confirmed, and how they are drawn. The newest one counts."""

    __tablename__ = "confirmation"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    study_id: Mapped[str] = mapped_column(ForeignKey(STUDY), index=True)
    responses: Mapped[int | None] = mapped_column(Integer)
    draw: Mapped[str] = mapped_column(String(16))
    seed: Mapped[int] = mapped_column(Integer)
    made_by: Mapped[str] = mapped_column(String(120))
    made_at: Mapped[datetime] = mapped_column(DateTime)
    short_of: Mapped[int | None] = mapped_column(Integer)


class EditRow(Base):
    """One edit of a study's report. Only added to, undoing included: every state of a report can be made again."""

    __tablename__ = "report_edit"
    study_id: Mapped[str] = mapped_column(ForeignKey(STUDY), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    target: Mapped[str] = mapped_column(String(200))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_by: Mapped[str] = mapped_column(String(120))
    made_at: Mapped[datetime] = mapped_column(DateTime)


class JobRow(Base):
    """A piece of long work somebody asked for: what it is about, how far it is, how it ended.

    kind     import · match · write · clean · withdraw · index
    subject  id of the study, of the batch of files, of the ask for refinements, of the withdrawal, of an encoder
    status   waiting · running · done · failed · cancelled
    live     "kind subject" while it waits or runs, so that no two of them do; None afterwards
    """

    __tablename__ = "job"
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    subject: Mapped[str] = mapped_column(String(40), index=True)
    client: Mapped[str] = mapped_column(String(120))
    live: Mapped[str | None] = mapped_column(String(80), unique=True)
    status: Mapped[str] = mapped_column(String(16))
    phase: Mapped[str] = mapped_column(String(24), default="")
    done: Mapped[int] = mapped_column(Integer, default=0)
    of: Mapped[int] = mapped_column(Integer, default=0)
    trouble_key: Mapped[str | None] = mapped_column(String(64))
    trouble_values: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    cancel: Mapped[bool] = mapped_column(Boolean, default=False)
    asked_by: Mapped[str] = mapped_column(String(120))
    asked_at: Mapped[datetime] = mapped_column(DateTime, index=True)
    started_at: Mapped[datetime | None] = mapped_column(DateTime)
    phase_at: Mapped[datetime | None] = mapped_column(DateTime)
    ended_at: Mapped[datetime | None] = mapped_column(DateTime)


class WorkerRow(Base):
    """When a worker last said that it is alive."""

    __tablename__ = "worker"
    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    process: Mapped[int] = mapped_column(Integer)
    started_at: Mapped[datetime] = mapped_column(DateTime)
    seen_at: Mapped[datetime] = mapped_column(DateTime)
