"""Long lists on the corpus screen: which part is shown, and which page of it. Both stand in the address."""

from collections.abc import Mapping, Sequence

import streamlit as st

from research.pages.frame import word


def draw_tabs(counts: Mapping[str, int], *, order: Sequence[str]) -> str:
    """The parts of a list, each with how much is in it; the one the address names, else the first that holds something."""
    shown = [name for name in order if name in counts]
    if not shown:
        return ""
    asked = st.query_params.get("show")
    here = asked if asked in shown else next((name for name in shown if counts[name]), shown[0])
    with st.container(horizontal=True, gap="small", key="tabs"):
        for name in shown:
            with st.container(key=f"tab-{'here' if name == here else 'to'}-{name}", width="content"):
                label = word("corpus.tab", name=word(f"corpus.place.{name}"), n=counts[name])
                st.button(label, key=f"show-{name}", type="tertiary", on_click=_show, args=(name,))
    return here


def _show(name: str) -> None:
    st.query_params["show"] = name
    for other in ("page", "why"):
        st.query_params.pop(other, None)


def page_of(total: int, size: int) -> int:
    """The page the address names, from 0, within what there is."""
    asked = st.query_params.get("page", "1")
    wanted = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1
    return max(0, min(wanted - 1, (total - 1) // size))


def draw_pages(total: int, size: int) -> None:
    """From where to where, and the pages before and after; nothing where one page holds all."""
    if total <= size:
        return
    at = page_of(total, size)
    with st.container(horizontal=True, vertical_alignment="center", key="pages"):
        st.caption(word("corpus.pages.of", first=at * size + 1, last=min(total, (at + 1) * size), n=total))
        for name, to in (("before", at - 1), ("after", at + 1)):
            inside = 0 <= to * size < total
            st.button(
                word(f"corpus.pages.{name}"), key=f"page-{name}", type="tertiary", disabled=not inside,
                on_click=_turn_to, args=(to,),
            )  # fmt: skip


def _turn_to(page: int) -> None:
    st.query_params["page"] = str(page + 1)
