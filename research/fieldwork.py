"""Fieldwork orders: new interviews commissioned for a study. Its people order them, curators see to them."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal, cast, get_args

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from corpus.errors import BadInput, NotFound
from corpus.records import Language
from corpus.viewer import Viewer, may, require
from research.fieldwork_content import Content
from research.saved import from_json, to_json
from research.studies import now, own_study
from research.tables import FieldworkEventRow, FieldworkInterviewRow, FieldworkRow
from research.what_changed import Changed, Counted

Status = Literal["ordered", "accepted", "in_field", "delivered", "closed", "cancelled"]
STATUSES: tuple[Status, ...] = get_args(Status)
ENDED: tuple[Status, ...] = ("closed", "cancelled")

LONGEST_NAME, LONGEST_NOTE, LONGEST_CURRENCY = 120, 400, 8  # characters
MOST, DEAREST = 10_000, 1e9


@dataclass(frozen=True)
class Terms:
    """Who sees to an order ("" nobody yet), what an interview costs, by when it is due (an ISO day)."""

    owner: str = ""
    price: float | None = None
    currency: str = ""
    due: str = ""


@dataclass(frozen=True)
class Event:
    """A step of an order."""

    status: Status
    note: str
    made_by: str
    made_at: datetime


@dataclass(frozen=True)
class Fieldwork:
    """title    the study's, as it was called when this was ordered
    wanted   interviews; came: those that came in against it
    before   how the study stood when it was ordered; after: what changed since, None until something came in
    """

    id: str
    study: str
    client: str
    language: Language
    title: str
    wanted: int
    content: Content
    terms: Terms
    status: Status
    before: Counted
    after: Changed | None
    made_by: str
    made_at: datetime
    came: int = 0
    events: tuple[Event, ...] = ()

    @property
    def ended(self) -> bool:
        """Whether nothing more is expected of it."""
        return self.status in ENDED

    def overdue(self, today: date) -> bool:
        """Whether its day has passed and it is still open."""
        return (
            bool(self.terms.due) and not self.ended and self.came < self.wanted and self.terms.due < today.isoformat()
        )


class Fieldworks:
    """The orders `viewer` may see: those of their own client's studies; whoever may import sees all of them."""

    def __init__(self, engine: Engine, viewer: Viewer) -> None:
        self._engine = engine
        self.viewer = viewer

    def place(self, study: str, wanted: int, content: Content, terms: Terms, before: Counted) -> Fieldwork:
        """Order interviews for a study.

        Raises BadInput `bad_responses` (value), `fieldwork_no_question`, and as `checked_terms` does; NotFound, NotAllowed.
        """
        require(self.viewer, "study")
        terms = checked_terms(terms)
        if not 1 <= wanted <= MOST:
            raise BadInput("bad_responses", value=str(wanted))
        if not content.guide.core:
            raise BadInput("fieldwork_no_question")
        with Session(self._engine, expire_on_commit=False) as session, session.begin():
            held = own_study(session, study, self.viewer)
            row = FieldworkRow(
                id="f-" + secrets.token_hex(6), study_id=study, client=held.client, language=held.language,
                title=held.title, wanted=wanted, content=to_json(content), status="ordered", before=to_json(before),
                made_by=self.viewer.person, made_at=now(), **_columns(terms),
            )  # fmt: skip
            session.add(row)
            session.flush()
            session.add(self._event(row, ""))
        return self.get(row.id)

    def get(self, fieldwork: str) -> Fieldwork:
        """An order by id. Raises NotFound `no_fieldwork` where there is none for this viewer."""
        with Session(self._engine) as session:
            return _read(session, self._row(session, fieldwork))

    def of(self, study: str) -> Sequence[Fieldwork]:
        """The orders of a study, newest first."""
        require(self.viewer, "study")
        with Session(self._engine) as session:
            own_study(session, study, self.viewer)
            return self._all(session, FieldworkRow.study_id == study)

    def all(self) -> Sequence[Fieldwork]:
        """Everybody's orders, for whoever brings interviews in: open ones first, by the day they are due."""
        require(self.viewer, "import")
        with Session(self._engine) as session:
            found = self._all(session)
        return sorted(found, key=lambda one: (one.ended, one.terms.due or "9999", one.id))

    def arrange(self, fieldwork: str, terms: Terms) -> Fieldwork:
        """Say who sees to it, what it costs and by when it is due. Raises as `checked_terms` does, NotFound."""
        terms = checked_terms(terms)
        with Session(self._engine) as session, session.begin():
            row = self._row(session, fieldwork)
            for name, value in _columns(terms).items():
                setattr(row, name, value)
        return self.get(fieldwork)

    def move(self, fieldwork: str, status: Status, note: str = "") -> Fieldwork:
        """Put it into another status, with a note. Raises BadInput `fieldwork_note_too_long`, NotFound, NotAllowed.

        Only whoever may import says that it is under way; its study's people may close or cancel it.
        """
        words = " ".join(note.split())
        if len(words) > LONGEST_NOTE:
            raise BadInput("fieldwork_note_too_long", length=len(words), limit=LONGEST_NOTE)
        if status not in ENDED:
            require(self.viewer, "import")
        with Session(self._engine) as session, session.begin():
            row = self._row(session, fieldwork)
            if row.status != status or words:
                row.status = status
                session.add(self._event(row, words))
        return self.get(fieldwork)

    def link(self, fieldwork: str, interviews: Iterable[str]) -> Fieldwork:
        """Count these interviews as come in against it; those that are already stay. The status follows. Raises NotFound.

        What had changed before is no longer so: it is told anew once the study is matched again.
        """
        require(self.viewer, "import")
        with Session(self._engine) as session, session.begin():
            row = self._row(session, fieldwork)
            query = select(FieldworkInterviewRow.interview_id).where(FieldworkInterviewRow.fieldwork_id == row.id)
            held = set(session.scalars(query))
            fresh = [one for one in dict.fromkeys(interviews) if one not in held]
            session.add_all([FieldworkInterviewRow(fieldwork_id=row.id, interview_id=one) for one in fresh])
            if fresh:
                row.after = None
            reached: Status = "delivered" if len(held) + len(fresh) >= row.wanted else "in_field"
            if fresh and row.status not in ENDED and row.status != reached:
                row.status = reached
                session.add(self._event(row, ""))
        return self.get(fieldwork)

    def interviews(self, fieldwork: str) -> Sequence[str]:
        """Ids of the interviews that came in against it. Raises NotFound."""
        with Session(self._engine) as session:
            row = self._row(session, fieldwork)
            query = select(FieldworkInterviewRow.interview_id).where(FieldworkInterviewRow.fieldwork_id == row.id)
            return list(session.scalars(query.order_by(FieldworkInterviewRow.interview_id)))

    def told(self, fieldwork: str, changed: Changed) -> None:
        """Keep what changed since it was ordered. Raises NotFound."""
        with Session(self._engine) as session, session.begin():
            self._row(session, fieldwork).after = to_json(changed)

    def _row(self, session: Session, fieldwork: str) -> FieldworkRow:
        row = session.get(FieldworkRow, fieldwork)
        own = row is not None and row.client == self.viewer.client and may(self.viewer, "study")
        if row is None or not (own or may(self.viewer, "import")):
            raise NotFound("no_fieldwork", id=fieldwork)
        return row

    def _all(self, session: Session, *where: Any) -> list[Fieldwork]:
        query = select(FieldworkRow).where(*where).order_by(FieldworkRow.made_at.desc(), FieldworkRow.id)
        return [_read(session, row) for row in session.scalars(query)]

    def _event(self, row: FieldworkRow, note: str) -> FieldworkEventRow:
        return FieldworkEventRow(
            fieldwork_id=row.id, status=row.status, note=note, made_by=self.viewer.person, made_at=now()
        )  # fmt: skip


