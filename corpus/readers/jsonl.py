"""JSON: one interview an object, or one turn an object; a line each (.jsonl) or one list or object (.json)."""

import json
import re
from collections.abc import Iterator
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from corpus.errors import FileRefused
from corpus.readers.encoding import text_of
from corpus.readers.fields import field_of
from corpus.readers.grouping import Said, interviews_of
from corpus.records import Transcript

_BLANK = re.compile(r"\s*")
_DECODER = json.JSONDecoder()


def _encodable(text: str) -> str:
    """Refuse half of a surrogate pair: JSON can write it, no database can. The error is a ValueError."""
    text.encode()
    return text


Text = Annotated[str, AfterValidator(_encodable)]


class _Imported(BaseModel):
    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True, frozen=True)


class _Turn(_Imported):
    speaker: Text | None = None
    text: Text


class _Interview(_Imported):
    respondent: Text | None = None
    wave: Text | None = None
    date: Text | None = None
    turns: tuple[_Turn, ...]


class _Row(_Turn):
    respondent: Text | None = None
    wave: Text | None = None
    date: Text | None = None


def read_jsonl(data: bytes) -> list[Transcript]:
    """The interviews in a .jsonl file. Raises FileRefused `bad_json` (line), `bad_row`, and as `text_of`."""
    lines = text_of(data).split("\n")
    return _interviews((number, _parsed(line, number)) for number, line in enumerate(lines, 1) if line.strip())


def read_json(data: bytes) -> list[Transcript]:
    """The interviews in a .json file: a list, or one object. Raises FileRefused as `read_jsonl`."""
    return _interviews(_items(text_of(data)))


def _items(text: str) -> Iterator[tuple[int, object]]:
    """(line it begins on, item) of a list, or of the one object. Items are parsed one by one to know their lines."""
    at = len(text) - len(text.lstrip())
    if not text.startswith("[", at):
        yield _line(text, at), _parsed(text, 1)
        return
    at, line, counted = _skip_blanks(text, at + 1), 1, 0
    while not text.startswith("]", at):
        line, counted = line + text.count("\n", counted, at), at
        item, end = _decoded(text, at)
        yield line, item
        at = _skip_blanks(text, end)
        if text.startswith(",", at):
            at = _skip_blanks(text, at + 1)
        elif not text.startswith("]", at):
            raise FileRefused("bad_json", line=_line(text, at))
    after = _skip_blanks(text, at + 1)
    if after < len(text):
        raise FileRefused("bad_json", line=_line(text, after))


def _skip_blanks(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    return found.end() if found else at


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _decoded(text: str, at: int) -> tuple[object, int]:
    try:
        return _DECODER.raw_decode(text, at)
    except json.JSONDecodeError as error:
        raise FileRefused("bad_json", line=error.lineno) from error
    except (ValueError, RecursionError) as error:  # numbers of thousands of digits; thousands of brackets
        raise FileRefused("bad_json", line=_line(text, at)) from error


def _parsed(text: str, line: int) -> object:
    """The one value in `text`, which begins on `line` of the file."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise FileRefused("bad_json", line=line + error.lineno - 1) from error
    except (ValueError, RecursionError) as error:
        raise FileRefused("bad_json", line=line) from error


def _interviews(items: Iterator[tuple[int, object]]) -> list[Transcript]:
    """Objects with "turns" are interviews by themselves; those without are turns, grouped by respondent and wave."""
    whole: list[Transcript] = []
    rows: list[Said] = []
    for line, item in items:
        named = _named(item, line)
        try:
            if "turns" in named:
                whole += interviews_of(_turns(_Interview.model_validate(named), line))
            else:
                rows.append(_row(_Row.model_validate(named), line))
        except ValidationError as error:
            raise FileRefused("bad_json", line=line) from error
    return whole + interviews_of(rows)


def _named(item: object, line: int) -> dict[str, object]:
    """The object with its keys as our fields, Chinese and English ones alike."""
    if not isinstance(item, dict):
        raise FileRefused("bad_json", line=line)
    named = {field_of(str(key)) or str(key): value for key, value in item.items()}
    if isinstance(named.get("turns"), list):
        named["turns"] = [_named(turn, line) for turn in named["turns"]]
    return named


def _turns(one: _Interview, line: int) -> Iterator[Said]:
    for turn in one.turns:
        yield Said(line, one.respondent or "", one.wave or "", one.date or "", turn.speaker or "", turn.text)


def _row(row: _Row, line: int) -> Said:
    return Said(line, row.respondent or "", row.wave or "", row.date or "", row.speaker or "", row.text)
