"""Vectors in a few bits, for searches too wide to read every vector: a product quantiser of 4 bits for two numbers.

96 bytes for a vector of 384 numbers. All of them are looked at, 32 at once (faiss's fast scan: André et al., Quicker ADC, 2018).
Clusters of vectors (IVF) were tried and miss too many of the nearest (docs/why-two-ways-of-searching.md).
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from corpus.errors import IndexTrouble
from index.encoders import Vectors
from index.stored import Rows

GROUP = 32
"""Vectors that lie together in the packed codes."""
_BITS = 4
Codes = NDArray[np.uint8]
"""Packed: shape (groups, bytes of a group); the last group is filled up."""
Near = tuple[Rows, Vectors]
"""Rows, and the score of each, shape (n,)."""


@contextmanager
def one_thread() -> Iterator[None]:
    """faiss on the calling thread alone: the views are searched side by side already, and threads that wait for each other
    after every small step cost twenty times the work where another process has the second core.
    """
    before = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(before)


class Quantiser:
    """What the vectors of one space are coded by; trained once for an index, shared by its blocks."""

    def __init__(self, empty: faiss.IndexPQFastScan) -> None:
        self._empty = empty

    @classmethod
    def train(cls, sample: Vectors) -> "Quantiser":
        """Trained on a sample, shape (n, dims)."""
        dims = sample.shape[1]
        index = faiss.IndexPQFastScan(dims, dims // 2 if dims % 2 == 0 else dims, _BITS, faiss.METRIC_INNER_PRODUCT)
        with one_thread():
            index.train(np.ascontiguousarray(sample))
        return cls(index)

    @property
    def dims(self) -> int:
        """Length of a vector."""
        return int(self._empty.d)

    @property
    def group_bytes(self) -> int:
        """Bytes of a group of packed codes."""
        return int(self._empty.M2) * GROUP // 2

    def codes(self, vectors: Vectors) -> Codes:
        """Packed codes of vectors, shape (n, dims)."""
        index = self._new()
        if len(vectors):
            index.add(np.ascontiguousarray(vectors))
        return _packed(index, self.group_bytes).copy()

    def index(self, groups: int) -> tuple[faiss.IndexPQFastScan, Codes]:
        """An index of so many groups, and the place for their codes."""
        index = self._new()
        index.codes.resize(groups * self.group_bytes)
        index.ntotal = index.ntotal2 = groups * GROUP
        return index, _packed(index, self.group_bytes)

    def _new(self) -> faiss.IndexPQFastScan:
        index = faiss.IndexPQFastScan(self.dims, int(self._empty.M), _BITS, faiss.METRIC_INNER_PRODUCT)
        index.pq, index.is_trained = self._empty.pq, True
        return index

    def save(self, file: Path) -> None:
        """Write it."""
        faiss.write_index(self._empty, str(file))

    @classmethod
    def load(cls, file: Path) -> "Quantiser":
        """Read it. Raises IndexTrouble where it is damaged."""
        try:
            index = faiss.read_index(str(file))
        except RuntimeError as error:
            raise IndexTrouble("index_damaged", part=file.parent.name) from error
        if not isinstance(index, faiss.IndexPQFastScan):
            raise IndexTrouble("index_damaged", part=file.parent.name)
        return cls(index)


def _packed(index: faiss.IndexPQFastScan, group_bytes: int) -> Codes:
    size = index.codes.size()
    found = faiss.rev_swig_ptr(index.codes.data(), size) if size else np.zeros(0, np.uint8)
    return np.asarray(found).reshape(-1, group_bytes)


class Quantised:
    """The codes of all blocks, one after the other."""

    def __init__(self, quantiser: Quantiser, codes: Sequence[Codes], counts: Sequence[int]) -> None:
        """counts   vectors of each block: its last group is filled up with none"""
        self._quantiser = quantiser
        groups = [len(each) for each in codes]
        self._index, place = quantiser.index(sum(groups))
        np.concatenate([*codes, place[:0]], out=place)
        self._codes = place
        self._first = np.concatenate([[0], np.cumsum(groups)]).astype(np.int64) * GROUP  # of each block, as packed
        self._start = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)  # of each block, as rows
        self._counts = np.asarray(counts, np.int64)

    def nearest(self, query: Vectors, limit: int) -> list[Near]:
        """For each query about the `limit` best vectors, best first: rows, and inner products as the codes tell them."""
        return self._searched(self._index, None, query, limit)

    def nearest_among(self, query: Vectors, limit: int, rows: Rows) -> list[Near]:
        """The same among some rows (in order): only the groups they lie in are looked at."""
        groups = np.unique(self._packed_rows(rows) // GROUP)
        index, place = self._quantiser.index(len(groups))
        np.take(self._codes, groups, axis=0, out=place, mode="clip")
        allowed = np.zeros(int(self._start[-1]), bool)
        allowed[rows] = True
        looked, wide = len(groups) * GROUP, min(limit, len(rows))
        found: list[Near] = []
        for factor in (1.3, 2.6, np.inf):  # what lies in these groups and is not asked for takes places among the best
            ask = looked if factor == np.inf else min(int(wide * factor * looked / len(rows)) + GROUP, looked)
            searched = self._searched(index, groups, query, ask)
            found = [(own[kept], scores[kept]) for own, scores in searched for kept in [allowed[own]]]
            if ask == looked or min(len(own) for own, _ in found) >= wide:
                break
        return found

    def _searched(self, index: faiss.IndexPQFastScan, groups: Rows | None, query: Vectors, limit: int) -> list[Near]:
        with one_thread():
            scores, places = index.search(np.ascontiguousarray(query), min(limit, index.ntotal))
        return [self._near(*each, groups) for each in zip(places, scores, strict=True)]

    def _near(self, places: Rows, scores: Vectors, groups: Rows | None) -> Near:
        """Rows of places among the searched codes; what only fills a group up is left out."""
        places, scores = places[places >= 0], scores[places >= 0]
        packed = places if groups is None else groups[places // GROUP] * GROUP + places % GROUP
        block = np.searchsorted(self._first, packed, side="right") - 1
        within = packed - self._first[block]
        real = within < self._counts[block]
        return (self._start[block] + within)[real], scores[real]

    def _packed_rows(self, rows: Rows) -> Rows:
        block = np.searchsorted(self._start, rows, side="right") - 1
        return np.asarray(self._first[block] + rows - self._start[block])
