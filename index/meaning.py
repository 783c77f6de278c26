"""The meaning index: the vectors of one space, told apart by inner product, which is cosine for unit vectors.

A narrow search reads the vectors it is about and is exact. One over more than EXACT of them looks through their codes alone
(index/quantised.py): it brings candidates, which are then weighed exactly (index/looking.py). All queries are answered in one pass.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock, Thread

import numpy as np
from numpy.typing import NDArray

from corpus.errors import IndexTrouble
from index.encoders import Vectors
from index.quantised import Codes, Quantised, Quantiser
from index.scored import Exchanges, Scored, held_by, ids, spread_over
from index.stored import PASSAGES_EACH, Rows, Stored, ahead, by_block, mapped, products, whole

EXACT = 120_000
"""Vectors that are all read; of more, codes are looked through. Measured by benchmarks.scale: from some 20,000 on codes take less
time, and up to here an outline of 12 questions buys exactness with at most a tenth of a second."""
WARM = 40_000
"""Vectors that are kept in memory, whole, once they have been searched."""
_DECIMALS = 6  # of a score: what is beyond depends on which rows were multiplied together


class MeaningIndex:
    """Vectors of passages (or asked questions) with the exchanges they belong to."""

    def __init__(
        self, blocks: Sequence[Stored], quantiser: Quantiser | None = None, codes: Sequence[Codes] = ()
    ) -> None:
        """codes   of each block, where there is a quantiser"""
        self._blocks = [each for each in blocks if len(each.ids)] or list(blocks[:1])
        self._quantiser = quantiser
        self._codes = list(codes)
        self._starts = np.concatenate([[0], np.cumsum([len(each.ids) for each in self._blocks])]).astype(np.int64)
        self._lock = Lock()

    @classmethod
    def open(cls, folder: Path, blocks: Iterable[str], quantiser: Quantiser | None = None) -> "MeaningIndex":
        """The vectors of these blocks in `folder`. Raises IndexTrouble where files are missing, damaged or do not fit."""
        names = list(blocks)
        read = [Stored.load(folder, block, scattered=quantiser is not None) for block in names]
        if len({each.vectors.shape[1] for each in read}) > 1:
            raise IndexTrouble("index_damaged", part=folder.name)
        codes = [load_codes(folder, block, quantiser) for block in names] if quantiser else []
        return cls(read, quantiser, codes)

    def begin(self) -> None:
        """Let what the first wide search would wait for be read while other things are done."""
        if self._quantiser is not None:
            Thread(target=lambda: (self._quantised, self._first), daemon=True).start()

    @property
    def dims(self) -> int:
        """Length of a vector."""
        return int(self._blocks[0].vectors.shape[1]) if self._blocks else 1

    @property
    def size(self) -> int:
        """How many vectors there are."""
        return int(self._starts[-1])

    @cached_property
    def _owners(self) -> Exchanges:
        """The exchange of each row."""
        return np.concatenate([each.ids // PASSAGES_EACH for each in self._blocks] or [np.zeros(0, np.int64)])

    @cached_property
    def _order(self) -> Rows | None:
        """The rows in the order of their exchanges; None where they lie so."""
        return None if (np.diff(self._owners) >= 0).all() else np.argsort(self._owners, kind="stable")

    @cached_property
    def _first(self) -> Rows:
        """Where, in that order, the rows of exchange 0, 1, 2, … begin."""
        return np.concatenate([[0], np.cumsum(np.bincount(self._owners))]).astype(np.int64)

    def vectors(self, exchanges: Sequence[int] | Exchanges) -> Vectors:
        """The stored first vector of each exchange, shape (len(exchanges), dims). KeyError for one not indexed."""
        wanted = np.asarray(exchanges, np.int64)
        starts, counts = self._places(wanted)
        if not counts.all():
            raise KeyError("not indexed")
        return self._read(starts if self._order is None else self._order[starts])

    def some(self, many: int) -> Exchanges:
        """At most `many` of the exchanges, spread evenly over their ids: the same ones as long as the index is the same."""
        held = np.flatnonzero(np.diff(self._first) > 0)
        return np.asarray(held[spread_over(len(held), many)], np.int64)

    def holds(self, exchanges: Exchanges) -> NDArray[np.bool_]:
        """Which of the exchanges are indexed here."""
        return self._places(exchanges)[1] > 0

    def passages(self, exchanges: Sequence[int] | Exchanges) -> tuple[Rows, Vectors]:
        """Every vector of some exchanges, each as (its place in `exchanges`, vector): shapes (n,), (n, dims).

        What is not indexed has none.
        """
        wanted = np.asarray(exchanges, np.int64)
        starts, counts = self._places(wanted)
        return np.repeat(np.arange(len(wanted)), counts), self._read(self._spread(starts, counts))

    def scores(
        self, query: Vectors, *, limit: int, among: Sequence[int] | Exchanges | None = None,
        hidden: Sequence[int] | Exchanges = (),
    ) -> list[Scored]:  # fmt: skip
        """For each row of `query`, shape (q, dims): exchanges by the cosine of their nearest passage, of the best `limit` passages.

        Over more than EXACT vectors cosines are as the codes tell them.

        among   only these exchanges; None for all
        hidden  none of these
        """
        rows, without = self._allowed(among, hidden)
        count = self.size if rows is None else len(rows)
        if not count or not len(query):
            return [Scored.none() for _ in query]
        query = np.ascontiguousarray(query, dtype=np.float32)
        if self._quantiser is not None and count > EXACT:
            return self._approximately(query, rows, without, limit)
        if len(without):
            rows = np.setdiff1d(np.arange(self.size), without, assume_unique=True)
        found = np.round(self._products(query, rows), _DECIMALS)
        return [self._best(each, rows, limit) for each in found]

    def _approximately(self, query: Vectors, rows: Rows | None, without: Rows, limit: int) -> list[Scored]:
        if rows is None:
            near = self._quantised.nearest(query, limit + len(without))
            near = [(own[kept], scores[kept]) for own, scores in near for kept in [~held_by(without, own)]]
        else:
            near = self._quantised.nearest_among(query, limit, rows)
        return [self._best(scores, own, limit) for own, scores in near]

    def _best(self, scores: Vectors, rows: Rows | None, limit: int) -> Scored:
        best = np.argpartition(-scores, limit)[:limit] if len(scores) > limit else np.arange(len(scores))
        return Scored.best(self._owners[best if rows is None else rows[best]], scores[best])

    @cached_property
    def _quantised_now(self) -> Quantised:
        assert self._quantiser is not None
        for each in self._codes:
            ahead(each, np.array([0]), np.array([len(each)]))
        return Quantised(self._quantiser, self._codes, [len(each.ids) for each in self._blocks])

    @property
    def _quantised(self) -> Quantised:
        with self._lock:  # two threads would take its memory twice
            return self._quantised_now

    def _allowed(
        self, among: Sequence[int] | Exchanges | None, hidden: Sequence[int] | Exchanges
    ) -> tuple[Rows | None, Rows]:
        """The rows that are searched, in order, None for all but those that come second."""
        if among is None:
            return None, self._rows_of(ids(hidden))
        wanted = ids(among)
        wanted = np.setdiff1d(wanted, ids(hidden), assume_unique=True) if len(hidden) else wanted
        return self._rows_of(wanted), np.zeros(0, np.int64)

    def _rows_of(self, exchanges: Exchanges) -> Rows:
        """The rows of these exchanges, in order."""
        found = self._spread(*self._places(exchanges))
        return found if self._order is None else np.sort(found)

    def _places(self, exchanges: Exchanges) -> tuple[Rows, Rows]:
        """Where the rows of each exchange begin, in the order of exchanges, and how many it has."""
        there = (exchanges >= 0) & (exchanges < len(self._first) - 1)
        safe = np.where(there, exchanges, 0)
        if len(self._first) < 2:
            return np.zeros_like(exchanges), np.zeros_like(exchanges)
        return self._first[safe], np.where(there, self._first[safe + 1] - self._first[safe], 0)

    def _spread(self, starts: Rows, counts: Rows) -> Rows:
        """The rows of exchanges given by where they begin and how many they are."""
        before = np.cumsum(counts) - counts
        places = np.arange(int(counts.sum())) + np.repeat(starts - before, counts)
        return places if self._order is None else np.asarray(self._order[places])

    @cached_property
    def _warm(self) -> Vectors:
        return self._read(np.arange(self.size))

    def _products(self, query: Vectors, rows: Rows | None) -> Vectors:
        """Cosine of each query with each of the rows (in order), shape (q, n)."""
        if self.size <= WARM:
            return np.asarray(query @ (self._warm if rows is None else self._warm[rows]).T)
        return np.hstack([products(query, self._blocks[at].vectors, own) for at, own in self._by_block(rows)])

    def _ahead(self, rows: Rows) -> None:
        """Some of the rows, in order, are about to be read."""
        if self._quantiser is not None:  # so many that they may not be in memory
            for at, own in by_block(rows, self._starts):
                ahead(self._blocks[at].vectors, own, own + 1)

    def _by_block(self, rows: Rows | None) -> list[tuple[int, Rows | None]]:
        if rows is None:
            return [(at, None) for at in range(len(self._blocks))]
        return [*by_block(rows, self._starts)]

    def _read(self, rows: Rows) -> Vectors:
        """Vectors of rows, in their order."""
        self._ahead(np.unique(rows))
        made = np.empty((len(rows), self.dims), np.float32)
        block = np.searchsorted(self._starts, rows, side="right") - 1
        for at in np.unique(block).tolist():
            own = block == at
            made[own] = whole(self._blocks[at].vectors[rows[own] - self._starts[at]])
        return made


def load_codes(folder: Path, block: str, quantiser: Quantiser) -> Codes:
    """The packed codes of a block. Raises IndexTrouble where they are missing or do not fit."""
    try:
        codes = np.asarray(mapped(folder / f"{block}.codes.npy"), np.uint8)
        if codes.ndim != 2 or codes.shape[1] != quantiser.group_bytes:
            raise ValueError("codes of another quantiser")
        return codes
    except (OSError, ValueError, EOFError) as error:
        raise IndexTrouble("index_damaged", part=folder.name) from error
