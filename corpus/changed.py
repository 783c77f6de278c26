"""The corpus's stamp: it grows with every change, and what is remembered of the corpus is keyed by it."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from corpus.schema import CorpusState


def corpus_changed(session: Session) -> None:
    """Let whatever is remembered of the corpus be read again once this transaction is through."""
    session.execute(update(CorpusState).values(stamp=CorpusState.stamp + 1))
