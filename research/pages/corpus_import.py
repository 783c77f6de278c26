"""Bringing files in: dropped, as a folder, from this computer's disk, or the sample."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from corpus.batches import Batches
from corpus.errors import BadInput
from research.pages.acting import act_button, typed
from research.pages.corpus_fieldwork import draw_choice
from research.pages.frame import go, word
from research.settings import SAMPLE
from research.workspace import Workspace

QUARTERS = 4
"""Quarters to choose from where the corpus has no interview of them yet."""
KINDS = ("files", "folder")
HERE = ("127.0.0.1", "localhost", "::1")
SAMPLES = ("respondents_zh.csv", "respondents_en.csv", "transcripts")


def batches(workspace: Workspace) -> Batches:
    """The batches of the workspace."""
    return Batches(workspace.engine, workspace.viewer, workspace.settings.uploads)


def draw_import(workspace: Workspace) -> None:
    """One place to drop files; once there are some, the wave for those without one, and the button."""
    kind = st.segmented_control(
        word("corpus.import.what"), KINDS, default="files", required=True, key="import-kind",
        format_func=lambda each: word(f"corpus.import.{each}"), label_visibility="collapsed",
    )  # fmt: skip
    # A number in the key: after an import the widget is another one, and empty.
    key = f"drop-{kind}-{st.session_state.setdefault('drops', 0)}"
    many: Any = "directory" if kind == "folder" else True
    files = st.file_uploader(
        word(f"corpus.import.drop_{kind}"), accept_multiple_files=many, key=key, label_visibility="collapsed"
    )
    fieldwork = draw_choice(workspace)
    if files:
        _draw_go(files, fieldwork, workspace)
    elif st.get_option("server.address") in HERE:
        _draw_path(fieldwork, workspace)


def _draw_go(files: Sequence[Any], fieldwork: str | None, workspace: Workspace) -> None:
    draw_wave("import-wave", workspace)
    act_button(
        word("corpus.import.go", n=len(files)), lambda: _take(files, fieldwork, workspace), key="import", then=_taken,
        saying=word("corpus.import.taking"), type="primary",
    )  # fmt: skip


def _take(files: Sequence[Any], fieldwork: str | None, workspace: Workspace) -> str:
    wave = typed("import-wave") or None
    batch = batches(workspace).open([(each.name, each.getvalue()) for each in files], wave=wave, fieldwork=fieldwork)
    release(files)
    return start(batch.id, workspace)


def _taken(batch: str) -> None:
    st.session_state["drops"] += 1
    show_import(batch)


def draw_wave(key: str, workspace: Workspace, *, bare: bool = False) -> str | None:
    """A wave to choose or to write. bare: beside a button that says what it is for."""
    chosen: str | None = st.selectbox(
        word("corpus.import.wave"), _waves(workspace), index=None, accept_new_options=True, key=key,
        placeholder=word("corpus.import.wave_example" if bare else "corpus.import.wave_some"),
        help=None if bare else word("corpus.import.wave_help"),
        label_visibility="collapsed" if bare else "visible", width=200 if bare else "stretch",
    )  # fmt: skip
    return chosen or None


def _waves(workspace: Workspace) -> list[str]:
    """Waves to choose from, newest first: those there are, and the latest quarters."""
    return sorted({*workspace.corpus.waves(), *quarters(date.today(), QUARTERS)}, reverse=True)


def quarters(upto: date, count: int) -> list[str]:
    """The last `count` quarters as waves, that of `upto` first."""
    last = upto.year * 4 + (upto.month - 1) // 3
    return [f"{at // 4}-Q{at % 4 + 1}" for at in range(last, last - count, -1)]


def release(files: Sequence[Any]) -> None:
    """Let go of uploaded bytes, which Streamlit would keep as long as the tab is open."""
    context = get_script_run_ctx()
    remove = getattr(context.uploaded_file_mgr, "remove_file", None) if context else None
    for each in files:
        if context and remove:
            remove(session_id=context.session_id, file_id=each.file_id)


def start(batch: str, workspace: Workspace) -> str:
    """Ask for the import of a batch. Its id."""
    workspace.jobs.ask("import", batch)
    return batch


def show_import(batch: str) -> None:
    """Open the import of a batch; "" for none."""
    if batch:
        go("corpus", batch=batch)


def _draw_path(fieldwork: str | None, workspace: Workspace) -> None:
    """For one person on their own machine: nothing is uploaded, the files are read where they are."""
    with st.expander(word("corpus.import.path")), st.form("path", border=False, enter_to_submit=False):
        st.text_input(word("corpus.import.path_label"), key="path-given", placeholder=str(Path.home()))
        draw_wave("path-wave", workspace)
        act_button(
            word("corpus.import.path_go"),
            lambda: _take_path(fieldwork, workspace),
            key="path-go",
            then=show_import,
            sends=True,
        )


def _take_path(fieldwork: str | None, workspace: Workspace) -> str:
    """The batch of what is under the path that was typed, "" where none was."""
    given = str(typed("path-given") or "").strip()
    if not given:
        return ""
    path = Path(given).expanduser()
    try:
        batch = batches(workspace).open_paths([path], wave=typed("path-wave") or None, fieldwork=fieldwork)
    except OSError as error:  # a folder nobody may look into, a name no file can have
        raise BadInput("no_such_path", path=str(path)) from error
    return start(batch.id, workspace)


def draw_sample(workspace: Workspace) -> None:
    """The sample interviews at one click."""
    with st.container(key="sample"):
        st.markdown(word("corpus.sample"))
        act_button(word("corpus.sample_go"), lambda: _take_sample(workspace), key="sample-go", then=show_import)


def _take_sample(workspace: Workspace) -> str:
    return start(batches(workspace).open_paths([SAMPLE / each for each in SAMPLES]).id, workspace)
