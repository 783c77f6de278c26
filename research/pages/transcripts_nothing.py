"""Where a search shows nothing: why, and what brings something, each a press away."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import streamlit as st

from corpus.language import language_of
from corpus.records import Language
from research.filters import NAMES, Filters, chosen
from research.finding import speaks_language
from research.narrowing import without_each
from research.pages.escaping import escaped
from research.pages.frame import go, word
from research.pages.remembered import searcher
from research.pages.transcripts_address import put
from research.pages.transcripts_filters import drop, filter_said
from research.pages.who import attributes
from research.workspace import Workspace

if TYPE_CHECKING:
    from research.pages.transcripts_search import Asked

TOLD = 3
"""Filters named as those that leave nothing: what dropping one brings, the most first."""


def draw_nobody(filters: Filters, workspace: Workspace) -> None:
    """Nothing lies within the filters: what each of them alone keeps out, and how to drop it."""
    binding = without_each(filters, workspace, attributes(workspace))[:TOLD] if len(filters) > 1 else ()
    if not binding:
        named = [escaped(filter_said(one, workspace)) for one in filters]
        st.info(word("transcripts.nobody_alone" if len(filters) == 1 else "transcripts.nobody_all", filters=named))
        label = word("transcripts.drop" if len(filters) == 1 else "transcripts.clear")
        st.button(label, key="clear-nothing", on_click=drop, args=NAMES)
        return
    st.info(word("transcripts.nobody", filter=escaped(filter_said(binding[0][0], workspace))))
    for one, left in binding:
        name = escaped(filter_said(one, workspace))
        with st.container(
            horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key=f"binding-{one.name}"
        ):
            counts = {"people": left.people, "exchanges": left.exchanges}
            st.markdown(word("transcripts.without", filter=name, **counts))
            st.button(word("transcripts.drop_it"), key=f"loosen-{one.name}", on_click=drop, args=(one.name,))


def draw_nothing(asked: "Asked", workspace: Workspace, *, elsewhere: Callable[[], int]) -> None:
    """The search found nothing: the filters keep it out, its language is not spoken there, or nobody speaks of it.

    elsewhere  how many places there would be without the filters
    """
    own = language_of(asked.text)
    other: Language = "en" if own == "zh" else "zh"
    apart = not speaks_language(searcher(workspace), asked.text, other)
    named = {"own": word(f"transcripts.spoken.{own}"), "other": word(f"transcripts.spoken.{other}")}
    if apart and chosen(asked.filters, "spoken") == other:
        st.info(word("transcripts.other_language", **named))
        st.button(word("transcripts.any_language"), key="loosen-spoken", on_click=drop, args=("spoken",))
    elif asked.filters and (places := elsewhere()):
        st.info(word("transcripts.nothing_within", text=escaped(asked.text), places=places))
        st.button(word("transcripts.without_filters"), key="clear-nothing", on_click=drop, args=NAMES)
    elif apart and not workspace.corpus.count_lines(language=own):
        st.info(word("transcripts.no_language", **named))
    else:
        _draw_nowhere(asked.text)


def _draw_nowhere(text: str) -> None:
    st.info(word("transcripts.nothing", text=escaped(text)))
    with st.container(horizontal=True, key="nowhere"):
        if st.button(word("transcripts.to_coverage"), key="to-coverage", type="tertiary", icon=":material/grid_view:"):
            go("corpus", view="coverage")
        st.button(
            word("transcripts.to_all"), key="to-all", type="tertiary", icon=":material/list:", on_click=put,
            kwargs={"q": None, "page": None},
        )  # fmt: skip
