"""Another encoder: its index is made beside the one in use, which goes on serving, and takes its place once it is whole.

It grows piece by piece, and each piece is a whole index of a part of the corpus: what is killed or cancelled goes on from
the last one. Nobody waits for it: imports bring the index in use up meanwhile, and a withdrawal comes between two pieces.
"""

import os
import shutil
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.disk import check_room, telling_full
from corpus.errors import Busy, IndexTrouble
from corpus.store import Corpus
from index.build import EACH, IndexResult, Progress, build, follow, is_older
from index.manifest import Manifest, current, drop, forget_gone, swap, sweep, swept
from index.plan import plan_of
from index.spaces import load_spaces
from index.ways import KEPT

FIRST = 1_000
"""Exchanges of the first piece."""
SMALLEST, LARGEST = 500, 50_000
PIECE = 120.0
"""Seconds a piece should take: so much is read again after a kill, and so long a withdrawal may wait."""
GAP = 0.05
"""Seconds between two pieces in which somebody who waits gets a turn."""
TURN = 2.0
"""Seconds to wait for such a gap."""


def beside(root: Path) -> Path:
    """Where the next index grows."""
    return root.with_name(root.name + ".next")


def needs_switch(root: Path, encoder: str | None) -> bool:
    """Whether the index in use is of another encoder than the one that is set."""
    folder = current(root)
    if folder is None:
        return False
    try:
        return Manifest.load(folder).encoder != encoder
    except IndexTrouble:
        return False


def switch_index(
    corpus: Corpus,
    root: Path,
    *,
    encoder: str | None,
    progress: Progress = lambda done, of: None,
    between: Callable[[], None] = lambda: None,
) -> IndexResult:
    """Make the index of `encoder` beside the one under `root` and put it in its place.

    progress  of what was still to be read when this began
    between   called between two pieces, and may raise: what is made stays, and the next call goes on

    Raises IndexTrouble where the encoder cannot be loaded, Busy where another process is at it, NoRoom; the index there
    was stays the current one.
    """
    root.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(_lock_of(root), timeout=0):
            growing = _Growing(corpus, root, encoder, progress)
            while growing.grow() or not growing.publish():
                time.sleep(GAP)
                between()
            return growing.result()
    except Timeout as error:
        raise Busy("indexing_running") from error


