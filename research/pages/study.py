"""A study: its four steps, and the one that is open."""

import streamlit as st

from corpus.errors import NotFound, QuipuError
from research.pages import step_brief, step_outline, step_report, step_responses
from research.pages.acting import act_button
from research.pages.escaping import escaped
from research.pages.frame import go, tell, word
from research.pages.opening import open_workspace
from research.pages.remembered import progress
from research.pages.study_spent import draw_spent
from research.pages.study_title import draw_title
from research.progress import STEPS, Progress, Step
from research.studies import Study
from research.workspace import Workspace

DRAWN = {
    "brief": step_brief.draw,
    "outline": step_outline.draw,
    "responses": step_responses.draw,
    "report": step_report.draw,
}
MARKS = {"done": ":material/check_circle:", "stale": ":material/sync_problem:", "open": ":material/circle:"}
LONGEST_ID = 40


def main() -> None:
    """The study the address names, at the step it names."""
    try:
        workspace = open_workspace()
        study = _asked_for(workspace)
        if study is not None:
            _draw(study, workspace)
    except QuipuError as error:
        tell(error)


def _asked_for(workspace: Workspace) -> Study | None:
    # Going back from another screen may bring this one's address without its study: then it is the last one of the tab.
    asked = st.query_params.get("study") or st.session_state.get("study")
    if not asked:
        go("home")
    try:
        study = workspace.studies.get(asked)
        st.session_state["study"] = study.id
        if "study" not in st.query_params:
            st.query_params["study"] = study.id
        return study
    except NotFound:
        if _is_put_away(asked, workspace):
            return None
        tell(NotFound("no_study", id=asked[:LONGEST_ID]))
        if st.button(word("study.home"), key="home"):
            go("home")
        return None


def _is_put_away(asked: str, workspace: Workspace) -> bool:
    """Whether it was put away by the viewer's own client: that is said, with the way back."""
    study = next((one for one in workspace.studies.deleted() if one.id == asked), None)
    if study is None:
        return False
    st.title(escaped(study.title), anchor=False)
    st.markdown(word("study.was_put_away"))
    act_button(word("study.restore"), lambda: workspace.studies.restore(study.id), key="restore-study", type="primary")
    return True


def _draw(study: Study, workspace: Workspace) -> None:
    stands = progress(study, workspace)
    asked = st.query_params.get("step")
    step = next((name for name in STEPS if name == asked), stands.next)
    draw_title(study, workspace)
    draw_spent(study, workspace)
    _draw_steps(stands, step)
    DRAWN[step](study, workspace)


def _draw_steps(stands: Progress, step: Step) -> None:
    """The four steps in their order, each with what became of it; the one that is open stands out."""
    with st.container(horizontal=True, gap="small", key="steps"):
        for number, name in enumerate(STEPS, 1):
            state = stands.states[name]
            with st.container(key=f"step-{'here' if name == step else state}-{name}", width="content"):
                st.button(
                    f"{number} {word(f'study.step.{name}')}", key=f"step-{name}", type="tertiary", icon=MARKS[state],
                    help=word(f"study.state.{state}"), on_click=open_step, args=(name,),
                )  # fmt: skip


def open_step(step: Step) -> None:
    """Put a step of the study into the address."""
    st.query_params["step"] = step


main()
