"""The outline of a study as a discussion guide: read, changed in place, remarked on, confirmed."""

from pathlib import Path

import streamlit as st

from research.outline import Outline, Section
from research.outline_edits import checked
from research.pages.acting import doing, tell_trouble
from research.pages.escaping import escaped
from research.pages.frame import go, word
from research.pages.outline_acts import busy, close, open_form, opened, tell_at, threads_opened, toggle_thread
from research.pages.outline_comments import WHOLE, Threads, draw_thread
from research.pages.outline_drafting import draw_drafting
from research.pages.outline_dropped import Dropped, draw_dropped, just_dropped
from research.pages.outline_first import draw_first, not_taken
from research.pages.outline_form import draw_new
from research.pages.outline_guide import draw_download, draw_import
from research.pages.outline_hints import draw_unasked
from research.pages.outline_history import REVISION, draw_history, draw_moved_on, draw_old
from research.pages.outline_people import PEOPLE, draw_people
from research.pages.outline_proposals import draw_proposals
from research.pages.outline_rows import draw_row
from research.pages.outline_screener import SCREENER, draw_screener
from research.pages.remembered import progress
from research.pages.sending import draw_sending
from research.proposing import proposed
from research.revising import Standing, standing
from research.studies import Study
from research.timing import minutes_for, minutes_in
from research.workspace import Workspace

STYLE = Path(__file__).with_name("style_outline.css")
IMPORT = "import"
"""The form of a guide of one's own, in the address."""


def draw(study: Study, workspace: Workspace) -> None:
    """The outline as it stands, or what to do until there is one."""
    st.html(STYLE)
    draw_first(study, workspace)
    stands = standing(study, workspace)
    if stands.outline is None:
        draw_drafting(study, workspace)
        return
    if workspace.studies.get(study.id).stamp != study.stamp:
        st.rerun()  # it was drafted just now: the steps above are drawn again as done
    if not _is_place(opened(), stands.outline):
        close()  # an address of what is not there any more
    asked = frozenset(one.id for one in stands.outline.questions)
    with st.spinner(word("proposals.reading")):  # the first comment of a session may load what knows related words
        threads = Threads(workspace.comments.all(study.id), asked, proposed(study, stands, workspace))
    _draw_tools(study, stands, stands.outline, threads, workspace)
    if opened() == IMPORT:
        draw_import(study, stands, workspace)
        return
    if opened().startswith(REVISION):
        draw_old(study, stands, workspace)
        return
    draw_moved_on(study, stands)
    draw_people(study, stands.number, stands.outline)
    draw_screener(study, stands.number, stands.outline)
    gone = just_dropped(study, stands, workspace)
    for at, section in enumerate(stands.outline.sections):
        _draw_section(study, stands, stands.outline, at, section, threads, gone)
    _draw_confirm(study, stands.number, stands.outline, workspace)


def _is_place(place: str, outline: Outline) -> bool:
    """Whether there is something of this name to be opened."""
    new = {f"new-{at}" for at in range(len(outline.sections))}
    places = {question.id for question in outline.questions} | new | {PEOPLE, SCREENER, IMPORT}
    return place in places or place.startswith(REVISION)


def _draw_tools(study: Study, stands: Standing, outline: Outline, threads: Threads, workspace: Workspace) -> None:
    """Where the outline comes from, and what can be done with all of it."""
    st.caption(f"{_origin(stands, outline)} · {word('guide.whole', n=minutes_in(outline))}")
    if trouble := not_taken(outline, workspace):
        st.caption(f":orange[{trouble}]")
    with st.container(horizontal=True, gap="medium", key="outline-tools"):
        st.button(
            word("outline.comments", n=threads.open(None) or None), key="comments", type="tertiary", icon=":material/chat_bubble:",
            on_click=toggle_thread, args=(WHOLE,),
        )  # fmt: skip
        draw_history(study, stands, workspace)
        draw_download(study, outline, workspace)
        st.button(
            word("outline.import"), key="import", type="tertiary", icon=":material/upload:",
            on_click=open_form, args=(IMPORT,), **busy(),
        )  # fmt: skip
    tell_at("outline")
    draw_proposals(study, stands, threads, workspace)
    if WHOLE in threads_opened():
        draw_thread(study, outline, None, threads)


def _origin(stands: Standing, outline: Outline) -> str:
    """Who drafted the outline, and whether it was changed since."""
    if outline.drafted_by != "rule":
        edited = word("outline.edited", number=stands.number) if outline.edited else ""
        return word("outline.by_model", model=escaped(outline.drafted_by)) + edited
    return word("outline.own", number=stands.number) if outline.edited else word("outline.by_rule")


def _draw_section(
    study: Study, stands: Standing, outline: Outline, at: int, section: Section, threads: Threads, gone: Dropped | None
) -> None:
    st.subheader(escaped(section.title), anchor=False)
    minutes = word("guide.minutes", n=minutes_for(section.questions))
    matched = "" if section.name == "core" else f" · {word('outline.not_matched')}"
    st.caption(f"{escaped(section.purpose)} · {minutes}{matched}")
    for place, question in enumerate(section.questions):
        draw_dropped(study, stands.number, gone, at, place)
        draw_row(study, stands.number, outline, question, section.name == "core", threads)
    draw_dropped(study, stands.number, gone, at, len(section.questions))
    if opened() == f"new-{at}":
        draw_new(study, stands.number, outline, at)
    else:
        st.button(
            word("outline.add"), key=f"add-{at}", type="tertiary", icon=":material/add:",
            on_click=open_form, args=(f"new-{at}",), **busy(),
        )  # fmt: skip


def _draw_confirm(study: Study, number: int, outline: Outline, workspace: Workspace) -> None:
    """The way on. While something is being edited, saving that is the one thing to do."""
    if opened():
        return
    draw_unasked(study, number, outline)
    done = progress(study, workspace).states["responses"] == "done"
    if not done:
        draw_sending(workspace, outline)
    with st.container(horizontal=True, vertical_alignment="center", key="outline-confirm"):
        confirm = doing(
            lambda: _confirm(study, outline, workspace, done), at="confirm",
            then=lambda _: go("study", study=study.id, step="responses"),
        )  # fmt: skip
        st.button(
            word("outline.onward" if done else "outline.confirm"), type="primary", key="confirm", on_click=confirm
        )
        core, must = len(outline.core), len(outline.must_haves)
        st.caption(word("outline.counts", core=core, must=must, criteria=len(outline.criteria)))
    tell_trouble("confirm")  # below the row, which is narrow


def _confirm(study: Study, outline: Outline, workspace: Workspace, done: bool) -> None:
    """done: whether it is matched already as it stands."""
    checked(outline)
    if not done:
        workspace.jobs.ask("match", study.id)
