"""Bringing files in: idempotent by content, one transaction a file, a bad file recorded and never fatal."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from corpus.arrivals import Arrival, arrivals, refusing_unexpected
from corpus.changed import corpus_changed
from corpus.contents import Contents, Interview, Reading
from corpus.disk import RECORDS_EACH, check_room, place_of, size_of, telling_full
from corpus.errors import Busy, FileRefused
from corpus.keeping import SameInterview, Told, keep_attributes, keep_interview, whose
from corpus.naming import id_in
from corpus.opening import Opened, opened
from corpus.schema import InterviewRow, SourceFile
from corpus.viewer import Viewer, require


@dataclass(frozen=True)
class FileResult:
    """What became of one file. status: in · known (same content is already in) · refused.

    interviews  ids of those that came in now
    attributes  how many rows of it say something of a person in a wave
    refusal     why the file was refused; of a file that is in, why rows or an interview of it were left out
    known_as    the name under which the same content is in
    sha256      what stands for its content in the records
    """

    name: str
    status: str
    interviews: tuple[str, ...] = ()
    attributes: int = 0
    refusal: FileRefused | None = None
    known_as: str = ""
    sha256: str = ""


Progress = Callable[[int, int, str], None]
"""Called with (done, of, name of the file just finished)."""


Noted = Callable[[Session, FileResult], None]
"""Called with what becomes of a file, in the transaction that decides it."""


Begun = Callable[[Session, frozenset[str]], None]
"""Called with the ids of a file's people before anything of it is written, in the transaction that writes it."""


@dataclass(frozen=True)
class Intake:
    """What one import works with; `told` is what was said of its files. read: None reads them as they say themselves."""

    engine: Engine
    viewer: Viewer
    told: Told = field(default_factory=Told)
    begun: Begun = lambda session, people: None
    noted: Noted = lambda session, result: None
    read: Reading | None = None


def import_files(
    paths: Iterable[Path], *, engine: Engine, viewer: Viewer, lock: Path, wave: str | None = None,
    progress: Progress = lambda done, of, name: None,
) -> list[FileResult]:  # fmt: skip
    """Bring in files and folders (folders wholly), tables of people first; results in that order.

    wave   for files that do not say theirs
    lock   file that keeps a second import out

    Raises BadInput where a path does not exist or nothing is there, Busy where an import is running, NoRoom where the
    disk has no room: before anything is touched where that can be told, else when not even a reason can be recorded.
    A file that cannot be read is recorded with its reason; the others go on.
    """
    require(viewer, "import")
    try:
        with FileLock(lock, timeout=0), telling_full(place_of(engine)):
            found = arrivals(paths)
            check_room(place_of(engine), RECORDS_EACH * size_of(one.path for one in found))
            return _all(found, Intake(engine, viewer, Told(wave)), progress)
    except Timeout as error:
        raise Busy("import_running") from error


def _all(found: list[Arrival], intake: Intake, progress: Progress) -> list[FileResult]:
    results = []
    for done, result in enumerate(bring_in_all([(each, intake) for each in found]), 1):
        results.append(result)
        progress(done, len(found), result.name)
    return results


def bring_in_all(files: Sequence[tuple[Arrival, Intake]]) -> Iterator[FileResult]:
    """Each file in a transaction of its own and in this order, those behind it being read meanwhile.

    What cannot be read is recorded with its reason; nothing is raised for it. All into the same corpus.
    """
    if files:
        to_read = [(arrival, intake.read) for arrival, intake in files]
        for one, (_, intake) in zip(opened(to_read, files[0][1].engine), files, strict=True):
            yield _bring_in(one, intake)


def bring_in(arrival: Arrival, intake: Intake) -> FileResult:
    """One file, as `bring_in_all` does."""
    return next(bring_in_all([(arrival, intake)]))


def _bring_in(one: Opened, intake: Intake) -> FileResult:
    digest, size = one.digest, one.size
    try:
        with refusing_unexpected():
            try:
                if one.known is None:
                    return _take(one, intake)
                known = one.known
            except _AlreadyIn as error:  # by a file before it, since it was opened
                known = error.name
            if other := _other_person(one.arrival, digest, intake.engine):
                digest = sha_of_copy(digest, one.arrival.name)  # a case of its own: the content's own row says it is in
                raise other
            return _note_known(one.arrival, known, digest, intake)
    except FileRefused as refusal:
        size = refusal.values["size"] if refusal.key == "too_large" else size
        return _record_refusal(one.arrival.name, digest, size, intake, refusal)


