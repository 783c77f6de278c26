"""Which interviews reports rest on, and which reports those are."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from corpus.viewer import Viewer, may
from research.tables import ReportRow, StudyRow


@dataclass(frozen=True)
class Citing:
    """A report that rests on interviews. title is None where the viewer may not know of the study."""

    study: str
    title: str | None
    version: int
    interviews: frozenset[str]


def reports_citing(engine: Engine, viewer: Viewer) -> list[Citing]:
    """All reports of all clients with the interviews they rest on, those of deleted studies too: they can be restored."""
    columns = (StudyRow.id, StudyRow.title, StudyRow.client, ReportRow.version, ReportRow.evidence["interviews"])
    query = select(*columns).join(StudyRow, StudyRow.id == ReportRow.study_id).order_by(ReportRow.made_at.desc())
    with Session(engine) as session:
        return [
            Citing(study, title if client == viewer.client and may(viewer, "read_reports") else None, version,
                   frozenset(each for ids in (held or {}).values() for each in ids))
            for study, title, client, version, held in session.execute(query)
        ]  # fmt: skip


def cited_by(reports: Collection[Citing]) -> frozenset[str]:
    """Ids of all interviews the reports rest on."""
    return frozenset(each for report in reports for each in report.interviews)
