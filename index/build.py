"""Making the index of a corpus, and following it: what is new comes in, what is gone or corrected is written anew.

An index is a list of blocks (index/blocks.py). The next one shares the blocks that stay with the one before.
"""

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

from filelock import FileLock, Timeout

from corpus.disk import check_room, telling_full
from corpus.errors import Busy, IndexTrouble
from corpus.records import Interview
from corpus.store import Corpus
from index.blocks import Held, Known, block_size, carry, link, list_words, write_block
from index.checking import sums_of
from index.encoders import FittedEncoder, SentenceEncoder
from index.manifest import FORMAT, Block, Manifest, aside, current, drop, forget_gone, swap, sweep, swept
from index.measuring import measure
from index.plan import Plan, plan_of
from index.quantising import quantise
from index.spaces import Spaces, load_own_spaces, load_spaces, make_spaces, save_spaces
from index.words import WordIndex, files_of, list_segments
from index.writing import Words

REFIT_GROWTH = 1.5
"""A fitted encoder is fitted anew once the corpus holds this many times the exchanges it was fitted on."""

FITTED_MOST = 60_000
"""Exchanges a fitted encoder is fitted on at most: they are in memory together."""

EACH = 4_000
"""Bytes of index for an exchange. Measured: 2,300 with two vectors of 384 numbers (benchmarks.scale)."""

_READ = 200  # interviews read at once
_TRIES = 5  # to remove a folder that another thread may still write into


@dataclass(frozen=True)
class IndexResult:
    """What an update did. kind: built · added · changed · unchanged; models: those it is read by, where texts were read."""

    kind: str
    interviews: int
    exchanges: int
    models: tuple[SentenceEncoder, ...] = ()


Progress = Callable[[int, int], None]
"""Called with (exchanges done, exchanges to do)."""


def update_index(
    corpus: Corpus,
    root: Path,
    *,
    encoder: str | None,
    own: bool = False,
    rebuild: bool = False,
    progress: Progress = lambda done, of: None,
) -> IndexResult:
    """Bring the index under `root` up to the corpus: follow what is new, gone or corrected, or build it whole where needed.

    encoder  the shared encoder's name, None for the defaults
    own      the index stays with the encoder it was made with, whichever is set; `encoder` is for one that is made now

    Raises IndexTrouble where the index was made by another encoder or is damaged (and `rebuild` is not set), Busy
    where another process is at it, NoRoom where the disk has no room for it; the index there was stays the current one.
    """
    root.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(root / "lock", timeout=0), swept(root), telling_full(root):
            result = _update(corpus, root, encoder, own, rebuild, progress)
            forget_gone(root, corpus.versions().keys())
            return result
    except Timeout as error:
        raise Busy("indexing_running") from error


def _update(
    corpus: Corpus, root: Path, encoder: str | None, own: bool, rebuild: bool, progress: Progress
) -> IndexResult:
    sweep(root)
    folder, now = current(root), corpus.versions()
    if rebuild or folder is None or is_older(folder):
        return build(corpus, sorted(now), root, encoder=encoder, progress=progress)
    manifest = Manifest.load(folder)
    spaces = (load_own_spaces if own else load_spaces)(folder, manifest, encoder)
    if now == manifest.interviews:
        return IndexResult("unchanged", len(now), manifest.exchanges)
    plan = plan_of(manifest, now)
    fitted = manifest.in_space("zh")
    if (
        manifest.encoder is None
        and sum(fitted.get(each, 0) for each in plan.kept) + corpus.count_exchanges(plan.written, "zh")
        > REFIT_GROWTH * manifest.fitted_on
    ):
        return build(corpus, sorted(now), root, encoder=None, progress=progress)
    return follow(corpus, folder, manifest, spaces, plan, root, progress)


def is_older(folder: Path) -> bool:
    """Whether an earlier release wrote the index: it is made of the corpus, and is made anew."""
    try:
        Manifest.load(folder)
    except IndexTrouble as trouble:
        return trouble.key == "index_old_format" and trouble.values["found"] < FORMAT
    return False


def build(
    corpus: Corpus, ids: Sequence[str], root: Path, *, encoder: str | None, progress: Progress,
    fitted_on: Sequence[str] | None = None,
) -> IndexResult:  # fmt: skip
    """Publish a new index of these interviews under `root`.

    fitted_on  the interviews an encoder is fitted on and a model's way of reading measured on, where they are more
    """
    all_of_them = ids if fitted_on is None else fitted_on
    total, held = corpus.count_exchanges(ids), corpus.count_exchanges(all_of_them)
    check_room(root, EACH * total)
    spaces = make_spaces(encoder, [] if encoder else list(_texts(corpus, _drawn(all_of_them, held))))
    measure(spaces, root, corpus, all_of_them)
    folder = aside(root)
    save_spaces(folder, spaces)
    writing = _Writing(corpus, folder, spaces, block_size(held), partial(_say, progress, total))
    blocks = writing.write(ids, Known())
    _complete(folder, blocks, spaces)
    chinese = corpus.count_exchanges(all_of_them, "zh") if encoder is None else 0
    Manifest(encoder, spaces.ids, blocks, chinese, sums_of(folder, {})).save(folder)
    swap(root, folder)
    read = sum(len(each.interviews) for each in blocks.values())
    return IndexResult("built", read, writing.done, tuple(spaces.models))


