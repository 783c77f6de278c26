"""Meaning against numpy's own product, over every vector."""

import numpy as np
import pytest

from corpus.errors import IndexTrouble
from index.meaning import PASSAGES_EACH, MeaningIndex, Stored, joined, vector_ids

COUNT, DIMS = 300, 16


def unit(rows: int, seed: int) -> np.ndarray:
    drawn = np.random.default_rng(seed).normal(size=(rows, DIMS)).astype(np.float32)
    return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)


@pytest.fixture
def filled():
    """Exchanges 10, 20, … with one to three passages each."""
    vectors = unit(COUNT, 1)
    passages = [at % 3 if at % 4 else 0 for at in range(COUNT)]
    exchange, exchanges, numbers = 0, [], []
    for at in range(COUNT):
        number = numbers[-1] + 1 if numbers and passages[at] else 0
        exchange += 0 if number else 10
        exchanges.append(exchange)
        numbers.append(number)
    index = MeaningIndex.empty(DIMS)
    index.add(exchanges[:100], numbers[:100], vectors[:100])
    index.add(exchanges[100:], numbers[100:], vectors[100:])
    return index, np.array(exchanges), np.array(numbers), vectors


def brute(query: np.ndarray, exchanges: np.ndarray, vectors: np.ndarray, among: set[int] | None) -> dict[int, float]:
    cosines = vectors @ query
    best: dict[int, float] = {}
    for exchange, cosine in zip(exchanges.tolist(), cosines.tolist(), strict=True):
        if among is None or exchange in among:
            best[exchange] = max(cosine, best.get(exchange, -2.0))
    return best


@pytest.mark.parametrize("among", [None, [10, 30, 50, 70, 77, 10**9], []])
def test_scores_are_the_best_product(filled, among) -> None:
    index, exchanges, numbers, vectors = filled
    assert max(numbers) >= 2
    queries = unit(5, 2)
    scores = index.scores(queries, limit=COUNT, among=among)
    for query, found in zip(queries, scores, strict=True):
        expected = brute(query, exchanges, vectors, None if among is None else set(among))
        assert found == pytest.approx(expected, abs=1e-6)


def test_the_limit_counts_passages_and_keeps_the_best(filled) -> None:
    index, exchanges, _, vectors = filled
    (query,) = unit(1, 4)
    best = np.argsort(-(vectors @ query))[:25]
    assert index.scores(query[None], limit=25)[0].keys() == set(exchanges[best].tolist())


def test_vectors_are_the_first_passages(filled) -> None:
    index, exchanges, numbers, vectors = filled
    first = np.flatnonzero(numbers == 0)[::-1]
    assert np.array_equal(index.vectors(exchanges[first].tolist()), vectors[first])
    assert index.vectors([]).shape == (0, DIMS)
    with pytest.raises(KeyError):
        index.vectors([11])


def test_blocks_saved_and_opened_are_the_same(filled, tmp_path) -> None:
    index, exchanges, numbers, vectors = filled
    stored = Stored(vector_ids(exchanges, numbers), vectors)
    first = {one for one in exchanges.tolist() if one <= 500}
    stored.of(first).save(tmp_path, "a")
    stored.of(set(exchanges.tolist()) - first).save(tmp_path, "b")
    again = MeaningIndex.open(tmp_path, ["a", "b"])
    queries = unit(3, 5)
    assert again.dims == DIMS and again.scores(queries, limit=50) == index.scores(queries, limit=50)
    both = joined([Stored.load(tmp_path, "b"), Stored.load(tmp_path, "a")])
    assert np.array_equal(both.ids, stored.ids) and np.array_equal(both.vectors, stored.vectors)


@pytest.mark.parametrize("among", [None, [10, 30, 50, 70, 77], [30]])
def test_what_is_hidden_is_as_if_it_were_not_there(filled, among) -> None:
    index, exchanges, _, vectors = filled
    hidden = [30, 70, *exchanges[100:150].tolist()]
    left = (set(exchanges.tolist()) if among is None else set(among)) - set(hidden)
    (query,) = unit(1, 6)
    (found,) = index.scores(query[None], limit=COUNT, among=among, hidden=hidden)
    assert found == pytest.approx(brute(query, exchanges, vectors, left), abs=1e-6)


def test_empty_missing_and_of_another_length(tmp_path) -> None:
    assert MeaningIndex.empty(DIMS).scores(unit(2, 1), limit=5) == [{}, {}]
    assert MeaningIndex.open(tmp_path, []).scores(unit(2, 1), limit=5) == [{}, {}]
    Stored(vector_ids([1], [0]), unit(1, 1)).save(tmp_path, "a")
    Stored(vector_ids([2], [0]), unit(1, 1)[:, :5]).save(tmp_path, "b")
    for blocks in (["c"], ["a", "b"]):
        with pytest.raises(IndexTrouble) as refused:
            MeaningIndex.open(tmp_path, blocks)
        assert (refused.value.key, refused.value.values) == ("index_damaged", {"part": tmp_path.name})


def test_ids_hold_ten_million_exchanges() -> None:
    index = MeaningIndex.empty(DIMS)
    index.add([10**7, 10**7 + 1], [PASSAGES_EACH - 1, 0], unit(2, 1))
    assert index.scores(unit(2, 1)[:1], limit=1, among=[10**7])[0].keys() == {10**7}
