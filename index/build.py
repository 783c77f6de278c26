"""Making the index of a corpus, and adding to it without reading the rest again."""

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.disk import check_room, telling_full
from corpus.errors import Busy, IndexTrouble
from corpus.records import Exchange, Interview
from corpus.store import Corpus
from index.cutting import passages
from index.encoders import Encoder
from index.manifest import FORMAT, Manifest, aside, current, forget_gone, swap, sweep, swept
from index.meaning import PASSAGES_EACH, MeaningIndex
from index.spaces import Spaces, load_spaces, make_spaces, save_spaces
from index.words import WordDocument, WordIndex

REFIT_GROWTH = 1.5
"""A fitted encoder is fitted anew once the corpus holds this many times the exchanges it was fitted on."""

EACH = 6_000
"""Bytes of index for an exchange. Measured: 4,700 on the sample corpus, half of it English with two vectors of 384 numbers."""

_BLOCK = 512  # exchanges encoded at once: among many, each text finds others of its length


@dataclass(frozen=True)
class IndexResult:
    """What an update did. kind: built · added · unchanged."""

    kind: str
    interviews: int
    exchanges: int


Progress = Callable[[int, int], None]
"""Called with (exchanges done, exchanges to do)."""


def update_index(
    corpus: Corpus,
    root: Path,
    *,
    encoder: str | None,
    rebuild: bool = False,
    progress: Progress = lambda done, of: None,
) -> IndexResult:
    """Bring the index under `root` up to the corpus: add what is new, or build it whole where that is needed.

    encoder  the shared encoder's name, None for the defaults

    Raises IndexTrouble where the index was made by another encoder or is damaged (and `rebuild` is not set), Busy
    where another process is at it, NoRoom where the disk has no room for it; the index there was stays the current one.
    """
    root.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(root / "lock", timeout=0), swept(root), telling_full(root):
            result = _update(corpus, root, encoder, rebuild, progress)
            forget_gone(root, corpus.versions().keys())
            return result
    except Timeout as error:
        raise Busy("indexing_running") from error


def _update(corpus: Corpus, root: Path, encoder: str | None, rebuild: bool, progress: Progress) -> IndexResult:
    sweep(root)
    folder = current(root)
    interviews = corpus.interviews()
    if rebuild or folder is None or _is_older(folder):
        return _build(interviews, root, encoder, progress)
    manifest = Manifest.load(folder)
    spaces = load_spaces(folder, manifest, encoder)
    now = {each.id: each.version for each in interviews}
    if any(now.get(known) != version for known, version in manifest.interviews.items()):
        return _build(interviews, root, encoder, progress)  # something was withdrawn or corrected
    new = [each for each in interviews if each.id not in manifest.interviews]
    if not new:
        return IndexResult("unchanged", len(interviews), manifest.exchanges)
    if encoder is None and _fitted_exchanges(interviews) > REFIT_GROWTH * manifest.fitted_on:
        return _build(interviews, root, encoder, progress)
    return _add(new, folder, manifest, spaces, root, progress)


def _is_older(folder: Path) -> bool:
    """Whether an earlier release wrote the index: it is made of the corpus, and is made anew."""
    try:
        Manifest.load(folder)
    except IndexTrouble as trouble:
        return trouble.key == "index_old_format" and trouble.values["found"] < FORMAT
    return False


def _build(interviews: Sequence[Interview], root: Path, encoder: str | None, progress: Progress) -> IndexResult:
    check_room(root, EACH * _exchanges(interviews))
    spaces = make_spaces(encoder, list(_texts(interviews)))
    folder = aside(root)
    save_spaces(folder, spaces)
    _write(interviews, folder, WordIndex.create(folder / "words"), spaces, progress)
    total = _exchanges(interviews)
    versions = {each.id: each.version for each in interviews}
    Manifest(encoder, spaces.ids, versions, total, _fitted_exchanges(interviews)).save(folder)
    swap(root, folder)
    return IndexResult("built", len(interviews), total)


def _add(
    new: Sequence[Interview], before: Path, manifest: Manifest, spaces: Spaces, root: Path, progress: Progress
) -> IndexResult:
    check_room(root, EACH * (manifest.exchanges + _exchanges(new)))
    folder = aside(root)
    # Without the manifest, which comes last: a folder that has one is whole.
    shutil.copytree(
        before, folder, copy_function=_link, ignore=shutil.ignore_patterns("manifest.json"), dirs_exist_ok=True
    )
    _write(new, folder, WordIndex.open(folder / "words"), spaces, progress)
    versions = manifest.interviews | {each.id: each.version for each in new}
    total = manifest.exchanges + _exchanges(new)
    Manifest(manifest.encoder, manifest.spaces, versions, total, manifest.fitted_on).save(folder)
    swap(root, folder)
    return IndexResult("added", len(new), total)


def _link(source: str, target: str) -> None:
    """Hard-link tantivy's segments, which never change once written; copy what is written over in place."""
    if Path(source).suffix in (".json", ".lock") or Path(source).parent.name != "words":
        shutil.copy2(source, target)
        return
    try:
        os.link(source, target)
    except OSError:  # not every file system has hard links
        shutil.copy2(source, target)


def _write(
    interviews: Sequence[Interview], folder: Path, word_index: WordIndex, spaces: Spaces, progress: Progress
) -> None:
    word_index.add(_documents(interviews))
    done, of = 0, _exchanges(interviews)
    for space, encoder in spaces.encoders.items():
        own = [each for each in interviews if spaces.of(each.language) == space]
        stores = {kind: _store(folder / f"{kind}-{space}.faiss", encoder) for kind in ("answers", "asked")}
        for block in _blocks(own):
            ids, numbers, pieces = _passages_of(block)
            asked = [interview.asked(exchange) for interview, exchange in block]
            vectors = encoder.encode([*pieces, *asked])
            stores["answers"].add(ids, numbers, vectors[: len(pieces)])
            stores["asked"].add([one.id for _, one in block], [0] * len(block), vectors[len(pieces) :])
            done += len(block)
            progress(done, of)
        for kind, store in stores.items():
            store.save(folder / f"{kind}-{space}.faiss")


def _store(path: Path, encoder: Encoder) -> MeaningIndex:
    if path.exists():
        return MeaningIndex.open(path)
    vectors = encoder.encode(["一", "a"])  # one encoding tells the dimensions
    return MeaningIndex.empty(vectors.shape[1])


def _blocks(interviews: Sequence[Interview]) -> Iterator[list[tuple[Interview, Exchange]]]:
    pairs = [(interview, exchange) for interview in interviews for exchange in interview.exchanges]
    for at in range(0, len(pairs), _BLOCK):
        yield pairs[at : at + _BLOCK]


def _passages_of(block: Sequence[tuple[Interview, Exchange]]) -> tuple[list[int], list[int], list[str]]:
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


def _texts(interviews: Sequence[Interview]) -> Iterator[str]:
    """Chinese questions and answers, for fitting."""
    for interview in interviews:
        if interview.language == "zh":
            for exchange in interview.exchanges:
                yield interview.asked(exchange)
                yield interview.answered(exchange)


def _fitted_exchanges(interviews: Sequence[Interview]) -> int:
    """How many exchanges the fitted encoder reads: the Chinese ones."""
    return _exchanges([each for each in interviews if each.language == "zh"])


def _exchanges(interviews: Sequence[Interview]) -> int:
    return sum(len(each.exchanges) for each in interviews)


def require_index(root: Path) -> Path:
    """The current index folder. Raises IndexTrouble where there is none."""
    folder = current(root)
    if folder is None:
        raise IndexTrouble("no_index")
    return folder
