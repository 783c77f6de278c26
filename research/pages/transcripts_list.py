"""All interviews, newest first: what there is to read when nothing is searched."""

import streamlit as st

from corpus.lines import InterviewLine
from research.filters import Filters
from research.pages.escaping import escaped
from research.pages.frame import word
from research.pages.transcripts_address import open_interview, paged
from research.pages.transcripts_filters import within_asked
from research.pages.transcripts_nothing import draw_nobody
from research.pages.who import line_for
from research.workspace import Workspace

SIZE = 20


def draw_list(filters: Filters, workspace: Workspace) -> None:
    """A page of interviews under their waves; those within the filters where there are some."""
    corpus = workspace.corpus
    kept = within_asked(filters, workspace).lines if filters else None
    count = corpus.count_lines() if kept is None else len(kept)
    if not count:
        draw_nobody(filters, workspace)
        return
    st.caption(word("transcripts.count", interviews=count))
    rows = st.container(key="interviews")
    page = paged(count, size=SIZE, key="list-pages")
    wave = None
    with rows:
        for line in corpus.lines(skip=page.start, most=SIZE) if kept is None else kept[page]:
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