def follow(
    corpus: Corpus, before: Path, manifest: Manifest, spaces: Spaces, plan: Plan, root: Path, progress: Progress
) -> IndexResult:
    """Publish the index that shares the blocks that stay and holds the others anew."""
    total = corpus.count_exchanges(plan.written)
    check_room(root, EACH * total)
    folder = aside(root)
    carry(before, folder, plan.kept)
    _carry_quantisers(before, folder)
    blocks = {each: manifest.blocks[each] for each in plan.kept}
    size = block_size(sum(each.exchanges for each in blocks.values()) + total)
    writing = _Writing(corpus, folder, spaces, size, partial(_say, progress, total))
    for old, interviews in plan.groups:
        blocks |= writing.write(interviews, Known(before, old))
    _complete(folder, blocks, spaces)
    spaces = _without_words_gone(before, folder, plan.hit, spaces)
    save_spaces(folder, spaces)
    # The manifest comes last: a folder that has one is whole.
    sums = sums_of(folder, manifest.files)
    after = Manifest(manifest.encoder, spaces.ids, blocks, manifest.fitted_on, sums)
    after.save(folder)
    swap(root, folder)
    kind = "changed" if plan.hit else "added"
    return IndexResult(kind, len(plan.changed), after.exchanges, tuple(spaces.models) if writing.done else ())


def _complete(folder: Path, blocks: dict[str, Block], spaces: Spaces) -> None:
    """What needs all blocks: the list of their words, and the codes of a large index."""
    list_words(folder, blocks)
    quantise(folder, blocks, list(spaces.encoders))


def _carry_quantisers(before: Path, folder: Path) -> None:
    for file in before.glob("quantisers/*"):
        (folder / "quantisers").mkdir(exist_ok=True)
        link(file, folder / "quantisers" / file.name)


def _without_words_gone(before: Path, folder: Path, hit: Sequence[str], spaces: Spaces) -> Spaces:
    """The spaces without the words that nobody in the index says any more: a fitted encoder lists the words it knows.

    Nobody's vector changes by it, for nobody's words hold them.
    """
    fitted = {space: each for space, each in spaces.encoders.items() if isinstance(each, FittedEncoder)}
    if not fitted or not hit:
        return spaces
    held = _terms_of(before, folder / "words.before", hit)
    words = WordIndex.open(folder / "words")
    for space, encoder in fitted.items():
        gone = words.without_any(held.intersection(encoder.terms))
        if gone:
            spaces = Spaces(spaces.encoders | {space: encoder.without(gone)}, spaces.name)
    return spaces


def _terms_of(before: Path, scratch: Path, blocks: Sequence[str]) -> set[str]:
    """Every term of some blocks of an index."""
    scratch.mkdir()
    segments = [each for block in blocks for each in Held.load(before, block).segments]
    for file in (file for each in segments for file in files_of(before / "words", each)):
        link(file, scratch / file.name)
    list_segments(scratch, segments)
    found = WordIndex.open(scratch).terms()
    for _ in range(_TRIES):
        with suppress(OSError):  # tantivy's own thread may just have put its lock there
            shutil.rmtree(scratch)
            return found
    shutil.rmtree(scratch)  # these are people's words: what stays of them must be told
    return found


class _Writing:
    """Writes interviews of the corpus as blocks into a folder, and says how far it is."""

    def __init__(self, corpus: Corpus, folder: Path, spaces: Spaces, size: int, said: Callable[[int], None]) -> None:
        self._corpus = corpus
        self._folder = folder
        self._spaces = spaces
        self._size = size
        self._said = said
        self.done = 0

    def write(self, ids: Sequence[str], known: Known) -> dict[str, Block]:
        """Blocks of at most the size that suits the corpus; interviews that are gone meanwhile are left out."""
        blocks: dict[str, Block] = {}
        with Words(self._corpus.count_exchanges(ids)) as words:
            for each in _in_blocks(self._corpus, ids, self._size):
                name, blocks[name], finish = write_block(
                    self._folder, each, self._spaces, known=known, done=self._more, words=words.write
                )
                words.then(finish)
        return blocks

    def _more(self, exchanges: int) -> None:
        self.done += exchanges
        self._said(self.done)


def _say(progress: Progress, of: int, done: int) -> None:
    progress(done, of)


def _in_blocks(corpus: Corpus, ids: Sequence[str], size: int) -> Iterator[list[Interview]]:
    """Interviews in blocks of at most `size` exchanges; one that is longer is a block of its own."""
    block: list[Interview] = []
    count = 0
    for interview in _read(corpus, ids):
        if block and count + len(interview.exchanges) > size:
            yield block
            block, count = [], 0
        block.append(interview)
        count += len(interview.exchanges)
    if block:
        yield block


def _read(corpus: Corpus, ids: Sequence[str]) -> Iterator[Interview]:
    for at in range(0, len(ids), _READ):
        yield from corpus.spoken(ids[at : at + _READ])


def _drawn(ids: Sequence[str], exchanges: int, seed: int = 0) -> Sequence[str]:
    """Interviews to fit on: all of them, or as many, drawn at random, as hold about FITTED_MOST exchanges."""
    if exchanges <= FITTED_MOST:
        return ids
    return sorted(Random(seed).sample(ids, max(len(ids) * FITTED_MOST // exchanges, 1)))


def _texts(corpus: Corpus, ids: Sequence[str]) -> Iterator[str]:
    """Chinese questions and answers, for fitting."""
    for interview in _read(corpus, ids):
        if interview.language == "zh":
            for exchange in interview.exchanges:
                yield interview.asked(exchange)
                yield interview.answered(exchange)


def drop_index(root: Path) -> None:
    """Remove the index with all it holds. Raises Busy where another process is at it."""
    try:
        with FileLock(root / "lock", timeout=0):
            drop(root)
    except Timeout as error:
        raise Busy("indexing_running") from error


def require_index(root: Path) -> Path:
    """The current index folder. Raises IndexTrouble where there is none."""
    folder = current(root)
    if folder is None:
        raise IndexTrouble("no_index")
    return folder
