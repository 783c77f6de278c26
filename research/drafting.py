"""The discussion guide by rule: the brief's questions as one says them aloud, in the order one asks them.

It builds on `draft_outline`, the bare frame, whose questions keep their ids, their type and what they answer.
"""

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from corpus.errors import IndexTrouble
from corpus.records import Language
from research.asked_wording import Wording
from research.brief import Brief
from research.messages import say, texts
from research.outline import Outline, OutlineQuestion, Section, SectionName, asked_as, draft_outline
from research.outline_edits import pieces, tied
from research.screener import quotas_of, screener_of
from research.speaking import asks_openly, facets, spoken
from research.speaking_words import guide_words

if TYPE_CHECKING:
    from corpus.store import Corpus
    from index.search import Searcher

SUITS = 1.18
"""How well a wording must say what the brief asks to stand in its place (`Wording.suits`)."""
PROBES = 3
"""Probes a drafted question has at most."""
_PARTED = 5
"""Core questions from which on the core falls into parts."""
ORDER = ("use", "where", "change", "choose", "particular", "view", "money", "ahead", "sensitive")
"""What a question may be about, in the order it is asked: broad to narrow, done before thought, money late."""
_PART = {
    "use": "opening", "where": "opening", "change": "opening", "choose": "choosing", "particular": "choosing",
    "view": "views", "money": "views", "ahead": "views", "sensitive": "views",
}  # fmt: skip


def draft_guide(brief: Brief, wordings: Sequence[Sequence[Wording]] = ()) -> Outline:
    """The guide for a brief: screener, quotas, warm-up, core, projective and closing questions, each with its purpose.

    wordings  for each question of the brief how it was asked before, best first; without them the brief's words are used
    """
    bare = draft_outline(brief)
    said = [_core(question, brief, wordings[at] if at < len(wordings) else ()) for at, question in enumerate(bare.core)]
    core = sorted(said, key=lambda one: (names_brand(one.text, brief.language), _rank(one, brief)))
    around = {name: Section(name, *_headed(name, brief.language), _framing(name, brief)) for name in _FRAME}
    sections = (around["warmup"], *_parts(core, brief), around["projective"], around["closing"])
    guide = replace(bare, sections=sections)
    guide = replace(guide, screener=screener_of(guide.criteria, brief.language, brief.industry))
    return replace(guide, quotas=quotas_of(guide, brief.responses or 0))


Wordings = Sequence[Sequence[Wording]]
"""For each question of the brief how it was asked before, best first."""


def drafted_for(brief: Brief, corpus: "Corpus", opened: "Callable[[], Searcher]") -> tuple[Outline, Wordings]:
    """(the guide with the wordings of the corpus, all of them); without an index to look them up in, the brief's words."""
    from research.asked_before import asked_before  # what searches loads what searching needs

    found: Wordings = ()
    with suppress(IndexTrouble):  # matching will say what to do about it
        found = asked_before(brief.questions, brief.language, searcher=opened(), corpus=corpus, industry=brief.industry)
    return draft_guide(brief, found), found


def _core(question: OutlineQuestion, brief: Brief, wordings: Sequence[Wording]) -> OutlineQuestion:
    """The brief's question as it is asked: in a wording that served before, else in the client's words to "you"."""
    first, after = spoken(question.text, brief.language)
    own = replace(question, text=first)
    used = next((one for one in wordings if _serves(one, own, brief)), None)
    stage = stage_of(own, brief)
    probes = (*after, *_said(brief.language, f"guide.probe.{stage}"))[
        : PROBES if question.kind == "open" else PROBES - 1
    ]
    return replace(
        own, text=used.text if used else first, looked_for=question.text, probes=tuple(dict.fromkeys(probes)),
        purpose=say(brief.language, f"guide.purpose.{stage}"),
        asked_of=(used.people, used.waves) if used else (),
    )  # fmt: skip


