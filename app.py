"""The workspace in the browser: names the screens. What they show stands in research/pages."""

import streamlit as st

from research.pages.acting import follow, tell_rest
from research.pages.frame import SCREENS, draw_frame, word

st.set_page_config(page_title="Quipu", layout="centered")
# Built on each run: page objects carry state. The paths are relative to this file, whatever folder serves it.
screens = [
    st.Page(f"research/pages/{name}.py", title=word(f"nav.{name}"), url_path=name, default=name == "home")
    for name in SCREENS
]
chosen = st.navigation(screens, position="hidden")
follow()
draw_frame(screens, chosen)
chosen.run()
tell_rest()
