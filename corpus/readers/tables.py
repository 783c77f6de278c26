"""Interviews in tables: a row a turn, a row a question and answer, or a row a respondent with a column a question."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from corpus.errors import FileRefused
from corpus.readers.columns import Table, table_of
from corpus.readers.given import NOTHING, Given
from corpus.readers.grouping import Said, interviews_of
from corpus.readers.sheets import Row, Sheet, csv_sheets, xlsx_sheets
from corpus.records import Transcript

_SHOWN = 200


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
    if not holding:
        raise _missing(max(tables, key=lambda table: len(table.columns)))
    return [one for table in holding for one in interviews_of(_said(table))]


def _missing(table: Table) -> FileRefused:
    """What the table lacks to be rows of turns."""
    lacking = [name for name in ("speaker", "text") if name not in table.columns]
    found = ", ".join(cell.strip() for cell in table.heading.cells if cell.strip())[:_SHOWN]
    return FileRefused("missing_columns", line=table.heading.line, missing=", ".join(lacking), found=found)


def _said(table: Table) -> Iterator[Said]:
    if table.kind == "across":  # a person a column: read down, not across
        for at, who in table.questions.items():
            for row in table.rows:
                for said in _pair(
                    table, row, table.cell(row, "question"), row.cells[at] if at < len(row.cells) else ""
                ):
                    yield replace(said, respondent=who)
        return
    for row in table.rows:
        if table.kind == "turns":
            yield _turn(table, row, table.cell(row, "speaker"), table.cell(row, "text"))
        elif table.kind == "pairs":
            yield from _pair(table, row, table.cell(row, "question"), table.cell(row, "answer"))
        else:
            if not table.cell(row, "respondent"):
                raise FileRefused("bad_row", line=row.line, column="respondent", value="")
            for index, question in table.questions.items():
                yield from _pair(table, row, question, row.cells[index] if index < len(row.cells) else "")


def _turn(table: Table, row: Row, speaker: str, text: str) -> Said:
    who, wave, when = (table.cell(row, field) for field in ("respondent", "wave", "date"))
    return Said(row.line, who, wave, when, speaker, text)


def _pair(table: Table, row: Row, question: str, answer: str) -> Iterator[Said]:
    """A question and its answer; a blank answer was no answer, so the question is left out with it."""
    if answer.strip():
        yield _turn(table, row, "Q" if question.strip() else "", question)
        yield _turn(table, row, "A", answer)
