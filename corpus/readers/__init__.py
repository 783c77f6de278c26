"""Files as research staff have them, read into transcripts and respondents' attributes; one format a module."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import PurePath

from corpus.errors import FileRefused
from corpus.readers.docx import read_docx
from corpus.readers.given import Given
from corpus.readers.jsonl import read_json, read_jsonl
from corpus.readers.office_old import unreadable
from corpus.readers.roles import key_of
from corpus.readers.subtitles import read_srt, read_vtt
from corpus.readers.tables import read_csv, read_xlsx
from corpus.readers.text import read_text
from corpus.records import SpokenTurn, Transcript


def _read_pdf(data: bytes, given: Given) -> list[Transcript]:
    from corpus.readers.pdf import read_pdf  # for .pdf only: it brings pypdf

    return read_pdf(data, given)


Reader = Callable[[bytes, Given], list[Transcript]]

READERS: dict[str, Reader] = {
    ".docx": read_docx,
    ".txt": read_text,
    ".md": read_text,
    ".pdf": _read_pdf,
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


def read_transcripts(
    name: str, data: bytes, interviewer: str | None = None, columns: Mapping[str, str] | None = None
) -> list[Transcript]:
    """The interviews in a file, at least one, each with at least one turn of non-blank text.

    name         only its suffix is looked at
    interviewer  the speaker's label that asks, where somebody has said which
    columns      field → heading of its column, for tables: {"speaker": "谁", "text": "说了什么"}
    Raises FileRefused, and nothing else, where the file cannot be read; `line` in its values is 1-based.
    """
    reader = READERS.get(_suffix(name))
    if reader is None:
        raise unreadable(_suffix(name) or name)
    found = [one for one in map(_tidied, reader(data, Given(interviewer, columns or {}))) if one.turns]
    if not found:
        raise FileRefused("no_text")
    return [with_roles(one, interviewer) for one in found] if interviewer else found


def with_roles(read: Transcript, interviewer: str) -> Transcript:
    """The transcript with the label that asks, as somebody has said; as it is where nobody in it has that label."""
    label = next((turn.speaker for turn in read.turns if key_of(turn.speaker) == key_of(interviewer)), None)
    return replace(read, names_interviewer=label) if label else read


def _suffix(name: str) -> str:
    return PurePath(name).suffix.lower()


def _tidied(read: Transcript) -> Transcript:
    return replace(read, turns=tuple(turn for turn in map(_tidied_turn, read.turns) if turn.text))


def _tidied_turn(turn: SpokenTurn) -> SpokenTurn:
    speaker, text = _CONTROLS.sub("", turn.speaker).strip(), _CONTROLS.sub("", turn.text).strip()
    return turn if (speaker, text) == (turn.speaker, turn.text) else replace(turn, speaker=speaker, text=text)
