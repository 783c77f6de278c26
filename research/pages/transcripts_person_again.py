"""The same question through the waves: what one person said each time, side by side."""

import streamlit as st

from corpus.respondents_history import History
from corpus.viewer import Viewer
from research.over_time import Answer, AskedAgain, asked_again
from research.pages.escaping import escaped
from research.pages.frame import word
from research.pages.transcript import highlighted
from research.pages.transcripts_address import link_to, paged
from research.workspace import Workspace

SIZE = 8
"""Questions on a page."""

LONGEST = 280
"""Characters of an answer shown here; the whole of it is one press away."""


def draw_again(history: History, workspace: Workspace) -> None:
    """The questions asked in more than one wave; nothing where there was one wave only."""
    if len({each.wave for each in history.interviews}) < 2:
        return
    st.subheader(word("person.again"), anchor=False)
    ids = tuple(each.id for each in history.interviews)
    known = (workspace.corpus.stamp(), workspace.settings.database, workspace.viewer)
    threads = _again(ids, *known, _workspace=workspace)
    if not threads:
        st.caption(word("person.none_again"))
    rows = st.container(key="person-again")
    page = paged(len(threads), size=SIZE, key="again-pages") if threads else slice(0)
    with rows:
        for at, thread in enumerate(threads[page], page.start or 0):
            _draw(thread, at)


# Keyed by who looks, too: what may be read of an interview is not the same for everybody.
@st.cache_resource(max_entries=50, show_spinner=False)
def _again(
    interviews: tuple[str, ...], stamp: int, database: str, viewer: Viewer, *, _workspace: Workspace
) -> list[AskedAgain]:  # fmt: skip
    return asked_again(_workspace.corpus.interviews(interviews))


def _draw(thread: AskedAgain, at: int) -> None:
    with st.container(key=f"again-{at}"):
        st.markdown(f"**{_asked(thread.answers[-1])}**")
        with st.container(horizontal=True, key=f"again-said-{at}"):
            for answer in thread.answers:
                with st.container(key=f"again-one-{at}-{answer.exchange.id}"):
                    _draw_answer(answer, thread)


def _draw_answer(answer: Answer, thread: AskedAgain) -> None:
    interview = answer.interview
    link_to(interview.id, interview.version, label=escaped(interview.wave), spans=answer.exchange.answer)
    if answer.asked != thread.question:
        st.caption(word("person.asked", question=_asked(answer)))
    st.markdown(_said(answer))


def _asked(answer: Answer) -> str:
    interview = answer.interview
    return highlighted(interview.text, answer.exchange.question, (), masked=interview.masked)


def _said(answer: Answer) -> str:
    """The beginning of an answer, as its reader may see it."""
    parts, left, interview = [], LONGEST, answer.interview
    for start, end in answer.exchange.answer:
        if left > 0:
            cut = (start, min(end, start + left))
            parts.append(highlighted(interview.text, cut, (), masked=interview.masked))
            left -= end - start
    return " ".join(parts) + ("…" if left < 0 else "")
