"""Who somebody is, as the reader of a page may be told: what several people share; banded values to who brings them in."""

from collections.abc import Mapping

import streamlit as st

from corpus.records import Attributes
from corpus.viewer import may
from research.anonymity import Profile, shown_profiles
from research.pages.frame import page_language
from research.profiles import SHOWN, profile_line, profile_of
from research.workspace import Workspace


def line_for(respondent: str, wave: str, workspace: Workspace) -> str:
    """The line that says who without saying whom; "" where nothing may be told."""
    return profile_line(profile_for(respondent, wave, workspace), page_language())


def profile_for(respondent: str, wave: str, workspace: Workspace) -> Profile:
    """What may be told of somebody: as in `wave` to a curator, to everybody else the one profile they always have."""
    if may(workspace.viewer, "import"):
        return profile_of(workspace.corpus.person(respondent, wave))
    return shown(workspace).get(respondent) or dict.fromkeys(SHOWN, "")


def shown(workspace: Workspace) -> Mapping[str, Profile]:
    """Everybody as anybody may be told, remembered until the corpus changes."""
    settings = workspace.settings
    return _shown(settings.database, workspace.corpus.stamp(), settings.smallest_group, _workspace=workspace)


@st.cache_resource(max_entries=2, show_spinner=False)
def _shown(database: str, stamp: int, smallest: int, *, _workspace: Workspace) -> Mapping[str, Profile]:
    return shown_profiles(attributes(_workspace), smallest)


def attributes(workspace: Workspace) -> Mapping[tuple[str, str], Attributes]:
    """Everybody in each wave, remembered until the corpus changes."""
    return _attributes(workspace.settings.database, workspace.corpus.stamp(), _workspace=workspace)


@st.cache_resource(max_entries=1, show_spinner=False)
def _attributes(database: str, stamp: int, *, _workspace: Workspace) -> Mapping[tuple[str, str], Attributes]:
    return _workspace.corpus.attributes()
