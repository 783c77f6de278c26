"""Which interviews and exchanges lie within some bounds: told in the database, no word of them is read."""

from array import array
from collections.abc import Iterable, Sequence

from sqlalchemy import Engine, and_, func, select
from sqlalchemy.orm import Session

from corpus.lines import InterviewLine
from corpus.records import SCOPES, Consent, Language
from corpus.schema import ExchangeRow, InterviewRow, RespondentRow
from corpus.schema_subjects import ExchangeAboutRow
from corpus.subjects_roots import one_with
from corpus.viewer import Viewer, require

_MANY = 500  # ids bound to one statement
_CURRENT = and_(ExchangeRow.interview_id == InterviewRow.id, ExchangeRow.version == InterviewRow.version)
_ABOUT = and_(
    ExchangeAboutRow.interview_id == ExchangeRow.interview_id,
    ExchangeAboutRow.version == ExchangeRow.version,
    ExchangeAboutRow.position == ExchangeRow.position,
)


def lines_within(
    engine: Engine, viewer: Viewer, *, wave: str | None = None, language: Language | None = None,
    consent: Consent | None = None,
) -> list[InterviewLine]:  # fmt: skip
    """Interviews of that wave and language whose words may go at least as far as `consent`; newest wave and day first."""
    require(viewer, "search")
    row = InterviewRow
    query = select(row.id, row.respondent_id, row.wave, row.date, row.language, row.version).join(RespondentRow)
    query = query.where(row.wave == wave) if wave else query
    query = query.where(row.language == language) if language else query
    if consent:
        agreed = func.coalesce(row.consent, RespondentRow.consent)
        query = query.where(agreed.in_(SCOPES[SCOPES.index(consent) :]))
    with Session(engine) as session:
        found = session.execute(query.order_by(row.wave.desc(), row.date.desc(), row.id))
        return [InterviewLine(*each) for each in found]


def exchanges_about(
    engine: Engine, viewer: Viewer, interviews: Iterable[str], subject: int
) -> tuple[Sequence[int], frozenset[str]]:
    """Ids of the exchanges of these interviews that are about a subject, or about one that is one with it, ascending.

    At their current text versions; and the interviews that have some.
    """
    require(viewer, "search")
    wanted, ids, holding = sorted(set(interviews)), array("q"), set[str]()
    with Session(engine) as session:
        query = select(ExchangeRow.id, ExchangeRow.interview_id).join(InterviewRow, _CURRENT)
        about = query.join(ExchangeAboutRow, _ABOUT).where(ExchangeAboutRow.subject_id.in_(one_with(session, subject)))
        for at in range(0, len(wanted), _MANY):
            some = about.where(InterviewRow.id.in_(wanted[at : at + _MANY])).distinct()
            for exchange, interview in session.execute(some):
                ids.append(exchange)
                holding.add(interview)
    return array("q", sorted(ids)), frozenset(holding)
