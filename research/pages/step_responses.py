"""The step of valid responses: match, look the people through, confirm how many."""

from pathlib import Path

import streamlit as st

from research.outline import Outline
from research.pages.frame import go, word
from research.pages.remembered import progress, stage
from research.pages.responses_confirm import draw_confirm
from research.pages.responses_funnel import draw_funnel, draw_valid
from research.pages.responses_grading import draw_grading
from research.pages.responses_grid import draw_grid
from research.pages.responses_loaded import Loaded, load
from research.pages.responses_missed import draw_missed
from research.pages.responses_near import draw_near
from research.pages.responses_orders import draw_orders
from research.pages.responses_person import draw_person
from research.pages.responses_rule import draw_rule
from research.pages.responses_rulings import draw_rulings
from research.pages.responses_said import draw_said
from research.pages.responses_shortage import draw_shortage
from research.pages.sending import draw_sending
from research.pages.watching import begin_button, watch
from research.shortage import FEWEST
from research.studies import Study
from research.workspace import Workspace

STYLE = Path(__file__).with_name("style_responses.css")


def draw(study: Study, workspace: Workspace) -> None:
    """The matching under way, else what it found, else the way to begin it."""
    st.html(STYLE)
    job = watch(workspace, "match", study.id)
    if job and job.live:
        return
    loaded = load(study, workspace)
    again = job is not None and job.status != "done"  # `watch` offers to begin again what failed or was cancelled
    if loaded:
        _draw_matched(loaded, offered=again)
    elif not again:
        _draw_unmatched(study, workspace)


def _draw_unmatched(study: Study, workspace: Workspace) -> None:
    """What is missing before matching, or the button that begins it."""
    missing = _missing(study, workspace)
    with st.container(key="begin"):
        st.header(word(f"responses.begin.{missing or 'ready'}"), anchor=False)
    st.markdown(word(f"responses.begin.{missing or 'ready'}_about"))
    if missing == "interviews":
        if st.button(word("responses.begin.to_corpus"), key="to-corpus", type="primary"):
            go("corpus")
    elif missing == "outline":
        if st.button(word("responses.begin.to_outline"), key="to-outline", type="primary"):
            go("study", study=study.id, step="outline")
    else:
        _draw_match_button(study, workspace, word("responses.begin.match"))


def _missing(study: Study, workspace: Workspace) -> str:
    if not workspace.corpus.counts()["interviews"]:
        return "interviews"
    drafted = "outline" in workspace.studies.stage_keys(study.id) or workspace.revisions.newest(study.id)
    return "" if drafted else "outline"


def _draw_match_button(study: Study, workspace: Workspace, label: str) -> None:
    draw_sending(workspace, stage(study, "outline", Outline, workspace))
    begin_button(label, workspace, "match", study.id, key="match", type="primary")


def _draw_matched(loaded: Loaded, *, offered: bool) -> None:
    """Everything the matching found. offered: whether matching again is offered already."""
    stale = _draw_stale(loaded, offered=offered)
    draw_valid(loaded)
    draw_rule(loaded)
    draw_funnel(loaded)
    draw_grading(loaded, offered=offered or stale)
    draw_said(loaded, offered=offered or stale)
    draw_shortage(loaded)
    if loaded.matches:  # where nothing was matched nobody is near, and everybody was left out
        draw_near(loaded)
        draw_missed(loaded)
    if not stale and len(loaded.judged.valid) >= FEWEST:
        draw_confirm(loaded)
    draw_orders(loaded.study, loaded.workspace)
    draw_rulings(loaded)
    draw_grid(loaded)
    draw_person(loaded)


def _draw_stale(loaded: Loaded, *, offered: bool) -> bool:
    """A note where something changed beneath the matching, with the way to do it again; whether there is one."""
    first = progress(loaded.study, loaded.workspace).first_stale
    if first not in ("outline", "matches", "responses"):
        return False
    with st.container(key="stale"):
        st.info(word(f"responses.stale.{first}"), icon=":material/sync_problem:")
        if not offered:
            _draw_match_button(loaded.study, loaded.workspace, word("responses.stale.again"))
    return True
