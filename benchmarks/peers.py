"""Other engines on the same work in the same run: `python -m benchmarks.peers DIR... [--rounds N] [--pieces] [--encoder E]`.

DIR as for benchmarks.matching. bm25s, SQLite FTS5, LanceDB and Milvus Lite (benchmarks/peer_engines.py) get the same texts, cut by
the same cutting, and the same float32 vectors, every text encoded once; all are asked the same queries for the first 100. A row
of theirs is a passage: its words, and the mean of its pieces' vectors; with --pieces it is a piece, and a passage counts by its best.
What they cannot be told is which conversation a passage is of: "quipu alone" is our engine without that either.

Seconds are for all queries, one call each or all in one call, with cutting them and without encoding them, for everybody; the
engines take turns, and the median of the rounds counts. Building is from texts to a searchable index on disk, with cutting and
without encoding, for everybody. An engine that is not installed is named with the command that installs it.
"""

import argparse
import json
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from benchmarks.ablation import ranked_by
from benchmarks.matching import figures
from benchmarks.passages import Asked, Home, import_set, read_set, spoken_in
from benchmarks.peer_engines import PEERS, Peer, Rows
from benchmarks.reading_once import reading_once
from corpus.errors import QuipuError
from corpus.records import Language
from index.answers import unit
from index.build import update_index
from index.cutting import passages as pieces_of
from index.cutting import words
from index.encoders import Vectors
from index.manifest import current
from index.ranking import Ranking
from index.search import Query, Searcher

DEEP = 100
NEAR = 0.02
"""An engine whose mrr is at most so much below ours is as good."""
MORE = 4
"""So many times the wanted rows are asked for where several may be of one passage."""
OURS, ALONE = "quipu", "quipu alone"
SHOWN = ("mrr", "recall_at_10", "p_at_10", "recall_at_100")
PROJECT = Path(__file__).resolve().parent.parent / "pyproject.toml"
Figures = dict[str, float | None]


@dataclass
class Engine:
    """An engine on its way through a run.

    one, all  what answers one question (by its number), and all in one call where it can: a list of own numbers each
    names     own number → passage id
    """

    one: Callable[[int], list[int]]
    all: Callable[[], list[list[int]]] | None
    names: Mapping[int, str] | Sequence[str]
    build: float | None = None
    bytes: int | None = None
    close: Callable[[], None] = lambda: None
    seconds: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    together: list[float] = field(default_factory=list)

    def found(self, queries: int) -> list[list[str]]:
        """For each query the first DEEP passages."""
        lists = [self.one(at) for at in range(queries)]
        return [list(dict.fromkeys(self.names[one] for one in each))[:DEEP] for each in lists]


@dataclass(frozen=True)
class Work:
    """A set in the corpus and index of the product, and as rows for others. cutting: seconds it took."""

    home: Home
    searcher: Searcher
    queries: Sequence[Asked]
    language: Language
    vectors: Vectors
    rows: Rows
    owners: Sequence[str]
    cutting: float


