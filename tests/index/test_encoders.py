"""Encoders: the fitted one saved and read back, never unpickled; the bundled one loaded without a network."""

import json
import pickle
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pytest

from corpus.errors import IndexTrouble
from index import encoders
from index.encoders import FittedEncoder, SentenceEncoder, as_queries
from index.manifest import Manifest
from index.spaces import Spaces, load_spaces
from index.ways import Way

TEXTS = [
    f"{who}{what}{how}"
    for who in ("我", "孩子", "家里人")
    for what in ("喝绿茶", "喝咖啡", "买牛奶", "吃坚果")
    for how in ("，便宜。", "，太贵了。")
]


@pytest.fixture(scope="module")
def fitted() -> FittedEncoder:
    return FittedEncoder.fit(TEXTS, dims=8)


def test_vectors_are_of_unit_length_or_zero(fitted) -> None:
    vectors = fitted.encode([*TEXTS, "zebra", ""])
    assert vectors.dtype == np.float32 and vectors.shape == (len(TEXTS) + 2, 8)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1] * len(TEXTS) + [0, 0], abs=1e-5)
    assert fitted.encode([]).shape == (0, 8)


def test_likeness_is_what_is_spoken_of(fitted) -> None:
    tea, also_tea, milk = fitted.encode(["我喝绿茶", "孩子喝绿茶", "家里人买牛奶"])
    assert tea @ also_tea > tea @ milk


def test_fitted_twice_and_saved_it_is_the_same(fitted, tmp_path) -> None:
    fitted.save(tmp_path / "encoder")
    for again in (FittedEncoder.load(tmp_path / "encoder"), FittedEncoder.fit(TEXTS, dims=8)):
        assert again.id == fitted.id
        assert np.array_equal(again.encode(TEXTS), fitted.encode(TEXTS))
    assert FittedEncoder.fit(TEXTS[:-1], dims=8).id != fitted.id


@pytest.mark.parametrize(
    "texts", [[], TEXTS[:5], [chr(0x4E00 + 9 * n) * 2 for n in range(30)], ["。"] * 30, ["茶"] * 30]
)
def test_too_little_to_fit_on_is_an_empty_space(texts, tmp_path) -> None:
    encoder = FittedEncoder.fit(texts)
    encoder.save(tmp_path)
    for each in (encoder, FittedEncoder.load(tmp_path)):
        assert each.encode(["绿茶", ""]).tolist() == [[0.0], [0.0]]


class Bomb:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self):
        return (Path.touch, (self.path,))


def test_nothing_is_ever_unpickled(fitted, tmp_path) -> None:
    went_off = tmp_path / "went_off"
    bomb = np.array([Bomb(went_off)], dtype=object)
    fitted.save(tmp_path / "encoder")
    np.savez(tmp_path / "encoder" / "arrays.npz", idf=bomb, components=bomb)
    with pytest.raises(IndexTrouble, match="index_damaged"):
        FittedEncoder.load(tmp_path / "encoder")
    (tmp_path / "encoder" / "arrays.npz").write_bytes(pickle.dumps(Bomb(went_off)))
    with pytest.raises(IndexTrouble, match="index_damaged"):
        FittedEncoder.load(tmp_path / "encoder")
    assert not went_off.exists()
    pickle.loads(pickle.dumps(Bomb(went_off)))
    assert went_off.exists()  # it would have


def test_parts_that_do_not_belong_together_are_damage(fitted, tmp_path) -> None:
    fitted.save(tmp_path)
    terms = json.loads((tmp_path / "terms.json").read_text(encoding="utf-8"))
    for wrong in (terms[:-1], 7, None):
        (tmp_path / "terms.json").write_text(json.dumps(wrong), encoding="utf-8")
        with pytest.raises(IndexTrouble) as refused:
            FittedEncoder.load(tmp_path)
        assert (refused.value.key, refused.value.values) == ("index_damaged", {"part": tmp_path.name})


