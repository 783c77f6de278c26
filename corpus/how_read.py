"""How the files of an import were read: who was taken for the interviewer, grouped by pattern, and what is only a guess.

A curator says once that a guess is right, or that it is the other way round; then it is none any more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from sqlalchemy import Engine, Select, select
from sqlalchemy.orm import Session

from corpus.corrections_speakers import Exchanged, exchange_roles
from corpus.exchanges import is_interviewer_label
from corpus.mappings import Correction, Mappings
from corpus.patterns import Pattern
from corpus.records import SpeakerRole
from corpus.schema import BatchFileRow, CorrectionRow, InterviewRow, SourceFile, TurnRow
from corpus.viewer import Viewer, require

_MANY = 500  # ids bound to one statement


@dataclass(frozen=True)
class Group:
    """Interviews read the same way.

    roles       speaker label → role, in the sample
    sample      the first interview of the group, from `file`
    interviews  all of them, by id
    guessed     whether no label says who asks and nobody else has: then whoever asks most was taken for the interviewer
    signature   of their pattern
    answering   the labels of those who answer, in any of them
    """

    roles: dict[str, SpeakerRole]
    sample: str
    file: str
    interviews: tuple[str, ...]
    guessed: bool
    signature: str = ""
    answering: tuple[str, ...] = ()


def how_read(engine: Engine, viewer: Viewer, interviews: Sequence[str]) -> list[Group]:
    """Interviews grouped by how their speakers are marked, those whose interviewer is a guess first, then most first."""
    require(viewer, "import")
    roles: dict[str, dict[str, SpeakerRole]] = {}
    files: dict[str, str] = {}
    mended: set[str] = set()  # of which somebody has said who asks
    with Session(engine) as session:
        for at in range(0, len(interviews), _MANY):
            some = interviews[at : at + _MANY]
            for each, name, label, role in session.execute(_speakers(some)):
                roles.setdefault(each, {})[label] = role
                files[each] = name
            mended.update(session.scalars(_exchanged(some)))
            mended.update(each for each, values in session.execute(_told_of(some)) if _names_who_asks(values))
    told = {(each.signature, each.correction.interviewer) for each in Mappings(engine, viewer).all()}
    groups: dict[tuple[str, bool], list[str]] = {}
    for each, said in roles.items():
        signature = Pattern(PurePath(files[each]).suffix[1:].lower(), tuple(said)).signature
        sure = each in mended or any((signature, label) in told for label in _with_role(said, "interviewer"))
        groups.setdefault((signature, not sure and _guessed(said)), []).append(each)
    found = [
        Group(roles[ids[0]], ids[0], files[ids[0]], tuple(ids), guessed, signature, _answering(ids, roles))
        for (signature, guessed), ids in groups.items()
    ]
    return sorted(found, key=lambda group: (not group.guessed, -len(group.interviews), group.sample))


def leave_so(engine: Engine, viewer: Viewer, group: Group) -> None:
    """Say that the guess is right: for these interviews, and for files of this pattern to come."""
    for label in _with_role(group.roles, "interviewer"):
        Mappings(engine, viewer).remember(group.signature, Correction(interviewer=label), group.file)


def turn_round(engine: Engine, viewer: Viewer, group: Group) -> Exchanged:
    """Say that it is the other way round. Files to come are read so where whoever asks is called the same in all of them."""
    if len(group.answering) == 1:
        Mappings(engine, viewer).remember(group.signature, Correction(interviewer=group.answering[0]), group.file)
    return exchange_roles(engine, viewer, group.interviews)


def _answering(interviews: Sequence[str], roles: dict[str, dict[str, SpeakerRole]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(label for each in interviews for label in _with_role(roles[each], "respondent")))


def _with_role(roles: dict[str, SpeakerRole], role: SpeakerRole) -> list[str]:
    return [label for label, each in roles.items() if each == role]


def _speakers(interviews: Sequence[str]) -> Select[str, str, str, SpeakerRole]:
    current = (TurnRow.interview_id == InterviewRow.id) & (TurnRow.version == InterviewRow.version)
    query = select(InterviewRow.id, SourceFile.name, TurnRow.label, TurnRow.role).join(TurnRow, current)
    query = query.join(SourceFile, SourceFile.id == InterviewRow.source_id).where(InterviewRow.id.in_(interviews))
    return query.distinct().order_by(InterviewRow.id, TurnRow.role, TurnRow.label)


def _exchanged(interviews: Sequence[str]) -> Select[str]:
    """Those of whom somebody has said that it is the other way round; taken back, it was looked at all the same."""
    query = select(CorrectionRow.interview_id).where(CorrectionRow.interview_id.in_(interviews))
    return query.where(CorrectionRow.kind == "exchange")


def _told_of(interviews: Sequence[str]) -> Select[str, dict[str, Any] | None]:
    """Interviews, and what was said of the files they came in with."""
    query = select(InterviewRow.id, BatchFileRow.reason_values).join(
        SourceFile, SourceFile.id == InterviewRow.source_id
    )
    query = query.join(BatchFileRow, BatchFileRow.sha256 == SourceFile.sha256)
    return query.where(InterviewRow.id.in_(interviews), BatchFileRow.status == "in")


def _names_who_asks(values: dict[str, Any] | None) -> bool:
    return bool(((values or {}).get("read_as") or {}).get("interviewer"))


def _guessed(roles: dict[str, SpeakerRole]) -> bool:
    return not any(is_interviewer_label(label) for label, role in roles.items() if role == "interviewer")
