"""The meaning index: faiss over the vectors of one space. Exact inner product of unit vectors, which is cosine."""

from collections.abc import Sequence
from pathlib import Path

import faiss
import numpy as np

from corpus.errors import IndexTrouble
from index.encoders import Vectors

PASSAGES_EACH = 64
"""Vectors an exchange may have. Vector id = exchange id × PASSAGES_EACH + passage number."""


class MeaningIndex:
    """Vectors of passages (or asked questions) with the exchanges they belong to."""

    def __init__(self, index: faiss.IndexIDMap2) -> None:
        self._index = index

    @classmethod
    def empty(cls, dims: int) -> "MeaningIndex":
        """An index without vectors."""
        return cls(faiss.IndexIDMap2(faiss.IndexFlatIP(dims)))

    @classmethod
    def open(cls, path: Path) -> "MeaningIndex":
        """Read an index. Raises IndexTrouble where the file is missing or damaged."""
        try:
            return cls(faiss.read_index(str(path)))
        except RuntimeError as error:
            raise IndexTrouble("index_damaged", part=path.name) from error

    def save(self, path: Path) -> None:
        """Write the index to `path`."""
        faiss.write_index(self._index, str(path))

    @property
    def dims(self) -> int:
        """Length of a vector."""
        return int(self._index.d)

    def add(self, exchanges: Sequence[int], passages: Sequence[int], vectors: Vectors) -> None:
        """Add row i of `vectors`, shape (n, dims), as passage `passages[i]` of exchange `exchanges[i]`."""
        if len(vectors):
            ids = np.asarray(exchanges, np.int64) * PASSAGES_EACH + np.asarray(passages, np.int64)
            self._index.add_with_ids(np.ascontiguousarray(vectors), ids)

    def vectors(self, exchanges: Sequence[int]) -> Vectors:
        """The stored first vector of each exchange, shape (len(exchanges), dims). KeyError for one not indexed."""
        try:
            rows = [self._index.reconstruct(exchange * PASSAGES_EACH) for exchange in exchanges]
        except RuntimeError as error:
            raise KeyError("not indexed") from error
        return np.array(rows, dtype=np.float32).reshape(len(rows), self.dims)

    def scores(self, query: Vectors, *, limit: int, among: Sequence[int] | None = None) -> list[dict[int, float]]:
        """For each row of `query`, shape (q, dims): exchange id → cosine of its nearest passage, at most `limit` passages.

        among   only these exchanges, exactly; None for all
        """
        if not self._index.ntotal:
            return [{} for _ in query]
        options = None if among is None else faiss.SearchParameters(sel=_selector(among))
        found, ids = self._index.search(query, min(limit, self._index.ntotal), params=options)
        return [_nearest(row_ids, row) for row_ids, row in zip(ids, found, strict=True)]


def _selector(among: Sequence[int]) -> faiss.IDSelector:
    wanted = np.asarray(among, np.int64)[:, None] * PASSAGES_EACH + np.arange(PASSAGES_EACH)
    return faiss.IDSelectorBatch(wanted.ravel())


def _nearest(ids: np.ndarray, scores: np.ndarray) -> dict[int, float]:
    best: dict[int, float] = {}
    for vector, score in zip(ids.tolist(), scores.tolist(), strict=True):
        if vector >= 0:  # -1: fewer found than asked for
            best.setdefault(vector // PASSAGES_EACH, score)
    return best