def timed(act: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds it takes, and what it gives."""
    began = time.perf_counter()
    found = act()
    return time.perf_counter() - began, found


def prepare(folder: Path, scratch: Path, *, encoder: str | None, pieces: bool) -> Work:
    """Read and encode a set."""
    held, queries = read_set(folder)
    home = import_set(held, scratch)
    update_index(home.corpus, home.index, encoder=encoder)
    searcher = Searcher.open(home.index, encoder=encoder, read=home.corpus.said)
    language = spoken_in([one.text for one in queries])
    told = [each for each in held if each.text.strip()]
    cut = [pieces_of(each.text, language) for each in told]
    owners = [each.id for each, own in zip(told, cut, strict=True) for _ in (own if pieces else "1")]
    texts = [piece for own in cut for piece in own] if pieces else [each.text for each in told]
    seconds, lines = timed(lambda: [words(each, language) for each in texts])
    vectors = searcher.encode([piece for own in cut for piece in own], language)
    if not pieces:
        starts = np.cumsum([0, *map(len, cut)])[:-1]
        vectors = unit(np.add.reduceat(vectors, starts, axis=0))
    asked = searcher.encode_questions([one.text for one in queries], language)
    return Work(home, searcher, queries, language, asked, Rows(lines, vectors), owners, seconds)


def ours(work: Work, encoder: str | None) -> dict[str, Engine]:
    """The product's engine, and the same without knowing conversations."""
    home = work.home
    build, _ = timed(lambda: update_index(home.corpus, home.index, encoder=encoder, rebuild=True))
    names = {exchange: passage for passage, exchange in home.exchanges.items()}
    asked = [Query(one.text, work.language) for one in work.queries]

    def engine(searcher: Searcher) -> Engine:
        def search(queries: Sequence[Query]) -> list[list[int]]:
            return [[hit.exchange for hit in each] for each in searcher.search(queries, limit=DEEP)]

        return Engine(lambda at: search(asked[at : at + 1])[0], lambda: search(asked), names)

    whole, alone = engine(work.searcher), engine(ranked_by(work.searcher, Ranking(beside=0.0, conversation=0.0)))
    whole.build, whole.bytes = build, size(current(home.index) or home.index)
    return {OURS: whole, ALONE: alone}


def other(kind: type[Peer], work: Work, folder: Path) -> Engine:
    """Another engine, made of the rows."""
    folder.mkdir()
    several = len(work.owners) > len(set(work.owners))
    build, peer = timed(lambda: kind(folder, work.rows, DEEP * MORE if several else DEEP))
    texts, language = [one.text for one in work.queries], work.language

    def one(at: int) -> list[int]:
        return peer.ask(words(texts[at], language), work.vectors[at])  # type: ignore[no-any-return]

    def all_() -> list[list[int]]:
        return peer.ask_all([words(each, language) for each in texts], work.vectors)  # type: ignore[no-any-return]

    return Engine(one, all_ if kind.together else None, work.owners, build + work.cutting, size(folder), peer.close)


def warmed(kind: type[Peer], work: Work, folder: Path) -> None:
    """Import it, and let it compile what it compiles: a set of a few rows is built and asked."""
    folder.mkdir()
    few = kind(folder, Rows(work.rows.cut[:20], work.rows.vectors[:20]), 10)
    few.ask(work.rows.cut[0], work.vectors[0])
    few.close()


def size(folder: Path) -> int:
    """Bytes of the files in it."""
    return sum(each.stat().st_size for each in folder.rglob("*") if each.is_file())


def take_turns(engines: Mapping[str, Engine], queries: int, rounds: int) -> None:
    """Every engine answers everything once a round; who begins changes."""
    names = list(engines)
    for at in range(rounds):
        for name in names[at % len(names) :] + names[: at % len(names)]:
            each = engines[name]
            worked = time.process_time()
            each.seconds.append(timed(partial(_one_by_one, each, queries))[0])
            each.processor.append(time.process_time() - worked)
            if each.all:
                each.together.append(timed(each.all)[0])


def _one_by_one(engine: Engine, queries: int) -> None:
    for at in range(queries):
        engine.one(at)


def told(engines: Mapping[str, Engine], ranked: Mapping[str, Mapping[str, float]]) -> dict[str, Figures]:
    """Engine → its figures. over_ours: its seconds over ours of the same round, in median; above 1 it is slower.

    processor_over_ours: the same of processor time, which other work on the machine changes least
    """
    first, result = engines[OURS], {}
    for name, each in engines.items():
        own: Figures = {key: ranked[name][key] for key in SHOWN}
        own |= {"seconds": round(median(each.seconds), 4), "over_ours": _over(each.seconds, first.seconds)}
        own |= {"processor_over_ours": _over(each.processor, first.processor)}
        if each.together:
            own |= {"together_seconds": round(median(each.together), 4)}
            own |= {"together_over_ours": _over(each.together, first.together)}
        if each.bytes is not None and each.build is not None:
            own |= {"build_seconds": round(each.build, 3), "disk_bytes": each.bytes}
        result[name] = own
    return result


def _over(theirs: Sequence[float], own: Sequence[float]) -> float:
    return round(median(a / b for a, b in zip(theirs, own, strict=True)), 4)


def measured(
    folder: Path, *, rounds: int, encoder: str | None = None, pieces: bool = False, peers: Sequence[type[Peer]] = PEERS
) -> dict[str, Figures]:
    """Engine → figures on one set."""
    with tempfile.TemporaryDirectory() as name, reading_once():
        scratch = Path(name)
        work = prepare(folder, scratch, encoder=encoder, pieces=pieces)
        engines = ours(work, encoder)
        for kind in peers:
            warmed(kind, work, scratch / f"warm {kind.name}")
            engines[kind.name] = other(kind, work, scratch / kind.name)
        count = len(work.queries)
        ranked = {name: figures(each.found(count), work.queries) for name, each in engines.items()}
        take_turns(engines, count, rounds)
        for each in engines.values():
            each.close()
        return told(engines, ranked)


def verdict(found: Mapping[str, Figures]) -> str:
    """How ours stands to the others: whether it ranks better than each, and how fast the fastest as good is."""
    mrr = {name: own["mrr"] or 0.0 for name, own in found.items() if name != ALONE}
    best = max((name for name in mrr if name != OURS), key=lambda name: mrr[name], default="")
    if not best:
        return "no other engine is installed"
    stands = "better than" if mrr[OURS] > mrr[best] else "not better than"
    near = [name for name in mrr if name != OURS and mrr[name] >= mrr[OURS] - NEAR]
    fastest = min(near, key=lambda name: found[name]["over_ours"] or 0.0, default="")
    speed = f"the fastest within {NEAR} is {fastest}, {found[fastest]['over_ours']} of our time" if fastest else ""
    return f"ranking {stands} the best other, {best}; {speed or f'none is within {NEAR} of ours'}"


def show(found: Mapping[str, Figures]) -> None:
    """The table of one set."""
    columns = list(dict.fromkeys(key for own in found.values() for key in own))
    print(f"{'':<20}", *(f"{name:>{len(name) + 2}}" for name in columns))
    for engine, own in found.items():
        cells = ("–" if own.get(name) is None else str(own[name]) for name in columns)
        print(f"{engine:<20}", *(f"{cell:>{len(name) + 2}}" for name, cell in zip(columns, cells, strict=True)))
    print(verdict(found))


def installing(needs: Sequence[str]) -> str:
    """The command that installs modules, from the group `peers` of pyproject.toml."""
    pinned: list[str] = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["dependency-groups"]["peers"]
    wanted = {each.replace("_", "-") for each in needs}
    found = [each for each in pinned if each.partition("==")[0] in wanted]
    return " ".join(["python -m pip install --constraint requirements.txt", *found])


def main() -> int:
    """Print a table a set and the JSON line: engine → figures, and where there are several sets, set → that. 1 where one cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+", metavar="DIR")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--pieces", action="store_true", help="rows of the others are pieces of passages")
    parser.add_argument("--encoder", help="a sentence-transformers model for all languages")
    asked = parser.parse_args()
    for kind in PEERS:
        if kind.missing():
            print(f"{kind.name} is left out, it is not installed: {installing(kind.needs)}", file=sys.stderr)
    peers = [kind for kind in PEERS if not kind.missing()]
    found: dict[str, dict[str, Figures]] = {}
    try:
        for each in asked.folders:
            found[each.name] = measured(
                each, rounds=asked.rounds, encoder=asked.encoder, pieces=asked.pieces, peers=peers
            )
            print(each.name)
            show(found[each.name])
    except (QuipuError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    print(json.dumps(found if len(found) > 1 else next(iter(found.values()))))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
