"""Where an exchange stands in the talk: which conversation, and in what order.

A discussion of several people is one conversation, though each of them has an interview of their own: what one says
goes on from what another said. Of an interview of one person the conversation is the interview.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import IndexTrouble
from corpus.records import Interview
from index.roll import Roll
from index.scored import Exchanges
from index.stored import mapped

FOLDER = "talk"
_COLUMNS = 2
Numbers = NDArray[np.int64]


def save_talk(folder: Path, block: str, interviews: Sequence[Interview]) -> None:
    """Write where the exchanges of a block of interviews stand into the index `folder`."""
    (folder / FOLDER).mkdir(exist_ok=True)
    rows = [row for each in interviews for row in _rows(each)]
    np.save(folder / FOLDER / f"{block}.npy", np.array(rows, np.int64).reshape(-1, _COLUMNS))


@dataclass(frozen=True)
class Talk:
    """rows  shape (n, 2), a row an exchange, in the order of the roll: its conversation's number, its place in it"""

    rows: Numbers
    roll: Roll

    @classmethod
    def open(cls, folder: Path, blocks: Sequence[str], roll: Roll) -> "Talk":
        """That of some blocks. Raises IndexTrouble where a file is missing or damaged."""
        try:
            parts = [mapped(folder / FOLDER / f"{block}.npy") for block in blocks]
            rows = np.concatenate(parts) if parts else np.zeros((0, _COLUMNS), np.int64)
            if rows.shape != (len(roll), _COLUMNS):
                raise ValueError("not of these exchanges")
            return cls(rows, roll)
        except (OSError, ValueError, EOFError) as error:
            raise IndexTrouble("index_damaged", part=FOLDER) from error

    def conversations(self, exchanges: Exchanges) -> Numbers:
        """The number of each exchange's conversation."""
        return np.asarray(self.rows[self.roll.rows(exchanges), 0])

    def together(self, exchanges: Exchanges, most: int) -> Exchanges:
        """Exchanges of the same conversations, about `most` of each, spread evenly over it; ids ascending."""
        rows = np.flatnonzero(np.isin(self.rows[:, 0], np.unique(self.conversations(exchanges))))
        rows = rows[np.lexsort((self.rows[rows, 1], self.rows[rows, 0]))]
        _, first, sizes = np.unique(self.rows[rows, 0], return_index=True, return_counts=True)
        places = np.arange(len(rows)) - np.repeat(first, sizes)
        return np.sort(self.roll.exchanges[rows[places % np.repeat(-(-sizes // most), sizes) == 0]])

    def beside(self, exchanges: Exchanges, step: int) -> Exchanges:
        """What stands `step` places further on in the discussion of each, −1 where nothing does or it is none."""
        found = np.full(len(exchanges), -1, np.int64)
        order, spot = self._discussed
        if not len(order):
            return found
        own = self.roll.rows(exchanges)
        inside = np.flatnonzero(spot[own] >= 0)
        there = spot[own[inside]] + step
        kept = (there >= 0) & (there < len(order))
        inside, there = inside[kept], there[kept]
        same = self.rows[order[there], 0] == self.rows[own[inside], 0]
        found[inside[same]] = self.roll.exchanges[order[there[same]]]
        return found

    @cached_property
    def _discussed(self) -> tuple[Numbers, Numbers]:
        """The rows of discussions in the order of talk, and the place of every row among them, −1 for the others.

        A discussion is in the corpus once for each who answers in it, the same words each time.
        """
        numbers, times = np.unique(self.rows[self.roll.firsts, 0], return_counts=True)
        rows = np.flatnonzero(np.isin(self.rows[:, 0], numbers[times > 1]))
        order = rows[np.lexsort((self.rows[rows, 1], self.rows[rows, 0]))]
        spot = np.full(len(self.rows) if len(order) else 0, -1, np.int64)
        spot[order] = np.arange(len(order))
        return order, spot


def _rows(interview: Interview) -> list[tuple[int, int]]:
    number = int.from_bytes(hashlib.sha256(interview.text.encode()).digest()[:8], "big") >> 1
    return [(number, one.question[0]) for one in interview.exchanges]
