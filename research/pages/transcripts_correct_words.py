"""An interview turn by turn, and one of its turns in hand: its words, who says it, where it ends."""

import re
from collections.abc import Callable
from typing import get_args

import streamlit as st

from corpus.corrections import Corrections, Mended
from corpus.errors import BadInput
from corpus.records import Interview, SpeakerRole, Turn
from research.pages.acting import doing, tell_trouble, typed
from research.pages.escaping import escaped
from research.pages.frame import word
from research.pages.transcript import draw_turns
from research.pages.transcripts_address import number, paged, put
from research.workspace import Workspace

SIZE = 40
ROLES: tuple[SpeakerRole, ...] = get_args(SpeakerRole)
_EMPTY_LINE = re.compile(r"\n[ \t]*\n\s*")
_YOURS, _SAVING = "mend-yours", "mend-save"


def draw_words(interview: Interview, workspace: Workspace) -> None:
    """The turns, each with a way to correct it; the one of ?turn= is a form."""
    newest = interview.version == workspace.corpus.interview(interview.id).version
    if not newest:
        st.button(word("correct.newest"), key="correct-newest", on_click=put, kwargs={"version": None})
    asked = number("turn")
    for turn in interview.turns[
        paged(len(interview.turns), size=SIZE, key="mend-parts", name="part", first=_page(asked))
    ]:
        if turn.position == asked:
            _draw_form(turn, interview, workspace)
        else:
            _draw_turn(turn, interview, newest)


def _page(turn: int | None) -> int:
    return (turn or 0) // SIZE + 1


def _draw_turn(turn: Turn, interview: Interview, newest: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="top", gap="small", key=f"mend-row-{turn.position}"):
        with st.container(key=f"mend-said-{turn.position}"):
            draw_turns(interview, (turn,), (), key=f"mend-{turn.position}")
        if newest:  # with the version it was seen in: what somebody else corrects meanwhile must not pass unseen
            st.button(
                "", key=f"mend-{turn.position}", type="tertiary", icon=":material/edit:", help=word("correct.mend"),
                on_click=put, kwargs={"turn": str(turn.position), "version": str(interview.version)},
            )  # fmt: skip


def _draw_form(turn: Turn, interview: Interview, workspace: Workspace) -> None:
    own = f"{interview.id}-{interview.version}-{turn.position}"
    with st.container(border=True, key="mend-here"):
        if yours := st.session_state.get(_YOURS):
            st.caption(word("correct.yours", words=escaped(yours)))
        with st.form(f"mend-form-{own}", border=False):
            _draw_fields(turn, interview, own)
            save = doing(lambda: _mend(turn, interview, own, workspace), at=_SAVING, then=_show(turn))
            st.form_submit_button(word("correct.save"), key="mend-save", type="primary", on_click=save)
        with st.container(horizontal=True, gap="medium", key="mend-acts"):
            st.button(word("correct.cancel"), key="mend-cancel", type="tertiary", on_click=_close)
            if turn.position + 1 < len(interview.turns):
                join = doing(lambda: _join(turn, interview, workspace), at=_SAVING, then=_show(turn))
                st.button(word("correct.join"), key="mend-join", type="tertiary", on_click=join)
        _tell(turn, interview, own)


def _tell(turn: Turn, interview: Interview, own: str) -> None:
    """What was refused. Where somebody was quicker, what was typed is kept in sight."""
    trouble = tell_trouble(_SAVING)
    if isinstance(trouble, BadInput) and trouble.key == "corrected_meanwhile":
        words = str(typed(f"mend-words-{own}") or "")
        if words != interview.words((turn.start, turn.end)):
            st.session_state[_YOURS] = words
        st.button(word("correct.newest"), key="mend-newest", on_click=put, kwargs={"version": None})


def _draw_fields(turn: Turn, interview: Interview, own: str) -> None:
    said = interview.words((turn.start, turn.end))
    st.text_area(
        word("correct.words"), said, key=f"mend-words-{own}", height="content", help=word("correct.words_help")
    )
    names: dict[str, str] = {role: word(f"correct.role.{role}") for role in ROLES}
    st.radio(
        word("correct.speaker"), ROLES, ROLES.index(turn.role), key=f"mend-role-{own}", horizontal=True,
        format_func=names.__getitem__,
    )  # fmt: skip
    if turn.label:
        st.checkbox(word("correct.whole", label=escaped(turn.label)), key=f"mend-whole-{own}")


def _mended(turn: Turn, interview: Interview, own: str) -> Mended:
    """What the form says now."""
    said, words = interview.words((turn.start, turn.end)), str(typed(f"mend-words-{own}") or "")
    parts = tuple(_EMPTY_LINE.split(words.strip()))
    if len(parts) == len(_EMPTY_LINE.split(said.strip())):  # the empty lines were there before
        parts = (words,)
    return Mended(parts, typed(f"mend-role-{own}") or turn.role, bool(typed(f"mend-whole-{own}")))


def _mend(turn: Turn, interview: Interview, own: str, workspace: Workspace) -> int:
    """The version with the turn as it was typed."""
    corrections = Corrections(workspace.engine, workspace.viewer)
    return corrections.mend(interview.id, interview.version, turn.position, _mended(turn, interview, own))


def _join(turn: Turn, interview: Interview, workspace: Workspace) -> int:
    """The version with the turn and the next as one."""
    return Corrections(workspace.engine, workspace.viewer).join(interview.id, interview.version, turn.position)


def _show(turn: Turn) -> Callable[[int], None]:
    """Shows the page of the turn in another version."""

    def show(version: int) -> None:
        st.session_state.pop(_YOURS, None)
        put(version=str(version), turn=None, part=str(_page(turn.position)))

    return show


def _close() -> None:
    st.session_state.pop(_YOURS, None)
    put(turn=None, part=str(_page(number("turn"))))
