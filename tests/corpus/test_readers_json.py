"""JSON lines and JSON."""

import json

import pytest

from corpus.errors import FileRefused
from corpus.readers import read_transcripts

ONE = {"respondent": "Z1", "wave": "2026-Q1", "date": "2026-02-11", "turns": [{"speaker": "访问员", "text": "吃？"}, {"speaker": "受访者", "text": "吃"}]}  # fmt: skip
ROWS = [
    {"受访者编号": 7, "期次": "2026-Q1", "说话人": "Q", "内容": "a"},
    {"respondent": "E2", "wave": None, "speaker": "Q", "text": "b"},
    {"respondent": 7, "wave": "2026-Q1", "speaker": "A", "text": "c"},
]


def lines(*items: object) -> bytes:
    return "\n\n".join(json.dumps(item, ensure_ascii=False) for item in items).encode()


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.jsonl", lines(ONE, ONE)), ("a.json", json.dumps([ONE, ONE], indent=1).encode("utf-16"))],
)
def test_interviews(name: str, data: bytes) -> None:
    first, second = read_transcripts(name, data)
    assert first.respondent == second.respondent == "Z1"
    assert (first.wave, first.date, first.names_interviewer) == ("2026-Q1", "2026-02-11", "访问员")
    assert [turn.text for turn in first.turns] == ["吃？", "吃"]
    assert second.turns[0].line > first.turns[0].line


def test_one_object() -> None:
    assert len(read_transcripts("a.json", json.dumps(ONE, indent=2).encode())) == 1


def test_turns_are_grouped() -> None:
    first, second = read_transcripts("a.jsonl", lines(*ROWS))
    assert (first.respondent, [turn.text for turn in first.turns]) == ("7", ["a", "c"])
    assert (second.respondent, second.wave, [turn.line for turn in second.turns]) == ("E2", None, [3])


@pytest.mark.parametrize(
    ("name", "data", "line"),
    [
        ("a.jsonl", lines(ONE) + b"\n{oops}", 2),
        ("a.jsonl", lines(ONE, {"speaker": "Q"}), 3),
        ("a.jsonl", lines(ONE, [1]), 3),
        ("a.jsonl", b'{"turns": "no"}', 1),
        ("a.jsonl", b'{"turns": [7]}', 1),
        ("a.jsonl", b'{"speaker": "Q", "text": "\\ud800"}', 1),
        ("a.jsonl", b"[" * 100_000, 1),
        ("a.jsonl", b'{"text": ' + b"9" * 5000 + b"}", 1),
        ("a.json", b"[" * 100_000, 1),
        ("a.json", b'[\n{"speaker": "Q", "text": "a"}\n{"speaker": "Q", "text": "a"}]', 3),
        ("a.json", b'[{"speaker": "Q", "text": "a"}]\n x', 2),
        ("a.json", b'[{"speaker": "Q",\n "text": }]', 2),
        ("a.json", b"[1]", 1),
    ],
)
def test_bad_json(name: str, data: bytes, line: int) -> None:
    with pytest.raises(FileRefused) as refused:
        read_transcripts(name, data)
    assert (refused.value.key, refused.value.values) == ("bad_json", {"line": line})


@pytest.mark.parametrize("data", [b"[]", b'{"turns": []}', b'{"speaker": "Q", "text": " \\u0000 "}'])
def test_nothing_said(data: bytes) -> None:
    with pytest.raises(FileRefused) as refused:
        read_transcripts("a.json", data)
    assert refused.value.key == "no_text"


def test_control_characters_are_dropped() -> None:
    (one,) = read_transcripts("a.json", b'{"speaker": "Q", "text": "a\\u0000\\u0007b"}')
    assert one.turns[0].text == "ab"
