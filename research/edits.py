"""How a study's report was edited: a log that is only added to, so that every state of a report can be made again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, cast

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from corpus.errors import BadInput, NotFound
from corpus.viewer import Viewer, require
from research.studies import changed, now, own_study
from research.tables import EditRow, ReportRow, StudyRow

Kind = Literal["title", "heading", "text", "drop", "restore", "move", "swap", "undo"]


@dataclass(frozen=True)
class Edit:
    """number   from 1, in the order they were made
    target   key of the block it is about (research/block_keys.py); of an undo the number it takes back; "" for the title
    content  what research/rewriting.py made for this kind
    """

    number: int
    kind: Kind
    target: str
    content: Mapping[str, Any]
    made_by: str
    made_at: datetime


class Edits:
    """The edits of the reports `viewer` may see."""

    def __init__(self, engine: Engine, viewer: Viewer) -> None:
        self._engine = engine
        self.viewer = viewer

    def all(self, study: str) -> Sequence[Edit]:
        """The study's edits in the order they were made, undoing included. Raises NotFound as `Studies.get` does."""
        require(self.viewer, "read_reports")
        with Session(self._engine) as session:
            own_study(session, study, self.viewer)
            rows = session.scalars(select(EditRow).where(EditRow.study_id == study).order_by(EditRow.number))
            return [_edit(row) for row in rows]

    def newest(self, report: str) -> int:
        """The number of the newest edit of a written report's study, 0 where there is none.

        Raises NotFound `no_report` where there is no such report for this viewer.
        """
        require(self.viewer, "read_reports")
        with Session(self._engine) as session:
            study = session.scalar(select(ReportRow.study_id).where(ReportRow.id == report))
            try:
                own_study(session, study or "", self.viewer)
            except NotFound as error:
                raise NotFound("no_report", id=report) from error
            return session.scalar(select(func.max(EditRow.number)).where(EditRow.study_id == study)) or 0

    def titles(self, studies: Sequence[str]) -> Mapping[str, str]:
        """Study → the title its owner gave its report; without the studies whose report keeps its own.

        For lists: a study the viewer may not see has no title here, and nothing is raised.
        """
        require(self.viewer, "read_reports")
        query = select(EditRow).where(EditRow.study_id.in_(studies), EditRow.kind.in_(("title", "undo")))
        query = query.join(StudyRow, StudyRow.id == EditRow.study_id)
        query = query.where(StudyRow.client == self.viewer.client, StudyRow.deleted_at.is_(None))
        with Session(self._engine) as session:
            rows = session.scalars(query.order_by(EditRow.number)).all()
            by_study = {study: live([_edit(row) for row in rows if row.study_id == study]) for study in studies}
        return {study: str(held[-1].content["text"]) for study, held in by_study.items() if held}

    def add(
        self, study: str, kind: Kind, target: str, content: Mapping[str, Any], *, beneath: int | None = None
    ) -> Edit:
        """Add an edit and give it. Raises NotAllowed, and NotFound as `Studies.get` does.

        beneath   the number of the last edit its maker saw; where the same target has been edited since, in another tab
                  say: BadInput `report_moved_on`, and nothing is saved. None: no check.
        """
        require(self.viewer, "study")
        with Session(self._engine, expire_on_commit=False) as session, session.begin():
            changed(session, study, self.viewer)
            session.flush()  # from here on no other writer comes between the look and the new row
            if beneath is not None and _edited_since(session, study, target, beneath):
                raise BadInput("report_moved_on")
            last = session.scalar(select(func.max(EditRow.number)).where(EditRow.study_id == study)) or 0
            row = EditRow(
                study_id=study, number=last + 1, kind=kind, target=target, content=dict(content),
                made_by=self.viewer.person, made_at=now(),
            )  # fmt: skip
            session.add(row)
            return _edit(row)

    def undo(self, study: str, number: int) -> Edit:
        """Take an edit back; taking an undo back brings the edit back. Raises NotFound `no_edit`."""
        if all(each.number != number for each in self.all(study)):
            raise NotFound("no_edit", number=number)
        return self.add(study, "undo", str(number), {})


def _edited_since(session: Session, study: str, target: str, number: int) -> bool:
    """Whether a target has an edit after `number`, or one of its edits was taken back or brought back since."""
    rows = session.scalars(select(EditRow).where(EditRow.study_id == study).order_by(EditRow.number))
    about: dict[int, str] = {}
    for row in rows:
        about[row.number] = about.get(int(row.target), "") if row.kind == "undo" else row.target
    return any(each > number and its == target for each, its in about.items())


def live(edits: Sequence[Edit]) -> list[Edit]:
    """The edits that hold, in their order: neither undone nor undoing."""
    held = holding(edits)
    return [edit for edit in edits if edit.number in held and edit.kind != "undo"]


def holding(edits: Sequence[Edit]) -> set[int]:
    """The numbers of the entries that hold, undoing included."""
    undone: set[int] = set()
    for edit in reversed(edits):  # whether an undo holds is told by those after it
        if edit.kind == "undo" and edit.number not in undone:
            undone.add(int(edit.target))
    return {edit.number for edit in edits} - undone


def _edit(row: EditRow) -> Edit:
    return Edit(row.number, cast(Kind, row.kind), row.target, row.content, row.made_by, row.made_at)