def checked_terms(terms: Terms) -> Terms:
    """The terms, tidied. Raises BadInput `fieldwork_owner_too_long`, `bad_price`, `bad_due`."""
    owner, currency = " ".join(terms.owner.split()), terms.currency.strip()
    if len(owner) > LONGEST_NAME:
        raise BadInput("fieldwork_owner_too_long", length=len(owner), limit=LONGEST_NAME)
    priced = terms.price is None or 0 <= terms.price < DEAREST
    if not priced or len(currency) > LONGEST_CURRENCY:
        raise BadInput("bad_price", value=f"{terms.price} {currency}".strip())
    if terms.due:
        try:
            date.fromisoformat(terms.due)
        except ValueError as error:
            raise BadInput("bad_due", value=terms.due) from error
    return replace(terms, owner=owner, currency=currency)


def _columns(terms: Terms) -> dict[str, Any]:
    return {
        "owner": terms.owner, "price": terms.price, "currency": terms.currency or None, "due": terms.due or None,
    }  # fmt: skip


def _read(session: Session, row: FieldworkRow) -> Fieldwork:
    came = session.scalar(
        select(func.count()).select_from(FieldworkInterviewRow).where(FieldworkInterviewRow.fieldwork_id == row.id)
    )
    events = session.scalars(
        select(FieldworkEventRow).where(FieldworkEventRow.fieldwork_id == row.id).order_by(FieldworkEventRow.id)
    )
    return Fieldwork(
        row.id, row.study_id, row.client, cast(Language, row.language), row.title, row.wanted,
        from_json(Content, row.content), Terms(row.owner, row.price, row.currency or "", row.due or ""),
        cast(Status, row.status), from_json(Counted, row.before),
        from_json(Changed, row.after) if row.after else None, row.made_by, row.made_at, came or 0,
        tuple(Event(cast(Status, one.status), one.note, one.made_by, one.made_at) for one in events),
    )  # fmt: skip
