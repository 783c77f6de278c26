"""The subjects interviews speak of, and what staff say of them: names, what is one, which exchange is about which.

Every act of staff is kept with who did it and when, and can be taken back.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, exists, or_, select
from sqlalchemy.orm import Session, aliased

from corpus.errors import BadInput, NotFound
from corpus.records import Language
from corpus.schema_subjects import ActKind, ExchangeAboutRow, Source, SubjectActRow, SubjectRow
from corpus.subjects_acts import Where, begun, decide, roots, subject_row, take_back, touched
from corpus.viewer import Viewer, require

LONGEST = 120
"""Characters of a name."""
WORDS_LONGEST = 200
"""Characters of the words a subject is known by."""


@dataclass(frozen=True)
class Subject:
    """A subject of interviews of one language. by_rule: whether its name was found and nobody has given it another.

    words  what exchanges about it say, where staff have added it; ()
    guide  the question of a discussion guide it stands for; ""
    """

    id: int
    language: Language
    name: str
    by_rule: bool
    words: tuple[str, ...] = ()
    guide: str = ""


@dataclass(frozen=True)
class Act:
    """Something staff did. exchanges: how many it changed; before: the name there was; undone_by: "" while it holds."""

    id: str
    kind: ActKind
    subject: int
    other: str
    before: str
    exchanges: int
    by: str
    at: datetime
    undone_by: str


class Subjects:
    """The subjects of one workspace as `viewer` may see and change them."""

    def __init__(self, engine: Engine, viewer: Viewer) -> None:
        self._engine = engine
        self._viewer = viewer

    def all(self, language: Language | None = None) -> list[Subject]:
        """Every subject that something is about or that staff added, by language and id; none that is one with another."""
        require(self._viewer, "search")
        one = aliased(SubjectRow)
        held = exists().where(
            ExchangeAboutRow.subject_id == one.id, or_(one.id == SubjectRow.id, one.merged_into == SubjectRow.id)
        )
        kept = or_(held, SubjectRow.words != "", SubjectRow.guide != "")
        query = select(SubjectRow).where(SubjectRow.merged_into.is_(None), kept)
        query = query.where(SubjectRow.language == language) if language else query
        with Session(self._engine) as session:
            return [_subject(row) for row in session.scalars(query.order_by(SubjectRow.language, SubjectRow.id))]

    def roots(self, language: Language) -> dict[int, int]:
        """Subject → the one it is one with, or itself."""
        require(self._viewer, "search")
        with Session(self._engine) as session:
            return roots(session, language)

    def of(self, interview: str, version: int) -> dict[int, dict[int, Source]]:
        """Position of an exchange → its subjects, each with where it comes from."""
        require(self._viewer, "search")
        row = ExchangeAboutRow
        query = select(row.position, row.subject_id, row.source)
        query = query.where(row.interview_id == interview, row.version == version).order_by(row.position)
        found: dict[int, dict[int, Source]] = {}
        with Session(self._engine) as session:
            one_with = roots(session)
            for position, subject, source in session.execute(query):
                found.setdefault(position, {}).setdefault(one_with[subject], source)
        return found

    def add(
        self, language: Language, name: str, words: str = "", guide: str = "", joined: Collection[int] = ()
    ) -> int:  # fmt: skip
        """A subject by its name; its id. Which exchanges are about it is found when subjects are next brought up.

        words   what they say, parted by commas; where there are none, its name is the word
        joined  subjects that are one with it, one of which may bear its name
        Raises BadInput `subject_empty`, `subject_known`, `subjects_differ`; NotFound `no_subject`.
        """
        with self._changing() as session, session.begin():
            row = self._new(session, language, name, but=joined)
            said = [" ".join(word.split()) for word in words.replace("，", ",").replace("、", ",").split(",")]
            row.words = "" if guide else (",".join(filter(None, said)) or row.name)[:WORDS_LONGEST]
            row.guide = " ".join(guide.split())[:400]
            begun(session, self._viewer, "new", row.id)
            for one in joined:
                self._join(session, subject_row(session, one), row)
            touched(session, row.id, *joined)
            return row.id

    def rename(self, subject: int, name: str) -> None:
        """Give a subject another name. Raises BadInput `subject_empty`, `subject_known`, NotFound `no_subject`."""
        with self._changing() as session, session.begin():
            row = subject_row(session, subject)
            tidy = _free(session, row.language, name, but=(row.id,))
            begun(session, self._viewer, "named", row.id, before=row.name)
            row.name, row.named_by = tidy, self._viewer.person
            touched(session)

    def merge(self, subject: int, into: int) -> None:
        """Let two subjects of one language be one. Raises NotFound `no_subject`, BadInput `subjects_differ`."""
        with self._changing() as session, session.begin():
            gone, kept = subject_row(session, subject), subject_row(session, into)
            self._join(session, gone, kept)
            touched(session, kept.id, gone.id)

    def _join(self, session: Session, gone: SubjectRow, kept: SubjectRow) -> None:
        if gone.id == kept.id or gone.language != kept.language or kept.merged_into or gone.merged_into:
            raise BadInput("subjects_differ")
        begun(session, self._viewer, "merged", kept.id, other=gone.id)
        gone.merged_into = kept.id

    def take(self, exchanges: Sequence[Where], subject: int) -> str:
        """Exchanges, and what follows them up, are not about a subject; the act's id. Raises NotFound `no_subject`."""
        return self._decide("take", exchanges, {subject: False}, subject)

    def put(self, exchanges: Sequence[Where], subject: int) -> str:
        """Exchanges are about a subject too; the act's id. Raises NotFound `no_subject`."""
        return self._decide("add", exchanges, {subject: True}, subject)

    def move(self, exchanges: Sequence[Where], subject: int, to: int) -> str:
        """Exchanges are about another subject; the act's id. Raises NotFound `no_subject`, BadInput `subjects_differ`."""
        return self._decide("move", exchanges, {subject: False, to: True}, subject, to)

    def split(self, exchanges: Sequence[Where], subject: int, name: str) -> int:
        """Exchanges are about a subject of their own; its id. Raises as `add` and `move`."""
        with self._changing() as session, session.begin():
            row = subject_row(session, subject)
            new = self._new(session, row.language, name)
            said = {row.id: False, new.id: True}
            decide(session, self._viewer, begun(session, self._viewer, "move", row.id, other=new.id), exchanges, said)
            touched(session, row.id, new.id)
            return new.id

    def undo(self, act: str) -> None:
        """Take an act back. Raises NotFound `no_subject_act`; BadInput `subject_act_undone`."""
        with self._changing() as session, session.begin():
            take_back(session, self._viewer, act)

    def acts(self, subject: int, *, most: int = 20) -> list[Act]:
        """What staff did with a subject, newest first."""
        require(self._viewer, "search")
        mine = (SubjectActRow.subject_id == subject) | (SubjectActRow.other_id == subject)
        query = select(SubjectActRow).where(mine).order_by(SubjectActRow.made_at.desc(), SubjectActRow.id).limit(most)
        with Session(self._engine) as session:
            rows = list(session.scalars(query))
            named = {each: name for each, name in session.execute(select(SubjectRow.id, SubjectRow.name))}
            return [_act(row, named) for row in rows]

    def _changing(self) -> Session:
        require(self._viewer, "import")
        return Session(self._engine)

    def _new(self, session: Session, language: Language, name: str, but: Collection[int] = ()) -> SubjectRow:
        tidy = _free(session, language, name, but=but)
        row = SubjectRow(language=language, name=tidy, named_by=self._viewer.person, words="", guide="")
        session.add(row)
        session.flush()
        return row

    def _decide(
        self, kind: ActKind, exchanges: Sequence[Where], said: Mapping[int, bool], subject: int, other: int | None = None
    ) -> str:  # fmt: skip
        with self._changing() as session, session.begin():
            languages = {subject_row(session, each).language for each in said}
            if len(languages) > 1 or subject == other:
                raise BadInput("subjects_differ")
            act = begun(session, self._viewer, kind, subject, other=other)
            decide(session, self._viewer, act, exchanges, said)
            touched(session, *said)
            return act.id


def _subject(row: SubjectRow) -> Subject:
    words = tuple(row.words.split(",")) if row.words else ()
    return Subject(row.id, row.language, row.name, not row.named_by, words, row.guide)


def _act(row: SubjectActRow, named: Mapping[int, str]) -> Act:
    other = named.get(row.other_id or 0, "")
    return Act(
        row.id, row.kind, row.subject_id, other, row.before, row.exchanges, row.made_by, row.made_at, row.undone_by
    )


def _free(session: Session, language: Language, name: str, *, but: Collection[int] = ()) -> str:
    """The name as it is kept. Raises BadInput where it is empty, or another subject's."""
    tidy = " ".join(name.split())[:LONGEST]
    if not tidy:
        raise BadInput("subject_empty")
    held = select(SubjectRow.id).where(
        SubjectRow.language == language, SubjectRow.name == tidy, SubjectRow.id.not_in(but)
    )
    if session.scalar(held.where(SubjectRow.merged_into.is_(None)).limit(1)) is not None:
        raise BadInput("subject_known", name=tidy)
    return tidy


__all__ = ["Act", "NotFound", "Subject", "Subjects", "Where"]
