"""Looks at people the rule left out: whether somebody who read them finds them valid after all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from corpus.viewer import Viewer, require
from research.studies import changed, now, own_study
from research.tables import LookedAtRow


@dataclass(frozen=True)
class Look:
    """What somebody found."""

    respondent: str
    valid: bool
    made_by: str
    made_at: datetime


class Looks:
    """The looks of the studies `viewer` may see."""

    def __init__(self, engine: Engine, viewer: Viewer) -> None:
        self._engine = engine
        self.viewer = viewer

    def all(self, study: str, key: str) -> Mapping[str, Look]:
        """Respondent → look, of those that were made under `key` (missed.key_of)."""
        require(self.viewer, "study")
        with Session(self._engine) as session:
            own_study(session, study, self.viewer)
            query = select(LookedAtRow).where(LookedAtRow.study_id == study, LookedAtRow.key == key)
            rows = session.scalars(query.order_by(LookedAtRow.made_at, LookedAtRow.respondent))
            return {row.respondent: Look(row.respondent, row.valid, row.made_by, row.made_at) for row in rows}

    def made(self, study: str) -> Sequence[tuple[str, str, bool]]:
        """(respondent, key, valid) of every look, whatever it stands for: it is another list once somebody has looked."""
        require(self.viewer, "study")
        with Session(self._engine) as session:
            own_study(session, study, self.viewer)
            query = select(LookedAtRow.respondent, LookedAtRow.key, LookedAtRow.valid)
            query = query.where(LookedAtRow.study_id == study).order_by(LookedAtRow.respondent)
            return [(who, key, valid) for who, key, valid in session.execute(query)]

    def say(self, study: str, respondent: str, key: str, *, valid: bool) -> None:
        """Record what was found; a later look replaces an earlier one."""
        require(self.viewer, "study")
        with Session(self._engine) as session, session.begin():
            changed(session, study, self.viewer)
            row = session.get(LookedAtRow, (study, respondent))
            row = row or LookedAtRow(study_id=study, respondent=respondent, reason="")
            row.key, row.valid, row.made_by, row.made_at = key, valid, self.viewer.person, now()
            session.add(row)

    def undo(self, study: str, respondent: str) -> None:
        """As if nobody had looked."""
        require(self.viewer, "study")
        with Session(self._engine) as session, session.begin():
            changed(session, study, self.viewer)
            row = session.get(LookedAtRow, (study, respondent))
            if row is not None:
                session.delete(row)
