"""What a kill -9 at any moment of an import leaves behind, once the import has been asked for again.

`python -m benchmarks.killed [--times N] [--seed S] [--through command|batch|ahead]`. The Chinese interviews of the sample are imported and indexed in a child
process that is killed at a random moment (uniform over the time an undisturbed import takes), then imported again to the end, perhaps
killed again on the way. Records and index must then equal those of an undisturbed import: every row of every table (but the moment it was
written), and the answer of word and meaning search to questions, score for score. `--through batch` goes the workspace's way: a batch is
opened and brought in by the worker's own pieces, with files that need somebody among them, near-duplicates and subjects; what is there is
gone on with. `--through ahead` takes many small files of every format, which are read ahead by other processes. Linux: the child is a fork, so that its start costs nothing.
"""

import argparse
import contextlib
import hashlib
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

from sqlalchemy import MetaData, select
from sqlalchemy.orm import Session

import index.build
import index.search  # loaded here once, not in each child
from benchmarks.intake import sample_exchanges, write_files
from corpus.batches import Batches
from corpus.database import open_database
from corpus.intake import TOGETHER, import_files
from corpus.store import Corpus
from corpus.viewer import LOCAL
from index.cutting import topics
from research.settings import SAMPLE, read_settings
from research.working import Importing
from research.workspace import Workspace

QUESTIONS = ("一个月在零食上花多少钱？", "少糖零糖信不信", "跟去年比买得多了还是少了", "在哪里买零食")
DRAWN = ("brought_at", "made_at", "stamp", "batch_id")
"""Columns that differ from import to import."""
SMALL = 4 * TOGETHER
"""Files read ahead: some transactions of them."""
AGAIN = 0.25
"""How often the second attempt is killed too, and the third."""


def bring_in(home: Path, files: list[Path]) -> None:
    """The import as the command line does it: files, then the index."""
    engine = open_database(f"sqlite:///{home / 'quipu.db'}")
    import_files(files, engine=engine, viewer=LOCAL, lock=home / "lock")
    index.build.update_index(Corpus(engine, LOCAL), home / "index", encoder=None)
    engine.dispose()


def bring_batch_in(home: Path, files: list[Path]) -> None:
    """The import as the workspace and its worker do it; a batch that is there is gone on with."""
    settings = read_settings({"QUIPU_HOME": str(home)})
    space = Workspace(open_database(settings.database), LOCAL, settings)
    batches = Batches(space.engine, LOCAL, settings.uploads)
    if not (held := batches.all()):
        others = [("nobody.txt", b"nobody speaks"), ("picture.png", b"\x89PNG"), ("again.txt", files[0].read_bytes())]
        held = [batches.open([*((path.name, path.read_bytes()) for path in files), *others])]
    work = Importing(held[0].id, space, lambda phase, done, of: None)
    for at, piece in enumerate(pieces := work.plan()):
        work.do(piece, at, len(pieces))
    space.engine.dispose()


Way = Callable[[Path, list[Path]], None]
WAYS: dict[str, Way] = {"command": bring_in, "batch": bring_batch_in, "ahead": bring_in}


@contextlib.contextmanager
def child(home: Path, files: list[Path], way: Way = bring_in) -> Iterator[int]:
    """A fork that imports and ends; waited for at the end."""
    process = os.fork()
    if process == 0:
        try:
            way(home, files)
        except BaseException as error:
            print(f"{type(error).__name__}: {error}", file=sys.stderr)
            os._exit(1)
        os._exit(0)
    yield process
    _, status = os.waitpid(process, 0)
    if not (os.WIFSIGNALED(status) or os.waitstatus_to_exitcode(status) == 0):
        raise RuntimeError(f"the import failed with {os.waitstatus_to_exitcode(status)}")


def state_of(home: Path) -> str:
    """A digest of everything that was written, without the moments at which it was."""
    engine = open_database(f"sqlite:///{home / 'quipu.db'}")
    tables = MetaData()
    tables.reflect(engine)
    told: list[object] = []
    with Session(engine) as session:
        for table in [each for each in tables.sorted_tables if each.name != "batch"]:
            kept = [column for column in table.columns if column.name not in DRAWN]
            told.append((table.name, sorted(repr(row) for row in session.execute(select(*kept)))))
    corpus = Corpus(engine, LOCAL)
    searcher = index.search.Searcher.open(home / "index", encoder=None, interviews=corpus.versions())
    for question in QUESTIONS:
        told.append([repr(hit) for hit in searcher.search([index.search.Query(question, "zh")], limit=50)[0]])
    engine.dispose()
    return hashlib.sha256(repr(told).encode()).hexdigest()


def timed(home: Path, files: list[Path], way: Way = bring_in) -> float:
    """Seconds an undisturbed import takes."""
    began = time.perf_counter()
    with child(home, files, way):
        pass
    return time.perf_counter() - began


def killed(home: Path, files: list[Path], seconds: float, draw: random.Random, way: Way = bring_in) -> int:
    """Import until it is through; how many attempts were killed before."""
    times = 0
    while times == 0 or draw.random() < AGAIN:
        with child(home, files, way) as process:
            time.sleep(draw.uniform(0, seconds))
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        times += 1
    with child(home, files, way):
        pass
    return times


def files_for(through: str, interviews: int, folder: Path) -> list[Path]:
    """The files to import: the sample's own, or SMALL made of its words."""
    if through != "ahead":
        return sorted((SAMPLE / "transcripts").glob("Z*"))[:interviews]
    made = folder / "small"
    made.mkdir()
    with child(folder, [made], _make_small):  # which leaves no process here that the children would take for theirs
        pass
    return [made]


def _make_small(folder: Path, files: list[Path]) -> None:
    write_files(files[0], SMALL * 2, sample_exchanges(folder), each=2)


def main() -> int:
    """Kill and import again, `--times` times over; say how many ended as if nothing had happened."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.killed", description=__doc__)
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--interviews", type=int, default=24)
    parser.add_argument("--through", choices=WAYS, default="command")
    chosen = parser.parse_args()
    way = WAYS[chosen.through]
    import_module("sentence_transformers")  # in this process once, and not in each child; so are the words of Chinese
    topics("为了预先载入词表", "zh")
    draw = random.Random(chosen.seed)
    kills = equal = 0
    with tempfile.TemporaryDirectory() as name:
        files = files_for(chosen.through, chosen.interviews, Path(name))
        whole = Path(name) / "whole"
        whole.mkdir()
        seconds = timed(whole, files, way)
        wanted = state_of(whole)
        print(f"undisturbed: {seconds:.2f} s", file=sys.stderr)
        while kills < chosen.times:
            home = Path(name) / "home"
            home.mkdir()
            kills += killed(home, files, seconds, draw, way)
            same = state_of(home) == wanted
            equal += same
            if not same:
                print(f"after {kills} kills: not equal", file=sys.stderr)
                return 1
            shutil.rmtree(home)
            print(f"{kills} kills in {equal} imports, all equal", file=sys.stderr)
    print(f"{kills} kills in {equal} imports: all ended as an undisturbed one")
    print(json.dumps({"kills": kills, "imports": equal, "equal": equal, "seconds_undisturbed": round(seconds, 2)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
