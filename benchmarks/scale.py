"""How large a corpus may grow: building, searching, adding, and how much the approximate search misses.

`python -m benchmarks.scale --exchanges N [--folder DIR]`. The corpus is made as it is read (benchmarks/scale_corpus.py): interviews
recombined from the sample's sentences, with vectors resampled from real encodings of them. The product's own `update_index` and
`Searcher.search` do the work; only the encoder is a stand-in that hands those vectors out, and the seconds it takes are taken off
the build's. Outlines are of 12 Chinese questions that are in no interview, each asked for everybody, a tenth and a hundredth of the
interviews, drawn at random; the seconds are the median over the outlines. recall_at_200 holds the first 200 of each question against
those by exact cosines of every float32 vector, with the same words and the same fusion. searching_bytes is the memory that an open
index and its searches take for themselves at most; what is mapped from files is the system's to take back. build_peak_rss_bytes counts
mapped files, and the workers, each at its own worst.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any, cast

import numpy as np

import index.spaces
from benchmarks.own_memory import Watched, own_memory
from benchmarks.scale_corpus import EACH, HandedEncoder, MadeCorpus, sample_said
from benchmarks.scale_exact import Cosines, ExactMeaning, cosines, stored_cosines
from corpus.store import Corpus
from index import meaning, words
from index.build import require_index, update_index
from index.encoders import Vectors
from index.finding import DEEP
from index.manifest import current
from index.question_terms import cut_for
from index.scored import Exchanges
from index.search import Query, Searcher

OUTLINE = 12
AUDIENCES = {"all": 1, "tenth": 10, "hundredth": 100}
FIRST = 200
OUTLINES = 5
Outline = list[Query]

COLD = """
import json, sys, time
began = time.perf_counter()
from pathlib import Path
import numpy as np
import index.spaces
from index.question_terms import cut_for
from index.search import Query, Searcher
asked = json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
vectors = np.array(asked["vectors"], np.float32)
class Handed:
    def __init__(self, name):
        self.id = name
    def encode(self, texts):
        return np.array([vectors[asked["texts"].index(each)] for each in texts])
index.spaces.SentenceEncoder = Handed
searcher = Searcher.open(Path(sys.argv[1]), encoder=asked["encoder"])
opened = time.perf_counter()
found = searcher.search([Query(asked["texts"][0], "zh")])
assert found[0]
print(json.dumps({"open": round(opened - began, 2), "searched": round(time.perf_counter() - began, 2)}))
"""


def timed(act: Callable[[], object]) -> float:
    """Seconds it takes."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def outlines_of(texts: Sequence[str], count: int = OUTLINES) -> list[Outline]:
    """Outlines of 12 questions each."""
    return [[Query(text, "zh") for text in texts[at : at + OUTLINE]] for at in range(0, count * OUTLINE, OUTLINE)]


