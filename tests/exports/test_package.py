"""Files nobody should trust are refused, never half read."""

import io
import zipfile

import pytest
from tampering import pack, unpack

from corpus.errors import BadInput
from corpus.records import Language
from exports import package as package_module
from exports.marks import read_word

Files = dict[Language, bytes]
ENTITIES = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><d>&b;</d>'


def refused(data: bytes) -> None:
    with pytest.raises(BadInput) as trouble:
        read_word(data)
    assert trouble.value.key == "not_a_report_file"


@pytest.mark.parametrize("data", [b"", b"PK", b"%PDF-1.4", b"\x00" * 100])
def test_no_package_at_all(data: bytes) -> None:
    refused(data)


def test_a_package_of_something_else() -> None:
    refused(pack({"hello.txt": b"hello"}))
    refused(pack({"word/document.xml": b"<not xml"}))


def test_entities_are_refused(written: Files) -> None:
    for part in ("word/document.xml", "word/charts/chart1.xml", "word/_rels/document.xml.rels", "docProps/core.xml"):
        refused(pack(unpack(written["en"]) | {part: ENTITIES}))


def test_a_bomb_is_refused(written: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package_module, "LARGEST_PART", 1_000_000)
    refused(pack(unpack(written["en"]) | {"word/document.xml": b"<a>" + b" " * 2_000_000 + b"</a>"}))


def test_one_name_twice_is_refused(written: Files) -> None:
    stream = io.BytesIO(written["en"])
    with zipfile.ZipFile(stream, "a") as package, pytest.warns(UserWarning):
        package.writestr("word/document.xml", b"<a/>")
    refused(stream.getvalue())


def test_deep_nesting_is_refused(written: Files) -> None:
    deep = 3000
    nested = b"<a>" * deep + b"</a>" * deep
    refused(pack(unpack(written["en"]) | {"word/document.xml": nested}))


@pytest.mark.parametrize("cut", [100, 1000, 10_000])
def test_a_cut_file_is_refused(written: Files, cut: int) -> None:
    refused(written["en"][:-cut])


def test_a_cut_part_is_refused(written: Files) -> None:
    parts = unpack(written["en"])
    refused(pack(parts | {"word/document.xml": parts["word/document.xml"][:-50]}))
    refused(pack(parts | {"word/embeddings/chart1.xlsx": parts["word/embeddings/chart1.xlsx"][:-50]}))
