"""What staff have said of an exchange, put over what the machine found: also in a corrected text, and after another import."""

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from corpus.schema import ExchangeRow, TextVersion
from corpus.schema_subjects import ExchangeAboutRow, SubjectDecisionRow
from corpus.subjects_acts import digest
from corpus.subjects_roots import roots

ALIKE = 0.6
"""Share of their words that two exchanges have in common at least where one is the other, corrected."""
_MANY = 500


def carried(session: Session, interviews: Mapping[str, int]) -> None:
    """Put the decisions on these interviews' exchanges (id → text version) over what is there."""
    _known_again(session, interviews)
    one_with = roots(session)
    names = sorted(interviews)
    for at in range(0, len(names), _MANY):
        query = select(SubjectDecisionRow).where(SubjectDecisionRow.interview_id.in_(names[at : at + _MANY]))
        query = query.where(SubjectDecisionRow.undone.is_(False)).order_by(SubjectDecisionRow.id)
        for decision in session.scalars(query).all():
            if _moved_on(session, decision, interviews[decision.interview_id or ""]):
                _apply(session, decision, one_with)


def _known_again(session: Session, interviews: Mapping[str, int]) -> None:
    """Decisions on interviews that are gone hold for the same words where they have come in again."""
    lost = SubjectDecisionRow.interview_id.is_(None)
    by_words: dict[str, list[SubjectDecisionRow]] = {}
    for decision in session.scalars(select(SubjectDecisionRow).where(lost)):
        by_words.setdefault(decision.words, []).append(decision)
    if not by_words:
        return
    for interview, version in interviews.items():
        text, exchanges = _read(session, interview, version)
        for exchange in exchanges:
            for decision in by_words.pop(digest(text, exchange), ()):
                decision.interview_id, decision.version, decision.position = interview, version, exchange.position
    session.flush()


def _moved_on(session: Session, decision: SubjectDecisionRow, version: int) -> bool:
    """Whether the exchange is there in the text version; the decision then stands there."""
    if decision.version == version:
        return True
    old_text, old = _read(session, decision.interview_id or "", decision.version)
    before = next((one for one in old if one.position == decision.position), None)
    text, exchanges = _read(session, decision.interview_id or "", version)
    after = _same(before, old_text, exchanges, text) if before else None
    if after is None:
        return False
    decision.version, decision.position, decision.words = version, after.position, digest(text, after)
    return True


def _read(session: Session, interview: str, version: int) -> tuple[str, Sequence[ExchangeRow]]:
    words = session.get(TextVersion, (interview, version))
    here = and_(ExchangeRow.interview_id == interview, ExchangeRow.version == version)
    exchanges = session.scalars(select(ExchangeRow).where(here).order_by(ExchangeRow.position)).all()
    return (words.text if words else "", exchanges)


def _same(before: ExchangeRow, old_text: str, exchanges: Sequence[ExchangeRow], text: str) -> ExchangeRow | None:
    """The exchange most like the one before, the nearer where two are; None where none is like it."""
    asked, said = _words(before, old_text)

    def likeness(one: ExchangeRow) -> tuple[float, int]:
        now_asked, now_said = _words(one, text)
        same = now_asked == asked or now_said == said
        ratio = 1.0 if same else SequenceMatcher(None, asked + said, now_asked + now_said, autojunk=False).ratio()
        return (ratio, -abs(one.position - before.position))

    best = max(exchanges, key=likeness, default=None)
    return best if best is not None and likeness(best)[0] >= ALIKE else None


def _words(exchange: ExchangeRow, text: str) -> tuple[str, str]:
    asked = text[exchange.question_start : exchange.question_end]
    return asked, "\n".join(text[start:end] for start, end in exchange.answer)


def _apply(session: Session, decision: SubjectDecisionRow, one_with: Mapping[int, int]) -> None:
    key = (decision.interview_id, decision.version, decision.position)
    root = one_with[decision.subject_id]
    mine = [each for each, top in one_with.items() if top == root]
    for each in mine:
        if (row := session.get(ExchangeAboutRow, (*key, each))) is not None:
            session.delete(row)
    session.flush()
    if decision.about:
        session.add(ExchangeAboutRow(
            interview_id=key[0], version=key[1], position=key[2], subject_id=decision.subject_id, source="curator"
        ))  # fmt: skip
        session.flush()
