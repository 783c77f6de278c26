"""What two people who are one agreed to in a wave: of both the stricter counts, and it can be taken apart again."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from corpus.consent import strictest
from corpus.records import Consent
from corpus.schema import InterviewRow, WaveConsent


def join_consents(session: Session, kept: str, gone: str) -> dict[str, Any]:
    """Give what `gone` agreed to in single waves to `kept`; interviews of those waves become stricter, never looser.

    Gives what `part_consents` needs: of both the waves as they were, and (before, after) of each interview changed.
    """
    mine, theirs = agreed(session, kept), agreed(session, gone)
    changed: dict[str, list[Consent | None]] = {}
    for wave, scope in theirs.items():
        joined = strictest([scope, mine.get(wave, scope)])
        session.merge(WaveConsent(respondent=kept, wave=wave, consent=joined))
        for row in _interviews(session, kept, wave):
            stricter = strictest([joined, row.consent or joined])
            if row.consent != stricter:
                changed[row.id] = [row.consent, stricter]
                row.consent = stricter
    session.flush()
    return {"kept": mine, "gone": theirs, "interviews": changed}


def part_consents(session: Session, kept: str, gone: str, joined: dict[str, Any]) -> None:
    """Take `join_consents` back, where nobody has set anything since."""
    for wave, scope in joined["gone"].items():
        row, before = session.get(WaveConsent, (kept, wave)), joined["kept"].get(wave)
        if row is not None and row.consent == strictest([scope, before or scope]):
            if before is None:
                session.delete(row)
            else:
                row.consent = before
        session.merge(WaveConsent(respondent=gone, wave=wave, consent=scope))
    for interview, (before, after) in joined["interviews"].items():
        held = session.get(InterviewRow, interview)
        if held is not None and held.consent == after:
            held.consent = before
    session.flush()


def copy_consents(session: Session, respondent: str, new: str, waves: Collection[str]) -> None:
    """Let what a person agreed to in these waves count for a new one too."""
    for wave, scope in agreed(session, respondent).items():
        if wave in waves:
            session.merge(WaveConsent(respondent=new, wave=wave, consent=scope))
    session.flush()


def drop_consents(session: Session, respondent: str) -> None:
    """Forget what somebody agreed to wave by wave, whose id goes."""
    session.execute(delete(WaveConsent).where(WaveConsent.respondent == respondent))


def agreed(session: Session, respondent: str) -> dict[str, Consent]:
    """Wave → what the person agreed to in it."""
    query = select(WaveConsent).where(WaveConsent.respondent == respondent)
    return {row.wave: row.consent for row in session.scalars(query)}


def _interviews(session: Session, respondent: str, wave: str) -> list[InterviewRow]:
    theirs = (InterviewRow.respondent_id == respondent, InterviewRow.wave == wave)
    return list(session.scalars(select(InterviewRow).where(*theirs)))
