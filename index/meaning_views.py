"""What vectors say of an exchange: how near its question and its answer come to what is asked."""

import numpy as np
from numpy.typing import NDArray

from index.encoders import Vectors
from index.lens import Lens, unit
from index.meaning import MeaningIndex
from index.scored import Exchanges

Views = dict[str, NDArray[np.float64]]
"""Name → scores of shape (queries, exchanges)."""


def answer_views(store: MeaningIndex, exchanges: Exchanges, queries: Vectors, lens: Lens) -> Views:
    """Cosines of the queries, shape (q, dims), to the answers of some exchanges, whose ids ascend.

    answer_meaning  to the nearest passage; answer_opening: to the first
    answer_whole    to the mean of the passages, both seen through the lens
    """
    owners, vectors = store.passages(exchanges)
    shape = (len(queries), len(exchanges))
    nearest, opening, whole = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    if len(owners):
        starts = np.flatnonzero(np.diff(owners, prepend=-1))
        at = owners[starts]
        likeness = (vectors @ queries.T).T
        nearest[:, at] = np.maximum.reduceat(likeness, starts, axis=1)
        opening[:, at] = likeness[:, starts]
        means = unit(np.add.reduceat(vectors, starts, axis=0))
        whole[:, at] = lens(queries) @ lens(means).T
    return {"answer_meaning": nearest, "answer_opening": opening, "answer_whole": whole}


def asked_view(store: MeaningIndex, exchanges: Exchanges, queries: Vectors) -> Views:
    """Cosines of the queries to the questions really asked."""
    owners, vectors = store.passages(exchanges)
    likeness = np.zeros((len(queries), len(exchanges)))
    likeness[:, owners] = queries @ vectors.T
    return {"asked_meaning": likeness}
