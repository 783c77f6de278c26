"""JSON: one interview an object, or one turn an object; a line each (.jsonl) or one list or object (.json)."""

import json
import re
from collections.abc import Iterator
from io import StringIO
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from corpus.errors import FileRefused
from corpus.readers.encoding import text_of
from corpus.readers.fields import field_of
from corpus.readers.given import NOTHING, Given
from corpus.readers.grouping import Said, interviews_of
from corpus.records import Transcript

_TURNS = frozenset(
    "turns segments utterances messages transcript transcription dialogue conversation entries sentences monologues "
    "qa 对话 内容 访谈内容 问答".split()
)
"""Keys whose lists hold turns, as recorders and recognisers name them."""
_ALIASES = {"speaker_id": "speaker", "speaker_label": "speaker", "speakerlabel": "speaker", "speaker_name": "speaker",
            "sentence": "text", "message": "text"}  # fmt: skip
_BLANK = re.compile(r"\s*")
_DECODER = json.JSONDecoder()


def _encodable(text: str) -> str:
    """Refuse half of a surrogate pair: JSON can write it, no database can. The error is a ValueError."""
    text.encode()
    return text


def _is_encodable(text: str) -> bool:
    return not any("\ud800" <= sign <= "\udfff" for sign in text)


Text = Annotated[str, AfterValidator(_encodable)]


class _Imported(BaseModel):
    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True, frozen=True)


class _Turn(_Imported):
    speaker: Text | None = None
    text: Text


class _Pair(_Imported):
    question: Text
    answer: Text | None = None


class _Interview(_Imported):
    respondent: Text | None = None
    wave: Text | None = None
    date: Text | None = None
    turns: tuple[_Pair | _Turn, ...]


class _About(_Imported):
    respondent: Text | None = None
    wave: Text | None = None
    date: Text | None = None


class _Row(_About, _Turn):
    pass


class _PairRow(_About, _Pair):
    pass


def read_jsonl(data: bytes, given: Given = NOTHING) -> list[Transcript]:
    """The interviews in a .jsonl file. Raises FileRefused `bad_json` (line), `bad_row`, and as `text_of`."""
    lines = StringIO(text_of(data))
    return _interviews((number, _parsed(line, number)) for number, line in enumerate(lines, 1) if line.strip())


def read_json(data: bytes, given: Given = NOTHING) -> list[Transcript]:
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
    spoken = interviews_of(_rows(items, whole))  # row by row, so that one too many is refused before the rest is read
    return whole + spoken


def _rows(items: Iterator[tuple[int, object]], whole: list[Transcript]) -> Iterator[Said]:
    """The objects that are turns; those that are interviews by themselves are put with the `whole` ones."""
    for line, item in items:
        named = _named(item, line)
        if "interviews" in named:
            whole += _interviews((line, one) for one in named["interviews"])
            continue
        try:
            if "turns" in named:
                whole += interviews_of(_turns(_Interview.model_validate(named), line))
                continue
            row = (_PairRow if "question" in named else _Row).model_validate(named)
        except ValidationError as error:
            raise FileRefused("bad_json", line=line) from error
        yield from _said(row, row, line)


def _named(item: object, line: int) -> dict[str, Any]:
    """The object with its keys as our fields, Chinese and English ones alike."""
    if not isinstance(item, dict):
        raise FileRefused("bad_json", line=line)
    named: dict[str, Any] = {}
    if not all(map(_is_encodable, item)):
        raise FileRefused("bad_json", line=line)
    for key, value in item.items():
        named.setdefault(_key(str(key), value), value)
    if isinstance(named.get("turns"), list):
        named["turns"] = [_named(turn, line) for turn in named["turns"]]
    return named


def _key(key: str, value: object) -> str:
    """Our name for a key: its field, or what a list of objects under it holds."""
    bare = key.casefold()
    if isinstance(value, list) and value and isinstance(value[0], dict):
        if bare in ("interviews", "transcripts", "访谈"):
            return "interviews"
        return "turns" if bare in _TURNS else key
    return _ALIASES.get(bare) or field_of(key) or key


def _turns(one: _Interview, line: int) -> Iterator[Said]:
    for turn in one.turns:
        yield from _said(one, turn, line)


def _said(about: _Interview | _About, turn: _Turn | _Pair, line: int) -> Iterator[Said]:
    """A turn; or a question and its answer, left out where nobody answered."""
    parts = [(turn.speaker or "", turn.text)] if isinstance(turn, _Turn) else [("Q", turn.question), ("A", turn.answer)]
    if all(text for _, text in parts):
        for speaker, text in parts:
            yield Said(line, about.respondent or "", about.wave or "", about.date or "", speaker, text or "")