def _serves(wording: Wording, question: OutlineQuestion, brief: Brief) -> bool:
    """Whether a wording asks what the question asks: of the same matter, as openly, for the same kind of answer."""
    language = brief.language
    said = replace(question, text=wording.text)
    kind, options = asked_as(wording.text, language)
    return (
        wording.suits >= SUITS
        and kind == question.kind
        and (kind != "choice" or options == question.options)
        and (asks_openly(said.text, language) or not asks_openly(question.text, language))
        and facets(question.text, language) == facets(said.text, language)
        and not pieces(said.text) < pieces(question.text)  # it would only say less
        and stage_of(said, brief) == stage_of(question, brief)
        and tied(said.text, brief) in (question.brief_question, None)
        and names_brand(said.text, language) == names_brand(question.text, language)
    )


def stage_of(question: OutlineQuestion, brief: Brief) -> str:
    """What a question is about, one of ORDER: a matter of habit only where it is asked of the whole category."""
    cues = guide_words(brief.language)["stages"]
    found = next((name for name, cue in cues.items() if re.search(cue, question.text, re.IGNORECASE)), "particular")
    broad = not brief.industry or pieces(brief.industry) & pieces(question.text)
    return found if broad or found not in ("use", "where") else "particular"


def _rank(question: OutlineQuestion, brief: Brief) -> int:
    asked = replace(question, text=spoken(brief.questions[(question.brief_question or 1) - 1], brief.language)[0])
    return ORDER.index(stage_of(asked, brief))


def names_brand(text: str, language: Language) -> bool:
    """Whether a question names a brand: one of the lexicon's, or a name written with a capital inside the sentence."""
    words = guide_words(language)
    names = re.findall(r"《[^》]+》", text)
    names += (
        re.findall(r"[A-Z][A-Za-z]{2,}", text)
        if language == "zh"
        else re.findall(r"(?<=[a-z,] )[A-Z][a-z][A-Za-z]+", text)
    )
    return bool(re.search(words["brands"], text, re.IGNORECASE)) or any(
        not re.search(words["no_brands"], name) for name in names
    )


def _parts(core: Sequence[OutlineQuestion], brief: Brief) -> tuple[Section, ...]:
    """The core in parts, those of the category before those that name a brand."""
    language = brief.language
    branded = [one for one in core if names_brand(one.text, language)]
    plain = [one for one in core if one not in branded]
    groups = _grouped(plain, brief) if len(plain) >= _PARTED else [("core", plain)]
    groups += [("brand", branded)] if plain and branded else [("core", branded)]
    return tuple(Section("core", *_headed(name, language), tuple(held)) for name, held in groups if held)


def _grouped(core: Sequence[OutlineQuestion], brief: Brief) -> list[tuple[str, list[OutlineQuestion]]]:
    """The questions by part of the core, in order."""
    by_part = groupby(core, key=lambda question: _PART[ORDER[_rank(question, brief)]])
    return [(part, list(held)) for part, held in by_part]


_FRAME: dict[SectionName, dict[str, str]] = {
    "warmup": {"W1": "warmup", "W2": "category"},
    "projective": {"P1": "sentence", "P2": "person"},
    "closing": {"C1": "closing"},
}
"""Section → id → what is asked around the core."""


def _framing(section: SectionName, brief: Brief) -> tuple[OutlineQuestion, ...]:
    industry = brief.industry or say(brief.language, "guide.something")
    return tuple(
        OutlineQuestion(
            id_, say(brief.language, f"guide.question.{name}", industry=industry),
            probes=_said(brief.language, f"guide.probe.{name}"), purpose=say(brief.language, f"guide.purpose.{name}"),
        )
        for id_, name in _FRAME[section].items()
    )  # fmt: skip


def _headed(name: str, language: Language) -> tuple[str, str]:
    return say(language, f"guide.section.{name}.title"), say(language, f"guide.section.{name}.purpose")


def _said(language: Language, key: str) -> tuple[str, ...]:
    """The sentences of a list, in order; none where there is no such list."""
    try:
        return tuple(texts(language, key).values())
    except KeyError:
        return ()
