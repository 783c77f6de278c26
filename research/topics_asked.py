"""Which questions of an outline ask about a subject that somebody names in a word or two."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from corpus.language import CJK
from corpus.records import Language
from corpus.script import simplified
from research.messages import say
from research.outline import Outline, OutlineQuestion
from research.spoken import annotation_words

_SMALL = frozenset(
    "the a an of and or on in for to their they your our this that these those it its any some all".split()
)
_NOTHING = frozenset(
    "this that it these those them one here more less questions question things something anything everything stuff".split()
)
_ASKS = re.compile(
    r"什么|怎么|如何|多少|多久|哪|几|吗|谁|是不是|有没有|他们|她们|我们|你们|这|那|删|改|追问"
    r"|\b(?:what|how|why|when|where|who|which|whether|they|them|he|she|we|you|i|is|are|do|don.?t|not|no|be)\b",
    re.IGNORECASE,
)
"""What is in a sentence, and in no name of a subject."""
_NOTHING_ZH = re.compile(r"(?:这|那|它|一|几|问|题|内容|些|点|下|道|个|的|了|再|也|都|别|不|多|少)*")


@dataclass(frozen=True)
class Topic:
    """words: as somebody said it; cues: the words by which a question shows that it asks about it; ask: a question on it."""

    words: str
    cues: tuple[str, ...]
    ask: str = ""

    def held_in(self, text: str) -> bool:
        """Whether a text speaks of it."""
        text = simplified(text).casefold()
        return any(_stands_in(cue, text) for cue in self.cues)


def topic_of(words: str, language: Language) -> Topic | None:
    """The subject that words name, None where they name none ("this", 一点)."""
    words = re.sub(r"^(?:the|their|how much they|his|her|our|your)\s+", "", words.strip(" ,.，。"), flags=re.IGNORECASE)
    normal = simplified(words).casefold()
    group = _groups().get(normal)
    if group:
        return Topic(words, (*group["say"], *group["asked"]), group["ask"][language])
    if _ASKS.search(normal):
        return None
    kept = [word for word in re.findall(r"[a-z’'-]+", normal) if word not in _SMALL]
    if CJK.search(normal):
        return None if _NOTHING_ZH.fullmatch(normal) or len(normal) < 2 else Topic(words, (normal,))
    if not kept or set(kept) <= _NOTHING or any(word in _NOTHING for word in kept):
        return None
    return Topic(words, (" ".join(kept),))


def sensitive(text: str) -> bool:
    """Whether a question asks about money, income or health."""
    return any(
        Topic("", (*group["say"], *group["asked"])).held_in(text)
        for group in annotation_words()["topics"] if "sensitive" in group
    )  # fmt: skip


def asking_about(topic: Topic, outline: Outline) -> tuple[OutlineQuestion, ...]:
    """The questions whose words hold it, in order."""
    return tuple(question for question in outline.questions if topic.held_in(question.text))


def probing_about(topic: Topic, outline: Outline) -> tuple[tuple[OutlineQuestion, str], ...]:
    """The probes that hold it, each with its question."""
    return tuple((one, probe) for one in outline.questions for probe in one.probes if topic.held_in(probe))


def new_question(topic: Topic, outline: Outline) -> str:
    """A question on the topic that the outline does not have yet."""
    known = {question.text for question in outline.questions}
    if topic.ask and topic.ask not in known:
        return topic.ask
    return str(annotation_words()["ask_about"][outline.language]).replace("{topic}", topic.words)


def probes_for(question: OutlineQuestion, language: Language, most: int = 2) -> tuple[str, ...]:
    """Probes by what the question asks about that it does not have yet."""
    keys = (question.aspect, "example", "reason", "attitude")
    offered: Sequence[str] = [say(language, f"report.probe.{key}") for key in keys]
    return tuple(one for one in dict.fromkeys(offered) if one not in question.probes)[:most]


@cache
def _groups() -> Mapping[str, Any]:
    return {word.casefold(): group for group in annotation_words()["topics"] for word in group["say"]}


@cache
def _cue(cue: str) -> re.Pattern[str]:
    """Its words in their order, each with whatever ending; a short one has none but an s."""
    words = [re.escape(_stem(word)) + (r"s?\b" if len(word) < 4 else r"\w{0,4}") for word in cue.casefold().split()]
    return re.compile(r"\b" + r".{0,25}\b".join(words))


def _stands_in(cue: str, text: str) -> bool:
    cue = simplified(cue).casefold()
    return cue in text if CJK.search(cue) else _cue(cue).search(text) is not None


def _stem(word: str) -> str:
    return (
        re.sub(r"(?:ies|ing|es|ed|s|e|y)$", "", word)
        if len(word) > 4
        else re.sub(r"s$", "", word)
        if len(word) > 3
        else word
    )
