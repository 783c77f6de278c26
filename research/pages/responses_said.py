"""What a model said of criteria in words where the rule cannot tell: how many, what was left to the rule and why, the cost."""

import streamlit as st

from research.pages.acting import act_button
from research.pages.escaping import escaped
from research.pages.frame import word
from research.pages.responses_grading import left_because
from research.pages.responses_loaded import Loaded
from research.rejudging import said_again
from research.said_asked import SaidAsked
from research.said_of_people import words_of


def draw_said(loaded: Loaded, *, offered: bool) -> None:
    """Nothing where no model was asked, or its criteria are none of the outline's any more.

    offered   whether matching again is offered already: it asks the model again, too
    """
    asked = loaded.asked
    if asked is None or not set(words_of(loaded.outline)) & set(asked.words):
        return
    with st.container(key="said-asked"):
        st.caption(told(asked))
        if asked.trouble:
            st.caption(left_because(asked))
        if asked.left and loaded.workspace.settings.model and not offered:
            act_button(
                word("audience.asked.again"), lambda: _ask_again(loaded), key="said-again", type="tertiary",
                icon=":material/refresh:",
            )  # fmt: skip


def _ask_again(loaded: Loaded) -> None:
    said_again(loaded.study, loaded.workspace)
    loaded.workspace.jobs.ask("match", loaded.study.id)


def told(asked: SaidAsked) -> str:
    """How it went, in a few sentences."""
    if not asked.doubtful:
        return word("audience.asked.none", model=escaped(asked.model))
    some = {name: getattr(asked, name) or None for name in ("kept", "beyond", "dropped", "failed")}
    return word(
        "audience.asked.told", model=escaped(asked.model), doubtful=asked.doubtful, by_model=asked.judged + asked.kept,
        holds=asked.holds, denied=asked.denied, most=asked.most, replies=asked.replies, tokens=asked.tokens, **some,
    )  # fmt: skip
