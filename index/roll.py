"""The roll: which exchanges an index holds, of which interview each is, and in which language. Arrays, for there are millions."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from corpus.records import Interview, Language
from index.scored import Exchanges

LANGUAGES: tuple[Language, ...] = ("zh", "en")
Entries = NDArray[np.int32]
"""Shape (n, 3), one row an exchange: its id, the place of its interview in the block, the place of its language in LANGUAGES."""


def entries_of(interviews: Sequence[Interview]) -> Entries:
    """The entries of a block of interviews, in their order."""
    listed = [
        (one.id, place, LANGUAGES.index(each.language))
        for place, each in enumerate(interviews)
        for one in each.exchanges
    ]
    return np.array(listed, np.int32).reshape(-1, 3)


class Roll:
    """The entries of all blocks. Rows are counted through the blocks, in their order."""

    def __init__(self, blocks: Sequence[Entries]) -> None:
        self.blocks = list(blocks)
        self.starts = np.concatenate([[0], np.cumsum([len(each) for each in blocks])]).astype(np.int64)

    def __len__(self) -> int:
        return int(self.starts[-1])

    @cached_property
    def exchanges(self) -> Exchanges:
        """The exchange of each row."""
        return np.concatenate([each[:, 0] for each in self.blocks] or [np.zeros(0, np.int32)]).astype(np.int64)

    @cached_property
    def languages(self) -> NDArray[np.int8]:
        """The place in LANGUAGES of each row's language."""
        return np.concatenate([each[:, 2] for each in self.blocks] or [np.zeros(0, np.int32)]).astype(np.int8)

    @property
    def firsts(self) -> NDArray[np.int64]:
        """The row each interview begins with: an interview's exchanges lie together."""
        parts = [
            np.flatnonzero(np.diff(each[:, 1], prepend=-1)) + low
            for each, low in zip(self.blocks, self.starts, strict=False)
        ]
        return np.concatenate(parts or [np.zeros(0)]).astype(np.int64)

    @cached_property
    def _row(self) -> NDArray[np.int32]:
        """The row of exchange 0, 1, 2, …; -1 for those that are not held, and once more at the end."""
        rows = np.full(int(self.exchanges.max(initial=-1)) + 2, -1, np.int32)
        rows[self.exchanges] = np.arange(len(self), dtype=np.int32)
        return rows

    def rows(self, exchanges: Exchanges) -> NDArray[np.int64]:
        """The row of each exchange, -1 where it is not held."""
        there = (exchanges >= 0) & (exchanges < len(self._row))
        return self._row[np.where(there, exchanges, -1)].astype(np.int64)

    def spoken(self, exchanges: Exchanges, language: Language) -> NDArray[np.bool_]:
        """Whether each exchange is held and in that language."""
        rows = self.rows(exchanges)
        if not len(self):
            return np.zeros(len(rows), bool)
        return np.asarray((rows >= 0) & (self.languages[rows] == LANGUAGES.index(language)))
