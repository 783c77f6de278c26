"""One interview: who, when, from which file, and its words, with the cited ones highlighted and in view."""

from typing import cast

import streamlit as st

from corpus.errors import NotFound
from corpus.records import Interview, Span
from corpus.viewer import may
from research.pages.corpus_person_hidden import draw_hidden, draw_way_out
from research.pages.escaping import escaped
from research.pages.frame import tell, word
from research.pages.report_reading import opened
from research.pages.scrolling import scroll_to_cited
from research.pages.transcript import LAYERS, Layer, draw_turns, holds
from research.pages.transcripts_address import close_interview, number, one_of, open_interview, paged, put
from research.pages.transcripts_correct import draw_correcting
from research.pages.transcripts_granted import draw_granted_head
from research.pages.transcripts_refine import draw_refining
from research.pages.who import line_for
from research.workspace import Workspace

SIZE = 80
"""Turns on a page: an interview of an hour has more, and a page of them all is slow on a phone."""

LONGEST_ID = 80


def draw_interview(workspace: Workspace) -> None:
    """The interview the address names; where there is none, that is said, with a way on."""
    st.button(f"← {word('transcripts.all')}", key="back", type="tertiary", on_click=close_interview)
    asked, version = st.query_params["interview"], number("version")
    try:
        if "version" in st.query_params and not version:
            raise NotFound(
                "no_interview_version", id=asked[:LONGEST_ID], version=st.query_params["version"][:LONGEST_ID]
            )
        interview = workspace.corpus.interview(asked, version)
    except NotFound as error:
        _draw_missing(asked, error, workspace)
        return
    layer: Layer = "original"
    if not may(workspace.viewer, "search"):
        draw_granted_head(interview)
    else:
        _draw_head(interview, workspace)
        if draw_correcting(interview, workspace):
            return
        draw_hidden(interview, workspace)
        layer = _draw_layers(interview)
        if layer != "original":
            draw_refining(interview, workspace)
    named = _asked_spans(interview)
    spans = (*named, *_report_spans(interview, workspace))
    shown = _draw_page_numbers(interview, named or spans)
    draw_turns(interview, interview.turns[shown], spans, layer=layer, cited=named or spans, key="here")
    draw_way_out(interview, workspace)
    scroll_to_cited(f"{interview.id} {named}" if named else None)


def _draw_missing(asked: str, error: NotFound, workspace: Workspace) -> None:
    """No such interview, or no such text version of it: then the current one is offered."""
    try:
        current = workspace.corpus.interview(asked)
    except NotFound:
        tell(NotFound("no_interview", id=asked[:LONGEST_ID]))
        return
    version = st.query_params.get("version", "")[:LONGEST_ID]
    tell(NotFound("no_interview_version", id=asked[:LONGEST_ID], version=version))
    st.button(
        word("transcripts.current"), key="current", on_click=open_interview, args=(current.id, current.version)
    )  # fmt: skip


def _draw_head(interview: Interview, workspace: Workspace) -> None:
    person = workspace.corpus.person(interview.respondent, interview.wave)
    current = workspace.corpus.interviews([interview.id])[0].version
    st.title(escaped(f"{interview.respondent} · {interview.wave}"), anchor=False)
    line = line_for(interview.respondent, interview.wave, workspace)
    spoken = word(f"transcripts.spoken.{interview.language}")
    source = word("transcripts.source", source=interview.source) if may(workspace.viewer, "import") else ""
    told = (line, interview.date, spoken, source)
    st.caption(escaped(" · ".join(part for part in told if part)))
    agreed = [word(f"transcripts.consent.{person.consent or 'none'}")]
    if person.recording:
        agreed.append(word(f"transcripts.recording.{person.recording}"))
    st.caption(" ".join(agreed))
    if interview.version != current:
        st.info(word("transcripts.older", version=interview.version, current=current))


def _draw_layers(interview: Interview) -> Layer:
    """The choice of the layer, where cleaning has taken something out."""
    layer = cast("Layer", one_of("text", LAYERS) or "original")
    if not any(turn.removed or turn.cleaned_by or turn.refused for turn in interview.turns):
        return "original"
    st.session_state["layer"] = layer

    def change() -> None:
        put(text=st.session_state["layer"])

    shown: dict[str, str] = {name: word(f"transcripts.layers.{name}") for name in LAYERS}
    st.segmented_control(
        word("transcripts.layer"), LAYERS, key="layer", required=True, label_visibility="collapsed",
        format_func=shown.__getitem__, on_change=change,
    )  # fmt: skip
    return layer


def _asked_spans(interview: Interview) -> tuple[Span, ...]:
    """The words ?start= and ?end= name; none where they name no words of this text."""
    start, end = number("start"), number("end")
    if start is None or end is None or not start < end <= len(interview.text):
        return ()
    return ((start, end),)


def _report_spans(interview: Interview, workspace: Workspace) -> tuple[Span, ...]:
    """The words of this very text that the report of ?report= quotes. An unknown report is said."""
    asked = st.query_params.get("report")
    if not asked:
        return ()
    try:
        quotes = opened(asked, workspace).report.quotes.values()
    except NotFound:
        tell(NotFound("no_report", id=asked[:LONGEST_ID]))
        return ()
    here = (interview.id, interview.version)
    spans = tuple(span for quote in quotes if (quote.interview, quote.version) == here for span in quote.spans)
    st.caption(word("transcripts.quoted", quotes=len(spans)))
    return spans


def _draw_page_numbers(interview: Interview, spans: tuple[Span, ...]) -> slice:
    """The turns to show: the page the address names, else the one with the cited words, else the first."""
    cited = next((at for at, turn in enumerate(interview.turns) if holds(turn, spans)), 0)
    return paged(len(interview.turns), size=SIZE, key="parts", name="part", first=cited // SIZE + 1)
