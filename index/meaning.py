"""The meaning index: faiss over the vectors of one space. Exact inner product of unit vectors, which is cosine.

On disk the vectors lie in plain arrays, a pair of files for each block of the index; they are put together in memory.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from corpus.errors import IndexTrouble
from index.encoders import Vectors

PASSAGES_EACH = 64
"""Vectors an exchange may have. Vector id = exchange id × PASSAGES_EACH + passage number."""


Ids = NDArray[np.int64]


def vector_ids(exchanges: Sequence[int], passages: Sequence[int]) -> Ids:
    """The ids of vectors, from their exchanges and passage numbers."""
    return np.asarray(exchanges, np.int64) * PASSAGES_EACH + np.asarray(passages, np.int64)


@dataclass(frozen=True)
class Stored:
    """Vectors as they lie on disk: ids of shape (n,), float32 vectors of shape (n, dims)."""

    ids: Ids
    vectors: Vectors

    def of(self, exchanges: Iterable[int]) -> "Stored":
        """Those of some exchanges alone."""
        kept = np.isin(self.ids // PASSAGES_EACH, np.fromiter(exchanges, np.int64))
        return Stored(self.ids[kept], self.vectors[kept])

    @property
    def exchanges(self) -> set[int]:
        """Whose vectors they are."""
        return set((self.ids // PASSAGES_EACH).tolist())

    def save(self, folder: Path, block: str) -> None:
        """Write the two files of a block into `folder`, which is made."""
        folder.mkdir(parents=True, exist_ok=True)
        np.save(folder / f"{block}.ids.npy", self.ids)
        np.save(folder / f"{block}.npy", np.ascontiguousarray(self.vectors, dtype=np.float32))

    @classmethod
    def load(cls, folder: Path, block: str) -> "Stored":
        """Read what `save` wrote. Raises IndexTrouble where it is missing or not whole."""
        try:
            ids = np.load(folder / f"{block}.ids.npy", allow_pickle=False)
            vectors = np.load(folder / f"{block}.npy", allow_pickle=False)
            if vectors.ndim != 2 or ids.shape != vectors.shape[:1]:
                raise ValueError("ids and vectors do not fit")
            return cls(ids, vectors)
        except (OSError, ValueError, EOFError) as error:
            raise IndexTrouble("index_damaged", part=folder.name) from error


def joined(parts: Sequence[Stored]) -> Stored:
    """Several as one, in the order of their ids."""
    ids = np.concatenate([each.ids for each in parts])
    order = np.argsort(ids, kind="stable")
    return Stored(ids[order], np.concatenate([each.vectors for each in parts])[order])


class MeaningIndex:
    """Vectors of passages (or asked questions) with the exchanges they belong to."""

    def __init__(self, index: faiss.IndexIDMap2, stored: Stored) -> None:
        self._index = index
        self._stored = stored

    @classmethod
    def empty(cls, dims: int) -> "MeaningIndex":
        """An index without vectors."""
        return cls(
            faiss.IndexIDMap2(faiss.IndexFlatIP(dims)), Stored(np.zeros(0, np.int64), np.zeros((0, dims), np.float32))
        )

    @classmethod
    def open(cls, folder: Path, blocks: Iterable[str]) -> "MeaningIndex":
        """The vectors of these blocks in `folder`. Raises IndexTrouble where files are missing, damaged or do not fit."""
        read = [Stored.load(folder, block) for block in blocks]
        index = cls.empty(read[0].vectors.shape[1] if read else 1)
        for stored in read:
            if stored.vectors.shape[1] != index.dims:
                raise IndexTrouble("index_damaged", part=folder.name)
            index._index.add_with_ids(stored.vectors, stored.ids)
        if read:
            index._stored = joined(read)
        return index

    @property
    def dims(self) -> int:
        """Length of a vector."""
        return int(self._index.d)

    def add(self, exchanges: Sequence[int], passages: Sequence[int], vectors: Vectors) -> None:
        """Add row i of `vectors`, shape (n, dims), as passage `passages[i]` of exchange `exchanges[i]`."""
        if len(vectors):
            added = Stored(vector_ids(exchanges, passages), np.ascontiguousarray(vectors))
            self._index.add_with_ids(added.vectors, added.ids)
            self._stored = joined([self._stored, added])

    def some(self, many: int) -> Ids:
        """At most `many` of the exchanges, spread evenly over their ids: the same ones as long as the index is the same."""
        exchanges = np.unique(self._stored.ids // PASSAGES_EACH)
        return exchanges[np.unique(np.linspace(0, len(exchanges) - 1, min(many, len(exchanges))).round().astype(int))]

    def passages(self, exchanges: Ids) -> tuple[Ids, Vectors]:
        """Every vector of some exchanges, whose ids ascend: the row of `exchanges` each is of, and the vectors (n, dims)."""
        starts = np.searchsorted(self._stored.ids, exchanges * PASSAGES_EACH)
        ends = np.searchsorted(self._stored.ids, (exchanges + 1) * PASSAGES_EACH)
        many = ends - starts
        owners = np.repeat(np.arange(len(exchanges)), many)
        rows = np.arange(int(many.sum())) - np.repeat(np.cumsum(many) - many, many) + np.repeat(starts, many)
        return owners, self._stored.vectors[rows]

    def vectors(self, exchanges: Sequence[int]) -> Vectors:
        """The stored first vector of each exchange, shape (len(exchanges), dims). KeyError for one not indexed."""
        try:
            rows = [self._index.reconstruct(exchange * PASSAGES_EACH) for exchange in exchanges]
        except RuntimeError as error:
            raise KeyError("not indexed") from error
        return np.array(rows, dtype=np.float32).reshape(len(rows), self.dims)

    def scores(
        self, query: Vectors, *, limit: int, among: Sequence[int] | None = None, hidden: Sequence[int] = ()
    ) -> list[dict[int, float]]:
        """For each row of `query`, shape (q, dims): exchange id → cosine of its nearest passage, at most `limit` passages.

        among   only these exchanges, exactly; None for all
        hidden  none of these
        """
        if not self._index.ntotal:
            return [{} for _ in query]
        selector = _selector(among, hidden)
        options = None if selector is None else faiss.SearchParameters(sel=selector)
        found, ids = self._index.search(query, min(limit, self._index.ntotal), params=options)
        return [_nearest(row_ids, row) for row_ids, row in zip(ids, found, strict=True)]


def _selector(among: Sequence[int] | None, hidden: Sequence[int]) -> faiss.IDSelector | None:
    if among is not None:
        return _batch(np.setdiff1d(np.asarray(among, np.int64), np.asarray(hidden, np.int64)))
    return faiss.IDSelectorNot(_batch(np.asarray(hidden, np.int64))) if hidden else None


def _batch(exchanges: Ids) -> faiss.IDSelector:
    return faiss.IDSelectorBatch((exchanges[:, None] * PASSAGES_EACH + np.arange(PASSAGES_EACH)).ravel())


def _nearest(ids: np.ndarray, scores: np.ndarray) -> dict[int, float]:
    best: dict[int, float] = {}
    for vector, score in zip(ids.tolist(), scores.tolist(), strict=True):
        if vector >= 0:  # -1: fewer found than asked for
            best.setdefault(vector // PASSAGES_EACH, score)
    return best
