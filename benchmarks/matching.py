"""How well the right passages are found: `python -m benchmarks.matching DIR [--encoder E] [--within-source]`.

DIR/passages.jsonl: id, source, speaker, text. DIR/queries.jsonl: id, source, text, positives (passage ids). The passages come
in as interviews, the product's own index is made of them, and its own search is asked every query; within its source alone
with --within-source. Prints p@10, mean reciprocal rank and recall, for all views together and for words and meaning alone.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import fmean

from benchmarks.passages import Asked, Home, import_set, index_set, read_set, spoken_in
from corpus.errors import QuipuError
from index.looking import WEIGHTS
from index.search import Query, Searcher

DEPTHS = (10, 50, 100)
Figures = dict[str, float]
WAYS = {"": None, "words": ("words", "pairs"), "meaning": ("meaning", "opening", "whole", "more")}
"""Name of a way → ends of the names of its views; None for all."""


def figures(found: Sequence[Sequence[str]], queries: Sequence[Asked]) -> Figures:
    """Means over the queries of what stands in their lists of passage ids, best first."""
    each = [_of_one(own, one.positives) for own, one in zip(found, queries, strict=True)]
    return {name: round(fmean(one[name] for one in each), 4) for name in each[0]}


def _of_one(found: Sequence[str], positives: frozenset[str]) -> Figures:
    right = [at for at, one in enumerate(found) if one in positives]
    recall = {f"recall_at_{depth}": sum(at < depth for at in right) / max(len(positives), 1) for depth in DEPTHS}
    return {"p_at_10": sum(at < 10 for at in right) / 10, "mrr": 1 / (1 + right[0]) if right else 0.0} | recall


def measured(
    home: Home, searcher: Searcher, queries: Sequence[Asked], *, within: dict[str, list[int]] | None
) -> dict[str, Figures]:
    """Way of WAYS → its figures. within: source → its exchanges, None for everything."""
    language = spoken_in([one.text for one in queries])
    names = {exchange: passage for passage, exchange in home.exchanges.items()}
    result: dict[str, Figures] = {}
    for way, ends in WAYS.items():
        views = None if ends is None else {name for name in WEIGHTS[language] if name.endswith(ends)}
        began = time.perf_counter()
        found: list[list[str]] = [[] for _ in queries]
        for source in dict.fromkeys(one.source for one in queries) if within is not None else (None,):
            own = [at for at, one in enumerate(queries) if source in (None, one.source)]
            asked = [Query(queries[at].text, language) for at in own]
            among = within[source] if within is not None and source is not None else None
            for at, hits in zip(own, searcher.search(asked, among=among, views=views, limit=DEPTHS[-1]), strict=True):
                found[at] = [names[hit.exchange] for hit in hits]
        result[way] = figures(found, queries) | {"seconds": round(time.perf_counter() - began, 2)}
    return result


def show(result: dict[str, Figures]) -> None:
    """The table."""
    print(f"{'':<10}", *(f"{name:>14}" for name in result[""]))
    for way, own in result.items():
        print(f"{way or 'all':<10}", *(f"{value:>14}" for value in own.values()))


def main() -> int:
    """Print the table and the JSON line; 1 and a line on stderr where the set cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.matching", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--encoder", help="a sentence-transformers model for all languages")
    parser.add_argument("--within-source", action="store_true", help="search a query's own source alone")
    asked = parser.parse_args()
    try:
        passages, queries = read_set(asked.folder)
        with tempfile.TemporaryDirectory() as folder:
            home = import_set(passages, Path(folder))
            index_set(home, encoder=asked.encoder)
            searcher = Searcher.open(home.index, encoder=asked.encoder, read=home.corpus.said)
            own = {
                one.source: [
                    home.exchanges[each.id]
                    for each in passages
                    if each.source == one.source and each.id in home.exchanges
                ]
                for one in queries
            }
            result = measured(home, searcher, queries, within=own if asked.within_source else None)
    except (QuipuError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    show(result)
    print(json.dumps(result[""] | {way: own for way, own in result.items() if way}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
