"""The vectors of some answers, read once: what a question is compared with."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.encoders import Vectors
from index.meaning import MeaningIndex
from index.scored import Exchanges
from index.stored import Rows

Scores = NDArray[np.float64]


@dataclass(frozen=True)
class Answers:
    """Passages of `count` answers. owners: the answer each passage is of, in order, shape (m,); vectors: shape (m, dims)"""

    count: int
    owners: Rows
    vectors: Vectors

    @classmethod
    def of(cls, store: MeaningIndex, exchanges: Exchanges) -> "Answers":
        """Those of some exchanges; one that is not in this space has no passages."""
        return cls(len(exchanges), *store.passages(exchanges))

    def nearest(self, query: Vectors) -> Scores:
        """Cosine of a query, shape (1, dims), to the nearest passage of each answer; 0 where there is none."""
        return self._spread(np.maximum.reduceat(self._likeness(query), self._starts))

    def opening(self, query: Vectors) -> Scores:
        """Cosine of a query to the first passage."""
        return self._spread(self._likeness(query)[self._starts])

    def wholes(self) -> Vectors:
        """The mean of each answer's passages, of unit length, shape (count, dims); zero where there is none."""
        return unit(self.sums())

    def sums(self) -> Vectors:
        """The sum of each answer's passages, shape (count, dims)."""
        found = np.zeros((self.count, self.vectors.shape[1]), np.float32)
        found[self.owners[self._starts]] = np.add.reduceat(self.vectors, self._starts, axis=0)
        return found

    @property
    def _starts(self) -> Rows:
        return np.flatnonzero(np.diff(self.owners, prepend=-1))

    def _likeness(self, query: Vectors) -> Vectors:
        return np.asarray((self.vectors @ query.T)[:, 0])

    def _spread(self, told: Vectors) -> Scores:
        """What is told of the answers that have passages, in order; 0 for the others."""
        found = np.zeros(self.count)
        found[self.owners[self._starts]] = told
        return found


def unit(vectors: Vectors) -> Vectors:
    """Rows of unit length; zero rows stay."""
    norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.where(norms == 0, 1, norms), dtype=np.float32)
