"""Transcripts as somebody sees them who may read those of their client's orders and no others."""

import streamlit as st

from corpus.granted import granted
from corpus.records import Interview
from research.pages.escaping import escaped
from research.pages.frame import word
from research.pages.transcripts_address import link_to, paged
from research.workspace import Workspace

SIZE = 50
"""Transcripts on a page of the list."""


def draw_granted(workspace: Workspace) -> None:
    """The transcripts that came with the client's orders, by study and order; where there are none, how they come."""
    lines = granted(workspace.engine, workspace.viewer)
    st.title(word("orders.granted.title" if lines else "orders.granted.none"), anchor=False)
    if not lines:
        st.markdown(word("orders.granted.none_about"))
        return
    orders = {one.id: one for one in workspace.orders.all()}
    titles = {one.id: one.title for one in workspace.studies.list()}
    for line in lines[paged(len(lines), size=SIZE, key="granted")]:
        told = f"{line.respondent} · {line.wave}"
        order = orders.get(line.order)
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            link_to(line.id, label=escaped(told))
            if order:
                number = word("orders.granted.order", number=order.number)
                st.caption(f"{escaped(titles.get(order.study, ''))} · {number}")


def draw_granted_head(interview: Interview) -> None:
    """Whose transcript it is, by pseudonym, and when it was: nothing else is told of the person."""
    st.title(escaped(f"{interview.respondent} · {interview.wave}"), anchor=False)
    told = (interview.date, word(f"transcripts.spoken.{interview.language}"))
    st.caption(escaped(" · ".join(part for part in told if part)))
