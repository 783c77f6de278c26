"""How the sample of a pattern reads once it is read as was said: seen before anything is done."""

import streamlit as st

from corpus.batch_rows import BatchFile
from corpus.errors import BadInput, FileRefused
from corpus.mappings import Correction
from research.pages.corpus_entry import trouble
from research.pages.escaping import escaped
from research.pages.frame import word

TURNS = 4
LONG = 120
"""Characters of a turn."""


def draw_preview(file: BatchFile, correction: Correction, data: bytes) -> None:
    """The first turns, each with who says it; why it cannot be read so; nothing before enough was said."""
    from corpus.reading_as import first_turns

    try:
        correction.check()
        turns = first_turns(file.name, data, correction, TURNS)
    except BadInput:
        return
    except FileRefused as refusal:
        st.caption(word("batches.unreadable", why=escaped(trouble(refusal))))
        return
    if turns:
        st.caption(word("batches.preview"))
        with st.container(key=f"preview-{file.number}", gap=None):
            for role, said in turns:
                words = escaped(said if len(said) <= LONG else said[:LONG] + "…")
                st.markdown(f":small[:gray[{word(f'transcript.{role}')}]]  \n{words}")
