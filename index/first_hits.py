"""What the first hits of a question add to it: they say the same matter in the words people use for it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.fusion import Scores
from index.scored import Exchanges

FIRST = 3
"""Hits that are learnt from."""
WORDS, MOST = 0.1, 40
"""Share of the question's weight that goes to their words, and how many words."""
MEANING = 0.6
"""How much of their meaning is added to the question's."""


@dataclass(frozen=True)
class FirstHits:
    """exchanges  ascending; shares: how much each counts, summing up to 1"""

    exchanges: Exchanges
    shares: Sequence[float]


def first_hits(exchanges: Exchanges, scores: Scores) -> FirstHits:
    """The FIRST best of what was found, the better the weightier."""
    best = np.argsort(-scores, kind="stable")[:FIRST]
    best = best[np.argsort(exchanges[best])]
    weights = np.exp(scores[best] - scores[best].max(initial=0))
    return FirstHits(exchanges[best], (weights / weights.sum()).tolist() if len(best) else [])
