"""What was edited, newest first, each with the way back; and what became of edits on this version."""

from functools import partial

import streamlit as st

from research.block_keys import block_keys
from research.edits import Edit, holding
from research.pages.acting import doing
from research.pages.escaping import escaped
from research.pages.frame import day, word
from research.pages.report_reading import Reading
from research.pages.report_tools import REFUSED
from research.rewriting import restored

SHOWN = 40
"""Characters of an edit's own words that the list shows."""


def draw_notes(reading: Reading) -> None:
    """Edits this version has no place for, edits that stand on something else by now, and people who have withdrawn."""
    for kind in ("unplaced", "beneath_changed", "numbers_changed", "withdrawn"):
        found = sum(note.kind == kind for note in reading.opened.notes)
        if found:
            st.info(word(f"report.{kind}", n=found), icon=":material/info:")


def draw_history(reading: Reading) -> None:
    """The edits and what was left out, folded; drawn when opened."""
    log = reading.opened.edits
    if not log:
        return
    folded = st.expander(
        word("report.history", n=len(log)), key="history", on_change="rerun", icon=":material/history:"
    )
    if folded.open:
        with folded:
            held = holding(log)
            for edit in reversed(log):
                _draw_entry(reading, edit, edit.number in held)
            _draw_left_out(reading)


def _draw_entry(reading: Reading, edit: Edit, holds: bool) -> None:
    """One line of the log. An edit that holds can be undone; an undoing too, which brings the edit back."""
    notes = {note.number: note.kind for note in reading.opened.notes}
    state = notes.get(edit.number) if holds else "undone"
    what = f"{edit.number} · {word(f'report.kind.{edit.kind}', number=edit.target)}"
    told = [part for part in (_about(edit), day(edit.made_at), edit.made_by) if part]
    after = f" — {word(f'report.state.{state}')}" if state else ""
    with st.container(horizontal=True, vertical_alignment="center", key=f"entry-{edit.number}"):
        st.markdown(f":small[{escaped(what)}] :small[:gray[{escaped(' · '.join(told))}{after}]]")
        if holds:
            st.button(
                word("report.undo"), key=f"undo-{edit.number}", type="tertiary",
                on_click=doing(partial(_undo, reading, edit.number), at=REFUSED),
            )  # fmt: skip


def _about(edit: Edit) -> str:
    """The first words of what was written, where something was."""
    words = edit.content.get("text") or "".join(
        part if isinstance(part, str) else "…" for part in edit.content.get("parts", ())
    )
    return words if len(words) <= SHOWN else f"{words[:SHOWN].rstrip()}…"


def _undo(reading: Reading, number: int) -> None:
    reading.workspace.edits.undo(reading.opened.saved.study, number)


def _draw_left_out(reading: Reading) -> None:
    """What was left out, each to be brought back."""
    if reading.opened.left_out:
        st.markdown(f"**{word('report.left_out')}**")
    written = dict(zip(block_keys(reading.opened.written), reading.opened.written.blocks, strict=True))
    for key in reading.opened.left_out:
        block = written[key]
        text = getattr(block, "text", "") or getattr(block, "caption", "") or f"{{{getattr(block, 'quote', '')}}}"
        words = reading.opened.written.plain(text)
        with st.container(horizontal=True, vertical_alignment="center", key=f"entry-out-{key}"):
            st.markdown(f":small[{escaped(words[: 2 * SHOWN])}]")
            st.button(
                word("report.restore"), key=f"restore-{key}", type="tertiary",
                on_click=doing(partial(_restore, reading, key), at=REFUSED),
            )  # fmt: skip


def _restore(reading: Reading, key: str) -> None:
    study = reading.opened.saved.study
    content = restored(key, reading.opened)
    reading.workspace.edits.add(study, "restore", key, content, beneath=reading.opened.edit)
