"""The subjects interviews ask about, and which exchange is about which: found by the machine, corrected by staff.

A question that follows another one ("why is that?") is about what that one is about and has no row of its own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine, and_, func, select, update
from sqlalchemy.orm import Session

from corpus.changed import corpus_changed
from corpus.errors import BadInput, NotFound
from corpus.records import Language
from corpus.schema import ExchangeRow, ExchangeSubjectRow, InterviewRow, SubjectRow, TextVersion
from corpus.viewer import Viewer, require

LONGEST = 120
"""Characters of a name."""

_CURRENT = and_(ExchangeSubjectRow.interview_id == InterviewRow.id, ExchangeSubjectRow.version == InterviewRow.version)


@dataclass(frozen=True)
class Subject:
    """A subject of interviews of one language. by_rule: whether its name was found and nobody has given it another."""

    id: int
    language: Language
    name: str
    by_rule: bool


@dataclass(frozen=True)
class Asked:
    """A question that follows no other. subject, set_by: as its row has them; looked_at: whether it has one.

    place  where in its interview it stands, 0 first … 1 last
    """

    exchange: int
    interview: str
    version: int
    position: int
    place: float
    looked_at: bool
    subject: int | None
    set_by: str


class Subjects:
    """The subjects of one workspace as `viewer` may see and change them."""

    def __init__(self, engine: Engine, viewer: Viewer) -> None:
        self._engine = engine
        self._viewer = viewer

    def all(self) -> list[Subject]:
        """Every subject that has an exchange, by language and id."""
        require(self._viewer, "search")
        held = select(ExchangeSubjectRow.subject_id).join(InterviewRow, _CURRENT)
        with Session(self._engine) as session:
            rows = session.scalars(
                select(SubjectRow).where(SubjectRow.id.in_(held)).order_by(SubjectRow.language, SubjectRow.id)
            )
            return [Subject(row.id, row.language, row.name, not row.named_by) for row in rows]

    def asked(self, language: Language) -> list[Asked]:
        """The questions of the language's interviews that follow no other, at the current text versions, by exchange id."""
        require(self._viewer, "search")
        row = ExchangeSubjectRow
        same = and_(
            row.interview_id == ExchangeRow.interview_id, row.version == ExchangeRow.version,
            row.position == ExchangeRow.position,
        )  # fmt: skip
        ends = select(ExchangeRow.interview_id, ExchangeRow.version, func.max(ExchangeRow.position).label("last"))
        last = ends.group_by(ExchangeRow.interview_id, ExchangeRow.version).subquery()
        query = (
            select(ExchangeRow.id, ExchangeRow.interview_id, ExchangeRow.version, ExchangeRow.position, last.c.last,
                   row.interview_id, row.subject_id, row.set_by)
            .join(InterviewRow, and_(InterviewRow.id == ExchangeRow.interview_id, InterviewRow.version == ExchangeRow.version))
            .join(last, and_(last.c.interview_id == ExchangeRow.interview_id, last.c.version == ExchangeRow.version))
            .outerjoin(row, same)
            .where(ExchangeRow.follows.is_(None), InterviewRow.language == language)
            .order_by(ExchangeRow.id)
        )  # fmt: skip
        with Session(self._engine) as session:
            return [
                Asked(
                    id_,
                    interview,
                    version,
                    position,
                    position / last if last else 0.0,
                    known is not None,
                    subject,
                    set_by or "",
                )
                for id_, interview, version, position, last, known, subject, set_by in session.execute(query)
            ]

    def wordings(self, subject: int, *, most: int) -> list[tuple[str, str, int, int, int]]:
        """Questions about a subject as they were asked, newest wave first: (interview, words, version, start, end)."""
        require(self._viewer, "search")
        row = ExchangeSubjectRow
        query = (
            select(InterviewRow.id, TextVersion.text, row.version, ExchangeRow.question_start, ExchangeRow.question_end)
            .join(InterviewRow, _CURRENT)
            .join(ExchangeRow, and_(ExchangeRow.interview_id == row.interview_id, ExchangeRow.version == row.version,
                                    ExchangeRow.position == row.position))
            .join(TextVersion, and_(TextVersion.interview_id == row.interview_id, TextVersion.version == row.version))
            .where(row.subject_id == subject)
            .order_by(InterviewRow.wave.desc(), InterviewRow.id, row.position)
            .limit(most)
        )  # fmt: skip
        with Session(self._engine) as session:
            return [
                (who, text[start:end], version, start, end) for who, text, version, start, end in session.execute(query)
            ]

    def keep_found(self, language: Language, found: Sequence[str], of: Iterable[tuple[Asked, int | None]]) -> None:
        """Add subjects by their names, and say of each question which it is about: an index into `found` counted from
        -1 down, the id of a subject there is, or None. What staff have said stays."""
        require(self._viewer, "import")
        with Session(self._engine) as session, session.begin():
            rows = [SubjectRow(language=language, name=name[:LONGEST], named_by="") for name in found]
            session.add_all(rows)
            session.flush()
            for asked, subject in of:
                new = rows[-1 - subject].id if subject is not None and subject < 0 else subject
                self._set(session, asked, new, by="")
            corpus_changed(session)

    @staticmethod
    def _set(session: Session, asked: Asked, subject: int | None, *, by: str) -> None:
        key = (asked.interview, asked.version, asked.position)
        row = session.get(ExchangeSubjectRow, key)
        if row is not None and row.set_by and not by:
            return
        if row is None and not by and (said := _said_before(session, asked)):
            subject, by = said.subject_id, said.set_by
        row = row or ExchangeSubjectRow(interview_id=key[0], version=key[1], position=key[2])
        row.subject_id, row.set_by = subject, by
        session.add(row)

    def rename(self, subject: int, name: str) -> None:
        """Give a subject another name. Raises BadInput `subject_empty`, NotFound `no_subject`."""
        require(self._viewer, "import")
        tidy = " ".join(name.split())[:LONGEST]
        if not tidy:
            raise BadInput("subject_empty")
        with Session(self._engine) as session, session.begin():
            row = self._row(session, subject)
            row.name, row.named_by = tidy, self._viewer.person
            corpus_changed(session)

    def merge(self, subject: int, into: int) -> None:
        """Let two subjects of one language be one. Raises NotFound `no_subject`, BadInput `subjects_differ`."""
        require(self._viewer, "import")
        with Session(self._engine) as session, session.begin():
            gone, kept = self._row(session, subject), self._row(session, into)
            if gone.id == kept.id or gone.language != kept.language:
                raise BadInput("subjects_differ")
            moved = update(ExchangeSubjectRow).where(ExchangeSubjectRow.subject_id == gone.id)
            session.execute(moved.values(subject_id=kept.id))
            session.delete(gone)
            corpus_changed(session)

    def move(self, interview: str, position: int, subject: int | None) -> None:
        """Say what the question at `position` of an interview's current text is about; None: nothing there is a subject for.

        Raises NotFound `no_subject`, `no_interview`.
        """
        require(self._viewer, "import")
        with Session(self._engine) as session, session.begin():
            held = session.get(InterviewRow, interview)
            if held is None:
                raise NotFound("no_interview", id=interview)
            if subject is not None:
                self._row(session, subject)
            asked = Asked(0, interview, held.version, position, 0.0, True, None, "")
            self._set(session, asked, subject, by=self._viewer.person)
            corpus_changed(session)

    @staticmethod
    def _row(session: Session, subject: int) -> SubjectRow:
        row = session.get(SubjectRow, subject)
        if row is None:
            raise NotFound("no_subject", id=subject)
        return row


def _said_before(session: Session, asked: Asked) -> ExchangeSubjectRow | None:
    """What staff said of the same question at an earlier text version."""
    if asked.version == 1:
        return None
    row = ExchangeSubjectRow
    query = select(row).where(row.interview_id == asked.interview, row.position == asked.position, row.set_by != "")
    return session.scalar(query.where(row.version < asked.version).order_by(row.version.desc()).limit(1))
