"""What a model reads of doubtful matches: the study's question, the one really asked, the answer; nobody's name or id.

A pair is called by digits made of all it holds, so that no words inside a pair can know what that pair or another is
called. Pairs whose right grade is known go along: whoever was talked into grading all alike gets them wrong.
"""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from pydantic import BaseModel, Field, model_validator

from corpus.records import Interview, Language, Span
from corpus.refinement import MASK
from research.matches import Grade, Match

PAIRS_PER_BATCH = 10
CHARACTERS_PER_BATCH = 6000
CHARACTERS_PER_ANSWER = 1200
"""Of a longer answer the beginning and the end are sent."""
PROBES = 3
"""Follow-ups that are sent of one match, the first ones."""

CUT = "[…]"
_ID = 10  # digits

_KNOWN: dict[Language, tuple[tuple[str, str, Grade], ...]] = {
    "zh": (
        ("您一般多久买一次水果？", "差不多每个星期买两次，周三和周六去。", "answered"),
        ("您家的牙膏是什么牌子的？", "这个真不知道，从来没注意过。", "no_answer"),
    ),
    "en": (
        ("How often do you buy fruit?", "Twice a week, on Wednesdays and Saturdays.", "answered"),
        ("What brand is your toothpaste at home?", "I don't know, I have never noticed.", "no_answer"),
    ),
}


class GradedPair(BaseModel):
    """One pair as the model graded it."""

    id: str = Field(max_length=2 * _ID)
    grade: Grade


class GradedReply(BaseModel):
    """A whole reply to prompts/grading."""

    grades: list[GradedPair] = Field(max_length=2 * PAIRS_PER_BATCH)


@dataclass(frozen=True)
class Pair:
    """A question and an answer. key: 64 digits that stand for its words and for whoever grades them."""

    key: str
    content: str

    @property
    def id(self) -> str:
        """What the model calls it."""
        return self.key[:_ID]

    @property
    def line(self) -> str:
        """The pair as the model reads it: a JSON object on one line."""
        return json.dumps({"id": self.id, **json.loads(self.content)}, ensure_ascii=False)


def pair_of(match: Match, question: str, interview: Interview, grader: Sequence[str]) -> Pair | None:
    """The pair of a match; None where the interview has other exchanges by now.

    grader   all that shapes a grade but the pair: model, address, prompts
    """
    positions = (match.exchange, *match.probes[:PROBES])
    if max(positions) >= len(interview.exchanges):
        return None
    (asked, answer), *probes = [_readable(interview, at) for at in positions]
    content: dict[str, Any] = {"question": question, "asked": asked, "answer": answer}
    if probes:
        content["probes"] = [{"asked": asked, "answer": answer} for asked, answer in probes]
    return _pair(content, grader)


def known_pairs(language: Language, grader: Sequence[str]) -> Mapping[Pair, Grade]:
    """Pairs nobody said, with the grade any reader gives them."""
    return {
        _pair({"question": asked, "asked": asked, "answer": answer}, grader): grade
        for asked, answer, grade in _KNOWN[language]
    }


def _pair(content: Mapping[str, Any], grader: Sequence[str]) -> Pair:
    written = json.dumps(content, ensure_ascii=False)
    return Pair(hashlib.sha256(json.dumps([*grader, written], ensure_ascii=False).encode()).hexdigest(), written)


def _readable(interview: Interview, at: int) -> tuple[str, str]:
    """Question and answer of an exchange, words that identify or may do so masked, overlong ones cut in the middle."""
    exchange = interview.exchanges[at]
    answer = "\n".join(masked(interview, span) for span in exchange.answer)
    return _short(masked(interview, exchange.question)), _short(answer)


def masked(interview: Interview, span: Span) -> str:
    """The words with those that identify, or may do so, masked: character for character."""
    words = list(interview.words(span))
    for start, end in interview.never_quoted:
        for place in range(max(start, span[0]), min(end, span[1])):
            words[place - span[0]] = MASK
    return "".join(words)


def _short(text: str) -> str:
    half = CHARACTERS_PER_ANSWER // 2
    return text if len(text) <= CHARACTERS_PER_ANSWER else f"{text[:half]} {CUT} {text[-half:]}"


def batches(pairs: Collection[Pair]) -> Iterator[list[Pair]]:
    """Pairs few and short enough for one prompt, in the order given."""
    batch: list[Pair] = []
    for pair in pairs:
        size = sum(len(one.content) for one in batch) + len(pair.content)
        if batch and (len(batch) == PAIRS_PER_BATCH or size > CHARACTERS_PER_BATCH):
            yield batch
            batch = []
        batch.append(pair)
    if batch:
        yield batch


def reply_on(pairs: Collection[Pair]) -> type[GradedReply]:
    """The reply's shape for these pairs: every id of theirs once, and no other."""
    wanted = sorted(pair.id for pair in pairs)

    class ReplyOnPairs(GradedReply):
        @model_validator(mode="after")
        def _each_once(self) -> Self:
            if sorted(one.id for one in self.grades) != wanted:
                raise ValueError("each id of the pairs exactly once, and no other id")
            return self

    return ReplyOnPairs
