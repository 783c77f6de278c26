"""How far an interview's words may go: as was agreed for it, else as the person agreed altogether."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from corpus.records import SCOPES, Consent
from corpus.schema import CorpusState, InterviewRow, RespondentRow, WaveConsent
from corpus.viewer import Viewer, require

_MANY = 500  # ids bound to one statement


def set_consent(engine: Engine, viewer: Viewer, interviews: Sequence[str], scope: Consent | None) -> int:
    """Set the scope of these interviews, whatever their people agreed to; None: the person's counts again. How many.

    For a batch that came without a record of consent, once somebody has looked it up. Needs the right to import.
    """
    require(viewer, "import")
    changed = 0
    with Session(engine) as session, session.begin():
        for at in range(0, len(interviews), _MANY):
            some = InterviewRow.id.in_(interviews[at : at + _MANY])
            changed += len(list(session.scalars(select(InterviewRow.id).where(some))))
            session.execute(update(InterviewRow).where(some).values(consent=scope))
        session.execute(update(CorpusState).values(stamp=CorpusState.stamp + 1))
    return changed


def keep_wave_consent(session: Session, respondent: str, wave: str, consent: Consent) -> None:
    """What somebody agreed to in a wave counts for its interviews, those that are in and those to come."""
    session.merge(WaveConsent(respondent=respondent, wave=wave, consent=consent))
    theirs = (InterviewRow.respondent_id == respondent, InterviewRow.wave == wave)
    session.execute(update(InterviewRow).where(*theirs).values(consent=consent))
    session.flush()


def consents_of(session: Session, interviews: Iterable[str] | None = None) -> dict[str, Consent]:
    """Interview id → the scope that counts for it; of all interviews where none are named."""
    query = select(InterviewRow.id, InterviewRow.consent, RespondentRow.consent).join(RespondentRow)
    if interviews is None:
        return {one: own or persons for one, own, persons in session.execute(query)}
    wanted, found = sorted(set(interviews)), dict[str, Consent]()
    for at in range(0, len(wanted), _MANY):
        rows = session.execute(query.where(InterviewRow.id.in_(wanted[at : at + _MANY])))
        found |= {one: own or persons for one, own, persons in rows}
    return found


def without_consent(engine: Engine, viewer: Viewer, interviews: Sequence[str]) -> int:
    """Of how many of these interviews nothing is on record that anybody agreed to. Needs the right to import."""
    require(viewer, "import")
    with Session(engine) as session:
        return sum(scope == "none" for scope in consents_of(session, interviews).values())


def closed_to_studies(session: Session) -> frozenset[str]:
    """The interviews that no study may use."""
    agreed = InterviewRow.consent == "closed"
    persons = InterviewRow.consent.is_(None) & (RespondentRow.consent == "closed")
    return frozenset(session.scalars(select(InterviewRow.id).join(RespondentRow).where(agreed | persons)))


def strictest(scopes: Iterable[Consent]) -> Consent:
    """The least of what was agreed to; `none` of nothing."""
    return min(scopes, key=SCOPES.index, default="none")
