"""The corpus's stamp: it grows with every change, and what is remembered of the corpus is keyed by it."""

from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session

from corpus.schema import CorpusState, WithdrawnRow


def corpus_changed(session: Session) -> None:
    """Let whatever is remembered of the corpus be read again once this transaction is through."""
    session.execute(update(CorpusState).values(stamp=CorpusState.stamp + 1))


def who_left(engine: Engine) -> tuple[int, int]:
    """How many people have withdrawn, and of how many nothing is left."""
    with Session(engine) as session:
        asked, finished = session.execute(
            select(func.count(WithdrawnRow.respondent), func.count(WithdrawnRow.finished_at))
        ).one()
        return asked, finished
