"""The slower truth: every made exchange's vectors in float32, compared with every query, and fused as the product fuses."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.scale_corpus import EACH, HandedEncoder, MadeCorpus
from index.cutting import passages
from index.encoders import Vectors
from index.manifest import Manifest
from index.meaning import MeaningIndex
from index.scored import Exchanges, Scored
from index.stored import PASSAGES_EACH, Stored, products

Cosines = dict[str, NDArray[np.float32]]
"""answers, asked → shape (exchanges + 1, queries), a row an exchange by its id: the cosine of the nearest passage."""


def cosines(corpus: MadeCorpus, encoder: HandedEncoder, queries: Vectors) -> Cosines:
    """Of every exchange with every query."""
    found = {
        kind: np.full((len(corpus.held) * EACH + 1, len(queries)), -2, np.float32) for kind in ("answers", "asked")
    }
    for interviews in corpus.everything():
        pairs = [(one, each) for each in interviews for one in each.exchanges]
        ids = np.array([one.id for one, _ in pairs])
        found["asked"][ids] = encoder.encode([each.asked(one) for one, each in pairs]) @ queries.T
        cut = [passages(each.answered(one), each.language)[:PASSAGES_EACH] for one, each in pairs]
        products = encoder.encode([piece for pieces in cut for piece in pieces]) @ queries.T
        starts = np.cumsum([0, *map(len, cut)])[:-1]
        found["answers"][ids] = np.maximum.reduceat(products, starts, axis=0)
    return found


def stored_cosines(folder: Path, manifest: Manifest, queries: Vectors) -> Cosines:
    """The same of the vectors as the index in `folder` holds them, in half precision: nothing is encoded anew."""
    return {kind: _of_part(folder / f"{kind}-all", manifest, queries) for kind in ("answers", "asked")}


def _of_part(part: Path, manifest: Manifest, queries: Vectors) -> NDArray[np.float32]:
    found = np.full((manifest.exchanges + 1, len(queries)), -2, np.float32)
    for block in manifest.in_space("all"):
        stored = Stored.load(part, block)
        owners = stored.ids // PASSAGES_EACH
        starts = np.flatnonzero(np.diff(owners, prepend=-1))
        found[owners[starts]] = np.maximum.reduceat(products(queries, stored.vectors), starts, axis=1).T
    return found


class ExactMeaning:
    """Stands where the product's meaning index stands, and answers from the cosines."""

    def __init__(self, found: NDArray[np.float32], queries: Vectors, stored: MeaningIndex) -> None:
        """stored   the product's own, which gives the vectors that are looked at closely"""
        self._found = found
        self._queries = queries
        self._stored = stored

    def __getattr__(self, name: str) -> object:
        return getattr(self._stored, name)

    def scores(
        self, query: Vectors, *, limit: int, among: Sequence[int] | Exchanges | None = None,
        hidden: Sequence[int] | Exchanges = (),
    ) -> list[Scored]:  # fmt: skip
        """As MeaningIndex.scores; `limit` counts exchanges."""
        rows = np.arange(1, len(self._found)) if among is None else np.asarray(among, np.int64)
        columns = [int(np.argmax(self._queries @ each)) for each in query]
        return [self._best(self._found[rows, column], rows, limit) for column in columns]

    def _best(self, scores: NDArray[np.float32], rows: Exchanges, limit: int) -> Scored:
        best = np.argpartition(-scores, limit)[:limit] if len(scores) > limit else np.arange(len(scores))
        return Scored.best(rows[best], scores[best])
