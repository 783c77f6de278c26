"""What pages remember between runs: read-only things, each under a key that changes when the thing does.

Nothing here is ever out of date: a study's stamp and the corpus's grow with every change.
"""

from typing import TYPE_CHECKING, Any, TypeVar

import streamlit as st

from corpus.viewer import Viewer
from index.manifest import current
from research.held import Held, held_in
from research.progress import Progress, progress_of
from research.saved import from_json
from research.studies import Study
from research.workspace import Workspace

if TYPE_CHECKING:
    from index.search import Searcher

Stage = TypeVar("Stage")


def progress(study: Study, workspace: Workspace) -> Progress:
    """How far the study is."""
    settings = workspace.settings
    kept = (study.id, study.stamp, workspace.corpus.stamp(), str(current(settings.index)), repr(settings))
    return _progress(*kept, workspace.viewer, _workspace=workspace)


@st.cache_data(max_entries=500, show_spinner=False)
def _progress(
    study: str, stamp: int, corpus: int, index: str, settings: str, viewer: Viewer, *, _workspace: Workspace
) -> Progress:
    return progress_of(study, _workspace, held(_workspace))


def held(workspace: Workspace) -> Held:
    """What the corpus holds, in digests."""
    return _held(workspace.settings.database, workspace.corpus.stamp(), _workspace=workspace)


@st.cache_data(max_entries=4, show_spinner=False)
def _held(database: str, corpus: int, *, _workspace: Workspace) -> Held:
    return held_in(_workspace.corpus)


def stage(study: Study, name: str, kind: type[Stage], workspace: Workspace) -> Stage | None:
    """A saved stage of the study as its record; None where it was not made, or its record has another shape by now."""
    key = workspace.studies.stage_keys(study.id).get(name)
    return _stage(study.id, name, key, study.stamp, _kind=kind, _workspace=workspace) if key else None


@st.cache_resource(max_entries=50, show_spinner=False)
def _stage(study: str, name: str, key: str, stamp: int, *, _kind: Any, _workspace: Workspace) -> Any:
    saved = _workspace.studies.stage(study, name)
    try:
        return from_json(_kind, saved[1]) if saved else None
    except ValueError:  # pydantic's is one: saved by code whose records had another shape
        return None


def searcher(workspace: Workspace) -> "Searcher":
    """The index, opened once for each state of it and of the corpus. Raises IndexTrouble as `Workspace.searcher` does.

    While somebody is taken out of it, it goes on being searched without them.
    """
    return _searcher(str(current(workspace.settings.index)), workspace.corpus.stamp(), _workspace=workspace)


@st.cache_resource(max_entries=2, show_spinner=False)
def _searcher(folder: str, corpus: int, *, _workspace: Workspace) -> "Searcher":
    return _workspace.searcher(lagging=True)
