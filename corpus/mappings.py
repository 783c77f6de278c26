"""How files of a pattern are to be read, as a curator said: remembered for the client, applied to the files to come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from corpus.errors import BadInput
from corpus.patterns import Pattern
from corpus.schema import MappingRow
from corpus.viewer import Viewer, require

FIELDS = ("respondent", "wave", "speaker", "text", "question", "answer")
"""What a column can be said to hold."""


@dataclass(frozen=True)
class Correction:
    """interviewer  the label that asks, "" where that was not said
    columns      field → the heading of its column
    mapping      id of the mapping it was remembered as, 0 where it was said of these files alone
    """

    interviewer: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    mapping: int = 0

    def fits(self, pattern: Pattern) -> bool:
        """Whether a file of this pattern has the label and all the columns."""
        labels = not self.interviewer or self.interviewer in pattern.labels
        return labels and set(self.columns.values()) <= set(pattern.headings)

    def check(self) -> None:
        """Raise BadInput `mapping_empty`, `mapping_columns` where it tells neither who asks nor enough columns."""
        if not self.interviewer and not self.columns:
            raise BadInput("mapping_empty")
        named = self.columns.keys()
        if self.columns and not ({"speaker", "text"} <= named or {"question", "answer"} <= named):
            raise BadInput("mapping_columns")
        if len(set(self.columns.values())) < len(self.columns):
            raise BadInput("mapping_twice")


@dataclass(frozen=True)
class Remembered:
    """A correction that is remembered, and the file it was first said of."""

    signature: str
    correction: Correction
    sample: str
    made_by: str
    made_at: datetime


class Mappings:
    """The mappings of the viewer's client. All of it needs the right to import."""

    def __init__(self, engine: Engine, viewer: Viewer) -> None:
        require(viewer, "import")
        self._engine = engine
        self._viewer = viewer

    def all(self) -> Sequence[Remembered]:
        """All that is remembered, newest first."""
        query = select(MappingRow).where(MappingRow.client == self._viewer.client)
        with Session(self._engine) as session:
            rows = session.scalars(query.order_by(MappingRow.made_at.desc(), MappingRow.id.desc()))
            return [_remembered(row) for row in rows]

    def remember(self, signature: str, correction: Correction, sample: str) -> Correction:
        """Keep a correction for files of a pattern, in place of what was said of the same label before."""
        mine = (MappingRow.client == self._viewer.client, MappingRow.signature == signature)
        with Session(self._engine) as session, session.begin():
            same = MappingRow.interviewer == correction.interviewer
            row = session.scalar(select(MappingRow).where(*mine, same)) or MappingRow(
                client=self._viewer.client, signature=signature, interviewer=correction.interviewer
            )
            row.columns, row.sample, row.made_by = dict(correction.columns), sample, self._viewer.person
            row.made_at = datetime.now(UTC).replace(tzinfo=None)
            session.add(row)
            session.flush()
            return Correction(correction.interviewer, correction.columns, row.id)

    def forget(self, mapping: int) -> None:
        """Forget one; files that came in by it stay as they are. One that is not there is forgotten already."""
        mine = (MappingRow.client == self._viewer.client, MappingRow.id == mapping)
        with Session(self._engine) as session, session.begin():
            session.execute(delete(MappingRow).where(*mine))

    def of(self, pattern: Pattern) -> Correction | None:
        """What was said last of files like this one."""
        known = (each for each in self.all() if each.signature == pattern.signature)
        return next((each.correction for each in known if each.correction.fits(pattern)), None)


def correction_of(kept: Mapping[str, Any] | None) -> Correction | None:
    """A correction as a file's row keeps it."""
    if not kept:
        return None
    return Correction(kept.get("interviewer", ""), kept.get("columns", {}), kept.get("mapping", 0))


def to_keep(correction: Correction) -> dict[str, Any]:
    """The correction as a file's row keeps it."""
    return {"interviewer": correction.interviewer, "columns": dict(correction.columns), "mapping": correction.mapping}


def _remembered(row: MappingRow) -> Remembered:
    correction = Correction(row.interviewer, dict(row.columns), row.id)
    return Remembered(row.signature, correction, row.sample, row.made_by, row.made_at)
