"""Prose as its owner edits it: figures, quotes and stored texts stand in it locked, to be moved, left out or used twice.

A mark is shown as ⟦F12 29 of 46⟧, ⟦Q3 “I drink less of it…”⟧ or ⟦T2 2026-Q1⟧. What stands between the brackets must
come back as it was; everything around it is free, as long as it holds no quantity and no quotation of its own.
"""

import re
from collections.abc import Sequence
from typing import get_args

from corpus.errors import BadInput
from research.figures import Form
from research.loose import STAND_IN, quantities, quotations
from research.report import MARK, Report

SHOWN = 40
"""Characters of a quote or a stored text that its lock shows."""

LONGEST = 3000
"""Characters of a paragraph its owner may write."""

TITLE = 200
"""Characters of a title."""

_LOCK = re.compile(r"⟦([^⟦⟧]*)⟧")
_BRACKETS = re.compile("[⟦⟧]")
_HEAD = re.compile(r"([FQT])(\d{1,4}) ")
_COUNTED = tuple(form for form in get_args(Form) if form != "value")


def lock(mark: str, form: str | None, report: Report) -> str:
    """A mark as it is shown in a text being edited."""
    words = _BRACKETS.sub("", " ".join(report.rendered(mark, form).split()))
    if mark[0] != "F" and len(words) > SHOWN:
        words = words[: SHOWN - 1].rstrip() + "…"
    return f"⟦{mark[0]}{int(mark[1:])} {f'“{words}”' if mark[0] == 'Q' else words}⟧"


def locked(text: str, report: Report) -> str:
    """`text` with its marks as locks."""
    return MARK.sub(lambda mark: lock(mark[1], mark[2], report), text)


def unlocked(edited: str, report: Report, written: str = "") -> str:
    """The text somebody edited, its locks turned back into marks. White space becomes one blank.

    written   the text before, whose marks say in which form a figure stands where two forms look alike

    Raises BadInput edit_empty, edit_too_long, edit_lock_changed, edit_number, edit_quotation; all but the first two name
    the piece that cannot stay.
    """
    text = " ".join(edited.replace(STAND_IN, "").split())
    if not text:
        raise BadInput("edit_empty")
    if len(text) > LONGEST:
        raise BadInput("edit_too_long", length=len(text), limit=LONGEST)
    marks = [_mark_of(one, report, written) for one in _LOCK.finditer(text)]
    words = _LOCK.split(text)[::2]
    _check(words, marks)
    return _woven(words, [f"{{{mark}}}" for mark in marks])


def _mark_of(found: re.Match[str], report: Report, written: str) -> str:
    """The mark behind a lock, with the form its words show. Raises BadInput where no form of it reads so."""
    head = _HEAD.match(found[1])
    mark = f"{head[1]}{int(head[2]):03d}" if head else ""
    if mark not in {**report.figures, **report.quotes, **report.texts}:
        raise BadInput("edit_lock_changed", piece=found[0])
    own = [one[2] for one in MARK.finditer(written) if one[1] == mark]
    for form in [*own, *(_forms(report, mark))]:
        if lock(mark, form, report) == found[0]:
            return f"{mark}:{form}" if form else mark
    raise BadInput("edit_lock_changed", piece=found[0])


def _forms(report: Report, mark: str) -> tuple[str | None, ...]:
    if mark[0] != "F":
        return (None,)
    return _COUNTED if report.figures[mark].value is None else ("value",)


def _woven(words: Sequence[str], between: Sequence[str]) -> str:
    """The words with something between each two of them."""
    return "".join(part for pair in zip(words, [*between, ""], strict=True) for part in pair)


def _check(words: Sequence[str], marks: Sequence[str]) -> None:
    """Refuses brackets out of place, and what only a lock may say."""
    broken = next((word for word in words if _BRACKETS.search(word)), None)
    if broken is not None:
        raise BadInput("edit_lock_changed", piece=_around(broken, _BRACKETS.search(broken)))
    loose = STAND_IN.join(words)
    numbers = quantities(loose)
    if numbers:
        raise BadInput("edit_number", piece=numbers[0].replace(STAND_IN, "…"))
    # A figure in quotation marks would pass for something somebody said.
    said = next(quotations(_woven(words, [mark if mark[0] == "F" else STAND_IN for mark in marks])), None)
    if said is not None:
        raise BadInput("edit_quotation", piece=said[:SHOWN])


def _around(text: str, found: re.Match[str] | None) -> str:
    at = found.start() if found else 0
    return text[max(0, at - 10) : at + SHOWN]


def check_title(title: str, *known: str) -> str:
    """A title fit for a report: its numbers, years say, must stand in one of the `known` texts.

    Raises BadInput as `unlocked` does.
    """
    text = " ".join(title.split())
    if not text:
        raise BadInput("edit_empty")
    if len(text) > TITLE:
        raise BadInput("edit_too_long", length=len(text), limit=TITLE)
    numbers = set(re.findall(r"\d+", " ".join(known)))
    rest = re.sub(r"\d+", lambda one: "" if one[0] in numbers else one[0], text)
    loose = [one for one in quantities(rest) if one.isdigit() or not any(one in each for each in known)]
    if loose or MARK.search(text):
        raise BadInput("edit_number", piece=(loose or [text])[0])
    said = next(quotations(text), None)
    if said is not None:
        raise BadInput("edit_quotation", piece=said[:SHOWN])
    return text
