"""Any sentence-transformers model by one setting: a folder made here, loaded without a network, read with its prompts."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import IndexTrouble
from index import encoders, model_files
from index.encoder_setting import EncoderSetting, read_encoder, settled
from index.encoders import SentenceEncoder, as_queries
from index.model_files import folder_of, print_of
from index.prompts import Prompts, known, prompts_for
from tests.index.models import make_model


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_model(tmp_path_factory.mktemp("models") / "ours", {"query": "drink ", "passage": "buy "})


def test_a_setting_is_a_name_and_prompts_of_ones_own(tmp_path: Path) -> None:
    assert read_encoder("org/model") == EncoderSetting("org/model")
    said = "org/model?query=Question: &passage="
    assert read_encoder(said) == EncoderSetting("org/model", "Question: ", "")
    assert read_encoder("m?query=a%26b%0Ac") == EncoderSetting("m", query="a&b\nc")
    for wrong in ("m?", "m?question=a", "m?query", "?query=a"):
        with pytest.raises(ValueError, match=r"prompts|bad query field"):
            read_encoder(wrong)
    (tmp_path / "why?").mkdir()
    assert read_encoder(str(tmp_path / "why?")).name == str(tmp_path / "why?"), "a folder may be called so"


def test_a_folder_means_the_same_wherever_one_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ours").mkdir()
    monkeypatch.chdir(tmp_path)
    assert settled("ours?query=Q: ") == f"{tmp_path / 'ours'}?query=Q: "
    assert settled("org/model?query=Q: ") == "org/model?query=Q: "


def test_prompts_are_those_set_or_declared_or_known_of_the_family() -> None:
    declared = {"query": "Q: ", "document": "", "passage": "P: "}
    e5 = "intfloat/multilingual-e5-small"
    assert prompts_for(declared, EncoderSetting(e5)) == Prompts("Q: ", "P: "), "an empty document hides no passage"
    assert prompts_for({"query": "", "document": ""}, EncoderSetting(e5)) == Prompts("query: ", "passage: ")
    assert prompts_for(declared, EncoderSetting(e5, passage="")) == Prompts("Q: ", "")
    assert prompts_for({"query": "Q: "}, EncoderSetting(e5)) == Prompts("Q: ", ""), "declared is declared"
    assert known("/models/bge-small-zh-v1.5/").query.endswith("：") and known("BAAI/bge-base-en").passage == ""
    assert known("intfloat/multilingual-e5-large-instruct").query.startswith("Instruct: ")
    for plain in ("BAAI/bge-m3", "thenlper/gte-base", "sentence-transformers/all-MiniLM-L6-v2", "some/base5-small"):
        assert known(plain) == Prompts(), plain


def test_a_model_reads_questions_and_answers_with_what_it_declares(model: Path) -> None:
    encoder, plain = SentenceEncoder(str(model)), SentenceEncoder(f"{model}?query=&passage=")
    assert encoder.prompts == Prompts("drink ", "buy ") and plain.prompts == Prompts()
    assert np.allclose(encoder.encode(["tea"]), plain.encode(["buy tea"]), atol=1e-5)
    assert np.allclose(as_queries(encoder, ["tea"]), as_queries(plain, ["drink tea"]), atol=1e-5)
    assert not np.allclose(encoder.encode(["tea"]), as_queries(encoder, ["tea"]), atol=1e-2)
    assert encoder.encode([]).shape == (0, 16)
    assert encoder.id != plain.id, "other prompts make another space"


def test_another_model_under_the_same_name_is_another_space(model: Path, tmp_path: Path) -> None:
    copy = tmp_path / "ours"
    shutil.copytree(model, copy)
    first = SentenceEncoder(str(copy)).id
    assert print_of(copy) == print_of(model)
    (copy / "README.md").write_text("another card", encoding="utf-8")
    assert SentenceEncoder(str(copy)).id == first, "its card is no part of it"
    shutil.copy2(make_model(tmp_path / "other", seed=1) / "model.safetensors", copy / "model.safetensors")
    assert SentenceEncoder(str(copy)).id != first


def test_the_print_of_a_large_file_reads_all_over_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_files, "WHOLE", 1000)
    monkeypatch.setattr(model_files, "PIECE", 64)
    weights = bytearray(b"\0" * 4096)
    (tmp_path / "model.safetensors").write_bytes(weights)
    first = print_of(tmp_path)
    for at in (0, 2000, 4095):
        changed = weights.copy()
        changed[at] = 1
        (tmp_path / "model.safetensors").write_bytes(changed)
        assert print_of(tmp_path) != first


def test_what_cannot_be_loaded_says_so(model: Path, tmp_path: Path) -> None:
    broken = {"config.json": b'{"x": 3', "model.safetensors": b"{", "1_Pooling/config.json": b"[]"}
    for at, (name, content) in enumerate(broken.items()):
        copy = tmp_path / str(at)
        shutil.copytree(model, copy)
        (copy / name).write_bytes(content)
        with pytest.raises(IndexTrouble) as refused:
            SentenceEncoder(str(copy)).encode(["tea"])
        assert (refused.value.key, refused.value.values["name"]) == ("encoder_unusable", str(copy))
    for lost in (str(tmp_path / "lost"), "nobody/has-this"):
        with pytest.raises(IndexTrouble) as refused:
            SentenceEncoder(lost).id  # noqa: B018
        assert (refused.value.key, refused.value.values["name"]) == ("encoder_not_found", lost)


def test_the_hubs_model_is_taken_from_this_machine(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the hub's own client keeps it: the files of a commit, and which commit the name means."""
    kept = tmp_path / "models--sentence-transformers--ours"
    shutil.copytree(model, kept / "snapshots" / "abc")
    (kept / "refs").mkdir()
    (kept / "refs" / "main").write_text("abc", encoding="utf-8")
    monkeypatch.setenv("SENTENCE_TRANSFORMERS_HOME", str(tmp_path))
    assert folder_of("sentence-transformers/ours") == folder_of("ours") == kept / "snapshots" / "abc"
    assert folder_of("ours/") is folder_of("other/ours") is None
    by_name, by_folder = SentenceEncoder("ours"), SentenceEncoder(str(model))
    assert np.allclose(by_name.encode(["tea"]), by_folder.encode(["tea"]), atol=1e-6)


def test_two_threads_load_a_model_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from concurrent.futures import ThreadPoolExecutor
    from threading import Event

    loaded: list[str] = []
    begun = Event()

    def load(name: str, device: str) -> object:
        loaded.append(f"{name} on {device}")
        begun.wait(0.2)
        return object()

    monkeypatch.setattr(encoders, "load_model", load)
    encoder = SentenceEncoder("a/model")
    with ThreadPoolExecutor(2) as threads:
        first, second = (threads.submit(lambda: encoder._model) for _ in range(2))
        assert first.result() is second.result()
    assert len(loaded) == 1
