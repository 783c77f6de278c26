"""What is remembered of how files are to be read: said beside a file, listed, and forgotten."""

from functools import partial

import streamlit as st

from corpus.mappings import Correction, Mappings
from research.pages.acting import act_button
from research.pages.escaping import escaped
from research.pages.frame import word
from research.workspace import Workspace


def draw_remembered(workspace: Workspace) -> None:
    """What is remembered of how files are to be read, each to be forgotten; nothing where nothing is."""
    mappings = Mappings(workspace.engine, workspace.viewer)
    found = mappings.all()
    if not found:
        return
    folded = st.expander(word("batches.remembered", n=len(found)), key="remembered", on_change="rerun")
    if not folded.open:
        return
    with folded:
        st.caption(word("batches.remembered_help"))
        for each in found:
            number = each.correction.mapping
            with st.container(horizontal=True, vertical_alignment="center", key=f"entry-mapping-{number}"):
                said = word("batches.remembered_line", how=how(each.correction), name=escaped(each.sample))
                st.markdown(said, width="stretch")
                act_button(
                    word("batches.forget"), partial(mappings.forget, number), key=f"forget-{number}", type="tertiary"
                )


def how(correction: Correction) -> str:
    """How files are read, in words safe to draw."""
    columns = [
        word("batches.is_column", heading=escaped(heading), field=word(f"batches.field.{field}"))
        for field, heading in correction.columns.items()
    ]
    asks = [word("batches.asks", label=escaped(correction.interviewer))] if correction.interviewer else []
    return " · ".join([*asks, *columns])
