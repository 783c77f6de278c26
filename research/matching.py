"""Outline questions matched against the corpus: which exchange answers which question, and how well."""

import re
from collections.abc import Sequence, Set

from corpus.records import Exchange, Interview, Language
from corpus.store import Corpus
from index.relevance import Candidate
from index.search import Query, Searcher
from research.matches import Grade, Match
from research.outline import Outline

MATCHED = 0.4
"""P from which the best exchange of an interview counts as the one where the question was asked."""

SURE = 0.6
"""P from which a match is *answered*; between MATCHED and here it is *partly*."""

FITTING: dict[Language, float] = {"zh": 0.03, "en": 0.1}
"""P that an answer's own words answer the question, below which it is *off topic*. The fitted Chinese space tells
answers apart less well, so less is claimed there: measured, one answer in thirty is lost at these marks."""

_EARLY: dict[Language, int] = {"zh": 30, "en": 70}  # a refusal comes first; later it is about something else
_NO_ANSWER: dict[Language, re.Pattern[str]] = {
    "zh": re.compile(
        r"没(怎么|太)*(注意|留意|想过|关心|琢磨|在意|留心|数过|算过|打听|记过)|说不(上来|好|清)|(?<!还)不知道(?![^。！!，,]*[？?])|不清楚|不晓得|没什么好说|"
        r"没啥好说|不想(说|讲|谈|聊|答)|不方便|不便|跳过|下一个|不往外说|保密|不谈|没概念|没谱"
    ),
    "en": re.compile(
        r"never (really |actually |even )?(noticed|thought|considered|paid)|not (really )?(noticed|thought)|no idea|"
        r"couldn't (say|tell you)|don't (really )?know|dunno|(rather|sooner|prefer) not|^pass\b|not saying|none of your|"
        r"haven't (noticed|thought|a clue|the foggiest)|not a clue|can't say|wouldn't know|not telling|skip (it|that)",
        re.I,
    ),
}


def find_matches(outline: Outline, *, corpus: Corpus, searcher: Searcher) -> tuple[Match, ...]:
    """Every match of the outline's core questions, in the order of interviews and questions.

    All questions are matched together: an exchange serves at most one of them, an interview asks each at most once.
    """
    interviews = [each for each in corpus.for_studies() if each.language == outline.language]
    asked = [without_options(question.sought) for question in outline.core]
    interviews = _touched(interviews, asked, outline.language, searcher)
    pairs = [(interview, exchange) for interview in interviews for exchange in interview.exchanges]
    if not pairs:
        return ()
    chances = searcher.answer_chances(
        asked,
        [_candidate(*pair) for pair in pairs],
        language=outline.language,
        industry=outline.industry,
    )
    row_of = {(interview.id, exchange.position): row for row, (interview, exchange) in enumerate(pairs)}
    found: list[Match] = []
    for interview in interviews:
        rows = [row_of[interview.id, exchange.position] for exchange in interview.exchanges]
        for column, question in enumerate(outline.core):
            best = max(rows, key=lambda row: (chances.matched[row, column], -row), default=None)
            if best is None or chances.matched[best, column] < MATCHED or chances.matched[best].argmax() != column:
                continue
            probability, fit = float(chances.matched[best, column]), float(chances.fits[best, column])
            elsewhere = {
                pairs[row][1].position for row in rows if chances.matched[row].max() >= MATCHED and row != best
            }
            found.append(_match(question.id, interview, pairs[best][1], probability, fit, elsewhere))
    return tuple(found)


def _touched(
    interviews: Sequence[Interview], asked: Sequence[str], language: Language, searcher: Searcher
) -> list[Interview]:
    """The interviews the fused search finds anything in, for any question: only these are read closely."""
    found = {hit.exchange for hits in searcher.search([Query(text, language) for text in asked]) for hit in hits}
    return [each for each in interviews if any(exchange.id in found for exchange in each.exchanges)]


def without_options(text: str) -> str:
    """A question without what it lists in brackets: the options are not what it asks, and other questions name them too."""
    return re.sub(r"[（(][^）)]*[）)]", "", text).strip() or text


def _candidate(interview: Interview, exchange: Exchange) -> Candidate:
    return Candidate(
        exchange.id, interview.id, interview.asked(exchange), interview.answered(exchange), exchange.follows is not None
    )


def _match(
    question: str, interview: Interview, exchange: Exchange, probability: float, fit: float, elsewhere: Set[int]
) -> Match:
    probes = tuple(
        other.position
        for other in interview.exchanges
        if other.follows == exchange.position and other.position not in elsewhere  # a question of its own is no probe
    )
    grade = _grade(interview, exchange, probes, probability, fit)
    return Match(
        question, interview.id, interview.respondent, interview.wave, exchange.position, probes,
        round(probability, 4), round(fit, 4), grade,
    )  # fmt: skip


def _grade(interview: Interview, exchange: Exchange, probes: Sequence[int], probability: float, fit: float) -> Grade:
    """A refusal that a probe overcomes is an answer; words that fit no answer are off topic."""
    said = [interview.answered(exchange)] + [interview.answered(interview.exchanges[at]) for at in probes]
    if all(refuses(each, interview.language) for each in said):
        return "no_answer"
    if fit < FITTING[interview.language]:
        return "off_topic"
    return "answered" if probability >= SURE else "partly"


def refuses(said: str, language: Language) -> bool:
    """Whether an answer opens by saying nothing: not noticed, never thought of it, would rather not."""
    return bool(_NO_ANSWER[language].search(said[: _EARLY[language]]))
