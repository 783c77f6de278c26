"""What a table is, from its heading: turns, questions and answers, a column a question, or respondents."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from corpus.readers.cells import facts_as_lines, rows_above, sides, speaker_columns
from corpus.readers.fields import field_of
from corpus.readers.head import facts_in
from corpus.readers.roles import is_code, is_interviewer
from corpus.readers.sheets import Row, Sheet
from corpus.records import ATTRIBUTES, CONSENTS

Kind = Literal["turns", "pairs", "questions", "across", "respondents", "unknown"]
_ATTRIBUTES = frozenset(ATTRIBUTES) | CONSENTS
_QUESTION = re.compile(r"[?？]|[吗呢]\s*$|^\s*[Qq问]\s*\d+[.:：、_ ]")
# Who somebody is and how the form was filled in: never taken for an answer.
_NO_QUESTION = re.compile(
    r"^\s*(?:.{0,4}姓名|名字|昵称|电话|手机号?码?|联系方式|微信号?|邮箱|地址|身份证.*|备注|序号"
    r"|时间戳.*|(?:开始|结束|提交|填写)时间|来源.*|ip.*|用时.*"
    r"|(?:full |first |last |sur)?name|nickname|phone.*|mobile.*|e-?mail.*|address|notes?|remarks?|comments?|no|#"
    r"|timestamp|(?:start|end|submit|submission|completion).{0,3}(?:time|date)?|source|duration.*)\s*[:：]?\s*$",
    re.IGNORECASE,
)
_SEARCHED = 10
_LONGEST_NAME = 100  # characters of a heading that names what is no question
_ABOVE = 40
_LONG_HEADING = 10


@dataclass(frozen=True)
class Table:
    """A sheet with its heading understood. columns: field → index; questions: index → heading, for other columns.

    kind "across" is a row a question and a column a person, whose id `questions` then holds.
    above   the rows over the heading
    title   what the workbook calls the sheet
    """

    heading: Row
    rows: tuple[Row, ...]
    columns: dict[str, int]
    questions: dict[int, str]
    kind: Kind
    above: tuple[Row, ...] = ()
    title: str = ""

    def cell(self, row: Row, field: str) -> str:
        """The cell of a field in a row, stripped; "" where there is none."""
        at = self.columns.get(field, -1)
        return row.cells[at].strip() if 0 <= at < len(row.cells) else ""

    def own(self, row: Row, field: str) -> str:
        """As `cell`, and "" where the value stands in a row above with which the cell is merged."""
        return "" if self.columns.get(field, -1) in row.held else self.cell(row, field)

    def facts(self) -> dict[str, str]:
        """Respondent, wave and date as told above the heading, for what has no column."""
        lines = [line for row in self.above for line in facts_as_lines(row.cells)]
        told = dict(fact for line in reversed(lines) for fact in facts_in(line))
        return {field: value for field, value in told.items() if field not in self.columns}


def table_of(sheet: Sheet, named: Mapping[str, str] | None = None) -> Table:
    """Understand a sheet of at least one row. Titles above the heading are skipped; in doubt kind is "unknown".

    named  field → the heading of its column, where somebody has said which
    """
    table = _understood(sheet, named)
    above = tuple(row for row in sheet[:_ABOVE] if row.line < table.heading.line)
    return replace(table, above=table.above or above, title=getattr(sheet, "title", ""))


def asked(table: Table) -> list[str]:
    """Headings that are questions beyond doubt."""
    return [name for name in table.questions.values() if _QUESTION.search(name)]


def _understood(sheet: Sheet, named: Mapping[str, str] | None) -> Table:
    if named:
        return _as_named(sheet, named)
    table = _headed(sheet)
    if table.kind in ("turns", "pairs"):
        return table
    for at in (sheet.index(table.heading), 0):
        if between := sides(sheet[at].cells):
            columns = dict(zip(("question", "answer"), between, strict=True))
            return Table(sheet[at], tuple(sheet[at + 1 :]), columns, {}, "pairs")
    return _across(table) or _unheaded(sheet) or _second_heading(table)


def _as_named(sheet: Sheet, named: Mapping[str, str]) -> Table:
    """The table under the first row that has all the headings named; else as if nothing had been said."""
    wanted = {_plain(heading): field for field, heading in named.items()}
    for at, row in enumerate(sheet[:_SEARCHED]):
        found = {wanted[_plain(cell)]: index for index, cell in enumerate(row.cells) if _plain(cell) in wanted}
        if len(found) == len(named):
            rest = {field: index for field, index in _columns(row).items() if index not in found.values()}
            columns = {**rest, **found}
            questions = {index: name for index, name in _questions(row).items() if index not in columns.values()}
            return Table(row, tuple(sheet[at + 1 :]), columns, questions, _kind(columns, questions))
    return _headed(sheet)


def _plain(heading: str) -> str:
    return re.sub(r"\s+", "", heading).casefold()


def _across(table: Table) -> Table | None:
    """A column of questions beside columns headed by persons' ids."""
    people = {at: cell.strip() for at, cell in enumerate(table.heading.cells) if is_code(cell)}
    others = [cell for at, cell in enumerate(table.heading.cells) if cell.strip() and at not in people]
    if not people or table.columns.keys() != {"question"} or len(others) > 2 or not table.rows:
        return None
    return Table(table.heading, table.rows, table.columns, people, "across")


