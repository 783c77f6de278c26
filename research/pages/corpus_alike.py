"""Two interviews in nearly the same words: what differs, and whether they are one or two."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from corpus.nearly_same import Pair, differences, keep_one, leave_different
from research.cited import cited_by, reports_citing
from research.pages.acting import act_button
from research.pages.corpus_import import batches, show_import, start
from research.pages.escaping import escaped
from research.pages.frame import go, word
from research.workspace import Workspace

MOST = 10
"""Pairs listed at a time: those that are settled make room for the next."""
LONG = 160
"""Characters of a difference."""


def draw_alike(found: Sequence[Pair], workspace: Workspace) -> None:
    """The pairs nobody has settled; nothing where there are none."""
    if not found:
        return
    with st.container(key="alike"):
        st.subheader(word("batches.alike.heading", n=len(found)), anchor=False)
        st.caption(word("batches.alike.remedy"))
        for pair in found[:MOST]:
            with st.container(key=f"entry-needs-alike-{pair.one}-{pair.other}"):
                _draw(pair, workspace)
        if len(found) > MOST:
            st.caption(word("batches.alike.more", n=len(found) - MOST))


def _draw(pair: Pair, workspace: Workspace) -> None:
    percent = int(pair.share * 100)  # never rounded up: 100 means that nothing differs
    st.markdown(word("batches.alike.pair", one=escaped(pair.one), other=escaped(pair.other), percent=percent))
    st.caption(word("batches.alike.files", one=escaped(pair.files[0]), other=escaped(pair.files[1])))
    key = f"{pair.one}-{pair.other}"
    with st.container(horizontal=True, gap="medium", key=f"do-alike-{key}"):
        folded = st.popover(word("batches.alike.differs"), key=f"differs-{key}", type="tertiary", on_change="rerun")
        if folded.open:
            with folded:
                _draw_differences(pair, workspace)
        same = st.popover(word("batches.alike.same"), key=f"same-{key}", type="tertiary", on_change="rerun")
        if same.open:
            with same:
                _draw_same(pair, workspace)
        act_button(
            word("batches.alike.different"),
            lambda: leave_different(workspace.engine, workspace.viewer, pair.one, pair.other),
            key=f"different-{key}", type="tertiary",
        )  # fmt: skip


def _draw_differences(pair: Pair, workspace: Workspace) -> None:
    """The first few places where the two part, one below the other."""
    one, other = (workspace.corpus.interview(each) for each in (pair.one, pair.other))
    found = differences(one, other)
    if not found:
        st.markdown(word("batches.alike.equal"))
    for ours, theirs in found:
        for who, said in ((pair.one, ours), (pair.other, theirs)):
            st.markdown(f":small[:gray[{escaped(who)}]]  \n{_short(said) or word('batches.alike.nothing')}")
        st.space("small")
    for each in (pair.one, pair.other):
        if st.button(word("batches.alike.read", id=escaped(each)), key=f"open-{pair.one}-{each}", type="tertiary"):
            go("transcripts", interview=each)


def _short(said: str) -> str:
    return escaped(said if len(said) <= LONG else said[:LONG] + "…")


def _draw_same(pair: Pair, workspace: Workspace) -> None:
    st.markdown(word("batches.alike.which"))
    for keep, drop in ((pair.one, pair.other), (pair.other, pair.one)):
        act_button(
            word("batches.alike.keep", keep=escaped(keep)), partial(_keep, drop, workspace), key=f"keep-{keep}-{drop}",
            then=show_import,
        )  # fmt: skip


def _keep(drop: str, workspace: Workspace) -> str:
    """The import that brings the index up to it."""
    cited = cited_by(reports_citing(workspace.engine, workspace.viewer))
    keep_one(workspace.engine, workspace.viewer, drop, cited, lock=workspace.settings.import_lock)
    return start(batches(workspace).open_empty().id, workspace)
