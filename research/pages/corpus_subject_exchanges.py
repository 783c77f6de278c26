"""What was said of a subject, a page at a time; and for curators: taking it out, adding it to another, splitting it off."""

from collections.abc import Sequence

import streamlit as st

from corpus.coverage import Only
from corpus.records import Exchange, Interview
from corpus.subjects import Subject, Where
from corpus.subjects_exchanges import About, about, count_about
from corpus.viewer import may
from research.attribute_values import told_value
from research.pages.acting import act_button, typed
from research.pages.escaping import escaped
from research.pages.frame import page_language, word
from research.pages.transcript import highlighted
from research.pages.transcripts_address import paged, put
from research.profiles import profile_line, profile_of
from research.workspace import Workspace

SIZE = 15
"""Exchanges on a page."""
SHOWN = 260
"""Characters of an answer; the whole is a press away."""


def draw_exchanges(subject: Subject, only: Only, subjects: Sequence[Subject], workspace: Workspace) -> None:
    """The exchanges of a subject within what is asked for, newest first."""
    people, exchanges = count_about(workspace.engine, workspace.viewer, subject.id, only)
    st.subheader(word("coverage.said"), anchor=False)
    named = " · ".join(filter(None, (only.wave, _segment(only))))
    counted = word("coverage.listed", people=people.people, interviews=people.interviews, exchanges=exchanges)
    with st.container(horizontal=True, vertical_alignment="center", key="cell-named"):
        st.caption(f"{escaped(named)}: {counted}" if named else counted)
        if st.query_params.get("column"):
            st.button(
                word("coverage.whole"),
                key="cell-clear",
                type="tertiary",
                on_click=put,
                kwargs={"column": None, "page": None},
            )
    if not exchanges:
        return
    place = st.container(key="exchanges")
    page = paged(exchanges, size=SIZE, key="about-pages")
    rows = about(workspace.engine, workspace.viewer, subject.id, only, skip=page.start, most=SIZE)
    interviews = {one.id: one for one in workspace.corpus.interviews({one.interview for one in rows})}
    curator = may(workspace.viewer, "import")
    with place:
        chosen = sum(_draw_row(row, interviews[row.interview], workspace, curator=curator) for row in rows)
    if curator:
        _draw_acts(subject, rows, chosen, [one for one in subjects if one.id != subject.id], workspace)


def _segment(only: Only) -> str:
    if not only.segment:
        return ""
    return (
        f"{word(f'coverage.by.{only.segment}')} · {told_value(only.value, page_language()) or word('coverage.unknown')}"
    )


def _where(row: About) -> Where:
    return row.interview, row.position


def _key(row: About) -> str:
    return f"pick-{row.interview}-{row.version}-{row.position}"


def _draw_row(row: About, interview: Interview, workspace: Workspace, *, curator: bool) -> bool:
    """One exchange: what was asked, how the answer begins, whose it is; whether a curator chose it."""
    exchange = next(one for one in interview.exchanges if one.position == row.position)
    person = workspace.corpus.person(interview.respondent, interview.wave)
    told = (interview.respondent, interview.wave, profile_line(profile_of(person), page_language()))
    asked = highlighted(interview.text, exchange.question, (), masked=interview.masked)
    start, end = exchange.question[0], exchange.answer[-1][1]
    link = f"transcripts?lang={page_language()}&interview={interview.id}&version={row.version}&start={start}&end={end}"
    with st.container(horizontal=True, wrap=False, key=f"about-{row.interview}-{row.position}"):
        picked = curator and st.checkbox(word("coverage.pick"), key=_key(row), label_visibility="collapsed")
        source = word(f"coverage.source.{row.source}")
        about_it = escaped(" · ".join([*(part for part in told if part), source]))
        st.markdown(
            f":gray[{asked}]  \n{_answer(interview, exchange)}  \n:small[:gray[{about_it}] · [{word('coverage.read')}]({link})]"
        )
    return picked


def _answer(interview: Interview, exchange: Exchange) -> str:
    """How the answer begins, as its reader may see it."""
    left, parts = SHOWN, []
    for start, end in exchange.answer:
        if left > 0:
            cut = min(end, start + left)
            parts.append(highlighted(interview.text, (start, cut), (), masked=interview.masked))
            left -= cut - start
    return " ".join(parts) + ("…" if left <= 0 else "")


def _draw_acts(
    subject: Subject, rows: Sequence[About], chosen: int, others: Sequence[Subject], workspace: Workspace
) -> None:
    """What can be done with those chosen; each can be taken back below."""
    store = workspace.subjects

    def again(_: object) -> None:
        _again(chosen)

    with st.container(horizontal=True, vertical_alignment="bottom", key="subject-acts"):
        st.caption(word("coverage.chosen", n=chosen))
        none = not chosen
        act_button(
            word("coverage.take"), lambda: store.take(_picked(rows), subject.id), key="take", then=again, disabled=none
        )
        named = {one.id: one.name for one in others}
        if named:
            with st.popover(word("coverage.put"), disabled=none, key="put-other"), st.form("put", border=False):
                st.selectbox(word("coverage.to"), list(named), format_func=named.__getitem__, key="put-to")
                st.checkbox(word("coverage.both"), value=True, key="put-both")
                act_button(
                    word("coverage.put_save"), lambda: _put(_picked(rows), subject, workspace), key="put-save",
                    then=again, sends=True,
                )  # fmt: skip
        with st.popover(word("coverage.split"), disabled=none, key="split-off"), st.form("split", border=False):
            st.text_input(word("coverage.name"), key="split-name", max_chars=120)
            act_button(
                word("coverage.split_save"), lambda: store.split(_picked(rows), subject.id, typed("split-name")),
                key="split-save", then=again, sends=True,
            )  # fmt: skip


def _picked(rows: Sequence[About]) -> list[Where]:
    """Those of the page that are chosen now."""
    return [_where(row) for row in rows if typed(_key(row))]


def _put(chosen: Sequence[Where], subject: Subject, workspace: Workspace) -> None:
    to, both = typed("put-to"), typed("put-both")
    if both:
        workspace.subjects.put(chosen, to)
    else:
        workspace.subjects.move(chosen, subject.id, to)


def _again(chosen: int) -> None:
    """What was chosen is chosen no more."""
    for key in [key for key in st.session_state if str(key).startswith("pick-")]:
        del st.session_state[key]
    st.toast(word("coverage.done", n=chosen))
