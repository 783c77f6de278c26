"""What stands around every screen: the name, the language switch, the few rules of the design."""

from pathlib import Path

import streamlit as st

from corpus.records import Language
from research.messages import say

STYLE = Path(__file__).with_name("style.css")


def page_language() -> Language:
    """The language of the page's own words: ?lang=, else the browser's, else English."""
    asked = st.query_params.get("lang") or st.context.locale or ""
    return "zh" if asked.lower().startswith("zh") else "en"


def word(key: str, **values: object) -> str:
    """A sentence of the page, in the page's language."""
    return say(page_language(), f"page.{key}", **values)


def draw_frame() -> None:
    """The head of the page. The switch names the other language, in that language."""
    st.html(STYLE)
    other: Language = "en" if page_language() == "zh" else "zh"
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="head"):
        st.markdown("**Quipu**", width="content")
        st.button(say(other, "page.language"), key="language", type="tertiary", on_click=_switch, args=(other,))


def _switch(language: Language) -> None:
    st.query_params["lang"] = language
