"""Interviews commissioned for studies: the curators' part."""

from datetime import date

import streamlit as st

from corpus.errors import QuipuError
from research.fieldwork import LONGEST_CURRENCY, LONGEST_NAME, LONGEST_NOTE, STATUSES, Fieldwork, Terms
from research.fieldwork_content import cell_said
from research.fieldwork_said import changed_said
from research.messages import say
from research.pages.acting import act_button, typed
from research.pages.escaping import escaped
from research.pages.frame import day, page_language, tell, word
from research.pages.opening import open_workspace
from research.pages.responses_fieldwork import draw_head, draw_word
from research.pages.watching import EVERY
from research.workspace import Workspace

IMPORT = "import-fieldwork"
"""The choice of the import form above: the order files are brought in against."""


def draw_fieldwork(workspace: Workspace) -> None:
    """The fieldwork orders on the worklist: open ones, then those that have ended, folded away."""
    orders = workspace.fieldworks.all()
    if not orders:
        return
    st.header(word("fieldwork.title"), anchor=False)
    with st.container(key="fieldwork-list"):
        for order in orders:
            if not order.ended:
                _draw(order)
    ended = [order for order in orders if order.ended]
    if ended:
        with st.expander(word("fieldwork.ended", n=len(ended)), key="fieldwork-ended"):
            for order in ended:
                _draw(order)


def draw_choice(workspace: Workspace) -> str | None:
    """Against which order files are brought in; nothing to choose where none is open."""
    orders = {one.id: one for one in workspace.fieldworks.all() if not one.ended}
    if not orders:
        return None
    if st.session_state.get(IMPORT) not in orders:
        st.session_state.pop(IMPORT, None)
    chosen: str | None = st.selectbox(
        word("fieldwork.against"), list(orders), index=None, key=IMPORT, placeholder=word("fieldwork.against_none"),
        format_func=lambda id_: f"{orders[id_].title} · {id_}",
    )  # fmt: skip
    return chosen


def draw_landed(fieldwork: str, workspace: Workspace) -> None:
    """On an import's own page: the order it was for, and what came of it; looked at again until its study is matched."""
    try:
        order = workspace.fieldworks.get(fieldwork)
    except QuipuError as error:
        tell(error)
        return
    st.fragment(_draw_landed, run_every=EVERY if _waits(order) else None)(fieldwork, workspace, waited=_waits(order))


def _waits(order: Fieldwork) -> bool:
    """Whether interviews came in of which it is not told yet what they change."""
    return bool(order.came) and order.after is None


def _draw_landed(fieldwork: str, workspace: Workspace, *, waited: bool) -> None:
    order = workspace.fieldworks.get(fieldwork)
    if waited and not _waits(order):
        st.rerun(scope="app")
    with st.container(border=True, key="landed"):
        st.markdown(f"**{escaped(order.title)}**")
        draw_head(order)
        if order.came:
            told = changed_said(order, page_language())
            st.markdown("  \n".join(escaped(line) for line in told) if told else word("fieldwork.not_matched_yet"))


def _draw(order: Fieldwork) -> None:
    with st.container(border=True, key=f"order-{order.id}"):
        st.markdown(f"**{escaped(order.title)}**")
        draw_head(order)
        if order.came:
            st.markdown("  \n".join(escaped(line) for line in changed_said(order, page_language())))
        with st.container(horizontal=True, vertical_alignment="center", key=f"order-acts-{order.id}"):
            draw_word(order)
            if not order.ended:
                st.button(
                    word("fieldwork.bring"), key=f"bring-{order.id}", type="tertiary", icon=":material/upload_file:",
                    on_click=_bring, args=(order.id,),
                )  # fmt: skip
        if st.session_state.get(IMPORT) == order.id:
            st.caption(word("fieldwork.chosen"))
        with st.expander(word("fieldwork.more"), key=f"order-more-{order.id}"):
            _draw_more(order)


def _draw_more(order: Fieldwork) -> None:
    """Whom to find, the questions, who sees to it, and every step so far."""
    language = page_language()
    lines = [
        word("fieldwork.cell", who=escaped(cell_said(one.cell, language)), people=one.people, wanted=one.wanted)
        for one in order.content.cells
    ]
    lines += [f"{one.id} {escaped(one.text)}" for one in order.content.guide.core]
    st.markdown("\n".join(f"- {line}" for line in lines))
    _draw_form(order)
    for event in reversed(order.events):
        status = say(language, f"fieldwork.status.{event.status}")
        note = f" · {escaped(event.note)}" if event.note else ""
        who = word("outline.you") if event.made_by == "local" else escaped(event.made_by)
        st.caption(f"{day(event.made_at)} · {status} · {who}{note}")


def _draw_form(order: Fieldwork) -> None:
    terms = order.terms
    shown: dict[str, str] = {one: say(page_language(), f"fieldwork.status.{one}") for one in STATUSES}
    with st.form(f"arrange-{order.id}", border=False):
        with st.container(horizontal=True):
            st.selectbox(
                word("fieldwork.status"), STATUSES, STATUSES.index(order.status), key=f"status-{order.id}", width=170,
                format_func=shown.__getitem__,
            )  # fmt: skip
            st.text_input(
                word("fieldwork.owner"), terms.owner, key=f"owner-{order.id}", max_chars=LONGEST_NAME, width=190
            )
            st.date_input(
                word("fieldwork.due"), date.fromisoformat(terms.due) if terms.due else None, key=f"due-{order.id}",
                width=160, format="YYYY-MM-DD",
            )  # fmt: skip
            st.number_input(
                word("fieldwork.price"), min_value=0.0, value=terms.price, key=f"price-{order.id}", width=140,
                format="%g",
            )  # fmt: skip
            st.text_input(
                word("fieldwork.currency"), terms.currency, key=f"currency-{order.id}", max_chars=LONGEST_CURRENCY,
                width=100, placeholder=word("fieldwork.currency_example"),
            )  # fmt: skip
        st.text_input(word("fieldwork.note"), key=f"note-{order.id}", max_chars=LONGEST_NOTE)
        act_button(
            word("fieldwork.save"), lambda: _save(order), key=f"save-{order.id}", then=lambda _: _empty_note(order),
            sends=True,
        )  # fmt: skip


def _save(order: Fieldwork) -> None:
    """Write down the terms and the status that the form says now."""
    due = typed(f"due-{order.id}")
    terms = Terms(
        typed(f"owner-{order.id}"),
        typed(f"price-{order.id}"),
        typed(f"currency-{order.id}"),
        due.isoformat() if due else "",
    )
    orders = open_workspace().fieldworks
    orders.arrange(order.id, terms)
    orders.move(order.id, typed(f"status-{order.id}"), typed(f"note-{order.id}"))


def _empty_note(order: Fieldwork) -> None:
    st.session_state[f"note-{order.id}"] = ""


def _bring(fieldwork: str) -> None:
    st.session_state[IMPORT] = fieldwork
