"""People who turn out to be one, or one who turns out to be two: merged and split, and both can be taken back.

Interviews keep their ids and their words, so that whatever cites them stays true; only whose they are changes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from corpus.changed import corpus_changed
from corpus.consent import strictest
from corpus.errors import BadInput, NotFound
from corpus.keeping import refuse_same
from corpus.naming import person_id
from corpus.placing import SameInterview
from corpus.records import Consent
from corpus.respondents_consent import copy_consents, join_consents, part_consents
from corpus.respondents_state import Conflict, Values, attributes_of, conflicts_of, put_attributes, put_away, state_of
from corpus.schema import InterviewRow, PersonChange, RespondentRow, TextVersion
from corpus.viewer import Viewer, require


@dataclass(frozen=True)
class Merge:
    """What a merge would do: `gone` becomes `kept`.

    interviews  those that move, oldest first
    consent     what is theirs afterwards: the stricter of the two
    twice       waves in which both were interviewed
    """

    kept: str
    gone: str
    interviews: tuple[str, ...]
    conflicts: tuple[Conflict, ...]
    consent: Consent
    twice: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """A line of the log: kind is merge or split; `other` went, or was made."""

    id: int
    kind: str
    respondent: str
    other: str
    interviews: tuple[str, ...]
    by: str
    at: datetime
    undone: bool


class Respondents:
    """Who is who in one workspace; all of it needs the right to import."""

    def __init__(self, engine: Engine, viewer: Viewer) -> None:
        self._engine = engine
        self._viewer = viewer

    def look(self, kept: str, gone: str) -> Merge:
        """What merging would do. Raises NotFound `no_respondent`, BadInput `bad_person`, `same_person`."""
        with self._session() as session:
            return _look(session, *_two(session, kept, gone))

    def merge(self, kept: str, gone: str, *, twice: bool = False) -> Merge:
        """Make one person of two.

        twice  whether the person really was interviewed more than once in the waves that both have
        Raises as `look` does, and BadInput `same_person_said_it`, `interviewed_already` (unless twice).
        """
        with self._session() as session, session.begin():
            kept, gone = _two(session, kept, gone)
            seen = _look(session, kept, gone)
            _refuse(session, seen, twice)
            before = {"kept": state_of(session, kept), "gone": state_of(session, gone)}
            session.get_one(RespondentRow, kept).consent = seen.consent
            joined = attributes_of(session, gone)
            for wave, values in attributes_of(session, kept).items():
                joined[wave] = joined.get(wave, {}) | values
            put_attributes(session, kept, joined)
            _give(session, seen.interviews, kept)
            before["waves"] = join_consents(session, kept, gone)
            put_away(session, gone)
            self._log(session, "merge", kept, gone, seen.interviews, before)
            return seen

    def split(self, respondent: str, interviews: Sequence[str], other: str) -> str:
        """Give some interviews of a person to a new id, with consent and attributes of their waves; gives the id.

        Raises NotFound `no_respondent`; BadInput `bad_person`, `person_taken`, `nothing_to_split` where none or all
        of the interviews are named, or one that is not theirs.
        """
        with self._session() as session, session.begin():
            person, new = _known(session, respondent), person_id(other)
            if session.get(RespondentRow, new) is not None:
                raise BadInput("person_taken", id=new)
            waves = _waves(session, respondent)
            if not interviews or not {*interviews} < waves.keys():
                raise BadInput("nothing_to_split")
            session.add(RespondentRow(id=new, consent=person.consent))
            session.flush()
            theirs = {waves[each] for each in interviews} | {""}
            held = {wave: values for wave, values in attributes_of(session, respondent).items() if wave in theirs}
            put_attributes(session, new, held)
            copy_consents(session, respondent, new, theirs)
            _give(session, interviews, new)
            self._log(session, "split", respondent, new, interviews, {})
            return new

    def undo(self, change: int) -> None:
        """Take a merge or a split back, as far as it is still so: interviews somebody moved on since stay where they are.

        Raises NotFound `no_correction`; BadInput `corrected_since` where it has been taken back, or the id is in use.
        """
        with self._session() as session, session.begin():
            row = session.get(PersonChange, change)
            if row is None:
                raise NotFound("no_correction")
            if row.undone_at is not None or (session.get(RespondentRow, row.other) is not None) == (
                row.kind == "merge"
            ):
                raise BadInput("corrected_since")
            (_part if row.kind == "merge" else _rejoin)(session, row)
            row.undone_at = _now()
            corpus_changed(session)

    def changes(self, respondent: str) -> Sequence[Change]:
        """The merges and splits a person had part in, newest first."""
        with self._session() as session:
            mine = (PersonChange.respondent_id == respondent) | (PersonChange.other == respondent)
            rows = session.scalars(select(PersonChange).where(mine).order_by(PersonChange.id.desc()))
            return [_change(row) for row in rows]

    def _session(self) -> Session:
        require(self._viewer, "import")
        return Session(self._engine)

    def _log(
        self, session: Session, kind: str, who: str, other: str, interviews: Sequence[str], before: dict[str, Any]
    ) -> None:  # fmt: skip
        session.add(PersonChange(
            kind=kind, respondent_id=who, other=other, interviews=list(interviews), before=before,
            made_by=self._viewer.person, made_at=_now(),
        ))  # fmt: skip
        corpus_changed(session)


def _known(session: Session, respondent: str) -> RespondentRow:
    row = session.get(RespondentRow, respondent)
    if row is None:
        raise NotFound("no_respondent", id=respondent)
    return row


def _two(session: Session, kept: str, gone: str) -> tuple[str, str]:
    one, other = _known(session, kept).id, _known(session, person_id(gone)).id
    if one == other:
        raise BadInput("same_person", id=one)
    return one, other


def _look(session: Session, kept: str, gone: str) -> Merge:
    moving, staying = _waves(session, gone), _waves(session, kept)
    consents = [session.get_one(RespondentRow, each).consent for each in (kept, gone)]
    conflicts = conflicts_of(attributes_of(session, kept), attributes_of(session, gone))
    twice = tuple(sorted({*moving.values()} & {*staying.values()}))
    return Merge(kept, gone, tuple(moving), tuple(conflicts), strictest(consents), twice)


def _refuse(session: Session, seen: Merge, twice: bool) -> None:
    """Raise where the same interview would be theirs twice, or two of a wave that nobody has said to be two."""
    for each in seen.interviews:
        row = session.get_one(InterviewRow, each)
        text = session.get_one(TextVersion, (row.id, row.version)).text
        try:
            others = refuse_same(session, seen.kept, row.wave, text)
        except SameInterview as same:
            raise BadInput("same_person_said_it", who=seen.kept, id=str(same.values["id"])) from same
        if others and not twice:
            raise BadInput("interviewed_already", who=seen.kept, wave=row.wave, id=min(others))


def _waves(session: Session, respondent: str) -> dict[str, str]:
    """Their interviews, oldest first, and the wave of each."""
    query = select(InterviewRow.id, InterviewRow.wave).where(InterviewRow.respondent_id == respondent)
    return {each: wave for each, wave in session.execute(query.order_by(InterviewRow.wave, InterviewRow.id))}


def _give(session: Session, interviews: Sequence[str], who: str) -> None:
    for each in interviews:
        session.get_one(InterviewRow, each).respondent_id = who
    session.flush()


def _part(session: Session, row: PersonChange) -> None:
    """A merge taken back: the one who went is there again as before, the one who stayed loses what came of it."""
    kept, gone = row.before["kept"], row.before["gone"]
    session.add(RespondentRow(id=row.other, consent=gone["consent"]))
    session.flush()
    put_attributes(session, row.respondent_id, _without(session, row))
    put_attributes(session, row.other, gone["attributes"])
    person = session.get_one(RespondentRow, row.respondent_id)
    if person.consent == strictest([kept["consent"], gone["consent"]]):  # else somebody has set it since
        person.consent = kept["consent"]
    _give(session, _still(session, row, row.respondent_id), row.other)
    part_consents(session, row.respondent_id, row.other, row.before["waves"])


def _without(session: Session, row: PersonChange) -> dict[str, Values]:
    """The attributes of the one who stayed, those waves as before that are still as the merge left them."""
    kept, gone = row.before["kept"]["attributes"], row.before["gone"]["attributes"]
    now = attributes_of(session, row.respondent_id)
    merged = {wave: gone.get(wave, {}) | kept.get(wave, {}) for wave in {*kept, *gone}}
    untouched = {wave for wave, values in now.items() if merged.get(wave) == values}
    left = {wave: values for wave, values in now.items() if wave not in untouched}
    return left | {wave: kept[wave] for wave in untouched if wave in kept}


def _rejoin(session: Session, row: PersonChange) -> None:
    """A split taken back; whoever was made goes again, unless something else is theirs by now."""
    _give(session, _still(session, row, row.other), row.respondent_id)
    if not _waves(session, row.other):
        put_away(session, row.other)


def _still(session: Session, row: PersonChange, who: str) -> list[str]:
    theirs = _waves(session, who)
    return [each for each in row.interviews if each in theirs]


def _change(row: PersonChange) -> Change:
    moved = tuple(row.interviews)
    return Change(row.id, row.kind, row.respondent_id, row.other, moved, row.made_by, row.made_at, bool(row.undone_at))


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
