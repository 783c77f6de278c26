"""Orders (订阅): the responses a client has subscribed to, with their transcripts, which its people may then read.

An order is never changed. The next wave's is an order of its own that renews this one (research/renewing.py).
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, cast

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from corpus.consent import consents_of
from corpus.errors import NotFound
from corpus.granted import grant
from corpus.records import QUOTABLE
from corpus.schema import InterviewRow
from corpus.viewer import Viewer, require
from research.brief import Draw
from research.confirmations import Confirmation, record
from research.jobs import add_job
from research.prices import Price
from research.responses import Responses
from research.selection import Selection
from research.studies import now, own_study
from research.tables import OrderRow, OrderTranscriptRow, StudyRow

if TYPE_CHECKING:
    from research.workspace import Workspace


@dataclass(frozen=True)
class Transcript:
    """An interview of an order. shown: whether its person's consent lets the client's people read it."""

    interview: str
    respondent: str
    wave: str
    shown: bool


@dataclass(frozen=True)
class Order:
    """number        from 1 within its study
    renews        the order it renews, "" for a first one
    confirmed     how many, by which draw and seed
    people, interviews   as ordered; transcripts: those that are still there
    waves         the first and the last one the interviews are of
    price         of one response when it was ordered
    """

    id: str
    study: str
    number: int
    renews: str
    confirmed: Confirmation
    people: int
    interviews: int
    waves: tuple[str, str]
    price: Price | None
    transcripts: tuple[Transcript, ...]
    made_by: str
    made_at: datetime

    @property
    def respondents(self) -> tuple[str, ...]:
        """The people who are still in it."""
        return tuple(sorted({one.respondent for one in self.transcripts}))

    @property
    def left(self) -> int:
        """How many of its people are not in the corpus any more."""
        return max(0, self.people - len(self.respondents))

    @property
    def cost(self) -> float | None:
        """What it cost altogether; None where no price was set."""
        return self.price.of(self.people) if self.price else None


class Orders:
    """The orders of the studies `viewer` may see."""

    def __init__(self, engine: Engine, viewer: Viewer) -> None:
        self._engine = engine
        self.viewer = viewer

    def of(self, study: str) -> Sequence[Order]:
        """The study's orders, newest first. Raises NotFound for a study that is not the viewer's."""
        require(self.viewer, "read_reports")
        with Session(self._engine) as session:
            own_study(session, study, self.viewer)
            query = select(OrderRow).where(OrderRow.study_id == study).order_by(OrderRow.number.desc())
            return [_order(session, row) for row in session.scalars(query)]

    def placed(self, study: str) -> int:
        """How many orders the study has, which is the number of its newest. Raises NotFound as `of`."""
        require(self.viewer, "read_reports")
        with Session(self._engine) as session:
            own_study(session, study, self.viewer)
            return session.scalar(select(func.max(OrderRow.number)).where(OrderRow.study_id == study)) or 0

    def all(self) -> Sequence[Order]:
        """The orders of all the viewer's studies that were not put away, newest first."""
        require(self.viewer, "read_reports")
        with Session(self._engine) as session:
            query = select(OrderRow).join(StudyRow, StudyRow.id == OrderRow.study_id)
            query = query.where(StudyRow.client == self.viewer.client, StudyRow.deleted_at.is_(None))
            return [
                _order(session, row) for row in session.scalars(query.order_by(OrderRow.made_at.desc(), OrderRow.id))
            ]

    def get(self, order_id: str) -> Order:
        """An order by id. Raises NotFound `no_order` where there is none for this viewer."""
        require(self.viewer, "read_reports")
        with Session(self._engine) as session:
            row = session.get(OrderRow, order_id)
            try:
                own_study(session, row.study_id if row else "", self.viewer)
            except NotFound:
                row = None
            if row is None:
                raise NotFound("no_order", id=order_id)
            return _order(session, row)


