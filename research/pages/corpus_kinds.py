"""What needs somebody, kind by kind: the same trouble is mended the same way, said once and done at once."""

from collections.abc import Callable, Sequence

import streamlit as st

from corpus.patterns import STAGED
from corpus.worklist import MENDED_BY, Entry
from research.pages.acting import Lacking, doing, tell_trouble, typed
from research.pages.corpus_entry import draw_entries, remedy_of
from research.pages.corpus_import import draw_wave, show_import, start
from research.pages.escaping import escaped
from research.pages.frame import go, word
from research.workspace import Workspace

Retry = Callable[[str | None], Sequence[str]]
"""Lets all files of the kind wait again, with a wave where one is given; the batches they are in."""


def draw_kind(reason: str, count: int, entries: Sequence[Entry], retry: Retry, workspace: Workspace) -> None:
    """Files refused for one reason (`count` in all, `entries` shown), and what mends them all."""
    st.subheader(word("corpus.why.heading", why=word(f"corpus.why.{reason}"), n=count), anchor=False)
    elsewhere = _elsewhere(reason, entries)
    if elsewhere:
        _draw_way(reason, elsewhere)
    elif entries and entries[0].refusal:
        st.caption(escaped(remedy_of(entries[0].refusal)))
    if count > 1 and MENDED_BY[reason] in ("wave", "again") and any(entry.kept for entry in entries):
        _draw_all(reason, count, retry, workspace)
    draw_entries(entries, workspace, remedy=False)


def _elsewhere(reason: str, entries: Sequence[Entry]) -> str:
    """The import in which somebody can say how such files are to be read; "" where that is here or nowhere."""
    here = st.query_params.get("batch")
    others = [each.batch for each in entries if each.kept and each.batch and each.batch != here]
    return others[0] if reason in STAGED and others else ""


def _draw_way(reason: str, batch: str) -> None:
    st.caption(word("batches.say_how_once"))
    if st.button(word("batches.say_how"), key=f"say-how-{reason}"):
        go("corpus", batch=batch, show="needs")


def _draw_all(reason: str, count: int, retry: Retry, workspace: Workspace) -> None:
    mend = MENDED_BY[reason]
    with st.form(f"mend-all-{reason}", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        if mend == "wave":
            draw_wave(f"wave-all-{reason}", workspace, bare=True)
        go_on = doing(lambda: _mend_all(mend, reason, retry, workspace), at=f"mend-all-{reason}", then=show_import)
        st.form_submit_button(word(f"corpus.mend_all.{mend}", n=count), key=f"mend-all-go-{reason}", on_click=go_on)
    tell_trouble(f"mend-all-{reason}")  # below the row, which is narrow


def _mend_all(mend: str, reason: str, retry: Retry, workspace: Workspace) -> str:
    """The first of the imports that were asked for, "" where there was nothing to mend any more."""
    wave = typed(f"wave-all-{reason}") or None if mend == "wave" else None
    if mend == "wave" and not wave:
        raise Lacking("corpus.mend.which")
    mended = [start(batch, workspace) for batch in retry(wave)]
    return mended[0] if mended else ""
