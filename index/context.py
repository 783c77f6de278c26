"""What the conversation around an exchange says about it: for the order of what is shown, never for whether it answers.

A conversation in which others of the exchanges suit a question is about its matter, so that what suits half is likelier meant.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from index.fusion import Scores
from index.scored import Exchanges
from index.talk import Numbers, Talk

FEW = 3
"""The best of a conversation that count as what it is about."""
BESIDE, AWAY = 0.6, (-2, -1, 1, 2)
"""In a discussion, what is said one place away counts so much of what is said here, and the square of it two away."""
CONVERSATION = 1.0
"""What the conversation's suiting counts beside the exchange's own."""


def of_conversation(scores: Scores, conversation: Numbers) -> Scores:
    """Of each row, how well the best and the best FEW of its conversation suit: the mean of the two. Shape kept.

    scores  shape (n,), or (questions, n); conversation: shape (n,)
    """
    return _of_group(scores, *_grouped(conversation))


def _grouped(conversation: Numbers) -> tuple[Numbers, Numbers]:
    """The conversations counted through: the number of each row's, and how many rows each has."""
    _, own, sizes = np.unique(conversation, return_inverse=True, return_counts=True)
    return own, sizes


def _of_group(scores: Scores, own: Numbers, sizes: Numbers) -> Scores:
    order = np.lexsort((-scores, np.broadcast_to(own, scores.shape)))
    ranked, starts = np.take_along_axis(scores, order, axis=-1), np.cumsum(sizes) - sizes
    sums = np.zeros((*scores.shape[:-1], len(sizes)))
    for step in range(FEW):
        there = np.flatnonzero(sizes > step)
        sums[..., there] += ranked[..., starts[there] + step]
    both = (ranked[..., starts] + sums / np.minimum(sizes, FEW)) / 2
    return np.asarray(both[..., own])


@dataclass(frozen=True)
class Surroundings:
    """Where some exchanges, n of them, stand in their talk.

    conversation  the number of each one's conversation, shape (n,)
    beside        (share, here, there): what is said there counts so much of what is said here; places among the n
    """

    conversation: Numbers
    beside: Sequence[tuple[float, Numbers, Numbers]]

    @classmethod
    def of(cls, exchanges: Exchanges, talk: Talk, beside: float = BESIDE) -> "Surroundings":
        """Those of exchanges whose ids ascend."""
        near = ((beside ** abs(step), talk.beside(exchanges, step)) for step in AWAY)
        return cls(talk.conversations(exchanges), [(share, *_places(exchanges, other)) for share, other in near])

    def lifted(self, scores: Scores, conversation: float = CONVERSATION) -> Scores:
        """The scores with what stands beside each, and then what its conversation adds. Shape kept: (n,) or (questions, n)."""
        blurred = scores.copy()
        for share, here, there in self.beside:
            if len(here):
                blurred[..., here] += share * scores[..., there]
        return blurred + conversation * _of_group(blurred, *self._groups)

    @cached_property
    def _groups(self) -> tuple[Numbers, Numbers]:
        return _grouped(self.conversation)


def _places(exchanges: Exchanges, others: Exchanges) -> tuple[Numbers, Numbers]:
    """Where among the exchanges those stand whose other is among them, and where those others do."""
    at = np.minimum(np.searchsorted(exchanges, others), len(exchanges) - 1)
    here = np.flatnonzero((others >= 0) & (exchanges[at] == others))
    return here, at[here]
