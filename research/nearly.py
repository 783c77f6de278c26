"""How many people were asked something like a question, where none of it was near enough to be matched."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from corpus.store import Corpus
from index.relevance import Candidate
from research.matching import without_options
from research.outline import Outline

if TYPE_CHECKING:
    from index.search import Searcher

ALIKE = 0.1
"""P from which a question in an interview is something like the outline's; from research.matching.MATCHED on it is it."""


def asked_like(outline: Outline, *, corpus: Corpus, searcher: "Searcher") -> Mapping[str, int]:
    """Core question → people interviewed in the outline's language who were asked something like it."""
    interviews = [each for each in corpus.interviews() if each.language == outline.language]
    pairs = [(interview, exchange) for interview in interviews for exchange in interview.exchanges]
    if not pairs or not outline.core:
        return {question.id: 0 for question in outline.core}
    chances = searcher.answer_chances(
        [without_options(question.sought) for question in outline.core],
        [
            Candidate(one.id, each.id, each.asked(one), each.answered(one), one.follows is not None)
            for each, one in pairs
        ],
        language=outline.language,
        industry=outline.industry,
    ).matched
    return {
        question.id: len({each.respondent for row, (each, _) in enumerate(pairs) if chances[row, column] >= ALIKE})
        for column, question in enumerate(outline.core)
    }
