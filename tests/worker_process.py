"""A real worker in a process of its own, on the tiny corpus: only the English encoder stands aside, for it loads slowly.

with worker_on(home) as process: …            ended with SIGTERM
with worker_on(home, DIES_AT=3) as process: … dies by SIGKILL right after the third file of a batch is in
with worker_on(home, DIES_IN="index") as process: … dies by SIGKILL right after that piece of a withdrawal
with worker_on(home, HOLDS_AT=3) as process: … holds there while the file `hold` stands in the home
with worker_on(home, FULL_AT=3) as process: …  finds the records of its queue full there, once
with worker_on(home, QUIPU_ENCODER="ours", DIES_GROWING=2) as process: … dies right after so many pieces of that encoder's index
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

ROOT = Path(__file__).parents[1]
PATIENCE = 90  # seconds until what must come is taken for lost; loaded machines are slow

Found = TypeVar("Found")


def until(found: Callable[[], Found | None], what: str) -> Found:
    """What `found` gives once it gives something. Polls: nothing tells when another process has written a row."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if (this := found()) is not None:
            return this
        time.sleep(0.05)
    raise AssertionError(f"it did not come to this: {what}")


@contextmanager
def worker_on(home: Path, *, verb: str = "tests.worker_process", **told: Any) -> "Iterator[subprocess.Popen[bytes]]":
    """A worker on the workspace in `home`; its log is `worker.log` there."""
    environment = {**os.environ, "QUIPU_HOME": str(home), **{name: str(value) for name, value in told.items()}}
    with (home / "worker.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", *verb.split()], cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=log
        )
        try:
            yield process
        finally:
            process.terminate()
            process.communicate(timeout=PATIENCE)


def _interrupted(home: Path) -> None:
    """Make importing die or hold where the environment says so."""
    from corpus.batches import Batches

    bring_in = Batches.bring_in

    def interrupted(self: Any, batch: str, number: int, **more: Any) -> Any:
        done = bring_in(self, batch, number, **more)
        if os.environ.get("DIES_AT") == str(number):
            os.kill(os.getpid(), signal.SIGKILL)
        if os.environ.get("HOLDS_AT") == str(number):
            (home / "held").touch()
            while (home / "hold").exists():
                time.sleep(0.01)
        if os.environ.get("FULL_AT") == str(number) and not (home / "was-full").exists():
            (home / "was-full").touch()
            _fill_once()
        return done

    Batches.bring_in = interrupted  # type: ignore[method-assign]


def _dying_in_a_withdrawal() -> None:
    from research.withdrawing import Withdrawing

    do = Withdrawing.do

    def dying(self: Any, piece: str, at: int, of: int) -> Any:
        done = do(self, piece, at, of) if piece != "erase" else None
        if os.environ.get("DIES_IN") == piece:
            os.kill(os.getpid(), signal.SIGKILL)
        return do(self, piece, at, of) if piece == "erase" else done

    Withdrawing.do = dying  # type: ignore[method-assign]


def _dying_in_a_switch() -> None:
    """Pieces of a few interviews, and death after some of them."""
    from index import switching

    switching.FIRST = switching.LARGEST = switching.SMALLEST = 16
    grow, left = switching._Growing.grow, [int(os.environ.get("DIES_GROWING", "0"))]

    def dying(self: Any) -> bool:
        more = grow(self)
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return more

    switching._Growing.grow = dying  # type: ignore[method-assign]


def _fill_once() -> None:
    """Let the next step that is to be noted find no room, as SQLite says it."""
    import sqlite3

    from dbos._sys_db import SystemDatabase
    from sqlalchemy.exc import OperationalError

    def full(*_: Any, **__: Any) -> None:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise OperationalError("INSERT", {}, error)

    SystemDatabase.record_operation_result = full  # type: ignore[method-assign]


if __name__ == "__main__":
    import index.spaces
    from research.cli import main
    from tests.tiny import NamedHashes, WordHashes

    index.spaces.bundled_encoder = WordHashes  # type: ignore[assignment]
    index.spaces.SentenceEncoder = NamedHashes  # type: ignore[misc,assignment]
    _interrupted(Path(os.environ["QUIPU_HOME"]))
    _dying_in_a_withdrawal()
    _dying_in_a_switch()
    main(["work"])
