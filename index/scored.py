"""What one view of the index found for one query."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Exchanges = NDArray[np.int64]
Scores = NDArray[np.float32]


def spread_over(count: int, most: int) -> NDArray[np.int64]:
    """At most `most` of `count` places, spread evenly, ascending: always the same ones."""
    return np.unique(np.linspace(0, count - 1, min(most, count)).round().astype(np.int64))


def held_by(held: Exchanges, wanted: Exchanges) -> NDArray[np.bool_]:
    """Whether each of some ids is among those that are held, which ascend: at the cost of the few, however many are held."""
    if not len(held):
        return np.zeros(len(wanted), bool)
    return np.asarray(held[np.minimum(np.searchsorted(held, wanted), len(held) - 1)] == wanted)


@dataclass(frozen=True)
class Scored:
    """exchanges  ids, best first, none twice; scores  theirs, same shape"""

    exchanges: Exchanges
    scores: Scores

    @classmethod
    def none(cls) -> "Scored":
        """Nothing found."""
        return cls(np.zeros(0, np.int64), np.zeros(0, np.float32))

    @classmethod
    def best(cls, exchanges: Exchanges, scores: Scores, limit: int | None = None) -> "Scored":
        """The `limit` best of these, each exchange by its best score; equal ones in the order of their ids."""
        order = np.lexsort((exchanges, -scores))
        _, first = np.unique(exchanges[order], return_index=True)
        kept = order[np.sort(first)][:limit]
        return cls(exchanges[kept], scores[kept])

    def as_dict(self) -> dict[int, float]:
        """Exchange → score, best first."""
        return dict(zip(self.exchanges.tolist(), self.scores.tolist(), strict=True))

    def __len__(self) -> int:
        return len(self.exchanges)


def ids(exchanges: Sequence[int] | Exchanges) -> Exchanges:
    """Exchange ids as an array, in order, none twice."""
    found = np.asarray(exchanges, np.int64)
    return found if (found[1:] > found[:-1]).all() else np.unique(found)
