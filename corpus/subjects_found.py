"""What the machine reads and writes of subjects. What staff have said is put over whatever it finds."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Engine, and_, delete, exists, func, insert, or_, select
from sqlalchemy.orm import Session

from corpus.changed import corpus_changed
from corpus.records import Language
from corpus.schema import ExchangeRow, InterviewRow, TextVersion
from corpus.schema_subjects import ExchangeAboutRow, Source, SubjectLookRow, SubjectRow
from corpus.subjects_carried import carried
from corpus.subjects_roots import roots
from corpus.viewer import Viewer, require

_MANY = 500  # ids bound to one statement
_LOOKED = and_(SubjectLookRow.interview_id == InterviewRow.id, SubjectLookRow.version == InterviewRow.version)
_CURRENT = and_(ExchangeRow.interview_id == InterviewRow.id, ExchangeRow.version == InterviewRow.version)


@dataclass(frozen=True)
class Told:
    """An exchange of a current text.

    place    where in its interview it stands, 0 first … 1 last
    follows  position of the exchange it probes; None for a question of its own
    """

    exchange: int
    interview: str
    version: int
    position: int
    place: float
    follows: int | None


@dataclass(frozen=True)
class Found:
    """That an exchange is about a subject: the id of one, or an index into the new ones counted from -1 down."""

    told: Told
    subject: int
    source: Source


class SubjectsFound:
    """The subjects of one workspace as the machine finds them; all of it needs the right to import."""

    def __init__(self, engine: Engine, viewer: Viewer) -> None:
        require(viewer, "import")
        self._engine = engine

    def interviews(self, language: Language, *, fresh: bool) -> list[str]:
        """Interviews of a language by id; where `fresh`, only those whose current text has not been looked at."""
        query = select(InterviewRow.id).where(InterviewRow.language == language)
        query = query.where(~exists().where(_LOOKED)) if fresh else query
        with Session(self._engine) as session:
            return list(session.scalars(query.order_by(InterviewRow.id)))

    def told(self, interviews: Sequence[str]) -> list[Told]:
        """All exchanges of these interviews, by interview and place."""
        found: list[Told] = []
        for at in range(0, len(interviews), _MANY):
            found += self._told(InterviewRow.id.in_(interviews[at : at + _MANY]))
        return found

    def questions(self, language: Language, *, most: int) -> list[Told]:
        """At most about `most` questions of their own of a language, spread evenly over all."""
        with Session(self._engine) as session:
            query = select(func.count()).select_from(ExchangeRow).join(InterviewRow, _CURRENT)
            count = session.scalar(query.where(InterviewRow.language == language, ExchangeRow.follows.is_(None))) or 0
        step = -(-count // most) or 1
        return self._told(InterviewRow.language == language, ExchangeRow.follows.is_(None), ExchangeRow.id % step == 0)

    def without(self, language: Language) -> list[Told]:
        """Questions of their own that were looked at and are about nothing."""
        about = exists().where(
            ExchangeAboutRow.interview_id == ExchangeRow.interview_id, ExchangeAboutRow.version == ExchangeRow.version,
            ExchangeAboutRow.position == ExchangeRow.position,
        )  # fmt: skip
        return self._told(
            InterviewRow.language == language, ExchangeRow.follows.is_(None), exists().where(_LOOKED), ~about
        )

    def members(self, language: Language, *, most: int) -> dict[int, list[Told]]:
        """Subject → at most `most` of the questions asked about it, of the newest waves."""
        with Session(self._engine) as session:
            one_with = roots(session, language)
        found: dict[int, list[Told]] = {}
        for subject, root in one_with.items():
            row = ExchangeAboutRow
            asked = and_(row.interview_id == ExchangeRow.interview_id, row.version == ExchangeRow.version,
                         row.position == ExchangeRow.position, row.subject_id == subject, row.source != "said")  # fmt: skip
            with Session(self._engine) as session:
                query = select(ExchangeRow.id).join(row, asked).join(InterviewRow, _CURRENT)
                query = query.where(ExchangeRow.follows.is_(None)).order_by(InterviewRow.wave.desc(), ExchangeRow.id)
                ids = list(session.scalars(query.limit(most)))
            if ids:
                found.setdefault(root, []).extend(self._told(ExchangeRow.id.in_(ids)))
        return found

    def words(self, told: Sequence[Told]) -> dict[int, tuple[str, str]]:
        """Exchange → what was asked and what was answered, in the order given; nothing else of an interview is read."""
        found: dict[int, tuple[str, str]] = {}
        for at in range(0, len(told), _MANY):
            found |= self._words({one.exchange: one for one in told[at : at + _MANY]})
        return found

    def _words(self, told: Mapping[int, Told]) -> dict[int, tuple[str, str]]:
        row = ExchangeRow
        spans = select(row.id, row.question_start, row.question_end, row.answer).where(row.id.in_(told))
        here = and_(TextVersion.interview_id == InterviewRow.id, TextVersion.version == InterviewRow.version)
        texts = select(InterviewRow.id, TextVersion.text).join(TextVersion, here)
        with Session(self._engine) as session:
            wanted = texts.where(InterviewRow.id.in_({one.interview for one in told.values()}))
            held = {each: text for each, text in session.execute(wanted)}
            asked = {id_: ((start, end), answer) for id_, start, end, answer in session.execute(spans)}
        return {
            id_: (
                held[one.interview][slice(*asked[id_][0])],
                "\n".join(held[one.interview][a:b] for a, b in asked[id_][1]),
            )
            for id_, one in told.items()
        }

    def speaking(self, language: Language, words: Sequence[str]) -> list[str]:
        """Interviews whose current text holds one of the words, in any case of letters."""
        said = or_(*(TextVersion.text.icontains(word, autoescape=True) for word in words))
        here = and_(TextVersion.interview_id == InterviewRow.id, TextVersion.version == InterviewRow.version)
        query = select(InterviewRow.id).join(TextVersion, here).where(InterviewRow.language == language, said)
        with Session(self._engine) as session:
            return list(session.scalars(query.order_by(InterviewRow.id)))

    def keep_subjects(self, language: Language, named: Sequence[str]) -> list[int]:
        """Add subjects by their names; their ids."""
        with Session(self._engine) as session, session.begin():
            rows = [SubjectRow(language=language, name=name[:120], named_by="", words="", guide="") for name in named]
            session.add_all(rows)
            session.flush()
            return [row.id for row in rows]

    def keep(self, interviews: Mapping[str, int], found: Iterable[Found]) -> None:
        """What was found of whole interviews (id → text version): all they had before goes, but what staff have said."""
        names = list(interviews)
        with Session(self._engine) as session, session.begin():
            held = _versions(session, names)
            kept = {each: version for each, version in interviews.items() if held.get(each) == version}
            rows, look = ExchangeAboutRow, SubjectLookRow
            gone = or_(
                rows.source != "curator",
                rows.version
                != select(InterviewRow.version).where(InterviewRow.id == rows.interview_id).scalar_subquery(),
            )
            for at in range(0, len(names), _MANY):
                some = names[at : at + _MANY]
                session.execute(delete(rows).where(rows.interview_id.in_(some), gone))
                session.execute(delete(look).where(look.interview_id.in_(some)))
            _insert(session, [one for one in found if one.told.interview in kept])
            if kept:
                session.execute(
                    insert(look), [{"interview_id": each, "version": version} for each, version in kept.items()]
                )
            carried(session, kept)
            corpus_changed(session)

    def keep_more(self, found: Iterable[Found]) -> None:
        """What was found beside what there is: rows that are there stay as they are, and so does what staff have said."""
        with Session(self._engine) as session, session.begin():
            found = list(found)
            _insert(session, found)
            carried(session, {one.told.interview: one.told.version for one in found})
            corpus_changed(session)

    def _told(self, *here: ColumnElement[bool]) -> list[Told]:
        last = select(func.max(ExchangeRow.position)).where(_CURRENT).correlate(InterviewRow).scalar_subquery()
        query = select(
            ExchangeRow.id, ExchangeRow.interview_id, ExchangeRow.version, ExchangeRow.position, last, ExchangeRow.follows
        ).join(InterviewRow, _CURRENT)  # fmt: skip
        with Session(self._engine) as session:
            rows = session.execute(query.where(*here).order_by(ExchangeRow.interview_id, ExchangeRow.position))
            return [
                Told(id_, interview, version, position, position / last if last else 0.0, follows)
                for id_, interview, version, position, last, follows in rows
            ]


def blocks(items: Sequence[str], size: int = 200) -> Iterator[Sequence[str]]:
    """Some at a time: that many interviews are in memory at once."""
    for at in range(0, len(items), size):
        yield items[at : at + size]


def _versions(session: Session, interviews: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for at in range(0, len(interviews), _MANY):
        some = interviews[at : at + _MANY]
        query = select(InterviewRow.id, InterviewRow.version).where(InterviewRow.id.in_(some))
        found |= {each: version for each, version in session.execute(query)}
    return found


def _insert(session: Session, found: Sequence[Found]) -> None:
    """Add what is not there yet; of one exchange and subject the first counts."""
    rows: dict[tuple[str, int, int, int], Any] = {}
    for one in found:
        key = (one.told.interview, one.told.version, one.told.position, one.subject)
        rows.setdefault(key, one.source)
    names = sorted({key[0] for key in rows})
    there: set[tuple[str, int, int, int]] = set()
    row = ExchangeAboutRow
    for at in range(0, len(names), _MANY):
        query = select(row.interview_id, row.version, row.position, row.subject_id)
        rows_there = session.execute(query.where(row.interview_id.in_(names[at : at + _MANY])))
        there |= {(each, version, position, subject) for each, version, position, subject in rows_there}
    new = [
        {"interview_id": key[0], "version": key[1], "position": key[2], "subject_id": key[3], "source": source}
        for key, source in rows.items() if key not in there
    ]  # fmt: skip
    if new:
        session.execute(insert(row), new)
