"""The workspace as the person at the screen sees it."""

import shlex
import sys
from pathlib import Path

import streamlit as st
from sqlalchemy import Engine

from corpus.database import open_database
from corpus.viewer import LOCAL
from research.settings import PROJECT, Settings, read_settings
from research.workspace import Workspace


def open_workspace() -> Workspace:
    """The workspace of QUIPU_HOME, as the one person on this machine. Raises BadInput for settings that do not work."""
    settings = read_settings()
    return Workspace(_engine(settings.database), LOCAL, settings)


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
