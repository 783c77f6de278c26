"""Subtitles: cues to turns. Cues and their lines are cut by time and width, so joining them restores the sentence."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape

import webvtt

from corpus.errors import FileRefused
from corpus.readers.encoding import text_of
from corpus.readers.forms import split_label
from corpus.readers.given import NOTHING, Given
from corpus.readers.grouping import MAX_TURNS
from corpus.readers.head import facts_in
from corpus.readers.labels import speakers_among
from corpus.readers.packed import refusing
from corpus.readers.roles import interviewer_among, key_of, shown
from corpus.records import SpokenTurn, Transcript

MAX_CUES = 300_000
"""More than a hundred hours of talk, a cue a second."""
_TIME = r"\d{1,4}[:：]\d{1,2}[:：]\d{1,2}(?:[,.:，．。：]\d{1,9})?"
_TIMES = re.compile(rf"{_TIME} {{0,9}}-[- ]{{0,3}}> {{0,9}}{_TIME}")
_VOICE = re.compile(r"<v(?:\.[^\s>]{0,40})?\s+([^>\n]{1,200})>")
_TAG = re.compile(
    r"</?(?:[cibuv]|lang|ruby|rt|font)(?:[.\s][^>\n]{0,200})?>|<\d[\d:.]*>|\{\\[^}\n]{0,40}\}", re.IGNORECASE
)
_DASH = re.compile(r"^\s*[-–—‐]\s*(?=\S)")
_WIDE = re.compile(r"[\u3000-\u30ff㐀-䶿一-鿿豈-﫿\uff00-\uffef‘’“”…—]")


@dataclass(frozen=True)
class _Piece:
    """Part of a cue said by one person; `voice` from a voice tag, `dashed` where a dash says the speaker changes."""

    cue: int
    text: str
    voice: str = ""
    dashed: bool = False


def read_vtt(data: bytes, given: Given = NOTHING) -> list[Transcript]:
    """The interview in a .vtt file; `line` counts cues. Notes may state respondent, wave and date.

    Raises FileRefused `empty_file`, `unknown_encoding`, `corrupt_file` (format="vtt"), `no_text`, `no_speakers`,
    `too_many_lines`, `too_many_turns` (limit).
    """
    text = _bounded(text_of(data).lstrip())
    with refusing("vtt"):
        parsed = webvtt.from_string(text)
        cues = [caption.raw_text for caption in parsed.captions]
    notes = text.partition("-->")[0].split("\n")
    facts = dict(pair for line in reversed(notes) for pair in facts_in(re.sub(r"^NOTE\b\s*", "", line)))
    return [_transcript(_voiced(cues), facts, given)]


def read_srt(data: bytes, given: Given = NOTHING) -> list[Transcript]:
    """The interview in a .srt file; `line` counts cues. Raises FileRefused as `read_vtt`, format="srt"."""
    return [_transcript(_voiced(_srt_cues(_bounded(text_of(data)).split("\n"))), {}, given)]


def _bounded(text: str) -> str:
    """The text, refused as `too_many_lines` where it has more cues than anybody can say."""
    if text.count("-->") > MAX_CUES:
        raise FileRefused("too_many_lines", limit=MAX_CUES)
    return text


def _srt_cues(lines: list[str]) -> list[str]:
    """The words of each cue, line by line: the srt package's one pattern takes minutes over a long run of digits.

    Raises FileRefused `corrupt_file` where there is no cue, or words before the first, or times that are none.
    """
    cues: list[list[str]] = []
    before: list[str] = []
    for line in map(str.strip, lines):
        if _TIMES.match(line):
            if before and before[-1].isdigit():  # the number of this cue
                before.pop()
            before = []
            cues.append(before)
        elif _is_broken(line, first=not cues):
            raise FileRefused("corrupt_file", format="srt")
        else:
            before.append(line)
    if not cues:
        raise FileRefused("corrupt_file", format="srt")
    return ["\n".join(cue).strip() for cue in cues]


def _is_broken(line: str, *, first: bool) -> bool:
    """Whether a line is a time that is none, or words where no cue has begun."""
    return ("-->" in line and line[:1].isdigit()) or (first and bool(line) and not line.isdigit())


def _voiced(cues: Iterable[str]) -> list[_Piece]:
    """Cut every cue at its voice tags and at dashes that begin lines."""
    pieces: list[_Piece] = []
    for number, cue in enumerate(cues, 1):
        before, *voices = _VOICE.split(cue)
        pieces += _dashed(number, before, "")
        for name, words in zip(voices[::2], voices[1::2], strict=True):
            pieces += _dashed(number, words, unescape(name).strip())
    return pieces


def _dashed(cue: int, words: str, voice: str) -> Iterator[_Piece]:
    lines = [line for line in (unescape(_TAG.sub("", line)).strip() for line in words.split("\n")) if line]
    dialogue = sum(bool(_DASH.match(line)) for line in lines) > 1 or any(_labelled_dash(line) for line in lines)
    for line in lines:
        dashed = dialogue and bool(_DASH.match(line))
        yield _Piece(cue, _DASH.sub("", line) if dashed else line, voice, dashed)


def _labelled_dash(line: str) -> bool:
    return bool(_DASH.match(line)) and split_label(_DASH.sub("", line)) is not None


def _transcript(pieces: list[_Piece], facts: dict[str, str], given: Given) -> Transcript:
    if not pieces:
        raise FileRefused("no_text")
    turns: list[SpokenTurn] = []
    for piece, speaker, words in _attributed(pieces, given.interviewer):
        if turns and turns[-1].speaker == speaker:
            turns[-1] = SpokenTurn(speaker, _joined(turns[-1].text, words), turns[-1].line)
        elif len(turns) == MAX_TURNS:
            raise FileRefused("too_many_turns", line=piece.cue, limit=MAX_TURNS)
        else:
            turns.append(SpokenTurn(speaker, words, piece.cue))
    asker = interviewer_among(turn.speaker for turn in turns)
    return Transcript(tuple(turns), facts.get("respondent"), facts.get("wave"), facts.get("date"), asker)


def _attributed(pieces: list[_Piece], interviewer: str | None) -> Iterator[tuple[_Piece, str, str]]:
    """(piece, speaker, words): by voice tag, by label, else who spoke last; words before the first are dropped."""
    labels = [split_label(piece.text) if not piece.voice else None for piece in pieces]
    known = speakers_among([label for label in labels if label and label.form in ("colon", "bracket")], interviewer)
    names: dict[str, str] = {}
    last, cue = "", 0
    for piece, label in zip(pieces, labels, strict=True):
        named = piece.voice or (label.label if label and known.begins(label) else "")
        words = label.rest if named and label and not piece.voice else piece.text
        if named:
            last = names.setdefault(key_of(named), shown(named))
        elif piece.dashed and piece.cue == cue:
            last = _other(last, list(names.values()), piece.cue)
        cue = piece.cue
        if last and words:
            yield piece, last, words
    if not names:
        raise FileRefused("no_speakers", line=pieces[0].cue)


def _other(last: str, names: list[str], cue: int) -> str:
    """Who answers at a dash without a name: the other of two. Raises FileRefused `no_speakers` among more."""
    others = [name for name in names if name != last]
    if len(others) != 1:
        raise FileRefused("no_speakers", line=cue)
    return others[0]


def _joined(before: str, after: str) -> str:
    """Two pieces of one turn: no space where either side is Chinese."""
    wide = not before or _WIDE.match(before[-1]) or _WIDE.match(after[0])
    return before + ("" if wide else " ") + after
