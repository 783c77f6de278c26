"""A curator decides of words that may identify somebody whether they are hidden."""

from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from corpus.errors import NotFound
from corpus.privacy_layer import as_kept, hidden_of, layer_of
from corpus.records import Hidden, HiddenState, Language, Span
from corpus.schema import CorpusState, InterviewRow, TextVersion, TurnRow
from corpus.viewer import Viewer, require


def decide_hidden(engine: Engine, viewer: Viewer, interview: str, span: Span, state: HiddenState) -> None:
    """Say of words that were found in the current text whether they are hidden: `accepted` or `dismissed`.

    Raises NotAllowed, NotFound `no_hidden_words` where nothing was found there.
    """
    require(viewer, "import")
    with Session(engine) as session, session.begin():
        row = session.get(InterviewRow, interview)
        turn = _turn_of(session, row, span) if row else None
        if row is None or turn is None:
            raise NotFound("no_hidden_words", id=interview)
        text = session.get_one(TextVersion, (row.id, row.version)).text
        layer = _layer(turn, text, row.language)
        if all((one.start, one.end) != span for one in layer):
            raise NotFound("no_hidden_words", id=interview)
        turn.hidden = as_kept(
            Hidden(one.start, one.end, one.kind, state) if (one.start, one.end) == span else one for one in layer
        )
        session.execute(update(CorpusState).values(stamp=CorpusState.stamp + 1))


def _layer(turn: TurnRow, text: str, language: Language) -> tuple[Hidden, ...]:
    return layer_of(text, (turn.start, turn.end), language) if turn.hidden is None else hidden_of(turn.hidden)


def _turn_of(session: Session, row: InterviewRow, span: Span) -> TurnRow | None:
    here = (TurnRow.interview_id == row.id, TurnRow.version == row.version)
    return session.scalar(select(TurnRow).where(*here, TurnRow.start <= span[0], TurnRow.end >= span[1]))
