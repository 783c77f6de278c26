"""Editing a report: the menu beside each block, and the one form that is open."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import streamlit as st

from research.drilling import context_of
from research.edits import Kind
from research.locked import lock, locked
from research.pages.acting import act_button, attempt, doing, once, tell_trouble, typed
from research.pages.escaping import escaped
from research.pages.frame import word
from research.pages.report_reading import Reading
from research.report import Block, Heading, Paragraph, Quote, QuoteBlock
from research.rewriting import dropped, is_fixed, may_drop, moved, offered, retitled, rewritten, swapped
from research.swapping import candidates

REFUSED, SAVE = "edit-refused", "edit-save"
"""Where is told what a menu, or the log of edits, was refused; and a form."""
OPENED_ON = "edit-opened-on"
"""(the open form, the number of the last edit it was opened on): like what is typed, of this tab alone."""

OFFERED = 12
"""Figures and quotes of the section that are offered for copying."""


def draw_tools(reading: Reading, key: str, block: Block) -> None:
    """The menu of what can be done with a block."""
    if is_fixed(key, reading.opened):
        return
    chosen, beneath = f"menu-{key}", _beneath(reading)

    def do() -> None:
        wanted = str(typed(chosen))
        if wanted in ("text", "swap"):
            open_form(key, wanted)
        else:
            attempt(lambda: _do(reading, key, wanted, beneath), at=REFUSED)

    st.menu_button(
        "", _choices(reading, key, block), key=chosen, icon=":material/edit:", type="tertiary", on_click=once(do),
        format_func=lambda doing: word(f"report.do.{doing}"),
    )  # fmt: skip


def _choices(reading: Reading, key: str, block: Block) -> list[str]:
    """What makes sense for a block: sections and conclusions move, quotes are swapped, prose is rewritten."""
    movable = isinstance(block, Heading) or (isinstance(block, Paragraph) and block.style == "key")
    text = isinstance(block, Heading | Paragraph)
    return [
        *(["text"] if text else []), *(["swap"] if isinstance(block, QuoteBlock) else []),
        *(["up", "down"] if movable else []),
        *(["drop" if not isinstance(block, Heading) else "drop_section"] if may_drop(key, reading.opened) else []),
    ]  # fmt: skip


def _do(reading: Reading, key: str, doing: str, beneath: int) -> None:
    opened = reading.opened
    if doing.startswith("drop"):
        _add(reading, "drop", key, dropped(key, opened), beneath)
    else:
        _add(reading, "move", key, moved(key, -1 if doing == "up" else 1, opened), beneath)


def _add(reading: Reading, kind: Kind, key: str, content: Mapping[str, Any], beneath: int) -> None:
    reading.workspace.edits.add(reading.opened.saved.study, kind, key, content, beneath=beneath)


def _beneath(reading: Reading) -> int:
    """The last edit that was seen: of a form that of when it was opened, however often the page ran since."""
    opened_on: tuple[str, int] = st.session_state.get(OPENED_ON, ("", 0))
    return opened_on[1] if opened_on[0] == _form() else reading.opened.edit


def _form() -> str:
    """The form the address says is open."""
    return f"{st.query_params.get('do')} {st.query_params.get('at')}"


def _remember_state(reading: Reading) -> None:
    """Keep the number of the last edit that a form was opened on, as long as it is open."""
    if st.session_state.get(OPENED_ON, ("", 0))[0] != _form():
        st.session_state[OPENED_ON] = (_form(), reading.opened.edit)


def has_form(key: str, doing: str) -> bool:
    """Whether the address says that this block's form is open."""
    return st.query_params.get("at") == key and st.query_params.get("do") == doing


def open_form(key: str, doing: str) -> None:
    """Put a block's form into the address; any other is thereby closed."""
    st.session_state.pop(OPENED_ON, None)
    st.query_params["at"], st.query_params["do"] = key, doing


