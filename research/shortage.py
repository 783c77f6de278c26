"""When the corpus cannot answer: what binds, in words, and what relaxing it would bring."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from corpus.errors import Shortage
from corpus.records import Language
from corpus.store import Corpus
from research.audience import said_once
from research.binding import FEWEST as FEWEST
from research.binding import Binding, what_binds
from research.brief import Brief
from research.matches import Match
from research.messages import say
from research.outline import Outline
from research.relaxing import Relaxation
from research.responses import Responses, judge_responses
from research.rulings import Ruling


def wanted_by(brief: Brief) -> int:
    """How many responses a study needs: what its brief asks for, at least what any report needs."""
    return max(brief.responses or 0, FEWEST)


def short_of(brief: Brief, judged: Responses) -> int | None:
    """How many were wanted where fewer are valid; None where there are enough."""
    return wanted_by(brief) if len(judged.valid) < wanted_by(brief) else None


def check_answerable(
    outline: Outline, matches: Sequence[Match], judged: Responses, *, corpus: Corpus,
    rulings: Mapping[str, Ruling] = MappingProxyType({}),
) -> None:  # fmt: skip
    """Raise Shortage where the corpus touches nothing of the brief, or too few people are valid for any report."""
    touched = {match.question for match in matches}
    if not touched:
        raise Shortage("shortage_nothing_found", questions=[question.text for question in outline.core])
    if len(judged.valid) < FEWEST:
        wanted = Shortage("shortage_too_few", valid=len(judged.valid), wanted=FEWEST, binds="", relax=[])
        raise shortage_of(wanted, outline, matches, corpus=corpus, rulings=rulings)


def shortage_of(
    shortage: Shortage, outline: Outline, matches: Sequence[Match], *, corpus: Corpus,
    rulings: Mapping[str, Ruling] = MappingProxyType({}),
) -> Shortage:  # fmt: skip
    """The shortage with what binds, in words, and what each relaxation would bring."""
    judged = judge_responses(outline, matches, corpus=corpus, rulings=rulings)
    found = what_binds(
        outline, matches, judged, corpus=corpus, rulings=rulings, wanted=int(shortage.values["wanted"])
    )  # fmt: skip
    language = outline.language
    gains = [relaxed_said(one, language) for one in found.relaxations if one.kind != "prefer"]
    return Shortage(shortage.key, **{**shortage.values, "binds": binds_said(found, language), "relax": gains})


def binds_said(found: Binding, language: Language) -> str:
    """What binds, as the end of a sentence; "" where nothing does."""
    if not found.kind:
        return ""
    said = [" + ".join(words) for words in said_once(found.criteria)]
    asked = [
        say(language, "shortage.answered", text=question.text, people=people) for question, people in found.questions
    ]
    kind = (
        "window" if found.kind == "wave" and not said else "both" if found.kind == "question" and said else found.kind
    )
    return say(
        language, f"shortage.binds.{kind}", said=said, questions=asked, spoken=found.spoken, most=found.most,
        reach=found.reach, wanted=found.wanted, language=say(language, f"shortage.spoken.{language}"),
    )  # fmt: skip


def relaxed_said(one: Relaxation, language: Language) -> str:
    """A way of asking for less and what it brings."""
    return say(language, f"shortage.relax.{one.kind}", gain=one.gain, valid=one.valid, **one.words)
