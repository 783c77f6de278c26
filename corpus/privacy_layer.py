"""The layer over a turn that hides what identifies: made when words come in, decided on by a curator, kept as spans."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from corpus.errors import NotFound
from corpus.privacy import identifying
from corpus.records import Hidden, HiddenState, Language, Span
from corpus.schema import CorpusState, InterviewRow, TextVersion, TurnRow
from corpus.viewer import Viewer, require


def layer_of(text: str, turn: Span, language: Language) -> tuple[Hidden, ...]:
    """What identifies in a turn: hidden where it is sure, for a curator to decide where not."""
    found = identifying(text[slice(*turn)], language)
    return tuple(
        Hidden(turn[0] + one.start, turn[0] + one.end, one.kind, "sure" if one.sure else "asked") for one in found
    )


def as_kept(layer: Iterable[Hidden]) -> list[list[Any]]:
    """The layer as a turn's row keeps it."""
    return [[one.start, one.end, one.kind, one.state] for one in layer]


def hidden_of(kept: Iterable[Iterable[Any]]) -> tuple[Hidden, ...]:
    """The layer a turn's row keeps."""
    return tuple(Hidden(*one) for one in kept)


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
