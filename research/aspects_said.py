"""What a clause tells: what somebody does or did, what they mean or would do, why, or what they think of it.

A sum somebody would pay is not a sum they paid; whoever counts values asks here which it is.
"""

import re
from typing import Literal

from corpus.records import Language, Span
from corpus.script import simplified
from research.choices_said import clauses, says, sentences, vocabulary

Aspect = Literal["behaviour", "intention", "reason", "attitude"]

_CUES: tuple[tuple[str, Aspect], ...] = (
    ("reason", "reason"),
    ("past_intention", "behaviour"),
    ("intention", "intention"),
    ("reason_weak", "reason"),
    ("done", "behaviour"),
    ("attitude", "attitude"),
    ("habit", "behaviour"),
)
"""Lists of research/lexicon/aspects_said.yaml, the surest first, and what each is a sign of."""


def aspect_said(text: str, span: Span, language: Language, *, question: str = "") -> Aspect:
    """What the clause around `span` of `text` tells; where its words do not say, what `question` asks for.

    question   as it was asked; without one, or with one that asks for neither plans nor reasons, a bare clause is behaviour
    """
    told, asked = told_outright(text, span, language), aspect_asked(question, language)
    if asked == "reason" and told in ("behaviour", "attitude") and not _of_oneself(text, span, language):
        return "reason"  # asked why, people say how things are
    return told or asked


def _of_oneself(text: str, span: Span, language: Language) -> bool:
    """Whether the clause is about what the speaker does, or about a time."""
    words, spoken = vocabulary("aspects_said", language), _around(simplified(text), span, language)
    return says(words["oneself"], spoken) or says(words["actual"], spoken)


def told_outright(text: str, span: Span, language: Language) -> Aspect | None:
    """What the words around `span` say themselves, None where they leave it to the question."""
    words = vocabulary("aspects_said", language)
    spoken = re.sub(words["hedge"], " ", _around(simplified(text), span, language), flags=re.IGNORECASE)
    return next((aspect for cue, aspect in _CUES if says(words[cue], spoken.strip())), None)


def aspect_asked(question: str, language: Language) -> Aspect:
    """Whether `question` asks for plans, for reasons or (else) for what is done; see also outline.aspect_of."""
    words = vocabulary("aspects_said", language)
    if says(words["asks_intention"], question):
        return "intention"
    return "reason" if says(words["asks_reason"], question) else "behaviour"


def aspect_meant(text: str, span: Span, language: Language, asked: Aspect) -> Aspect:
    """Whether a value at `span` is one that is meant (intention) or that is so (behaviour), which alone it can be.

    As its clause says, else the one after it that speaks of it ("that's what I'd pay"), else the one before it in the
    sentence, else as was asked.
    """
    words = vocabulary("aspects_said", language)
    for spoken in _clauses_beside(text, span, language):
        spoken = re.sub(words["hedge"], " ", spoken, flags=re.IGNORECASE)
        if says(words["meant"], spoken):
            return "intention"
        if says(words["actual"], spoken):
            return "behaviour"
    return "intention" if asked == "intention" else "behaviour"


def _clauses_beside(text: str, span: Span, language: Language) -> list[str]:
    """The clause around `span` and those of the same sentence that may speak of the same, the surest first."""
    sentence = next((one for one in sentences(text) if one[0] <= span[0] < one[1]), (0, len(text)))
    own = clauses(text, sentence)
    after = [text[slice(*one)] for one in own if one[0] >= span[1]][:1]
    before = [text[slice(*one)] for one in own if one[1] <= span[0]][-1:]
    refers = vocabulary("aspects_said", language)["refers"]
    spoken = [_around(simplified(text), span, language), *(one for one in after if says(refers, one.strip()))]
    return [*spoken, *before]


def _around(text: str, span: Span, language: Language) -> str:
    """The clauses that `span` touches, without what stands on the other side of a "but" or a "because"."""
    sentence = next((one for one in sentences(text) if one[0] <= span[0] < one[1]), (0, len(text)))
    touched = [one for one in clauses(text, sentence) if one[0] < span[1] and span[0] < one[1]]
    start, end = (touched[0][0], touched[-1][1]) if touched else span
    links = re.finditer(vocabulary("aspects_said", language)["link"], text[start:end], re.IGNORECASE)
    places = [start + found.start() for found in links]
    first = max((place for place in places if place <= span[0]), default=start)
    return text[first : min((place for place in places if place >= span[1]), default=end)].strip()
