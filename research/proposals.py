"""What became of the changes proposed for comments: accepted, accepted in part, refused; and those a model made, still open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, cast

from pydantic import ValidationError
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from corpus.errors import NotFound
from corpus.viewer import Viewer, require
from research.acts import Act
from research.saved import from_json, to_json
from research.studies import changed, now, own_study
from research.tables import CommentRow, ProposalRow

Settled = Literal["accepted", "part", "refused"]


@dataclass(frozen=True)
class Proposal:
    """beneath   number of the revision it was made for
    acts      what was done; of a refused one and an open one, what would have been
    made_by   "rule" or the name of the model; trouble: key of why a model's was not taken, "" where none was
    settled   None while it is open; revision: the number of the one it made
    """

    id: int
    comment: int
    beneath: int
    acts: tuple[Act, ...]
    made_by: str
    made_at: datetime
    trouble: str = ""
    settled: Settled | None = None
    settled_by: str = ""
    revision: int | None = None


class Proposals:
    """The proposals on the studies `viewer` may see."""

    def __init__(self, engine: Engine, viewer: Viewer) -> None:
        self._engine = engine
        self.viewer = viewer

    def all(self, study: str) -> Sequence[Proposal]:
        """The study's proposals, oldest first."""
        require(self.viewer, "study")
        with Session(self._engine) as session:
            own_study(session, study, self.viewer)
            query = select(ProposalRow).where(ProposalRow.study_id == study).order_by(ProposalRow.id)
            return [made for row in session.scalars(query) if (made := _proposal(row)) is not None]

    def settle(
        self, study: str, comment: int, acts: Sequence[Act], settled: Settled, *, beneath: int, made_by: str = "rule",
        trouble: str = "", revision: int | None = None,
    ) -> None:  # fmt: skip
        """Record what became of the proposal for a comment; one that was still open is that one. Raises NotFound `no_comment`."""
        require(self.viewer, "study")
        with Session(self._engine) as session, session.begin():
            row = self._row(session, study, comment)
            row.beneath, row.acts, row.made_by = beneath, _saved(acts), made_by
            row.settled, row.settled_by, row.settled_at = settled, self.viewer.person, now()
            row.trouble_key, row.revision = trouble or None, revision

    def offer(
        self, study: str, comment: int, acts: Sequence[Act], *, beneath: int, made_by: str, trouble: str = ""
    ) -> None:
        """Keep a proposal that is still open, in place of an open one for the same comment. Raises NotFound `no_comment`."""
        require(self.viewer, "study")
        with Session(self._engine) as session, session.begin():
            row = self._row(session, study, comment)
            row.beneath, row.acts, row.made_by, row.made_at = beneath, _saved(acts), made_by, now()
            row.trouble_key = trouble or None

    def _row(self, session: Session, study: str, comment: int) -> ProposalRow:
        changed(session, study, self.viewer)
        about = session.get(CommentRow, comment)
        if about is None or about.study_id != study:
            raise NotFound("no_comment", id=comment)
        open_ = select(ProposalRow).where(ProposalRow.comment_id == comment, ProposalRow.settled.is_(None))
        row = session.scalar(open_) or ProposalRow(study_id=study, comment_id=comment, made_at=now())
        session.add(row)
        return row


def _saved(acts: Sequence[Act]) -> list[dict[str, Any]]:
    return [to_json(act) for act in acts]


def _proposal(row: ProposalRow) -> Proposal | None:
    """None where it was saved by code whose records had another shape."""
    try:
        acts = tuple(from_json(Act, act) for act in row.acts)
    except ValidationError:
        return None
    return Proposal(
        row.id, row.comment_id, row.beneath, acts, row.made_by, row.made_at, row.trouble_key or "",
        cast("Settled | None", row.settled), row.settled_by or "", row.revision,
    )  # fmt: skip
