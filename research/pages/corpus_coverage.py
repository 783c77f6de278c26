"""What the corpus can answer, as a picture: subjects down, waves or segments across, and how many people in each cell."""

from typing import cast

import streamlit as st

from corpus.coverage import ACROSS, FEW, SEGMENTS, THIN, Across, Coverage, Only, Segment, coverage_of, values_of
from corpus.coverage_gaps import OLD, Gap, gaps_of
from corpus.records import Language
from corpus.viewer import may
from research.attribute_values import told_value
from research.pages.corpus_subject import draw_subject
from research.pages.corpus_subject_add import draw_add
from research.pages.coverage_grid import Line, draw_counts
from research.pages.escaping import escaped
from research.pages.frame import page_language, word
from research.pages.transcripts_address import one_of, paged, put
from research.workspace import Workspace

LANGUAGES: tuple[Language, ...] = ("zh", "en")
SIZE = 20
"""Subjects on a page."""
TOLD = 4
"""Gaps told at once; the others are folded."""
MOST = 40
"""Gaps told at all: the worst."""
PLACE = ("view", "spoken", "by", "wave", "among", "subject", "column", "page", "subjects")


def draw_coverage(workspace: Workspace) -> None:
    """What is missing, the picture for the language and the segments the address names, and the subject it names below it."""
    st.button(f"← {word('corpus.title')}", key="back", type="tertiary", on_click=_close)
    st.title(word("coverage.title"), anchor=False)
    language = cast("Language", one_of("spoken", LANGUAGES) or page_language())
    across = cast("Across", one_of("by", ACROSS) or "wave")
    with st.container(horizontal=True, vertical_alignment="bottom", key="coverage-choices"):
        _choose("spoken", LANGUAGES, language)
        _choose("by", ACROSS, across)
    stamp = workspace.corpus.stamp()
    found = _coverage(stamp, workspace.settings.database, language, across, Only(), _workspace=workspace)
    if not found.subjects:
        st.markdown(word("coverage.none"))
        draw_add(language, workspace)
        return
    _draw_gaps(_gaps(stamp, workspace.settings.database, language, _workspace=workspace))
    only = _narrow(language, across, workspace)
    if only != Only():
        found = _coverage(stamp, workspace.settings.database, language, across, only, _workspace=workspace)
    st.caption(word("coverage.about"))
    _draw_picture(found, across)
    draw_add(language, workspace)
    subjects = {str(one.id): one for one in found.subjects}
    if chosen := subjects.get(st.query_params.get("subject", "")):
        draw_subject(chosen, found, across, only, workspace)


@st.cache_data(max_entries=50, show_spinner=False)
def _coverage(
    stamp: int, database: str, language: Language, across: Across, only: Only, *, _workspace: Workspace
) -> Coverage:  # fmt: skip
    return coverage_of(_workspace.engine, _workspace.viewer, language, across, only)


@st.cache_data(max_entries=10, show_spinner=False)
def _gaps(stamp: int, database: str, language: Language, *, _workspace: Workspace) -> list[Gap]:
    return gaps_of(_workspace.engine, _workspace.viewer, language)


def _choose(name: str, values: tuple[str, ...], chosen: str) -> None:
    def change() -> None:
        put(**dict.fromkeys(PLACE[3:], None), **{name: st.session_state[f"coverage-{name}"]})

    st.session_state[f"coverage-{name}"] = chosen
    labels = {value: word(f"coverage.{name}.{value}") for value in values}
    st.segmented_control(
        word(f"coverage.{name}.label"), values, key=f"coverage-{name}", required=True, label_visibility="collapsed",
        format_func=labels.__getitem__, on_change=change,
    )  # fmt: skip


