"""One word corrected everywhere: said, found, looked at, then done; and what was done so before, to be undone."""

import streamlit as st

from corpus.corrections import Corrections
from corpus.corrections_everywhere import Example, Found, Preview, Wanted, correct_everywhere, preview, wanted
from corpus.corrections_log import EverywhereAct, everywhere_log
from corpus.errors import QuipuError
from corpus.records import Interview
from research.pages.acting import act_button, typed
from research.pages.escaping import escaped
from research.pages.frame import day, tell, word
from research.pages.transcripts_address import one_of, put
from research.workspace import Workspace

MOST = 30
"""Interviews that can be left out one by one; those with the most places first."""

PLACES = ("all", "here")


def draw_everywhere(interview: Interview, workspace: Workspace) -> None:
    """The form; what it finds; what was corrected so before."""
    _draw_form()
    if st.query_params.get("wrong"):
        try:
            _draw_found(_asked(interview), workspace)
        except QuipuError as error:
            tell(error)
    _draw_before(workspace)


def _draw_form() -> None:
    with st.form("everywhere", border=False):
        one, other = st.columns(2)
        wrong = one.text_input(
            word("correct.wrong"), st.query_params.get("wrong", ""), key="everywhere-wrong", max_chars=80,
            placeholder=word("correct.wrong_example"),
        )  # fmt: skip
        right = other.text_input(
            word("correct.right"), st.query_params.get("right", ""), key="everywhere-right", max_chars=80,
            placeholder=word("correct.right_example"),
        )  # fmt: skip
        names = {place: word(f"correct.place.{place}") for place in PLACES}
        with st.container(horizontal=True, gap="large", vertical_alignment="center", key="everywhere-how"):
            where = st.radio(
                word("correct.where"), PLACES, PLACES.index(one_of("where", PLACES) or "all"), key="everywhere-where",
                horizontal=True, format_func=names.__getitem__, label_visibility="collapsed", width="content",
            )  # fmt: skip
            whole = st.checkbox(
                word("correct.whole_word"), "loose" not in st.query_params, key="everywhere-whole", width="content"
            )  # fmt: skip
        if st.form_submit_button(word("correct.find"), key="everywhere-find"):
            put(wrong=wrong.strip() or " ", right=right.strip(), where=where, loose=None if whole else "yes")
            st.rerun()


def _asked(interview: Interview) -> Wanted:
    here = (interview.id,) if one_of("where", PLACES) == "here" else None
    said = st.query_params
    return wanted(said["wrong"], said.get("right", ""), interviews=here, whole_word="loose" not in said)


def _draw_found(asked: Wanted, workspace: Workspace) -> None:
    with st.spinner(word("correct.finding")):
        found = _found(asked, workspace.corpus.stamp(), workspace.settings.database, _workspace=workspace)
    if not found.places:
        st.info(word("correct.nowhere", wrong=escaped(asked.wrong)))
        return
    with st.container(key="everywhere-found"):
        st.markdown(word("correct.places", places=found.places, interviews=len(found.found)))
        for example in found.examples:
            _draw_example(example, asked)
        seen, places = _draw_which(found)
        act_button(
            word("correct.correct", places=places), lambda: _correct(asked, found, workspace), key="everywhere-go",
            then=_empty, type="primary", disabled=not seen,
        )  # fmt: skip


@st.cache_data(max_entries=20, show_spinner=False)
def _found(asked: Wanted, stamp: int, database: str, *, _workspace: Workspace) -> Preview:
    return preview(_workspace.engine, _workspace.viewer, asked)


def _draw_example(example: Example, asked: Wanted) -> None:
    changed = f":gray[~~{escaped(asked.wrong)}~~] :primary-background[{escaped(asked.right)}]"
    before, after = escaped(example.before), escaped(example.after)
    gaps = (" " if example.before[-1:].isspace() else "", " " if example.after[:1].isspace() else "")
    st.markdown(f":small[:gray[{escaped(example.interview)}]]  \n{before}{gaps[0]}{changed}{gaps[1]}{after}")


def _draw_which(found: Preview) -> tuple[int, int]:
    """How many interviews are to be corrected, and how many places they have."""
    most = sorted(found.found, key=lambda each: -each.places)
    seen = {each.interview: each for each in most}
    if len(most) > 1:
        with st.expander(word("correct.which")), st.container(key="everywhere-which", gap=None):
            for each in most[:MOST]:
                label = word("correct.count", id=escaped(each.interview), places=each.places)
                if not st.checkbox(label, value=True, key=_key(each)):
                    del seen[each.interview]
            if len(most) > MOST:
                st.caption(word("correct.more", n=len(most) - MOST))
    return len(seen), sum(each.places for each in seen.values())


def _key(each: Found) -> str:
    return f"everywhere-{each.interview}-{each.version}"


def _correct(asked: Wanted, found: Preview, workspace: Workspace) -> None:
    """Done as it was seen, but for what is unticked now: what changed between the looking and the pressing is refused."""
    seen = {each.interview: each.version for each in found.found if typed(_key(each)) is not False}
    if seen:
        correct_everywhere(workspace.engine, workspace.viewer, asked, seen)


def _empty(_: object) -> None:
    put(wrong=None, right=None, version=None)
    st.session_state["everywhere-wrong"] = st.session_state["everywhere-right"] = ""


def _draw_before(workspace: Workspace) -> None:
    acts = everywhere_log(workspace.engine, workspace.viewer)
    if not acts:
        return
    with st.container(key="everywhere-before"):
        st.subheader(word("correct.before"), anchor=False)
        for act in acts:
            _draw_act(act, workspace)


def _draw_act(act: EverywhereAct, workspace: Workspace) -> None:
    with st.container(key=f"correct-line-{act.act}"):
        st.markdown(word("correct.did.words", old=escaped(act.wrong), new=escaped(act.right)))
        with st.container(
            horizontal=True, horizontal_alignment="distribute", gap="small", key=f"correct-told-{act.act}"
        ):
            told = {"places": act.places, "interviews": act.interviews, "by": escaped(act.by), "day": day(act.at)}
            st.caption(word("correct.act", **told))
            if act.open:
                act_button(
                    word("correct.undo_open", n=act.open),
                    lambda: Corrections(workspace.engine, workspace.viewer).undo(act.act), key=f"undo-{act.act}",
                    then=lambda _: put(version=None), type="tertiary",
                )  # fmt: skip
