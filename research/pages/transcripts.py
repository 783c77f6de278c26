"""Transcripts: search the interviews, or read one with the cited words highlighted."""

from pathlib import Path

import streamlit as st

from corpus.errors import QuipuError
from corpus.viewer import may
from research.pages.frame import go, tell, word
from research.pages.opening import open_workspace
from research.pages.transcripts_granted import draw_granted
from research.pages.transcripts_hits import draw_hits
from research.pages.transcripts_interview import draw_interview
from research.pages.transcripts_list import draw_list
from research.pages.transcripts_person import draw_person
from research.pages.transcripts_search import draw_search
from research.workspace import Workspace

STYLE = Path(__file__).with_name("style_transcripts.css")


def main() -> None:
    """The interview the address names, else the search and what it finds, else all interviews."""
    st.html(STYLE)
    try:
        workspace = open_workspace()
        if st.query_params.get("interview"):
            draw_interview(workspace)
        elif not may(workspace.viewer, "search"):
            draw_granted(workspace)
        elif st.query_params.get("person"):
            draw_person(workspace)
        elif not workspace.corpus.counts()["interviews"]:
            _draw_empty()
        else:
            _draw(workspace)
    except QuipuError as error:
        tell(error)


def _draw(workspace: Workspace) -> None:
    st.title(word("transcripts.title"), anchor=False)
    asked = draw_search(workspace)
    if asked.text:
        draw_hits(asked, workspace)
    else:
        draw_list(asked.filters, workspace)


def _draw_empty() -> None:
    st.title(word("transcripts.empty"), anchor=False)
    st.markdown(word("transcripts.empty_remedy"))
    if st.button(word("transcripts.to_corpus"), key="to-corpus", type="primary"):
        go("corpus")


main()