class _AlreadyIn(Exception):
    """The same content is in, under `name`."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


def _other_person(arrival: Arrival, digest: str, engine: Engine) -> FileRefused | None:
    """The refusal `other_person` where the file's name names somebody else than those the same content is in for."""
    named = id_in(arrival.name)
    query = select(InterviewRow.id, InterviewRow.respondent_id).join(SourceFile).where(SourceFile.sha256 == digest)
    with Session(engine) as session:
        held = {who: interview for interview, who in session.execute(query.order_by(InterviewRow.id.desc()))}
    return (
        FileRefused("other_person", who=named, id=min(held.values())) if named and held and named not in held else None
    )


def sha_of_copy(digest: str, name: str) -> str:
    """What stands for a content that is there already, and now comes in under the name of another person."""
    return hashlib.sha256(f"{digest}:{id_in(name)}".encode()).hexdigest()


def _note_known(arrival: Arrival, known: str, digest: str, intake: Intake) -> FileResult:
    result = FileResult(arrival.name, "known", known_as=known, sha256=digest)
    with Session(intake.engine) as session, session.begin():
        intake.noted(session, result)
    return result


def _take(one: Opened, intake: Intake) -> FileResult:
    check_room(place_of(intake.engine), RECORDS_EACH * one.size)
    held, name = one.contents(), one.arrival.name
    with Session(intake.engine) as session, session.begin():
        source = _source(session, name, one.digest, one.size, intake.viewer, "in")
        intake.begun(session, _people_of(held, name, intake.told))
        session.flush()
        described = sum([keep_attributes(session, person) for person in held.people])
        ids, same = _keep_interviews(session, source, held.interviews, name, intake.told)
        if same and not ids and not held.people:
            raise same
        if left_out := held.left_out or same:
            source.reason_key, source.reason_values = left_out.key, left_out.values
        corpus_changed(session)
        result = FileResult(name, "in", ids, described, left_out, sha256=one.digest)
        intake.noted(session, result)
    return result


def _people_of(held: Contents, name: str, told: Told) -> frozenset[str]:
    return frozenset(
        [*(one.respondent for one in held.people), *(whose(one.read, name, told) for one in held.interviews)]
    )


def _keep_interviews(
    session: Session, source: SourceFile, interviews: Iterable[Interview], name: str, told: Told
) -> tuple[tuple[str, ...], SameInterview | None]:
    """The ids of those that are new, and why the first of the others is not."""
    ids: list[str] = []
    same: SameInterview | None = None
    for one in interviews:
        try:
            ids.append(keep_interview(session, source, one, name, told))
        except SameInterview as refusal:
            same = same or refusal
    return tuple(ids), same


def _record_refusal(name: str, digest: str, size: int, intake: Intake, refusal: FileRefused) -> FileResult:
    result = FileResult(name, "refused", refusal=refusal, sha256=digest)
    with Session(intake.engine) as session, session.begin():
        keep_refusal(session, name, digest, size, intake.viewer, refusal)
        intake.noted(session, result)
    return result


def keep_refusal(session: Session, name: str, digest: str, size: int, viewer: Viewer, refusal: FileRefused) -> None:
    """Record why a file is not in, unless it is: trouble on the way cannot put out what is in."""
    held = session.scalar(select(SourceFile.status).where(SourceFile.sha256 == digest))
    if held != "in":
        row = _source(session, name, digest, size, viewer, "refused")
        row.reason_key, row.reason_values = refusal.key, refusal.values


def _source(session: Session, name: str, digest: str, size: int, viewer: Viewer, status: str) -> SourceFile:
    """The file's row, new or that of an earlier refusal of the same content. Raises _AlreadyIn."""
    row = session.scalar(select(SourceFile).where(SourceFile.sha256 == digest))
    if row is None:
        row = SourceFile(sha256=digest)
        session.add(row)
    elif row.status == "in":
        raise _AlreadyIn(row.name)
    row.name, row.size, row.status, row.brought_by = name, size, status, viewer.person
    row.reason_key = row.reason_values = None
    row.brought_at = datetime.now(UTC).replace(tzinfo=None)
    return row
