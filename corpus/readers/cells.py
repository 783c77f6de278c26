"""Tables inside a document (Word, Markdown): which column speaks, and its rows as lines."""

from collections import Counter
from collections.abc import Iterator, Sequence

from corpus.readers.fields import field_of
from corpus.readers.forms import Labelled, Line
from corpus.readers.head import facts_in, is_about
from corpus.readers.roles import is_code, is_interviewer, is_name, is_respondent, is_role

Cells = Sequence[str]
_MOST_SPEAKERS = 30
_SAYS_WHO = ("respondent", "wave", "date")


def lines_of(rows: Sequence[Cells], numbers: Sequence[int]) -> Iterator[Line]:
    """Rows of a table: turns where a column holds speakers, questions and answers, else the lines of its cells.

    Titles and facts may stand above the heading (`受访者编号 | Z07 | 期次 | 2026-Q1`).
    """
    above = rows_above(rows)
    for row, number in zip(rows[:above], numbers[:above], strict=True):
        yield from _plain(row, number)
    below, heading = rows[above:], rows[above] if above < len(rows) else ()
    fields = [field_of(cell) for cell in heading]
    columns, pairs = speaker_columns(below, fields), _both(fields, "question", "answer") or sides(heading)
    for at, (row, number) in enumerate(zip(below, numbers[above:], strict=True)):
        if at == 0 and (pairs or "speaker" in fields):
            continue
        if pairs:
            yield from _asked(row, pairs, number)
        else:
            yield from _spoken(row, columns, number) if columns else _plain(row, number)


def holds_talk(rows: Sequence[Cells]) -> bool:
    """Whether `lines_of` finds turns, questions and answers, or facts in the rows, so that they are a table indeed."""
    above = rows_above(rows)
    below = rows[above:]
    if above or all(_facts(row) for row in rows):
        return any(_facts(row) for row in rows) or holds_talk(below)
    fields = [field_of(cell) for cell in below[0]]
    return bool(speaker_columns(below, fields) or _both(fields, "question", "answer") or sides(below[0]))


def rows_above(rows: Sequence[Cells]) -> int:
    """How many rows at the top are titles or facts; none where they are all there is."""
    for at, row in enumerate(rows):
        filled = sum(bool(cell) for cell in row)
        if not (_facts(row) or (filled <= 1 < len(row)) or (filled == 1 and any(facts_in(cell) for cell in row))):
            return at
    return 0


def facts_as_lines(row: Cells) -> list[str]:
    """A row that tells facts as lines of a head: each pair of name and value one, else each cell."""
    pairs = _facts([cell.strip() for cell in row])
    return [f"{name.rstrip(' :：')}：{value}" for name, value in pairs] or [cell for cell in row if cell.strip()]


def _facts(row: Cells) -> list[tuple[str, str]]:
    """(name, value) of each fact in a row of names and values; none where it is no such row."""
    filled = [cell for cell in row if cell]
    pairs = list(zip(filled[::2], filled[1::2], strict=False))
    known = [name for name, value in pairs if field_of(name) or is_about(name.strip(" :："))]
    told = any(field_of(name) in _SAYS_WHO for name in known)
    valued = all(field_of(value) is None and not is_role(value.strip(" :：")) for _, value in pairs)
    return pairs if len(filled) % 2 == 0 and told and len(known) == len(pairs) and valued else []


def sides(heading: Cells) -> tuple[int, int] | None:
    """The columns of what the interviewer and what the respondent said, where the heading says so and no more."""
    filled = [(at, cell.strip(" :：")) for at, cell in enumerate(heading) if cell.strip()]
    asks = [at for at, cell in filled if is_interviewer(cell)]
    answers = [at for at, cell in filled if is_respondent(cell)]
    return (asks[0], answers[0]) if len(filled) == 2 and len(asks) == 1 and len(answers) == 1 else None


def speaker_columns(rows: Sequence[Cells], fields: Sequence[str | None]) -> tuple[int, int] | None:
    """(speaker, text) columns, by the heading or because nearly every cell of one is a short name or role."""
    if named := _both(fields, "speaker", "text"):
        return named
    for at in range(min(3, len(fields) - 1)):
        filled = [row[at].strip(" :：") for row in rows if at < len(row) and row[at]]
        counts = Counter(filled)
        few = len(counts) <= _MOST_SPEAKERS
        spoken = sum(
            count for cell, count in counts.items()
            if is_role(cell) or (few and count > 1 and (is_code(cell) or is_name(cell)))
        )  # fmt: skip
        if spoken >= 2 and spoken >= 0.8 * len(filled):
            return at, max(range(at + 1, len(fields)), key=lambda column: (_length(rows, column), column))
    return None


def _length(rows: Sequence[Cells], column: int) -> int:
    """Characters in a column: the words are in the one with most."""
    return sum(len(row[column]) for row in rows if column < len(row))


def _both(fields: Sequence[str | None], first: str, second: str) -> tuple[int, int] | None:
    return (fields.index(first), fields.index(second)) if first in fields and second in fields else None


def _spoken(row: Cells, columns: tuple[int, int], number: int) -> Iterator[Line]:
    speaker, text = (row[at] if at < len(row) else "" for at in columns)
    label = speaker.strip(" :：")
    if label and text:
        yield Line(number, text, Labelled(label, text), sure=True)
    elif text:
        yield Line(number, text)


def _asked(row: Cells, columns: tuple[int, int], number: int) -> Iterator[Line]:
    for label, at in zip("QA", columns, strict=True):
        if at < len(row) and row[at]:
            yield Line(number, row[at], Labelled(label, row[at]), sure=True)


def _plain(row: Cells, number: int) -> Iterator[Line]:
    filled = [cell for cell in row if cell]
    if _facts(row):
        yield from (Line(number, line) for line in facts_as_lines(row))
        return
    if len(filled) == 2 and (field_of(filled[0]) or is_role(filled[0].strip(" :："))):
        yield Line(number, f"{filled[0].rstrip(' :：')}：{filled[1]}")
        return
    for cell in filled:
        yield from (Line(number, line) for line in cell.split("\n"))
