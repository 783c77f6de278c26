"""The rule in a sentence, and how it narrows everybody down to the valid responses."""

from itertools import pairwise

import streamlit as st

from research.audience import said_once
from research.pages.escaping import escaped
from research.pages.frame import word
from research.pages.responses_loaded import Loaded
from research.responses import RULE


def draw_valid(loaded: Loaded) -> None:
    """How many are valid, and the rule."""
    people, _ = loaded.judged.funnel["valid"]
    with st.container(key="valid"):
        st.header(word("responses.valid", people=people), anchor=False)
        st.markdown(rule(loaded))


def draw_funnel(loaded: Loaded) -> None:
    """Each step of the rule with whom it cost."""
    with st.container(key="funnel"):
        everybody = max(1, loaded.judged.funnel["corpus"][0])
        for name, people, interviews, lost in steps(loaded):
            label = word(f"responses.funnel.{name}", **_values(loaded))
            shown = word("responses.funnel.people", people=people, interviews=interviews)
            less = f" · {word('responses.funnel.lost', lost=lost)}" if lost else ""
            st.progress(people / everybody, f"{label} :gray[· {shown}{less}]")


def steps(loaded: Loaded) -> list[tuple[str, int, int, int]]:
    """(step, people, interviews, people lost at it); the decisions by hand are steps where there are any."""
    funnel = loaded.judged.funnel
    found = [("corpus", *funnel["corpus"], 0)]
    found += [
        (name, *funnel[name], funnel[before][0] - funnel[name][0])
        for before, name in pairwise(RULE)
        if name != "reuse" or funnel[name] != funnel[before]  # only where somebody does not agree
    ]
    if funnel["taken_in"][0] or funnel["left_out"][0]:
        found.append(("valid", *funnel["valid"], 0))
    return found


def rule(loaded: Loaded) -> str:
    """The rule as one sentence: whom, when, and how many questions. The criteria are the brief's own words."""
    between = word("responses.or")  # a criterion said twice keeps both words
    required = [one for one in loaded.outline.criteria if one.required]
    said = [escaped(between.join(words)) for words in said_once(required)]
    return word("responses.rule", criteria=said, **_values(loaded))


def _values(loaded: Loaded) -> dict[str, object]:
    waves, funnel = loaded.judged.waves, loaded.judged.funnel
    return {
        "least": loaded.least, "of": len(loaded.outline.must_haves),
        "first": escaped(waves[0]) if waves else "", "last": escaped(waves[-1]) if waves else "",
        "spoken": word(f"responses.spoken.{loaded.outline.language}"),
        "taken": funnel["taken_in"][0], "left": funnel["left_out"][0],
    }  # fmt: skip
