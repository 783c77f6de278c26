"""A person withdraws: what the corpus held of them goes, and that they have withdrawn stays, without a word of theirs.

Everything is removed by who somebody is, never by a list made before: done again after a kill, it finishes what is left.
"""

import hashlib
import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Table, delete, exists, or_, select
from sqlalchemy.orm import Session

from corpus.errors import FileRefused, NotFound
from corpus.naming import id_in, pseudonym
from corpus.schema import (
    Base,
    BatchFileRow,
    InterviewRow,
    MappingRow,
    PersonChange,
    RespondentRow,
    SourceFile,
    TextVersion,
    WithdrawnContent,
    WithdrawnRow,
)
from corpus.viewer import Viewer, require

INTERVIEW, PERSON = ("interview", "interview_id"), ("respondent", "respondent_id", "other")
"""Names of columns that say whose a row is, in every table of the workspace."""

_STAYS = frozenset({"withdrawn", "withdrawn_content"})


@dataclass(frozen=True)
class Leaving:
    """Who leaves: their ids (those merged into one included), their interviews, digests of their files and words."""

    respondent: str
    ids: frozenset[str]
    interviews: frozenset[str]
    contents: frozenset[str]

    @property
    def names(self) -> frozenset[str]:
        """All that names them in a record."""
        return self.ids | self.interviews


@dataclass(frozen=True)
class Withdrawn:
    """act       names the withdrawal where the person must not be named; "" for somebody who was merged into another
    finished  whether nothing is left of them anywhere
    """

    respondent: str
    asked_by: str
    asked_at: datetime
    finished: bool
    act: str


def leaving(session: Session, respondent: str) -> Leaving:
    """What the corpus still holds of a person. Raises NotFound `no_respondent` for somebody it never knew."""
    merged = select(PersonChange.other).where(PersonChange.respondent_id == respondent, PersonChange.kind == "merge")
    before = select(WithdrawnContent.digest).where(WithdrawnContent.respondent == respondent)
    gone = session.get(WithdrawnRow, respondent)
    if session.get(RespondentRow, respondent) is None and gone is None:
        raise NotFound("no_respondent", id=respondent)
    told = (gone and gone.looked_for) or {"ids": [], "interviews": []}
    ids = {respondent, *told["ids"], *session.scalars(merged.where(PersonChange.undone_at.is_(None)))}
    own = session.execute(select(InterviewRow.id, InterviewRow.source_id).where(InterviewRow.respondent_id.in_(ids)))
    interviews = {interview: source for interview, source in own}
    alone = SourceFile.id.in_(_alone(session, set(interviews.values()), ids))
    files = session.scalars(select(SourceFile.sha256).where(alone))
    words = session.scalars(select(TextVersion.text).where(TextVersion.interview_id.in_(interviews)))
    contents = {*session.scalars(before), *files, *map(digest_of, words)}
    return Leaving(respondent, frozenset(ids), frozenset(interviews) | set(told["interviews"]), frozenset(contents))


def withdrawn_people(session: Session) -> list[Withdrawn]:
    """Everybody who has withdrawn, the last one first."""
    rows = session.scalars(select(WithdrawnRow).order_by(WithdrawnRow.asked_at.desc(), WithdrawnRow.respondent))
    return [
        Withdrawn(row.respondent, row.asked_by, row.asked_at, row.finished_at is not None, row.act or "")
        for row in rows
    ]


def who_withdrew(session: Session, act: str) -> str:
    """The person of a withdrawal. Raises NotFound `no_withdrawal`."""
    found = session.scalar(select(WithdrawnRow.respondent).where(WithdrawnRow.act == act))
    if found is None:
        raise NotFound("no_withdrawal", id=act)
    return found


def digest_of(words: str) -> str:
    """What stands for an interview's words, however its file was laid out: SHA-256 of them without blanks."""
    return hashlib.sha256("".join(words.split()).encode()).hexdigest()


def has_withdrawn(session: Session, respondent: str, *digests: str) -> bool:
    """Whether this person has withdrawn; or whoever these digests of a file or of its words stand for."""
    return bool(session.scalar(select(withdrawn(respondent, digests))))


def withdrawn(respondent: str, digests: Sequence[str]) -> ColumnElement[bool]:
    """`has_withdrawn` as a condition, for asking more at the same time."""
    themselves = exists().where(WithdrawnRow.respondent == respondent)
    return or_(themselves, exists().where(WithdrawnContent.digest.in_(digests)))


