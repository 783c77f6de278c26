"""The screen home."""

import streamlit as st

st.title("home")
