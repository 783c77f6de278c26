"""The studies of a workspace, for a viewer: each with its saved stages and its reports."""

import secrets
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import Any

from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from corpus.errors import BadInput, NotFound
from corpus.records import Language
from corpus.viewer import Viewer, require
from research.brief import Brief
from research.tables import ReportRow, StageRow, StudyRow

LONGEST_TITLE = 120  # characters
STAGES = ("outline", "matches", "responses", "selection", "evidence", "report")
"""In the order in which each rests on those before it; the brief is the study itself."""


@dataclass(frozen=True)
class Study:
    """A study as its stages see it. `stamp` grows with every change of it."""

    id: str
    title: str
    brief: Brief
    owner: str
    made_at: datetime
    stamp: int = 0


@dataclass(frozen=True)
class SavedReport:
    """A written report: its record and the evidence it stands on, as JSON."""

    id: str
    study: str
    version: int
    content: dict[str, Any]
    evidence: dict[str, Any]
    made_at: datetime


@dataclass(frozen=True)
class ReportLine:
    """A report in a list; `newest` is whether its study has no newer one."""

    id: str
    study: str
    title: str
    language: Language
    version: int
    people: int
    interviews: int
    made_at: datetime
    newest: bool


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
                titles = {each.title for each in session.scalars(self._own())}
                row = StudyRow(
                    id="s-" + secrets.token_hex(6), client=self.viewer.client, owner=self.viewer.person,
                    title=_distinct(brief.title, titles), language=brief.language, brief=content, made_at=now(), stamp=0,
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
            return _study(own_study(session, study_id, self.viewer))

    def list(self) -> list[Study]:
        """The viewer's studies, newest first."""
        require(self.viewer, "read_reports")
        with Session(self._engine) as session:
            return [_study(row) for row in session.scalars(self._own().order_by(StudyRow.made_at.desc()))]

    def deleted(self) -> Sequence[Study]:
        """The viewer's studies that were put away, the last one first."""
        require(self.viewer, "read_reports")
        put_away = select(StudyRow).where(StudyRow.client == self.viewer.client, StudyRow.deleted_at.is_not(None))
        with Session(self._engine) as session:
            return [_study(row) for row in session.scalars(put_away.order_by(StudyRow.deleted_at.desc()))]

    def retitle(self, study_id: str, title: str) -> Study:
        """Give the study another title; nothing that was made becomes stale by it. Raises BadInput `title_empty`."""
        require(self.viewer, "study")
        words = " ".join(title.split())
        if not words:
            raise BadInput("title_empty")
        with Session(self._engine, expire_on_commit=False) as session, session.begin():
            row = changed(session, study_id, self.viewer)
            row.title = words[:LONGEST_TITLE]
            return _study(row)

    def rebrief(self, study_id: str, brief: Brief, *, beneath: Brief | None = None) -> Study:
        """Give the study another brief. Its stages stay as they are and are stale where the brief shaped them.

        beneath   the brief it was made from; where the study has another one by now, somebody else (or another tab) has
                  changed it: BadInput `brief_moved_on`, and nothing is saved. None: no check.
        """
        require(self.viewer, "study")
        with Session(self._engine, expire_on_commit=False) as session, session.begin():
            row = changed(session, study_id, self.viewer)
            if beneath is not None and row.brief != beneath.model_dump(mode="json"):
                raise BadInput("brief_moved_on")
            row.brief, row.title, row.language = brief.model_dump(mode="json"), brief.title, brief.language
            return _study(row)

    def delete(self, study_id: str) -> None:
        """Put a study away with all it has; `restore` brings it back. Raises NotFound as `get` does."""
        require(self.viewer, "study")
        with Session(self._engine) as session, session.begin():
            changed(session, study_id, self.viewer).deleted_at = now()

    def restore(self, study_id: str) -> Study:
        """Bring a deleted study back. Raises NotFound where there is none for this viewer."""
        require(self.viewer, "study")
        with Session(self._engine, expire_on_commit=False) as session, session.begin():
            row = session.get(StudyRow, study_id)
            if row is None or row.client != self.viewer.client:
                raise NotFound("no_study", id=study_id)
            row.deleted_at, row.stamp = None, row.stamp + 1
            return _study(row)

    def stage(self, study_id: str, name: str) -> tuple[str, dict[str, Any]] | None:
        """A stage's (key, result), None where it was not run."""
        require(self.viewer, "study")
        with Session(self._engine) as session:
            row = session.get(StageRow, (own_study(session, study_id, self.viewer).id, name))
            return (row.key, row.result) if row else None

    def stage_keys(self, study_id: str) -> Mapping[str, str]:
        """Saved stage → its key, without reading what it holds."""
        require(self.viewer, "study")
        with Session(self._engine) as session:
            own_study(session, study_id, self.viewer)
            rows = session.execute(select(StageRow.name, StageRow.key).where(StageRow.study_id == study_id))
            return {name: key for name, key in rows}

    def save_stage(self, study_id: str, name: str, key: str, result: dict[str, Any]) -> None:
        """Save a stage's result under the key of everything that shaped it."""
        require(self.viewer, "study")
        with Session(self._engine) as session, session.begin():
            study = changed(session, study_id, self.viewer)
            row = session.get(StageRow, (study.id, name)) or StageRow(study_id=study.id, name=name)
            row.key, row.result, row.made_at = key, result, now()
            session.add(row)

    def save_report(self, study_id: str, key: str, content: dict[str, Any], evidence: dict[str, Any]) -> SavedReport:
        """A new version of the study's report, or the newest where nothing that shaped it has changed."""
        require(self.viewer, "study")
        with Session(self._engine, expire_on_commit=False) as session, session.begin():
            study = changed(session, study_id, self.viewer)
            newest = session.scalar(
                select(ReportRow).where(ReportRow.study_id == study.id).order_by(ReportRow.version.desc()).limit(1)
            )
            if newest is not None and newest.key == key:
                return _report(newest)
            row = ReportRow(
                id=str(content["id"]), study_id=study.id, version=newest.version + 1 if newest else 1, key=key,
                content=content, evidence=evidence, made_at=now(), people=len(evidence["respondents"]),
                interviews=sum(len(ids) for ids in evidence["interviews"].values()),
            )  # fmt: skip
            session.add(row)
            return _report(row)

    def report(self, report_id: str) -> SavedReport:
        """A report by id, as it was written. Raises NotFound where there is none, or none for this viewer.

        Raises NotFound `report_withdrawn` where somebody it rests on has withdrawn.
        """
        require(self.viewer, "read_reports")
        with Session(self._engine) as session:
            row = session.get(ReportRow, report_id)
            study = session.get(StudyRow, row.study_id) if row else None
            if row is None or study is None or study.client != self.viewer.client or study.deleted_at:
                raise NotFound("no_report", id=report_id)
            if row.withdrawn_at is not None:
                raise NotFound("report_withdrawn", respondents=", ".join(row.evidence["withdrawn"]))
            return _report(row)

    def reports(self, study_id: str | None = None) -> Sequence[SavedReport]:
        """The reports of the viewer's studies, newest first; of one study where it is named. None that are withdrawn."""
        require(self.viewer, "read_reports")
        with Session(self._engine) as session:
            query = select(ReportRow).where(ReportRow.study_id.in_(self._own().with_only_columns(StudyRow.id)))
            query = query.where(ReportRow.withdrawn_at.is_(None))
            query = query.where(ReportRow.study_id == study_id) if study_id else query
            return [
                _report(row)
                for row in session.scalars(query.order_by(ReportRow.made_at.desc(), ReportRow.version.desc()))
            ]

    def report_lines(self, study_id: str | None = None) -> Sequence[ReportLine]:
        """The same as `reports`, without what the reports hold: for lists."""
        require(self.viewer, "read_reports")
        columns = (ReportRow.id, ReportRow.study_id.label("study"), StudyRow.title, StudyRow.language, ReportRow.version,
                   ReportRow.people, ReportRow.interviews, ReportRow.made_at)  # fmt: skip
        with Session(self._engine) as session:
            query = self._own().join(ReportRow, ReportRow.study_id == StudyRow.id).with_only_columns(*columns)
            query = query.where(ReportRow.study_id == study_id) if study_id else query
            rows = session.execute(query.order_by(ReportRow.made_at.desc(), ReportRow.version.desc())).all()
        last = {row.study: row.version for row in sorted(rows, key=lambda row: row.version)}
        return [ReportLine(**row._mapping, newest=row.version == last[row.study]) for row in rows]

    def _own(self) -> Any:
        return select(StudyRow).where(StudyRow.client == self.viewer.client, StudyRow.deleted_at.is_(None))

    def _row_of(self, session: Session, brief: dict[str, Any]) -> StudyRow | None:
        return next((each for each in session.scalars(self._own()) if each.brief == brief), None)


def _distinct(title: str, titles: Set[str]) -> str:
    """The title, with a number behind it where another study is called so."""
    numbered = (f"{title} ({number})" for number in count(2))
    return title if title not in titles else next(one for one in numbered if one not in titles)


def own_study(session: Session, study_id: str, viewer: Viewer) -> StudyRow:
    """The study's row. Raises NotFound where there is none, none for this viewer, or it was deleted."""
    row = session.get(StudyRow, study_id)
    if row is None or row.client != viewer.client or row.deleted_at is not None:
        raise NotFound("no_study", id=study_id)
    return row


def changed(session: Session, study_id: str, viewer: Viewer) -> StudyRow:
    """The study's row on its way to be changed: its stamp grows. Raises NotFound as `own_study` does.

    The database counts, and does it first: two who change a study at once both count, and the second sees the first's.
    """
    session.execute(update(StudyRow).where(StudyRow.id == study_id).values(stamp=StudyRow.stamp + 1))
    return own_study(session, study_id, viewer)


def _study(row: StudyRow) -> Study:
    return Study(row.id, row.title, Brief.model_validate(row.brief), row.owner, row.made_at, row.stamp)


def _report(row: ReportRow) -> SavedReport:
    return SavedReport(row.id, row.study_id, row.version, row.content, row.evidence, row.made_at)


def now() -> datetime:
    """The time as the records keep it: UTC, without a zone."""
    return datetime.now(UTC).replace(tzinfo=None)
