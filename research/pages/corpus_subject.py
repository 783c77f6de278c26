"""One subject: who was asked when, as a picture over segments and waves; what was said; and what staff did with it."""

from functools import partial

import streamlit as st

from corpus.coverage import SEGMENTS, Across, Coverage, Only, Segment, coverage_of, values_of
from corpus.subjects import Act, Subject
from corpus.viewer import may
from research.attribute_values import told_value
from research.pages.acting import act_button, typed
from research.pages.corpus_subject_exchanges import draw_exchanges
from research.pages.coverage_grid import UNKNOWN, Line, draw_counts
from research.pages.escaping import escaped
from research.pages.frame import day, page_language, word
from research.pages.transcripts_address import put
from research.workspace import Workspace


def draw_subject(subject: Subject, found: Coverage, across: Across, only: Only, workspace: Workspace) -> None:
    """All of it. only: what the picture above is narrowed to; the address may name one of its columns."""
    st.divider()
    st.header(escaped(subject.name), anchor=False)
    counts = found.of(subject.id)
    newest = found.newest.get(subject.id, "–")
    st.caption(word("coverage.subject", people=counts.people, interviews=counts.interviews, newest=newest))
    if subject.words:
        st.caption(word("coverage.known_by", words=[escaped(one) for one in subject.words]))
    curator = may(workspace.viewer, "import")
    if curator:
        _draw_tools(subject, found, workspace)
    with st.expander(word("coverage.spread"), key="subject-spread", on_change="rerun") as folded:
        if folded.open:
            _draw_spread(subject, workspace)
    draw_exchanges(subject, _cell(across, only, found), found.subjects, workspace)
    _draw_log(subject, workspace, curator=curator)


def _cell(across: Across, only: Only, found: Coverage) -> Only:
    """What the picture is narrowed to, and the column that was pressed."""
    column = st.query_params.get("column", "")
    if not column or (column not in found.columns and column != UNKNOWN):
        return only
    value = "" if column == UNKNOWN else column
    if across == "wave":
        return Only(wave=value, segment=only.segment, value=only.value)
    return Only(wave=only.wave, segment=across, value=value)


def _draw_spread(subject: Subject, workspace: Workspace) -> None:
    """Segments × waves of this one subject."""
    engine, viewer = workspace.engine, workspace.viewer
    waves = values_of(engine, viewer, subject.language, "wave")
    lines = [_spread(subject, segment, value, waves, workspace) for segment in SEGMENTS
             for value in values_of(engine, viewer, subject.language, segment) if value]  # fmt: skip
    draw_counts(lines, waves, _open_spread, key="spread-grid", waves=True)


def _spread(subject: Subject, segment: Segment, value: str, waves: list[str], workspace: Workspace) -> Line:
    only = Only(segment=segment, value=value)
    found = coverage_of(workspace.engine, workspace.viewer, subject.language, "wave", only, subject=subject.id)
    cells = [found.of(subject.id, wave) for wave in waves]
    named = f"{word(f'coverage.by.{segment}')} · {told_value(value, page_language())}"
    return Line(f"{segment}:{value}", named, cells, found.of(subject.id))


def _open_spread(row: str, column: str) -> None:
    put(by="wave", among=row, column=column or None, page=None, wave=None)


def _draw_tools(subject: Subject, found: Coverage, workspace: Workspace) -> None:
    with st.container(horizontal=True, key="subject-tools"):
        with (
            st.popover(word("coverage.rename"), type="tertiary", key="subject-rename"),
            st.form("rename", border=False),
        ):
            key = f"subject-name-{subject.id}"
            st.text_input(word("coverage.name"), subject.name, key=key, max_chars=120)
            act_button(
                word("coverage.save"), lambda: workspace.subjects.rename(subject.id, typed(key)), key="rename-save",
                sends=True,
            )  # fmt: skip
        others = {one.id: one.name for one in found.subjects if one.id != subject.id}
        if not others:
            return
        with st.popover(word("coverage.merge"), type="tertiary", key="subject-merge"), st.form("merge", border=False):
            label, named = word("coverage.into"), others.__getitem__
            st.selectbox(label, list(others), format_func=named, key=f"into-{subject.id}")
            act_button(
                word("coverage.merge"), lambda: _merge(subject, workspace), key="merge-save", then=_show, sends=True
            )


def _merge(subject: Subject, workspace: Workspace) -> int:
    """The subject they are one under now."""
    into = int(typed(f"into-{subject.id}"))
    workspace.subjects.merge(subject.id, into)
    return into


def _show(subject: int) -> None:
    put(subject=str(subject), column=None, page=None)


def _draw_log(subject: Subject, workspace: Workspace, *, curator: bool) -> None:
    """Who did what when, with the way back."""
    acts = workspace.subjects.acts(subject.id)
    if not acts:
        return
    with st.expander(word("coverage.log", n=len(acts)), key="subject-log"):
        for act in acts:
            with st.container(horizontal=True, vertical_alignment="center", key=f"act-{act.id}"):
                st.markdown(_act(act, subject))
                if curator and not act.undone_by:
                    act_button(
                        word("coverage.undo"), partial(workspace.subjects.undo, act.id), key=f"undo-{act.id}",
                        type="tertiary",
                    )  # fmt: skip


def _act(act: Act, subject: Subject) -> str:
    here = "" if act.subject == subject.id else "_other"
    key = f"coverage.did.{act.kind}{here if act.kind in ('move', 'merged') else ''}"
    what = word(key, n=act.exchanges, other=escaped(act.other), before=escaped(act.before))
    who = f":small[:gray[{escaped(act.by)} · {day(act.at)} {act.at:%H:%M}]]"
    return (
        f"~~{what}~~ {who} :small[{word('coverage.undone', by=escaped(act.undone_by))}]"
        if act.undone_by
        else f"{what} {who}"
    )
