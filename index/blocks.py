"""Blocks: parts of the index that are written once and never changed. What changes is which blocks an index is of.

A block holds some interviews: their words as segments, their vectors as arrays, and a list of what it holds. So taking
an interview out, or putting its corrected words in, writes one block anew and leaves the others as they are.
"""

import json
import os
import shutil
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.errors import IndexTrouble
from corpus.records import Exchange, Interview
from index.cutting import passages
from index.encoders import Encoder, as_queries
from index.manifest import Block
from index.roll import Entries, entries_of
from index.spaces import Spaces
from index.stored import PASSAGES_EACH, Stored, joined, mapped, vector_ids
from index.talk import save_talk
from index.terms import Terms
from index.words import FIELDS, Segment, WordDocument, list_segments, write_segments

KINDS = ("answers", "asked")
SMALLEST, LARGEST = 1_024, 196_608
"""Exchanges a block holds at most, by the size of the corpus: see `block_size`."""
_ENCODED = 512  # exchanges encoded at once: among many, each text finds others of its length

Done = Callable[[int], None]
"""Called with how many more exchanges are done."""

WriteWords = Callable[[Path, str, Sequence[WordDocument]], Callable[[], list[Segment]]]
"""Begins to write the words of a block; gives what waits for its segments."""


def block_size(exchanges: int) -> int:
    """Exchanges a block should hold in a corpus of so many: 16 blocks, within SMALLEST … LARGEST.

    A change costs a block; a search costs each block its own best thousands, found and put together.
    """
    return min(max(exchanges // 16, SMALLEST), LARGEST)


@dataclass(frozen=True)
class Held:
    """What a block holds: its segments of words, and its exchanges with their interviews (index/roll.py)."""

    segments: list[Segment]
    entries: Entries

    def save(self, folder: Path, block: str) -> None:
        """Write its two files into the index `folder`."""
        (folder / "held").mkdir(exist_ok=True)
        np.save(folder / "held" / f"{block}.npy", self.entries)
        (folder / "held" / f"{block}.json").write_text(json.dumps(self.segments), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path, block: str) -> "Held":
        """Read it. Raises IndexTrouble where it is missing or damaged."""
        try:
            segments = json.loads((folder / "held" / f"{block}.json").read_text(encoding="utf-8"))
            entries = np.asarray(mapped(folder / "held" / f"{block}.npy"))
            if entries.ndim != 2 or entries.shape[1] != 3 or not isinstance(segments, list):
                raise ValueError("not a list of what a block holds")
            return cls(segments, entries)
        except (OSError, ValueError, TypeError, EOFError) as error:
            raise IndexTrouble("index_damaged", part="held") from error


def write_block(
    folder: Path, interviews: Sequence[Interview], spaces: Spaces, *, known: "Known", done: Done, words: WriteWords
) -> tuple[str, Block, Callable[[], None]]:
    """Write interviews as a new block of the index in `folder`: its name, what it holds, and what waits for its words.

    words   writes them, here or in another process
    """
    name = uuid.uuid4().hex[:12]
    segments = words(folder, name, list(_documents(interviews)))
    own = {space: [each for each in interviews if spaces.of(each.language) == space] for space in spaces.encoders}
    vectors = {space: sum(len(each.exchanges) for each in some) for space, some in own.items()}
    for space in [space for space, exchanges in vectors.items() if exchanges]:
        _write_vectors(folder, name, space, own[space], spaces.encoders[space], known, done)
    entries = entries_of(interviews)
    save_talk(folder, name, interviews)

    def finish() -> None:
        Held(segments(), entries).save(folder, name)

    return name, Block({each.id: each.version for each in interviews}, vectors), finish


def write_words(folder: Path, block: str, documents: Sequence[WordDocument]) -> list[Segment]:
    """Write the words of a block: its segments, and beside them each exchange's own terms."""
    segments, terms = write_segments(folder / "words", documents)
    for field, each in terms.items():
        each.save(folder / "terms", f"{block}.{field}")
    return segments


def load_terms(folder: Path, block: str) -> dict[str, Terms]:
    """The terms of a block, by field. Raises IndexTrouble."""
    return {field: Terms.load(folder / "terms", f"{block}.{field}") for field in FIELDS}


class Known:
    """Vectors that need not be encoded again: those of blocks that are written anew."""

    def __init__(self, folder: Path | None = None, blocks: Iterable[str] = ()) -> None:
        self._folder = folder
        self._blocks = tuple(blocks)

    def of(self, part: str, exchanges: Sequence[int]) -> Stored | None:
        """What is known of these exchanges in `answers-zh`, `asked-en`, …; None where nothing is."""
        folder = self._folder and self._folder / part
        there = [block for block in self._blocks if folder and (folder / f"{block}.npy").exists()]
        return joined([Stored.load(folder, block).of(exchanges) for block in there]) if folder and there else None


def _write_vectors(
    folder: Path, name: str, space: str, interviews: Sequence[Interview], encoder: Encoder, known: Known, done: Done
) -> None:
    ids = [one.id for each in interviews for one in each.exchanges]
    parts = {kind: [each for each in [known.of(f"{kind}-{space}", ids)] if each] for kind in KINDS}
    there = set.intersection(*({one for each in own for one in each.exchanges} for own in parts.values()))
    new = [(each, one) for each in interviews for one in each.exchanges if one.id not in there]
    done(len(ids) - len(new))
    for at in range(0, len(new), _ENCODED):
        block = new[at : at + _ENCODED]
        for kind, fresh in _encoded(block, encoder).items():
            parts[kind].append(fresh)
        done(len(block))
    for kind, own in parts.items():
        joined(own).save(folder / f"{kind}-{space}", name)


def _encoded(block: Sequence[tuple[Interview, Exchange]], encoder: Encoder) -> dict[str, Stored]:
    ids, numbers, pieces = passages_of(block)
    asked = [interview.asked(exchange) for interview, exchange in block]
    exchanges = [one.id for _, one in block]
    return {
        "answers": Stored.of_vectors(vector_ids(ids, numbers), encoder.encode(pieces)),
        "asked": Stored.of_vectors(vector_ids(exchanges, [0] * len(block)), as_queries(encoder, asked)),
    }


def carry(before: Path, folder: Path, blocks: Iterable[str]) -> None:
    """Bring blocks of one index into another: their files are linked, for they never change."""
    for file in files_of_blocks(before, blocks):
        target = folder / file.relative_to(before)
        target.parent.mkdir(exist_ok=True)
        link(file, target)


def files_of_blocks(folder: Path, blocks: Iterable[str]) -> list[Path]:
    """Every file of these blocks."""
    names = set(blocks)
    segments = [each for block in names for each in Held.load(folder, block).segments]
    words = {each["segment_id"].replace("-", "") for each in segments}
    return [file for file in sorted(folder.glob("*/*")) if file.name.split(".")[0] in names | words]


def link(source: Path, target: Path) -> None:
    """Let one file stand in two places; a copy where the file system has no hard links."""
    try:
        os.link(source, target)
    except OSError:  # not every file system has hard links
        shutil.copy2(source, target)


def list_words(folder: Path, blocks: Iterable[str]) -> None:
    """Let the words of these blocks be searched together, in their order."""
    list_segments(folder / "words", [each for block in blocks for each in Held.load(folder, block).segments])


def passages_of(block: Sequence[tuple[Interview, Exchange]]) -> tuple[list[int], list[int], list[str]]:
    ids: list[int] = []
    numbers: list[int] = []
    pieces: list[str] = []
    for interview, exchange in block:
        cut = passages(interview.answered(exchange), interview.language)[:PASSAGES_EACH]
        ids += [exchange.id] * len(cut)
        numbers += range(len(cut))
        pieces += cut
    return ids, numbers, pieces


def _documents(interviews: Sequence[Interview]) -> Iterator[WordDocument]:
    for interview in interviews:
        for exchange in interview.exchanges:
            asked, answer = interview.asked(exchange), interview.answered(exchange)
            yield WordDocument(exchange.id, interview.language, asked, answer)
