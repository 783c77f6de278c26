"""What everybody who answered says, by theme: read once after matching, for telling whether a number is enough."""

import random
from collections.abc import Mapping, Sequence

from corpus.store import Corpus
from index.search import Searcher
from research.evidence import QuestionEvidence
from research.gathering import Reading, background
from research.matches import Match, by_respondent
from research.outline import Outline
from research.responses import Responses, has_answered
from research.saturation import Heard

MOST_PEOPLE = 300
"""So many people at most are read: beyond them new themes are rare, and each takes time."""


def heard_themes(
    outline: Outline, matches: Sequence[Match], judged: Responses, *, corpus: Corpus, searcher: Searcher, seed: int
) -> Heard:  # fmt: skip
    """What everybody who answered within the window says, valid or not: a decision by hand must not cost a new reading."""
    answered = [one for one in judged.all if one.interviews and has_answered(one)]
    read = random.Random(seed).sample(answered, min(len(answered), MOST_PEOPLE))
    chosen = {one.respondent: one for one in sorted(read, key=lambda one: one.respondent)}
    interviews = {each.id: each for each in corpus.interviews(i for one in chosen.values() for i in one.interviews)}
    table = by_respondent([match for match in matches if match.interview in interviews])
    reading = Reading(interviews, corpus.attributes(), searcher, background(outline, table, interviews), seed)
    themes: dict[str, list[str]] = {who: [] for who in chosen}
    for question in outline.core:
        for name, people in _named(reading.question(question, chosen, table)).items():
            for who in people:
                themes[who].append(name)
    return Heard({who: tuple(own) for who, own in themes.items()})


def _named(found: QuestionEvidence) -> Mapping[str, tuple[str, ...]]:
    return {f"{found.id} {theme.id}": theme.people for theme in found.themes}
