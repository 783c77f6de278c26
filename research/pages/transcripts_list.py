"""All interviews, newest first: what there is to read when nothing is searched."""

import streamlit as st

from corpus.lines import InterviewLine
from research.pages.escaping import escaped
from research.pages.frame import word
from research.pages.transcripts_address import open_interview, paged
from research.pages.transcripts_search import Asked
from research.pages.who import line_for
from research.workspace import Workspace

SIZE = 20


def draw_list(asked: Asked, workspace: Workspace) -> None:
    """A page of interviews under their waves."""
    corpus = workspace.corpus
    count = corpus.count_lines(wave=asked.wave, language=asked.language)
    if not count:
        st.info(word("transcripts.none"))
        return
    st.caption(word("transcripts.count", interviews=count))
    rows = st.container(key="interviews")
    page = paged(count, size=SIZE, key="list-pages")
    wave = None
    with rows:
        for line in corpus.lines(wave=asked.wave, language=asked.language, skip=page.start, most=SIZE):
            if line.wave != wave:
                wave = line.wave
                st.markdown(f"**{escaped(wave)}**")
            _draw_line(line, workspace)


def _draw_line(line: InterviewLine, workspace: Workspace) -> None:
    told = (line_for(line.respondent, line.wave, workspace), line.date)
    about = " · ".join(part for part in told if part)
    with st.container(horizontal=True, vertical_alignment="center", key=f"line-{line.id}"):
        st.button(
            escaped(line.respondent), key=f"open-{line.id}", type="tertiary", on_click=open_interview,
            args=(line.id, line.version),
        )  # fmt: skip
        st.caption(escaped(about))
