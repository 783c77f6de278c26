"""Ordering new interviews for what is lacking, and the orders of the study with what their interviews changed."""

from datetime import date, timedelta
from functools import partial

import streamlit as st

from research.fieldwork import LONGEST_CURRENCY, LONGEST_NAME, Fieldwork, Terms
from research.fieldwork_content import missing_cells, unanswered
from research.fieldwork_said import changed_said, facts_said, status_said
from research.landing import order_fieldwork
from research.pages.acting import once, typed
from research.pages.escaping import escaped
from research.pages.frame import page_language, word
from research.pages.outline_acts import attempt, tell_at
from research.pages.responses_loaded import Loaded
from research.studies import Study
from research.workspace import Workspace

PLACE = "fieldwork"
WEEKS = 4
"""Until an order is due, unless somebody says otherwise."""
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def draw_order(loaded: Loaded, needed: int) -> None:
    """The form that orders interviews, folded away; what is lacking stands in it already."""
    texts = {one.id: one.text for one in loaded.outline.core}
    open_ones = [one.id for one, _ in unanswered(loaded.outline, loaded.judged, needed)]
    cells = missing_cells(loaded.outline, loaded.judged, loaded.attributes, needed, open_ones)
    coming = sum(
        max(0, one.wanted - one.came) for one in loaded.workspace.fieldworks.of(loaded.study.id) if not one.ended
    )
    if coming:  # what was pressed in the form below is told above it: the list of orders is further down
        st.markdown(f":material/check: {word('fieldwork.coming', n=coming)}")
    with st.expander(word("fieldwork.order"), key="fieldwork-open", icon=":material/assignment_add:"):
        st.caption(word("fieldwork.order_about"))
        with st.form("fieldwork", border=False):
            with st.container(horizontal=True):
                st.number_input(
                    word("fieldwork.wanted"), min_value=1, value=max(1, sum(one.lacking for one in cells)), step=1,
                    key="fieldwork-wanted", width=150,
                )  # fmt: skip
                st.date_input(
                    word("fieldwork.due"), date.today() + timedelta(weeks=WEEKS), key="fieldwork-due", width=180,
                    format="YYYY-MM-DD",
                )  # fmt: skip
                st.text_input(word("fieldwork.owner"), key="fieldwork-owner", max_chars=LONGEST_NAME, width=200)
                st.number_input(
                    word("fieldwork.price"), min_value=0.0, value=None, key="fieldwork-price", width=150, format="%g"
                )
                st.text_input(
                    word("fieldwork.currency"),
                    key="fieldwork-currency",
                    max_chars=LONGEST_CURRENCY,
                    width=100,
                    placeholder=word("fieldwork.currency_example"),
                )
            st.multiselect(
                word("fieldwork.questions"), list(texts), open_ones, key="fieldwork-questions",
                format_func=lambda id_: f"{id_} {texts[id_]}",
            )  # fmt: skip
            st.form_submit_button(
                word("fieldwork.place"), key="fieldwork-place", type="primary",
                on_click=once(partial(_place, loaded.study.id)),
            )  # fmt: skip
    tell_at(PLACE)


def _place(study_id: str) -> None:
    due = typed("fieldwork-due")
    terms = Terms(
        typed("fieldwork-owner"), typed("fieldwork-price"), typed("fieldwork-currency"), due.isoformat() if due else ""
    )
    wanted, questions = int(typed("fieldwork-wanted") or 1), list(typed("fieldwork-questions"))

    def do(study: Study, workspace: Workspace) -> None:
        order_fieldwork(study, workspace, wanted=wanted, questions=questions, terms=terms)

    attempt(PLACE, do, study_id, then=lambda: None)


def draw_orders_placed(loaded: Loaded) -> None:
    """The orders of the study, newest first; nothing where there are none."""
    orders = loaded.workspace.fieldworks.of(loaded.study.id)
    if not orders:
        return
    with st.container(key="fieldworks"):
        st.subheader(word("fieldwork.placed"), anchor=False)
        for order in orders:
            with st.container(border=True, key=f"fieldwork-{order.id}"):
                _draw_placed(order)


def _draw_placed(order: Fieldwork) -> None:
    draw_head(order)
    if order.came:
        st.markdown("  \n".join(escaped(line) for line in changed_said(order, page_language())))
    with st.container(horizontal=True, key=f"acts-{order.id}"):
        draw_word(order)
        if not order.ended:
            st.button(
                word("fieldwork.cancel" if not order.came else "fieldwork.close"), key=f"end-{order.id}", type="tertiary",
                on_click=once(partial(_end, order.study, order)),
            )  # fmt: skip


def _end(study_id: str, order: Fieldwork) -> None:
    def do(_study: Study, workspace: Workspace) -> None:
        workspace.fieldworks.move(order.id, "closed" if order.came else "cancelled")

    attempt(PLACE, do, study_id, then=lambda: None)


def draw_head(order: Fieldwork) -> None:
    """Where an order stands, its terms, and how many of its interviews are in."""
    language = page_language()
    late = f" · :red[{word('fieldwork.overdue')}]" if order.overdue(date.today()) else ""
    facts = " · ".join(escaped(one) for one in facts_said(order, language))
    st.markdown(f"**{status_said(order, language)}** · {facts}{late} :gray[· {order.id}]")
    if order.came:
        st.markdown(word("fieldwork.came", came=order.came, wanted=order.wanted))


def draw_word(order: Fieldwork) -> None:
    """The order as a Word file, built when it is asked for."""

    def build() -> bytes:
        from exports.fieldwork_word import write_fieldwork  # python-docx takes longer to load than the page to draw

        return write_fieldwork(order)

    name = "".join(letter if letter.isalnum() or letter in " -_()" else " " for letter in order.title)[:60].strip()
    st.download_button(
        word("fieldwork.word"), build, word("fieldwork.file", title=name or order.id), WORD, key=f"word-{order.id}",
        on_click="ignore", type="tertiary", icon=":material/download:",
    )  # fmt: skip