class _Growing:
    """The next index on its way."""

    def __init__(self, corpus: Corpus, root: Path, encoder: str | None, progress: Progress) -> None:
        self._corpus = corpus
        self._root = root
        self._next = beside(root)
        self._encoder = encoder
        self._progress = progress
        self._size = FIRST
        self._last: IndexResult | None = None
        self._begin()
        held = corpus.versions()
        self._total = corpus.count_exchanges([each for each in held if held[each] != self._held().get(each)])
        check_room(self._next, EACH * self._total)
        self._done = 0

    def grow(self) -> bool:
        """Bring the next index some interviews nearer to the corpus; False where it is whole."""
        with FileLock(self._next / "lock"), swept(self._next), telling_full(self._next):
            sweep(self._next)
            now, held = self._corpus.versions(), self._held()
            missing = [each for each, version in now.items() if held.get(each) != version]
            if current(self._next) and not missing and held.keys() <= now.keys():
                return False
            began, piece = time.monotonic(), self._piece(missing)
            read = self._corpus.count_exchanges(piece)
            self._last = self._read(piece, {each: now[each] for each in (*held, *piece) if each in now})
            self._done += read
            forget_gone(self._next, now.keys())
            self._size = _size_after(read, time.monotonic() - began)
            return True

    def publish(self) -> bool:
        """Put it in its place; False where the corpus has moved on meanwhile."""
        with FileLock(self._root / "lock"), FileLock(self._next / "lock"):
            folder = current(self._next)
            if folder is None or self._held() != self._corpus.versions():
                return False
            if (self._next / KEPT).exists():
                os.replace(self._next / KEPT, self._root / KEPT)
            os.rename(folder, self._root / folder.name)
            swap(self._root, self._root / folder.name)
        shutil.rmtree(self._next)
        return True

    def result(self) -> IndexResult:
        """What was made: built, with all it holds."""
        folder = current(self._root)
        assert folder is not None
        manifest = Manifest.load(folder)
        models = self._last.models if self._last else ()
        return IndexResult("built", len(manifest.interviews), manifest.exchanges, models)

    def _begin(self) -> None:
        """Go on with what an earlier run left, if it is of this encoder and can be used; else from the start."""
        self._next.mkdir(parents=True, exist_ok=True)
        with FileLock(self._next / "lock"):
            _bring_back(self._next, self._root)
            if not self._usable():
                drop(self._next)
            if (self._root / KEPT).exists() and not (self._next / KEPT).exists():
                shutil.copy2(self._root / KEPT, self._next / KEPT)

    def _usable(self) -> bool:
        folder = current(self._next)
        if folder is None or is_older(folder):
            return False
        try:
            load_spaces(folder, Manifest.load(folder), self._encoder)
        except IndexTrouble as trouble:
            if trouble.key in ("encoder_not_found", "encoder_unusable"):
                raise
            return False
        return True

    def _held(self) -> dict[str, int]:
        folder = current(self._next)
        return Manifest.load(folder).interviews if folder else {}

    def _piece(self, missing: list[str]) -> list[str]:
        """Interviews of about as many exchanges as the size of a piece says, at least one, as if drawn at random.

        What is learnt once from an index that has grown large enough, its quantiser, is then learnt from all kinds.
        """
        each = max((self._total - self._done) // max(len(missing), 1), 1)
        drawn = sorted(missing, key=lambda one: sha256(one.encode()).digest())
        return sorted(drawn[: max(self._size // each, 1)])

    def _read(self, piece: list[str], now: dict[str, int]) -> IndexResult:
        folder = current(self._next)
        if folder is None:
            everybody = sorted(self._corpus.versions())
            return build(
                self._corpus, piece, self._next, encoder=self._encoder, progress=self._say, fitted_on=everybody
            )
        manifest = Manifest.load(folder)
        spaces = load_spaces(folder, manifest, self._encoder)
        return follow(self._corpus, folder, manifest, spaces, plan_of(manifest, now), self._next, self._say)

    def _say(self, done: int, _of: int) -> None:
        self._progress(min(self._done + done, self._total), self._total)


def _size_after(read: int, seconds: float) -> int:
    """Exchanges of the next piece, as fast as this one went."""
    return int(min(max(read * PIECE / max(seconds, 0.1), SMALLEST), LARGEST))


def _bring_back(growing: Path, root: Path) -> None:
    """A kill between its two steps leaves an index that was put in its place and is not named there."""
    pointer = growing / "current"
    name = pointer.read_text(encoding="utf-8").strip() if pointer.exists() else ""
    if name and not (growing / name).exists() and (root / name).is_dir() and current(root) != root / name:
        os.rename(root / name, growing / name)


def take_out_of_next(corpus: Corpus, root: Path) -> None:
    """Take whoever is gone from the corpus out of an index that is being made, too. Raises Busy where a piece is being made."""
    growing = beside(root)
    if not growing.exists():
        return
    try:
        with FileLock(growing / "lock", timeout=TURN, poll_interval=GAP / 5), swept(growing):
            _take_out(corpus, growing)
    except Timeout as error:
        raise Busy("indexing_running") from error


def _take_out(corpus: Corpus, growing: Path) -> None:
    folder, now = current(growing), corpus.versions()
    try:
        manifest = Manifest.load(folder) if folder and now else None
        if folder is None or manifest is None:
            drop(growing)
        elif manifest.interviews.keys() - now.keys():
            kept = {each: version for each, version in manifest.interviews.items() if each in now}
            spaces = load_spaces(folder, manifest, manifest.encoder)
            follow(corpus, folder, manifest, spaces, plan_of(manifest, kept), growing, lambda done, of: None)
            forget_gone(growing, now.keys())
    except IndexTrouble:  # its encoder may be gone: nobody's words wait for that
        drop(growing)


def forget_next(root: Path) -> None:
    """Remove an index that was begun and is not wanted any more, unless somebody is at it."""
    if not beside(root).exists():
        return
    try:
        with FileLock(_lock_of(root), timeout=0):
            shutil.rmtree(beside(root))
    except Timeout:
        return


def _lock_of(root: Path) -> Path:
    return root.with_name(root.name + ".next.lock")
