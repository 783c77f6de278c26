"""Interviews without an interviewer's label: questions that stand out by a number, a heading or bold, answers below."""

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import replace

from corpus.readers.forms import Labelled, Line

_NUMBER = r"(?:(?:q|问题?|第)\s*)?(?:\d{1,3}|[一二三四五六七八九十]{1,3})\s*(?:[题问]\s*)?[.、．)）:：]|q\d{1,3}\s"
_KINDS = (
    re.compile(rf"^\s*(?:\*\*|__)?(?:{_NUMBER})\s*(?:\*\*|__)?\s*(.+?)\s*(?:\*\*|__)?\s*$", re.IGNORECASE),
    re.compile(r"^\s*#{2,6}\s+(.+?)\s*#*\s*$"),
    re.compile(r"^\s*(?:\*\*|__)(.+?)(?:\*\*|__)\s*$"),
)
_ASKS = re.compile(r"(?:[?？]|[吗呢])[\s)）”\"]*$")
_MOSTLY = 0.8
_SELDOM = 0.25


def with_questions(lines: Sequence[Line], begins: Callable[[Line], bool]) -> list[Line] | None:
    """The lines with a label for each question and for the answer below it; None where it is not plain which is which.

    begins  whether a line begins a turn by itself (`答：…`)
    Plain is: two questions or more that stand out alike, nearly all that stands out so is asked and answered, and
    hardly any other line asks something.
    """
    found = [asked for kind in range(len(_KINDS) + 1) if _is_plain(lines, asked := _asked(lines, kind))]
    asked = max(found, key=len, default={})
    return _labelled(lines, asked, begins) if asked else None


def _asked(lines: Sequence[Line], kind: int) -> dict[int, str]:
    """Index → words of the lines that stand out in one way; the last way is a paragraph that is bold as a whole."""
    if kind == len(_KINDS):
        return {at: line.text.strip() for at, line in enumerate(lines) if line.strong and line.text.strip()}
    return {at: hit[1] for at, line in enumerate(lines) if (hit := _KINDS[kind].match(line.text[:2000]))}


def _is_plain(lines: Sequence[Line], asked: dict[int, str]) -> bool:
    questions = {at for at, words in asked.items() if _ASKS.search(words)}
    if len(questions) < 2 or len(questions) < _MOSTLY * len(asked):
        return False
    others = [at for at, line in enumerate(lines) if line.text.strip() and at not in asked and at > min(questions)]
    ordered = sorted(questions)
    answered = {bisect_left(ordered, at) for at in others}  # which question a line stands below
    asking = sum(bool(_ASKS.search(lines[at].text)) for at in others)
    return len(answered) >= _MOSTLY * len(questions) and asking <= _SELDOM * len(others)


def _labelled(lines: Sequence[Line], asked: dict[int, str], begins: Callable[[Line], bool]) -> list[Line]:
    chinese = bool(re.search(r"[一-鿿]", "".join(asked.values())))
    question, answer = ("问", "答") if chinese else ("Q", "A")
    kept, open_question = [], False
    for at, line in enumerate(lines):
        if at in asked and _ASKS.search(asked[at]):
            kept.append(replace(line, marked=Labelled(question, asked[at]), sure=True))
            open_question = True
        elif open_question and line.text.strip():
            own = begins(line)
            kept.append(line if own else replace(line, marked=Labelled(answer, line.text), sure=True))
            open_question = False
        else:
            kept.append(line)
    return kept
