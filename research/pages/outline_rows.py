"""A question of the outline as a quiet row; its tools stand beside it, its form and its comments open below it."""

from difflib import SequenceMatcher
from functools import partial

import streamlit as st

from research.describing import kind_said
from research.messages import say
from research.outline import Outline, OutlineQuestion
from research.outline_edits import moved, place_of
from research.pages.acting import once
from research.pages.escaping import escaped
from research.pages.frame import page_language, word
from research.pages.outline_acts import busy, edit_outline, open_form, opened, tell_at, threads_opened, toggle_thread
from research.pages.outline_comments import Threads, draw_thread
from research.pages.outline_dropped import drop
from research.pages.outline_feasible import draw_feasible
from research.pages.outline_form import draw_form
from research.pages.outline_hints import draw_hints
from research.studies import Study
from research.timing import minutes_of

ALIKE = 0.85
"""From which likeness on a question is the brief's own in the second person: its words are not told twice."""


def draw_row(
    study: Study, number: int, outline: Outline, question: OutlineQuestion, core: bool, threads: Threads
) -> None:
    """One question, with its form or its thread where the address opens them."""
    with st.container(key=f"row-{question.id}", gap="xxsmall"):
        with st.container(horizontal=True, key=f"line-{question.id}", gap="small"):
            st.markdown(_line(question, core), width="stretch")
            _draw_tools(study, number, outline, question, threads)
        if about := _about(study, question, core):
            st.markdown(about)
        if core:
            draw_feasible(study, outline, question)
        draw_hints(study, number, outline, question)
        tell_at(question.id)
        if opened() == question.id:
            draw_form(study, number, outline, question, core)
        if question.id in threads_opened():
            draw_thread(study, outline, question.id, threads)


def _line(question: OutlineQuestion, core: bool) -> str:
    must = f"\u00a0:primary[{word('outline.star')}]" if core and question.must_have else ""
    return f":gray[{question.id}]\u2002{escaped(question.text)}{must}"


def _about(study: Study, question: OutlineQuestion, core: bool) -> str:
    """Type, what it is about, why it is there; its probes below."""
    facts = _facts(study, question) if core else []
    said = [" · ".join([*facts, word("guide.minutes", n=minutes_of(question))]), *told_of(question)]
    said += [_probe(probe) for probe in question.probes]
    return "  \n".join(f":small[:gray[{line}]]" for line in said)


def _probe(probe: str) -> str:
    return f"{word('outline.probe')}{escaped(probe)}"


def _facts(study: Study, question: OutlineQuestion) -> list[str]:
    language = page_language()
    level = say(language, f"outline.guide.{'must' if question.must_have else 'optional'}")
    aspect = say(language, f"outline.aspect.{question.aspect}")
    return [level, escaped(kind_said(question, language)), aspect, why(study, question)]


def told_of(question: OutlineQuestion) -> list[str]:
    """What it is for, and of whom it was asked before, each a line."""
    people, waves = question.asked_of or (0, 0)
    told = [word("guide.purpose_line", purpose=escaped(question.purpose))] if question.purpose else []
    return told + ([word("guide.asked_of", people=people, waves=waves)] if people else [])


def why(study: Study, question: OutlineQuestion) -> str:
    """Why a core question is there: which question of the brief it answers, in the brief's words where they differ."""
    number = question.brief_question
    if number is None or number > len(study.brief.questions):
        return word("outline.beyond")
    asked = study.brief.questions[number - 1]
    alike = asked.startswith(question.text.rstrip("?？ ")) or (
        SequenceMatcher(None, asked, question.text, autojunk=False).ratio() >= ALIKE
    )
    return word("outline.answers", number=number) + ("" if alike else f" “{escaped(asked)}”")


def _draw_tools(study: Study, number: int, outline: Outline, question: OutlineQuestion, threads: Threads) -> None:
    id_ = question.id
    section, at = place_of(outline, id_)
    first = (section, at) == (0, 0)
    last = (section, at) == (len(outline.sections) - 1, len(outline.sections[section].questions) - 1)
    edits = {
        "up": (":material/arrow_upward:", partial(moved, id_=id_, step=-1), first),
        "down": (":material/arrow_downward:", partial(moved, id_=id_, step=1), last),
    }
    waits = busy()
    with st.container(horizontal=True, width="content", gap=None, key=f"tools-{id_}"):
        st.button(
            ":material/edit:", key=f"edit-{id_}", type="tertiary", on_click=open_form, args=(id_,),
            **{"help": word("outline.edit"), **waits},
        )  # fmt: skip
        for name, (icon, edit, off) in edits.items():
            st.button(
                icon, key=f"{name}-{id_}", type="tertiary", on_click=once(partial(edit_outline, id_, study.id, number, edit)),
                **{"help": word(f"outline.{name}"), "disabled": off, **waits},
            )  # fmt: skip
        st.button(
            ":material/close:", key=f"drop-{id_}", type="tertiary", on_click=once(partial(drop, study.id, number, id_)),
            **{"help": word("outline.drop"), **waits},
        )  # fmt: skip
        said = threads.open(id_)
        st.button(
            f":material/chat_bubble:{f' {said}' if said else ''}", key=f"talk-{id_}", type="tertiary",
            help=word("outline.comments", n=said or None), on_click=toggle_thread, args=(id_,),
        )  # fmt: skip
