"""The brief of a study: what was understood of it, and the form that changes it."""

from pathlib import Path
from typing import get_args

import streamlit as st

from corpus.records import Language
from research.audience import criteria_from, unread_people
from research.brief import Brief, Draw, background_of, brief_from_fields
from research.messages import say
from research.outline import WINDOW, Outline
from research.pages.acting import doing, tell_trouble, typed
from research.pages.escaping import escaped
from research.pages.frame import go, page_language, word
from research.pages.outline_first import draw_first
from research.pages.outline_people import criteria_text
from research.pages.remembered import progress, stage
from research.progress import STEPS, Step
from research.studies import Study
from research.workspace import Workspace

STYLE = Path(__file__).with_name("style_outline.css")
DRAWS: tuple[Draw, ...] = get_args(Draw)
LANGUAGES: tuple[Language, ...] = get_args(Language)
EDIT, BRIEF = "edit", "brief"


def draw(study: Study, workspace: Workspace) -> None:
    """The brief as it was understood; ?edit=brief opens its form instead."""
    st.html(STYLE)
    if st.query_params.get(EDIT) == BRIEF:
        _draw_form(study, workspace)
    else:
        _draw_stale(study, workspace)
        _draw_understood(study, workspace)
        _draw_onward(study)


def _draw_understood(study: Study, workspace: Workspace) -> None:
    brief = study.brief
    _field("industry", escaped(brief.industry) or word("brief.not_said"))
    _field("questions", "\n".join(f"{at}. {escaped(text)}" for at, text in enumerate(brief.questions, 1)))
    _field("people", escaped(brief.people) or word("brief.anyone"))
    if brief.people or brief.waves:
        _field("criteria", criteria_text(criteria_from(brief), unread_people(brief)))
    _field("settings", " · ".join(_settings(brief, _window(study, workspace))))
    if background := background_of(brief):
        with st.expander(word("brief.background"), key="background"):
            st.markdown("  \n".join(escaped(line) for line in background.splitlines() if line.strip()))


def _field(name: str, text: str) -> None:
    with st.container(key=f"field-{name}"):
        st.markdown(f":small[:gray[{word(f'brief.{name}')}]]")
        st.markdown(text)


def _window(study: Study, workspace: Workspace) -> int:
    """How many waves the study's outline looks back over."""
    outline = stage(study, "outline", Outline, workspace)
    return outline.window if outline else WINDOW


def _settings(brief: Brief, window: int) -> list[str]:
    """How the study is made, in words. Where all are taken nobody is drawn."""
    waves = [escaped(wave) for wave in brief.waves]
    said = word("brief.in_waves", waves=waves) if waves else word("outline.last_waves", n=window)
    if brief.responses is None:
        return [word(f"brief.in_{brief.language}"), word("brief.wanted_all"), said]
    drawn = say(page_language(), f"report.draw.{brief.draw}")
    wanted = word("brief.wanted", n=brief.responses)
    return [word(f"brief.in_{brief.language}"), wanted, said, drawn, word("brief.with_seed", seed=brief.seed)]


def _draw_onward(study: Study) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="outline-confirm"):
        if st.button(word("brief.onward"), key="onward", type="primary"):
            go("study", study=study.id, step="outline")
        st.button(word("brief.edit"), key="edit-brief", type="tertiary", icon=":material/edit:", on_click=_open)


def _open() -> None:
    st.query_params[EDIT] = BRIEF


def _close() -> None:
    st.query_params.pop(EDIT, None)


def _made(study: Study, workspace: Workspace, state: str) -> list[str]:
    """The names of the steps behind the brief in this state."""
    stands = progress(study, workspace)
    steps: list[Step] = [step for step in STEPS if stands.states[step] == state and step != "brief"]
    return [word(f"study.step.{step}") for step in steps]


def _draw_stale(study: Study, workspace: Workspace) -> None:
    if stale := _made(study, workspace, "stale"):
        st.info(word("brief.stale", steps=stale), icon=":material/sync_problem:")