def close_form() -> None:
    """No form is open any more."""
    st.session_state.pop(OPENED_ON, None)
    for name in ("at", "do"):
        st.query_params.pop(name, None)


def draw_form(reading: Reading, key: str, block: Block) -> None:
    """The form that is open for a block; none for one that is no owner's to change."""
    if is_fixed(key, reading.opened):
        return
    _remember_state(reading)
    if isinstance(block, QuoteBlock):
        _draw_candidates(reading, key, block)
    elif isinstance(block, Heading | Paragraph):
        _draw_text_form(reading, key, block)


def draw_title_form(reading: Reading) -> None:
    """Another title for the report."""
    _remember_state(reading)
    beneath = _beneath(reading)
    with st.form("edit-form"):
        st.text_input(word("report.do.title"), reading.report.title, key="edit-title")
        _draw_buttons(lambda: _add(reading, "title", "", retitled(str(typed("edit-title")), reading.opened), beneath))
    tell_trouble(SAVE)


def _draw_text_form(reading: Reading, key: str, block: Heading | Paragraph) -> None:
    kind: Kind = "heading" if isinstance(block, Heading) else "text"
    beneath = _beneath(reading)

    def save() -> None:
        _add(reading, kind, key, rewritten(key, str(typed(f"text-{key}")), reading.opened), beneath)

    with st.form("edit-form"):
        st.text_area(
            word("report.text"), locked(block.text, reading.report), key=f"text-{key}", height="content",
            help=word("report.locked"),
        )  # fmt: skip
        _draw_buttons(save)
    tell_trouble(SAVE)
    _draw_tokens(reading, key)


def _draw_buttons(save: Callable[[], None]) -> None:
    """Save and close; a refusal leaves the form as it is."""
    saving = doing(save, at=SAVE, then=_close)
    with st.container(horizontal=True, gap="small"):
        st.form_submit_button(word("report.save"), key=SAVE, type="primary", on_click=saving)
        st.form_submit_button(word("report.cancel"), key="edit-cancel", type="tertiary", on_click=close_form)


def _close(_: object) -> None:
    close_form()


def _draw_tokens(reading: Reading, key: str) -> None:
    """Figures and quotes of the same section, each to be copied into the text."""
    tokens = _tokens(reading, key)
    if not tokens:
        return
    folded = st.expander(word("report.tokens"), key=f"tokens-{key}", on_change="rerun")
    if folded.open:
        with folded:
            st.caption(word("report.tokens_hint"))
            for at, (token, context) in enumerate(tokens):
                with st.container(key=f"token-{at}"):
                    st.code(token, language=None, width="content")
                    st.caption(escaped(context))


def _tokens(reading: Reading, key: str) -> list[tuple[str, str]]:
    """(lock, where it stands) of the figures and quotes of the same section."""
    report = reading.report
    return [
        (lock(mark, form, report), context_of(mark, report) if mark[0] == "F" else report.quoted[mark])
        for mark, form in offered(key, reading.opened)[:OFFERED]
    ]


def _swap(reading: Reading, key: str, quote: Quote, beneath: int) -> None:
    _add(reading, "swap", key, swapped(key, quote, reading.opened), beneath)


def _draw_candidates(reading: Reading, key: str, block: QuoteBlock) -> None:
    """Other words for this place, each with who said them."""
    found = candidates(key, reading.report.quotes[block.quote], reading.opened, reading.workspace)
    st.caption(word("report.swap_hint" if found else "report.swap_none"))
    for at, one in enumerate(found):
        with st.container(key=f"candidate-{at}"):
            source = escaped(" · ".join(part for part in (one.wave, one.profile) if part))
            st.markdown(f"> {escaped(f'“{one.words}”')}\n>\n> :small[:gray[{source}]]")
            swap = partial(_swap, reading, key, one.quote, _beneath(reading))
            act_button(word("report.use"), swap, key=f"use-{at}", then=_close, type="tertiary")
    st.button(word("report.cancel"), key="edit-cancel", type="tertiary", on_click=close_form)
