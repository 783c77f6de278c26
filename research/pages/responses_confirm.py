"""Confirming how many responses the report stands on (订阅份数), with what that means said before."""

from typing import get_args

import streamlit as st

from corpus.errors import BadInput, QuipuError
from research.brief import Draw
from research.confirmations import Confirmation, shortfall
from research.orders import ordered, place_order
from research.pages.frame import go, tell, word
from research.pages.responses_loaded import Loaded
from research.pages.responses_means import draw_means
from research.selection import draw_selection
from research.shortage import FEWEST

DRAWS: tuple[Draw, ...] = get_args(Draw)
LARGEST_SEED = 2**32 - 1
PLACED, TROUBLE = "order-placed", "order-trouble"


def draw_confirm(loaded: Loaded) -> None:
    """The number, the draw and the button; a link to the report where one is being written already."""
    job = loaded.workspace.jobs.of("write", loaded.study.id)
    with st.container(key="confirm"):
        st.subheader(word("responses.confirm.title"), anchor=False)
        if job and job.live:
            st.markdown(word("responses.confirm.writing"))
            if st.button(word("responses.confirm.to_report"), key="to-report", type="primary"):
                go("study", study=loaded.study.id, step="report")
        else:
            _draw_form(loaded)


def default(loaded: Loaded) -> Confirmation:
    """What was confirmed last, else what the brief asks for; never more than are valid."""
    brief, valid = loaded.study.brief, len(loaded.judged.valid)
    before = loaded.workspace.confirmations.newest(loaded.study.id)
    before = before or Confirmation(brief.responses, brief.draw, brief.seed)
    return Confirmation(min(before.responses or valid, valid), before.draw, before.seed)


# A fragment: what a number means is told again without drawing the grid again.
@st.fragment
def _draw_form(loaded: Loaded) -> None:
    proposed = default(loaded)
    valid = len(loaded.judged.valid)
    with st.container(horizontal=True, key="confirm-row", vertical_alignment="bottom"):
        typed = st.number_input(
            word("responses.confirm.number", valid=valid), min_value=1, value=proposed.responses, step=1,
            key=f"number-{valid}", width=180,
        )  # fmt: skip
        shown: dict[str, str] = {name: word(f"responses.confirm.draws.{name}") for name in DRAWS}
        draw: Draw = st.segmented_control(
            word("responses.confirm.draw"), DRAWS, default=proposed.draw, required=True, key="draw",
            format_func=shown.__getitem__, wrap=True,
        )  # fmt: skip
    filled = draw == "balanced" and loaded.outline.quotas
    st.caption(word("orders.about_quotas") if filled else word(f"responses.confirm.about.{draw}"))
    number, means = int(typed or 1), st.container()
    refused = _refused(number, valid)
    with st.container(horizontal=True, vertical_alignment="center", key="confirm-act"):
        button = st.container(width="content")
        asked = Confirmation(number, draw, _seed(proposed.seed), shortfall(loaded.study.brief, valid))
    button.button(
        word("responses.confirm.button", responses=number), key="confirm-write", type="primary", disabled=refused,
        on_click=_confirm, args=(loaded, asked),
    )  # fmt: skip
    if not refused:
        with means:
            draw_means(loaded, asked)
    if trouble := st.session_state.pop(TROUBLE, None):
        tell(trouble)
    if st.session_state.pop(PLACED, None) == loaded.study.id:
        go("study", study=loaded.study.id, step="report")


def _refused(number: int, valid: int) -> bool:
    """Whether so many cannot be drawn; that is said here."""
    if number > valid:
        st.warning(word("responses.confirm.too_many", wanted=number, valid=valid), icon=":material/info:")
    elif number < FEWEST:
        st.warning(word("responses.confirm.too_few", fewest=FEWEST), icon=":material/info:")
    return not FEWEST <= number <= valid


def _seed(proposed: int) -> int:
    with st.popover(word("responses.confirm.more"), type="tertiary", key="confirm-more"):
        seed = st.number_input(
            word("responses.confirm.seed"), min_value=0, max_value=LARGEST_SEED, value=proposed, step=1, key="seed",
            help=word("responses.confirm.seed_help"),
        )  # fmt: skip
    return int(seed)


def _confirm(loaded: Loaded, asked: Confirmation) -> None:
    """Place the order that was told of; the body then goes on to the report, or tells what was in the way."""
    study, workspace = loaded.study, loaded.workspace
    try:
        if workspace.studies.get(study.id).stamp != study.stamp:
            _moved_on(loaded)
            return
        drawn = draw_selection(
            loaded.judged, asked.responses, draw=asked.draw, seed=asked.seed, profiles=loaded.attributes,
            quotas=loaded.outline.quotas,
        )  # fmt: skip
        place_order(study.id, workspace, asked, ordered(loaded.judged, drawn))
        st.session_state[PLACED] = study.id
    except QuipuError as error:
        st.session_state[TROUBLE] = error


def _moved_on(loaded: Loaded) -> None:
    """What was told does not hold any more: the second press of a button that has placed its order, or another tab's work."""
    job = loaded.workspace.jobs.of("write", loaded.study.id)
    if job and job.live:
        st.session_state[PLACED] = loaded.study.id
    else:
        st.session_state[TROUBLE] = BadInput("order_moved_on")
