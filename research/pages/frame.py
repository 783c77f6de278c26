"""What stands around every screen: the name, the way to the other screens, the language switch."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

import streamlit as st

from corpus.errors import QuipuError
from corpus.records import Language
from research.messages import explain, say
from research.pages.escaping import escaped

STYLE = Path(__file__).with_name("style.css")
SCREENS = ("home", "study", "reports", "transcripts", "corpus")
LISTED = ("home", "reports", "transcripts", "corpus")
"""Those the head leads to; a study is reached from the list of studies."""


def page_language() -> Language:
    """The language of the page's own words: ?lang=, else what was chosen in this tab, else the browser's, else English."""
    asked = st.query_params.get("lang") or st.session_state.get("lang") or st.context.locale or ""
    return "zh" if asked.lower().startswith("zh") else "en"


def word(key: str, **values: object) -> str:
    """A sentence of the page, in the page's language."""
    return say(page_language(), f"page.{key}", **values)


def draw_frame(screens: Sequence[Any], chosen: Any) -> None:
    """The head of the page: the name, the screens, and the switch, which names the other language in that language."""
    st.html(STYLE)
    if "lang" in st.query_params:
        st.session_state["lang"] = page_language()
    other: Language = "en" if page_language() == "zh" else "zh"
    by_name = dict(zip(SCREENS, screens, strict=True))
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="head"):
        for name in SCREENS:
            if name in LISTED:
                label = "**Quipu**" if name == "home" else word(f"nav.{name}")
                with st.container(key=f"nav-{'here' if by_name[name] == chosen else 'to'}-{name}", width="content"):
                    st.page_link(by_name[name], label=label, query_params=_kept())
        st.button(say(other, "page.language"), key="language", type="tertiary", on_click=_switch, args=(other,))


def go(screen: str, **query: str) -> NoReturn:
    """Open a screen; `query` is what stands in its address, beside the language."""
    st.switch_page(f"research/pages/{screen}.py", query_params={**_kept(), **query})


def tell(error: QuipuError) -> None:
    """A trouble and its remedy, in the page's language."""
    st.warning(escaped(explain(error, page_language())), icon=":material/info:")


def day(made: Any) -> str:
    """A day as the page's language writes it."""
    return word("day", day=made.day, month=word(f"month.{made.month}"), year=made.year)


def _kept() -> dict[str, str]:
    return {"lang": st.query_params["lang"]} if "lang" in st.query_params else _chosen()


def _chosen() -> dict[str, str]:
    return {"lang": st.session_state["lang"]} if "lang" in st.session_state else {}


def _switch(language: Language) -> None:
    st.session_state["lang"] = language
    st.query_params["lang"] = language
