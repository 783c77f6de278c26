"""The words around a quote, as the corpus holds them, with the quoted words highlighted."""

from collections.abc import Sequence

import streamlit as st

from corpus.errors import QuipuError
from corpus.records import Interview, Span, Turn
from research.messages import explain
from research.pages.escaping import escaped
from research.pages.frame import page_language, word
from research.pages.opening import open_workspace
from research.report import Quote

AROUND = 2
"""Turns shown before and after the quoted ones, until the whole interview is asked for."""


def show_transcript(quote: Quote) -> None:
    """Open the transcript over the page. Who may not read it is told so; a withdrawn interview is named."""
    st.dialog(word("transcript.title"), width="medium")(_draw)(quote)


def _draw(quote: Quote) -> None:
    try:
        interview = open_workspace().corpus.interview(quote.interview, quote.version)
    except QuipuError as error:
        st.warning(escaped(explain(error, page_language())))
        return
    st.caption(escaped(" · ".join(part for part in (interview.id, interview.date, interview.source) if part)))
    whole = st.toggle(word("transcript.whole"), key=f"whole-{quote.id}")
    turns = interview.turns if whole else around(interview, quote.spans)
    for turn in turns:
        st.markdown(_turn(turn, interview, quote.spans))


def around(interview: Interview, spans: Sequence[Span]) -> tuple[Turn, ...]:
    """The turns that hold the spans, with AROUND more on either side."""
    held = [
        at for at, turn in enumerate(interview.turns) if any(overlap((turn.start, turn.end), span) for span in spans)
    ]
    return interview.turns[max(0, held[0] - AROUND) : held[-1] + AROUND + 1] if held else interview.turns


def overlap(one: Span, other: Span) -> bool:
    """Whether two spans share a character."""
    return max(one[0], other[0]) < min(one[1], other[1])


def _turn(turn: Turn, interview: Interview, spans: Sequence[Span]) -> str:
    speaker = escaped(turn.label) or word(f"transcript.{turn.role}")
    return f":small[:gray[{speaker}]]  \n{highlighted(interview.text, (turn.start, turn.end), spans)}"


def highlighted(text: str, turn: Span, spans: Sequence[Span]) -> str:
    """The words of `turn` as markdown, those inside `spans` on a coloured ground. Nothing is left out or added."""
    marked = sorted((max(start, turn[0]), min(end, turn[1])) for start, end in spans if overlap(turn, (start, end)))
    parts, at = [], turn[0]
    for start, end in marked:
        if end <= at:
            continue
        start = max(start, at)
        parts += [_spaced(text[at:start]), f":primary-background[{escaped(text[start:end])}]"]
        at = end
    return "".join([*parts, _spaced(text[at : turn[1]])])


def _spaced(text: str) -> str:
    """Escaped, with the blank kept that parts it from a highlighted neighbour."""
    before, after = text[:1].isspace(), text[-1:].isspace()
    return (" " if before else "") + escaped(text) + (" " if after and text.strip() else "")
