"""People known by a file's name alone: which interviews they gave, and giving an interview to who they are."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from corpus.changed import corpus_changed
from corpus.errors import BadInput, NotFound
from corpus.keeping import refuse_same
from corpus.naming import made_up, person_id
from corpus.placing import SameInterview
from corpus.schema import AttributesRow, InterviewRow, RespondentRow, SourceFile, TextVersion
from corpus.viewer import Viewer, require


@dataclass(frozen=True)
class Unnamed:
    """An interview whose person was made up from the name of its file."""

    interview: str
    respondent: str
    wave: str
    file: str


def unnamed_interviews(engine: Engine, viewer: Viewer) -> Sequence[Unnamed]:
    """All of them, newest file first."""
    require(viewer, "import")
    columns = (InterviewRow.id, InterviewRow.respondent_id, InterviewRow.wave, SourceFile.name)
    query = select(*columns).join(SourceFile).where(InterviewRow.respondent_id.like("R-________"))
    with Session(engine) as session:
        rows = session.execute(query.order_by(SourceFile.id.desc(), InterviewRow.id))
        return [Unnamed(each, who, wave, file) for each, who, wave, file in rows if who in made_up(file)]


def name_person(engine: Engine, viewer: Viewer, interview: str, whose: str, *, twice: bool = False) -> None:
    """Give an interview to the person it is of, whose consent then counts for it. Its id and its words stay.

    twice  whether that person really was interviewed more than once in the wave
    Raises NotFound, BadInput `bad_person`, `same_person_said_it`, `interviewed_already` (unless twice).
    """
    require(viewer, "import")
    who = person_id(whose)
    with Session(engine) as session, session.begin():
        row = session.get(InterviewRow, interview)
        if row is None:
            raise NotFound("no_interview", id=interview)
        if row.respondent_id != who:
            _refuse(session, row, who, twice)
            before, row.respondent_id = row.respondent_id, _person(session, row.respondent_id, who)
            session.flush()
            _leave(session, before)
            corpus_changed(session)


def _refuse(session: Session, row: InterviewRow, who: str, twice: bool) -> None:
    words = session.get_one(TextVersion, (row.id, row.version)).text
    try:
        others = refuse_same(session, who, row.wave, words)
    except SameInterview as same:
        raise BadInput("same_person_said_it", who=who, id=str(same.values["id"])) from same
    if others and not twice:
        raise BadInput("interviewed_already", who=who, wave=row.wave, id=min(others))


def _person(session: Session, before: str, who: str) -> str:
    """The person's id; one not known yet takes over what was recorded of the one made up."""
    if session.get(RespondentRow, who) is None:
        session.add(RespondentRow(id=who, consent=session.get_one(RespondentRow, before).consent))
        session.flush()
        for row in session.scalars(select(AttributesRow).where(AttributesRow.respondent_id == before)):
            values = {column.key: getattr(row, column.key) for column in AttributesRow.__table__.columns}
            session.add(AttributesRow(**{**values, "respondent_id": who}))
        session.flush()
    return who


def _leave(session: Session, before: str) -> None:
    """Nobody is left under a made-up id without an interview."""
    if session.scalar(select(InterviewRow.id).where(InterviewRow.respondent_id == before).limit(1)) is None:
        for row in session.scalars(select(AttributesRow).where(AttributesRow.respondent_id == before)):
            session.delete(row)
        session.flush()
        session.delete(session.get_one(RespondentRow, before))
