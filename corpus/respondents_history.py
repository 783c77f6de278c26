"""One person over time: their interviews, and what was recorded of them in each wave."""

from dataclasses import dataclass

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from corpus.errors import NotFound
from corpus.lines import InterviewLine, line_of
from corpus.records import Consent
from corpus.respondents_state import Values, attributes_of
from corpus.schema import InterviewRow, RespondentRow
from corpus.viewer import Viewer, may, require


@dataclass(frozen=True)
class History:
    """interviews   oldest first
    recorded     wave → attributes recorded in it, oldest wave first; "" is what is known without a wave. Only for who
                 may import: together they tell who it is
    """

    respondent: str
    consent: Consent
    interviews: tuple[InterviewLine, ...]
    recorded: dict[str, Values]


def history_of(engine: Engine, viewer: Viewer, respondent: str) -> History:
    """A person over time. Raises NotFound `no_respondent` for an unknown id, NotAllowed as reading a transcript does."""
    require(viewer, "read_transcripts")
    with Session(engine) as session:
        row = session.get(RespondentRow, respondent)
        if row is None:
            raise NotFound("no_respondent", id=respondent)
        query = select(InterviewRow).where(InterviewRow.respondent_id == respondent)
        lines = [line_of(each) for each in session.scalars(query.order_by(InterviewRow.wave, InterviewRow.id))]
        recorded = sorted(attributes_of(session, respondent).items()) if may(viewer, "import") else ()
        return History(respondent, row.consent, tuple(lines), dict(recorded))
