"""Which words are quoted for a theme or a value: quotable people, the most telling words, people not heard yet."""

from collections.abc import Mapping, Sequence

from research.evidence import Answer, CodedTheme, Place, QuestionEvidence
from research.writing.draft import Draft

MOST = 3
"""Quotes a theme shows at most; two where there are."""


def theme_quotes(draft: Draft, asked: QuestionEvidence, theme: CodedTheme, most: int = MOST) -> list[str]:
    """Quote ids for a theme: its namer's words are not shown twice, and the least heard people come first."""
    first = {who: _shown(draft, asked.answers[who], found) for who, found in theme.places.items()}
    places = {who: found for who, found in first.items() if found is not None}
    central = list(places)
    if theme.named_by in places and len(central) > 2:
        central.remove(theme.named_by)
    ordered = sorted(central, key=lambda who: (draft.cited(who), central.index(who)))
    return _quoted(draft, asked.answers, places, ordered[:most])


def value_quotes(draft: Draft, asked: QuestionEvidence, people: Sequence[str], most: int = 2) -> list[str]:
    """Quote ids for people whose value was read: the words that say it."""
    read = {who: asked.values[who].place for who in people if who in asked.values}
    places = {who: place for who, place in read.items() if _shown(draft, asked.answers[who], [place])}
    ordered = sorted(places, key=lambda who: (draft.cited(who), who))
    return _quoted(draft, asked.answers, places, ordered[:most])


def _shown(draft: Draft, answer: Answer, places: Sequence[Place]) -> Place | None:
    """The first of the places that may be quoted: the person agrees, and the words identify nobody."""
    return next((place for place in places if answer.quotable and draft.may_show(place, answer)), None)


def _quoted(
    draft: Draft, answers: Mapping[str, Answer], places: Mapping[str, Place], people: Sequence[str]
) -> list[str]:
    return list(dict.fromkeys(draft.quote(places[who], answers[who]) for who in people))
