"""What the conversation around an exchange says about it: for the order of what is shown, never for whether it answers.

A conversation in which others of the exchanges suit a question is about its matter, so that what suits half is likelier meant.
"""

import numpy as np

from index.fusion import Scores
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


def with_neighbours(scores: Scores, talk: Talk, rows: Numbers) -> Scores:
    """Scores with those of what stands beside in a discussion; rows (n,) of `talk`, in the order of exchanges."""
    inside = np.flatnonzero(talk.discussion[rows] == 1)
    if not len(inside):
        return scores
    order, spot = talk.in_order
    place = np.full(len(order) + 2 * STEPS, -1)  # room at both ends, for what stands beside the first and the last
    place[spot[rows[inside]] + STEPS] = inside
    blurred = scores.copy()
    for step in (each for each in range(-STEPS, STEPS + 1) if each):
        other = place[spot[rows[inside]] + STEPS + step]
        here = inside[other >= 0]
        other = other[other >= 0]
        same = talk.conversation[rows[other]] == talk.conversation[rows[here]]
        blurred[here[same]] += BESIDE ** abs(step) * scores[other[same]]
    return blurred
