"""The workspace as the person at the screen sees it."""

import shlex
import sys
from functools import lru_cache
from pathlib import Path

import streamlit as st
from sqlalchemy import Engine

from corpus.changed import who_left
from corpus.database import open_database
from corpus.viewer import LOCAL
from research.settings import PROJECT, Settings, read_settings
from research.workspace import Workspace


def open_workspace() -> Workspace:
    """The workspace of QUIPU_HOME, as the one person on this machine. Raises BadInput for settings that do not work."""
    settings = read_settings()
    workspace = Workspace(_engine(settings.database), LOCAL, settings)
    _forget_who_left(settings.database, who_left(workspace.engine))
    return workspace


@lru_cache(maxsize=4)  # not Streamlit's: that one would be cleared with the rest
def _forget_who_left(database: str, left: tuple[int, int]) -> None:
    """Once after each withdrawal, and once after its end: what pages remember is never read again, but it would stay in memory."""
    st.cache_data.clear()
    st.cache_resource.clear()


# The engine is a pool and safe to share; sessions on it are opened call by call.
@st.cache_resource(show_spinner=False)
def _engine(database: str) -> Engine:
    return open_database(database)


def command(settings: Settings, *words: str) -> str:
    """The command as it must be typed, from any folder, to reach this very workspace.

    The home is named where it is not the default one; Python is the one that serves this page.
    """
    python = Path(sys.executable)
    shown = python.relative_to(PROJECT) if python.is_relative_to(PROJECT) else python
    home = [] if settings.home == PROJECT / "var" else [f"QUIPU_HOME={shlex.quote(str(settings.home))}"]
    line = " ".join([*home, shlex.quote(str(shown)), "-m research", *words])
    return f"cd {shlex.quote(str(PROJECT))}\n{line}"
