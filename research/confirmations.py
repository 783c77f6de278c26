"""The confirmed number (订阅份数): how many valid responses a report is to stand on, and how they are drawn."""

from dataclasses import dataclass
from typing import cast

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from corpus.errors import BadInput
from corpus.viewer import Viewer, require
from research.brief import Brief, Draw
from research.studies import changed, now, own_study
from research.tables import ConfirmationRow


@dataclass(frozen=True)
class Confirmation:
    """responses   how many people; None: all who are valid
    seed        0 … 2**32 - 1; the same seed draws the same people
    short_of    how many the brief wanted where fewer are valid: it is gone on with what there is; None where it is not short
    """

    responses: int | None
    draw: Draw
    seed: int
    short_of: int | None = None


def asked_for(brief: Brief, responses: int | None = None) -> Confirmation:
    """What the brief asks for, with another number where one is given."""
    return Confirmation(responses if responses is not None else brief.responses, brief.draw, brief.seed)


def shortfall(brief: Brief, valid: int) -> int | None:
    """How many the brief wants where so many valid responses are fewer; None where they are enough."""
    return brief.responses if brief.responses is not None and brief.responses > valid else None


class Confirmations:
    """The confirmed numbers of the studies `viewer` may see."""

    def __init__(self, engine: Engine, viewer: Viewer) -> None:
        self._engine = engine
        self.viewer = viewer

    def newest(self, study: str) -> Confirmation | None:
        """What was confirmed last, None where nothing was."""
        require(self.viewer, "study")
        with Session(self._engine) as session:
            own_study(session, study, self.viewer)
            query = select(ConfirmationRow).where(ConfirmationRow.study_id == study)
            row = session.scalar(query.order_by(ConfirmationRow.id.desc()).limit(1))
            return Confirmation(row.responses, cast(Draw, row.draw), row.seed, row.short_of) if row else None

    def confirm(self, study: str, confirmed: Confirmation) -> None:
        """Record what was confirmed. Raises BadInput `bad_responses` (value) for a number below 1."""
        with Session(self._engine) as session, session.begin():
            record(session, study, confirmed, self.viewer)


def record(session: Session, study: str, confirmed: Confirmation, viewer: Viewer) -> None:
    """Record what was confirmed within a transaction. Raises as `Confirmations.confirm` does."""
    require(viewer, "study")
    if confirmed.responses is not None and confirmed.responses < 1:
        raise BadInput("bad_responses", value=str(confirmed.responses))
    changed(session, study, viewer)
    session.add(ConfirmationRow(
        study_id=study, responses=confirmed.responses, draw=confirmed.draw, seed=confirmed.seed,
        short_of=confirmed.short_of, made_by=viewer.person, made_at=now(),
    ))  # fmt: skip
