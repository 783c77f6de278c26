"""The forms a speaker's label takes at the start of a line; whether it is one only the whole file shows."""

import re
from dataclasses import dataclass

from corpus.readers.roles import is_name, is_role, key_of

STAMP = (
    r"(?:[\[(（]?\d{1,3}:\d{1,2}(?::\d{1,2})?(?:[.,]\d{1,3})?[\])）]?"
    r"|(?:\d{1,2} hours? ?)?(?:\d{1,2} minutes? )?\d{1,2} seconds?)"
)
_SET_STAMP = r"[\[(（]\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])）][ \t\u3000]*"  # between the label and the words
_LEAD = re.compile(
    r"^\s*(?:#{1,6}\s+|[>•·]\s*|[-*]\s+)?(?P<bold>\*\*|__)?(?:\d{1,3}(?:[.、)）]|\\\.)\s*|\d{1,5}(?:\t|[ ]{2,}))?"
    rf"(?:{STAMP}\s*(?:(?:-|–|-->|~)\s*{STAMP})?\s*[-–|]?\s*)?(?P<bold2>\*\*|__)?\s*"
)
_ASIDE = re.compile(r"\s*[(（\[【][^)）\]】]{0,30}[)）\]】]\s*$")
_FORMS = (  # (regex over the line without its lead, form), the first that fits counts
    (re.compile(rf"[\[【<]([^\[\]【】<>\n]{{1,40}})[\]】>]\s*{STAMP}\s*$()"), "stamped"),
    (re.compile(r"[\[【<]([^\[\]【】<>\n]{1,24})[\]】>]\s*[:：]?\s*(.*)$", re.DOTALL), "bracket"),
    (re.compile(rf"([^:：\t\n]{{1,40}}?)(?:\*\*|__)?\s+{STAMP}\s*$()"), "stamped"),
    (
        re.compile(
            rf"([^:：\t\n]{{1,60}}?)\s*+(?:(?:\*\*|__)\s*+)?(?:{STAMP}\s*+)?[:：]\s*(?:\*\*|__)?[ \t\u3000]*(?:{_SET_STAMP})?(.*)$",
            re.DOTALL,
        ),
        "colon",
    ),
    (re.compile(r"([^:：\t\n]{1,40}?)(?:\*\*|__)?\t+(.*)$", re.DOTALL), "tab"),
    (re.compile(r"([^:：\t\n*]{1,40}?)(?:\*\*|__)\s*(.*)$", re.DOTALL), "bold"),
    (re.compile(r"([^:：\t\n]{1,24}?)(?:\s[-–]\s|\s?[—]{1,2}\s?)(.*)$", re.DOTALL), "dash"),
    (re.compile(r"([QqAa问答][ ]?\d{0,3})[.、．]\s*(.*)$", re.DOTALL), "point"),
    (re.compile(r"([^:：\t\n]{1,24})$()"), "bare"),
)
_SENTENCE_MARKS = re.compile(r"[，。！？；、,!?;“”\"…]|\.(?!\s?\w)|[^\W\d]{4,}\.\s")
_LETTER = re.compile(r"[^\W\d_]")
_LONGEST = 24
_WHOLE = 200  # characters of a line that is a label and a time and no more
BARE_FORMS = ("tab", "bare")
WEAK_FORMS = ("bracket", "dash", "point")
"""Forms that ordinary sentences take too: they count where no label is set off by a colon, bold or a time."""


@dataclass(frozen=True)
class Labelled:
    """A line that may begin a turn: the label as written, the words after it, and in which form it stands."""

    label: str
    rest: str
    form: str = "colon"

    @property
    def key(self) -> str:
        return key_of(self.label)


@dataclass(frozen=True)
class Line:
    """A line of a file. `marked` is a label its form suggests (bold run); `sure` that it is one (speaker column).

    looks  what sets off all of its words: "bold", "italic", "colour 0070C0", "style Frage"
    """

    number: int
    text: str
    marked: Labelled | None = None
    sure: bool = False
    looks: frozenset[str] = frozenset()


def split_label(text: str) -> Labelled | None:
    """The label a line may begin with, else None. Whether it is one only the whole file shows: `speakers_among`."""
    if not _LETTER.search(text):
        return None
    lead = _LEAD.match(text)
    bare = text[lead.end() :] if lead else text
    bold = bool(lead and (lead["bold"] or lead["bold2"]))
    for pattern, form in _FORMS:
        possible = (form != "bold" or bold) and (form != "stamped" or len(bare) < _WHOLE)
        found = pattern.match(bare) if possible else None
        label = _ASIDE.sub("", found[1]).strip(" *_\t\u3000") if found else ""
        if found and is_short(label) and (form not in WEAK_FORMS or is_role(label) or is_name(label)):
            return Labelled(label, _unbolded(found[2], bold), form)
    return None


def _unbolded(rest: str, bold: bool) -> str:
    """Drop the end mark of a line that was bold as a whole."""
    return re.sub(r"\s*(?:\*\*|__)\s*$", "", rest) if bold and len(re.findall(r"\*\*|__", rest)) % 2 else rest


def is_short(label: str) -> bool:
    """Whether this can be a label: a few words that are no sentence."""
    return 0 < len(label) <= _LONGEST and not _SENTENCE_MARKS.search(label) and bool(_LETTER.search(label))
