"""Bringing cited words into view: the one thing about a page that only the browser can do."""

import streamlit as st

# Waits for the words to be drawn, then leaves the page alone: who has scrolled on is not pulled back by the next run.
_SCRIPT = """
const seen = new WeakMap();
export default function ({ data, parentElement }) {
  if (!data || seen.get(parentElement) === data) return;
  seen.set(parentElement, data);
  let tries = 40;
  const look = setInterval(() => {
    const mark = document.querySelector('[class*="st-key-cited-"] .stMarkdownColoredBackground')
      || document.querySelector('[class*="st-key-cited-"]');
    if (mark) mark.scrollIntoView({ block: 'center' });
    if (mark || --tries === 0) clearInterval(look);
  }, 50);
}
"""


def scroll_to_cited(what: str | None) -> None:
    """Scroll to the words drawn in the container "cited-…", once for each `what`; None: stay where one is."""
    st.components.v2.component("scroll_to_cited", js=_SCRIPT)(key="scroll", data=what, height=0)
