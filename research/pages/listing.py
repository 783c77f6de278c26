"""The list of reports: the newest of each study, newest first, a page at a time."""

import streamlit as st

from research.pages.escaping import escaped
from research.pages.frame import day, go, word
from research.studies import ReportLine
from research.workspace import Workspace

PAGE = 20
"""Reports on a page."""


def draw_list(workspace: Workspace) -> None:
    """The list, or what to do where there is nothing to list."""
    found = [line for line in workspace.studies.report_lines() if line.newest]
    st.title(word("report.reports"), anchor=False)
    if not found:
        _draw_empty()
        return
    pages = -(-len(found) // PAGE)
    at = min(_page(), pages)
    shown = found[(at - 1) * PAGE :][:PAGE]
    titles = workspace.edits.titles([line.study for line in shown])
    for line in shown:
        _draw_line(line, titles.get(line.study, line.title))
    if pages > 1:
        st.pagination(pages, default=at, key=f"reports-page-{at}", on_change=_turn, args=(at,))


def _page() -> int:
    asked = st.query_params.get("page", "")
    return max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1


def _turn(at: int) -> None:
    st.query_params["page"] = str(st.session_state[f"reports-page-{at}"])


def _draw_line(line: ReportLine, title: str) -> None:
    with st.container(key=f"line-{line.id}"):
        if st.button(escaped(title), key=f"open-{line.id}", type="tertiary", wrap=True):
            go("reports", report=line.id)
        about = word("report.about", people=line.people, interviews=line.interviews, day=day(line.made_at))
        st.caption(about + (f" · {word('report.nth', version=line.version)}" if line.version > 1 else ""))


def _draw_empty() -> None:
    st.markdown(word("report.none_yet"))
    if st.button(word("report.start"), key="start", type="primary"):
        go("home")
