"""How many people have answered something like a question, in which waves, and how they were really asked."""

from collections.abc import Mapping, Sequence

import streamlit as st

from research.feasibility import (
    Audience,
    Feasible,
    Nearby,
    Place,
    asked_as,
    audience_of,
    feasible,
    matched_places,
)
from research.matched_as import matched_as
from research.matches import Matches
from research.outline import Outline, OutlineQuestion
from research.pages import counting
from research.pages.escaping import escaped
from research.pages.frame import word
from research.pages.opening import open_workspace
from research.pages.remembered import held, stage
from research.rejudging import verdicts_known
from research.said_of_people import KeptVerdicts, words_of
from research.studies import Study
from research.workspace import Workspace

EVERY = 1.0
"""Seconds between two looks at a count that is under way."""
WAVES = 4
"""Waves whose people are told one by one; of more only the first and the last are named."""


def draw_feasible(study: Study, outline: Outline, question: OutlineQuestion) -> None:
    """The estimate beside a question of the core; nothing where there is no index, or it cannot say."""
    workspace = open_workspace()
    counter = counting.counting(workspace)
    if counter is None:
        return
    known = _known(study, outline, workspace)
    texts = [one.sought for one in outline.core if one.id not in known]
    near = counter.near(
        texts, outline.language, patience=counting.PATIENCE if _is_first(question, outline, known) else 0
    )
    waiting = [text for text in texts if text not in near]
    audience = _audience(outline, workspace)
    told = feasible(outline, audience, known=known, near=_there(near))
    if question.id in told:
        if said := _said(told[question.id], workspace):
            st.markdown(said)
        if audience.unheard and question.id == outline.core[0].id:  # of all rows alike: said once
            words = [escaped(each) for each in audience.unheard]
            st.markdown(f":small[:orange[{word('feasible.unheard', words=words)}]]")
    elif question.sought in waiting:
        _draw_waiting(counter, texts, outline, there=len(near) if question.sought == waiting[0] else None)


def draw_audience(outline: Outline) -> None:
    """How many fit whom the outline asks; the base of what is told beside the questions. Nothing where nobody is in."""
    workspace = open_workspace()
    if not workspace.corpus.counts()["interviews"]:
        return
    people = len(_audience(outline, workspace).people)
    if not people:
        st.markdown(f":orange[{word('feasible.nobody')}]")
        return
    said = any(one.field == "said" and one.required for one in outline.criteria)
    st.markdown(word("feasible.audience", people=people, said=word("feasible.before_said") if said else ""))


def _is_first(question: OutlineQuestion, outline: Outline, known: Mapping[str, Nearby]) -> bool:
    """Whether it is the first that is not known: the page waits once, not at each row."""
    return question.id == next((one.id for one in outline.core if one.id not in known), "")


def _there(near: Mapping[str, Nearby | None]) -> dict[str, Nearby]:
    return {text: here for text, here in near.items() if here is not None}


def _draw_waiting(counter: counting.Counting, texts: Sequence[str], outline: Outline, *, there: int | None) -> None:
    """That it is being counted. One row of them looks for more numbers than are `there`, and then draws the page again."""
    if there is None:
        st.markdown(f":small[:gray[{word('feasible.looking')}]]")
        return

    @st.fragment(run_every=EVERY)
    def look() -> None:
        st.markdown(f":small[:gray[{word('feasible.looking')}]]")
        if len(counter.near(texts, outline.language)) > there:
            st.rerun(scope="app")

    look()


def _said(told: Feasible, workspace: Workspace) -> str:
    if not told.of:  # said once, where whom to ask is shown
        return ""
    kind = "none" if not told.people else "exact" if told.exact else "more" if told.more else "about"
    counted = word(f"feasible.{kind}", people=told.people, of=told.of)
    if not told.people:
        return f":small[:orange[{counted}]]"
    asked = _asked_as(told.shown, workspace) if told.shown else ""
    parts = [counted, _waves(told.waves), word("feasible.as_asked", asked=escaped(asked)) if asked else ""]
    return f":small[:gray[{' · '.join(part for part in parts if part)}]]"


def _waves(waves: Mapping[str, int]) -> str:
    """People of each wave; where there are many waves, of the first and the last."""
    if len(waves) > WAVES:
        first, last = next(iter(waves)), list(waves)[-1]
        return " – ".join(word("feasible.wave", wave=each, people=waves[each]) for each in (first, last))
    return word(
        "feasible.waves", waves=[word("feasible.wave", wave=wave, people=people) for wave, people in waves.items()]
    )


def _known(study: Study, outline: Outline, workspace: Workspace) -> Mapping[str, Nearby]:
    """What matching found, by question, of those that read as they did then."""
    matches = stage(study, "matches", Matches, workspace)
    if matches is None:
        return {}
    wording = _wording(study.id, study.stamp, workspace.corpus.stamp(), _study=study, _workspace=workspace)
    places = _places(study.id, str(workspace.studies.stage_keys(study.id).get("matches")), _matches=matches)
    return {one.id: places.get(one.id, Nearby()) for one in outline.core if wording.get(one.id) == one.sought}


@st.cache_data(max_entries=100, show_spinner=False)
def _wording(study: str, stamp: int, corpus: int, *, _study: Study, _workspace: Workspace) -> dict[str, str]:
    return dict(matched_as(_study, _workspace, held(_workspace)))


@st.cache_resource(max_entries=50, show_spinner=False)
def _places(study: str, key: str, *, _matches: Matches) -> dict[str, Nearby]:
    asked = {one.question for one in _matches.found}
    return {id_: matched_places(one for one in _matches.found if one.question == id_) for id_ in asked}


def _audience(outline: Outline, workspace: Workspace) -> Audience:
    """Remembered by what it hangs on: whom is asked, the window, the language, the people there are and what is known of
    what they said."""
    kept = KeptVerdicts(workspace.engine, workspace.viewer)
    known = [kept.state(words, outline.language) for words in words_of(outline)]
    asked = repr((outline.criteria, outline.window, outline.language, known))
    return _audience_of(
        workspace.settings.database, workspace.corpus.stamp(), asked, _outline=outline, _workspace=workspace
    )


@st.cache_resource(max_entries=50, show_spinner=False)
def _audience_of(database: str, corpus: int, asked: str, *, _outline: Outline, _workspace: Workspace) -> Audience:
    verdicts, _ = verdicts_known(_outline, _workspace)
    return audience_of(_outline, corpus=_workspace.corpus, verdicts=verdicts)


def _asked_as(place: Place, workspace: Workspace) -> str:
    key = (
        workspace.settings.database,
        workspace.corpus.stamp(),
        repr(workspace.viewer),
        place.interview,
        place.exchange,
    )
    return _asked(*key, _place=place, _workspace=workspace)


@st.cache_data(max_entries=500, show_spinner=False)
def _asked(
    database: str, corpus: int, viewer: str, interview: str, exchange: int, *, _place: Place, _workspace: Workspace
) -> str:
    return asked_as(_place, _workspace.corpus)
