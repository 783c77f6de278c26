"""The list of studies, each with its newest report."""

from dataclasses import dataclass

import streamlit as st

from corpus.errors import QuipuError
from research.freshness import stale_stages
from research.pages.escaping import escaped
from research.pages.frame import word
from research.pages.opening import command
from research.studies import SavedReport
from research.workspace import Workspace


@dataclass(frozen=True)
class Row:
    """A study in the list; `report` is None where none was written, `about` says who it rests on and when."""

    study: str
    title: str
    report: str | None
    about: str
    stale: bool


def rows(workspace: Workspace) -> list[Row]:
    """The viewer's studies, newest first."""
    return [_row(study.id, study.title, workspace) for study in workspace.studies.list()]


def _row(study: str, title: str, workspace: Workspace) -> Row:
    newest = next(iter(workspace.studies.reports(study)), None)
    if newest is None:
        return Row(study, title, None, word("reports.without"), False)
    return Row(study, title, newest.id, about(newest), is_stale(newest, workspace))


def is_stale(newest: SavedReport, workspace: Workspace) -> bool:
    """Whether something that shaped the study's newest report has changed since; known for a minute."""
    return _is_stale(newest.id, newest.study, workspace.settings.database, _workspace=workspace)


# To tell it, every interview's version is read: too much for each run of each person's page.
@st.cache_data(ttl=60, max_entries=1000, show_spinner=False)
def _is_stale(report: str, study: str, database: str, *, _workspace: Workspace) -> bool:
    try:
        return bool(stale_stages(study, _workspace))
    except QuipuError:  # a workspace that cannot tell, such as one whose index is being built
        return False


def about(saved: SavedReport) -> str:
    """People, interviews and day of a report, in the page's language."""
    people = len(saved.evidence["respondents"])
    interviews = sum(len(ids) for ids in saved.evidence["interviews"].values())
    return word("reports.about", people=people, interviews=interviews, day=day(saved))


def day(saved: SavedReport) -> str:
    """The day a report was written, as the page's language writes it."""
    made = saved.made_at
    return word("reports.day", day=made.day, month=word(f"reports.month.{made.month}"), year=made.year)


def draw_list(workspace: Workspace) -> None:
    """The list, or what to do where there is nothing to list."""
    found = rows(workspace)
    if not found:
        draw_empty(workspace)
        return
    st.title(word("reports.title"), anchor=False)
    for row in found:
        with st.container(key=f"study-{row.study}"):
            _draw_row(row)


def draw_empty(workspace: Workspace) -> None:
    """The one command that helps, to be copied."""
    settings, interviews = workspace.settings, workspace.corpus.counts()["interviews"]
    kind = "study" if interviews else "corpus"
    st.title(word(f"empty.{kind}"), anchor=False)
    first = ["run", "corpus/sample/briefs/zh.yaml"] if interviews else ["demo"]
    own = ["run", word("empty.brief")] if interviews else ["import", word("empty.folder")]
    st.markdown(word(f"empty.{kind}_remedy", interviews=interviews))
    st.code(command(settings, *first), language=None, wrap_lines=True)
    st.markdown(word(f"empty.{kind}_own"))
    st.code(command(settings, *own), language=None, wrap_lines=True)


def open_report(report: str | None) -> None:
    """Put a report into the address (None: the list), where a reload, a second tab and a shared link find it."""
    if report is None:
        st.query_params.pop("report", None)
    else:
        st.query_params["report"] = report


def _draw_row(row: Row) -> None:
    title = escaped(row.title)
    if row.report is None:
        st.markdown(f"**{title}**")
    else:
        st.button(title, key=f"open-{row.report}", type="tertiary", on_click=open_report, args=(row.report,), wrap=True)
    st.caption(row.about + (f" · {word('reports.stale_mark')}" if row.stale else ""))
