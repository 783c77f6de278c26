"""What vectors say of an exchange: how near its question and its answer come to what is asked."""

import numpy as np
from numpy.typing import NDArray

from index.encoders import Vectors
from index.meaning import Ids, MeaningIndex

Views = dict[str, NDArray[np.float64]]
"""Name → scores of shape (queries, exchanges)."""


def answer_views(store: MeaningIndex, exchanges: Ids, queries: Vectors, centre: Vectors) -> Views:
    """Cosines of the queries, shape (q, dims), to the answers of some exchanges, whose ids ascend.

    answer_meaning  to the nearest passage; answer_opening: to the first
    answer_whole    to the mean of the passages, both less the centre, shape (dims,): what all answers share tells nothing
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
        whole[:, at] = unit(queries - centre) @ unit(means - centre).T
    return {"answer_meaning": nearest, "answer_opening": opening, "answer_whole": whole}


def asked_view(store: MeaningIndex, exchanges: Ids, queries: Vectors) -> Views:
    """Cosines of the queries to the questions really asked."""
    owners, vectors = store.passages(exchanges)
    likeness = np.zeros((len(queries), len(exchanges)))
    likeness[:, owners] = queries @ vectors.T
    return {"asked_meaning": likeness}


def centre_of(store: MeaningIndex, exchanges: Ids) -> Vectors:
    """The mean of the answers of some exchanges, shape (dims,)."""
    owners, vectors = store.passages(exchanges)
    if not len(owners):
        return np.zeros(store.dims, np.float32)
    starts = np.flatnonzero(np.diff(owners, prepend=-1))
    return np.asarray(unit(np.add.reduceat(vectors, starts, axis=0)).mean(axis=0), dtype=np.float32)


def whole_answers(store: MeaningIndex, exchanges: Ids) -> Vectors:
    """The mean of the passages of each answer, of unit length, shape (n, dims); exchanges ascend."""
    owners, vectors = store.passages(exchanges)
    means = np.zeros((len(exchanges), store.dims), np.float32)
    np.add.at(means, owners, vectors)
    return unit(means)


def unit(vectors: Vectors) -> Vectors:
    """Rows of unit length; zero rows stay."""
    norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.where(norms == 0, 1, norms), dtype=np.float32)
