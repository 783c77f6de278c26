"""The screen transcripts."""

import streamlit as st

st.title("transcripts")
