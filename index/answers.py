"""The vectors of some answers, read once: what a question is compared with."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

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

    def nearest(self, queries: Vectors) -> Scores:
        """Cosine of each query, shape (q, dims), to the nearest passage of each answer: shape (q, count), 0 where there is none."""
        return self.nearest_and_opening(queries)[0]

    def nearest_and_opening(self, queries: Vectors) -> tuple[Scores, Scores]:
        """Both at the cost of one."""
        likeness = self._likeness(queries)
        nearest = np.maximum.reduceat(likeness, self._starts, axis=0)
        return self._spread(nearest), self._spread(likeness[self._starts])

    def opening(self, queries: Vectors) -> Scores:
        """Cosine of each query to the first passage, shape as of `nearest`."""
        return self._spread(self._likeness(queries)[self._starts])

    def wholes(self) -> Vectors:
        """The mean of each answer's passages, of unit length, shape (count, dims); zero where there is none."""
        return unit(self.sums())

    def sums(self) -> Vectors:
        """The sum of each answer's passages, shape (count, dims)."""
        places = (np.ones(len(self.owners), np.float32), (self.owners, np.arange(len(self.owners))))
        return np.asarray(csr_array(places, shape=(self.count, len(self.owners))) @ self.vectors, dtype=np.float32)

    @cached_property
    def _starts(self) -> Rows:
        return np.flatnonzero(np.diff(self.owners, prepend=-1))

    def _likeness(self, queries: Vectors) -> Vectors:
        return np.asarray(self.vectors @ queries.T)

    def _spread(self, told: Vectors) -> Scores:
        """What is told of the answers that have passages, in order, a column a query; 0 for the others."""
        found = np.zeros((told.shape[1], self.count))
        found[:, self.owners[self._starts]] = told.T
        return found


def unit(vectors: Vectors) -> Vectors:
    """Rows of unit length; zero rows stay."""
    norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.where(norms == 0, 1, norms), dtype=np.float32)
