"""What a model reads of a criterion in words: the criterion and the nearest answers of one interview; nobody's name or id.

An entry is called by digits made of all it holds, so that no words inside one can know what it is called. Entries whose
verdict is known go along: whoever was talked into one verdict for all gets them wrong.
"""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Self

from pydantic import BaseModel, Field, model_validator

from corpus.records import Interview, Language, Span
from corpus.refinement import MASK
from research.grading_pairs import masked
from research.verdicts import How, Verdict

ENTRIES_PER_BATCH = 10
CHARACTERS_PER_BATCH = 6000
CHARACTERS_PER_ANSWER = 600
"""Of a longer answer the beginning and the end are sent, each as an answer of its own."""
PASSAGES = 3
"""Exchanges of an interview that are sent, the nearest to the criterion."""
SHORTEST, LONGEST = 2, 300
"""Characters of the words a verdict names: a single one shows nothing, and a whole story is not the very words."""

_ID = 10  # digits

Told = Literal["yes", "no", "unknown"]

_KNOWN: dict[Language, tuple[tuple[str, str, str, frozenset[Told]], ...]] = {
    "zh": (
        ("骑自行车上班的人", "您平时怎么去上班？", "我每天骑自行车上班，二十分钟就到了。", frozenset({"yes"})),
        ("骑自行车上班的人", "您平时怎么去上班？", "我坐地铁，倒是我们同事每天骑车。", frozenset({"no", "unknown"})),
    ),
    "en": (
        ("people who cycle to work", "How do you get to work?", "I cycle to work every day, it takes me twenty minutes.", frozenset({"yes"})),
        ("people who cycle to work", "How do you get to work?", "I take the train; it is my colleague who cycles.", frozenset({"no", "unknown"})),
    ),
}  # fmt: skip


class SaidVerdict(BaseModel):
    """The verdict on one entry as the model gives it."""

    id: str = Field(max_length=2 * _ID)
    holds: Told
    how: How = "inferred"
    words: str = Field(default="", max_length=2 * LONGEST)


class SaidReply(BaseModel):
    """A whole reply to prompts/said."""

    verdicts: list[SaidVerdict] = Field(max_length=2 * ENTRIES_PER_BATCH)


@dataclass(frozen=True)
class Entry:
    """A criterion and what somebody said. key: 64 digits that stand for its words and for whoever judges them.

    pieces   the answers' places in the interview's text, in the order they are shown
    """

    key: str
    content: str
    interview: str = ""
    pieces: tuple[Span, ...] = ()

    @property
    def id(self) -> str:
        """What the model calls it."""
        return self.key[:_ID]

    @property
    def line(self) -> str:
        """The entry as the model reads it: a JSON object on one line."""
        return json.dumps({"id": self.id, **json.loads(self.content)}, ensure_ascii=False)

    @property
    def answers(self) -> tuple[str, ...]:
        """The answers as they are shown, as long as their pieces."""
        return tuple(one["answer"] for one in json.loads(self.content)["said"])


def entry_of(words: str, interview: Interview, positions: Sequence[int], judge: Sequence[str]) -> Entry | None:
    """The entry of a criterion and an interview, read with its turns; None where it has other exchanges by now.

    positions  of the exchanges nearest to the criterion, the nearest first; judge: all that shapes a verdict but the entry:
               model, address, prompts
    """
    if not positions or max(positions) >= len(interview.exchanges):
        return None
    said, pieces = [], []
    for at in sorted(positions[:PASSAGES]):
        exchange = interview.exchanges[at]
        for piece in (part for span in exchange.answer for part in _ends(span)):
            said.append(
                {
                    "asked": masked(interview, exchange.question)[:CHARACTERS_PER_ANSWER],
                    "answer": masked(interview, piece),
                }
            )
            pieces.append(piece)
    return _entry({"condition": words, "said": said}, judge, interview.id, tuple(pieces)) if said else None


def known_entries(language: Language, judge: Sequence[str]) -> Mapping[Entry, frozenset[Told]]:
    """Entries nobody said, with the verdicts any reader may give them."""
    return {
        _entry({"condition": condition, "said": [{"asked": asked, "answer": answer}]}, judge): told
        for condition, asked, answer, told in _KNOWN[language]
    }


def verdict_in(entry: Entry, said: SaidVerdict, by: str) -> Verdict | None:
    """The verdict with the place of its words; None where it names none that the person said: then it counts for nothing."""
    if said.holds == "unknown":
        return Verdict(entry.interview, None, None, said.how, by)
    words = said.words.strip().strip('“”"「」').strip()
    if not SHORTEST <= len(words) <= LONGEST or MASK in words:
        return None
    for answer, (start, _) in zip(entry.answers, entry.pieces, strict=True):
        at = answer.find(words)
        if at >= 0:
            span = (start + at, start + at + len(words))
            return Verdict(entry.interview, said.holds == "yes", span, said.how, by)
    return None


def batches(entries: Collection[Entry]) -> Iterator[list[Entry]]:
    """Entries few and short enough for one prompt, in the order given."""
    batch: list[Entry] = []
    for entry in entries:
        size = sum(len(one.content) for one in batch) + len(entry.content)
        if batch and (len(batch) == ENTRIES_PER_BATCH or size > CHARACTERS_PER_BATCH):
            yield batch
            batch = []
        batch.append(entry)
    if batch:
        yield batch


def reply_on(entries: Collection[Entry]) -> type[SaidReply]:
    """The reply's shape for these entries: every id of theirs once, and no other."""
    wanted = sorted(entry.id for entry in entries)

    class ReplyOnEntries(SaidReply):
        @model_validator(mode="after")
        def _each_once(self) -> Self:
            if sorted(one.id for one in self.verdicts) != wanted:
                raise ValueError("each id of the entries exactly once, and no other id")
            return self

    return ReplyOnEntries


def _entry(
    content: Mapping[str, Any], judge: Sequence[str], interview: str = "", pieces: tuple[Span, ...] = ()
) -> Entry:
    written = json.dumps(content, ensure_ascii=False)
    key = hashlib.sha256(json.dumps([*judge, written], ensure_ascii=False).encode()).hexdigest()
    return Entry(key, written, interview, pieces)


def _ends(span: Span) -> tuple[Span, ...]:
    """The span, or its two ends where it is too long."""
    start, end = span
    half = CHARACTERS_PER_ANSWER // 2
    return (span,) if end - start <= CHARACTERS_PER_ANSWER else ((start, start + half), (end - half, end))
