"""`python -m benchmarks.privacy`: what is marked and missed, found and not marked, and what of it was hidden unasked."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.privacy import Row, Tally
from benchmarks.rows import read_rows
from corpus.errors import BadInput
from corpus.privacy import KINDS

DATA = Path(__file__).resolve().parents[2] / "benchmarks" / "data"


def tally_of(language: str, part: str = "") -> Tally:
    tally = Tally()
    for row in read_rows(DATA / f"private_{language}.jsonl", Row, part=part):
        tally.add(row)
    return tally


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(("part", "recall"), [("dev", 0.95), ("held", 0.88)])
def test_what_identifies_is_found_and_little_else(language, part, recall) -> None:
    figures = tally_of(language, part).total.figures()
    assert figures["recall"] >= recall and figures["precision"] >= 0.95
    assert figures["wrong_sure"] == 0  # what is hidden without asking has to be right


@pytest.mark.parametrize("language", ["en", "zh"])
def test_enough_of_every_kind_and_as_much_with_nothing_to_hide(language) -> None:
    rows = read_rows(DATA / f"private_{language}.jsonl", Row)
    assert len(rows) >= 150 and 2 * sum(not row.spans for row in rows) >= len(rows)
    assert {kind for row in rows for _, _, kind in row.spans} == set(KINDS)


def test_a_digit_left_to_be_read_is_a_miss_and_a_word_too_many_is_wrong() -> None:
    tally = Tally()
    tally.add(Row(text="Call 07700 900123 now", language="en", spans=[(0, 21, "phone")]))
    assert tally.total.figures()["missed"] == 1 and tally.total.figures()["wrong"] == 0
    tally.add(Row(text="Call 07700 900123 now", language="en", spans=[]))
    assert tally.total.figures() == {
        "recall": 0, "precision": 0.5, "sure_recall": 0, "sure_precision": 0.5, "missed": 1, "wrong": 1,
        "wrong_sure": 1, "spans": 1,
    }  # fmt: skip


def test_the_command_prints_one_json_line_last(tmp_path) -> None:
    file = tmp_path / "marked.jsonl"
    file.write_text('{"text": "My name is Sarah.", "language": "en", "spans": [[11, 16, "name"]]}\n', encoding="utf-8")
    command = [sys.executable, "-m", "benchmarks.privacy", file]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    figures = json.loads(done.stdout.splitlines()[-1])
    assert figures["recall"] == figures["en"]["sure_recall"] == 1 and figures["texts"] == 1


@pytest.mark.parametrize("line", ['{"text": "a"}', '{"text": "a", "language": "en", "spans": [[0, 9, "name"]]}'])
def test_a_line_that_cannot_be_read_is_named(tmp_path, line) -> None:
    file = tmp_path / "marked.jsonl"
    file.write_text(line, encoding="utf-8")
    with pytest.raises(BadInput):
        read_rows(file, Row)
