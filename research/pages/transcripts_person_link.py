"""The way from an interview to the person who gave it."""

import streamlit as st

from corpus.records import Interview
from research.pages.escaping import escaped
from research.pages.frame import word
from research.pages.transcripts_address import PLACE, put


def draw_person_link(interview: Interview) -> None:
    """A quiet way to all interviews of whoever gave this one."""
    st.button(
        word("person.open", who=escaped(interview.respondent)), key="to-person", type="tertiary",
        icon=":material/timeline:", on_click=open_person, args=(interview.respondent,),
    )  # fmt: skip


def open_person(respondent: str) -> None:
    """Show a person over time, instead of the interview that is open; the search stays in the address."""
    put(**dict.fromkeys(PLACE, None), person=respondent)
