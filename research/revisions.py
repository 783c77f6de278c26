"""Outlines as the researcher left them: each a revision that is never changed, any of which comes back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from corpus.errors import BadInput, NotFound
from corpus.viewer import Viewer, require
from research.outline import Outline
from research.saved import from_json, to_json
from research.studies import changed, now, own_study
from research.tables import RevisionRow

Kind = Literal["drafted", "edited", "imported", "restored"]


@dataclass(frozen=True)
class Revision:
    """number   from 1, in the order they were made
    drafted  digest of the brief and the writer the draft beneath it was made from
    why      the words it was changed for, "" where it was changed by hand; comments: ids of those carried out in it
    """

    number: int
    kind: Kind
    outline: Outline
    drafted: str
    made_by: str
    made_at: datetime
    why: str = ""
    comments: tuple[int, ...] = ()


class Revisions:
    """The outlines of the studies `viewer` may see."""

    def __init__(self, engine: Engine, viewer: Viewer) -> None:
        self._engine = engine
        self.viewer = viewer

    def newest(self, study: str) -> Revision | None:
        """The study's outline as it was left last, None where nobody has touched the draft."""
        require(self.viewer, "study")
        with Session(self._engine) as session:
            own_study(session, study, self.viewer)
            query = select(RevisionRow).where(RevisionRow.study_id == study).order_by(RevisionRow.number.desc())
            row = session.scalar(query.limit(1))
            return _revision(row) if row else None

    def all(self, study: str) -> Sequence[Revision]:
        """The study's revisions, newest first."""
        require(self.viewer, "study")
        with Session(self._engine) as session:
            own_study(session, study, self.viewer)
            query = select(RevisionRow).where(RevisionRow.study_id == study).order_by(RevisionRow.number.desc())
            return [_revision(row) for row in session.scalars(query)]

    def save(
        self, study: str, outline: Outline, kind: Kind, *, drafted: str, beneath: int | None = None, why: str = "",
        comments: Sequence[int] = (),
    ) -> Revision:  # fmt: skip
        """Add a revision and give it.

        beneath   number of the revision it was made from; where a newer one is there by now, somebody else (or
                  another tab) has edited the outline: BadInput `outline_moved_on`, and nothing is saved. None: no check.
        """
        require(self.viewer, "study")
        with Session(self._engine, expire_on_commit=False) as session, session.begin():
            changed(session, study, self.viewer)
            session.flush()  # from here on no other writer comes between the look and the new row
            query = select(RevisionRow.number).where(RevisionRow.study_id == study).order_by(RevisionRow.number.desc())
            last = session.scalar(query.limit(1)) or 0
            if beneath is not None and last != beneath:
                raise BadInput("outline_moved_on", number=last)
            row = RevisionRow(
                study_id=study, number=last + 1, kind=kind, outline=to_json(outline), drafted=drafted,
                made_by=self.viewer.person, made_at=now(), why=why, comments=list(comments) or None,
            )  # fmt: skip
            session.add(row)
            return _revision(row)

    def restore(self, study: str, number: int) -> Revision:
        """Make an old revision the newest again. Raises NotFound `no_revision`."""
        found = next((each for each in self.all(study) if each.number == number), None)
        if found is None:
            raise NotFound("no_revision", number=number)
        return self.save(study, found.outline, "restored", drafted=found.drafted)


def _revision(row: RevisionRow) -> Revision:
    outline = from_json(Outline, row.outline)
    return Revision(
        row.number, cast(Kind, row.kind), outline, row.drafted, row.made_by, row.made_at, row.why or "",
        tuple(row.comments or ()),
    )  # fmt: skip
