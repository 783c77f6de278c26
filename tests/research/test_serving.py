"""The workspace and its worker side by side: a worker that dies is started again, and nothing is left behind."""

import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from sqlalchemy import text

from benchmarks.served import free_port
from research.serving import FIRST_PAUSE, LASTED, LONGEST_PAUSE, Kept
from tests.tiny import Home
from tests.worker_process import ROOT, until


class Dying:
    """A process that is dead as soon as somebody says so."""

    def __init__(self) -> None:
        self.code: int | None = None

    def poll(self) -> int | None:
        return self.code


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch):
    """(what is kept, the processes started so far, the time as a list of one)."""
    begun: list[Dying] = []
    at = [100.0]

    def start() -> Dying:
        begun.append(Dying())
        return begun[-1]

    return Kept(start, clock=lambda: at[0]), begun, at  # type: ignore[arg-type]


def test_it_is_started_at_once_and_left_alone_while_it_lives(kept) -> None:
    it, begun, at = kept
    for at[0] in (100.0, 101.0, 5000.0):
        it.look()
    assert len(begun) == 1


def test_the_pause_grows_while_it_does_not_last_and_no_further_than_said(kept) -> None:
    it, begun, at = kept
    pauses = []
    it.look()
    for _ in range(9):
        begun[-1].code, died, number = 1, at[0], len(begun)
        while len(begun) == number:
            it.look()
            at[0] += 0.5
        pauses.append(at[0] - 0.5 - died)
    assert pauses[0] == FIRST_PAUSE and pauses[-1] == LONGEST_PAUSE
    assert pauses[:5] == [1, 2, 4, 8, 16] and pauses == sorted(pauses)


def test_one_that_lasted_is_started_again_soon(kept) -> None:
    it, begun, at = kept
    it.look()
    for _ in range(5):
        begun[-1].code = 1
        it.look()
        at[0] += LONGEST_PAUSE
        it.look()
    at[0] += LASTED + 1
    begun[-1].code = 1
    it.look()
    at[0] += FIRST_PAUSE
    it.look()
    assert len(begun) == 7


def worker_of(home: Home) -> int | None:
    """The process that last said it was the worker."""
    with home.space().engine.connect() as records:
        return records.execute(text("SELECT process FROM worker")).scalar()


def answers(port: int) -> bool | None:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2):
            return True
    except (urllib.error.URLError, OSError):
        return None


def gone(process: int) -> bool | None:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return None


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_pages_and_worker_live_and_end_together(tiny: Home, how: signal.Signals) -> None:
    port = free_port()
    command = [sys.executable, "-m", "research", "serve", "--server.port", str(port)]
    environment = {**os.environ, "QUIPU_HOME": str(tiny.folder)}
    with (tiny.folder / "serve.log").open("wb") as log:
        served = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True)
        try:
            until(lambda: answers(port), "the pages answer")
            first = until(lambda: worker_of(tiny), "the worker is alive")
            if how == signal.SIGINT:
                os.kill(first, signal.SIGKILL)
                second = until(lambda: one if (one := worker_of(tiny)) != first else None, "another worker is alive")
                served.send_signal(how)
                assert served.wait(60) == 0
                assert not answers(port)
            else:
                served.kill()
                second = first
            until(lambda: gone(second), "the worker has ended with it")
        finally:
            os.killpg(served.pid, signal.SIGKILL) if served.poll() is None or answers(port) else None
            served.wait(10)


def test_a_home_that_cannot_be_used_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ran = subprocess.run(
        [sys.executable, "-m", "research", "serve"], cwd=ROOT, env={**os.environ, "QUIPU_HOME": str(tmp_path / "file" / "x")},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert ran.returncode == 2 and len(ran.stderr.strip().splitlines()) == 1 and ran.stdout == ""
