"""Reading a file as somebody said: which label asks, which column is what."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import replace
from io import StringIO
from itertools import takewhile
from pathlib import PurePath

from corpus.errors import FileRefused
from corpus.exchanges import roles_of
from corpus.mappings import Correction
from corpus.patterns import lines_in, pattern_of, split_line
from corpus.readers import read_transcripts
from corpus.readers.fields import field_of
from corpus.readers.head import head_of
from corpus.readers.sheets import Sheet
from corpus.records import SpeakerRole, SpokenTurn, Transcript
from corpus.tables import TABLES, Read, read_table

_ANSWERS = "A"
"""The label of whoever answers where the file has none."""
_SEARCHED = 10
"""Rows in which a heading is looked for."""


def read_as(name: str, data: bytes, correction: Correction) -> Read:
    """The people and the interviews of a file, and what was left out, read as was said. Raises FileRefused as the readers do."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in TABLES:
        return [], _prose(name, data, correction.interviewer), None
    if correction.columns:
        name, data = "table.csv", _renamed(TABLES[suffix](data), correction.columns)
    people, read, left_out = read_table(name, data)
    return people, _asked_by(read, correction.interviewer), left_out


def first_turns(name: str, data: bytes, correction: Correction, most: int) -> list[tuple[SpeakerRole, str]]:
    """Who says what at the beginning of a file that is read so, `most` turns of it. Raises FileRefused as `read_as` does."""
    _, read, _ = read_as(name, data, correction)
    turns = read[0].turns if read else ()
    labels, texts = [turn.speaker for turn in turns], [turn.text for turn in turns]
    roles = roles_of(labels, texts, read[0].names_interviewer) if read else {}
    return [(roles[turn.speaker], turn.text) for turn in turns[:most]]


def _prose(name: str, data: bytes, label: str) -> list[Transcript]:
    try:
        read = read_transcripts(name, data, interviewer=label)
        if any({one.names_interviewer} < {turn.speaker for turn in one.turns} for one in read):
            return read
    except FileRefused as refusal:
        if refusal.key != "no_speakers":
            raise
    return [_told_apart(name, data, label)]


def _told_apart(name: str, data: bytes, label: str) -> Transcript:
    """A file in which the readers see no speakers: `label` asks; what stands under a question without a label answers it."""
    lines, labels = lines_in(name, data), pattern_of(name, data).labels
    head = head_of(line for line in takewhile(lambda line: (split_line(line) or [""])[0] != label, lines))
    turns: list[SpokenTurn] = []
    for number, line in enumerate(lines[head.lines :], head.lines + 1):
        found = split_line(line)
        if found and found[0] in labels:
            turns.append(SpokenTurn(found[0], found[1], number))
        elif line.strip() and turns:
            last = turns[-1]
            if last.speaker == label and last.text:
                turns.append(SpokenTurn(_ANSWERS, line.strip(), number))
            else:
                turns[-1] = SpokenTurn(last.speaker, f"{last.text}\n{line}".strip(), last.line)
    if label not in {turn.speaker for turn in turns}:
        raise FileRefused("no_speakers", line=1)
    return Transcript(tuple(turn for turn in turns if turn.text), head.respondent, head.wave, head.date, label)


def _asked_by(read: list[Transcript], label: str) -> list[Transcript]:
    return [
        replace(one, names_interviewer=label) if any(turn.speaker == label for turn in one.turns) else one
        for one in read
    ]


def _renamed(sheets: list[Sheet], columns: Mapping[str, str]) -> bytes:
    """The sheet that has these columns, as csv with their headings as the readers know them; rows keep their lines.

    Another column that goes by the name of a field that was said is not taken for it.
    """
    sheet, at = max(((each, row) for each in sheets if each for row in range(min(len(each), _SEARCHED))),
                    key=lambda one: len(_said(one[0], one[1], columns)))  # fmt: skip
    fields = {heading: field for field, heading in columns.items()}
    heading = [fields.get(cell.strip(), "" if field_of(cell) in columns else cell) for cell in sheet[at].cells]
    made = StringIO()
    csv.writer(made).writerows(_rows(sheet, at, heading))
    return made.getvalue().encode()


def _said(sheet: Sheet, at: int, columns: Mapping[str, str]) -> set[str]:
    return {cell.strip() for cell in sheet[at].cells} & set(columns.values())


def _rows(sheet: Sheet, at: int, heading: list[str]) -> Iterator[list[str]]:
    yield from ([] for _ in range(sheet[at].line - 1))
    yield heading
    for before, row in zip(sheet[at:], sheet[at + 1 :], strict=False):
        yield from ([] for _ in range(row.line - before.line - 1))
        yield list(row.cells)
