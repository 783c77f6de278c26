"""Decisions by hand: who was taken in or left out, why, and taking a decision back."""

import streamlit as st

from research.pages.acting import act_button, typed
from research.pages.escaping import escaped
from research.pages.frame import word
from research.pages.responses_loaded import Loaded
from research.pages.transcripts_address import put
from research.rejudging import decide, judge_again
from research.responses import Response, has_answered
from research.rulings import LONGEST, Ruling


def draw_rulings(loaded: Loaded) -> None:
    """All decisions of the study, each with its undo; nothing where there are none."""
    rulings = loaded.workspace.rulings.all(loaded.study.id)
    if not rulings:
        return
    with st.container(key="rulings"):
        st.markdown(f"**{word('responses.hand.title')}**")
        for ruling in rulings.values():
            _draw_ruling(loaded, ruling)


def _draw_ruling(loaded: Loaded, ruling: Ruling) -> None:
    said = word("responses.hand.taken_in" if ruling.included else "responses.hand.left_out")
    held = next((one for one in loaded.judged.all if one.respondent == ruling.respondent), None)
    idle = "" if held and held.by_hand else f" · {word('responses.hand.idle')}"
    with st.container(horizontal=True, vertical_alignment="center", key=f"ruling-{ruling.respondent}"):
        st.markdown(f"{escaped(ruling.respondent)} · {said} :gray[· {escaped(ruling.reason)}{idle}]", width="content")
        act_button(
            word("responses.hand.undo"), lambda: _undo(loaded, ruling.respondent), key=f"undo-{ruling.respondent}",
            type="tertiary",
        )  # fmt: skip


def draw_decision(loaded: Loaded, response: Response) -> None:
    """Take the person in or leave them out, with a reason; or take such a decision back."""
    if response.by_hand:
        act_button(
            word("responses.hand.undo"), lambda: _undo(loaded, response.respondent), key="undo-here",
            then=_close, whole=True, icon=":material/undo:",
        )  # fmt: skip
        return
    if not response.interviews:
        st.caption(word("responses.hand.cannot"))
        return
    include = response.reason is not None
    if include and not has_answered(response):
        st.caption(word("responses.hand.nothing_to_count"))
        return
    with st.form("decide", border=False):
        st.text_input(
            word("responses.hand.reason"), key="reason", max_chars=LONGEST,
            placeholder=word("responses.hand.example_in" if include else "responses.hand.example_out"),
        )  # fmt: skip
        act = word("responses.hand.take_in" if include else "responses.hand.leave_out")
        act_button(
            act, lambda: _decide(loaded, response, include), key="decide-send", then=_close, sends=True, whole=True
        )


def _decide(loaded: Loaded, response: Response, include: bool) -> None:
    """Record the decision and judge again."""
    reason = str(typed("reason") or "")
    decide(loaded.study, loaded.workspace, response.respondent, included=include, reason=reason)


def _undo(loaded: Loaded, respondent: str) -> None:
    loaded.workspace.rulings.undo(loaded.study.id, respondent)
    judge_again(loaded.study, loaded.workspace)


def _close(_: object) -> None:
    put(person=None, asked=None)
