"""A file on the list: its name, what became of it, and what a curator can do about it."""

from collections.abc import Sequence

import streamlit as st

from corpus.errors import FileRefused
from corpus.worklist import Entry, Worklist, replaceable
from research.messages import explain, say
from research.pages.acting import Lacking, act_button, typed
from research.pages.corpus_import import batches, draw_wave, release, show_import, start
from research.pages.corpus_remembered import how
from research.pages.escaping import escaped
from research.pages.frame import go, page_language, word
from research.workspace import Workspace

IDS = 4
"""Ids of interviews named before the rest is a number."""


def worklist(workspace: Workspace) -> Worklist:
    """The worklist of the workspace."""
    return Worklist(workspace.engine, workspace.viewer, workspace.settings.uploads)


def draw_entries(entries: Sequence[Entry], workspace: Workspace, *, remedy: bool = True) -> None:
    """Files one below the other. remedy: whether each says it, where nothing above them has."""
    for entry in entries:
        key = f"{entry.batch or 'c'}-{entry.number or entry.sha256[:12]}"
        with st.container(key=f"entry-{entry.place}-{key}"):
            _draw(entry, key, workspace, remedy)


def named(name: str) -> str:
    """A file's name, and quietly beside it the folders it came from; safe to draw."""
    folder, _, own = name.rpartition("/")
    return escaped(own) + (f" :small[:gray[{escaped(folder)}]]" if folder else "")


def _draw(entry: Entry, key: str, workspace: Workspace, remedy: bool) -> None:
    only = entry.interviews[0] if entry.place == "in" and len(entry.interviews) == 1 else None
    with st.container(horizontal=True, gap="small", key=f"file-{key}"):
        st.markdown(named(entry.name), width="stretch")
        if only and st.button(word("corpus.read"), key=f"read-{key}", type="tertiary"):
            go("transcripts", interview=only)
    for line in _told(entry, remedy):
        st.caption(line)
    if entry.place in ("needs", "refused"):
        with st.container(horizontal=True, gap="medium", key=f"do-{key}"):
            _draw_mending(entry, key, workspace)
            act_button(
                word("corpus.leave"), lambda: worklist(workspace).dismiss([entry.sha256]), key=f"leave-{key}",
                type="tertiary", help=word("corpus.leave_help"),
            )  # fmt: skip


def _told(entry: Entry, remedy: bool) -> list[str]:
    """What became of the file, in lines that are safe to draw."""
    lines = []
    if entry.known_as:
        lines.append(word("corpus.known", name=escaped(entry.known_as)))
    elif entry.place == "in":
        lines.append(_brought(entry))
    elif entry.place in ("waiting", "undone"):
        lines.append(word("corpus.waits" if entry.place == "waiting" else "batches.undo.gone"))
    if entry.read_as is not None and entry.place != "undone":
        said = "as_last_time" if entry.read_as.mapping else "as_told"
        lines.append(word(f"batches.{said}", how=how(entry.read_as)))
    if entry.refusal is not None and (remedy or entry.refusal.values):
        lines.append(escaped(explain(entry.refusal, page_language()) if remedy else trouble(entry.refusal)))
    if entry.also:
        lines.append(word("corpus.also", names=[escaped(each) for each in entry.also[:IDS]], n=len(entry.also)))
    return lines


def trouble(refusal: FileRefused) -> str:
    """What is wrong, without the remedy: the heading above says that once for all."""
    whole, remedy = explain(refusal, page_language()), remedy_of(refusal)
    return whole.removesuffix(remedy).rstrip()


def remedy_of(refusal: FileRefused) -> str:
    """What to do about a refusal."""
    return say(page_language(), f"error.{refusal.key}.remedy", **refusal.values)


def _brought(entry: Entry) -> str:
    named = [escaped(each) for each in entry.interviews[:IDS]]
    parts = []
    if named:
        more = len(entry.interviews) - len(named)
        parts.append(word("corpus.brought", n=len(entry.interviews), ids=named, more=more or None))
    if entry.people or not named:
        parts.append(word("corpus.described", n=entry.people or None))
    return " · ".join(parts)


