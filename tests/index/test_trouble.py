"""An index that is missing, old, damaged or of another encoder says which, and never answers wrongly."""

import json

import pytest

from corpus.errors import IndexTrouble
from index import manifest
from index.manifest import Manifest, current
from index.search import Query, Searcher

QUERIES = [
    Query("Do you drink tea or coffee?", "en"), Query("喝茶还是咖啡？", "zh"),
]  # fmt: skip


def found(home) -> list[list]:
    """What is found while somebody's interview is gone from the corpus and still in the index."""
    versions = home.corpus.versions()
    versions.pop("E1-2026-Q1", None)
    return Searcher.open(home.root, encoder=None, interviews=versions, lagging=True).search(QUERIES)


def test_no_index_and_one_of_another_format(home) -> None:
    with pytest.raises(IndexTrouble, match="no_index"):
        Searcher.open(home.root, encoder=None)
    home.update()
    path = current(home.root) / "manifest.json"
    path.write_text(json.dumps({"format": 99, "else": 1}), encoding="utf-8")
    with pytest.raises(IndexTrouble) as refused:
        home.update()
    assert (refused.value.key, refused.value.values) == ("index_old_format", {"found": 99, "wanted": manifest.FORMAT})
    assert home.update(rebuild=True).kind == "built"
    path = current(home.root) / "manifest.json"
    path.write_text(json.dumps({"format": manifest.FORMAT - 1, "else": 1}), encoding="utf-8")
    with pytest.raises(IndexTrouble):
        Searcher.open(home.root, encoder=None)
    assert home.update().kind == "built", "one of an earlier release is made anew"


def test_another_encoder_is_a_mismatch(home, monkeypatch) -> None:
    home.update()
    for call in (lambda: home.update(encoder="other"), lambda: Searcher.open(home.root, encoder="other")):
        with pytest.raises(IndexTrouble) as refused:
            call()
        assert refused.value.key == "encoder_mismatch"
        assert refused.value.values == {"built": "default", "set": "other"}
    newer = type("Newer", (), {"id": "fake:25"})
    monkeypatch.setattr("index.spaces.bundled_encoder", newer)
    with pytest.raises(IndexTrouble) as refused:
        Searcher.open(home.root, encoder=None)
    assert (refused.value.key, refused.value.values) == ("encoder_mismatch", {"built": "fake:24", "set": "fake:25"})


def test_each_damaged_file_is_named(home) -> None:
    home.update()
    folder = current(home.root)
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        if path.suffix == ".lock" or path.name == ".managed.json":
            continue
        data = path.read_bytes()
        for damaged in (None, b"", b"\x00garbage", data[: len(data) // 2]):
            path.unlink() if damaged is None else path.write_bytes(damaged)
            inside = path.relative_to(folder).parts[0]
            with pytest.raises(IndexTrouble) as refused:
                found(home)
            assert refused.value.key == "index_damaged", (path, damaged)
            assert refused.value.values["part"] == inside.split(".")[0], (path, damaged)
            path.write_bytes(data)
    assert found(home)[0]


def test_a_damaged_index_is_built_anew_when_asked(home) -> None:
    home.update()
    (current(home.root) / "manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(IndexTrouble, match="index_damaged"):
        home.update()
    assert home.update(rebuild=True).kind == "built"
    assert Manifest.load(current(home.root)).exchanges == 40
