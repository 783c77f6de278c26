"""What is recorded of a person, by wave: what stayed the same is said once, what changed is marked."""

from collections.abc import Mapping
from itertools import groupby

import streamlit as st

from corpus.records import ATTRIBUTES
from corpus.respondents_history import History
from research.attribute_values import told_value
from research.pages.escaping import escaped
from research.pages.frame import page_language, word
from research.profiles import SHOWN


def draw_attributes(history: History, *, told: Mapping[str, str] | None) -> None:
    """A row an attribute: all that is recorded, or only what the reader may be `told`, which is no wave's own."""
    st.subheader(word("person.attributes"), anchor=False)
    by_wave = _recorded(history) if told is None else {"": {name: value for name, value in told.items() if value}}
    names = [name for name in (ATTRIBUTES if told is None else SHOWN) if any(name in each for each in by_wave.values())]
    if not names:
        st.caption(word("person.nothing" if told is None else "person.too_few"))
        return
    rows = [f"| {word(f'person.attribute.{name}')} | {_line(name, by_wave)} |" for name in names]
    with st.container(key="person-attributes"):
        st.markdown("\n".join(["| | |", "|---|---|", *rows]))


def _recorded(history: History) -> dict[str, dict[str, str]]:
    """Wave → attribute → its value; unknown ones are missing."""
    return {
        wave: {name: str(value) for name, value in values.items() if value} for wave, values in history.recorded.items()
    }


def _line(name: str, by_wave: dict[str, dict[str, str]]) -> str:
    """The value; where it changed, the values one after the other, each with its waves, and what is new marked."""
    said = [(wave, values[name]) for wave, values in by_wave.items() if name in values]
    runs = [(value, [wave for wave, _ in run]) for value, run in groupby(said, key=lambda each: each[1])]
    if len(runs) == 1:
        return escaped(told_value(runs[0][0], page_language()))
    parts = []
    for at, (value, waves) in enumerate(runs):
        told = escaped(told_value(value, page_language()))
        dressed = f":primary[**{told}**]" if at else told
        parts.append(f"{dressed} :small[:gray[{escaped(_between(waves))}]]")
    return " → ".join(parts)


def _between(waves: list[str]) -> str:
    first, last = waves[0] or word("person.always"), waves[-1]
    return first if len(waves) == 1 else f"{first} – {last}"
