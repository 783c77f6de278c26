"""What staff say of subjects, in the tables: the acts, the decisions on single exchanges, and taking them back."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import blake2b

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from corpus.changed import corpus_changed
from corpus.coverage_cells import recount
from corpus.errors import BadInput, NotFound
from corpus.schema import ExchangeRow, InterviewRow, TextVersion
from corpus.schema_subjects import ActKind, ExchangeAboutRow, SubjectActRow, SubjectDecisionRow, SubjectRow
from corpus.subjects_roots import roots
from corpus.viewer import Viewer

__all__ = ["Where", "begun", "decide", "digest", "roots", "subject_row", "take_back", "touched"]

Where = tuple[str, int]
"""(interview, position of the exchange in its current text)."""


def subject_row(session: Session, subject: int) -> SubjectRow:
    """Raises NotFound `no_subject`."""
    row = session.get(SubjectRow, subject)
    if row is None:
        raise NotFound("no_subject", id=subject)
    return row


def touched(session: Session, *subjects: int) -> None:
    """The corpus has changed; what is counted of these subjects is counted again."""
    session.flush()
    corpus_changed(session)
    recount(session, subjects)


def begun(
    session: Session, viewer: Viewer, kind: ActKind, subject: int, *, other: int | None = None, before: str = ""
) -> SubjectActRow:  # fmt: skip
    """An act in the log."""
    row = SubjectActRow(
        id=secrets.token_hex(8), kind=kind, subject_id=subject, other_id=other, before=before, exchanges=0,
        made_by=viewer.person, made_at=_now(), undone_by="",
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def decide(
    session: Session, viewer: Viewer, act: SubjectActRow, exchanges: Sequence[Where], said: Mapping[int, bool]
) -> None:  # fmt: skip
    """Say of exchanges, and of those that follow them up, whether they are about the subjects of `said`.

    Exchanges that are not there any more are left out.
    """
    for interview, positions in _by_interview(exchanges).items():
        held = session.get(InterviewRow, interview)
        if held is None:
            continue
        text = session.get_one(TextVersion, (interview, held.version)).text
        for exchange in _with_probes(session, held, positions):
            act.exchanges += 1
            for subject, about in said.items():
                _decide(session, act, exchange, text, subject, about)


def _by_interview(exchanges: Iterable[Where]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for interview, position in exchanges:
        found.setdefault(interview, []).append(position)
    return found


def _with_probes(session: Session, held: InterviewRow, positions: Sequence[int]) -> Sequence[ExchangeRow]:
    chosen = or_(ExchangeRow.position.in_(positions), ExchangeRow.follows.in_(positions))
    here = (ExchangeRow.interview_id == held.id, ExchangeRow.version == held.version)
    return session.scalars(select(ExchangeRow).where(*here, chosen).order_by(ExchangeRow.position)).all()


def _decide(
    session: Session, act: SubjectActRow, exchange: ExchangeRow, text: str, subject: int, about: bool
) -> None:  # fmt: skip
    key = (exchange.interview_id, exchange.version, exchange.position)
    one_with = [each for each, root in roots(session).items() if root == subject]
    rows = [row for each in one_with if (row := session.get(ExchangeAboutRow, (*key, each)))]
    session.add(SubjectDecisionRow(
        act_id=act.id, subject_id=subject, interview_id=key[0], version=key[1], position=key[2],
        words=digest(text, exchange), about=about, before=rows[0].source if rows else "", undone=False,
    ))  # fmt: skip
    for row in rows:
        session.delete(row)
    session.flush()
    if about:
        session.add(_row(key, subject, "curator"))
        session.flush()


def _row(key: tuple[str, int, int], subject: int, source: str) -> ExchangeAboutRow:
    return ExchangeAboutRow(interview_id=key[0], version=key[1], position=key[2], subject_id=subject, source=source)


def digest(text: str, exchange: ExchangeRow) -> str:
    """What tells an exchange by its words, whatever interview it stands in."""
    spans = [(exchange.question_start, exchange.question_end), *exchange.answer]
    return blake2b("\n".join(text[start:end] for start, end in spans).encode(), digest_size=16).hexdigest()


def take_back(session: Session, viewer: Viewer, act: str) -> None:
    """Undo an act. Raises NotFound `no_subject_act`; BadInput `subject_act_undone`, `subject_act_older`."""
    row = session.get(SubjectActRow, act)
    if row is None:
        raise NotFound("no_subject_act")
    if row.undone_at is not None:
        raise BadInput("subject_act_undone")
    subjects = {row.subject_id, row.other_id or row.subject_id}
    if row.kind == "named":
        _name_back(session, row)
    elif row.kind == "merged":
        _apart(session, subject_row(session, row.other_id or 0))
    elif row.kind == "new":
        subjects |= _forget(session, row.subject_id)
    else:
        for decision in session.scalars(select(SubjectDecisionRow).where(SubjectDecisionRow.act_id == act)):
            _undecide(session, decision)
    row.undone_by, row.undone_at = viewer.person, _now()
    touched(session, *subjects)


def _forget(session: Session, subject: int) -> set[int]:
    """Let nothing be about a subject any more, nor become so; the subjects that were one with it, which stand alone again."""
    row = subject_row(session, subject)
    row.words = row.guide = ""
    session.execute(delete(ExchangeAboutRow).where(ExchangeAboutRow.subject_id == subject))
    free = session.scalars(select(SubjectRow).where(SubjectRow.merged_into == subject).order_by(SubjectRow.id)).all()
    for one in free:
        _apart(session, one, but=subject)
    return {one.id for one in free}


def _apart(session: Session, row: SubjectRow, *, but: int = 0) -> None:
    """Let a subject be one of its own again; numbered where another has taken its name. but: one that ends."""
    row.merged_into = None
    held = select(SubjectRow.name).where(SubjectRow.language == row.language, SubjectRow.merged_into.is_(None))
    names = set(session.scalars(held.where(SubjectRow.id.not_in((row.id, but)))))
    name, number = row.name, 2
    while row.name in names:
        row.name, number = f"{name} {number}", number + 1
    session.flush()


def _name_back(session: Session, act: SubjectActRow) -> None:
    """The name there was, unless somebody has given it another since."""
    later = select(SubjectActRow.id).where(
        SubjectActRow.subject_id == act.subject_id, SubjectActRow.kind == "named", SubjectActRow.undone_at.is_(None),
        SubjectActRow.made_at > act.made_at,
    )  # fmt: skip
    if session.scalar(later.limit(1)) is not None:
        raise BadInput("subject_act_older")
    subject_row(session, act.subject_id).name = act.before


def _undecide(session: Session, decision: SubjectDecisionRow) -> None:
    """As it was before, where the exchange is still there and nobody has said otherwise since."""
    decision.undone = True
    later = select(SubjectDecisionRow.id).where(
        SubjectDecisionRow.interview_id == decision.interview_id, SubjectDecisionRow.position == decision.position,
        SubjectDecisionRow.version == decision.version, SubjectDecisionRow.subject_id == decision.subject_id,
        SubjectDecisionRow.undone.is_(False), SubjectDecisionRow.id > decision.id,
    )  # fmt: skip
    if decision.interview_id is None or session.scalar(later.limit(1)) is not None:
        return
    key = (decision.interview_id, decision.version, decision.position)
    held = session.get(InterviewRow, decision.interview_id)
    row = session.get(ExchangeAboutRow, (*key, decision.subject_id))
    if row is not None:
        session.delete(row)
        session.flush()
    if decision.before and held is not None and held.version == decision.version:
        session.add(_row(key, decision.subject_id, decision.before))
    session.flush()


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
