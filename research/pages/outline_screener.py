"""What is asked before anybody is invited, and how many of whom are wanted."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from research.outline import Outline, OutlineQuestion, Quota
from research.pages.escaping import escaped
from research.pages.frame import page_language, word
from research.pages.outline_acts import attempt, busy, close, edit_outline, open_form, opened, tell_at
from research.quota_words import cell_said
from research.revising import revise
from research.screener import quotas_of, screener_of, with_quotas, with_screener
from research.studies import Study
from research.workspace import Workspace

SCREENER = "screener"
"""The form's place in the address."""


def draw_screener(study: Study, number: int, outline: Outline) -> None:
    """The screener and the quotas above the guide, or the form that changes them."""
    with st.container(key="screener", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"):
            st.subheader(word("guide.screener"), anchor=False)
            st.button(
                word("outline.edit"), key="edit-screener", type="tertiary", icon=":material/edit:",
                on_click=open_form, args=(SCREENER,), **busy(),
            )  # fmt: skip
        if outline.screener:
            with st.expander(word("guide.screener_questions", n=len(outline.screener)), key="screener-questions"):
                st.markdown("\n\n".join(_line(question) for question in outline.screener))
        else:
            st.caption(word("guide.no_screener"))
            st.button(
                word("guide.make_screener"), key="make-screener", type="tertiary", icon=":material/add:",
                on_click=edit_outline, args=("screener", study.id, number, _by_rule), **busy(),
            )  # fmt: skip
        st.markdown(_quotas(outline.quotas))
    if opened() == SCREENER:
        _draw_form(study, number, outline)
    tell_at(SCREENER)


def _by_rule(outline: Outline) -> Outline:
    return replace(outline, screener=screener_of(outline.criteria, outline.language, outline.industry))


def _line(question: OutlineQuestion) -> str:
    """A question with what its options lead to."""
    going = [escaped(one) for one in question.options if one in question.passes]
    closing = [escaped(one) for one in question.options if one not in question.passes]
    leads = [word("guide.goes_on", options=going)] if going else []
    leads += [word("guide.closes", options=closing)] if closing else []
    return f":gray[{question.id}]\u2002{escaped(question.text)}  \n  :small[:gray[{' · '.join(leads)}]]"


def _quotas(quotas: Sequence[Quota]) -> str:
    if not quotas:
        return f":small[:gray[{word('guide.no_quotas')}]]"
    cells = [
        f"{escaped(cell_said(quota, page_language()))} **{quota.wanted}**".replace(" ", "\u00a0") for quota in quotas
    ]
    wanted = sum(quota.wanted for quota in quotas)
    listed = "\u2003".join(cells)
    return f"{word('guide.quotas', n=wanted)}\u2002:small[{listed}]"


def _draw_form(study: Study, number: int, outline: Outline) -> None:
    key = f"{study.id}-{SCREENER}"
    with st.form("form-screener"):
        st.caption(word("guide.screener_how"))
        for at, question in enumerate((*outline.screener, OutlineQuestion("", "", kind="choice"))):
            _draw_question(f"{at}-{key}", question, new=at == len(outline.screener))
        if outline.quotas:
            _draw_cells(key, outline.quotas)
        fill, _ = st.columns(2)
        wanted = sum(quota.wanted for quota in outline.quotas) or study.brief.responses or 0
        fill.number_input(
            word("guide.quotas_for"), 0, 100_000, wanted, key=f"wanted-{key}", help=word("guide.quotas_how")
        )
        with st.container(horizontal=True):
            save = partial(_save, study.id, number, outline)
            st.form_submit_button(word("outline.save"), key="save", type="primary", on_click=save)
            st.form_submit_button(word("outline.cancel"), key="cancel", type="tertiary", on_click=close)


def _draw_question(key: str, question: OutlineQuestion, *, new: bool) -> None:
    """The words of a question, and its options by what they lead to."""
    label = word("guide.another") if new else question.id
    st.text_input(label, question.text, key=f"text-{key}", max_chars=300)
    left, right = st.columns(2)
    going = [one for one in question.options if one in question.passes]
    closing = [one for one in question.options if one not in question.passes]
    left.text_area(word("guide.goes_on_label"), "\n".join(going), key=f"passes-{key}", height=80)
    right.text_area(word("guide.closes_label"), "\n".join(closing), key=f"closes-{key}", height=80)


def _draw_cells(key: str, quotas: Sequence[Quota]) -> None:
    columns = st.columns(4)
    for at, quota in enumerate(quotas):
        columns[at % 4].number_input(
            cell_said(quota, page_language()), 0, 10_000, quota.wanted, key=f"cell-{at}-{key}"
        )  # fmt: skip


def _save(study_id: str, number: int, outline: Outline) -> None:
    key, typed = f"{study_id}-{SCREENER}", st.session_state
    before = sum(quota.wanted for quota in outline.quotas)
    cells = [
        replace(quota, wanted=int(typed[f"cell-{at}-{key}"])) for at, quota in enumerate(outline.quotas)
    ]  # fmt: skip
    wanted = int(typed[f"wanted-{key}"])
    screener = [
        _typed(f"{at}-{key}", question) for at, question in enumerate((*outline.screener, OutlineQuestion("", "")))
    ]

    def do(study: Study, workspace: Workspace) -> None:
        def edit(now: Outline) -> Outline:
            made = with_screener(now, screener)
            anew = wanted != (before or (study.brief.responses or 0))
            quotas = quotas_of(made, wanted) if anew or (not cells and wanted) else cells
            return with_quotas(made, quotas)

        revise(study, workspace, edit, beneath=number)

    attempt(SCREENER, do, study_id, then=close)


def _typed(key: str, question: OutlineQuestion) -> OutlineQuestion:
    """The question as the form has it; options that were there keep their order."""

    def lines(name: str) -> list[str]:
        text = str(st.session_state.get(f"{name}-{key}") or "")
        return [line.strip() for line in text.splitlines() if line.strip()]

    going, closing = lines("passes"), lines("closes")
    written = [*going, *closing]
    options = [one for one in question.options if one in written]
    options += [one for one in written if one not in options]
    text = " ".join(str(st.session_state.get(f"text-{key}") or "").split())
    return replace(question, text=text, options=tuple(dict.fromkeys(options)), passes=tuple(going))