def _unheaded(sheet: Sheet) -> Table | None:
    """Rows of turns without a heading: a column of speakers, an interviewer among them, before the last column."""
    width = max(len(row.cells) for row in sheet)
    top = rows_above([row.cells for row in sheet[:_ABOVE]])
    rows = sheet[top:]
    found = speaker_columns([row.cells for row in rows], [None] * width) if width > 1 else None
    if not found or not any(is_interviewer(row.cells[found[0]]) for row in rows if found[0] < len(row.cells)):
        return None
    columns = dict(zip(("speaker", "text"), found, strict=True))
    return Table(Row(0, ()), tuple(rows), columns, {}, "turns", tuple(sheet[:top]))


def _second_heading(table: Table) -> Table:
    """The table with the questions of its second heading row, where the first has but their numbers."""
    below = table.rows[0] if table.rows else None
    if table.kind != "questions" or below is None:
        return table
    who = table.cell(below, "respondent")
    asked = {
        at: cell.strip() for at, cell in enumerate(below.cells) if cell.strip() and at not in table.columns.values()
    }
    if (who and field_of(who) is None) or not any(_QUESTION.search(words) for words in asked.values()):
        return table
    if not asked.keys() & table.questions.keys() or any(field_of(words) for words in asked.values()):
        return table
    rows = tuple(row for row in table.rows[1:] if "ImportId" not in table.cell(row, "respondent"))
    width = max(len(table.heading.cells), len(below.cells))
    cells = [*table.heading.cells, *[""] * (width - len(table.heading.cells))]
    heading = Row(table.heading.line, tuple(asked.get(at, cell) for at, cell in enumerate(cells)))
    return Table(heading, rows, table.columns, _questions(heading), table.kind)


def _headed(sheet: Sheet) -> Table:
    at = max(range(min(len(sheet), _SEARCHED)), key=lambda index: (len(_columns(sheet[index])), -index))
    heading = sheet[at]
    columns = _columns(heading)
    questions = _questions(heading)
    return Table(heading, tuple(sheet[at + 1 :]), columns, questions, _kind(columns, questions))


def _questions(heading: Row) -> dict[int, str]:
    """Columns that may be questions. Where some are asked as such, only those and long ones."""
    unknown = {at: name.strip() for at, name in enumerate(heading.cells) if name.strip() and field_of(name) is None}
    unknown = {
        at: name for at, name in unknown.items() if not (len(name) <= _LONGEST_NAME and _NO_QUESTION.match(name))
    }
    if not any(_QUESTION.search(name) for name in unknown.values()):
        return unknown
    return {at: name for at, name in unknown.items() if _QUESTION.search(name) or len(name) > _LONG_HEADING}


def _columns(row: Row) -> dict[str, int]:
    """Field → index of its first column. Long cells are words, not headings."""
    found: dict[str, int] = {}
    for index, cell in enumerate(row.cells):
        field = field_of(cell)
        if field:
            found.setdefault(field, index)
    return found


def _kind(columns: dict[str, int], questions: dict[int, str]) -> Kind:
    has = columns.keys()
    if {"speaker", "text"} <= has:
        return "turns"
    if {"question", "answer"} <= has:
        return "pairs"
    if "respondent" not in has or has & {"speaker", "text", "question", "answer"}:
        return "unknown"
    asked = any(_QUESTION.search(name) for name in questions.values())
    if has & _ATTRIBUTES and (has & CONSENTS or not asked):
        return "respondents"
    return "questions" if questions else "unknown"
