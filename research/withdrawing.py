"""A respondent withdraws: from the records, both indexes, what studies and reports kept, and what lies on disk.

Reports that rest on them keep their place in the lists and say so; their content is gone. Killed anywhere, the same
call finishes it: who has withdrawn is written down first, and that nothing is left last.
"""

import shutil
import zipfile
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from corpus.batch_rows import file_of
from corpus.changed import corpus_changed
from corpus.errors import Busy, IndexTrouble
from corpus.schema import BatchFileRow
from corpus.shelf import Shelf
from corpus.upgrading import forget_copies
from corpus.viewer import require
from corpus.withdrawal import (
    Leaving,
    Withdrawn,
    holds_words_of,
    is_theirs,
    leaving,
    mark_finished,
    mark_withdrawn,
    own_words,
    remove_rows,
    withdrawn_people,
)
from research.copied import Copied
from research.model_cache import StoredReplies
from research.studies import now
from research.tables import CommentRow, EditRow, JobRow, ReportRow, StageRow, StudyRow
from research.workspace import Workspace


@dataclass(frozen=True)
class RestsOn:
    """A report that rests on somebody. title: None where it belongs to another client."""

    id: str
    title: str | None
    version: int
    made_at: datetime


@dataclass(frozen=True)
class Consequence:
    """What a withdrawal takes away: interviews, and the reports that rest on them."""

    respondent: str
    interviews: tuple[str, ...]
    reports: tuple[RestsOn, ...]


def consequence_of(respondent: str, workspace: Workspace) -> Consequence:
    """What `withdraw` would do. Raises NotFound `no_respondent`, NotAllowed."""
    require(workspace.viewer, "import")
    with Session(workspace.engine) as session:
        who = leaving(session, respondent)
        found = tuple(_rests_on(session, row, workspace.viewer.client) for row in _reports_of(session, who))
        return Consequence(respondent, tuple(sorted(who.interviews)), found)


def withdrawn(workspace: Workspace) -> list[Withdrawn]:
    """Everybody who has withdrawn, the last one first; those not finished are to be withdrawn once more."""
    require(workspace.viewer, "import")
    with Session(workspace.engine) as session:
        return withdrawn_people(session)


def withdraw(respondent: str, workspace: Workspace) -> Consequence:
    """Remove somebody from everywhere, and say what it took.

    Raises NotFound `no_respondent`, NotAllowed; Busy while files come in, a study is at work or the index is being made:
    once the records are through, doing it again finishes it.
    """
    from research.working import nobody_importing

    done = consequence_of(respondent, workspace)
    with nobody_importing(workspace):
        with Session(workspace.engine) as session:
            who = leaving(session, respondent)
            _remove_uploads(session, who, workspace.settings.uploads)
        with Session(workspace.engine) as session, session.begin():
            mark_withdrawn(
                session, who, workspace.viewer
            )  # from here on no worker takes a job up before this is through
            _refuse_at_work(session)
            _remove_from_studies(session, who)
            remove_rows(session, who)
            corpus_changed(session)
    _remove_exports(workspace)
    StoredReplies(workspace.engine).forget()
    _remove_from_index(workspace)
    erase(workspace.engine)
    with Session(workspace.engine) as session, session.begin():
        mark_finished(session, who)
    return done


def erase(engine: Engine) -> None:
    """Let the database's file forget the bytes of what was deleted, and its copies go. Raises Busy where somebody reads for too long."""
    forget_copies(engine)
    full = "VACUUM" if engine.dialect.name == "sqlite" else "VACUUM FULL"
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(full)
        if engine.dialect.name == "sqlite":
            (busy, *_) = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
            if busy:
                raise Busy("withdrawal_waits")


def _refuse_at_work(session: Session) -> None:
    """A study at work has read their words already, and would write them down again."""
    if session.scalar(select(JobRow.id).where(JobRow.status == "running").limit(1)) is not None:
        raise Busy("withdrawal_waits")


def _remove_uploads(session: Session, who: Leaving, folder: Path) -> None:
    """Files that were brought and are not in: refused ones among them may be theirs."""
    shelf = Shelf(folder)
    for row in session.scalars(select(BatchFileRow).order_by(BatchFileRow.batch_id, BatchFileRow.number)):
        file = file_of(row)
        if shelf.holds(file) and (is_theirs(row, who) or holds_words_of(row.name, shelf.path(file).read_bytes(), who)):
            shelf.forget(file)


