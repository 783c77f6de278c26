"""The terms of each exchange, in a row: what scoring the words of a narrow audience reads, at a cost that goes with the audience.

tantivy lists for each term where it stands, which answers a search over everybody; for a few in a thousand it still has to walk
these whole lists. Here each exchange has its own terms, four bytes each, and BM25 is computed from them as
tantivy does: the two agree to the last digits of a float32.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from corpus.errors import IndexTrouble
from index.scored import Scores
from index.stored import Rows, ahead, mapped, read_as

K1, B = 1.2, 0.75  # tantivy's own
SCATTERED = 30
"""Of so many rows one is read: then reading on beyond it costs more than it saves."""
Hashes = NDArray[np.uint32]
_ODD = np.random.default_rng(5).integers(0, 1 << 31, 64, dtype=np.uint32) * np.uint32(2) + np.uint32(1)


def hashes_of(lines: Sequence[str]) -> tuple[Hashes, NDArray[np.int64]]:
    """What stands for the terms of all lines, blanks between them, in order; and how many each line has.

    The characters' numbers, each times an odd number of its place, summed and stirred: two terms of a million are alike
    by chance once in some thousand words asked for. All terms at once: one by one they would cost as much as cutting them.
    """
    read = np.frombuffer(" \n".join(["", *lines, ""]).encode("utf-32-le"), np.uint32)
    said = read > ord(" ")
    starts = np.flatnonzero(said[1:] & ~said[:-1]) + 1
    ends = np.flatnonzero(read == ord("\n"))
    counts = np.diff(np.searchsorted(starts, ends))
    if not len(starts):
        return np.zeros(0, np.uint32), counts.astype(np.int64)
    return _summed(read, said, starts), counts.astype(np.int64)


def _summed(read: Hashes, said: NDArray[np.bool_], starts: NDArray[np.int64]) -> Hashes:
    """One number for the characters from each start to the next blank."""
    place = np.arange(starts[0], len(read)) - np.repeat(starts, np.diff(starts, append=len(read)))
    stirred = np.where(said[starts[0] :], read[starts[0] :] * _ODD[place % len(_ODD)], np.uint32(0))
    total = np.add.reduceat(stirred, starts - starts[0], dtype=np.uint32)
    total ^= total >> 15
    total *= np.uint32(0x85EBCA6B)
    return np.asarray(total ^ total >> 13, np.uint32)


@dataclass(frozen=True)
class Terms:
    """One field of a block. starts: shape (n + 1,), where the terms of each exchange begin; hashes: all terms, in order."""

    starts: NDArray[np.uint32]
    hashes: Hashes

    @classmethod
    def of_lines(cls, lines: Sequence[str]) -> "Terms":
        """Of texts already cut, blanks between their terms."""
        hashes, counts = hashes_of(lines)
        return cls(np.cumsum([0, *counts]).astype(np.uint32), hashes)

    @classmethod
    def joined(cls, parts: Sequence["Terms"]) -> "Terms":
        """Several, one after the other."""
        before = np.cumsum([0, *(len(each.hashes) for each in parts)])
        starts = [each.starts[:-1].astype(np.int64) + low for each, low in zip(parts, before, strict=False)]
        return cls(
            np.concatenate([*starts, before[-1:]]).astype(np.uint32),
            np.concatenate([each.hashes for each in parts] or [np.zeros(0, np.uint32)]),
        )

    def save(self, folder: Path, name: str) -> None:
        """Write its two files."""
        folder.mkdir(parents=True, exist_ok=True)
        np.save(folder / f"{name}.starts.npy", self.starts)
        np.save(folder / f"{name}.npy", self.hashes)

    @classmethod
    def load(cls, folder: Path, name: str) -> "Terms":
        """Map what `save` wrote. Raises IndexTrouble where it is missing or not whole."""
        try:
            starts, hashes = mapped(folder / f"{name}.starts.npy"), mapped(folder / f"{name}.npy")
            if starts.ndim != 1 or not len(starts) or int(starts[-1]) != len(hashes):
                raise ValueError("starts and terms do not fit")
            return cls(starts, hashes)
        except (OSError, ValueError, EOFError) as error:
            raise IndexTrouble("index_damaged", part=folder.name) from error

    def ahead(self, rows: Rows) -> None:
        """Some of the rows, in order, are about to be read."""
        if self._scattered(rows):
            ahead(self.hashes, *self._spans(rows))

    def of(self, rows: Rows) -> tuple[Hashes, NDArray[np.int64]]:
        """The terms of some rows (in order), and how many each row has."""
        low, high = self._spans(rows)
        broken = np.flatnonzero(low[1:] != high[:-1]) + 1  # rows that lie together are read together
        read_as(self.hashes, scattered=self._scattered(rows))
        firsts, lasts = low[np.concatenate([[0], broken])], high[np.concatenate([broken - 1, [len(rows) - 1]])]
        parts = [self.hashes[a:b] for a, b in zip(firsts.tolist(), lasts.tolist(), strict=True)]
        return np.concatenate(parts), high - low

    def _scattered(self, rows: Rows) -> bool:
        return len(rows) * SCATTERED < len(self.starts)

    def _spans(self, rows: Rows) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Where the terms of each row begin and end."""
        starts = self.starts.astype(np.int64) if len(rows) * 4 > len(self.starts) else self.starts
        return starts[rows].astype(np.int64), starts[rows + 1].astype(np.int64)


