"""Reports: the newest of each study, or one to be read. Page one first: a phone shows the conclusions at once."""

import streamlit as st

from corpus.errors import NotFound, QuipuError
from research.pages.drawing import draw_report
from research.pages.frame import go, tell, word
from research.pages.listing import draw_list
from research.pages.opening import open_workspace
from research.pages.remembered import progress
from research.pages.report_contents import draw_contents
from research.pages.report_drill import draw_drill
from research.pages.report_head import draw_download, draw_title, draw_versions
from research.pages.report_reading import STYLE, Reading, opened
from research.workspace import Workspace

LONGEST_ID = 40


def main() -> None:
    """The report the address names, or the list."""
    st.html(STYLE)
    try:
        workspace = open_workspace()
        reading = _asked_for(workspace)
        if reading is None:
            draw_list(workspace)
        else:
            _draw(reading)
    except QuipuError as error:
        tell(error)


def _asked_for(workspace: Workspace) -> Reading | None:
    """The report of ?report=; where there is none for this viewer, that is said above the list."""
    asked = st.query_params.get("report")
    if not asked:
        return None
    try:
        return Reading(opened(asked, workspace), workspace)
    except NotFound as error:
        tell(error if error.key == "report_withdrawn" else NotFound("no_report", id=asked[:LONGEST_ID]))
        return None


def _draw(reading: Reading) -> None:
    study = reading.opened.saved.study
    lines = reading.workspace.studies.report_lines(study)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="report-actions"):
        if st.button(word("report.all"), key="back", type="tertiary", icon=":material/arrow_back:"):
            go("reports")
        st.space("stretch")
        draw_versions(reading, lines)
        if reading.may_edit and st.button(word("report.to_study"), key="to-study", type="tertiary"):
            go("study", study=study, step="report")
        draw_download(reading)
    draw_title(reading)
    draw_contents(reading)
    _draw_state(reading, lines[0].id)
    draw_drill(reading)  # before the report: who clicks while it is still being drawn is heard
    draw_report(reading)


def _draw_state(reading: Reading, newest: str) -> None:
    """Whether this is the newest version with all its edits, and whether it still holds."""
    saved = reading.opened.saved
    if newest != saved.id or reading.opened.edit < reading.opened.newest:
        told = "report.older" if newest != saved.id else "report.older_edit"
        st.info(word(told, version=saved.version), icon=":material/history:")
        if st.button(word("report.newest"), key="newest", type="tertiary"):
            go("reports", report=newest)
    elif reading.may_edit and _is_stale(saved.study, reading.workspace):
        st.info(word("report.stale"), icon=":material/info:")


def _is_stale(study: str, workspace: Workspace) -> bool:
    """Whether something that shaped the study's newest report has changed since."""
    return progress(workspace.studies.get(study), workspace).first_stale is not None


main()
