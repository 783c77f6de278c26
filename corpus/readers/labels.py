"""Speaker labels in prose: lines of text to the turns of an interview, in both languages."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from corpus.errors import FileRefused
from corpus.readers.forms import BARE_FORMS, WEAK_FORMS, Labelled, Line, split_label
from corpus.readers.head import Head, head_of
from corpus.readers.questions import with_questions
from corpus.readers.regular import regular_labels
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
from corpus.readers.unsaid import is_unsaid, without_stamps
from corpus.records import SpokenTurn, Transcript


@dataclass(frozen=True)
class Speakers:
    """Keys of the speakers: `marked` those set off by a colon, bold or a time; `bare` those by a tab or line end;
    `weak` those by brackets, a dash or a point."""

    marked: frozenset[str]
    bare: frozenset[str] = frozenset()
    weak: frozenset[str] = frozenset()

    def begins(self, one: Labelled | None) -> bool:
        """Whether a line that may begin a turn does."""
        if one is None:
            return False
        return one.key in (
            self.bare if one.form in BARE_FORMS else self.weak if one.form in WEAK_FORMS else self.marked
        )

    def all(self) -> frozenset[str]:
        return self.marked | self.bare | self.weak


def speakers_among(candidates: Sequence[Labelled], interviewer: str | None = None) -> Speakers:
    """The labels that are speakers. Bare ones must be roles, recur, and not be marked elsewhere in the file.

    interviewer  the label that asks, where somebody has said which
    """
    asks = key_of(interviewer) if interviewer else ""
    marked = _marked_speakers([one for one in candidates if one.form not in (*BARE_FORMS, *WEAK_FORMS)], asks)
    counts = Counter(
        one.key for one in candidates if one.form in BARE_FORMS and (is_role(one.label) or one.key == asks)
    )
    bare = frozenset(key for key, count in counts.items() if count > 1 and key not in marked)
    weak = _weak_speakers(candidates, asks) if len(marked | bare) < 2 else frozenset[str]()
    return Speakers(frozenset(), weak=weak) if weak else Speakers(marked, bare)


def _weak_speakers(candidates: Sequence[Labelled], asks: str) -> frozenset[str]:
    """Of the form that says most: roles and codes that recur, and beside an interviewer names that do; two at least."""
    found: list[frozenset[str]] = []
    for form in WEAK_FORMS:
        counts = Counter(one.key for one in candidates if one.form == form)
        labels = {one.key: one.label for one in candidates if one.form == form}
        keys = {key for key, count in counts.items() if count > 1 and (is_role(labels[key]) or is_code(labels[key]))}
        if any(key == asks or is_interviewer(labels[key]) for key in keys | ({asks} & counts.keys())):
            keys |= {key for key, count in counts.items() if count > 1 and is_name(labels[key])}
        found.append(
            frozenset(keys) if len(keys) > 1 and not _options(keys | {"r"}, {**labels, "r": "R"}) else frozenset()
        )
    return max(found, key=len)


def _marked_speakers(candidates: Sequence[Labelled], asks: str = "") -> frozenset[str]:
    """Known roles; where they do not tell both sides, also codes, and names that recur; else names even once."""
    counts = Counter(one.key for one in candidates)
    labels = {one.key: one.label for one in reversed(candidates)}
    recurring = {key for key, count in counts.items() if count > 1}
    speakers = {key for key in counts if is_plain_role(labels[key]) or (key in recurring and is_role(labels[key]))}
    speakers |= {key for key in recurring if is_code(labels[key])} | ({asks} & counts.keys())
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


def turns_of(lines: Iterable[Line], interviewer: str | None = None) -> tuple[Head, list[SpokenTurn]]:
    """What the head says, and the turns in order; an empty list where no speaker's label is found.

    Lines without a label continue the turn above; times, headings, rules, notes and end marks are nobody's words.
    """
    listed = without_stamps(list(lines))
    head = head_of(line.text for line in takewhile(lambda line: not line.sure, listed))
    body = listed[head.lines :]
    labels = [line.marked or split_label(line.text) for line in body]
    speakers = speakers_among(
        [one for line, one in zip(body, labels, strict=True) if one and not line.sure], interviewer
    )
    if len(speakers.all()) < 2 and (asked := _asked(body, labels, speakers)):
        labels = [line.marked or one for line, one in zip(asked, labels, strict=True)]
        body = asked
    elif len(speakers.all()) < 2 and (regular := regular_labels(body)):
        labels = [line.marked or one for line, one in zip(body, regular, strict=True)]
        speakers = Speakers(frozenset(one.key for one in regular if one))
    return head, _turns(body, labels, speakers)


def _asked(body: Sequence[Line], labels: Sequence[Labelled | None], speakers: Speakers) -> list[Line] | None:
    """The lines where questions stand out by themselves, or by the label of the one who asks them."""
    asks = any(is_interviewer(key) for key in speakers.all())
    return with_questions(body, [one.rest if one and speakers.begins(one) else None for one in labels], asks=asks)


def _turns(lines: Sequence[Line], labels: Sequence[Labelled | None], speakers: Speakers) -> list[SpokenTurn]:
    names: dict[str, str] = {}
    turns: list[tuple[str, int, list[str]]] = []
    for line, one in zip(lines, labels, strict=True):
        if one and (line.sure or speakers.begins(one)):
            turns.append((names.setdefault(one.key, shown(one.label)), line.number, [one.rest]))
        elif turns and not is_unsaid(line.text):
            turns[-1][2].append(line.text)
    return [SpokenTurn(name, "\n".join(parts).strip(), number) for name, number, parts in turns]


def transcript_of(lines: Sequence[Line], interviewer: str | None = None) -> Transcript:
    """The interview in these lines. Raises FileRefused `no_text`, `no_speakers` (line: the first with text)."""
    head, turns = turns_of(lines, interviewer)
    first = next((line.number for line in lines if line.text.strip() or line.marked), None)
    if first is None:
        raise FileRefused("no_text")
    if not turns:
        raise FileRefused("no_speakers", line=first)
    labels = [turn.speaker for turn in turns]
    asker = head.asker_among(labels) or interviewer_among(labels)
    return Transcript(tuple(turns), head.respondent, head.wave, head.date, asker)
