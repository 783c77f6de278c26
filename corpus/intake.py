"""Bringing files in: idempotent by content, one transaction a file, a bad file recorded and never fatal."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from corpus.cleaning import removable
from corpus.errors import BadInput, Busy, FileRefused
from corpus.exchanges import pair_turns, roles_of
from corpus.language import language_of
from corpus.readers import READERS, read_attributes, read_transcripts
from corpus.records import ATTRIBUTES, Attributes, SpokenTurn, Transcript, Turn
from corpus.schema import AttributesRow, ExchangeRow, InterviewRow, RespondentRow, SourceFile, TextVersion, TurnRow
from corpus.viewer import Viewer, require

WAVE = re.compile(r"(?<!\d)(20\d\d)[-_ ]?Q([1-4])(?!\d)", re.I)
_RESPONDENT = re.compile(r"^(?:R-)?([A-Za-z]{1,4}[-_]?\d{1,8})(?![A-Za-z0-9])")
MAX_BYTES = 30 * 1024 * 1024


@dataclass(frozen=True)
class FileResult:
    """What became of one file. status: in · known (same content is already in) · refused."""

    name: str
    status: str
    interviews: tuple[str, ...] = ()
    attributes: int = 0
    refusal: FileRefused | None = None


Progress = Callable[[int, int, str], None]
"""Called with (done, of, name of the file just finished)."""


def import_files(
    paths: Iterable[Path], *, engine: Engine, viewer: Viewer, lock: Path, wave: str | None = None,
    progress: Progress = lambda done, of, name: None,
) -> list[FileResult]:  # fmt: skip
    """Bring in files and folders (folders wholly), respondents tables first; results in the order of the files.

    wave   for files that do not say theirs
    lock   file that keeps a second import out

    Raises BadInput where a path does not exist or nothing is there, Busy where an import is running.
    A file that cannot be read is recorded with its reason; the others go on.
    """
    require(viewer, "import")
    found = list(_files(paths))
    if not found:
        raise BadInput("nothing_to_import")
    try:
        with FileLock(lock, timeout=0):
            return [
                _one(path, name, engine, viewer, wave, progress, at, len(found))
                for at, (path, name) in enumerate(found)
            ]
    except Timeout as error:
        raise Busy("import_running") from error


def _files(paths: Iterable[Path]) -> Iterator[tuple[Path, str]]:
    """(path, name shown) of every file, names relative to the folder that was given; csv tables come first."""
    listed: list[tuple[Path, str]] = []
    for path in paths:
        if not path.exists():
            raise BadInput("no_such_path", path=str(path))
        inside = [path] if path.is_file() else sorted(each for each in path.rglob("*") if _counts(each, path))
        listed += [(each, str(each.relative_to(path.parent))) for each in inside]
    return iter(sorted(listed, key=lambda item: (not re.search(r"respondent|受访者", item[1], re.I), item[1])))


def _counts(path: Path, root: Path) -> bool:
    hidden = any(part.startswith((".", "~$")) for part in path.relative_to(root).parts)
    return path.is_file() and not hidden


def _one(
    path: Path, name: str, engine: Engine, viewer: Viewer, wave: str | None, progress: Progress, at: int, of: int
) -> FileResult:
    result = _bring_in(path, name, engine, viewer, wave)
    progress(at + 1, of, name)
    return result


def _bring_in(path: Path, name: str, engine: Engine, viewer: Viewer, wave: str | None) -> FileResult:
    size = path.stat().st_size
    if size > MAX_BYTES:
        digest = hashlib.sha256(f"{name}:{size}".encode()).hexdigest()
        return _record_refusal(engine, name, digest, size, viewer, FileRefused("too_large", size=size, limit=MAX_BYTES))
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    with Session(engine) as session:
        known = session.scalar(select(SourceFile).where(SourceFile.sha256 == digest))
        if known is not None and known.status == "in":
            return FileResult(name, "known")
    try:
        return _take(engine, name, data, digest, viewer, wave)
    except FileRefused as refusal:
        return _record_refusal(engine, name, digest, len(data), viewer, refusal)


def _take(engine: Engine, name: str, data: bytes, digest: str, viewer: Viewer, wave: str | None) -> FileResult:
    if Path(name).suffix.lower() not in READERS:
        raise FileRefused("unknown_format", suffix=Path(name).suffix or name)
    table = read_attributes(name, data)
    transcripts = [] if table is not None else read_transcripts(name, data)
    with Session(engine) as session, session.begin():
        source = _source(session, name, digest, len(data), viewer, "in")
        session.flush()
        for person in table or []:
            _store_attributes(session, person)
        ids = tuple(_store_interview(session, source, one, name, wave) for one in transcripts)
        return FileResult(name, "in", ids, len(table or []))


def _record_refusal(
    engine: Engine, name: str, digest: str, size: int, viewer: Viewer, refusal: FileRefused
) -> FileResult:
    with Session(engine) as session, session.begin():
        row = _source(session, name, digest, size, viewer, "refused")
        row.reason_key, row.reason_values = refusal.key, refusal.values
    return FileResult(name, "refused", refusal=refusal)


def _source(session: Session, name: str, digest: str, size: int, viewer: Viewer, status: str) -> SourceFile:
    """The file's row, new or that of an earlier refusal of the same content."""
    row = session.scalar(select(SourceFile).where(SourceFile.sha256 == digest)) or SourceFile(sha256=digest)
    row.name, row.size, row.status, row.brought_by = name, size, status, viewer.person
    row.reason_key = row.reason_values = None
    row.brought_at = datetime.now(UTC).replace(tzinfo=None)
    session.add(row)
    return row


