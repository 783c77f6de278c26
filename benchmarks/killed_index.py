"""What a kill -9 at any moment of building, adding or withdrawing leaves of the index: the one before, or the one after, whole.

`python -m benchmarks.killed_index [--times N] [--seed S]`. A small made corpus is indexed; then, again and again, a child process
builds it whole, brings interviews in or takes some out, and is killed at a random moment (uniform over the time it takes
undisturbed). What is there then must be whole to the last byte, answer as the index before or as the one after, and find nothing
of who is gone; the work asked for again must end as if nothing had happened. Blocks are small and codes are made early, so that
every kind of file is being written. Linux: the child is a fork, so that its start costs nothing.
"""

import argparse
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import cast

import faiss

import index.blocks
import index.meaning
import index.quantising
import index.spaces
from benchmarks.scale_corpus import MadeCorpus, sample_said
from benchmarks.withdrawal import RandomEncoder
from corpus.store import Corpus
from index.build import update_index
from index.checking import check_index
from index.cutting import topics
from index.manifest import current
from index.search import Query, Searcher

INTERVIEWS = 9
ACTS = ("build", "add", "withdraw")
QUESTIONS = ("一个月在零食上花多少钱？", "少糖零糖信不信", "在哪里买零食", "How often do you buy snacks?")
Answers = list[list[tuple[int, float]]]


class Case:
    """One act on one corpus: the corpus before and after it, and what searching gives."""

    def __init__(self, act: str, before: MadeCorpus, after: MadeCorpus, folder: Path) -> None:
        self.act, self.after = act, after
        self.gone = before.held.keys() - after.held.keys()
        self.start = folder / act
        bring(before, self.start)
        self.answers = [answers(self.start)]
        whole = folder / f"{act}-after"
        shutil.copytree(self.start, whole)
        began = time.perf_counter()
        self.bring(whole)
        self.seconds = time.perf_counter() - began
        self.answers.append(answers(whole))

    def bring(self, root: Path) -> None:
        """Do it to the index under `root`."""
        bring(self.after, root, rebuild=self.act == "build")

    def killed(self, root: Path, after: float) -> None:
        """Do it in a child that is killed after so many seconds."""
        process = os.fork()
        if process == 0:
            self.bring(root)
            os._exit(0)
        time.sleep(after)
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)

    def trouble(self, root: Path) -> str:
        """What is wrong with the index a kill has left, "" where nothing is."""
        if current(root) is None or check_index(root)[1]:
            return "not whole"
        if answers(root) not in self.answers:
            return "neither before nor after"
        if self.gone and self._found_gone(root):
            return "finds who is gone"
        self.bring(root)
        return "" if answers(root) == self.answers[1] and not check_index(root)[1] else "not as an undisturbed one"

    def _found_gone(self, root: Path) -> bool:
        versions = self.after.held
        searcher = Searcher.open(root, encoder=None, interviews=versions, lagging=True)
        mine = {one.id for each in self.after.interviews(self.gone) for one in each.exchanges}
        return any(hit.exchange in mine for hits in searcher.search(_queries()) for hit in hits)


def bring(corpus: MadeCorpus, root: Path, *, rebuild: bool = False) -> None:
    """Bring the index up to the corpus."""
    update_index(cast(Corpus, corpus), root, encoder=None, rebuild=rebuild)


def answers(root: Path) -> Answers:
    """What the questions find."""
    found = Searcher.open(root, encoder=None).search(_queries(), limit=40)
    return [[(hit.exchange, round(hit.score, 4)) for hit in hits] for hits in found]


def _queries() -> list[Query]:
    return [Query(text, "en" if text.isascii() else "zh") for text in QUESTIONS]


def cases(folder: Path) -> list[Case]:
    """One for each act."""
    said = sample_said(folder)
    few, many = (MadeCorpus(said, 33 * count) for count in (INTERVIEWS, INTERVIEWS + 2))
    fewer = MadeCorpus(said, 33 * INTERVIEWS)
    for name in list(fewer.held)[2:4]:
        del fewer.held[name]
    return [Case(act, few, after, folder) for act, after in zip(ACTS, (few, many, fewer), strict=True)]


def small() -> None:
    """Small blocks, codes early, an encoder that is quick, and the words of Chinese loaded once."""
    faiss.omp_set_num_threads(1)  # threads do not survive a fork
    index.blocks.SMALLEST = 100
    for module in (index.meaning, index.quantising):
        setattr(module, "EXACT", 150)  # noqa: B010  # each has the name of its own
    setattr(index.spaces, "bundled_encoder", RandomEncoder)  # noqa: B010  # the name is imported there, not its own
    topics("为了预先载入词表", "zh")


def main() -> int:
    """Kill `--times` times over; say how many left a whole index."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.killed_index", description=__doc__)
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    small()
    draw, seen = random.Random(chosen.seed), dict.fromkeys(ACTS, 0)
    with tempfile.TemporaryDirectory() as name:
        made = cases(Path(name))
        for number in range(chosen.times):
            case, root = made[number % len(made)], Path(name) / "killed"
            shutil.copytree(case.start, root)
            case.killed(root, draw.uniform(0, case.seconds))
            if trouble := case.trouble(root):
                print(f"{case.act}, kill {number}: {trouble}", file=sys.stderr)
                return 1
            seen[case.act] += 1
            shutil.rmtree(root)
            print(f"{number + 1} kills, each left a whole index", file=sys.stderr)
    print(f"{chosen.times} kills: each left the index before or the one after, whole")
    print(json.dumps({"kills": chosen.times, **seen, "seconds": {each.act: round(each.seconds, 2) for each in made}}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
