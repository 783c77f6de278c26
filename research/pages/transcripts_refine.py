"""Who made an interview's cleaned layer, and having a language model refine it: a curator's own act, said before it is done."""

from collections import Counter

import streamlit as st

from corpus.records import Interview
from corpus.refinement import Refinements
from corpus.viewer import may
from research.pages.acting import act_button
from research.pages.escaping import escaped
from research.pages.frame import word
from research.pages.watching import watch
from research.refining import ask_refinement
from research.workspace import Workspace


def draw_refining(interview: Interview, workspace: Workspace) -> None:
    """Beside the cleaned layer: by whom it is, what was refused and why; the way to have it refined, where a model is on."""
    made = Counter(turn.cleaned_by for turn in interview.turns if turn.cleaned_by)
    for model, turns in made.items():
        st.caption(word("refine.made", model=escaped(model), turns=turns))
    if refused := Counter(turn.refused for turn in interview.turns if turn.refused):
        why = " · ".join(word("refine.why", rule=word(f"refine.rule.{rule}"), n=n) for rule, n in refused.items())
        st.caption(word("refine.refused", turns=refused.total(), why=why))
    if may(workspace.viewer, "import") and interview.version == _current(interview, workspace):
        _draw_asking(interview, workspace)


def _current(interview: Interview, workspace: Workspace) -> int:
    return workspace.corpus.interviews([interview.id])[0].version


def _draw_asking(interview: Interview, workspace: Workspace) -> None:
    newest = Refinements(workspace.engine, workspace.viewer).newest(interview.id)
    if newest:
        job = watch(workspace, "clean", newest.ask)
        if newest.version is not None:
            st.caption(word("refine.cost", taken=newest.taken, refused=newest.refused, tokens=newest.tokens))
        if job and job.status != "done":
            return
    model = workspace.settings.model
    if model is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="refine"):
        act_button(
            word("refine.ask"), lambda: ask_refinement(workspace, [interview.id]), key="refine-ask", type="tertiary",
            icon=":material/auto_fix:",
        )  # fmt: skip
        st.caption(word("refine.leaves", model=escaped(model.name), address=escaped(model.base_url)))
