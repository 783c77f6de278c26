"""WebVTT and SRT."""

import pytest

from corpus.errors import FileRefused
from corpus.readers import read_transcripts
from corpus.records import Transcript


def vtt(*cues: str, head: str = "WEBVTT") -> Transcript:
    timed = [f"00:0{at}.000 --> 00:0{at + 1}.000\n{cue}" for at, cue in enumerate(cues)]
    (one,) = read_transcripts("a.vtt", "\n\n".join([head, *timed]).encode())
    return one


def srt(*cues: str) -> Transcript:
    timed = [f"{at + 1}\n00:00:0{at},000 --> 00:00:0{at + 1},000\n{cue}\n" for at, cue in enumerate(cues)]
    (one,) = read_transcripts("a.srt", "\n".join(timed).encode("utf-8-sig"))
    return one


def said(one: Transcript) -> list[tuple[str, str, int]]:
    return [(turn.speaker, turn.text, turn.line) for turn in one.turns]


def test_voices_join_english_with_a_space() -> None:
    one = vtt("<v Jane>Why do\nyou", "like <i>it</i>?", "<v.loud Anna>R&amp;D", "<v Anna>of course</v>")
    assert said(one) == [("Jane", "Why do you like it?", 1), ("Anna", "R&D of course", 3)]


def test_prefixes_join_chinese_without_a_space() -> None:
    one = vtt("访问员：您平时", "怎么买？", "受访者：用", "iPhone\n买的")
    assert said(one) == [("访问员", "您平时怎么买？", 1), ("受访者", "用iPhone买的", 3)]
    assert one.names_interviewer == "访问员"


def test_two_voices_in_a_cue_and_facts_in_a_note() -> None:
    one = vtt("<v Q>Why?</v><v A>Cheap.</v>", head="WEBVTT\n\nNOTE Respondent: E07\n\nNOTE Wave: 2026-Q1")
    assert [(turn.speaker, turn.text) for turn in one.turns] == [("Q", "Why?"), ("A", "Cheap.")]
    assert (one.respondent, one.wave) == ("E07", "2026-Q1")


def test_dashes() -> None:
    one = srt("Q: Why?", "A: Cheap", "- mostly\n- Really?", "- A: Yes\n- Q: Good")
    assert [(turn.speaker, turn.text) for turn in one.turns] == [
        ("Q", "Why?"), ("A", "Cheap mostly"), ("Q", "Really?"), ("A", "Yes"), ("Q", "Good"),
    ]  # fmt: skip


def test_a_dash_among_three_is_not_guessed() -> None:
    with pytest.raises(FileRefused) as refused:
        srt("Q: Why?", "P1: Cheap", "P2: No", "- so\n- what")
    assert (refused.value.key, refused.value.values) == ("no_speakers", {"line": 4})


def test_a_role_as_a_word_is_no_label() -> None:
    assert [turn.text for turn in srt("Me: Who?", "Anna: it was", "me", "Anna: yes").turns] == ["Who?", "it was me yes"]


@pytest.mark.parametrize(
    ("name", "text", "key"),
    [
        ("a.vtt", "not a vtt file", "corrupt_file"),
        ("a.vtt", "WEBVTT\n", "no_text"),
        ("a.vtt", "WEBVTT\n\n00:00.000 --> 00:01.000\nhello there you", "no_speakers"),
        ("a.srt", "hello", "corrupt_file"),
        ("a.srt", "1\n00:00:01,000 --> 00:00:02,000\nhello there you\n", "no_speakers"),
        ("a.srt", "", "empty_file"),
    ],
)
def test_refused(name: str, text: str, key: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read_transcripts(name, text.encode())
    assert refused.value.key == key
