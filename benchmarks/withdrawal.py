"""What it costs to take one person out and to correct one interview, however many others there are.

`python -m benchmarks.withdrawal` makes corpora of 5,000 and 20,000 exchanges drawn from the sample transcripts, indexes them with
vectors of random words (what is measured is everything but the encoder; encoding one interview is added by its own rate),
and times the steps of a correction and of a withdrawal. The last column is what both cost before: building the index whole.
"""

import argparse
import json
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

import index.spaces
from benchmarks.intake import sample_exchanges, write_files
from corpus.corrections import Corrections, Mended
from corpus.database import open_database
from corpus.intake import import_files
from corpus.viewer import LOCAL
from index.build import update_index
from index.encoders import Vectors
from research.settings import read_settings
from research.subject_finding import bring_subjects_up
from research.warm import WarmIndex
from research.withdrawing import Withdrawing, ask_withdrawal, withdrawn
from research.workspace import Workspace

Seconds = dict[str, float]


class RandomEncoder:
    """A unit vector for each text, drawn from its checksum: 384 dimensions as the bundled encoder has."""

    id = "random:384"

    def encode(self, texts: Sequence[str]) -> Vectors:
        rows = [np.random.default_rng(zlib.crc32(text.encode())).normal(size=384) for text in texts]
        vectors = np.array(rows, np.float32).reshape(len(rows), 384)
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


def filled(folder: Path, exchanges: int) -> Workspace:
    """A workspace with so many exchanges, indexed."""
    settings = read_settings({"QUIPU_HOME": str(folder / "home")})
    space = Workspace(open_database(settings.database), LOCAL, settings)
    files = folder / "files"
    files.mkdir()
    write_files(files, exchanges, sample_exchanges(folder))
    import_files([files], engine=space.engine, viewer=LOCAL, lock=settings.import_lock)
    update_index(space.corpus, settings.index, encoder=None)
    bring_subjects_up(space)
    return space


def timed(act: Callable[[], object]) -> float:
    """Seconds of processor time that `act` takes: elapsed time on an idle machine, and comparable on a busy one."""
    began = time.process_time()
    act()
    return round(time.process_time() - began, 2)


def corrected(space: Workspace, interview: str) -> Seconds:
    """One answer of an interview reads otherwise; then index and subjects follow."""
    turn = next(each for each in space.corpus.interview(interview).turns if each.role == "respondent")
    said = Mended(("Something else altogether, then.",), "respondent")
    return {
        "records": timed(lambda: Corrections(space.engine, LOCAL).mend(interview, 1, turn.position, said)),
        "index": timed(lambda: update_index(space.corpus, space.settings.index, encoder=None)),
        "subjects": timed(lambda: bring_subjects_up(space)),
    }


def taken_out(space: Workspace, respondent: str) -> Seconds:
    """Asked for as a page does it, then carried out as the worker does it."""
    seconds = {"asked": timed(lambda: ask_withdrawal(respondent, space))}
    act = next(each.act for each in withdrawn(space) if each.respondent == respondent)
    work = Withdrawing(act, space, lambda *_: None, WarmIndex())
    pieces = work.plan()
    for at, piece in enumerate(pieces):
        seconds[piece] = timed(lambda piece=piece, at=at: work.do(piece, at, len(pieces)))  # type: ignore[misc]
    return seconds


def measured(exchanges: int, folder: Path) -> dict[str, object]:
    """The figures of one size."""
    space = filled(folder, exchanges)
    chinese, english = "X000101", "X000100"
    found: dict[str, object] = {
        "exchanges": space.corpus.counts()["exchanges"],
        "correction": corrected(space, f"{chinese}-2026-Q1"),
        "withdrawal zh": taken_out(space, chinese),
        "withdrawal en": taken_out(space, english),
        "index built whole": timed(
            lambda: update_index(space.corpus, space.settings.index, encoder=None, rebuild=True)
        ),
    }
    return found


def main() -> int:
    """Print a line for each size, and the JSON line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.withdrawal", description=__doc__)
    parser.add_argument("--exchanges", type=int, nargs="+", default=[5_000, 20_000])
    chosen = parser.parse_args()
    setattr(index.spaces, "bundled_encoder", RandomEncoder)  # noqa: B010  # the name is imported there, not its own
    figures = []
    for size in chosen.exchanges:
        with tempfile.TemporaryDirectory() as name:
            figures.append(measured(size, Path(name)))
        print(figures[-1])
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
