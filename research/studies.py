"""The studies of a workspace, for a viewer: each with its saved stages and its reports."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from corpus.errors import NotFound
from corpus.viewer import Viewer, require
from research.brief import Brief
from research.tables import ReportRow, StageRow, StudyRow

STAGES = ("outline", "matches", "responses", "selection", "evidence", "report")
"""In the order in which each rests on those before it; the brief is the study itself."""


@dataclass(frozen=True)
class Study:
    """A study as its stages see it."""

    id: str
    title: str
    brief: Brief
    owner: str
    made_at: datetime


@dataclass(frozen=True)
class SavedReport:
    """A written report: its record and the evidence it stands on, as JSON."""

    id: str
    study: str
    version: int
    content: dict[str, Any]
    evidence: dict[str, Any]
    made_at: datetime


class Studies:
    """The studies `viewer` may see: those of their own client."""

    def __init__(self, engine: Engine, viewer: Viewer) -> None:
        self._engine = engine
        self.viewer = viewer

    def open(self, brief: Brief) -> Study:
        """The study of this very brief, made if there is none: the same brief twice is one study."""
        require(self.viewer, "study")
        content = brief.model_dump(mode="json")
        with Session(self._engine, expire_on_commit=False) as session, session.begin():
            row = self._row_of(session, content)
            if row is None:
                row = StudyRow(
                    id="s-" + secrets.token_hex(6), client=self.viewer.client, owner=self.viewer.person,
                    title=brief.title, language=brief.language, brief=content, made_at=_now(),
                )  # fmt: skip
                session.add(row)
            return _study(row)

    def find(self, brief: Brief) -> Study | None:
        """The study of this very brief, None where it was never run."""
        require(self.viewer, "read_reports")
        with Session(self._engine) as session:
            row = self._row_of(session, brief.model_dump(mode="json"))
            return _study(row) if row else None

    def get(self, study_id: str) -> Study:
        """A study by id. Raises NotFound where there is none, or none for this viewer."""
        require(self.viewer, "read_reports")
        with Session(self._engine) as session:
            return _study(self._row(session, study_id))

    def list(self) -> list[Study]:
        """The viewer's studies, newest first."""
        require(self.viewer, "read_reports")
        with Session(self._engine) as session:
            query = select(StudyRow).where(StudyRow.client == self.viewer.client).order_by(StudyRow.made_at.desc())
            return [_study(row) for row in session.scalars(query)]

    def stage(self, study_id: str, name: str) -> tuple[str, dict[str, Any]] | None:
        """A stage's (key, result), None where it was not run."""
        require(self.viewer, "study")
        with Session(self._engine) as session:
            row = session.get(StageRow, (self._row(session, study_id).id, name))
            return (row.key, row.result) if row else None

    def save_stage(self, study_id: str, name: str, key: str, result: dict[str, Any]) -> None:
        """Save a stage's result under the key of everything that shaped it."""
        require(self.viewer, "study")
        with Session(self._engine) as session, session.begin():
            study = self._row(session, study_id)
            row = session.get(StageRow, (study.id, name)) or StageRow(study_id=study.id, name=name)
            row.key, row.result, row.made_at = key, result, _now()
            session.add(row)

    def save_report(self, study_id: str, key: str, content: dict[str, Any], evidence: dict[str, Any]) -> SavedReport:
        """A new version of the study's report, or the newest where nothing that shaped it has changed."""
        require(self.viewer, "study")
        with Session(self._engine, expire_on_commit=False) as session, session.begin():
            study = self._row(session, study_id)
            newest = session.scalar(
                select(ReportRow).where(ReportRow.study_id == study.id).order_by(ReportRow.version.desc()).limit(1)
            )
            if newest is not None and newest.key == key:
                return _report(newest)
            row = ReportRow(
                id=str(content["id"]), study_id=study.id, version=newest.version + 1 if newest else 1, key=key,
                content=content, evidence=evidence, made_at=_now(),
            )  # fmt: skip
            session.add(row)
            return _report(row)

    def report(self, report_id: str) -> SavedReport:
        """A report by id. Raises NotFound where there is none, or none for this viewer."""
        require(self.viewer, "read_reports")
        with Session(self._engine) as session:
            row = session.get(ReportRow, report_id)
            study = session.get(StudyRow, row.study_id) if row else None
            if row is None or study is None or study.client != self.viewer.client:
                raise NotFound("no_report", id=report_id)
            return _report(row)

    def reports(self, study_id: str | None = None) -> Sequence[SavedReport]:
        """The reports of the viewer's studies, newest first; of one study where it is named."""
        require(self.viewer, "read_reports")
        with Session(self._engine) as session:
            query = select(ReportRow).join(StudyRow).where(StudyRow.client == self.viewer.client)
            query = query.where(ReportRow.study_id == study_id) if study_id else query
            return [
                _report(row)
                for row in session.scalars(query.order_by(ReportRow.made_at.desc(), ReportRow.version.desc()))
            ]

    def next_version(self, study_id: str) -> int:
        """The version a new report of the study would have. Raises NotFound as `get` does."""
        require(self.viewer, "study")
        with Session(self._engine) as session:
            query = select(func.max(ReportRow.version)).where(ReportRow.study_id == self._row(session, study_id).id)
            return (session.scalar(query) or 0) + 1

    def _row_of(self, session: Session, brief: dict[str, Any]) -> StudyRow | None:
        own = session.scalars(select(StudyRow).where(StudyRow.client == self.viewer.client))
        return next((each for each in own if each.brief == brief), None)

    def _row(self, session: Session, study_id: str) -> StudyRow:
        row = session.get(StudyRow, study_id)
        if row is None or row.client != self.viewer.client:
            raise NotFound("no_study", id=study_id)
        return row


def _study(row: StudyRow) -> Study:
    return Study(row.id, row.title, Brief.model_validate(row.brief), row.owner, row.made_at)


def _report(row: ReportRow) -> SavedReport:
    return SavedReport(row.id, row.study_id, row.version, row.content, row.evidence, row.made_at)


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
