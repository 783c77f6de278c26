"""`python -m benchmarks.cleaning`: deleted tokens counted alike for the product and the person, meaning counted lost."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.cleaning import Counts, Row, deleted, tokens
from benchmarks.rows import read_rows
from corpus.errors import BadInput

DATA = Path(__file__).resolve().parents[2] / "benchmarks" / "data"


def test_of_equal_words_the_first_is_deleted() -> None:
    assert deleted("um the the price".split(), "the price".split()) == {0, 1}
    assert deleted(tokens("我我觉得，15块", "zh"), tokens("我觉得15块", "zh")) == {0}


def test_a_meaning_that_the_person_keeps_is_counted_lost() -> None:
    counts = Counts()
    counts.add(Row(id="1", disfluent="We saw Boston, no, Denver", fluent="We saw Boston, no, Denver"))
    assert counts.figures()["lost_meaning"] == 1 and counts.figures()["precision"] == 0


FLUENT = [
    ("uh i do n't think it 's the the price", "I don’t think it's the price."),
    ("Um, I DON'T like it; I mean, the the red ONE", "i don't like it the red one"),
    ("嗯，我我覺得還可以", "我觉得还可以"),
    ("呃，大概１５块吧", "大概15块吧。"),
]


@pytest.mark.parametrize(("disfluent", "fluent"), FLUENT)
def test_another_case_punctuation_script_or_apostrophe_is_no_difference(disfluent, fluent) -> None:
    counts = Counts()
    assert counts.add(Row(id="1", disfluent=disfluent, fluent=fluent))
    figures = counts.figures()
    assert figures["precision"] == figures["recall"] == figures["exact"] == 1 and figures["lost_meaning"] == 0


@pytest.mark.parametrize(("language", "least"), [("en", 0.75), ("zh", 0.6)])
def test_the_development_sets_are_cleaned_as_promised(language, least) -> None:
    counts = Counts()
    for name in ("spoken", "spoken2"):
        for row in read_rows(DATA / f"{name}_{language}.jsonl", Row):
            counts.add(row)
    figures = counts.figures()
    assert figures["precision"] >= 0.93 and figures["f1"] >= least and figures["lost_meaning"] == 0
    assert figures["pairs"] >= 350


def test_the_command_prints_one_json_line_last(tmp_path) -> None:
    file = tmp_path / "pairs.jsonl"
    file.write_text('{"id": "1", "disfluent": "um, the the price", "fluent": "the price"}\n', encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.cleaning", file], capture_output=True, text=True, check=True
    )
    figures = json.loads(done.stdout.splitlines()[-1])
    assert figures["f1"] == 1 and figures["exact"] == 1 and figures["lost_meaning"] == 0


def test_a_line_that_cannot_be_read_is_named(tmp_path) -> None:
    file = tmp_path / "pairs.jsonl"
    file.write_text('{"id": "1"}\n', encoding="utf-8")
    with pytest.raises(BadInput):
        read_rows(file, Row)