def mark_withdrawn(session: Session, who: Leaving, viewer: Viewer) -> str:
    """Write down that they have withdrawn, what must not come in again and what is looked for; the withdrawal's id.

    Done twice, the first counts.
    """
    require(viewer, "import")
    at = datetime.now(UTC).replace(tzinfo=None)
    for each in sorted(who.ids):
        if session.get(WithdrawnRow, each) is None:
            session.add(WithdrawnRow(respondent=each, asked_by=viewer.person, asked_at=at))
    session.flush()
    row = session.get_one(WithdrawnRow, who.respondent)
    row.act = row.act or "w-" + secrets.token_hex(8)
    row.looked_for = {"ids": sorted(who.ids), "interviews": sorted(who.interviews)}
    for digest in sorted(who.contents):
        if session.get(WithdrawnContent, digest) is None:
            session.add(WithdrawnContent(digest=digest, respondent=who.respondent))
    session.flush()
    return row.act


def mark_finished(session: Session, who: Leaving) -> None:
    """Write down that nothing is left of them."""
    for each in sorted(who.ids):
        row = session.get(WithdrawnRow, each)
        if row is not None:
            row.finished_at, row.looked_for = row.finished_at or datetime.now(UTC).replace(tzinfo=None), None


def remove_rows(session: Session, who: Leaving) -> None:
    """Remove every row that is theirs, in every table that says whose its rows are, and their names from files' rows."""
    _forget_files(session, who)
    for table in reversed(Base.metadata.sorted_tables):  # children before what they hang on
        if table.name not in _STAYS and (theirs := _theirs(table, who)):
            session.execute(delete(table).where(or_(*theirs)))


def _theirs(table: Table, who: Leaving) -> list[ColumnElement[bool]]:
    columns = [*((name, who.interviews) for name in INTERVIEW), *((name, who.ids) for name in PERSON)]
    found: list[ColumnElement[bool]] = [
        table.c[name].in_(names) for name, names in columns if name in table.c and names
    ]
    if table.name in ("interview", "respondent"):
        found.append(table.c["id"].in_(who.interviews if table.name == "interview" else who.ids))
    return found


def _alone(session: Session, sources: set[int], ids: set[str]) -> set[int]:
    """Those of the files that hold nobody else."""
    shared = select(InterviewRow.source_id).where(
        InterviewRow.source_id.in_(sources), InterviewRow.respondent_id.not_in(ids)
    )
    return sources - set(session.scalars(shared))


def _forget_files(session: Session, who: Leaving) -> None:
    """A file's name may name them, and why it was refused may quote them: the rows stay, for nothing is lost silently."""
    for source in session.scalars(select(SourceFile)):
        if source.sha256 in who.contents or _is_named(source.name, who):
            source.name, source.status = who.respondent, "dismissed"
            source.reason_key = source.reason_values = None
    for mapping in session.scalars(select(MappingRow)):
        if _is_named(mapping.sample, who):
            mapping.sample = who.respondent
    for row in session.scalars(select(BatchFileRow)):
        if is_theirs(row, who):
            row.name, row.interviews, row.reason_key, row.reason_values = who.respondent, [], None, None
            row.status = row.status if row.status in ("in", "known") else "dismissed"
        elif who.interviews & set(row.interviews):
            row.interviews = [each for each in row.interviews if each not in who.interviews]


def is_theirs(row: BatchFileRow, who: Leaving) -> bool:
    """Whether a file that was brought is theirs and nobody else's, as far as its row tells."""
    brought = set(row.interviews)
    said = (row.reason_values or {}).values()
    return (
        row.sha256 in who.contents
        or (bool(brought) and brought <= who.interviews)
        or (row.status != "in" and any(isinstance(each, str) and each in who.names for each in said))
        or _is_named(row.name, who)
    )


def _is_named(name: str, who: Leaving) -> bool:
    return bool({id_in(name), pseudonym(name)} & who.ids)


def holds_words_of(name: str, data: bytes, who: Leaving) -> bool:
    """Whether a file holds an interview of theirs, or their words under another name; one that cannot be read does not."""
    from corpus.arrivals import refusing_unexpected
    from corpus.contents import compose
    from corpus.readers import read_transcripts

    if hashlib.sha256(data).hexdigest() in who.contents:
        return True
    with suppress(FileRefused), refusing_unexpected():
        for read in read_transcripts(name, data):
            if read.respondent in who.ids or digest_of(compose(read)[0]) in who.contents:
                return True
    return False


def own_words(session: Session, who: Leaving) -> Sequence[str]:
    """Their interviews in every version, for finding what was copied from them."""
    return list(session.scalars(select(TextVersion.text).where(TextVersion.interview_id.in_(who.interviews))))
