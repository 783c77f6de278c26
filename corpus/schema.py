"""The corpus in tables. Migrations in corpus/migrations make them; a test holds the two together."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
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
    recording: Mapped[str] = mapped_column(String(8), default="")


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
    consent: Mapped[Consent | None] = mapped_column(String(16))  # None: the respondent's counts


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
    hidden: Mapped[list[list[Any]] | None] = mapped_column(JSON)  # [start, end, kind, state]; None: never looked at
    cleaned: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # {by, refused}: who made `removed`; None: the rules


class RefinementRow(Base):
    """A model was asked to refine an interview's cleaned layer: what came of it, and the tokens it cost.

    ask      what was asked for at one go has one id
    version  the text version that was refined, None while it waits
    """

    __tablename__ = "refinement"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    ask: Mapped[str] = mapped_column(String(24), index=True)
    interview_id: Mapped[str] = mapped_column(ForeignKey("interview.id", ondelete="CASCADE"), index=True)
    model: Mapped[str] = mapped_column(String(120))
    asked_by: Mapped[str] = mapped_column(String(120))
    asked_at: Mapped[datetime] = mapped_column(DateTime)
    version: Mapped[int | None] = mapped_column(Integer)
    taken: Mapped[int] = mapped_column(Integer, default=0)
    refused: Mapped[int] = mapped_column(Integer, default=0)
    tokens: Mapped[int] = mapped_column(Integer, default=0)


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


class CorrectionRow(Base):
    """What was corrected in an interview's words or speakers, and the text version that this made.

    act   what was done at one go has one: a word corrected everywhere is one act in many interviews
    kind  turn · join · everywhere · exchange (of who asks and who answers) · undo
    what  everywhere: from, to, places; undo: back (the version whose words count again); exchange: nothing; else turn,
          and those of from, to, speaker (before, after), whole (the speaker's every turn), parts that changed
    """

    __tablename__ = "correction"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    act: Mapped[str] = mapped_column(String(24), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    interview_id: Mapped[str] = mapped_column(ForeignKey("interview.id", ondelete="CASCADE"), index=True)
    version: Mapped[int] = mapped_column(Integer)
    what: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_by: Mapped[str] = mapped_column(String(120))
    made_at: Mapped[datetime] = mapped_column(DateTime)


class PersonChange(Base):
    """Two people who were one (merge), or one who was two (split), with what is needed to take it back.

    respondent_id  the person who stays
    other          merge: the id that went; split: the id that was made
    interviews     those that moved
    before         merge: consent and attributes by wave of both, as they were; split: empty
    """

    __tablename__ = "person_change"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    respondent_id: Mapped[str] = mapped_column(ForeignKey("respondent.id", ondelete="CASCADE"), index=True)
    other: Mapped[str] = mapped_column(String(80), index=True)
    interviews: Mapped[list[str]] = mapped_column(JSON)
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_by: Mapped[str] = mapped_column(String(120))
    made_at: Mapped[datetime] = mapped_column(DateTime)
    undone_at: Mapped[datetime | None] = mapped_column(DateTime)


class BatchRow(Base):
    """Files somebody brought in together through the workspace; they are kept until they are in.

    fieldwork  id of the fieldwork order they were brought in against
    """

    __tablename__ = "batch"
    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    wave: Mapped[str | None] = mapped_column(String(16))
    made_by: Mapped[str] = mapped_column(String(120))
    made_at: Mapped[datetime] = mapped_column(DateTime)
    fieldwork: Mapped[str | None] = mapped_column(String(24))


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


class DescribedRow(Base):
    """What a batch changed of a person, so that it can be undone. field "" says that it made the person known at all.

    wave            "" for what holds in no wave or in all
    before, after   the field's value; None where it had none
    """

    __tablename__ = "described"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    batch_id: Mapped[str] = mapped_column(ForeignKey("batch.id"))
    number: Mapped[int] = mapped_column(Integer)
    respondent_id: Mapped[str] = mapped_column(ForeignKey("respondent.id", ondelete="CASCADE"), index=True)
    wave: Mapped[str] = mapped_column(String(16))
    field: Mapped[str] = mapped_column(String(24))
    before: Mapped[Any] = mapped_column(JSON, nullable=True)
    after: Mapped[Any] = mapped_column(JSON, nullable=True)


class MappingRow(Base):
    """How files of one pattern are to be read, as a curator of a client said. sample: the file it was said of."""

    __tablename__ = "mapping"
    __table_args__ = (UniqueConstraint("client", "signature", "interviewer"),)
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    client: Mapped[str] = mapped_column(String(120))
    signature: Mapped[str] = mapped_column(String(64))
    interviewer: Mapped[str] = mapped_column(String(120))
    columns: Mapped[dict[str, str]] = mapped_column(JSON)
    sample: Mapped[str] = mapped_column(String(400))
    made_by: Mapped[str] = mapped_column(String(120))
    made_at: Mapped[datetime] = mapped_column(DateTime)


class SketchRow(Base):
    """The smallest hashes of what a respondent said (corpus/sketches.py): enough to tell how alike two interviews are."""

    __tablename__ = "sketch"
    interview_id: Mapped[str] = mapped_column(ForeignKey("interview.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(Integer)
    hashes: Mapped[bytes] = mapped_column(LargeBinary)


class AlikeRow(Base):
    """Two interviews in nearly the same words, the older first. different: somebody has said that they are two."""

    __tablename__ = "alike"
    one: Mapped[str] = mapped_column(ForeignKey("interview.id", ondelete="CASCADE"), primary_key=True)
    other: Mapped[str] = mapped_column(ForeignKey("interview.id", ondelete="CASCADE"), primary_key=True)
    share: Mapped[float] = mapped_column(Float)
    different: Mapped[bool] = mapped_column(Boolean, default=False)


class CorpusState(Base):
    """One row. `stamp` grows with every change of the corpus: what is remembered of it is keyed by this."""

    __tablename__ = "corpus_state"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    stamp: Mapped[int] = mapped_column(Integer)


class WaveConsent(Base):
    """The scope somebody agreed to in one wave: for the interviews of it that come in later."""

    __tablename__ = "wave_consent"
    respondent: Mapped[str] = mapped_column(String(80), primary_key=True)
    wave: Mapped[str] = mapped_column(String(16), primary_key=True)
    consent: Mapped[Consent] = mapped_column(String(16))


class TranscriptGrant(Base):
    """An interview that a client's people may read, and the order it came with."""

    __tablename__ = "transcript_grant"
    client: Mapped[str] = mapped_column(String(120), primary_key=True)
    interview_id: Mapped[str] = mapped_column(ForeignKey("interview.id", ondelete="CASCADE"), primary_key=True)
    order_id: Mapped[str] = mapped_column(String(24), primary_key=True)


class WithdrawnRow(Base):
    """A person who has withdrawn: that they have, and nothing else of them.

    act          names the withdrawal for the job that carries it out, which must not name the person
    looked_for   until nothing is left: their ids and those of their interviews, once the rows that told them are gone
    finished_at  once nothing is left anywhere
    """

    __tablename__ = "withdrawn"
    respondent: Mapped[str] = mapped_column(String(80), primary_key=True)
    asked_by: Mapped[str] = mapped_column(String(120))
    asked_at: Mapped[datetime] = mapped_column(DateTime)
    finished_at: Mapped[datetime | None] = mapped_column(DateTime)
    act: Mapped[str | None] = mapped_column(String(24), unique=True, index=True)
    looked_for: Mapped[dict[str, list[str]] | None] = mapped_column(JSON(none_as_null=True))


class WithdrawnContent(Base):
    """The digest of a file, or of an interview's words, of somebody who has withdrawn: it does not come in again."""

    __tablename__ = "withdrawn_content"
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    respondent: Mapped[str] = mapped_column(ForeignKey("withdrawn.respondent"), index=True)
