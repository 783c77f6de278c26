"""What a table is, from its heading: turns, questions and answers, a column a question, or respondents."""

import re
from dataclasses import dataclass
from typing import Literal

from corpus.readers.fields import field_of
from corpus.readers.sheets import Row, Sheet
from corpus.records import ATTRIBUTES

Kind = Literal["turns", "pairs", "questions", "respondents", "unknown"]
_ATTRIBUTES = frozenset(ATTRIBUTES) | {"consent"}
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
_LONG_HEADING = 10


@dataclass(frozen=True)
class Table:
    """A sheet with its heading understood. columns: field → index; questions: index → heading, for other columns."""

    heading: Row
    rows: tuple[Row, ...]
    columns: dict[str, int]
    questions: dict[int, str]
    kind: Kind

    def cell(self, row: Row, field: str) -> str:
        """The cell of a field in a row, stripped; "" where there is none."""
        at = self.columns.get(field, -1)
        return row.cells[at].strip() if 0 <= at < len(row.cells) else ""


def table_of(sheet: Sheet) -> Table:
    """Understand a sheet of at least one row. Titles above the heading are skipped; in doubt kind is "unknown"."""
    at = max(range(min(len(sheet), _SEARCHED)), key=lambda index: (len(_columns(sheet[index])), -index))
    heading = sheet[at]
    columns = _columns(heading)
    questions = _questions(heading)
    return Table(heading, tuple(sheet[at + 1 :]), columns, questions, _kind(columns, questions))


def _questions(heading: Row) -> dict[int, str]:
    """Columns that may be questions. Where some are asked as such, only those and long ones."""
    unknown = {at: name.strip() for at, name in enumerate(heading.cells) if name.strip() and field_of(name) is None}
    unknown = {at: name for at, name in unknown.items() if not _NO_QUESTION.match(name)}
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
    if has & _ATTRIBUTES and ("consent" in has or not asked):
        return "respondents"
    return "questions" if questions else "unknown"