def place_order(
    study: str, workspace: "Workspace", confirmed: Confirmation, interviews: Mapping[str, Sequence[str]],
    *, renews: str = "", write: bool = True,
) -> Order:  # fmt: skip
    """Confirm a number as an order and ask for the report on it, all in one transaction.

    interviews   drawn respondent → the interviews their answers are in, as `ordered` gives them
    write        whether a worker is asked for the report; else whoever calls writes it

    The client's people may read those transcripts from then on. The very same order placed again (a second press of the
    button) is that order. Raises BadInput `bad_responses`, NotAllowed, NotFound.
    """
    viewer = workspace.viewer
    require(viewer, "study")
    with Session(workspace.engine) as session, session.begin():
        record(session, study, confirmed, viewer)
        newest = _newest(session, study)
        row = newest if newest is not None and _same(session, newest, confirmed, interviews) else None
        if row is None:
            row = _placed(session, study, workspace, confirmed, interviews, renews, newest.number if newest else 0)
        if write:
            add_job(session, "write", study, viewer)
        return _order(session, row)


def ordered(judged: Responses, selection: Selection) -> Mapping[str, tuple[str, ...]]:
    """Selected respondent → their interviews in the study's language and window."""
    return {one.respondent: one.interviews for one in judged.valid if one.respondent in set(selection.respondents)}


def _newest(session: Session, study: str) -> OrderRow | None:
    return session.scalars(select(OrderRow).where(OrderRow.study_id == study).order_by(OrderRow.number.desc())).first()


def _same(
    session: Session, row: OrderRow, confirmed: Confirmation, interviews: Mapping[str, Sequence[str]]
) -> bool:  # fmt: skip
    query = select(OrderTranscriptRow.interview_id).where(OrderTranscriptRow.order_id == row.id)
    held = set(session.scalars(query))
    asked = (len(interviews), confirmed.draw, confirmed.seed, confirmed.short_of)
    return asked == (row.people, row.draw, row.seed, row.short_of) and held == _all(interviews)


def _all(interviews: Mapping[str, Sequence[str]]) -> set[str]:
    return {each for ids in interviews.values() for each in ids}


def _placed(
    session: Session, study: str, workspace: "Workspace", confirmed: Confirmation,
    interviews: Mapping[str, Sequence[str]], renews: str, before: int,
) -> OrderRow:  # fmt: skip
    viewer, price = workspace.viewer, workspace.settings.price
    held = [session.get(InterviewRow, each) for each in _all(interviews)]
    waves = sorted(each.wave for each in held if each is not None)
    row = OrderRow(
        id="o-" + secrets.token_hex(6), study_id=study, number=before + 1, renews=renews or None,
        responses=len(interviews) if confirmed.responses is None else confirmed.responses, draw=confirmed.draw,
        seed=confirmed.seed, people=len(interviews), interviews=len(_all(interviews)),
        first_wave=waves[0] if waves else "", last_wave=waves[-1] if waves else "",
        price=price.amount if price else None, currency=price.currency if price else None,
        short_of=confirmed.short_of, made_by=viewer.person, made_at=now(),
    )  # fmt: skip
    session.add(row)
    session.flush()
    for who, ids in sorted(interviews.items()):
        session.add_all(OrderTranscriptRow(order_id=row.id, interview_id=each, respondent=who) for each in ids)
    grant(session, viewer.client, row.id, _all(interviews))
    session.flush()
    return row


def _order(session: Session, row: OrderRow) -> Order:
    query = select(InterviewRow.id, InterviewRow.respondent_id, InterviewRow.wave)
    query = query.join(OrderTranscriptRow, OrderTranscriptRow.interview_id == InterviewRow.id)
    found = session.execute(query.where(OrderTranscriptRow.order_id == row.id).order_by(InterviewRow.id)).all()
    agreed = consents_of(session, [each for each, _, _ in found])
    price = Price(row.price, row.currency or "") if row.price is not None else None
    return Order(
        row.id, row.study_id, row.number, row.renews or "",
        Confirmation(row.responses, cast(Draw, row.draw), row.seed, row.short_of), row.people, row.interviews,
        (row.first_wave, row.last_wave), price,
        tuple(Transcript(each, who, wave, agreed[each] in QUOTABLE) for each, who, wave in found),
        row.made_by, row.made_at,
    )  # fmt: skip
