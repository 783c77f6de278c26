"""The search over the interviews: one form, and what it finds. Nothing is searched before it is sent off."""

from dataclasses import dataclass
from typing import cast

import streamlit as st

from corpus.records import Language, Span
from research.finding import Found, find
from research.pages.escaping import escaped
from research.pages.frame import word
from research.pages.remembered import searcher
from research.pages.transcript import highlighted
from research.pages.transcripts_address import one_of, open_interview, paged, put
from research.pages.who import line_for
from research.workspace import Workspace

SIZE = 10
"""Hits on a page."""

LONGEST = 200
"""Characters of a search: a question, not a page."""

SHOWN = 320
"""Characters of an answer a card shows."""

LANGUAGES: tuple[Language, ...] = ("zh", "en")


@dataclass(frozen=True)
class Asked:
    """What the address asks for; "" and None where it asks for nothing."""

    text: str
    wave: str | None
    language: Language | None


def asked_for(workspace: Workspace) -> Asked:
    """The search of ?q=, ?wave= and ?spoken=."""
    language = cast("Language | None", one_of("spoken", LANGUAGES))
    return Asked(st.query_params.get("q", "").strip()[:LONGEST], one_of("wave", workspace.corpus.waves()), language)


def draw_search(workspace: Workspace) -> None:
    """The form, and the two things a search can be narrowed to."""
    asked = asked_for(workspace)
    if st.session_state.get("searched") != asked.text:  # the address has moved on: the box follows
        st.session_state["searched"] = st.session_state["words"] = asked.text
    with st.form("search", border=False), st.container(horizontal=True, vertical_alignment="bottom", key="search-row"):
        label = word("transcripts.words")
        st.text_input(
            label, key="words", placeholder=label, max_chars=LONGEST, label_visibility="collapsed",
            icon=":material/search:",
        )  # fmt: skip
        st.form_submit_button(word("transcripts.search"), type="primary", key="send", on_click=_send)
    with st.container(horizontal=True, key="narrow"):
        _narrow("wave", asked.wave, workspace.corpus.waves()[::-1])
        _narrow("spoken", asked.language, [one for one in LANGUAGES if workspace.corpus.count_lines(language=one)])


def _send() -> None:
    put(q=st.session_state["words"].strip(), page=None)


def _narrow(name: str, chosen: str | None, values: list[str]) -> None:
    """A choice among values; nothing where there is but one."""
    if len(values) < 2:
        return
    st.session_state[f"narrow-{name}"] = chosen or ""

    def change() -> None:
        put(**{name: st.session_state[f"narrow-{name}"], "page": None})

    shown = {"": word(f"transcripts.all_{name}")}
    shown |= {value: word(f"transcripts.spoken.{value}") if name == "spoken" else value for value in values}
    st.selectbox(
        word(f"transcripts.by_{name}"), ["", *values], key=f"narrow-{name}", format_func=shown.__getitem__, on_change=change,
        label_visibility="collapsed", width=170,
    )  # fmt: skip


def draw_hits(asked: Asked, workspace: Workspace) -> None:
    """What the search found, a page of cards at a time. Raises IndexTrouble where the index cannot answer."""
    with st.spinner(word("transcripts.searching")):
        index = searcher(workspace)
        found = find(index, workspace.corpus, asked.text, wave=asked.wave, language=asked.language)
    if not found:
        st.info(word("transcripts.nothing", text=escaped(asked.text)))
        return
    said = sum(one.said for one in found)
    # Not how many there are: the search lists the closest and leaves the rest.
    st.caption(word("transcripts.found_said", said=said) if said else word("transcripts.found_near"))
    cards = st.container(key="hits")
    shown = found[paged(len(found), size=SIZE, key="hit-pages")]
    with cards:
        for at, one in enumerate(shown):
            if said and not one.said and (at == 0 or shown[at - 1].said):
                st.caption(word("transcripts.near"))
            _draw_card(one, workspace)


def _draw_card(found: Found, workspace: Workspace) -> None:
    """The question as asked, the answer with the searched words marked, and whose it is."""
    interview, exchange = found.interview, found.exchange
    about = (interview.respondent, interview.wave, line_for(interview.respondent, interview.wave, workspace))
    answer = (exchange.answer[0][0], exchange.answer[-1][1])
    with st.container(key=f"hit-{found.exchange.id}"):
        asked = highlighted(interview.text, exchange.question, found.marked, masked=interview.masked)
        st.markdown(f":gray[{asked}]  \n{_answer(found)}")
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.caption(escaped(" · ".join(part for part in about if part)))
            st.button(
                word("transcripts.read"), key=f"read-{found.exchange.id}", type="tertiary", on_click=open_interview,
                args=(interview.id, interview.version, *answer),
            )  # fmt: skip


def _answer(found: Found) -> str:
    """The answer's words around the first that is marked; the rest behind dots."""
    parts, left = [], SHOWN
    for span in found.exchange.answer:
        if left > 0:
            cut = _window(span, found.marked, left)
            dots = ("… " if cut[0] > span[0] else "", " …" if cut[1] < span[1] else "")
            words = highlighted(found.interview.text, cut, found.marked, masked=found.interview.masked)
            parts.append(dots[0] + words + dots[1])
            left -= cut[1] - cut[0]
    return "  \n".join(parts)


def _window(span: Span, marked: tuple[Span, ...], length: int) -> Span:
    """At most `length` characters of `span`, with its first marked word in them."""
    first = next((start for start, _ in marked if span[0] <= start < span[1]), span[0])
    start = span[0] if first - span[0] < length * 2 // 3 else first - length // 3
    return start, min(start + length, span[1])
