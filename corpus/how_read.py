"""How the files of an import were read: who was taken for the interviewer, grouped by pattern, and what is only a guess."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from sqlalchemy import Engine, Select, select
from sqlalchemy.orm import Session

from corpus.exchanges import is_interviewer_label
from corpus.patterns import Pattern
from corpus.records import SpeakerRole
from corpus.schema import InterviewRow, SourceFile, TurnRow
from corpus.viewer import Viewer, require

_MANY = 500  # ids bound to one statement


@dataclass(frozen=True)
class Group:
    """Interviews read the same way.

    roles       speaker label → role, in the sample
    sample      the first interview of the group, from `file`
    interviews  all of them, by id
    guessed     whether no label says who asks: then whoever asks most was taken for the interviewer
    """

    roles: dict[str, SpeakerRole]
    sample: str
    file: str
    interviews: tuple[str, ...]
    guessed: bool


def how_read(engine: Engine, viewer: Viewer, interviews: Sequence[str]) -> list[Group]:
    """Interviews grouped by how their speakers are marked, those whose interviewer is a guess first, then most first."""
    require(viewer, "import")
    roles: dict[str, dict[str, SpeakerRole]] = {}
    files: dict[str, str] = {}
    with Session(engine) as session:
        for at in range(0, len(interviews), _MANY):
            some = interviews[at : at + _MANY]
            for each, name, label, role in session.execute(_speakers(some)):
                roles.setdefault(each, {})[label] = role
                files[each] = name
    groups: dict[tuple[str, bool], list[str]] = {}
    for each, said in roles.items():
        key = (Pattern(PurePath(files[each]).suffix, tuple(said)).signature, _guessed(said))
        groups.setdefault(key, []).append(each)
    found = [Group(roles[ids[0]], ids[0], files[ids[0]], tuple(ids), guessed) for (_, guessed), ids in groups.items()]
    return sorted(found, key=lambda group: (not group.guessed, -len(group.interviews), group.sample))


def _speakers(interviews: Sequence[str]) -> Select[str, str, str, SpeakerRole]:
    current = (TurnRow.interview_id == InterviewRow.id) & (TurnRow.version == InterviewRow.version)
    query = select(InterviewRow.id, SourceFile.name, TurnRow.label, TurnRow.role).join(TurnRow, current)
    query = query.join(SourceFile, SourceFile.id == InterviewRow.source_id).where(InterviewRow.id.in_(interviews))
    return query.distinct().order_by(InterviewRow.id, TurnRow.role, TurnRow.label)


def _guessed(roles: dict[str, SpeakerRole]) -> bool:
    return not any(is_interviewer_label(label) for label, role in roles.items() if role == "interviewer")
