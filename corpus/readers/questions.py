"""Interviews without an interviewer's label: questions that stand out by a number, a heading or their look, answers below."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.readers.forms import Labelled, Line

_NUMBER = (
    r"(?:(?:q|问题?|第)\s*)?(?:\d{1,3}(?:\.\d{1,3}){0,2}|[一二三四五六七八九十]{1,3})\s*(?:[题问]\s*)?[.、．)）:：]"
    r"|q\d{1,3}\s|\d{1,3}(?:\.\d{1,3}){1,2}\s"
)
_KINDS = (
    re.compile(rf"^\s*(?:\*\*|__)?(?:{_NUMBER})\s*+(?:(?:\*\*|__)\s*+)?(\S.*)$", re.IGNORECASE),
    re.compile(r"^\s*#{2,6}\s++(\S.*)$"),
    re.compile(r"^\s*(?:\*\*|__)(.+)(?:\*\*|__)$"),
)
_END = re.compile(r"(?<!\s)\s*+(?:\*\*|__|#+)$")
_ASKS = re.compile(r"(?:[?？]|[吗呢])[\s)）”\"]*$")
_MOSTLY = 0.8
_MOST_LOOKS = 12
_SELDOM = 0.25


def with_questions(lines: Sequence[Line], labelled: Sequence[str | None], *, asks: bool = False) -> list[Line] | None:
    """The lines with a label for each question and for the answer below it; None where it is not plain which is which.

    labelled  of each line, its words if it begins a turn by itself (`答：…`), else None
    asks      whether those that do are the interviewer's
    Plain is: two questions or more that stand out alike, nearly all that stands out so is asked and answered, and
    hardly any other line asks something.
    """
    found = [asked for asked in _standing_out(lines, labelled if asks else ()) if _is_plain(lines, asked)]
    asked = max(found, key=len, default={})
    return _marked(lines, asked, labelled) if asked else None


def _standing_out(lines: Sequence[Line], labelled: Sequence[str | None]) -> Iterator[dict[int, str]]:
    """Index → words of the lines that stand out in one way, for each way: a label or mark before them, or their look."""
    yield {at: words for at, words in enumerate(labelled) if words}
    for kind in _KINDS:
        yield {at: words for at, line in enumerate(lines) if (words := _words_behind(kind, line.text))}
    often = Counter(look for line in lines for look in line.looks).most_common(_MOST_LOOKS)
    for look, _ in often:
        yield {at: line.text.strip() for at, line in enumerate(lines) if look in line.looks and line.text.strip()}


def _words_behind(kind: re.Pattern[str], text: str) -> str:
    """The words behind a number or mark, without marks around them; "" where there is none."""
    found = kind.match(text[:2000].rstrip())
    return _END.sub("", found[1]).strip() if found else ""


def _is_plain(lines: Sequence[Line], asked: dict[int, str]) -> bool:
    questions = {at for at, words in asked.items() if _ASKS.search(words)}
    if len(questions) < 2 or len(questions) < _MOSTLY * len(asked):
        return False
    others = [at for at, line in enumerate(lines) if line.text.strip() and at not in asked and at > min(questions)]
    ordered = sorted(questions)
    answered = {bisect_left(ordered, at) for at in others}  # which question a line stands below
    asking = sum(bool(_ASKS.search(lines[at].text)) for at in others)
    return len(answered) >= _MOSTLY * len(questions) and asking <= _SELDOM * len(others)


def _marked(lines: Sequence[Line], asked: dict[int, str], labelled: Sequence[str | None]) -> list[Line]:
    chinese = bool(re.search(r"[一-鿿]", "".join(asked.values())))
    question, answer = ("问", "答") if chinese else ("Q", "A")
    kept, open_question = [], False
    for at, line in enumerate(lines):
        if at in asked and _ASKS.search(asked[at]):
            kept.append(replace(line, marked=Labelled(question, asked[at]), sure=True))
            open_question = True
        elif open_question and line.text.strip():
            own = labelled[at] is not None
            kept.append(line if own else replace(line, marked=Labelled(answer, line.text), sure=True))
            open_question = False
        else:
            kept.append(line)
    return kept
