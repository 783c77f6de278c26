"""What is recorded of a person, by wave: what stayed the same is said once, what changed is marked."""

from itertools import groupby

import streamlit as st

from corpus.records import ATTRIBUTES, Attributes
from corpus.respondents_history import History
from research.pages.escaping import escaped
from research.pages.frame import word
from research.profiles import profile_of

OPEN = ("gender", "age", "city_tier", "region")
"""What readers may see of a person, as in the line that says who without saying whom."""


def draw_attributes(history: History, *, whole: bool) -> None:
    """A row an attribute. whole: whether all of it may be shown, else only what cannot tell who it is."""
    st.subheader(word("person.attributes"), anchor=False)
    by_wave = _shown(history, whole)
    names = [name for name in (ATTRIBUTES if whole else OPEN) if any(name in each for each in by_wave.values())]
    if not names:
        st.caption(word("person.nothing"))
        return
    rows = [f"| {word(f'person.attribute.{name}')} | {_line(name, by_wave)} |" for name in names]
    with st.container(key="person-attributes"):
        st.markdown("\n".join(["| | |", "|---|---|", *rows]))


def _shown(history: History, whole: bool) -> dict[str, dict[str, str]]:
    """Wave → attribute → what is shown of it; unknown ones are missing."""
    shown = {}
    for wave, values in history.recorded.items():
        person = Attributes(history.respondent, wave or None, **values)
        found = {name: str(value) for name, value in values.items()} if whole else profile_of(person)
        shown[wave] = {name: value for name, value in found.items() if value}
    return shown


def _line(name: str, by_wave: dict[str, dict[str, str]]) -> str:
    """The value; where it changed, the values one after the other, each with its waves, and what is new marked."""
    said = [(wave, values[name]) for wave, values in by_wave.items() if name in values]
    runs = [(value, [wave for wave, _ in run]) for value, run in groupby(said, key=lambda each: each[1])]
    if len(runs) == 1:
        return escaped(runs[0][0])
    parts = []
    for at, (value, waves) in enumerate(runs):
        dressed = f":primary[**{escaped(value)}**]" if at else escaped(value)
        parts.append(f"{dressed} :small[:gray[{escaped(_between(waves))}]]")
    return " → ".join(parts)


def _between(waves: list[str]) -> str:
    first, last = waves[0] or word("person.always"), waves[-1]
    return first if len(waves) == 1 else f"{first} – {last}"
