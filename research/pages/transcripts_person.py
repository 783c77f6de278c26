"""One person over time: who they are, their interviews in a line, and what they were asked more than once."""

from pathlib import Path

import streamlit as st

from corpus.errors import QuipuError
from corpus.lines import InterviewLine
from corpus.respondents_history import History, history_of
from corpus.viewer import may
from research.pages.escaping import escaped
from research.pages.frame import tell, word
from research.pages.transcripts_address import open_interview, put
from research.pages.transcripts_person_again import draw_again
from research.pages.transcripts_person_attributes import draw_attributes
from research.pages.transcripts_person_change import draw_changing, draw_merge
from research.pages.who import line_for, shown
from research.workspace import Workspace

STYLE = Path(__file__).with_name("style_correct.css")


def draw_person(workspace: Workspace) -> None:
    """The person ?person= names; where there is none, that is said, with a way on."""
    st.html(STYLE)
    st.button(f"← {word('person.back')}", key="back", type="tertiary", on_click=_leave)
    try:
        history = history_of(workspace.engine, workspace.viewer, st.query_params["person"][:80])
    except QuipuError as error:
        tell(error)
        return
    _draw_head(history, workspace)
    _draw_line(history.interviews)
    curator = may(workspace.viewer, "import")
    if curator and st.query_params.get("joins"):
        draw_merge(history, workspace)
    draw_attributes(history, told=None if curator else shown(workspace).get(history.respondent, {}))
    draw_again(history, workspace)
    if curator:
        draw_changing(history, workspace)


def _leave() -> None:
    put(person=None, joins=None, page=None)


def _draw_head(history: History, workspace: Workspace) -> None:
    st.title(escaped(history.respondent), anchor=False)
    waves = sorted({each.wave for each in history.interviews})
    st.caption(escaped(line_for(history.respondent, waves[-1] if waves else "", workspace)))
    st.caption(word(f"transcripts.consent.{history.consent}"))


def _draw_line(interviews: tuple[InterviewLine, ...]) -> None:
    """The interviews, oldest first; each leads to its words."""
    if not interviews:
        return
    with st.container(horizontal=True, gap=None, key="person-line"):
        for each in interviews:
            with st.container(key=f"person-wave-{each.id}", width="content"):
                st.button(
                    escaped(each.wave), key=f"open-{each.id}", type="tertiary", on_click=open_interview,
                    args=(each.id, each.version),
                )  # fmt: skip
                st.caption(escaped(each.date))
