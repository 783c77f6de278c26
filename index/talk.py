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

FOLDER = "talk"
_COLUMNS = 4
Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Talk:
    """One row an exchange, in the order of their ids; all of shape (n,).

    conversation  a number, alike for all of one conversation
    place         the order in it
    discussion    1 where several people answer in it, else 0
    """

    exchange: Numbers
    conversation: Numbers
    place: Numbers
    discussion: Numbers

    @classmethod
    def of(cls, interviews: Sequence[Interview]) -> "Talk":
        """That of some interviews."""
        return _ordered(np.array([row for each in interviews for row in _rows(each)], np.int64))

    def save(self, folder: Path, block: str) -> None:
        """Write it into the index `folder`."""
        (folder / FOLDER).mkdir(exist_ok=True)
        rows = np.stack([self.exchange, self.conversation, self.place, self.discussion], axis=1)
        np.save(folder / FOLDER / f"{block}.npy", rows)

    @classmethod
    def load(cls, folder: Path, blocks: Sequence[str]) -> "Talk":
        """That of some blocks. Raises IndexTrouble where a file is missing or damaged."""
        try:
            rows = [np.load(folder / FOLDER / f"{block}.npy", allow_pickle=False) for block in blocks]
            return _ordered(np.concatenate(rows) if rows else np.zeros((0, _COLUMNS), np.int64))
        except (OSError, ValueError, EOFError) as error:
            raise IndexTrouble("index_damaged", part=FOLDER) from error

    def rows(self, exchanges: Numbers) -> Numbers:
        """Row of each exchange. Raises KeyError for one that is not indexed."""
        at = np.searchsorted(self.exchange, exchanges)
        if len(exchanges) and (at.max() >= len(self.exchange) or (self.exchange[at] != exchanges).any()):
            raise KeyError("not indexed")
        return at

    def beside(self, exchanges: Numbers, steps: int) -> Numbers:
        """Exchanges of discussions within `steps` of one of these, those included, in the order of their ids."""
        rows = self.rows(exchanges)
        order, spot = self.in_order
        near = [exchanges]
        inside = rows[self.discussion[rows] == 1]
        for step in (each for each in range(-steps, steps + 1) if each):
            there = spot[inside] + step
            there, here = there[(there >= 0) & (there < len(order))], inside[(there >= 0) & (there < len(order))]
            other = order[there]
            near.append(self.exchange[other[self.conversation[other] == self.conversation[here]]])
        return np.unique(np.concatenate(near))

    @cached_property
    def in_order(self) -> tuple[Numbers, Numbers]:
        """Rows in the order of talk, and the place of each row in that order."""
        order = np.lexsort((self.place, self.conversation))
        spot = np.empty_like(order)
        spot[order] = np.arange(len(order))
        return order, spot


def _rows(interview: Interview) -> list[tuple[int, int, int, int]]:
    turns = {turn.start: turn.position for turn in interview.turns}
    number = int.from_bytes(hashlib.sha256(interview.text.encode()).digest()[:8], "big") >> 1
    several = int(any(turn.role == "other" for turn in interview.turns))
    return [(one.id, number, turns.get(one.question[0], one.position), several) for one in interview.exchanges]


def _ordered(rows: NDArray[np.int64]) -> Talk:
    rows = rows.reshape(-1, _COLUMNS)
    rows = rows[np.argsort(rows[:, 0], kind="stable")]
    return Talk(*(np.ascontiguousarray(column) for column in rows.T))
