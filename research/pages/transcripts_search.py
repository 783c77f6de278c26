"""The search over the interviews: one form. Nothing is searched before it is sent off."""

from dataclasses import dataclass

import streamlit as st

from research.filters import Filters
from research.pages.frame import word
from research.pages.transcripts_address import put
from research.pages.transcripts_filters import draw_filters, filters_asked
from research.workspace import Workspace

LONGEST = 200
"""Characters of a search: a question, not a page."""


@dataclass(frozen=True)
class Asked:
    """What the address asks for: the words, "" for none, and what they are searched within."""

    text: str
    filters: Filters


def asked_for(workspace: Workspace) -> Asked:
    """The search of ?q= and of the filters beside it."""
    return Asked(st.query_params.get("q", "").strip()[:LONGEST], filters_asked(workspace))


def draw_search(workspace: Workspace) -> Asked:
    """The form and the filters, and what they ask for."""
    asked = asked_for(workspace)
    if st.session_state.get("searched") != asked.text:  # the address has moved on: the box follows
        st.session_state["searched"] = st.session_state["words"] = asked.text
    with st.form("search", border=False), st.container(horizontal=True, vertical_alignment="bottom", key="search-row"):
        label = word("transcripts.words")
        st.text_input(
            label, key="words", placeholder=label, max_chars=LONGEST, label_visibility="collapsed",
            icon=":material/search:",
        )  # fmt: skip
        st.form_submit_button(word("transcripts.search"), type="primary", key="send", on_click=_send)
    draw_filters(asked.filters, workspace)
    return asked


def _send() -> None:
    put(q=st.session_state["words"].strip(), page=None)
