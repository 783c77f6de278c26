"""Meaning against numpy's own product, over every vector."""

import numpy as np
import pytest

from corpus.errors import IndexTrouble
from index.meaning import MeaningIndex
from index.quantised import GROUP, Quantiser
from index.scored import Scored
from index.stored import PASSAGES_EACH, Stored, joined, vector_ids

COUNT, DIMS = 300, 16


def unit(rows: int, seed: int) -> np.ndarray:
    drawn = np.random.default_rng(seed).normal(size=(rows, DIMS)).astype(np.float32)
    vectors = drawn / np.linalg.norm(drawn, axis=1, keepdims=True)
    return vectors.astype(np.float16).astype(np.float32)  # as they are kept


def index_of(*parts: tuple) -> MeaningIndex:
    """An index of blocks of (exchanges, passage numbers, vectors)."""
    return MeaningIndex([Stored.of_vectors(vector_ids(*part[:2]), part[2]) for part in parts])


def dicts(scored: list[Scored]) -> list[dict[int, float]]:
    return [each.as_dict() for each in scored]


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
    parts = [(exchanges[at], numbers[at], vectors[at]) for at in (slice(100, None), slice(100))]
    return index_of(*parts), np.array(exchanges), np.array(numbers), vectors


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
    scores = dicts(index.scores(queries, limit=COUNT, among=among))
    for query, found in zip(queries, scores, strict=True):
        expected = brute(query, exchanges, vectors, None if among is None else set(among))
        assert found == pytest.approx(expected, abs=2e-6)


def test_the_limit_counts_passages_and_keeps_the_best(filled) -> None:
    index, exchanges, _, vectors = filled
    (query,) = unit(1, 4)
    best = np.argsort(-(vectors @ query))[:25]
    assert set(index.scores(query[None], limit=25)[0].exchanges.tolist()) == set(exchanges[best].tolist())


def test_vectors_are_the_first_passages(filled) -> None:
    index, exchanges, numbers, vectors = filled
    first = np.flatnonzero(numbers == 0)[::-1]
    assert np.array_equal(index.vectors(exchanges[first].tolist()), vectors[first])
    assert index.vectors([]).shape == (0, DIMS)
    with pytest.raises(KeyError):
        index.vectors([11])


def test_passages_are_all_of_an_exchange_and_say_whose(filled) -> None:
    index, exchanges, _, vectors = filled
    wanted = [50, 30, 77, 10]
    owners, found = index.passages(wanted)
    expected = [(at, row) for at, one in enumerate(wanted) for row in np.flatnonzero(exchanges == one)]
    assert len(expected) > len(wanted) - 1 and owners.tolist() == [at for at, _ in expected]
    assert np.array_equal(found, vectors[[row for _, row in expected]])
    assert index.passages([])[1].shape == (0, DIMS)


def test_blocks_saved_and_opened_are_the_same(filled, tmp_path) -> None:
    index, exchanges, numbers, vectors = filled
    stored = Stored.of_vectors(vector_ids(exchanges, numbers), vectors)
    first = {one for one in exchanges.tolist() if one <= 500}
    stored.of(first).save(tmp_path, "a")
    stored.of(set(exchanges.tolist()) - first).save(tmp_path, "b")
    again = MeaningIndex.open(tmp_path, ["a", "b"])
    queries = unit(3, 5)
    assert again.dims == DIMS and dicts(again.scores(queries, limit=50)) == dicts(index.scores(queries, limit=50))
    both = joined([Stored.load(tmp_path, "b"), Stored.load(tmp_path, "a")])
    assert np.array_equal(both.ids, stored.ids) and np.array_equal(both.vectors, stored.vectors)


@pytest.mark.parametrize("among", [None, [10, 30, 50, 70, 77], [30]])
def test_what_is_hidden_is_as_if_it_were_not_there(filled, among) -> None:
    index, exchanges, _, vectors = filled
    hidden = [30, 70, *exchanges[100:150].tolist()]
    left = (set(exchanges.tolist()) if among is None else set(among)) - set(hidden)
    (query,) = unit(1, 6)
    (found,) = dicts(index.scores(query[None], limit=COUNT, among=among, hidden=hidden))
    assert found == pytest.approx(brute(query, exchanges, vectors, left), abs=2e-6)


def test_more_than_are_kept_in_memory_are_read_from_the_files_alike(filled, monkeypatch, tmp_path) -> None:
    index, exchanges, numbers, vectors = filled
    Stored.of_vectors(vector_ids(exchanges, numbers), vectors).save(tmp_path, "a")
    mapped = MeaningIndex.open(tmp_path, ["a"])
    monkeypatch.setattr("index.meaning.WARM", 0)
    monkeypatch.setattr("index.stored.TOGETHER", 7)
    for among in (None, exchanges[::3].tolist()):
        queries = unit(3, 8)
        for ours, theirs in zip(
            dicts(mapped.scores(queries, limit=40, among=among)),
            dicts(index.scores(queries, limit=40, among=among)),
            strict=True,
        ):
            assert ours == pytest.approx(theirs, abs=2e-6)


