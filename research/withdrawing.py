"""A respondent withdraws: from the records, both indexes, what studies and reports kept, and what lies on disk.

Who is asked for is gone from every page at once: their rows go in the transaction that asks. The worker does the rest:
index, files, and the bytes that deleted rows leave behind. Reports that rest on them keep their place in the lists and say
so; their content is gone. Killed anywhere, the same pieces finish it: who has withdrawn is written down first, and that
nothing is left last.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from corpus.changed import corpus_changed
from corpus.errors import Busy
from corpus.viewer import require
from corpus.withdrawal import (
    Leaving,
    Withdrawn,
    leaving,
    mark_finished,
    mark_withdrawn,
    remove_rows,
    who_withdrew,
    withdrawn_people,
)
from research.jobs import PHASES, STUDYING, add_job
from research.model_cache import StoredReplies
from research.tables import JobRow, ReportRow, StudyRow
from research.warm import WarmIndex
from research.withdrawing_files import erase, remove_exports, remove_from_index, remove_uploads
from research.withdrawing_studies import remove_from_studies, reports_of
from research.workspace import Workspace

Told = Callable[[str, int, int], None]
"""Called with (phase, done, of), as research/working.py has it."""


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
    """What a withdrawal would take. Raises NotFound `no_respondent`, NotAllowed."""
    require(workspace.viewer, "import")
    with Session(workspace.engine) as session:
        who = leaving(session, respondent)
        found = tuple(_rests_on(session, row, workspace.viewer.client) for row in reports_of(session, who))
        return Consequence(respondent, tuple(sorted(who.interviews)), found)


def withdrawn(workspace: Workspace) -> list[Withdrawn]:
    """Everybody who has withdrawn, the last one first; those not finished are under way, or to be asked for once more."""
    require(workspace.viewer, "import")
    with Session(workspace.engine) as session:
        return withdrawn_people(session)


def ask_withdrawal(respondent: str, workspace: Workspace) -> Consequence:
    """Take somebody out of everything that is shown, at once, and ask the worker for the rest; what it takes.

    Raises NotFound `no_respondent`, NotAllowed.
    """
    done = consequence_of(respondent, workspace)
    with Session(workspace.engine) as session, session.begin():
        act = _take_out(session, leaving(session, respondent), workspace, read=False)
        add_job(session, "withdraw", act, workspace.viewer)
    return done


def ask_unfinished(workspace: Workspace) -> None:
    """Ask once more for withdrawals that did not come to their end."""
    for each in withdrawn(workspace):
        if each.act and not each.finished:
            workspace.jobs.ask("withdraw", each.act)


def withdraw(respondent: str, workspace: Workspace) -> Consequence:
    """Remove somebody from everywhere, here and now, and say what it took.

    Raises NotFound `no_respondent`, NotAllowed; Busy while files come in, a study is at work or the index is being made:
    they are gone from what is shown then, and doing it again finishes it.
    """
    done = consequence_of(respondent, workspace)
    with Session(workspace.engine) as session, session.begin():
        act = _take_out(session, leaving(session, respondent), workspace, read=False)
    with Session(workspace.engine) as session:
        at_work = select(JobRow.id).where(JobRow.status == "running", JobRow.kind.in_(STUDYING))
        if session.scalar(at_work.limit(1)) is not None:  # it has read their words, and may write them down yet
            raise Busy("withdrawal_waits")
    work = Withdrawing(act, workspace, lambda *_: None, WarmIndex())
    for at, piece in enumerate(work.plan()):
        work.do(piece, at, len(PHASES["withdraw"]))
    return done


class Withdrawing:
    """The withdrawal with this id as a job. Each piece may be done twice; no study is at work meanwhile."""

    def __init__(self, act: str, workspace: Workspace, told: Told, warm: WarmIndex) -> None:
        self._act = act
        self._workspace = workspace
        self._told = told
        self._warm = warm

    def plan(self) -> list[str]:
        with Session(self._workspace.engine) as session:
            who_withdrew(session, self._act)
        return list(PHASES["withdraw"])

    def do(self, piece: str, at: int, of: int) -> dict[str, Any] | None:
        self._told(piece, 0, 0)
        getattr(self, f"_{piece}")()
        return {} if at + 1 == of else None

    def _records(self) -> None:
        """Once more, with every import waiting: what came in or was written down while the asking went on."""
        from research.working import nobody_importing

        with nobody_importing(self._workspace), Session(self._workspace.engine) as session, session.begin():
            _take_out(session, leaving(session, who_withdrew(session, self._act)), self._workspace, read=True)

    def _index(self) -> None:
        from research.withdrawing_subjects import rename_unsaid  # loads what cuts words

        remove_from_index(self._workspace, lambda done, of: self._told("index", done, of))
        self._warm.forget()
        rename_unsaid(self._workspace)

    def _files(self) -> None:
        remove_exports(self._workspace)
        StoredReplies(self._workspace.engine).forget()

    def _erase(self) -> None:
        erase(self._workspace.engine)
        with Session(self._workspace.engine) as session, session.begin():
            mark_finished(session, leaving(session, who_withdrew(session, self._act)))


def _take_out(session: Session, who: Leaving, workspace: Workspace, *, read: bool) -> str:
    """Everything of theirs in the records, and files that were brought; the withdrawal's id.

    read   look into files whose row does not tell whose they are, too
    """
    remove_uploads(session, who, workspace.settings.uploads, read=read)
    act = mark_withdrawn(session, who, workspace.viewer)  # from here on nobody else writes before this is through
    remove_from_studies(session, who)
    remove_rows(session, who)
    corpus_changed(session)
    return act


def _rests_on(session: Session, row: ReportRow, client: str) -> RestsOn:
    study = session.get_one(StudyRow, row.study_id)
    return RestsOn(row.id, study.title if study.client == client else None, row.version, row.made_at)
