"""Bringing files in: idempotent by content, a bad file recorded and never fatal, many good ones in one transaction."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from corpus.arrivals import Arrival, arrivals, refusing_unexpected
from corpus.contents import Contents
from corpus.disk import RECORDS_EACH, check_room, place_of, size_of, telling_full
from corpus.errors import Busy, FileRefused
from corpus.naming import id_in
from corpus.opening import AlreadyIn, Opened, opened
from corpus.placing import Told
from corpus.portions import portions
from corpus.schema import InterviewRow, SourceFile
from corpus.taking import FileResult, Intake, Taking, source_row, take, taking
from corpus.viewer import Viewer, require

TOGETHER = 32
"""Files written in one transaction, and so done again after a kill: beyond these it is hardly faster."""
TOGETHER_BYTES = 4 * 1024 * 1024

Progress = Callable[[int, int, str], None]
"""Called with (done, of, name of the file just finished)."""


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
    for done, result in enumerate(bring_in_all(found, intake), 1):
        results.append(result)
        progress(done, len(found), result.name)
    return results


def bring_in_all(files: Sequence[Arrival], intake: Intake) -> Iterator[FileResult]:
    """Each file, in this order, those behind it being read meanwhile.

    What cannot be read is recorded with its reason; nothing is raised for it.
    """
    came = map(_read, opened(files, intake.read, intake.engine))
    for plain, run in groupby(came, lambda each: each.plain):
        for some in portions(run, _size, most=TOGETHER if plain else 1, largest=TOGETHER_BYTES):
            yield from _bring_in_together(some, intake)


def bring_in(arrival: Arrival, intake: Intake) -> FileResult:
    """One file, in a transaction of its own."""
    return next(bring_in_all([arrival], intake))


@dataclass(frozen=True)
class _File:
    """A file on its way in. contents: what it holds, or why nothing of it comes in."""

    opened: Opened
    contents: Contents | FileRefused | AlreadyIn

    @property
    def plain(self) -> bool:
        """Whether it brings interviews, as far as can be told, and nothing else: such are written many at once."""
        return isinstance(self.contents, Contents) and not self.contents.people

    def taking(self, told: Told) -> Taking:
        """Raises AlreadyIn, FileRefused."""
        if not isinstance(self.contents, Contents):
            raise self.contents
        return taking(self.opened, self.contents, told)


def _read(one: Opened) -> _File:
    try:
        with refusing_unexpected():
            try:
                return _File(one, one.contents())
            except AlreadyIn as there:
                return _File(one, there)
    except FileRefused as refusal:
        return _File(one, refusal)


def _size(file: _File) -> int:
    return file.opened.size


def _bring_in_together(files: list[_File], intake: Intake) -> list[FileResult]:
    """All in one transaction; where anything at all goes wrong, each in its own, so that it is that one's trouble alone."""
    if len(files) > 1:
        with suppress(Exception):
            return take([each.taking(intake.told) for each in files], intake)
    return [_bring_in(each, intake) for each in files]


def _bring_in(one: _File, intake: Intake) -> FileResult:
    opened = one.opened
    try:
        with refusing_unexpected():
            try:
                return take([one.taking(intake.told)], intake)[0]
            except AlreadyIn as there:
                if other := _other_person(opened, intake.engine):
                    opened = _copy(opened)
                    raise other from None
                return _note_known(opened, there.name, intake)
    except FileRefused as refusal:
        size = refusal.values["size"] if refusal.key == "too_large" else opened.size
        return _record_refusal(replace(opened, size=size), intake, refusal)


def _other_person(opened: Opened, engine: Engine) -> FileRefused | None:
    """The refusal `other_person` where the file's name names somebody else than those the same content is in for."""
    who = id_in(opened.arrival.name)
    query = select(InterviewRow.id, InterviewRow.respondent_id).join(SourceFile)
    query = query.where(SourceFile.sha256 == opened.digest).order_by(InterviewRow.id.desc())
    with Session(engine) as session:
        held = {person: interview for interview, person in session.execute(query)}
    return FileRefused("other_person", who=who, id=min(held.values())) if who and held and who not in held else None


def _copy(opened: Opened) -> Opened:
    """A content that is in already and comes under the name of another: a case of its own, the content's row says it is in."""
    return replace(opened, digest=sha_of_copy(opened.digest, opened.arrival.name))


def sha_of_copy(digest: str, name: str) -> str:
    """What stands for a content that is there already, and now comes in under the name of another person."""
    return hashlib.sha256(f"{digest}:{id_in(name)}".encode()).hexdigest()


def _note_known(opened: Opened, known: str, intake: Intake) -> FileResult:
    result = FileResult(opened.arrival.name, "known", known_as=known, sha256=opened.digest)
    with Session(intake.engine) as session, session.begin():
        intake.noted(session, result)
    return result


def _record_refusal(opened: Opened, intake: Intake, refusal: FileRefused) -> FileResult:
    result = FileResult(opened.arrival.name, "refused", refusal=refusal, sha256=opened.digest)
    with Session(intake.engine) as session, session.begin():
        keep_refusal(session, result.name, result.sha256, opened.size, intake.viewer, refusal)
        intake.noted(session, result)
    return result


def keep_refusal(session: Session, name: str, digest: str, size: int, viewer: Viewer, refusal: FileRefused) -> None:
    """Record why a file is not in, unless it is: trouble on the way cannot put out what is in."""
    held = session.scalar(select(SourceFile).where(SourceFile.sha256 == digest))
    with suppress(AlreadyIn):
        row = source_row(held, name, digest, size, viewer, "refused")
        row.reason_key, row.reason_values = refusal.key, refusal.values
        session.add(row)
