"""Decisions by hand: a respondent taken in or left out by the researcher, always with a reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from corpus.errors import BadInput
from corpus.viewer import Viewer, require
from research.studies import changed, now, own_study
from research.tables import RulingRow

LONGEST = 400  # characters


@dataclass(frozen=True)
class Ruling:
    """`included` True: counts as valid whatever the rule says; False: left out though the rule would take it."""

    respondent: str
    included: bool
    reason: str
    made_by: str
    made_at: datetime


class Rulings:
    """The decisions by hand in the studies `viewer` may see."""

    def __init__(self, engine: Engine, viewer: Viewer) -> None:
        self._engine = engine
        self.viewer = viewer

    def all(self, study: str) -> Mapping[str, Ruling]:
        """Respondent → the decision about them, ordered by respondent."""
        require(self.viewer, "study")
        with Session(self._engine) as session:
            own_study(session, study, self.viewer)
            query = select(RulingRow).where(RulingRow.study_id == study).order_by(RulingRow.respondent)
            return {row.respondent: _ruling(row) for row in session.scalars(query)}

    def decide(self, study: str, respondent: str, *, included: bool, reason: str) -> Ruling:
        """Take somebody in or leave them out; a later decision replaces an earlier one.

        Raises BadInput `reason_missing`, `reason_too_long` (length, limit).
        """
        require(self.viewer, "study")
        words = " ".join(reason.split())
        if not words:
            raise BadInput("reason_missing")
        if len(words) > LONGEST:
            raise BadInput("reason_too_long", length=len(words), limit=LONGEST)
        with Session(self._engine, expire_on_commit=False) as session, session.begin():
            changed(session, study, self.viewer)
            row = session.get(RulingRow, (study, respondent)) or RulingRow(study_id=study, respondent=respondent)
            row.included, row.reason, row.made_by, row.made_at = included, words, self.viewer.person, now()
            session.add(row)
            return _ruling(row)

    def undo(self, study: str, respondent: str) -> None:
        """Leave somebody to the rule again; nothing happens where there was no decision."""
        require(self.viewer, "study")
        with Session(self._engine) as session, session.begin():
            changed(session, study, self.viewer)
            row = session.get(RulingRow, (study, respondent))
            if row is not None:
                session.delete(row)


def _ruling(row: RulingRow) -> Ruling:
    return Ruling(row.respondent, row.included, row.reason, row.made_by, row.made_at)
