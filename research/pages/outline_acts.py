"""What buttons on the outline do: one change each, its trouble told where it was asked for, its place in the address."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from research.pages import acting
from research.pages.frame import word
from research.pages.opening import open_workspace
from research.revising import Edit, revise
from research.studies import Study
from research.workspace import Workspace

EDIT, COMMENTS = "edit", "comments"
"""What is open on the outline, as the address names it: one form, and any number of threads, a comma between them."""


def opened() -> str:
    """Whose form is open: a question's id, or another place's name; "" for none."""
    return st.query_params.get(EDIT, "")


def open_form(place: str) -> None:
    """Open the form of a place. Where another one is open nothing happens: what was typed there would be lost."""
    if not opened():
        st.query_params[EDIT] = place


def close() -> None:
    """No form is open any more; threads stay open, something may have been typed there."""
    st.query_params.pop(EDIT, None)


def busy() -> dict[str, Any]:
    """What a button gets that would close the form that is open: it is off, and says why."""
    return {"disabled": True, "help": word("outline.busy")} if opened() else {}


def threads_opened() -> list[str]:
    """The threads that are open."""
    return [place for place in st.query_params.get(COMMENTS, "").split(",") if place]


def toggle_thread(place: str) -> None:
    """Open a thread, or close it; the others stay as they are."""
    places = threads_opened()
    places = [one for one in places if one != place] if place in places else [*places, place]
    if places:
        st.query_params[COMMENTS] = ",".join(places)
    else:
        st.query_params.pop(COMMENTS, None)


def attempt(place: str, do: Callable[[Study, Workspace], object], study_id: str, *, then: Callable[[], None]) -> None:
    """In a callback: do something to a study; a trouble is kept, to be told at `place`, and `then` is left out."""

    def act() -> None:
        workspace = open_workspace()
        do(workspace.studies.get(study_id), workspace)

    acting.attempt(act, at=f"outline-{place}", then=lambda _: then())


def edit_outline(place: str, study_id: str, number: int, edit: Edit) -> None:
    """One change to the outline as it was drawn, number `number`."""

    def do(study: Study, workspace: Workspace) -> None:
        revise(study, workspace, edit, beneath=number)

    attempt(place, do, study_id, then=close)


def tell_at(place: str) -> None:
    """The trouble of this place, once."""
    acting.tell_trouble(f"outline-{place}")
