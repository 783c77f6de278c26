"""What buttons on the outline do: one change each, its trouble told where it was asked for, its place in the address."""

from collections.abc import Callable

import streamlit as st

from corpus.errors import QuipuError
from research.pages.frame import tell
from research.pages.opening import open_workspace
from research.revising import Edit, revise
from research.studies import Study
from research.workspace import Workspace

OPEN = ("edit", "comments")
"""What may be open on the outline, as the address names it; one at a time."""
TROUBLE = "outline-trouble"


def opened(kind: str) -> str:
    """What of this kind is open: a question's id, or another place's name; "" for nothing."""
    return st.query_params.get(kind, "")


def open_at(kind: str, place: str) -> None:
    """Open a place, or close it where it is open; anything else is closed."""
    again = opened(kind) == place
    close()
    if not again:
        st.query_params[kind] = place


def close() -> None:
    """Nothing is open any more."""
    for kind in OPEN:
        st.query_params.pop(kind, None)


def attempt(place: str, do: Callable[[Study, Workspace], object], study_id: str, *, then: Callable[[], None]) -> None:
    """Do something to a study; a trouble is kept, to be told at `place`, and `then` is left out."""
    try:
        workspace = open_workspace()
        do(workspace.studies.get(study_id), workspace)
    except QuipuError as error:
        st.session_state[TROUBLE] = (place, error)
    else:
        then()


def edit_outline(place: str, study_id: str, number: int, edit: Edit) -> None:
    """One change to the outline as it was drawn, number `number`."""

    def do(study: Study, workspace: Workspace) -> None:
        revise(study, workspace, edit, beneath=number)

    attempt(place, do, study_id, then=close)


def tell_at(place: str) -> None:
    """The trouble of this place, once."""
    kept = st.session_state.get(TROUBLE)
    if kept and kept[0] == place:
        del st.session_state[TROUBLE]
        tell(kept[1])
