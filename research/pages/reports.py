"""The workspace's first screen: the studies with their newest report, and one report to be read."""

import streamlit as st

from corpus.errors import NotFound, QuipuError
from research.messages import explain
from research.pages.drawing import draw_report
from research.pages.escaping import escaped
from research.pages.frame import page_language, word
from research.pages.listing import day, draw_list, is_stale, open_report
from research.pages.opening import open_workspace
from research.report import Report
from research.saved import from_json
from research.studies import SavedReport
from research.workspace import Workspace

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LONGEST_ID = 40


def main() -> None:
    """The report the address names, or the list."""
    try:
        workspace = open_workspace()
        saved = _asked_for(workspace)
        if saved is None:
            draw_list(workspace)
        else:
            _draw(saved, workspace)
    except QuipuError as error:
        _tell(error)


def _tell(error: QuipuError) -> None:
    st.warning(escaped(explain(error, page_language())))


def _asked_for(workspace: Workspace) -> SavedReport | None:
    """The report of ?report=; where there is none for this viewer, that is said above the list."""
    asked = st.query_params.get("report")
    if not asked:
        return None
    try:
        return workspace.studies.report(asked)
    except NotFound:
        _tell(NotFound("no_report", id=asked[:LONGEST_ID]))
        return None


def _draw(saved: SavedReport, workspace: Workspace) -> None:
    report = from_json(Report, saved.content)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="actions"):
        st.button(f"← {word('reports.all')}", key="back", type="tertiary", on_click=open_report, args=(None,))
        _draw_download(report, workspace)
    st.title(escaped(report.title), anchor=False)
    st.caption(word("reports.written", day=day(saved), version=saved.version))
    _draw_state(saved, workspace)
    draw_report(report)


def _draw_download(report: Report, workspace: Workspace) -> None:
    def build() -> bytes:
        # Imported when asked for: python-pptx and its kin take longer to load than the page to draw.
        from exports.word import Links, write_word

        return write_word(report, links=Links(workspace.settings.address))

    name = word("report.file", title=_file_name(report.title), id=report.id)
    st.download_button(word("report.word"), build, name, WORD, key="word", on_click="ignore", type="secondary")


def _file_name(title: str) -> str:
    """The title without what some file system refuses."""
    return (
        "".join(letter if letter.isalnum() or letter in " -_()" else " " for letter in title)[:60].strip() or "report"
    )


def _draw_state(saved: SavedReport, workspace: Workspace) -> None:
    """Whether this is the newest version, and whether the newest still holds."""
    newest = workspace.studies.reports(saved.study)[0]
    if newest.id != saved.id:
        st.info(word("reports.older", version=saved.version))
        st.button(word("reports.newest"), key="newest", type="tertiary", on_click=open_report, args=(newest.id,))
    elif is_stale(newest, workspace):
        st.info(word("reports.stale"))


main()