def test_the_bundled_model_loads_without_a_network(monkeypatch, tmp_path) -> None:
    """The one test that loads torch."""
    import socket

    def no_network(*_):
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", no_network)
    encoder = encoders.bundled_encoder()
    tea, also_tea, car = encoder.encode(["I drink green tea.", "Tea is what I have.", "The car broke down."])
    assert encoder.id.startswith("sentence-transformers:all-MiniLM-L6-v2@")
    assert tea.shape == (384,) and tea.dtype == np.float32 and np.linalg.norm(tea) == pytest.approx(1, abs=1e-5)
    assert tea @ also_tea > 0.5 > tea @ car
    assert not encoder.encode(["…", "", "?!"]).any(), "what says nothing is like nothing"
    with pytest.raises(IndexTrouble) as refused:
        SentenceEncoder(str(tmp_path / "lost")).encode(["x"])
    assert refused.value.key == "encoder_not_found"


def test_an_index_knows_in_which_precision_it_was_made_and_is_read_in_any(monkeypatch) -> None:
    monkeypatch.setattr(SentenceEncoder, "_print", lambda self: "1")
    half, full = (SentenceEncoder("a/model", precision=each) for each in ("bfloat16", "float32"))
    assert half.id == full.id, "one space"
    made = Spaces({"all": half}, "a/model").ids
    assert made == {"all": "sentence-transformers:a/model@1 in bfloat16"}
    assert Spaces({"all": full}, "a/model").ids == {"all": "sentence-transformers:a/model@1"}
    for ids in (made, Spaces({"all": full}, "a/model").ids, {"all": "sentence-transformers:a/model@1 in float16"}):
        assert load_spaces(Path(), Manifest("a/model", ids, {}, 0), "a/model").name == "a/model"
    for other in ("another@1 in bfloat16", "a/model@2"):
        with pytest.raises(IndexTrouble, match="encoder_mismatch"):
            load_spaces(Path(), Manifest("a/model", {"all": f"sentence-transformers:{other}"}, {}, 0), "a/model")


class Model:
    """Reads a text as its length, and keeps what it was given."""

    prompts: ClassVar[dict[str, str]] = {"query": "Q: ", "document": "", "passage": "P: "}

    def __init__(self, fits: int = 99) -> None:
        self.read: list[tuple[str, list[str], str]] = []
        self.batches: list[int] = []
        self.fits = fits

    def encode_query(self, texts: list[str], **how: Any) -> np.ndarray:
        return self._read("query", texts, **how)

    def encode_document(self, texts: list[str], **how: Any) -> np.ndarray:
        return self._read("document", texts, **how)

    def _read(self, kind: str, texts: list[str], *, prompt: str, batch_size: int, **_: object) -> np.ndarray:
        import torch

        self.batches.append(batch_size)
        if batch_size > self.fits:
            raise torch.OutOfMemoryError("no room")
        self.read.append((kind, texts, prompt))
        return np.array([[len(text), 0] for text in texts], np.float64)


def holding(model: Model, said: str = "a/model") -> SentenceEncoder:
    encoder = SentenceEncoder(said, precision="float32")
    encoder.__dict__["_loaded"] = model
    return encoder


def test_what_is_said_twice_is_read_once_and_stands_in_its_places() -> None:
    model = Model()
    found = holding(model).encode(["a", "bbb", "a", "cc", "bbb"])
    assert model.read == [("document", ["a", "bbb", "cc"], "P: ")]
    assert found[:, 0].tolist() == [1, 3, 1, 2, 3] and found.dtype == np.float32
    assert holding(model).encode([]).shape == (0, 2), "none, of as many numbers as the others"


def test_a_question_is_read_as_one_and_an_answer_as_one() -> None:
    model = Model()
    encoder = holding(model)
    as_queries(encoder, ["why?"]), encoder.encode(["because"])
    assert [(kind, prompt) for kind, _, prompt in model.read] == [("query", "Q: "), ("document", "P: ")]
    assert as_queries(FittedEncoder.fit([]), ["why?"]).tolist() == [[0.0]], (
        "one that knows no difference reads them alike"
    )


def test_a_batch_that_does_not_fit_is_halved_and_stays_so() -> None:
    model = Model(fits=5)
    encoder = holding(model)
    encoder.read_so(Way("cpu", "float32", 16))
    encoder.encode(["a"]), encoder.encode(["b"])
    assert model.batches == [16, 8, 4, 4] and encoder.way.batch == 4
    model.fits = 0
    with pytest.raises(RuntimeError, match="no room"):
        encoder.encode(["c"])
