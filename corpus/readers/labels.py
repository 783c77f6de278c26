"""Speaker labels in prose: lines of text to the turns of an interview, in both languages."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from corpus.errors import FileRefused
from corpus.readers.head import Head, head_of
from corpus.readers.roles import (
    interviewer_among,
    is_code,
    is_interviewer,
    is_name,
    is_plain_role,
    is_respondent,
    is_role,
    key_of,
    shown,
)
from corpus.records import SpokenTurn, Transcript

_STAMP = r"[\[(（]?\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])）]?"
_LEAD = re.compile(
    r"^\s*(?:#{1,6}\s+|[>•·]\s*|[-*]\s+)?(?P<bold>\*\*|__)?(?:\d{1,3}(?:[.、)）]|\\\.)\s*)?"
    rf"(?:{_STAMP}\s*(?:(?:-|–|-->|~)\s*{_STAMP})?\s*[-–|]?\s*)?(?P<bold2>\*\*|__)?\s*"
)
_ASIDE = re.compile(r"\s*[(（\[【][^)）\]】]{0,30}[)）\]】]\s*$")
_FORMS = (  # (regex over the line without its lead, form), the first that fits counts
    (re.compile(rf"([^:：\t\n]{{1,40}}?)(?:\*\*|__)?\s+{_STAMP}\s*$()"), "stamped"),
    (
        re.compile(
            rf"([^:：\t\n]{{1,60}}?)\s*(?:\*\*|__)?\s*(?:{_STAMP})?\s*[:：]\s*(?:\*\*|__)?[ \t\u3000]*(.*)$", re.DOTALL
        ),
        "colon",
    ),
    (re.compile(r"([^:：\t\n]{1,40}?)(?:\*\*|__)?\t+(.*)$", re.DOTALL), "tab"),
    (re.compile(r"([^:：\t\n*]{1,40}?)(?:\*\*|__)\s*(.*)$", re.DOTALL), "bold"),
    (re.compile(r"([^:：\t\n]{1,24})$()"), "bare"),
)
_SENTENCE_MARKS = re.compile(r"[，。！？；、,!?;“”\"…]|\.(?!\s?\w)|[^\W\d]{4,}\.\s")
_LONGEST = 24
_BARE_FORMS = ("tab", "bare")
_NOT_SAID = re.compile(
    r"^\s*(?:#{1,6}\s.*|(?:[-*_=~—]\s*){3,}|[\[(（【<*—–=\-\s]*(?:end of (?:the )?(?:interview|transcript|recording)"
    r"|访谈(?:到此)?结束|录音结束|访问结束|全文完|完)[\])）】>*—–=。.\-\s]*)$",
    re.IGNORECASE,
)


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
    """A line of a file. `marked` is a label its form suggests (bold run); `sure` that it is one (speaker column)."""

    number: int
    text: str
    marked: Labelled | None = None
    sure: bool = False


def split_label(text: str) -> Labelled | None:
    """The label a line may begin with, else None. Whether it is one only the whole file shows: `speakers_among`."""
    lead = _LEAD.match(text)
    bare = text[lead.end() :] if lead else text
    bold = bool(lead and (lead["bold"] or lead["bold2"]))
    for pattern, form in _FORMS:
        found = pattern.match(bare) if form != "bold" or bold else None
        label = _ASIDE.sub("", found[1]).strip(" *_\t\u3000") if found else ""
        if found and _is_short(label):
            return Labelled(label, _unbolded(found[2], bold), form)
    return None


def _unbolded(rest: str, bold: bool) -> str:
    """Drop the end mark of a line that was bold as a whole."""
    return re.sub(r"\s*(?:\*\*|__)\s*$", "", rest) if bold and len(re.findall(r"\*\*|__", rest)) % 2 else rest


def _is_short(label: str) -> bool:
    return 0 < len(label) <= _LONGEST and not _SENTENCE_MARKS.search(label) and bool(re.search(r"[^\W\d_]", label))


@dataclass(frozen=True)
class Speakers:
    """Keys of the speakers: `marked` those set off by a colon, bold or a time; `bare` those by a tab or line end."""

    marked: frozenset[str]
    bare: frozenset[str]

    def begins(self, one: Labelled | None) -> bool:
        """Whether a line that may begin a turn does."""
        return one is not None and one.key in (self.bare if one.form in _BARE_FORMS else self.marked)


def speakers_among(candidates: Sequence[Labelled]) -> Speakers:
    """The labels that are speakers. Bare ones must be roles, recur, and not be marked elsewhere in the file."""
    marked = [one for one in candidates if one.form not in _BARE_FORMS]
    counts = Counter(one.key for one in candidates if one.form in _BARE_FORMS and is_role(one.label))
    speakers = _marked_speakers(marked)
    return Speakers(speakers, frozenset(key for key, count in counts.items() if count > 1 and key not in speakers))


def _marked_speakers(candidates: Sequence[Labelled]) -> frozenset[str]:
    """Known roles; where they do not tell both sides, also codes, and names that recur; else names even once."""
    counts = Counter(one.key for one in candidates)
    labels = {one.key: one.label for one in reversed(candidates)}
    recurring = {key for key, count in counts.items() if count > 1}
    speakers = {key for key in counts if is_plain_role(labels[key]) or (key in recurring and is_role(labels[key]))}
    speakers |= {key for key in recurring if is_code(labels[key])}
    if not (
        any(is_interviewer(labels[key]) for key in speakers) and any(is_respondent(labels[key]) for key in speakers)
    ):
        speakers |= {key for key in counts if is_code(labels[key]) or (key in recurring and is_name(labels[key]))}
    if len(speakers) < 2:
        speakers |= {key for key in counts if is_name(labels[key]) and not labels[key][0].islower()}
    return frozenset(speakers - _options(speakers, labels))


def _options(speakers: set[str], labels: dict[str, str]) -> set[str]:
    """ "A:" beside "B:" is an option of a question, unless nobody else answers."""
    others = [key for key in speakers if key != "a" and is_respondent(labels[key])]
    return {"a"} if others and "b" in labels else set()


def turns_of(lines: Iterable[Line]) -> tuple[Head, list[SpokenTurn]]:
    """What the head says, and the turns in order; an empty list where no speaker's label is found.

    Lines without a label continue the turn above; headings, rules and end marks are nobody's words.
    """
    listed = list(lines)
    head = head_of(line.text for line in takewhile(lambda line: not line.sure, listed))
    said = [(line, line.marked or split_label(line.text)) for line in listed[head.lines :]]
    speakers = speakers_among([one for line, one in said if one and not line.sure])
    names: dict[str, str] = {}
    turns: list[tuple[str, int, list[str]]] = []
    for line, one in said:
        if one and (line.sure or speakers.begins(one)):
            turns.append((names.setdefault(one.key, shown(one.label)), line.number, [one.rest]))
        elif turns and not _is_unsaid(line.text):
            turns[-1][2].append(line.text)
    return head, [SpokenTurn(name, "\n".join(parts).strip(), number) for name, number, parts in turns]


def _is_unsaid(text: str) -> bool:
    return len(text) < 200 and bool(_NOT_SAID.match(text))


def transcript_of(lines: Sequence[Line]) -> Transcript:
    """The interview in these lines. Raises FileRefused `no_text`, `no_speakers` (line: the first with text)."""
    head, turns = turns_of(lines)
    first = next((line.number for line in lines if line.text.strip() or line.marked), None)
    if first is None:
        raise FileRefused("no_text")
    if not turns:
        raise FileRefused("no_speakers", line=first)
    return Transcript(
        tuple(turns), head.respondent, head.wave, head.date, interviewer_among(turn.speaker for turn in turns)
    )
