"""Vectors as they lie on disk: half precision, mapped into memory, so that what is read is what is asked for.

Half precision changes a cosine by some hundred-thousandths.
"""

import mmap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from corpus.errors import IndexTrouble
from index.encoders import Vectors

PASSAGES_EACH = 64
"""Vectors an exchange may have. Vector id = exchange id × PASSAGES_EACH + passage number."""
TOGETHER = 8_192
"""Rows made whole at a time: their numbers stay in the processor's cache."""

Ids = NDArray[np.int64]
Rows = NDArray[np.int64]
Halves = NDArray[np.float16]


def vector_ids(exchanges: Sequence[int], passages: Sequence[int]) -> Ids:
    """The ids of vectors, from their exchanges and passage numbers."""
    return np.asarray(exchanges, np.int64) * PASSAGES_EACH + np.asarray(passages, np.int64)


@dataclass(frozen=True)
class Stored:
    """Vectors of a block: ids of shape (n,), in order, and float16 vectors of shape (n, dims)."""

    ids: Ids
    vectors: Halves

    @classmethod
    def of_vectors(cls, ids: Ids, vectors: Vectors) -> "Stored":
        """Vectors as an encoder gives them."""
        return cls(ids, np.asarray(vectors, np.float16))

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
        np.save(folder / f"{block}.npy", np.ascontiguousarray(self.vectors, dtype=np.float16))

    @classmethod
    def load(cls, folder: Path, block: str, *, scattered: bool = False) -> "Stored":
        """Map what `save` wrote; scattered as `mapped` has it. Raises IndexTrouble where it is missing or not whole."""
        try:
            ids = mapped(folder / f"{block}.ids.npy")
            vectors = mapped(folder / f"{block}.npy", scattered=scattered)
            if vectors.ndim != 2 or vectors.dtype != np.float16 or ids.shape != vectors.shape[:1]:
                raise ValueError("ids and vectors do not fit")
            return cls(ids, vectors)
        except (OSError, ValueError, EOFError) as error:
            raise IndexTrouble("index_damaged", part=folder.name) from error


def mapped(file: Path, *, scattered: bool = False) -> NDArray[Any]:
    """An array file mapped into memory; ValueError or OSError where it is damaged or shorter than it says.

    scattered   a few rows here and there will be read: the system is not to read on beyond each, thirty times as much
    """
    found = np.asarray(np.load(file, mmap_mode="r", allow_pickle=False))
    if scattered:
        read_as(found, scattered=True)
    return found


def read_as(array: NDArray[Any], *, scattered: bool) -> None:
    """Tell the system how a mapped array is read from now on, where it can be told; scattered as `mapped` has it."""
    base = _map_of(array)
    if base is not None and hasattr(mmap, "MADV_RANDOM"):
        base.madvise(mmap.MADV_RANDOM if scattered else mmap.MADV_NORMAL)


def ahead(array: NDArray[Any], lows: Rows, highs: Rows) -> None:
    """Let the system begin to read spans of a mapped array's rows, from each of the lows (ascending) up to its high.

    A disk answers many requests at once in the time of a few one after the other.
    """
    base = _map_of(array)
    if base is None or not len(lows) or not hasattr(mmap, "MADV_WILLNEED"):
        return
    start = array.ctypes.data - np.frombuffer(base, np.uint8, count=1).ctypes.data
    first = (start + lows * array.strides[0]) // mmap.PAGESIZE
    last = (start + highs * array.strides[0] - 1) // mmap.PAGESIZE
    begins = np.flatnonzero(first[1:] > last[:-1] + 1) + 1  # pages that lie together are asked for together
    ends = last[[*(begins - 1), -1]] + 1
    for low, high in zip(first[[0, *begins]].tolist(), ends.tolist(), strict=True):
        base.madvise(mmap.MADV_WILLNEED, low * mmap.PAGESIZE, (high - low) * mmap.PAGESIZE)


def _map_of(array: NDArray[Any]) -> mmap.mmap | None:
    """What maps the array into memory, None where nothing does."""
    base = array.base
    while isinstance(base, np.ndarray):
        base = base.base
    return base if isinstance(base, mmap.mmap) else None


def by_block(rows: Rows, starts: Rows) -> list[tuple[int, Rows]]:
    """Which block each of the rows (in order, counted through all blocks) is of: (block, its own rows, counted from its first).

    starts  the row each block begins with, and one past the last row
    """
    edges = np.searchsorted(rows, starts)
    spans = enumerate(pairwise(edges.tolist()))
    return [(at, rows[low:high] - starts[at]) for at, (low, high) in spans if high > low]


def joined(parts: Sequence[Stored]) -> Stored:
    """Several as one, in the order of their ids."""
    ids = np.concatenate([each.ids for each in parts])
    order = np.argsort(ids, kind="stable")
    return Stored(ids[order], np.concatenate([each.vectors for each in parts])[order])


def whole(halves: Halves) -> Vectors:
    """Half precision made whole, shape kept."""
    made = np.empty(halves.shape, np.float32)
    if halves.size:
        _decode(np.ascontiguousarray(halves), made)
    return made


def products(query: Vectors, halves: Halves, rows: Rows | None = None) -> Vectors:
    """Inner product of each query, shape (q, dims), with each row (all, or those of `rows`): shape (q, n)."""
    count = len(halves) if rows is None else len(rows)
    found = np.empty((count, len(query)), np.float32)  # many rows by few queries: four times as fast as the other way
    buffer = np.empty((min(TOGETHER, count), halves.shape[1]), np.float32)
    for at in range(0, count, TOGETHER):
        part = halves[at : at + TOGETHER] if rows is None else halves[rows[at : at + TOGETHER]]
        made = buffer[: len(part)]
        _decode(part, made)
        np.matmul(made, query.T, out=found[at : at + len(part)])
    return np.ascontiguousarray(found.T)


def _decode(halves: Halves, into: Vectors) -> None:
    """faiss does it with the processor's own instruction, and numpy a number at a time."""
    decoder = faiss.ScalarQuantizer(halves.shape[1], faiss.ScalarQuantizer.QT_fp16)
    decoder.decode_c(faiss.swig_ptr(halves.view(np.uint8)), faiss.swig_ptr(into), len(halves))
