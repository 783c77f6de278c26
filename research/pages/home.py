"""The first screen: three inputs that make a study, the studies there are, the newest reports."""

from pathlib import Path

import streamlit as st

from corpus.errors import QuipuError
from research.pages.frame import go, tell, word
from research.pages.home_brief import draw_brief
from research.pages.home_empty import draw_no_corpus
from research.pages.home_lists import draw_deleted, draw_put_away, draw_reports, draw_studies
from research.pages.opening import open_workspace

STYLE = Path(__file__).with_name("style_outline.css")


def main() -> None:
    """What to ask, or what is missing before anything can be asked; then what was made so far."""
    st.html(STYLE)
    if "report" in st.query_params:  # as reports were addressed before they had a screen of their own
        go("reports", report=st.query_params["report"])
    try:
        workspace = open_workspace()
        interviews = workspace.corpus.counts()["interviews"]
        studies = workspace.studies.list()
        st.title(word("home.title" if interviews else "home.empty.title"), anchor=False)
        draw_deleted(workspace)
        if interviews:
            draw_brief(workspace, examples=not studies)
        else:
            draw_no_corpus(workspace)
        draw_studies(studies, workspace)
        draw_reports(workspace)
        draw_put_away(workspace)
    except QuipuError as error:
        tell(error)


main()