def _remove_from_studies(session: Session, who: Leaving) -> None:
    """Reports, stages, edits, comments and what jobs left: each study touched is drawn anew."""
    reports, copied = _reports_of(session, who), Copied(own_words(session, who))
    touched = {_empty(session, row, who.respondent) for row in reports}
    for stage in session.scalars(select(StageRow)):
        if mentions(stage.result, who.names):
            touched.add(stage.study_id)
            session.delete(stage)
    touched |= _take_out_copies(session, copied)
    for job in session.scalars(select(JobRow)):
        if mentions([job.result, job.trouble_values], who.names):
            job.result, job.trouble_values = None, None if job.trouble_key is None else {}
    session.execute(update(StudyRow).where(StudyRow.id.in_(touched)).values(stamp=StudyRow.stamp + 1))
    session.flush()


def _empty(session: Session, row: ReportRow, respondent: str) -> str:
    """A report without its content, and its study's id; what was last written is stale."""
    gone = {*row.evidence.get("withdrawn", ()), respondent}
    row.content, row.evidence, row.key = {}, {"withdrawn": sorted(gone)}, ""
    row.withdrawn_at = row.withdrawn_at or now()
    written = update(StageRow).where(StageRow.study_id == row.study_id, StageRow.name == "report")
    session.execute(written.values(key=""))
    return row.study_id


def _take_out_copies(session: Session, copied: Copied) -> set[str]:
    touched = set()
    for edit in session.scalars(select(EditRow)):
        left = copied.without_any(edit.content)
        if left != edit.content:
            edit.content = left
            touched.add(edit.study_id)
    for comment in session.scalars(select(CommentRow)):
        left = copied.without(comment.text)
        if left != comment.text:
            comment.text = left
            touched.add(comment.study_id)
    return touched


def _reports_of(session: Session, who: Leaving) -> list[ReportRow]:
    """The reports that name them, in whatever study."""
    rows = session.scalars(select(ReportRow).order_by(ReportRow.made_at, ReportRow.id))
    return [row for row in rows if mentions([row.evidence, row.content], who.names)]


def _rests_on(session: Session, row: ReportRow, client: str) -> RestsOn:
    study = session.get_one(StudyRow, row.study_id)
    return RestsOn(row.id, study.title if study.client == client else None, row.version, row.made_at)


def mentions(value: Any, names: Set[str]) -> bool:
    """Whether a JSON value holds one of the names as a text or a key of its own."""
    if isinstance(value, str):
        return value in names
    if isinstance(value, Mapping):
        return any(name in names or mentions(each, names) for name, each in value.items())
    return isinstance(value, list | tuple) and any(mentions(each, names) for each in value)


def _remove_exports(workspace: Workspace) -> None:
    """Files written into the workspace's own folder from a report that is gone: whichever name one has, it bears the report's."""
    with Session(workspace.engine) as session:
        ids = list(session.scalars(select(ReportRow.id).where(ReportRow.withdrawn_at.is_not(None))))
    gone = [each.encode() for name in ids for each in (name, name.replace("-", "_"))]  # a bookmark has no hyphens
    folder = workspace.settings.exports
    for path in [each for each in folder.rglob("*") if each.is_file()] if folder.is_dir() and gone else []:
        if any(name in part for part in _parts(path) for name in gone):
            path.unlink()


def _parts(path: Path) -> Iterator[bytes]:
    """The bytes of a file, unpacked where it is packed."""
    data = path.read_bytes()
    yield data
    if zipfile.is_zipfile(BytesIO(data)):
        with zipfile.ZipFile(BytesIO(data)) as packed:
            yield from (packed.read(name) for name in packed.namelist())


def _remove_from_index(workspace: Workspace) -> None:
    """The index without them; none where nobody is left. One that cannot be used holds them too: it is built anew."""
    from index.build import update_index

    settings = workspace.settings
    if not workspace.corpus.versions():
        shutil.rmtree(settings.index, ignore_errors=True)
        return
    try:
        update_index(workspace.corpus, settings.index, encoder=settings.encoder)
    except IndexTrouble:
        update_index(workspace.corpus, settings.index, encoder=settings.encoder, rebuild=True)
