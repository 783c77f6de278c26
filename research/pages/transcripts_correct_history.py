"""What was corrected in an interview, newest first; the newest can be undone, every version read."""

from typing import Any

import streamlit as st

from corpus.corrections import Corrections
from corpus.corrections_log import Correction, log_of
from corpus.records import Interview
from research.pages.acting import act_button
from research.pages.escaping import escaped
from research.pages.frame import day, word
from research.pages.transcripts_address import put
from research.workspace import Workspace

LONGEST = 60


def draw_history(interview: Interview, workspace: Workspace) -> None:
    """The log of this interview."""
    lines = log_of(workspace.engine, workspace.viewer, interview.id)
    if not lines:
        st.caption(word("correct.none"))
    for line in lines:
        _draw(line, workspace)


def _draw(line: Correction, workspace: Workspace) -> None:
    own = f"{line.act}-{line.version}"
    with st.container(key=f"correct-line-{own}"):
        st.markdown(" · ".join(_did(line)))
        with st.container(horizontal=True, gap="medium", vertical_alignment="center", key=f"correct-told-{own}"):
            st.caption(word("correct.made", version=line.version, by=escaped(line.by), day=day(line.at)))
            st.button(
                word("correct.read"), key=f"read-version-{line.version}", type="tertiary", on_click=put,
                kwargs={"version": str(line.version), "correct": None, "part": None},
            )  # fmt: skip
            if line.last:
                act_button(
                    word("correct.undo"),
                    lambda: Corrections(workspace.engine, workspace.viewer).undo(line.act, line.interview),
                    key=f"undo-{own}", then=lambda _: put(version=None), type="tertiary",
                )  # fmt: skip


def _did(line: Correction) -> list[str]:
    """What a correction changed, in words that are safe to draw."""
    what = line.what
    if line.kind == "everywhere":
        among = line.among if line.among > 1 else None
        old, new = escaped(what["from"]), escaped(what["to"])
        return [word("correct.did.everywhere", old=old, new=new, places=what["places"], among=among)]
    if line.kind == "undo":
        return [word("correct.did.undo", version=what["back"])]
    if line.kind in ("join", "exchange"):
        return [word(f"correct.did.{line.kind}")]
    return _mended(what)


def _mended(what: dict[str, Any]) -> list[str]:
    told = []
    if "from" in what:
        old, new = (escaped(_short(what[name])) for name in ("from", "to"))
        key = "words" if old and new else "dropped" if old else "inserted"
        told.append(word(f"correct.did.{key}", old=old, new=new))
    if "speaker" in what:
        before, after = (word(f"correct.role.{role}") for role in what["speaker"])
        told.append(word("correct.did.speaker", before=before, after=after, whole=" " if what["whole"] else None))
    if "parts" in what:
        told.append(word("correct.did.parts", n=what["parts"]))
    return told


def _short(words: str) -> str:
    return words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"
