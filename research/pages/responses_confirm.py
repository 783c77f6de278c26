"""Confirming how many responses the report stands on (订阅份数), with what that means said before."""

from typing import get_args

import streamlit as st

from corpus.errors import BadInput
from research.brief import Draw
from research.confirmations import Confirmation, shortfall
from research.orders import ordered, place_order
from research.pages.acting import Lacking, doing, tell_trouble, typed
from research.pages.frame import go, word
from research.pages.responses_loaded import Loaded
from research.pages.responses_means import draw_means
from research.selection import draw_selection
from research.shortage import FEWEST

DRAWS: tuple[Draw, ...] = get_args(Draw)
LARGEST_SEED = 2**32 - 1


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
        said = st.number_input(
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
    number, means = int(said or 1), st.container()
    refused = _refused(number, valid)
    with st.container(horizontal=True, vertical_alignment="center", key="confirm-act"):
        confirm = doing(
            lambda: _confirm(loaded), at="confirm-write", whole=True,
            then=lambda study: go("study", study=study, step="report"),
        )  # fmt: skip
        label = word("responses.confirm.button", responses=number)
        st.button(label, key="confirm-write", type="primary", disabled=refused, on_click=confirm)
        asked = Confirmation(number, draw, _seed(proposed.seed), shortfall(loaded.study.brief, valid))
    tell_trouble("confirm-write")
    if not refused:
        with means:
            draw_means(loaded, asked)


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


def _confirm(loaded: Loaded) -> str:
    """Order what the form says now, unless it is refused by now, and have the report written. The study.

    Raises BadInput `order_moved_on` where the study has changed since the page told what a number means.
    """
    study, workspace, valid = loaded.study, loaded.workspace, len(loaded.judged.valid)
    number = int(typed(f"number-{valid}") or 1)
    if not FEWEST <= number <= valid:
        raise Lacking  # said above the button, where the number is drawn anew
    if workspace.studies.get(study.id).stamp != study.stamp:
        job = workspace.jobs.of("write", study.id)
        if job and job.live:  # the second press of a button that has placed its order
            return study.id
        raise BadInput("order_moved_on")
    asked = Confirmation(number, typed("draw"), int(typed("seed")), shortfall(study.brief, valid))
    drawn = draw_selection(
        loaded.judged, asked.responses, draw=asked.draw, seed=asked.seed, profiles=loaded.attributes,
        quotas=loaded.outline.quotas,
    )  # fmt: skip
    place_order(study.id, workspace, asked, ordered(loaded.judged, drawn))
    return study.id