def bm25(
    terms: Hashes, lengths: NDArray[np.int64], wanted: Hashes, weights: NDArray[np.float32], mean: float
) -> Scores:
    """BM25 of each row for each query, shape (queries, rows).

    terms, lengths  of the rows, as `Terms.of` gives them
    wanted          the terms of all queries, in order of what stands for them, none twice
    weights         shape (len(wanted), queries): the term's idf where the query holds it, else 0
    mean            terms a row has on average, over the whole index

    Σ idf · tf·(k1+1) / (tf + k1·(1 − b + b·length/mean)): Robertson and Zaragoza 2009, as tantivy's bm25.rs computes it.
    """
    if not len(terms) or not len(wanted):
        return np.zeros((weights.shape[1], len(lengths)), np.float32)
    return np.ascontiguousarray((_before_idf(terms, lengths, wanted, mean) @ weights).T, dtype=np.float32)


@dataclass(frozen=True)
class Gathered:
    """The terms of one field of `count` exchanges, read once for several questions.

    places          of the exchanges that may hold any, shape (rows,)
    terms, lengths  theirs, and `mean`, as of `bm25`
    """

    count: int
    places: Rows
    terms: Hashes
    lengths: NDArray[np.int64]
    mean: float

    def bm25(self, wanted: Hashes, weights: NDArray[np.float32]) -> Scores:
        """Arguments as of `bm25`; 0 where there is none: shape (queries, count)."""
        found = np.zeros((weights.shape[1], self.count), np.float32)
        found[:, self.places] = bm25(self.terms, self.lengths, wanted, weights, self.mean)
        return found

    def kept(self) -> "Kept":
        """Made ready for every question there may be."""
        hashes = np.unique(self.terms)
        if not len(hashes):
            return Kept(hashes, csr_array((self.count, 0), dtype=np.float32))
        told = _before_idf(self.terms, self.lengths, hashes, self.mean).tocoo()
        shape = (self.count, len(hashes))
        return Kept(hashes, csr_array((told.data, (self.places[told.row], told.col)), shape=shape))


@dataclass(frozen=True)
class Kept:
    """Exchanges whose terms were gathered, and what each term scores in each of them before it is known how rare it is.

    hashes  every term there is, ascending; scores: shape (count, terms)
    """

    hashes: Hashes
    scores: csr_array

    def bm25(self, wanted: Hashes, weights: NDArray[np.float32]) -> Scores:
        """As of what was gathered."""
        if not len(self.hashes) or not len(wanted):
            return np.zeros((weights.shape[1], self.scores.shape[0]), np.float32)
        of_all = np.zeros((len(self.hashes), weights.shape[1]), np.float32)
        at = np.minimum(np.searchsorted(self.hashes, wanted), len(self.hashes) - 1)
        held = self.hashes[at] == wanted
        of_all[at[held]] = weights[held]
        return np.ascontiguousarray((self.scores @ of_all).T, dtype=np.float32)


def _before_idf(terms: Hashes, lengths: NDArray[np.int64], wanted: Hashes, mean: float) -> csr_array:
    """What each wanted term scores in each row: shape (rows, wanted)."""
    places, columns = _matched(terms, wanted)
    edges = np.concatenate([[0], np.cumsum(lengths)])
    found = csr_array(
        (np.ones(len(places), np.float32), columns, np.searchsorted(places, edges)),
        shape=(len(lengths), len(wanted)),
    )
    found.sum_duplicates()
    norm = (K1 * (1 - B + B * kept_lengths(lengths) / mean)).astype(np.float32)
    each = np.repeat(norm, np.diff(found.indptr))
    found.data = found.data * np.float32(K1 + 1) / (found.data + each)
    return found


def _matched(terms: Hashes, wanted: Hashes) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Where a wanted term stands, and its place among the wanted."""
    perhaps = np.zeros(1 << 16, bool)
    perhaps[wanted & 0xFFFF] = True
    low = terms.view(np.uint16)[::2]  # the lower half of each: most terms are told by it
    places = np.flatnonzero(perhaps[low])
    columns = np.minimum(np.searchsorted(wanted, terms[places]), len(wanted) - 1)
    real = wanted[columns] == terms[places]
    return places[real], columns[real].astype(np.int32)


def kept_lengths(lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Lengths as a word index keeps them, in one byte: exact below 40, then to four leading bits (Lucene's SmallFloat)."""
    beyond = np.maximum(lengths - 24, 0)
    shift = np.maximum(np.frexp(beyond)[1] - 4, 0)
    return np.where(lengths < 40, lengths, 24 + (beyond >> shift << shift))