def _draw_mending(entry: Entry, key: str, workspace: Workspace) -> None:
    """The one thing that mends it. A file that came by the command line has left no bytes: it is brought once more."""
    if entry.place == "refused" and not replaceable(entry):
        return
    mend = (entry.mend if entry.kept else None) or "copy"
    if mend == "again":
        act_button(
            word("corpus.mend.again"), lambda: _try_again(entry, None, workspace), key=f"again-{key}", then=show_import,
            type="tertiary",
        )  # fmt: skip
        return
    folded = st.popover(word(f"corpus.mend.{mend}"), key=f"mend-{key}", type="tertiary", on_change="rerun")
    if not folded.open:
        return
    with folded:
        if mend == "wave":
            _draw_wave(entry, key, workspace)
        elif mend == "who":
            _draw_whose(entry, key, workspace)
        else:
            _draw_copy(entry, key, workspace)


def _draw_wave(entry: Entry, key: str, workspace: Workspace) -> None:
    wave = draw_wave(f"wave-{key}", workspace, bare=True)
    act_button(
        word("corpus.mend.go"), lambda: _try_again(entry, _wave(key), workspace), key=f"wave-go-{key}", then=show_import,
        type="primary", disabled=not wave,
    )  # fmt: skip


def _wave(key: str) -> str:
    """The wave that is chosen now."""
    wave = typed(f"wave-{key}")
    if not wave:
        raise Lacking("corpus.mend.which")
    return str(wave)


def _draw_whose(entry: Entry, key: str, workspace: Workspace) -> None:
    """Whether it is the same person once more, or who else."""
    act_button(
        word("corpus.whose.same"), lambda: _identify(entry, None, workspace), key=f"same-{key}", then=show_import
    )
    with st.form(f"whose-{key}", border=False):
        st.text_input(word("corpus.whose.other"), key=f"whose-id-{key}", placeholder=word("corpus.whose.other_example"))
        act_button(
            word("corpus.mend.go"), lambda: _identify(entry, str(typed(f"whose-id-{key}") or ""), workspace),
            key=f"whose-go-{key}", then=show_import, sends=True,
        )  # fmt: skip


def _identify(entry: Entry, whose: str | None, workspace: Workspace) -> str:
    """whose: None for the same person once more; where nothing is typed, nothing is done. The import to look at, "" for none."""
    if whose is not None and not whose.strip():
        return ""
    batches(workspace).identify(entry.batch, entry.number, whose)
    return start(entry.batch, workspace)


def _try_again(entry: Entry, wave: str | None, workspace: Workspace) -> str:
    batches(workspace).retry(entry.batch, [entry.number], wave=wave)
    return start(entry.batch, workspace)


def _draw_copy(entry: Entry, key: str, workspace: Workspace) -> None:
    given = st.file_uploader(word("corpus.mend.drop"), key=f"copy-{key}", label_visibility="collapsed")
    if not entry.batch:
        draw_wave(f"wave-{key}", workspace, bare=True)
    act_button(
        word("corpus.mend.go"), lambda: _in_place(entry, key, workspace), key=f"copy-go-{key}", then=show_import,
        type="primary", disabled=given is None,
    )  # fmt: skip


def _in_place(entry: Entry, key: str, workspace: Workspace) -> str:
    """Put the corrected copy where the file was; one without a batch gets a batch of its own. The batch's id, "" for none."""
    held, given = batches(workspace), typed(f"copy-{key}")
    if given is None:
        return ""
    if entry.batch:
        batch = held.put_in_place(entry.batch, entry.number, given.name, given.getvalue()).batch
    else:
        wave = typed(f"wave-{key}") or None
        batch = held.open([(given.name, given.getvalue())], wave=wave, instead=[entry.sha256]).id
    release([given])
    return start(batch, workspace)
