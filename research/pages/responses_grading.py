"""Who graded the answers the rule was in doubt about, how many were left to the rule and why, and what it cost."""

import streamlit as st

from corpus.errors import QuipuError
from research.matches import Grading
from research.messages import explain
from research.pages.acting import act_button
from research.pages.escaping import escaped
from research.pages.frame import page_language, word
from research.pages.responses_loaded import Loaded
from research.rejudging import grade_again
from research.said_asked import SaidAsked


def draw_grading(loaded: Loaded, *, offered: bool) -> None:
    """How many of the doubtful answers the model graded, how many were left to the rule and why; the budget, the cost.

    offered   whether matching again is offered already: it asks the model again, too
    """
    grading = loaded.grading
    if grading is None:
        return
    with st.container(key="graded"):
        st.caption(told(grading))
        if grading.trouble:
            st.caption(left_because(grading))
        if grading.failed and loaded.workspace.settings.model and not offered:
            _draw_again(loaded)


def _draw_again(loaded: Loaded) -> None:
    act_button(
        word("responses.graded.again"), lambda: _grade_again(loaded), key="grade-again", type="tertiary",
        icon=":material/refresh:",
    )  # fmt: skip


def _grade_again(loaded: Loaded) -> None:
    grade_again(loaded.study, loaded.workspace)
    loaded.workspace.jobs.ask("match", loaded.study.id)


def told(grading: Grading) -> str:
    """The grading in a sentence or two."""
    if not grading.doubtful:
        return word("responses.graded.none", model=escaped(grading.model))
    counts = {name: getattr(grading, name) or None for name in ("kept", "beyond", "failed")}
    return word(
        "responses.graded.told", model=escaped(grading.model), doubtful=grading.doubtful, by_model=grading.by_model,
        most=grading.most, replies=grading.replies, tokens=grading.tokens, **counts,
    )  # fmt: skip


def left_because(asked: Grading | SaidAsked) -> str:
    """Why some were left to the rule; without a reason where the stage was saved by code that knows other troubles."""
    try:
        return escaped(explain(QuipuError(key=asked.trouble, **asked.values), page_language()))
    except KeyError:
        return word("responses.graded.unknown")
