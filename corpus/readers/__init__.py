"""Files as research staff have them, read into transcripts and respondents' attributes; one format a module."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePath

from corpus.errors import FileRefused
from corpus.readers.docx import read_docx
from corpus.readers.jsonl import read_json, read_jsonl
from corpus.readers.subtitles import read_srt, read_vtt
from corpus.readers.tables import read_csv, read_xlsx
from corpus.readers.text import read_text
from corpus.records import SpokenTurn, Transcript

Reader = Callable[[bytes], list[Transcript]]

READERS: dict[str, Reader] = {
    ".docx": read_docx,
    ".txt": read_text,
    ".md": read_text,
    ".vtt": read_vtt,
    ".srt": read_srt,
    ".csv": read_csv,
    ".tsv": read_csv,
    ".xlsx": read_xlsx,
    ".jsonl": read_jsonl,
    ".json": read_json,
}
# Not words, and impossible in XML: they would break every export. Tabs and line ends stay.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def read_transcripts(name: str, data: bytes) -> list[Transcript]:
    """The interviews in a file, at least one, each with at least one turn of non-blank text.

    name   only its suffix is looked at
    Raises FileRefused, and nothing else, where the file cannot be read; `line` in its values is 1-based.
    """
    reader = READERS.get(_suffix(name))
    if reader is None:
        raise FileRefused("unknown_format", suffix=_suffix(name) or name)
    found = [one for one in map(_tidied, reader(data)) if one.turns]
    if not found:
        raise FileRefused("no_text")
    return found


def _suffix(name: str) -> str:
    return PurePath(name).suffix.lower()


def _tidied(read: Transcript) -> Transcript:
    return replace(read, turns=tuple(turn for turn in map(_tidied_turn, read.turns) if turn.text))


def _tidied_turn(turn: SpokenTurn) -> SpokenTurn:
    return replace(turn, speaker=_CONTROLS.sub("", turn.speaker).strip(), text=_CONTROLS.sub("", turn.text).strip())