def _narrow(language: Language, across: Across, workspace: Workspace) -> Only:
    """The third side: over waves, people of one segment; over a segment, one wave."""
    if across != "wave":
        waves = values_of(workspace.engine, workspace.viewer, language, "wave")[::-1]
        wave = _pick("wave", {"": word("coverage.all_waves")} | {one: one for one in waves})
        return Only(wave=wave or None)
    named = {"": word("coverage.everybody")}
    for segment in SEGMENTS:
        for value in values_of(workspace.engine, workspace.viewer, language, segment):
            if value:
                named[f"{segment}:{value}"] = f"{word(f'coverage.by.{segment}')} · {told_value(value, page_language())}"
    chosen = _pick("among", named)
    at, _, value = chosen.partition(":")
    return Only(segment=cast("Segment", at), value=value) if chosen else Only()


def _pick(name: str, named: dict[str, str]) -> str:
    chosen = one_of(name, list(named)) or ""

    def change() -> None:
        put(**{name: st.session_state[f"coverage-{name}"], "column": None, "page": None})

    st.session_state[f"coverage-{name}"] = chosen
    st.selectbox(
        word(f"coverage.{name}"), list(named), key=f"coverage-{name}", format_func=named.__getitem__, on_change=change,
        label_visibility="collapsed", width=260,
    )  # fmt: skip
    return chosen


def _close() -> None:
    put(**dict.fromkeys(PLACE, None))


def open_cell(row: str, column: str) -> None:
    """Open a subject's interviews, of one column where one is named. For callbacks."""
    put(subject=row, column=column or None, page=None)


def _draw_picture(found: Coverage, across: Across) -> None:
    last = max(found.newest.values(), default="")
    chosen = st.query_params.get("subject", "")
    place = st.container(key="coverage-picture")
    shown = found.subjects[paged(len(found.subjects), size=SIZE, key="subject-pages", name="subjects")]
    lines = [
        Line(
            str(one.id), one.name, [found.of(one.id, column) for column in found.columns], found.of(one.id),
            found.newest.get(one.id, "–"), found.newest.get(one.id, "") < last, str(one.id) == chosen,
        )
        for one in shown
    ]  # fmt: skip
    with place:
        draw_counts(
            lines, found.columns, open_cell, key="coverage-grid", corner=word("coverage.subjects"), waves=across == "wave",
            newest=True,
        )  # fmt: skip


def _draw_gaps(gaps: list[Gap]) -> None:
    """What cannot be answered, in words, before the picture: the picture alone does not say what to do."""
    st.subheader(word("coverage.gaps" if gaps else "coverage.no_gaps"), anchor=False)
    if not gaps:
        st.caption(word("coverage.no_gaps_why", thin=THIN, old=OLD))
        return
    told = [f"- {_gap(one)}" for one in gaps[:MOST]]
    st.markdown("\n".join(told[:TOLD]))
    if told[TOLD:]:
        with st.expander(word("coverage.more", n=len(gaps) - TOLD), key="coverage-more"):
            rest = [*told[TOLD:], *([word("coverage.worst", n=MOST)] if len(gaps) > MOST else [])]
            st.markdown("\n".join(rest[: MOST - TOLD]) + ("\n\n" + rest[-1] if len(gaps) > MOST else ""))


def _gap(gap: Gap) -> str:
    name = f"**{escaped(gap.subject.name)}**"
    if gap.segment is not None:
        of = f"{word(f'coverage.by.{gap.segment}')} · {told_value(gap.value, page_language())}"
        return word(f"coverage.gap.segment_{gap.kind}", name=name, value=escaped(of), people=gap.people, of=gap.of)
    key = "nobody" if not gap.people else gap.kind
    return word(
        f"coverage.gap.{key}",
        name=name,
        people=gap.people,
        newest=escaped(gap.newest),
        waves=gap.waves,
        few=FEW,
        thin=THIN,
    )


def draw_way(workspace: Workspace) -> None:
    """The way to the picture, where there is something to see."""
    if may(workspace.viewer, "search") and workspace.subjects.all():
        st.button(word("coverage.open"), key="coverage", type="tertiary", icon=":material/grid_view:", on_click=_open)


def _open() -> None:
    put(view="coverage")
