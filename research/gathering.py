"""Gathering the evidence: what the selected people said, found again in the transcripts, read and coded."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from corpus.privacy import overlaps
from corpus.records import QUOTABLE, Attributes, Interview, Language, Span
from corpus.store import Corpus
from index.search import Searcher
from research.anonymity import shown_profiles
from research.apart import aspect_of_values, kept_apart
from research.evidence import (
    COUNTED,
    Answer,
    CodedTheme,
    Evidence,
    Place,
    QuestionEvidence,
    ReadValue,
)
from research.matches import Match, by_respondent
from research.outline import Outline, OutlineQuestion
from research.profiles import profile_of
from research.responses import Reason, Response, Responses
from research.selection import Selection
from research.themes import Coded, ThemeSet, find_themes
from research.values import read_value

OUTSIDE: frozenset[Reason] = frozenset({"language", "window", "audience"})
"""Left out for who somebody is and when they were asked, as the report tells it: it cannot be about them."""

MOST_THEMES = 6
"""Themes a question is given: few enough to read at a glance."""

_DENIES: dict[Language, re.Pattern[str]] = {
    "zh": re.compile(r"[不没别未勿]"),
    "en": re.compile(r"\b(?:never|not|no|nor|nobody|nothing|none|without)\b|n't\b", re.I),
}


def gather_evidence(
    outline: Outline, matches: Sequence[Match], responses: Responses, selection: Selection, *,
    corpus: Corpus, searcher: Searcher, seed: int, smallest: int,
) -> Evidence:  # fmt: skip
    """Everything the selected people said to the outline's questions, coded.

    smallest   how many people of the audience at least share what is shown of one
    """
    chosen = {one.respondent: one for one in responses.valid if one.respondent in set(selection.respondents)}
    attributes = corpus.attributes()
    interviews = {each.id: each for each in corpus.interviews(i for one in chosen.values() for i in one.interviews)}
    table = by_respondent([match for match in matches if match.interview in interviews])
    read = Reading(interviews, attributes, searcher, background(outline, table, interviews), seed)
    return Evidence(
        respondents=selection.respondents,
        profiles={who: profile_of(attributes[who, one.wave]) for who, one in chosen.items()},
        returned=tuple(
            who for who in selection.respondents if len(_waves(chosen[who], interviews)) == len(responses.waves)
        ),
        waves=responses.waves,
        interviews={who: one.interviews for who, one in chosen.items()},
        questions={question.id: read.question(question, chosen, table) for question in outline.core},
        shares=selection.shares,
        funnel=responses.funnel,
        counts={name: count for name, count in corpus.counts().items() if name in COUNTED},
        shown=_shown(attributes, smallest, responses, chosen),
        **_graded(matches),
    )


def _graded(matches: Sequence[Match]) -> dict[str, Any]:
    """What the evidence tells of the model that graded some matches; nothing where none did."""
    models = [one.graded_by for one in matches if one.graded_by != "rule"]
    return {"graded": {"matches": len(matches), "model": len(models)}, "graded_by": models[0]} if models else {}


def _shown(
    attributes: Mapping[tuple[str, str], Attributes],
    smallest: int,
    responses: Responses,
    chosen: Mapping[str, Response],
) -> dict[str, dict[str, str]]:
    """Whoever reads the report knows whom it asked: what is shown of one is shared by others whom it could have meant."""
    meant = {one.respondent for one in responses.all if (one.rule or one.reason) not in OUTSIDE}
    shown = shown_profiles(attributes, smallest, among=meant | chosen.keys())
    return {who: shown[who] for who in sorted(chosen)}


def _waves(response: Response, interviews: Mapping[str, Interview]) -> set[str]:
    return {interviews[identity].wave for identity in response.interviews}


def background(
    outline: Outline, table: Mapping[str, Mapping[str, Sequence[Match]]], interviews: Mapping[str, Interview]
) -> dict[str, list[str]]:
    """Question → the answers to all other questions: against them it shows what is peculiar to it."""
    said: dict[str, list[str]] = {question.id: [] for question in outline.core}
    for found in table.values():
        for question, matches in found.items():
            said[question] += [_said(interviews[one.interview], one) for one in matches]
    return {own: [text for other, texts in said.items() if other != own for text in texts] for own in said}


def _said(interview: Interview, match: Match) -> str:
    return interview.answered(interview.exchanges[match.exchange])


@dataclass(frozen=True)
class Reading:
    """Reads the answers to one question after another."""

    interviews: Mapping[str, Interview]
    attributes: Mapping[tuple[str, str], Attributes]
    searcher: Searcher
    background: Mapping[str, Sequence[str]]
    seed: int

    def question(
        self, question: OutlineQuestion, chosen: Mapping[str, Response], table: Mapping[str, Mapping[str, list[Match]]]
    ) -> QuestionEvidence:
        """One question's evidence over the chosen people."""
        by_wave: dict[str, dict[str, Answer]] = {}
        for who in sorted(chosen):
            for match in table.get(who, {}).get(question.id, []):
                if match.grade in ("answered", "partly"):
                    by_wave.setdefault(match.wave, {})[who] = self._answer(match)
        newest = {who: answer for wave in sorted(by_wave) for who, answer in by_wave[wave].items()}
        read = {wave: self._values(question, answers) for wave, answers in by_wave.items()}
        values, aside = kept_apart(question, read)
        return QuestionEvidence(
            id=question.id,
            statuses={who: one.statuses[question.id] for who, one in chosen.items()},
            answers=dict(sorted(newest.items())),
            themes=self._themes(question, by_wave, newest) if question.kind in ("open", "choice") else (),
            values={
                who: values[answer.wave][who] for who, answer in sorted(newest.items()) if who in values[answer.wave]
            },
            values_by_wave=values,
            waves={wave: tuple(sorted(answers)) for wave, answers in sorted(by_wave.items())},
            aside={who: aside[answer.wave][who] for who, answer in sorted(newest.items()) if who in aside[answer.wave]},
        )

    def _answer(self, match: Match) -> Answer:
        interview = self.interviews[match.interview]
        exchanges = (match.exchange, *match.probes)
        consent = self.attributes[match.respondent, match.wave].consent
        return Answer(
            match.respondent, match.wave, match.interview, interview.version, exchanges,
            interview.exchanges[match.exchange].question,
            tuple(span for at in exchanges for span in interview.exchanges[at].answer), consent in QUOTABLE,
        )  # fmt: skip

    def text(self, answer: Answer) -> str:
        """The answer's words, turns joined by line ends."""
        return "\n".join(self.interviews[answer.interview].words(span) for span in answer.spans)

    def _values(self, question: OutlineQuestion, answers: Mapping[str, Answer]) -> dict[str, ReadValue]:
        if question.kind == "open":
            return {}
        language = self.interviews[next(iter(answers.values())).interview].language if answers else "en"
        read, asked = dict[str, ReadValue](), aspect_of_values(question)
        for who, answer in answers.items():
            value = read_value(
                self.text(answer), question.kind, question.options, language, question=question.text, aspect=asked
            )
            if value is not None:
                place = Place(answer.interview, answer.version, located(answer, value.span))
                read[who] = ReadValue(
                    value.low, value.high, value.option, value.order, place, value.unit, value.period, value.aspect
                )
        return read

    def _themes(
        self, question: OutlineQuestion, by_wave: Mapping[str, Mapping[str, Answer]], newest: Mapping[str, Answer]
    ) -> tuple[CodedTheme, ...]:
        """Themes over all waves' answers together, so that one theme means the same in each wave."""
        answers = [answer for wave in sorted(by_wave) for _, answer in sorted(by_wave[wave].items())]
        if not answers:
            return ()
        language = self.interviews[answers[0].interview].language
        found = find_themes(
            question.text, [Coded(one.respondent, self.text(one)) for one in answers], language=language,
            encode=lambda texts: self.searcher.encode(texts, language), seed=self.seed,
            nameable=lambda at: answers[at].quotable and newest[answers[at].respondent] is answers[at],
            background=self.background[question.id], most=MOST_THEMES,
        )  # fmt: skip
        coded = [_coded(theme.id, found, at, answers, newest) for at, theme in enumerate(found.themes)]
        told = [one for one in coded if one.people and not self._restates(one, question, language)]
        ordered = sorted(told, key=lambda one: -len(one.people))
        return tuple(replace(self._named(one, language), id=f"T{n}") for n, one in enumerate(ordered, start=1))

    def _named(self, theme: CodedTheme, language: Language) -> CodedTheme:
        """The theme, without its name where that denies what most of its people affirm, or the other way round."""
        if theme.name is None or self._identifies(theme.name):
            return replace(theme, name=None, named_by=None)
        said = [self._words(places[0]) for places in theme.places.values()]
        denied = sum(bool(_DENIES[language].search(words)) for words in said)
        denies = bool(_DENIES[language].search(self._words(theme.name)))
        agrees = 2 * denied > len(said) if denies else 2 * denied < len(said)
        return theme if agrees else replace(theme, name=None, named_by=None)

    def _identifies(self, place: Place) -> bool:
        return overlaps(place.span, self.interviews[place.interview].never_quoted)

    def _words(self, place: Place) -> str:
        return self.interviews[place.interview].words(place.span)

    def _restates(self, theme: CodedTheme, question: OutlineQuestion, language: Language) -> bool:
        """Whether a theme of a choice only says an option over again: "less" is no reason for less."""
        if question.kind != "choice":
            return False
        said = (read_value(word, "choice", question.options, language, question=question.text) for word in theme.words)
        return any(said)


