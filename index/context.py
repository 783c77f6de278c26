"""What the conversation around an exchange says about it: for the order of what is shown, never for whether it answers.

A conversation in which others of the exchanges suit a question is about its matter, so that what suits half is likelier meant.
"""

import numpy as np

from index.fusion import Scores
from index.scored import Exchanges
from index.talk import Numbers, Talk

FEW = 3
"""The best of a conversation that count as what it is about."""
BESIDE, STEPS = 0.6, 2
"""In a discussion, what is said one place away counts so much of what is said here, and the square of it two away."""


def of_conversation(scores: Scores, conversation: Numbers) -> Scores:
    """Of each row, how well the best and the best FEW of its conversation suit: the mean of the two. Shape kept."""
    order = np.lexsort((-scores, conversation))
    starts = np.flatnonzero(np.diff(conversation[order], prepend=-1))
    sizes = np.diff(starts, append=len(order))
    sums = np.zeros(len(starts))
    for step in range(FEW):
        there = np.flatnonzero(sizes > step)
        sums[there] += scores[order][starts[there] + step]
    both = (scores[order][starts] + sums / np.minimum(sizes, FEW)) / 2
    found = np.empty_like(scores)
    found[order] = np.repeat(both, sizes)
    return found


def with_neighbours(scores: Scores, exchanges: Exchanges, talk: Talk) -> Scores:
    """Scores of some exchanges, whose ids ascend, with those of what stands beside them in a discussion."""
    blurred = scores.copy()
    for step in (each for each in range(-STEPS, STEPS + 1) if each):
        other = talk.beside(exchanges, step)
        at = np.minimum(np.searchsorted(exchanges, other), len(exchanges) - 1)
        there = (other >= 0) & (exchanges[at] == other)
        blurred[there] += BESIDE ** abs(step) * scores[at[there]]
    return blurred
