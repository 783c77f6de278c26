"""An open report on its way to the screen: read from the database once for each state of it, and how it is shown."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

from corpus.viewer import may
from research.drilling import is_drillable
from research.finishing import Keyed
from research.messages import say
from research.opened import OpenedReport, corpus_stamp, open_report, state_now
from research.report import Report
from research.workspace import Workspace

STYLE = Path(__file__).with_name("style_report.css")
DOING = ("at", "do")
"""What of the address names the block being edited, and how."""

ASKED = ("figure", "quote")
"""What of the address names a figure whose people are shown, or a quote whose transcript is."""


@dataclass(frozen=True)
class Reading:
    """editing   whether the tools for editing are shown"""

    opened: OpenedReport
    workspace: Workspace
    editing: bool = False

    @property
    def report(self) -> Report:
        """The report in the state that is read."""
        return self.opened.report

    @property
    def blocks(self) -> list[Keyed]:
        """Its blocks with their keys."""
        return list(zip(self.opened.keys, self.report.blocks, strict=True))

    @property
    def may_edit(self) -> bool:
        """Whether the viewer may change it at all."""
        return may(self.workspace.viewer, "study")

    def word(self, key: str, **values: object) -> str:
        """A sentence of the page inside the report's own text: in the report's language."""
        return say(self.report.language, f"page.{key}", **values)

    def people(self, figure: str) -> str | None:
        """The address of the people behind a figure; None where it counts no people."""
        return self.address(figure=figure) if is_drillable(self.report.figures[figure].spec) else None

    def address(self, **asked: str) -> str:
        """This very page with something of it opened: a figure's people, a quote's transcript."""
        kept = {name: value for name, value in st.query_params.items() if name not in (*DOING, *ASKED)}
        return f"?{urlencode({**kept, **asked})}"


def opened(report_id: str, workspace: Workspace) -> OpenedReport:
    """The report in the state an address means now. Raises NotFound as `research.opened.open_report` does."""
    state = state_now(report_id, workspace)  # asks for this viewer each time: what is remembered is for all
    newest = workspace.edits.newest(report_id.split(".")[0])
    return _opened(state, newest, workspace.settings.database, corpus_stamp(workspace), _workspace=workspace)


# Shared by all sessions and never changed: records all the way down.
@st.cache_resource(max_entries=40, show_spinner=False)
def _opened(state: str, newest: int, database: str, corpus: int, *, _workspace: Workspace) -> OpenedReport:
    return open_report(state, _workspace)
