"""How a model reads is chosen by measuring: the quickest way whose ranking is unharmed, kept and not measured again."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from index import encoders, measuring, spaces, ways
from index.encoders import SentenceEncoder, Vectors
from index.measuring import Texts, choose_way, drawn_texts, kept_share, measure
from index.spaces import Spaces, load_spaces
from index.ways import Way, keep_way, kept_way
from tests.index.conftest import FakeEncoder

TEXTS = Texts(
    [f"what {at % 7} {at % 5}?" for at in range(300)], [f"{at % 7} and {at % 5} of {at}" for at in range(300)]
)


class Timed(SentenceEncoder):
    """Takes as long as it is told to for a text, by precision and batch; its clock goes no further than that."""

    def __init__(self, seconds: Callable[[Way], float], blurred: frozenset[str] = frozenset()) -> None:
        super().__init__("timed", label="timed@1")
        self.seconds, self.blurred = seconds, blurred
        self.now, self.tried = 0.0, list[tuple[str, int, int]]()

    def clock(self) -> float:
        return self.now

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.tried.append((self.way.precision, self.way.batch, len(texts)))
        self.now += self.seconds(self.way) * len(set(texts))
        found = FakeEncoder().encode(texts)
        return np.ones_like(found) if self.way.precision in self.blurred else found

    encode_queries = encode


@pytest.fixture
def with_halves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ways, "best_device", lambda: "cpu")
    monkeypatch.setattr(ways, "_has_bfloat16", lambda: True)


def by_batch(seconds: dict[int, float], half: float) -> Callable[[Way], float]:
    return lambda way: seconds[way.batch] * (half if way.precision == "bfloat16" else 1)


@pytest.mark.usefixtures("with_halves")
def test_the_quickest_precision_and_batch_are_taken() -> None:
    encoder = Timed(by_batch({8: 0.02, 16: 0.01, 32: 0.005, 64: 0.006}, half=0.4))
    chosen = choose_way(encoder, TEXTS, encoder.clock)
    assert chosen == Way("cpu", "bfloat16", 32, rate=500.0)
    assert {tried for *_, tried in encoder.tried} == {8, 100}, "about two seconds each"


@pytest.mark.usefixtures("with_halves")
def test_what_harms_the_ranking_or_hardly_helps_is_not_taken() -> None:
    quick_but_blurred = Timed(by_batch(dict.fromkeys((8, 16, 32, 64), 0.01), half=0.1), frozenset({"bfloat16"}))
    assert choose_way(quick_but_blurred, TEXTS, quick_but_blurred.clock).precision == "float32"
    hardly = Timed(by_batch({8: 0.0098, 16: 0.01, 32: 0.0095, 64: 0.03}, half=0.97))
    assert choose_way(hardly, TEXTS, hardly.clock) == Way("cpu", "float32", 16, rate=100.0)


@pytest.mark.usefixtures("with_halves")
def test_a_slow_model_is_tried_on_few_texts() -> None:
    slow = Timed(by_batch(dict.fromkeys((8, 16, 32, 64), 1.0), half=1.0))
    choose_way(slow, TEXTS, slow.clock)
    assert {(batch, tried) for _, batch, tried in slow.tried} == {(16, 8), (16, 32), (8, 32), (32, 32)}


def test_a_precision_keeps_what_the_first_ten_stand_out_by() -> None:
    draw = np.random.default_rng(0)
    right = tuple(draw.standard_normal((each, 8)).astype(np.float32) for each in (40, 200))
    near = tuple(each + draw.standard_normal(each.shape).astype(np.float32) / 500 for each in right)
    assert kept_share(right, right) == 1 and 0.999 < kept_share(right, near) <= 1
    assert kept_share(right, tuple(draw.permuted(each, axis=1) for each in right)) < 0.5
    tied = (np.ones((3, 2), np.float32), np.ones((20, 2), np.float32))
    assert kept_share(tied, tied) == 1, "where nothing stands out nothing is lost"


def test_it_is_measured_once_for_a_large_corpus_and_never_for_a_small_one(home, monkeypatch) -> None:
    asked: list[Texts] = []
    chosen = Way("cpu", "float32", 64, rate=9.0)

    def choose(_encoder: SentenceEncoder, texts: Texts) -> Way:
        asked.append(texts)
        return chosen

    monkeypatch.setattr(measuring, "choose_way", choose)
    monkeypatch.setattr(spaces, "SentenceEncoder", Unread)
    home.update(encoder="ours")
    assert asked == [] and not (home.root / ways.KEPT).exists()
    monkeypatch.setattr(measuring, "FEWEST", 40)
    result = home.update(encoder="ours", rebuild=True)
    assert [each.way for each in result.models] == [chosen]
    assert len(asked) == 1 and len(asked[0].asked) == len(asked[0].answers) == 40
    home.update(encoder="ours", rebuild=True)
    assert len(asked) == 1
    folder = ways_folder(home)
    loaded = load_spaces(folder, spaces.Manifest.load(folder), "ours")
    assert [each.way for each in loaded.models] == [chosen], "and searching reads so, too"


class Unread(SentenceEncoder):
    """A model that is not there, read as the fake one."""

    def _print(self) -> str:
        return "1"

    def encode(self, texts: Sequence[str]) -> Vectors:
        return FakeEncoder().encode(texts)

    encode_queries = encode


def ways_folder(home) -> Path:
    from index.manifest import current

    folder = current(home.root)
    assert folder is not None
    return folder


def test_texts_are_drawn_from_the_interviews_of_a_language(home) -> None:
    everybody = sorted(home.corpus.versions())
    assert len(drawn_texts(home.corpus, everybody, None).asked) == 40
    english = drawn_texts(home.corpus, everybody, "en")
    assert len(english.asked) == 16 and all(each.isascii() for each in english.asked + english.answers)
    assert drawn_texts(home.corpus, everybody, "en") == english


def test_what_was_kept_is_of_one_model_on_one_machine_and_may_be_damaged(tmp_path: Path, monkeypatch) -> None:
    way = Way("cpu", "float32", 64, rate=9.0)
    keep_way(tmp_path, "a", way)
    keep_way(tmp_path, "b", Way("cpu", "float32", 8))
    assert kept_way(tmp_path, "a") == way and kept_way(tmp_path, "c") is None
    monkeypatch.setattr("torch.get_num_threads", lambda: 77)
    assert kept_way(tmp_path, "a") is None, "another number of threads is another machine"
    for damaged in ("{", "[]", '{"a": 1}'):
        (tmp_path / ways.KEPT).write_text(damaged, encoding="utf-8")
        assert kept_way(tmp_path, "a") is None


def test_a_graphics_card_is_used_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("torch.cuda.is_available", lambda: True)
    monkeypatch.setattr("torch.cuda.is_bf16_supported", lambda including_emulation: False)
    assert ways.usual_way() == Way("cuda", "float16", ways.GPU_BATCH)
    on: list[str] = []
    monkeypatch.setattr(encoders, "load_model", lambda name, device: on.append(device))
    SentenceEncoder("a/model")._model  # noqa: B018
    assert on == ["cuda"]
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    monkeypatch.setattr("torch.backends.mps.is_available", lambda: True)
    assert ways.usual_way() == Way("mps", "float16", ways.GPU_BATCH)


def test_encoders_that_are_no_models_are_let_be(home, tmp_path: Path) -> None:
    made = Spaces({"en": FakeEncoder(), "zh": FakeEncoder()}, None)
    measure(made, tmp_path, home.corpus, sorted(home.corpus.versions()))
    assert not (tmp_path / ways.KEPT).exists()