def _coded(id_: str, found: ThemeSet, at: int, answers: Sequence[Answer], newest: Mapping[str, Answer]) -> CodedTheme:
    theme = found.themes[at]
    waves: dict[str, set[str]] = {}
    places: dict[str, list[Place]] = {}
    for unit in (found.units[index] for index in theme.units):
        answer = answers[unit.answer]
        waves.setdefault(answer.wave, set()).add(answer.respondent)
        if newest[answer.respondent] is answer:
            place = Place(answer.interview, answer.version, located(answer, unit.span))
            places.setdefault(answer.respondent, []).append(place)
    named = None if theme.name is None else (answers[theme.name[0]], theme.name[1])
    return CodedTheme(
        id_, theme.words, tuple(sorted(places)), {wave: tuple(sorted(who)) for wave, who in sorted(waves.items())},
        {who: tuple(found) for who, found in places.items()},
        named and Place(named[0].interview, named[0].version, located(*named)), named and named[0].respondent,
    )  # fmt: skip


def located(answer: Answer, span: Span) -> Span:
    """A span of the answer's joined text as a span of the interview's text; cut at the end of its turn."""
    at = 0
    for start, end in answer.spans:
        if span[0] <= at + end - start:
            return start + span[0] - at, min(start + span[1] - at, end)
        at += end - start + 1
    raise ValueError("a span outside its answer")