def _store_attributes(session: Session, person: Attributes) -> None:
    respondent = session.get(RespondentRow, person.respondent) or RespondentRow(id=person.respondent, consent="none")
    if person.consent is not None:
        respondent.consent = person.consent
    session.add(respondent)
    session.flush()
    key = (person.respondent, person.wave or "")
    row = session.get(AttributesRow, key) or AttributesRow(respondent_id=key[0], wave=key[1])
    for field in ATTRIBUTES:
        if getattr(person, field) not in (None, ""):
            setattr(row, field, getattr(person, field))
    session.add(row)


def _store_interview(session: Session, source: SourceFile, read: Transcript, name: str, wave: str | None) -> str:
    who, when = _respondent_of(read, name), _wave_of(read, name, wave)
    if session.get(RespondentRow, who) is None:
        session.add(RespondentRow(id=who, consent="none"))
        session.flush()
    row = InterviewRow(
        id=_free_id(session, f"{who}-{when}"), respondent_id=who, wave=when, date=read.date or "",
        language=language_of(" ".join(turn.text for turn in read.turns)), source_id=source.id, version=1,
    )  # fmt: skip
    session.add(row)
    session.flush()
    _store_text(session, row, read)
    return row.id


def _store_text(session: Session, row: InterviewRow, read: Transcript) -> None:
    text, turns = compose(read)
    language = language_of(text)
    session.add(TextVersion(interview_id=row.id, version=1, text=text))
    for turn in turns:
        removed = [list(span) for span in removable(text[turn.start : turn.end], language)]
        session.add(TurnRow(
            interview_id=row.id, version=1, position=turn.position, role=turn.role, label=turn.label,
            start=turn.start, end=turn.end, removed=removed,
        ))  # fmt: skip
    pairs = pair_turns(turns, text, language)
    if not pairs:
        raise FileRefused("no_exchanges")
    for position, pair in enumerate(pairs):
        asked = turns[pair.question]
        session.add(ExchangeRow(
            interview_id=row.id, version=1, position=position, question_start=asked.start, question_end=asked.end,
            answer=[[turns[at].start, turns[at].end] for at in pair.answers], follows=pair.follows,
        ))  # fmt: skip


def compose(read: Transcript) -> tuple[str, list[Turn]]:
    """The interview's text (turns joined by line ends) and its turns with their offsets and roles."""
    spoken = [turn for turn in read.turns if turn.text.strip()]
    _check_speakers(spoken)
    roles = roles_of([turn.speaker for turn in spoken], [turn.text for turn in spoken], read.names_interviewer)
    turns, at = [], 0
    for position, one in enumerate(spoken):
        turns.append(Turn(position, roles[one.speaker], one.speaker, at, at + len(one.text)))
        at += len(one.text) + 1
    return "\n".join(one.text for one in spoken), turns


def _check_speakers(spoken: list[SpokenTurn]) -> None:
    if len({turn.speaker for turn in spoken}) < 2:
        raise FileRefused("no_speakers", line=spoken[0].line if spoken else 1)


def _respondent_of(read: Transcript, name: str) -> str:
    """The id the file gives, else the one its name begins with, else a pseudonym that tells nothing."""
    if read.respondent:
        return read.respondent
    found = _RESPONDENT.match(Path(name).stem)
    return found[1] if found else "R-" + hashlib.sha256(Path(name).stem.encode()).hexdigest()[:8]


def _wave_of(read: Transcript, name: str, given: str | None) -> str:
    for said in (read.wave, Path(name).stem, _quarter(read.date), given, str(Path(name).parent)):
        if said and (found := WAVE.search(said)):
            return f"{found[1]}-Q{found[2]}"
    raise FileRefused("no_wave")


def _quarter(date: str | None) -> str | None:
    found = re.match(r"(20\d\d)-(\d\d)", date or "")
    return f"{found[1]}-Q{(int(found[2]) + 2) // 3}" if found else None


def _free_id(session: Session, wanted: str) -> str:
    candidate, n = wanted, 2
    while session.get(InterviewRow, candidate) is not None:
        candidate, n = f"{wanted}-{n}", n + 1
    return candidate
