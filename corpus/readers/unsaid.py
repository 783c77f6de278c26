"""What stands among the words of a transcript and nobody said: times, notes of the transcriber, rules, end marks."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from corpus.readers.forms import STAMP, Labelled, Line, split_label

_STAMP_ALONE = re.compile(rf"^\s*{STAMP}(?:\s*(?:-->|-|–|~|至)\s*{STAMP})?\s*$")
_STAMP_BEHIND = re.compile(r"\s*[\[(（【]\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])）】]\s*$")
_SHORT = 200
_STAMPED = 40  # characters at the end of a line in which a time stands
_ENDS = (
    r"end(?: of (?:the )?(?:interview|transcript|recording|audio))?|(?:interview|recording|audio|tape) (?:starts|begins|ends|stops|resumes"
    r"|paused?|ended|started)|(?:start|beginning) of (?:the )?(?:interview|transcript|recording)"
    r"|访谈(?:到此)?结束|访谈开始|录音(?:开始|结束|暂停|继续)|访问结束|全文完|完"
)
_UNSAID = re.compile(
    rf"^\s*(?:#{{1,6}}\s.*|(?:[-*_=~—─]\s*){{3,}}|[\[(（【<*—–=\-\s]*(?:{_ENDS})[\])）】>*—–=。.\-\s]*"
    r"|\[[^\[\]\n]{1,120}\]|【[^【】\n]{1,60}】|(?:transcribed|transcript|generated|created) (?:by|with|using) .{1,60}"
    r"|(?:page|第)\s*\d{1,4}\s*(?:页)?(?:\s*(?:of|/|共)\s*\d{1,4}\s*页?)?"
    r"|[(（*](?:[^()（）\n]{0,30}(?:laugh|pause|silence|inaudible|crosstalk|cough|sigh|phone|noise|笑|沉默|停顿|听不清|咳嗽|叹气|铃)[^()（）\n]{0,30})[)）*]"
    r"|(?:transcriber'?s? )?note[:：] .{1,120}|(?:译者|整理者|记录者|速记)注[:：].{1,80})\s*$",
    re.IGNORECASE,
)


def is_unsaid(text: str) -> bool:
    """Whether a line that begins no turn is nobody's words."""
    return len(text) < _SHORT and bool(_UNSAID.match(text))


def without_stamps(lines: Sequence[Line]) -> list[Line]:
    """The lines without times of their own.

    A time alone on a line belongs to the label above or below it, whichever recurs in the file; one in brackets at the
    end of a line goes where the file does so throughout.
    """
    alone = [at for at, line in enumerate(lines) if _STAMP_ALONE.match(line.text)]
    labels = _labels_below(lines, alone) if alone else {}
    gone = set(alone)
    kept = [_marked(line, labels.get(at)) for at, line in enumerate(lines) if at not in gone]
    behind = sum(bool(_STAMP_BEHIND.search(line.text[-20:])) for line in kept)
    return [_unstamped(line) for line in kept] if behind > 2 else kept


def _labels_below(lines: Sequence[Line], alone: Sequence[int]) -> dict[int, str]:
    """Index of the line below each time → its text, where it is those that recur and not the lines above."""
    below = dict(_next_to(lines, alone, +1))
    above = [text for _, text in _next_to(lines, alone, -1)]
    recurs = len(below) - len(set(below.values()))
    if recurs == 0 or recurs < len(above) - len(set(above)):
        return {}
    counts = Counter(below.values())
    return {at: text for at, text in below.items() if counts[text] > 1}


def _next_to(lines: Sequence[Line], alone: Sequence[int], step: int) -> Iterator[tuple[int, str]]:
    for at in alone:
        beside = at + step
        if 0 <= beside < len(lines) and (text := lines[beside].text.strip()):
            one = split_label(text)
            if one and one.form in ("bare", "stamped"):
                yield beside, one.label


def _marked(line: Line, label: str | None) -> Line:
    return Line(line.number, line.text, Labelled(label, "", "stamped")) if label else line


def _unstamped(line: Line) -> Line:
    before = max(0, len(line.text) - _STAMPED)
    found = _STAMP_BEHIND.search(line.text, before)
    if not found or found.start() == 0 or line.marked or ((one := split_label(line.text)) and one.form == "stamped"):
        return line
    return Line(line.number, line.text[: found.start()].rstrip(), line.marked, line.sure)
