"""Prose as its owner edits it: figures, quotes and stored texts stand in it locked, to be moved, left out or used twice.

A mark is shown as ⟦F12 29 of 46⟧, ⟦Q3 “I drink less of it…”⟧ or ⟦T2 2026-Q1⟧. What stands between the brackets must
come back as it was; everything around it is free, as long as it holds no quantity and no quotation of its own.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from corpus.errors import BadInput
from research.loose import FIGURE, STAND_IN, quantities, quantity_spans, quotations, stand_in
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
_STANDS_IN = re.compile(f"[{STAND_IN}{FIGURE}]")
_COUNTED_YEAR = re.compile(
    rf"{FIGURE}\s*(?:(?:people|persons?|respondents?|consumers?|women|men|households?|users?|times|points?)\b|[人位名次元])",
    re.IGNORECASE,
)
"""A year that counts something is no year."""

_SHARE = re.compile(
    rf"{FIGURE}(?=(?:\s+(?:(?:out )?of|in|per|to)(?: the| all)?\s+|人?(?:当?中|里)(?:有|的)?){FIGURE})", re.IGNORECASE
)
"""Two figures as part and whole: a share of its own, which only a figure may state."""

Shown = tuple[str, str | None]
"""A mark and the form it stands in."""


def lock(mark: str, form: str | None, report: Report) -> str:
    """A mark as it is shown in a text being edited."""
    words = _BRACKETS.sub("", " ".join(report.rendered(mark, form).split()))
    if mark[0] != "F" and len(words) > SHOWN:
        words = words[: SHOWN - 1].rstrip() + "…"
    return f"⟦{mark[0]}{int(mark[1:])} {f'“{words}”' if mark[0] == 'Q' else words}⟧"


def locked(text: str, report: Report) -> str:
    """`text` with its marks as locks."""
    return MARK.sub(lambda mark: lock(mark[1], mark[2], report), text)


def unlocked(edited: str, report: Report, written: str = "", offered: Iterable[Shown] = ()) -> str:
    """The text somebody edited, its locks turned back into marks. White space becomes one blank.

    written   the text before: its marks may stand in the new one, each in the form it stands there
    offered   what else may stand in it: figures and quotes of the section, never stored texts

    Raises BadInput edit_empty, edit_too_long, edit_lock_changed, edit_number, edit_quotation; all but the first two name
    the pieces that cannot stay.
    """
    text = " ".join(_STANDS_IN.sub("", edited).split())
    if not text:
        raise BadInput("edit_empty")
    if len(text) > LONGEST:
        raise BadInput("edit_too_long", length=len(text), limit=LONGEST)
    known = [*shown_in(written), *(one for one in offered if one[0][0] != "T")]
    marks = [_mark_of(one, report, known) for one in _LOCK.finditer(text)]
    words = _LOCK.split(text)[::2]
    _check(words, marks, report)
    _check_shares(words, marks, report, written)
    return _woven(words, [f"{{{mark}:{form}}}" if form else f"{{{mark}}}" for mark, form in marks])


def shown_in(text: str) -> list[Shown]:
    """The marks of a text, each once in each of its forms."""
    return list(dict.fromkeys((mark[1], mark[2]) for mark in MARK.finditer(text)))


def _mark_of(found: re.Match[str], report: Report, known: Sequence[Shown]) -> Shown:
    """The mark behind a lock, with the form its words show. Raises BadInput where none that may stand there reads so."""
    head = _HEAD.match(found[1])
    mark = f"{head[1]}{int(head[2]):03d}" if head else ""
    for one in known:
        if one[0] == mark and lock(*one, report) == found[0]:
            return one
    raise BadInput("edit_lock_changed", piece=found[0])


def _woven(words: Sequence[str], between: Sequence[str]) -> str:
    """The words with something between each two of them."""
    return "".join(part for pair in zip(words, [*between, ""], strict=True) for part in pair)


def _check(words: Sequence[str], marks: Sequence[Shown], report: Report) -> None:
    """Refuses brackets out of place, and what only a lock may say."""
    broken = next((word for word in words if _BRACKETS.search(word)), None)
    if broken is not None:
        raise BadInput("edit_lock_changed", piece=_around(broken, _BRACKETS.search(broken)))
    loose = _woven(words, [stand_in(mark, report.rendered(mark, form)) for mark, form in marks])
    numbers = quantity_spans(loose)
    if numbers:
        raise BadInput("edit_number", piece=[_with_locks(loose, *span, marks, report) for span in numbers])
    # A figure in quotation marks would pass for something somebody said.
    said = next(quotations(_woven(words, [mark if mark[0] == "F" else STAND_IN for mark, _ in marks])), None)
    if said is not None:
        raise BadInput("edit_quotation", piece=said[:SHOWN])


def _check_shares(words: Sequence[str], marks: Sequence[Shown], report: Report, written: str) -> None:
    """Refuses two figures made part and whole, unless they were so before."""
    stood = [(mark[1], mark[2]) for mark in MARK.finditer(written)]
    before = {pair for pair, _ in _shares(MARK.split(written)[::3], stood, report)}
    new = [piece for pair, piece in _shares(words, marks, report) if pair not in before]
    if new:
        raise BadInput("edit_number", piece=new)


def _shares(words: Sequence[str], marks: Sequence[Shown], report: Report) -> Iterator[tuple[tuple[Shown, Shown], str]]:
    """Each two marks that stand as part and whole, and the piece as its writer sees it."""
    loose = _woven(words, [stand_in(mark, report.rendered(mark, form)) for mark, form in marks])
    for found in _SHARE.finditer(loose):
        at = len(_STANDS_IN.findall(loose[: found.start()]))
        end = loose.index(FIGURE, found.end()) + 1
        yield (marks[at], marks[at + 1]), _with_locks(loose, found.start(), end, marks, report)


def _with_locks(loose: str, start: int, end: int, marks: Sequence[Shown], report: Report) -> str:
    """A piece of a loose text as its writer sees it."""
    left = marks[len(_STANDS_IN.findall(loose[:start])) :]
    return _refilled(loose[start:end], [lock(*one, report) for one in left])


def _refilled(piece: str, words: Sequence[str]) -> str:
    """A piece of a text with what its stand-ins stood for, the first of `words` first."""
    left = iter(words)
    return _STANDS_IN.sub(lambda _: next(left), piece)


def _around(text: str, found: re.Match[str] | None) -> str:
    at = found.start() if found else 0
    return text[max(0, at - 10) : at + SHOWN]


def check_title(title: str, *known: str) -> str:
    """A title fit for a report: its numbers must be those of the `known` texts, whole: a wave, its year, a number of
    the title as it was written. None of them may count or measure anything it did not.

    Raises BadInput as `unlocked` does.
    """
    text = " ".join(title.split())
    if not text:
        raise BadInput("edit_empty")
    if len(text) > TITLE:
        raise BadInput("edit_too_long", length=len(text), limit=TITLE)
    numbers, text = _known_numbers(known), _STANDS_IN.sub("", text)
    stood, rest = [one[0] for one in numbers.finditer(text)], numbers.sub(FIGURE, text)
    loose = [*quantity_spans(rest), *(one.span() for one in _COUNTED_YEAR.finditer(rest))]
    if loose or MARK.search(text):
        shown = [_refilled(rest[start:end], stood[rest[:start].count(FIGURE) :]) for start, end in loose]
        raise BadInput("edit_number", piece=shown or [text])
    said = next(quotations(text), None)
    if said is not None:
        raise BadInput("edit_quotation", piece=said[:SHOWN])
    return text


def _known_numbers(known: Sequence[str]) -> re.Pattern[str]:
    """What a title may say: the quantities of the known texts, waves and years whole; two years may bound a span."""
    waves = {one for each in known for one in re.findall(r"\d{4}-Q\d", each)}
    years = {one for each in known for one in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", each)}
    own = {
        one
        for each in (re.sub(r"\d{4}-Q\d", " ", each) for each in known)
        for one in (*quantities(each), *re.findall(r"\d+(?:[.,–-]\d+)*[%％]?", each))
    }
    dated = "|".join(map(re.escape, sorted(waves | years, key=lambda one: (-len(one), one)))) or "(?!)"
    others = "|".join(map(re.escape, sorted(own, key=lambda one: (-len(one), one)))) or "(?!)"
    return re.compile(rf"(?<!\d)(?:(?:{dated})(?:\s?[-–—至到]\s?(?:{dated}))?|{others})(?!\d)", re.IGNORECASE)
