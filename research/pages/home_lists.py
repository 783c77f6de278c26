"""The studies, each with where it stands, and the newest reports: both lead on."""

from collections.abc import Sequence

import streamlit as st

from research.pages.acting import act_button, doing, tell_trouble
from research.pages.escaping import escaped
from research.pages.frame import day, go, word
from research.pages.remembered import progress
from research.progress import STEPS, Progress
from research.studies import Study
from research.workspace import Workspace

SHOWN = 10
REPORTS = 3
PUT_AWAY = 50
"""How many of the studies put away are listed: those put away last."""
MORE = "studies"
"""How many studies are listed, in the address."""
DELETED = "deleted"
"""The study put away just now, in the address: it can be brought back."""
DELETE, UNDO = "delete", "undo"
"""Where is told what putting away was refused, and what bringing back."""


def draw_studies(studies: Sequence[Study], workspace: Workspace) -> None:
    """The viewer's studies, newest first, so many at a time."""
    if not studies:
        return
    st.header(word("home.studies"), anchor=False)
    shown = _shown()
    for study in studies[:shown]:
        _draw_study(study, workspace)
    if len(studies) > shown:
        left = len(studies) - shown
        st.button(word("home.more", n=left), key="more-studies", type="tertiary", on_click=_more, args=(shown,))


def _shown() -> int:
    asked = st.query_params.get(MORE, "")
    return int(asked) if asked.isdigit() and len(asked) < 5 else SHOWN


def _more(shown: int) -> None:
    st.query_params[MORE] = str(shown + SHOWN)


def _draw_study(study: Study, workspace: Workspace) -> None:
    """Its title is the way in, at the step to go on with."""
    stands = progress(study, workspace)
    with st.container(key=f"study-{study.id}"), st.container(horizontal=True, key=f"lead-{study.id}"):
        with st.container(gap=None, width="stretch", key=f"words-{study.id}"):
            if st.button(escaped(study.title), key=f"open-{study.id}", type="tertiary", wrap=True):
                go("study", study=study.id, step=stands.next)
            st.caption(f"{_stands(stands)} · {day(study.made_at)}")
        with st.container(width="content", key=f"put-{study.id}"):
            st.button(
                ":material/delete:", key=f"delete-{study.id}", type="tertiary", help=word("home.delete"),
                on_click=doing(
                    lambda: workspace.studies.delete(study.id), at=DELETE, then=lambda _: _offer_back(study.id)
                ),
            )  # fmt: skip


def _stands(stands: Progress) -> str:
    """The furthest step that was made, or what has to be made again."""
    stale = next((step for step in STEPS if stands.states[step] == "stale"), None)
    if stale:
        return f":orange[{word(f'home.stale.{stale}')}]"
    return word(f"home.next.{stands.next if stands.states[stands.next] != 'done' else 'done'}")


def _offer_back(study_id: str) -> None:
    st.query_params[DELETED] = study_id


def _draw_restore(label: str, study_id: str, key: str, workspace: Workspace) -> None:
    act_button(
        label, lambda: workspace.studies.restore(study_id), key=key, type="tertiary",
        then=lambda _: st.query_params.pop(DELETED, None),
    )  # fmt: skip


def draw_deleted(workspace: Workspace) -> None:
    """What was put away just now, with the way back; there is none any more where that was refused."""
    tell_trouble(DELETE)
    if tell_trouble(UNDO):
        st.query_params.pop(DELETED, None)
    deleted = st.query_params.get(DELETED, "")
    if not deleted or any(study.id == deleted for study in workspace.studies.list()):
        return
    with st.container(horizontal=True, vertical_alignment="center", key="deleted"):
        st.caption(word("home.deleted"), width="content")
        _draw_restore(word("home.undo"), deleted, UNDO, workspace)


def draw_put_away(workspace: Workspace) -> None:
    """The studies that were put away, folded at the end of the page, each with the way back."""
    studies = workspace.studies.deleted()
    if not studies:
        return
    with st.expander(word("home.put_away", n=len(studies)), key="away"):
        for study in studies[:PUT_AWAY]:
            with st.container(horizontal=True, vertical_alignment="center", key=f"away-{study.id}"):
                st.markdown(f"{escaped(study.title)}  \n:small[:gray[{day(study.made_at)}]]", width="stretch")
                _draw_restore(word("study.restore"), study.id, f"restore-{study.id}", workspace)


def draw_reports(workspace: Workspace) -> None:
    """The newest report of each study, those written last."""
    lines = [line for line in workspace.studies.report_lines() if line.newest]
    if not lines:
        return
    st.header(word("home.reports"), anchor=False)
    for line in lines[:REPORTS]:
        with st.container(key=f"study-report-{line.id}", gap=None):
            if st.button(escaped(line.title), key=f"report-{line.id}", type="tertiary", wrap=True):
                go("reports", report=line.id)
            st.caption(word("home.about", people=line.people, interviews=line.interviews, day=day(line.made_at)))
    if len(lines) > REPORTS and st.button(word("home.all_reports"), key="all-reports", type="tertiary"):
        go("reports")
