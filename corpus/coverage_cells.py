"""The counts behind the picture of what the corpus can answer, kept so that it is drawn at once however much there is.

They are counted in the database, a subject at a time: anew for all where the corpus has changed, and for the subjects
concerned where staff have said something of subjects alone.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Engine,
    Integer,
    Select,
    and_,
    case,
    cast,
    delete,
    func,
    insert,
    literal,
    select,
    update,
)
from sqlalchemy.orm import Session, aliased

from corpus.schema import AttributesRow, CorpusState, InterviewRow
from corpus.schema_subjects import CoverageCell, CoverageState, ExchangeAboutRow
from corpus.subjects_roots import roots

YOUNG = (18, 30)
"""Of age bands the first goes from eighteen to twenty-nine; the others are decades."""

NEVER = -1
"""The stamp of counts that were never made."""

_FIELDS = ("subject_id", "language", "wave", "gender", "age", "city_tier", "region", "people", "newest", "interviews")


def bring_cells_up(engine: Engine, *, most: int | None = None) -> bool:
    """Count all again where the corpus has changed since it was counted; whether it was.

    most  interviews above which it is left to the next call without: whoever waits for a page does not wait minutes
    """
    with Session(engine) as session:
        counted = _counted_at(session)
        if counted == session.scalar(select(CorpusState.stamp)):
            return False
        many = most is not None and counted != NEVER
        if many and (session.scalar(select(func.count()).select_from(InterviewRow)) or 0) > (most or 0):
            return False
    with Session(engine) as session, session.begin():
        session.execute(delete(CoverageCell))
        for subject, ids in sorted(_by_root(session).items()):
            session.execute(insert(CoverageCell).from_select(_FIELDS, _counting(subject, ids)))
        session.execute(insert(CoverageCell).from_select(_FIELDS, _counting(0, None)))
        session.execute(update(CoverageState).values(stamp=select(CorpusState.stamp).scalar_subquery()))
    return True


def recount(session: Session, subjects: Iterable[int]) -> None:
    """Count these subjects again after the corpus's stamp has grown by one for them, in the caller's transaction.

    Where the counts of others were behind before, they stay behind.
    """
    was_up = _counted_at(session) == (session.scalar(select(CorpusState.stamp)) or 0) - 1
    if _counted_at(session) == NEVER:
        return
    by_root = _by_root(session)
    for subject in sorted(set(subjects)):
        session.execute(delete(CoverageCell).where(CoverageCell.subject_id == subject))
        if subject in by_root:
            session.execute(insert(CoverageCell).from_select(_FIELDS, _counting(subject, by_root[subject])))
    if was_up:
        session.execute(update(CoverageState).values(stamp=select(CorpusState.stamp).scalar_subquery()))


def _counted_at(session: Session) -> int | None:
    return session.scalar(select(CoverageState.stamp))


def _by_root(session: Session) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for subject, root in roots(session).items():
        found.setdefault(root, []).append(subject)
    return found


def _counting(subject: int, ids: Sequence[int] | None) -> Select[Any]:
    """The cells of a subject, of all interviews where `ids` is None: each person once a wave, as they were then."""
    asked = _people(ids).subquery()
    last_wave = func.max(asked.c.wave).over(partition_by=(asked.c.language, asked.c.respondent_id))
    placed = select(asked, case((asked.c.wave == last_wave, 1), else_=0).label("newest")).subquery()
    then, last = aliased(AttributesRow), aliased(AttributesRow)
    told = [
        _value("gender", then, last), _age(placed.c.wave, then, last), _value("city_tier", then, last),
        _value("region", then, last),
    ]  # fmt: skip
    counts = (func.count(), func.sum(placed.c.newest), func.sum(placed.c.interviews))
    query = select(literal(subject), placed.c.language, placed.c.wave, *told, *counts).select_from(placed)
    query = query.outerjoin(
        then, and_(then.respondent_id == placed.c.respondent_id, then.wave == placed.c.wave)
    ).outerjoin(last, and_(last.respondent_id == placed.c.respondent_id, last.wave == ""))
    return query.group_by(placed.c.language, placed.c.wave, *told)


def _people(ids: Sequence[int] | None) -> Any:
    """(language, respondent, wave) with how many interviews of theirs are about one of the subjects."""
    one = InterviewRow
    query: Any = select(one.language, one.respondent_id, one.wave, func.count().label("interviews"))
    if ids is not None:
        row = ExchangeAboutRow
        told = select(row.interview_id, row.version).where(row.subject_id.in_(ids)).distinct().subquery()
        query = query.join(told, and_(told.c.interview_id == one.id, told.c.version == one.version))
    return query.group_by(one.language, one.respondent_id, one.wave)


def _value(field: str, then: Any, last: Any) -> ColumnElement[Any]:
    found: ColumnElement[Any] = func.coalesce(func.nullif(getattr(then, field), ""), getattr(last, field), "")
    return found


def _age(wave: Any, then: Any, last: Any) -> ColumnElement[Any]:
    """The lower end of somebody's band in a wave."""
    years = cast(func.substr(wave, 1, 4), Integer) - func.coalesce(then.birth_year, last.birth_year)
    return case((years.is_(None), None), (years < YOUNG[0], 0), (years < YOUNG[1], YOUNG[0]), else_=years - years % 10)


def value_of(segment: str, wave: Any, then: Any, last: Any) -> ColumnElement[Any]:
    """What somebody was in a wave, as the cells have it."""
    return _age(wave, then, last) if segment == "age" else _value(segment, then, last)