def audience(corpus: MadeCorpus, share: int, seed: int = 0) -> Exchanges | None:
    """The exchanges of one in `share` interviews, None for all of them."""
    if share == 1:
        return None
    drawn = random.Random(seed).sample(range(len(corpus.held)), max(len(corpus.held) // share, 1))
    return (np.array(sorted(drawn))[:, None] * EACH + np.arange(1, EACH + 1)).ravel()


def searched(searcher: Searcher, corpus: MadeCorpus, outlines: Sequence[Outline]) -> dict[str, float]:
    """Audience → seconds of an outline; each audience searched once before it is timed."""
    found = {}
    for name, share in AUDIENCES.items():
        among = audience(corpus, share)
        searcher.search(outlines[0], among=among)
        found[name] = round(median(timed(partial(searcher.search, own, among=among)) for own in outlines), 3)
        print(f"{name}: {found[name]} s an outline", file=sys.stderr)
    return found


def recall(searcher: Searcher, exact: Searcher, corpus: MadeCorpus, outlines: Sequence[Outline]) -> dict[str, float]:
    """Audience → the mean share of the exact first 200 that are among ours."""
    found = {}
    for name, share in AUDIENCES.items():
        among, shares = audience(corpus, share), []
        for outline in outlines:
            for ours, theirs in zip(
                *(each.search(outline, among=among, limit=FIRST) for each in (searcher, exact)), strict=True
            ):
                wanted = {hit.exchange for hit in theirs}
                shares.append(len(wanted & {hit.exchange for hit in ours}) / len(wanted))
        found[name] = round(float(np.mean(shares)), 4)
        print(f"{name}: recall at {FIRST} {found[name]}", file=sys.stderr)
    return found


def made_exact(searcher: Searcher, queries: Vectors, found: Cosines) -> Searcher:
    """A searcher with the same words, roll and fusion, and exact cosines."""
    finder = searcher._finder
    stores = {f"{kind}-all": ExactMeaning(found[kind], queries, finder.meaning[f"{kind}-all"]) for kind in found}
    return Searcher(
        searcher.manifest, searcher.spaces, finder.words, cast(Any, stores), finder.talk, finder.hidden, finder.read
    )


def switch(searcher: Searcher, corpus: MadeCorpus, outline: Outline) -> list[dict[str, float]]:
    """Seconds of an outline by size of audience: every vector read or codes first; own terms or tantivy."""
    told, kept = [], (meaning.EXACT, words.NARROW)
    for share in (400, 200, 100, 50, 20, 10, 5, 3, 2):
        among = audience(corpus, share)
        row: dict[str, float] = {"audience": 0 if among is None else len(among)}
        texts = [each.text for each in outline]
        vectors = searcher.encode(texts, "zh")
        near = partial(searcher._meaning["answers-all"].scores, vectors, limit=2 * DEEP, among=among)
        asked = [dict.fromkeys(cut_for("answer_words", each, "zh"), 1.0) for each in texts]
        said = partial(searcher._finder.words.scores, asked, "zh", "answer_words", limit=DEEP, among=among)
        for name, limit in (("read", 10**12), ("codes", 0)):
            meaning.EXACT = limit
            row[name] = round(min(timed(near) for _ in "ab"), 3)
        for name, narrow in (("terms", 1.0), ("tantivy", 0.0)):
            words.NARROW = narrow
            row[name] = round(min(timed(said) for _ in "ab"), 3)
        print(row, file=sys.stderr)
        told.append(row)
    meaning.EXACT, words.NARROW = kept
    return told


def cold(root: Path, encoder: HandedEncoder, outline: Outline) -> dict[str, float]:
    """Seconds from the start of a new process until the index is open, and until its first search is answered."""
    texts = [each.text for each in outline]
    asked = {"texts": texts, "vectors": encoder.encode(texts).tolist(), "encoder": encoder.id}
    (root / "cold.json").write_text(json.dumps(asked), encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-c", COLD, str(root), str(root / "cold.json")], capture_output=True, text=True, check=True
    )
    (root / "cold.json").unlink()
    told: dict[str, float] = json.loads(ran.stdout.splitlines()[-1])
    return told


def peak() -> int:
    """Bytes that this process and those it started have had in memory at most, each at its own worst."""
    return 1024 * sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def processor() -> float:
    """Seconds of processor time of this process and those it started: what elapses on so many idle cores."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def measured(root: Path, exchanges: int, said: Any, chosen: argparse.Namespace) -> dict[str, object]:
    """Every figure of one size."""
    encoder, corpus = HandedEncoder(said), MadeCorpus(said, exchanges)
    setattr(index.spaces, "SentenceEncoder", type("Handed", (), {"__new__": lambda cls, name: encoder}))  # noqa: B010
    held, outlines = cast(Corpus, corpus), outlines_of(said["zh"].held_out, chosen.outlines)
    bring = partial(update_index, held, root, encoder=encoder.id)
    figures: dict[str, object] = {"exchanges": len(corpus.held) * EACH}
    if current(root) is None:
        worked, seconds = processor(), timed(bring)
        own = seconds - encoder.seconds
        figures |= {
            "build_seconds": round(own, 1), "built_per_second": round(len(corpus.held) * EACH / own),
            "encoder_seconds": round(encoder.seconds, 1), "reading_seconds": round(corpus.seconds, 1),
            "processor_seconds": round(processor() - worked - encoder.seconds, 1),
            "build_peak_rss_bytes": peak(),
        }  # fmt: skip
        print(figures, file=sys.stderr)
    else:
        bring()  # what was added when it was measured before is taken out
    figures["disk_bytes"] = sum(each.stat().st_size for each in (current(root) or root).rglob("*") if each.is_file())
    figures["cold_start_seconds"] = cold(root, encoder, outlines[0])
    print(figures, file=sys.stderr)
    before = own_memory()
    with Watched() as memory:
        searcher = Searcher.open(root, encoder=encoder.id, interviews=corpus.versions())
        figures["outline_seconds"] = searched(searcher, corpus, outlines)
    figures["searching_bytes"] = memory.most - before
    if chosen.switch:
        figures["switch"] = switch(searcher, corpus, outlines[0])
    if not chosen.no_recall:
        queries = encoder.encode([query.text for outline in outlines for query in outline])
        if chosen.stored:
            exact = stored_cosines(require_index(root), searcher.manifest, queries)
        else:
            exact = cosines(corpus, encoder, queries)
        by_audience = recall(searcher, made_exact(searcher, queries, exact), corpus, outlines)
        figures |= {"recall_at_200": min(by_audience.values()), "recall": by_audience}
    corpus.add()
    figures["one_added_seconds"] = round(timed(bring), 2)
    return figures


def main() -> int:
    """Print the figures as they come, and the JSON line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__)
    parser.add_argument("--exchanges", type=int, default=100_000)
    parser.add_argument(
        "--folder", type=Path, help="Where the index is made; an index that is there is measured again."
    )
    parser.add_argument("--switch", action="store_true", help="Also time both ways of searching by size of audience.")
    parser.add_argument("--no-recall", action="store_true", help="Leave the comparison with exact cosines out.")
    parser.add_argument(
        "--stored", action="store_true", help="Compare with every vector as it is stored, in half precision."
    )
    parser.add_argument(
        "--outlines", type=int, default=OUTLINES, help=f"How many outlines are asked; {OUTLINES} at most."
    )
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        said = sample_said(Path(name))
        figures = measured(chosen.folder or Path(name) / "index", chosen.exchanges, said, chosen)
    for name, told in figures.items():
        print(f"{name:>22}  {told}")
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
