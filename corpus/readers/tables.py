"""Interviews in tables: a row a turn, a row a question and answer, or a row a respondent with a column a question."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from corpus.errors import FileRefused
from corpus.readers.columns import Table, asked, table_of
from corpus.readers.fields import waves_in
from corpus.readers.forms import Line, split_label
from corpus.readers.given import NOTHING, Given
from corpus.readers.grouping import Said, interviews_of
from corpus.readers.labels import transcript_of
from corpus.readers.roles import is_interviewer
from corpus.readers.sheets import Row, Sheet, csv_sheets, xlsx_sheets
from corpus.records import Transcript

_SHOWN = 200
_OPENING = 200  # lines in which whoever asks has spoken
_UNNAMED = re.compile(r"^(?:sheet|tabelle|table|工作表|表)\s*\d*(?:\s*\(\d+\))?$", re.IGNORECASE)
_CODE = re.compile(r"^((?:R-)?[A-Za-z]{1,6}[-_]?\d{1,8}|\d{3,8})(?![A-Za-z0-9])")


def read_csv(data: bytes, given: Given = NOTHING) -> list[Transcript]:
    """The interviews in a .csv or .tsv file. Raises FileRefused as `csv_sheets` and `interviews_in` do."""
    return interviews_in(csv_sheets(data), given.columns)


def read_xlsx(data: bytes, given: Given = NOTHING) -> list[Transcript]:
    """The interviews in a workbook. Raises FileRefused as `xlsx_sheets` and `interviews_in` do."""
    return interviews_in(xlsx_sheets(data), given.columns)


def interviews_in(sheets: list[Sheet], columns: Mapping[str, str] | None = None) -> list[Transcript]:
    """The interviews of all sheets that hold some; sheets of notes beside them are passed over.

    Raises FileRefused `missing_columns` (line of the heading, missing, found) where no sheet does, `bad_row` as
    `interviews_of`.
    """
    tables = [table_of(sheet, columns) for sheet in sheets if sheet]
    holding = [table for table in tables if table.kind in ("turns", "pairs", "questions", "across")]
    if not tables:
        raise FileRefused("no_text")
    if holding:
        return [
            one
            for table, who in zip(holding, _owners(holding), strict=True)
            for one in interviews_of(_said(table, who))
        ]
    if prose := [one for sheet in sheets if (one := _prose(sheet))]:
        return prose
    raise _missing(max(tables, key=lambda table: len(table.columns)))


def _owners(tables: list[Table]) -> list[dict[str, str]]:
    """What each sheet says once for all its rows: above its heading, else by its name where several hold talk."""
    facts = [table.facts() for table in tables]
    several = len(tables) > 1 and not any("respondent" in table.columns for table in tables)
    return [
        {**(_told_by(table.title) if several and table.kind != "across" else {}), **told}
        for table, told in zip(tables, facts, strict=True)
    ]


def _told_by(title: str) -> dict[str, str]:
    """Respondent and wave as a sheet's name has them. A person's name becomes an id that does not tell it."""
    bare = title.strip()[:64]
    if not bare or _UNNAMED.match(bare):
        return {}
    code = _CODE.match(bare)
    who = code[1] if code else f"R-{hashlib.sha256(bare.casefold().encode()).hexdigest()[:8]}"
    wave = next((wave for _, wave in waves_in(bare)), "")
    return {"respondent": who, "wave": wave}


def _prose(sheet: Sheet) -> Transcript | None:
    """A transcript typed into one column, where its labels say who asks."""
    if not sheet or any(sum(bool(cell.strip()) for cell in row.cells) > 1 for row in sheet):
        return None
    lines = [
        Line(row.line, line) for row in sheet for cell in row.cells if cell.strip() for line in cell.strip().split("\n")
    ]
    openings = [split_label(line.text) for line in lines[:_OPENING]]
    if not any(one and is_interviewer(one.label) for one in openings):
        return None
    try:
        read = transcript_of(lines)
    except FileRefused:
        return None
    return read if read.names_interviewer and len({turn.speaker for turn in read.turns}) > 1 else None


def _missing(table: Table) -> FileRefused:
    """What the table lacks to be rows of turns, or rows of respondents where its headings ask something."""
    lacking = [name for name in ("speaker", "text") if name not in table.columns]
    if len(asked(table)) > 1 and "respondent" not in table.columns:
        lacking = ["respondent"]
    found = ", ".join(cell.strip() for cell in table.heading.cells if cell.strip())[:_SHOWN]
    return FileRefused("missing_columns", line=table.heading.line, missing=", ".join(lacking), found=found)


def _said(table: Table, told: Mapping[str, str]) -> Iterator[Said]:
    """The rows as turns. told: respondent, wave and date of all of them, where no column has them."""
    for said in _across(table) if table.kind == "across" else _down(table):
        yield (
            replace(
                said,
                respondent=said.respondent
                if "respondent" in table.columns
                else said.respondent or told.get("respondent", ""),
                wave=said.wave if "wave" in table.columns else told.get("wave", ""),
                date=said.date if "date" in table.columns else told.get("date", ""),
            )
            if told
            else said
        )


def _across(table: Table) -> Iterator[Said]:
    """A person a column: read down, not across."""
    for at, who in table.questions.items():
        for row in table.rows:
            answer = row.cells[at] if at < len(row.cells) else ""
            for said in _pair(table, row, table.cell(row, "question"), answer):
                yield replace(said, respondent=who)


def _down(table: Table) -> Iterator[Said]:
    before = ""
    for row in table.rows:
        if table.kind == "turns":
            yield _turn(table, row, table.own(row, "speaker"), table.own(row, "text"))
        elif table.kind == "pairs":
            again = table.cell(row, "respondent") in ("", before)
            before = table.cell(row, "respondent") or before
            question = table.own(row, "question") if again else table.cell(row, "question")
            yield from _pair(table, row, question, table.own(row, "answer"))
        else:
            if not table.cell(row, "respondent"):
                raise FileRefused("bad_row", line=row.line, column="respondent", value="")
            for index, heading in table.questions.items():
                yield from _pair(table, row, heading, row.cells[index] if index < len(row.cells) else "")


def _turn(table: Table, row: Row, speaker: str, text: str) -> Said:
    who, wave, when = (table.cell(row, field) for field in ("respondent", "wave", "date"))
    return Said(row.line, who, wave, when, speaker, text)


def _pair(table: Table, row: Row, question: str, answer: str) -> Iterator[Said]:
    """A question and its answer; a blank answer was no answer, so the question is left out with it."""
    if answer.strip():
        yield _turn(table, row, "Q" if question.strip() else "", question)
        yield _turn(table, row, "A", answer)
