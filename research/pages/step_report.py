"""The last step of a study: its report, read, edited and taken along; or the way there."""

from collections.abc import Sequence

import streamlit as st

from corpus.viewer import may
from research.model_told import reason
from research.outline import Outline
from research.pages.acting import tell_trouble
from research.pages.drawing import draw_report
from research.pages.escaping import escaped
from research.pages.frame import go, page_language, word
from research.pages.remembered import progress, stage
from research.pages.report_contents import draw_contents
from research.pages.report_drill import draw_drill
from research.pages.report_head import draw_download, draw_link, draw_title, draw_versions
from research.pages.report_history import draw_history, draw_notes
from research.pages.report_reading import DOING, STYLE, Reading, opened
from research.pages.report_tools import REFUSED
from research.pages.sending import draw_sending
from research.pages.watching import begin_button, watch
from research.studies import ReportLine, Study
from research.workspace import Workspace


def draw(study: Study, workspace: Workspace) -> None:
    """The report that is being written, the newest one, or what comes before it."""
    st.html(STYLE)
    job = watch(workspace, "write", study.id)
    lines = workspace.studies.report_lines(study.id)
    if lines:
        _draw_stale(study, workspace, writing=job is not None and job.live)
        _draw_newest(study, lines, workspace)
    elif job is None or job.status == "done":  # else what became of it stands there, with the way to begin again
        _draw_before(study, workspace)


def _draw_before(study: Study, workspace: Workspace) -> None:
    """No report yet: it is written from a confirmed number, and that is confirmed a step earlier."""
    if workspace.confirmations.newest(study.id) is None:
        st.markdown(word("report.unconfirmed"))
        if st.button(word("report.to_responses"), key="to-responses", type="primary"):
            go("study", study=study.id, step="responses")
        return
    st.markdown(word("report.unwritten"))
    _draw_sending(study, workspace)
    begin_button(word("report.write"), workspace, "write", study.id, key="write", type="primary")


def _draw_stale(study: Study, workspace: Workspace, *, writing: bool) -> None:
    """That something beneath the report has changed, and the way to a new version."""
    if writing or progress(study, workspace).states["report"] != "stale":
        return
    _draw_sending(study, workspace)
    with st.container(border=True, horizontal=True, wrap=False, vertical_alignment="center", key="report-stale"):
        st.markdown(word("report.stale_step"))
        begin_button(word("report.again"), workspace, "write", study.id, key="write", type="secondary")


def _draw_sending(study: Study, workspace: Workspace) -> None:
    """Said where writing matches anew before it writes."""
    if progress(study, workspace).states["responses"] != "done":
        draw_sending(workspace, stage(study, "outline", Outline, workspace))


def _draw_newest(study: Study, lines: Sequence[ReportLine], workspace: Workspace) -> None:
    editing = st.query_params.get("edit") == "1" and may(workspace.viewer, "study")
    reading = Reading(opened(lines[0].id, workspace), workspace, editing)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="report-actions"):
        st.space("stretch")
        draw_versions(reading, lines)
        _draw_switch(reading)
        draw_link(reading)
        draw_download(reading)
    tell_trouble(REFUSED)
    draw_title(reading, above=study.title)
    _draw_trouble(study, lines[0].id, workspace)
    draw_contents(reading)
    if reading.editing:
        draw_notes(reading)
        draw_history(reading)
    draw_drill(reading)  # before the report: who clicks while it is still being drawn is heard
    draw_report(reading)


def _draw_trouble(study: Study, report: str, workspace: Workspace) -> None:
    """Why prose of a model was not taken, where it was to word this version and some of it could not be used."""
    saved, model = workspace.studies.stage(study.id, "report"), workspace.settings.model
    trouble = saved[1].get("trouble") if saved and saved[1].get("report") == report else ""
    if trouble:
        name = escaped(model.name) if model else word("guide.model")
        st.caption(word("report.not_worded", model=name, why=reason(trouble, page_language())))


def _draw_switch(reading: Reading) -> None:
    if reading.may_edit:
        label, icon = ("done", ":material/check:") if reading.editing else ("edit", ":material/edit:")
        st.button(word(f"report.{label}"), key="edit", type="tertiary", icon=icon, on_click=_switch)


def _switch() -> None:
    """Between reading and editing; the address says which."""
    editing = st.query_params.get("edit") == "1"
    for name in ("edit", *DOING):
        st.query_params.pop(name, None)
    if not editing:
        st.query_params["edit"] = "1"
