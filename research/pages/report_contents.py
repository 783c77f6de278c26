"""The way around in a report: its parts as links, and the way back to the top. The scrolling is report_links.js's."""

import streamlit as st

from research.finishing import Keyed
from research.pages.escaping import escaped
from research.pages.frame import word
from research.pages.report_reading import Reading
from research.pages.sections import annexes, findings
from research.report import Heading


def draw_contents(reading: Reading) -> None:
    """The findings and what follows them, each leading to its place; nothing where there is but a page one."""
    parts = findings(reading.blocks)
    if not parts:
        return
    with st.popover(word("report.contents"), type="tertiary", key="contents", icon=":material/toc:"):
        st.markdown("\n".join(f"1. {_link(part.heading, reading)}" for part in parts))
        st.markdown("\n".join(f"- {_link(part.heading, reading)}" for part in annexes(reading.blocks)))


def _link(heading: Keyed, reading: Reading) -> str:
    key, block = heading
    text = reading.report.plain(block.text) if isinstance(block, Heading) else ""
    return f"[{escaped(text)}](#{key})"


def draw_to_top() -> None:
    """A quiet way back to the top, in the corner, once one is far from it."""
    with st.container(key="to-top"):
        st.markdown(f"[:material/arrow_upward: {word('report.to_top')}](#top)")
