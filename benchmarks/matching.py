"""How well the right passages are found: `python -m benchmarks.matching DIR [--encoder E] [--within-source] [--ablate]`.

DIR/passages.jsonl: id, source, speaker, text. DIR/queries.jsonl: id, source, text, positives (passage ids). The passages come
in as interviews, the product's own index is made of them, and its own search is asked every query; within its source alone
with --within-source. Prints p@10, mean reciprocal rank and recall, for all views together and for words and meaning alone;
with --ablate for the whole search and without each of its parts (benchmarks/ablation.py).
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Sequence, Set
from pathlib import Path
from statistics import fmean

from benchmarks.ablation import ablated, table
from benchmarks.passages import Asked, Home, Passage, import_set, index_set, read_set, spoken_in
from benchmarks.reading_once import reading_once
from corpus.errors import QuipuError
from index.looking import WEIGHTS
from index.search import Query, Searcher

DEPTHS = (10, 50, 100)
Figures = dict[str, float]
Within = dict[str, list[int]] | None
"""Source → its exchanges, which its queries are asked of; None: everything."""
WAYS = {"": None, "words": ("words", "pairs"), "meaning": ("meaning", "opening", "whole", "more")}
"""Name of a way → ends of the names of its views; None for all."""


def figures(found: Sequence[Sequence[str]], queries: Sequence[Asked]) -> Figures:
    """Means over the queries of what stands in their lists of passage ids, best first."""
    return {name: round(fmean(each), 4) for name, each in by_query(found, queries).items()}


def by_query(found: Sequence[Sequence[str]], queries: Sequence[Asked]) -> dict[str, list[float]]:
    """Figure → its value for each query."""
    each = [_of_one(own, one.positives) for own, one in zip(found, queries, strict=True)]
    return {name: [one[name] for one in each] for name in each[0]}


def _of_one(found: Sequence[str], positives: frozenset[str]) -> Figures:
    right = [at for at, one in enumerate(found) if one in positives]
    recall = {f"recall_at_{depth}": sum(at < depth for at in right) / max(len(positives), 1) for depth in DEPTHS}
    return {"p_at_10": sum(at < 10 for at in right) / 10, "mrr": 1 / (1 + right[0]) if right else 0.0} | recall


def found_for(
    home: Home, searcher: Searcher, queries: Sequence[Asked], views: Set[str] | None, within: Within
) -> list[list[str]]:
    """For each query the ids of the passages found, best first."""
    language = spoken_in([one.text for one in queries])
    names = {exchange: passage for passage, exchange in home.exchanges.items()}
    found: list[list[str]] = [[] for _ in queries]
    for source in dict.fromkeys(one.source for one in queries) if within is not None else (None,):
        own = [at for at, one in enumerate(queries) if source in (None, one.source)]
        asked = [Query(queries[at].text, language) for at in own]
        among = within[source] if within is not None and source is not None else None
        for at, hits in zip(own, searcher.search(asked, among=among, views=views, limit=DEPTHS[-1]), strict=True):
            found[at] = [names[hit.exchange] for hit in hits]
    return found


def measured(home: Home, searcher: Searcher, queries: Sequence[Asked], *, within: Within) -> dict[str, Figures]:
    """Way of WAYS → its figures."""
    language = spoken_in([one.text for one in queries])
    result: dict[str, Figures] = {}
    for way, ends in WAYS.items():
        views = None if ends is None else {name for name in WEIGHTS[language] if name.endswith(ends)}
        began = time.perf_counter()
        found = found_for(home, searcher, queries, views, within)
        result[way] = figures(found, queries) | {"seconds": round(time.perf_counter() - began, 2)}
    return result


def left_out(home: Home, searcher: Searcher, queries: Sequence[Asked], within: Within) -> dict[str, dict[str, object]]:
    """Part → the figures without it, each query read once."""

    def found(other: Searcher, views: set[str]) -> dict[str, list[float]]:
        return by_query(found_for(home, other, queries, views, within), queries)

    with reading_once():
        return ablated(spoken_in([one.text for one in queries]), searcher, found)


def show(result: dict[str, Figures]) -> None:
    """The table."""
    print(f"{'':<10}", *(f"{name:>14}" for name in result[""]))
    for way, own in result.items():
        print(f"{way or 'all':<10}", *(f"{value:>14}" for value in own.values()))


def _by_source(home: Home, passages: Sequence[Passage], queries: Sequence[Asked]) -> dict[str, list[int]]:
    held: dict[str, list[int]] = {one.source: [] for one in queries}
    for each in passages:
        if each.source in held and each.id in home.exchanges:
            held[each.source].append(home.exchanges[each.id])
    return held


def main() -> int:
    """Print the table and the JSON line; 1 and a line on stderr where the set cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.matching", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--encoder", help="a sentence-transformers model for all languages")
    parser.add_argument("--within-source", action="store_true", help="search a query's own source alone")
    parser.add_argument("--ablate", action="store_true", help="leave each part of the ranking out in turn")
    asked = parser.parse_args()
    try:
        passages, queries = read_set(asked.folder)
        with tempfile.TemporaryDirectory() as folder:
            home = import_set(passages, Path(folder))
            index_set(home, encoder=asked.encoder)
            searcher = Searcher.open(home.index, encoder=asked.encoder, read=home.corpus.said)
            within = _by_source(home, passages, queries) if asked.within_source else None
            if asked.ablate:
                told = left_out(home, searcher, queries, within)
                print(*table(told), json.dumps({"whole": told.pop(""), "without": told}), sep="\n")
                return 0
            result = measured(home, searcher, queries, within=within)
    except (QuipuError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    show(result)
    print(json.dumps(result[""] | {way: own for way, own in result.items() if way}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