@pytest.fixture(scope="module")
def wide():
    """Three blocks of 3,000, 1 and 999 vectors around 40 centres, and their quantiser."""
    draw = np.random.default_rng(2)
    vectors = unit(40, 3)[draw.integers(0, 40, 4000)] + 0.15 * draw.normal(size=(4000, DIMS))
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float16).astype(np.float32)
    exchanges = np.arange(1, 4001) * 2
    parts = [slice(0, 3000), slice(3000, 3001), slice(3001, 4000)]
    stored = [Stored.of_vectors(vector_ids(exchanges[at], [0] * len(exchanges[at])), vectors[at]) for at in parts]
    quantiser = Quantiser.train(vectors[:2000])
    codes = [quantiser.codes(vectors[at]) for at in parts]
    assert [len(each) * GROUP for each in codes] == [3008, 32, 1024]
    return MeaningIndex(stored, quantiser, codes), exchanges, vectors


ABOUT = 0.1
"""How far off a cosine may be on average that is told from codes of 4 bits for two numbers, of vectors as short as here."""


@pytest.mark.parametrize("how", ["all", "hidden", "together", "scattered"])
def test_a_wide_search_brings_what_reading_every_vector_finds_with_about_its_score(wide, monkeypatch, how) -> None:
    monkeypatch.setattr("index.meaning.EXACT", 100)
    index, exchanges, vectors = wide
    near = exchanges[np.argsort(-(vectors @ unit(1, 3)[0]))[:30]]  # the best of the first query
    options = {
        "all": {}, "hidden": {"hidden": near}, "together": {"among": exchanges[500:3300]},
        "scattered": {"among": exchanges[::5], "hidden": near},
    }[how]  # fmt: skip
    queries = unit(40, 3)[:6]
    allowed = set(options.get("among", exchanges).tolist()) - set(options.get("hidden", near[:0]).tolist())
    found = index.scores(queries, limit=150, **options)
    monkeypatch.setattr("index.meaning.EXACT", 10**9)
    exact = index.scores(queries, limit=50, **options)
    for query, ours, theirs in zip(queries, found, exact, strict=True):
        told = brute(query, exchanges, vectors, allowed)
        off = [abs(score - told[one]) for one, score in ours.as_dict().items()]
        assert np.mean(off) < ABOUT, "each score is of its own exchange"
        assert len(ours) == 150 and len(theirs) == 50
        assert len({*ours.exchanges.tolist()} & {*theirs.exchanges.tolist()}) >= 48


def test_a_quantiser_saved_and_read_codes_alike(wide, tmp_path) -> None:
    _, _, vectors = wide
    quantiser = Quantiser.train(vectors[:2000])
    quantiser.save(tmp_path / "answers-en.faiss")
    assert np.array_equal(Quantiser.load(tmp_path / "answers-en.faiss").codes(vectors), quantiser.codes(vectors))
    (tmp_path / "answers-en.faiss").write_bytes(b"x")
    with pytest.raises(IndexTrouble) as refused:
        Quantiser.load(tmp_path / "answers-en.faiss")
    assert refused.value.key == "index_damaged"


def test_empty_missing_and_of_another_length(tmp_path) -> None:
    for empty in (MeaningIndex([]), MeaningIndex.open(tmp_path, [])):
        assert dicts(empty.scores(unit(2, 1), limit=5)) == [{}, {}]
        assert dicts(empty.scores(unit(2, 1), limit=5, among=[3])) == [{}, {}]
    Stored.of_vectors(vector_ids([1], [0]), unit(1, 1)).save(tmp_path, "a")
    Stored.of_vectors(vector_ids([2], [0]), unit(1, 1)[:, :5]).save(tmp_path, "b")
    for blocks in (["c"], ["a", "b"]):
        with pytest.raises(IndexTrouble) as refused:
            MeaningIndex.open(tmp_path, blocks)
        assert (refused.value.key, refused.value.values) == ("index_damaged", {"part": tmp_path.name})


def test_ids_hold_ten_million_exchanges() -> None:
    index = index_of(([10**7, 10**7 + 1], [PASSAGES_EACH - 1, 0], unit(2, 1)))
    assert index.scores(unit(2, 1)[:1], limit=1, among=[10**7])[0].exchanges.tolist() == [10**7]
