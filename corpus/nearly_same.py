"""Interviews in nearly the same words: found when files come in, shown as pairs, settled by a curator.

Only what respondents said is compared: a guide's questions are the same in every interview of a project.
"""

import difflib
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session, aliased

from corpus.changed import corpus_changed
from corpus.errors import BadInput, Busy, NotFound
from corpus.records import Interview
from corpus.removing import remove_interviews, remove_people
from corpus.schema import AlikeRow, BatchFileRow, InterviewRow, SketchRow, SourceFile
from corpus.store import Corpus
from corpus.viewer import Viewer, require

if TYPE_CHECKING:
    from corpus.sketches import Sketch

VERY = 0.9
"""How alike two interviews are that a curator is asked about: nine characters in ten. In the sample the closest have .68."""
PATIENCE = 5.0
_MANY = 200  # interviews read at once
_SENTENCE = re.compile(r"[^。！？!?.\n]+[。！？!?.]*")


@dataclass(frozen=True)
class Pair:
    """Two interviews in nearly the same words. share: how many of the characters are the same, 0–1.

    one, other      interview ids, the one that was in first before the other
    of, files, waves   whose they are, the files they came in, their waves, in that order
    """

    one: str
    other: str
    share: float
    of: tuple[str, str]
    files: tuple[str, str]
    waves: tuple[str, str]


def find_alike(corpus: Corpus, engine: Engine) -> int:
    """Sketch what has none, and keep the pairs it makes with all the others; how many are new. The corpus's words stay."""
    from corpus.sketches import pairs_alike

    versions = corpus.versions()
    with Session(engine) as session:
        held = {each: version for each, version in session.execute(select(SketchRow.interview_id, SketchRow.version))}
    new = [each for each, version in versions.items() if held.get(each) != version]
    for at in range(0, len(new), _MANY):
        _sketch(corpus, engine, new[at : at + _MANY])
    if not new:
        return 0
    pairs = pairs_alike(_sketches(engine), least=VERY, among=frozenset(new))
    return _keep(engine, pairs, new)


def _sketch(corpus: Corpus, engine: Engine, interviews: Sequence[str]) -> None:
    from corpus.sketches import sketch_of

    with Session(engine) as session, session.begin():
        for each in corpus.interviews(interviews):
            hashes = sketch_of(said_by_respondent(each)).tobytes()
            session.merge(SketchRow(interview_id=each.id, version=each.version, hashes=hashes))


def said_by_respondent(interview: Interview) -> str:
    """A respondent's words, a turn a line."""
    return "\n".join(interview.words((turn.start, turn.end)) for turn in interview.turns if turn.role == "respondent")


def _sketches(engine: Engine) -> "dict[str, Sketch]":
    """Interview id → its sketch, those that were in first before the others."""
    import numpy as np

    query = select(SketchRow.interview_id, SketchRow.hashes).join(
        InterviewRow, InterviewRow.id == SketchRow.interview_id
    )
    with Session(engine) as session:
        rows = session.execute(query.order_by(InterviewRow.source_id, InterviewRow.id)).all()
    return {each: np.frombuffer(hashes, dtype=np.uint64) for each, hashes in rows}


def _keep(engine: Engine, pairs: Mapping[tuple[str, str], float], new: Sequence[str]) -> int:
    """Keep the pairs of new texts in place of those of their texts before; what was said of a pair still counts."""
    with Session(engine) as session, session.begin():
        held = {(row.one, row.other): row for row in session.scalars(select(AlikeRow))}
        changed = set(new)
        for key, row in held.items():
            if changed & {*key} and key not in pairs:
                session.delete(row)
        for key, share in pairs.items():
            row = held.get(key) or AlikeRow(one=key[0], other=key[1], different=False)
            row.share = share
            session.add(row)
        found = len(pairs.keys() - held.keys())
        if found:
            corpus_changed(session)
        return found


def pairs_to_settle(engine: Engine, viewer: Viewer, *, among: Collection[str] | None = None) -> list[Pair]:
    """Pairs nobody has settled, most alike first; among: only those with one of these interviews."""
    require(viewer, "import")
    first, second, file, other_file = (
        aliased(InterviewRow),
        aliased(InterviewRow),
        aliased(SourceFile),
        aliased(SourceFile),
    )
    query = select(AlikeRow, first, second, file.name, other_file.name)
    query = query.join(first, first.id == AlikeRow.one).join(second, second.id == AlikeRow.other)
    query = query.join(file, file.id == first.source_id).join(other_file, other_file.id == second.source_id)
    query = query.where(AlikeRow.different.is_(False)).order_by(AlikeRow.share.desc(), AlikeRow.one, AlikeRow.other)
    with Session(engine) as session:
        return [
            Pair(
                row.one, row.other, row.share, (one.respondent_id, other.respondent_id), (name, other_name),
                (one.wave, other.wave),
            )
            for row, one, other, name, other_name in session.execute(query)
            if among is None or row.one in among or row.other in among
        ]  # fmt: skip


def differences(one: Interview, other: Interview, *, most: int = 3) -> list[tuple[str, str]]:
    """Where two interviews' answers part: (as the one has it, as the other has it), "" where one has nothing; a few."""
    mine, theirs = (_SENTENCE.findall(said_by_respondent(each)) for each in (one, other))
    codes = difflib.SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes()
    parted = [(mine[a:b], theirs[c:d]) for tag, a, b, c, d in codes if tag != "equal"]
    return [("".join(ours).strip(), "".join(others).strip()) for ours, others in parted][:most]


def leave_different(engine: Engine, viewer: Viewer, one: str, other: str) -> None:
    """Say that two interviews really are two. Raises NotFound `no_interview` where the pair is not there any more."""
    require(viewer, "import")
    with Session(engine) as session, session.begin():
        row = session.get(AlikeRow, (one, other))
        if row is None:
            raise NotFound("no_interview", id=other)
        row.different = True
        corpus_changed(session)


def keep_one(engine: Engine, viewer: Viewer, drop: str, cited: Collection[str], *, lock: Path) -> None:
    """Take one of two out, with its person where nothing else holds them. The index has to follow.

    cited  interviews reports rest on
    lock   file that keeps imports out meanwhile
    Raises BadInput `alike_cited`, NotFound `no_interview`, Busy `import_running`.
    """
    require(viewer, "import")
    if drop in cited:
        raise BadInput("alike_cited", id=drop)
    try:
        with FileLock(lock, timeout=PATIENCE), Session(engine) as session, session.begin():
            _take_out(session, drop)
    except Timeout as error:
        raise Busy("import_running") from error


def _take_out(session: Session, drop: str) -> None:
    row = session.get(InterviewRow, drop)
    if row is None:
        raise NotFound("no_interview", id=drop)
    source = session.get_one(SourceFile, row.source_id)
    people = remove_interviews(session, [drop])
    remove_people(session, people)
    for file in session.scalars(select(BatchFileRow).where(BatchFileRow.sha256 == source.sha256)):
        file.interviews = [each for each in file.interviews if each != drop]
        file.status = "in" if file.interviews or file.people else "undone"
    if session.scalar(select(InterviewRow.id).where(InterviewRow.source_id == source.id).limit(1)) is None:
        source.status = "undone"
    corpus_changed(session)
