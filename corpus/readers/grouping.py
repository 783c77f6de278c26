"""Rows that each hold one turn, grouped into interviews."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from corpus.errors import FileRefused
from corpus.readers.fields import date_in_cell, respondent_of, wave_of
from corpus.readers.roles import interviewer_among, shown
from corpus.records import SpokenTurn, Transcript

MAX_TURNS = 100_000
"""Of one interview: more than a hundred hours of talk."""


@dataclass(frozen=True, slots=True)
class Said:
    """One row: who said what in which interview. A blank respondent or speaker continues that of the row above."""

    line: int
    respondent: str
    wave: str
    date: str
    speaker: str
    text: str


@dataclass
class _Interview:
    respondent: str
    wave: str
    date: str | None = None
    turns: list[tuple[str, int, list[str]]] = field(default_factory=list)


def interviews_of(rows: Iterable[Said]) -> list[Transcript]:
    """Interviews by (respondent, wave) in order of appearance; rows without text count for nothing.

    Raises FileRefused `bad_row` (line, column="speaker") where an interview begins with no speaker.
    """
    found: dict[tuple[str, str], _Interview] = {}
    respondent = wave = ""
    for row in rows:
        if not row.text.strip():
            continue
        named = respondent_of(row.respondent, row.line)
        wave = row.wave.strip() or (wave if named in ("", respondent) else "")
        respondent = named or respondent
        interview = found.setdefault((respondent, wave), _Interview(respondent, wave))
        interview.date = interview.date or date_in_cell(row.date)
        _add(interview, row)
    return [_transcript(one) for one in found.values()]


def _add(interview: _Interview, row: Said) -> None:
    speaker, text = shown(row.speaker.strip(" \t\n:：")), row.text.strip()
    if speaker:
        if len(interview.turns) == MAX_TURNS:
            raise FileRefused("too_many_turns", line=row.line, limit=MAX_TURNS)
        interview.turns.append((speaker, row.line, [text]))
    elif interview.turns:
        interview.turns[-1][2].append(text)
    else:
        raise FileRefused("bad_row", line=row.line, column="speaker", value="")


def _transcript(one: _Interview) -> Transcript:
    turns = tuple(SpokenTurn(speaker, "\n".join(texts), line) for speaker, line, texts in one.turns)
    asker = interviewer_among(turn.speaker for turn in turns)
    return Transcript(turns, one.respondent or None, wave_of(one.wave), one.date, asker)
