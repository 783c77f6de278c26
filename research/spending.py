"""What a study's questions to the language model cost: a ledger, so that replies kept and taken again are paid once."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from corpus.viewer import Viewer, require
from research.model_usage import Usage
from research.prices import ModelPrice
from research.studies import now, own_study
from research.tables import ModelUseRow

Purpose = Literal["outline", "grading", "wording", "revision", "said"]

Ledger = Callable[[str, Usage], None]
"""Called with a model's name and what one reply of it used, when the reply comes in (research/model.py, Entered)."""


def unkept(model: str, used: Usage) -> None:
    """For whoever asks a model outside any study."""


@dataclass(frozen=True)
class Spent:
    """replies, prompt_tokens, reply_tokens   0 tokens where the server does not count them
    cost   at the price that is set now, in `currency`; None where none is set or no token was counted
    """

    replies: int
    prompt_tokens: int
    reply_tokens: int
    cost: float | None
    currency: str

    @property
    def tokens(self) -> int:
        """Both kinds of tokens together."""
        return self.prompt_tokens + self.reply_tokens


@dataclass(frozen=True)
class Spending:
    """The ledgers of the studies `viewer` may see. price: of a million tokens, None where none is set."""

    engine: Engine
    viewer: Viewer
    price: ModelPrice | None = None

    def add(self, study: str, purpose: Purpose, model: str, used: Usage) -> None:
        """Enter what was used; nothing where there was no reply. The study itself does not change by it."""
        require(self.viewer, "study")
        if not used.replies:
            return
        with Session(self.engine) as session, session.begin():
            own_study(session, study, self.viewer)
            session.add(ModelUseRow(
                study_id=study, purpose=purpose, model=model, replies=used.replies,
                prompt_tokens=used.prompt_tokens, reply_tokens=used.reply_tokens, made_at=now(),
            ))  # fmt: skip

    def of(self, study: str) -> Spent:
        """What the study used so far, for whatever purpose."""
        return self._spent(sum_of(self.by_purpose(study).values()))

    def by_purpose(self, study: str) -> Mapping[str, Usage]:
        """Purpose → what was used for it."""
        require(self.viewer, "study")
        query = select(
            ModelUseRow.purpose, func.sum(ModelUseRow.replies), func.sum(ModelUseRow.prompt_tokens),
            func.sum(ModelUseRow.reply_tokens),
        ).where(ModelUseRow.study_id == study).group_by(ModelUseRow.purpose)  # fmt: skip
        with Session(self.engine) as session:
            own_study(session, study, self.viewer)
            rows = session.execute(query.order_by(ModelUseRow.purpose)).all()
        return {purpose: Usage(replies, sent, received) for purpose, replies, sent, received in rows}

    def _spent(self, used: Usage) -> Spent:
        priced = self.price if used.tokens else None
        cost = priced.of(used.prompt_tokens, used.reply_tokens) if priced else None
        return Spent(used.replies, used.prompt_tokens, used.reply_tokens, cost, priced.currency if priced else "")


def sum_of(used: Iterable[Usage]) -> Usage:
    """All of it together."""
    return sum(used, Usage())
