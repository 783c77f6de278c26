"""The corpus: what is in it, bringing more in, and the list of what needs somebody."""

from pathlib import Path

import streamlit as st

from corpus.errors import QuipuError
from corpus.viewer import may
from research.pages.corpus_batch import draw_batch, draw_under_way
from research.pages.corpus_coverage import draw_coverage, draw_way
from research.pages.corpus_fieldwork import draw_fieldwork
from research.pages.corpus_holdings import draw_holdings, held
from research.pages.corpus_import import draw_import, draw_sample
from research.pages.corpus_person_withdraw import draw_withdrawal, draw_withdrawals
from research.pages.corpus_recent import draw_recent
from research.pages.corpus_remembered import draw_remembered
from research.pages.corpus_worklist import draw_worklist
from research.pages.frame import tell, word
from research.pages.opening import open_workspace
from research.workspace import Workspace

STYLE = Path(__file__).with_name("style_corpus.css")


def main() -> None:
    """The import the address names, or the corpus."""
    st.html(STYLE)
    try:
        workspace = open_workspace()
        asked = st.query_params.get("batch")
        leaves = st.query_params.get("withdraw")
        if leaves is not None:
            draw_withdrawal(leaves, workspace)
        elif asked:
            draw_batch(asked, workspace)
        elif st.query_params.get("view") == "coverage":
            draw_coverage(workspace)
        else:
            _draw(workspace)
    except QuipuError as error:
        tell(error)


def _draw(workspace: Workspace) -> None:
    holdings = held(workspace)
    st.title(word("corpus.title" if holdings.interviews else "corpus.empty"), anchor=False)
    if holdings.interviews:
        draw_holdings(holdings, workspace)
        draw_way(workspace)
    if not may(workspace.viewer, "import"):
        return
    busy = draw_under_way(workspace)
    if holdings.interviews:
        st.header(word("corpus.import.title"), anchor=False)
    else:
        st.markdown(word("corpus.empty_remedy"))
    draw_import(workspace)
    if not holdings.interviews and not busy:
        draw_sample(workspace)
    draw_worklist(holdings, workspace)
    draw_fieldwork(workspace)
    draw_recent(workspace)
    draw_remembered(workspace)
    if holdings.interviews:
        draw_withdrawals(workspace)


main()