def _draw_form(study: Study, workspace: Workspace) -> None:
    brief, key = study.brief, study.id
    with st.form("brief-form", border=False):
        st.text_input(word("brief.title"), study.title, key=f"title-{key}", max_chars=120)
        st.text_input(word("home.industry"), brief.industry, key=f"industry-{key}", max_chars=80)
        st.text_area(
            word("home.questions"), "\n".join(brief.questions), key=f"questions-{key}", height=240,
            help=word("brief.one_a_line"),
        )  # fmt: skip
        st.text_area(word("home.people"), brief.people, key=f"people-{key}", height=80, max_chars=400)
        _draw_settings(study, workspace)
        st.text_area(word("brief.background"), background_of(brief), key=f"background-{key}", height=100)
        if made := _made(study, workspace, "done"):
            st.caption(word("brief.will_be_stale", steps=made))
        with st.container(horizontal=True):
            save = doing(lambda: _save(key, brief, workspace), at="save-brief", then=lambda _: _saved(key, workspace))
            st.form_submit_button(word("outline.save"), key="save-brief", type="primary", on_click=save)
            st.form_submit_button(word("outline.cancel"), key="cancel-brief", type="tertiary", on_click=_close)
    tell_trouble("save-brief")


def _draw_settings(study: Study, workspace: Workspace) -> None:
    brief, key = study.brief, study.id
    languages = {each: word(f"brief.in_{each}") for each in LANGUAGES}
    draws = {each: say(page_language(), f"report.draw.{each}") for each in DRAWS}
    left, right = st.columns(2)  # row by row: on a phone the fields come in this order
    left.selectbox(
        word("brief.language"), LANGUAGES, LANGUAGES.index(brief.language), key=f"language-{key}",
        format_func=languages.__getitem__,
    )  # fmt: skip
    right.number_input(
        word("brief.responses"),
        1,
        100_000,
        brief.responses,
        key=f"responses-{key}",
        placeholder=word("brief.wanted_all"),
    )
    left, right = st.columns(2)
    known = sorted({*workspace.corpus.waves(), *brief.waves}, reverse=True)
    left.multiselect(
        word("brief.waves"),
        known,
        list(brief.waves),
        key=f"waves-{key}",
        placeholder=word("outline.last_waves", n=_window(study, workspace)),
    )
    right.selectbox(
        word("brief.draw"), DRAWS, DRAWS.index(brief.draw), key=f"draw-{key}",
        format_func=draws.__getitem__,
    )  # fmt: skip
    left, _ = st.columns(2)
    left.number_input(word("brief.seed"), 0, 2**32 - 1, brief.seed, key=f"seed-{key}", help=word("brief.seed_help"))


def _same(brief: Brief, before: Brief) -> bool:
    """Whether both ask for the same: the title shapes nothing, and a form writes its fields down in its own way."""
    kept = {"title": before.title, "source_text": before.source_text}
    return brief.model_copy(update=kept) == before and background_of(brief) == background_of(before)


def _saved(study_id: str, workspace: Workspace) -> None:
    """The form is done with; an outline that was drafted and that nobody has touched is drafted of the brief as it is now."""
    _close()
    if "outline" in workspace.studies.stage_keys(study_id):
        draw_first(workspace.studies.get(study_id), workspace)


def _save(study_id: str, before: Brief, workspace: Workspace) -> None:
    """Save what the form says over the brief it was drawn from; what is wrong is told below the form, which stays."""
    said = {name: typed(f"{name}-{study_id}") for name in (
        "title", "industry", "questions", "people", "language", "responses", "waves", "draw", "seed", "background",
    )}  # fmt: skip
    said["questions"] = [line for line in said["questions"].splitlines() if line.strip()]
    said["people"] = " ".join(said["people"].split())
    brief = brief_from_fields(**{**said, "waves": tuple(sorted(said["waves"]))})
    if not _same(brief, before):
        workspace.studies.rebrief(study_id, brief, beneath=before)
    elif brief.title != workspace.studies.get(study_id).title:
        workspace.studies.retitle(study_id, brief.title)
