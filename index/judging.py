"""Judging whether answers answer questions: one language of an index, its own questions to compare with, its curve."""

from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np

from index.answering import SHIPPED, Curve, Probabilities, compared_by, fit_curve, shares_of_others, standing_at_large
from index.encoders import Vectors
from index.fusion import Scores
from index.ground import Ground
from index.looking import WEIGHTS, Looking
from index.own_pairs import OwnPairs, own_pairs
from index.scored import Exchanges


class Judge:
    """P(answer answers question) for one language. Safe to share once `curve` was read."""

    def __init__(self, ground: Ground, encode: Callable[[Sequence[str]], Vectors]) -> None:
        self.ground = ground
        self._encode = encode
        self._weights = {name: each for name, each in WEIGHTS[ground.language].items() if name.startswith("answer_")}

    def __call__(self, questions: Sequence[str], exchanges: Exchanges) -> Probabilities:
        """P that each exchange's answer answers each question: shape (questions, exchanges)."""
        at_large = standing_at_large(self._standing(self._others, exchanges))
        return self.curve(self.standing(questions, exchanges), at_large)

    def standing(self, questions: Sequence[str], exchanges: Exchanges) -> Scores:
        """How far each answer stands out of the corpus for each question, in standard deviations of the background.

        By the words and the meaning of the answer alone. Shape (questions, exchanges).
        """
        return self._standing(self._looking(questions, self._encode(questions)), exchanges)

    @cached_property
    def curve(self) -> Curve:
        """Fitted on the corpus's own pairs; the shipped one where they are few."""
        pairs, shipped = self._pairs, SHIPPED[self.ground.language]
        conversations = self.ground.talk.conversations(pairs.exchanges)
        shares = shares_of_others(pairs.own, conversations, pairs.unlike)
        standing = self._standing(self._looking(pairs.questions, pairs.vectors), pairs.exchanges)
        return fit_curve(standing, pairs.own, shares) or shipped

    @cached_property
    def _pairs(self) -> OwnPairs:
        return own_pairs(self.ground)

    @cached_property
    def _others(self) -> Looking:
        """The questions every answer is compared by."""
        chosen = compared_by(len(self._pairs))
        return self._looking([self._pairs.questions[at] for at in chosen], self._pairs.vectors[chosen])

    def _looking(self, questions: Sequence[str], vectors: Vectors) -> Looking:
        return Looking(self.ground, questions, self._weights, vectors)

    def _standing(self, looking: Looking, exchanges: Exchanges) -> Scores:
        if not len(looking.vectors) or not len(exchanges):
            return np.zeros((len(looking.vectors), len(exchanges)))
        looked = self.ground.looked(exchanges)
        fused = self.ground.ranking.fuse(looking.views(looked), self._weights, looked.background)
        return fused[:, np.searchsorted(looked.exchanges, exchanges)]
