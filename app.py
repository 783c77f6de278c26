"""The workspace in the browser: names the screens. What they show stands in research/pages."""

import streamlit as st

from research.messages import say
from research.pages.frame import draw_frame, page_language

st.set_page_config(page_title="Quipu", layout="centered")
# Built on each run: page objects carry state. The path is relative to this file, whatever folder serves it.
reports = st.Page("research/pages/reports.py", title=say(page_language(), "page.reports.title"), default=True)
chosen = st.navigation([reports], position="top")
draw_frame()
chosen.run()
