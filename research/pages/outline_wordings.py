"""How a question was asked in earlier interviews: looked up when it is wanted, taken with one press."""

from dataclasses import replace
from functools import partial

import streamlit as st

from corpus.errors import IndexTrouble
from corpus.records import Language
from index.manifest import current
from research.asked_wording import Wording
from research.outline import Outline, OutlineQuestion
from research.outline_edits import changed, question_of
from research.pages.escaping import escaped
from research.pages.frame import tell, word
from research.pages.opening import open_workspace
from research.pages.outline_acts import edit_outline
from research.pages.remembered import searcher
from research.studies import Study


def draw_wordings(study: Study, number: int, outline: Outline, question: OutlineQuestion) -> None:
    """A switch, and behind it the wordings, those the question has already left out."""
    if not st.toggle(word("guide.wordings"), key=f"wordings-{study.id}-{question.id}"):
        return
    workspace = open_workspace()
    asked = _asked_for(study, question)
    try:
        folder = str(current(workspace.settings.index))
        found = _wordings(asked, outline.language, workspace.settings.database, folder, workspace.corpus.stamp())
    except IndexTrouble as trouble:
        tell(trouble)
        return
    others = [one for one in found if one.text != question.text]
    if not others:
        st.caption(word("guide.wordings_none"))
        return
    first = others[0]
    st.caption(
        word("guide.wordings_about", people=first.people, waves=first.waves, answered=round(first.answered * 100))
    )
    for at, one in enumerate(others):
        with st.container(horizontal=True, vertical_alignment="center", key=f"wording-{at}"):
            st.markdown(escaped(one.text), width="stretch")
            st.button(
                word("guide.use"), key=f"use-{question.id}-{at}", type="tertiary", on_click=edit_outline,
                args=(question.id, study.id, number, partial(worded, id_=question.id, wording=one)),
            )  # fmt: skip


def _asked_for(study: Study, question: OutlineQuestion) -> str:
    """What is looked up: the brief's question it answers, else its own words."""
    number = question.brief_question or 0
    return study.brief.questions[number - 1] if 0 < number <= len(study.brief.questions) else question.text


@st.cache_data(max_entries=100, show_spinner=False)
def _wordings(text: str, language: Language, database: str, folder: str, corpus: int) -> tuple[Wording, ...]:
    from research.asked_before import asked_before  # loads what searching needs

    workspace = open_workspace()
    (found,) = asked_before([text], language, searcher=searcher(workspace), corpus=workspace.corpus)
    return found


def worded(outline: Outline, id_: str, wording: Wording) -> Outline:
    """The outline with a question in a wording that served before; its type and what it is matched by stay."""
    question = question_of(outline, id_)
    made = changed(outline, replace(question, text=wording.text, asked_of=(wording.people, wording.waves)))
    return changed(made, replace(question_of(made, id_), looked_for=question.looked_for))
