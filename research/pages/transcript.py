"""The words of an interview on screen: who says what, cited words highlighted, in the original or the cleaned layer."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Literal, get_args

import streamlit as st

from corpus.records import Hidden, Interview, Span, Turn
from research.marking import merged
from research.pages.escaping import escaped
from research.pages.frame import word
from research.pages.transcripts_address import link_to

AROUND = 2
"""Turns shown before and after the cited ones, until the whole interview is asked for."""

Layer = Literal["original", "cleaned", "both"]
LAYERS: tuple[Layer, ...] = get_args(Layer)
"""The words as spoken; without the hemming and hawing; or with it struck through."""


def draw_excerpt(interview: Interview, spans: Sequence[Span], *, key: str) -> None:
    """The turns around the spans, with the way to the whole interview; `key` tells it from others on the page."""
    draw_turns(interview, around(interview, spans), spans, key=key)
    with st.container(key=f"whole-{key}"):
        link_to(interview.id, interview.version, label=word("transcripts.whole"), spans=spans)


def draw_turns(
    interview: Interview, turns: Sequence[Turn], spans: Sequence[Span], *, key: str, layer: Layer = "original",
    cited: Sequence[Span] = (), lined: Sequence[Span] = (),
) -> None:  # fmt: skip
    """The turns in their order. The first that holds one of `cited` (default: `spans`) is in a container "cited-…"."""
    first = next((at for at, turn in enumerate(turns) if holds(turn, cited or spans)), len(turns))
    for part, name in ((turns[:first], ""), (turns[first : first + 1], f"cited-{key}"), (turns[first + 1 :], "")):
        if part:
            with st.container(key=name or None):
                st.markdown("\n\n".join(_turn(turn, interview, spans, layer, lined) for turn in part))


def around(interview: Interview, spans: Sequence[Span]) -> tuple[Turn, ...]:
    """The turns that hold the spans, with AROUND more on either side."""
    held = [at for at, turn in enumerate(interview.turns) if holds(turn, spans)]
    return interview.turns[max(0, held[0] - AROUND) : held[-1] + AROUND + 1] if held else interview.turns


def holds(turn: Turn, spans: Sequence[Span]) -> bool:
    """Whether the turn has a character of one of the spans."""
    return any(overlap((turn.start, turn.end), span) for span in spans)


def overlap(one: Span, other: Span) -> bool:
    """Whether two spans share a character."""
    return max(one[0], other[0]) < min(one[1], other[1])


def _turn(turn: Turn, interview: Interview, spans: Sequence[Span], layer: Layer, lined: Sequence[Span] = ()) -> str:
    # The role in words: files call their speakers M and Z10. Who else speaks is known by nothing but the file's label.
    name = {"respondent": interview.respondent, "other": turn.label}.get(turn.role, "")
    speaker = word(f"transcript.{turn.role}") + (f" · {escaped(name)}" if name else "")
    removed = () if layer == "original" else turn.removed
    said = highlighted(
        interview.text,
        (turn.start, turn.end),
        spans,
        removed,
        strike=layer == "both",
        masked=interview.masked,
        lined=lined,
    )
    return f":small[:gray[{speaker}]]  \n{f':gray[{said}]' if turn.role != 'respondent' else said}"


def highlighted(
    text: str, turn: Span, spans: Sequence[Span], removed: Sequence[Span] = (), *, strike: bool = False,
    masked: Sequence[Hidden] = (), lined: Sequence[Span] = (), faint: Sequence[Span] = (),
) -> str:  # fmt: skip
    """The words of `turn` as markdown, those inside `spans` on a coloured ground.

    lined  words in the colour of the page, faint: on a grey ground; what they look like besides is the page's style

    Nothing is left out or added but what is `removed`: it goes, or is struck through where `strike` is set; and what is
    `masked`: its kind stands in its place, also where only a part of it lies in `turn`.
    """
    hidden = {(one.start, one.end): one for one in masked if overlap(turn, (one.start, one.end))}
    spans, removed = [_outside(span, hidden) for span in merged(spans)], [_outside(span, hidden) for span in removed]
    shown: list[str] = []
    lined, faint = [_outside(span, hidden) for span in lined], [_outside(span, hidden) for span in faint]
    for start, end in _pieces(turn, [*spans, *removed, *lined, *faint, *hidden]):
        if under := next((one for span, one in hidden.items() if overlap((start, end), span)), None):
            shown.append(escaped(word(f"privacy.hidden.{under.kind}")))
            continue
        gone = any(overlap((start, end), span) for span in removed)
        if gone and not strike:
            continue
        cited, line, grey = (any(overlap((start, end), span) for span in each) for each in (spans, lined, faint))
        shown.append(_piece(text[start:end], cited=cited, struck=gone, lined=line, faint=grey))
    return "".join(shown)


def _outside(span: Span, hidden: Iterable[Span]) -> Span:
    """The span without an edge inside hidden words: they are one piece."""
    start = max((end for begin, end in hidden if begin < span[0] < end), default=span[0])
    return start, max(start, max((begin for begin, end in hidden if begin < span[1] < end), default=span[1]))


def _pieces(turn: Span, spans: Sequence[Span]) -> Iterator[Span]:
    """`turn` cut at every edge of the spans, so that a piece lies inside each of them or outside."""
    edges = sorted({*turn, *(edge for span in spans for edge in span if turn[0] < edge < turn[1])})
    yield from pairwise(edges)


def _piece(text: str, *, cited: bool, struck: bool, lined: bool = False, faint: bool = False) -> str:
    """Escaped and dressed; the blanks at its ends stay outside the dress, as markdown wants them."""
    if not text.strip():
        return " " if text else ""
    words = escaped(text)
    words = f":gray[~~{words}~~]" if struck else words
    words = f":gray-background[{words}]" if faint and not cited else words
    words = f":primary-background[{words}]" if cited else words
    words = f":primary[{words}]" if lined else words
    return (" " if text[0].isspace() else "") + words + (" " if text[-1].isspace() else "")
