"""The interview outline: whom to ask, and the questions, each tied to one the brief wants answered."""

import re
from dataclasses import dataclass
from math import ceil
from typing import Literal

from corpus.records import Language
from corpus.script import simplified
from research.aspects_said import Aspect as Aspect
from research.audience import Criterion, criteria_from, unread_people
from research.brief import Brief
from research.messages import say, texts
from research.values import Kind, kind_of

SectionName = Literal["warmup", "core", "projective", "closing"]

ENOUGH = 0.5
"""Share of the must-have questions a respondent must have answered to be a valid response."""

WINDOW = 4
"""Waves a study looks back over; the newest answer counts, older ones serve trends."""


@dataclass(frozen=True)
class OutlineQuestion:
    """A question of the outline.

    brief_question  number (from 1) of the brief's question it answers; None where it answers none of them
    kind, options   what an answer is read as; options are "canonical|synonym|…"
    purpose         what it is asked for, in a sentence; "" where nobody said
    minutes         what it takes; 0: by the rule for its kind (research/timing.py)
    passes          of a question of the screener: the options that go on; with any other one the interview closes
    looked_for      what is looked for in the interviews, where that is not its text: the sentence it was drafted from
    asked_of        (people, waves) that were asked something alike before, where the wording is one of theirs; () else
    """

    id: str
    text: str
    brief_question: int | None = None
    kind: Kind = "open"
    options: tuple[str, ...] = ()
    aspect: Aspect = "behaviour"
    must_have: bool = False
    probes: tuple[str, ...] = ()
    purpose: str = ""
    minutes: float = 0.0
    passes: tuple[str, ...] = ()
    asked_of: tuple[int, ...] = ()
    looked_for: str = ""

    @property
    def sought(self) -> str:
        """What it is matched by."""
        return self.looked_for or self.text


@dataclass(frozen=True)
class Quota:
    """How many people of a kind are wanted.

    cell   (field, value) pairs that all hold, e.g. (("gender", "woman"), ("age", "30–39")); codes as profiles hold them, ages as bands
    """

    cell: tuple[tuple[str, str], ...]
    wanted: int


@dataclass(frozen=True)
class Section:
    """A part of the interview, from warm-up to closing."""

    name: SectionName
    title: str
    purpose: str
    questions: tuple[OutlineQuestion, ...]


@dataclass(frozen=True)
class Outline:
    """criteria   whom to ask
    unread     words about people that became no criterion: shown, never dropped silently
    drafted_by "rule" or the name of the model
    edited     whether a person has changed it since
    industry   the brief's, in words
    screener   what is asked before anybody is invited; quotas: how many of whom
    draft_trouble  key of why a model's draft was not taken, "" where it was or none was asked for
    """

    language: Language
    criteria: tuple[Criterion, ...]
    unread: tuple[str, ...]
    sections: tuple[Section, ...]
    enough: float = ENOUGH
    window: int = WINDOW
    drafted_by: str = "rule"
    industry: str = ""
    edited: bool = False
    screener: tuple[OutlineQuestion, ...] = ()
    quotas: tuple[Quota, ...] = ()
    draft_trouble: str = ""

    @property
    def core(self) -> tuple[OutlineQuestion, ...]:
        """The questions that are matched against the corpus: those of the core sections, a question of one's own too."""
        return tuple(question for section in self.sections if section.name == "core" for question in section.questions)

    @property
    def questions(self) -> tuple[OutlineQuestion, ...]:
        """All questions in the order they are asked."""
        return tuple(question for section in self.sections for question in section.questions)

    @property
    def must_haves(self) -> tuple[OutlineQuestion, ...]:
        """The core questions that decide whether a response is valid."""
        return tuple(question for question in self.core if question.must_have)

    @property
    def least(self) -> int:
        """How many of them a valid response answers. 7 of 25 are 7, though 7 / 25 * 25 is a little more to a computer."""
        return ceil(round(self.enough * len(self.must_haves), 6))


def draft_outline(brief: Brief) -> Outline:
    """An outline by rule: the brief's own questions as the core, probes by what each asks about, a frame around it."""
    language = brief.language
    core = tuple(_core(number, text, language) for number, text in enumerate(brief.questions, start=1))
    sections = (
        Section("warmup", *_named("warmup", language), (_framing("W1", "warmup", brief),)),
        Section("core", *_named("core", language), core),
        Section("closing", *_named("closing", language), (_framing("C1", "closing", brief),)),
    )
    return Outline(language, criteria_from(brief), unread_people(brief), sections, industry=brief.industry)


def _core(number: int, text: str, language: Language) -> OutlineQuestion:
    kind, options = asked_as(text, language)
    aspect = aspect_of(text, language)
    probes = (say(language, f"report.probe.{aspect}"), say(language, "report.probe.example"))
    return OutlineQuestion(
        f"Q{number}",
        text,
        number,
        kind,
        options,
        aspect,
        must_have=True,
        probes=probes if kind == "open" else probes[1:],
    )


def asked_as(text: str, language: Language) -> tuple[Kind, tuple[str, ...]]:
    """Kind and options of a question: its first sentence says them, a second one ("and why?") asks for more.

    Options a ranking or a choice lists in brackets are its options.
    """
    first = re.split(r"(?<=[?？])", text)[0]
    kind, options = kind_of(first, language)
    listed = re.search(r"[（(]([^）)]+)[）)]", first)
    if kind == "ranking" and listed:
        parts = re.split(r"[、，,/；;]|\bor\b|或", listed[1])
        options = tuple(part for each in parts if (part := re.sub(r"的(先后|顺序|排序|次序)+$", "", each.strip())))
    return kind, options


def aspect_of(text: str, language: Language) -> Aspect:
    """What a question is about: an intention, a reason, an attitude, or (else) what people do."""
    cues = texts(language, "report.aspect")
    others: tuple[Aspect, ...] = ("intention", "attitude", "reason")
    for aspect in others:
        if any(cue and cue in simplified(text).lower() for cue in cues[aspect].split("|")):
            return aspect
    return "behaviour"


def _named(section: str, language: Language) -> tuple[str, str]:
    return say(language, f"report.section.{section}.title"), say(language, f"report.section.{section}.purpose")


def _framing(id_: str, section: str, brief: Brief) -> OutlineQuestion:
    return OutlineQuestion(id_, say(brief.language, f"report.section.{section}.question", industry=brief.industry))
