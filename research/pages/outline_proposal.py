"""The change proposed for a comment as a difference, with what to do about it: accept all of it or part, or refuse."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from corpus.records import Language
from research.acts import Act
from research.annotations import Left
from research.describing import described
from research.model_told import known_reason
from research.outline import Outline
from research.outline_diff import Piece, pieces
from research.pages.acting import once, typed
from research.pages.escaping import escaped
from research.pages.frame import page_language, word
from research.pages.outline_acts import attempt, busy, tell_at
from research.proposing import Proposed, accept, lets_others_in, refuse, would_lose
from research.studies import Study
from research.workspace import Workspace

_SIGNS = {"same": "{}", "gone": ":red[~~{}~~]", "new": ":green-background[{}]"}
"""Inside of a directive a stroke stands beside brackets: it is read as one whatever sign the words end with."""


def draw_proposal(study: Study, outline: Outline, proposed: Proposed) -> None:
    """What would be done, act by act, and the two buttons."""
    id_ = proposed.comment.id
    several = len(proposed.acts) > 1
    with st.container(key=f"proposal-{id_}", gap="xsmall"):
        if proposed.made_by != "rule":
            st.caption(word("proposals.by_model", model=escaped(proposed.made_by)))
        if proposed.trouble:
            st.caption(trouble_said(proposed.trouble))
        for at, act in enumerate(proposed.acts):
            said = act_said(act)
            if several:
                st.checkbox(said, True, key=_key(proposed, at))
            else:
                st.markdown(said)
        for note in _notes(study, outline, proposed):
            st.caption(note)
        with st.container(horizontal=True, gap="small"):
            st.button(
                word("proposals.accept_chosen" if several else "proposals.accept"), key=f"accept-{id_}", icon=":material/check:",
                on_click=once(partial(_accept, study.id, proposed)), **busy(),
            )  # fmt: skip
            st.button(
                word("proposals.refuse"), key=f"refuse-{id_}", type="tertiary",
                on_click=once(partial(_refuse, study.id, proposed)),
            )  # fmt: skip
        tell_at(f"proposal-{id_}")


def draw_settled(proposed: Proposed) -> None:
    """What became of the proposal, or why there is none: said beneath the comment."""
    if proposed.settled:
        known = proposed.settled
        st.caption(word(f"proposals.settled.{known.settled}", number=known.revision or ""))
    elif not proposed.acts:
        if proposed.trouble:
            st.caption(trouble_said(proposed.trouble))
        for left in proposed.left:
            st.caption(left_said(left, whole=len(proposed.left) == 1))


def trouble_said(trouble: str) -> str:
    """That a model was asked and what is shown is the rule's all the same; why, where there is more to say than that."""
    return word("proposals.trouble.model_unusable", why=known_reason(trouble, page_language()))


def left_said(left: Left, *, whole: bool = False) -> str:
    """Why words of a comment stay open."""
    why = word(f"proposals.left.{left.why}")
    return (
        word("proposals.open", why=why) if whole else word("proposals.open_words", words=escaped(left.words), why=why)
    )


def act_said(act: Act) -> str:
    """An act in words: what goes struck through, what comes marked."""
    said = word(f"proposals.act.{act.kind}", id=act.question, place=word(f"proposals.place.{act.place or 'last'}"))
    return f":gray[{said}]\u2002{_difference(act, page_language())}"


def _difference(act: Act, language: Language) -> str:
    if act.kind == "people":
        before, after = (described(one, language) if one else "" for one in (act.was, act.becomes))
        return shown(pieces(before, after))
    if act.kind in ("drop", "unprobe"):
        return shown([Piece(act.before, "gone")])
    if act.kind in ("add", "probe"):
        return shown([Piece(act.after, "new")])
    if act.kind == "split":
        parts = [act.after, act.second, word("proposals.as_probe", words=act.probe) if act.probe else ""]
        return shown([Piece(act.before, "gone"), *(Piece(part, "new") for part in parts if part)])
    if act.kind == "reword":
        return shown(pieces(act.before, act.after))
    return escaped(act.before)


def shown(told: Sequence[Piece]) -> str:
    """Pieces of words as markdown, blanks outside of what is marked."""
    said = ""
    for before, piece in zip([None, *told], told, strict=False):
        words = piece.text.strip()
        lead, trail = piece.text[: len(piece.text) - len(piece.text.lstrip())], piece.text[len(piece.text.rstrip()) :]
        apart = (
            " " if before and not lead and before.fate != piece.fate and "same" not in (before.fate, piece.fate) else ""
        )
        marked = _SIGNS[piece.fate].format(escaped(words)) if words else ""
        said += f"{lead or apart}{marked}{trail if words else ''}"
    return said


def _notes(study: Study, outline: Outline, proposed: Proposed) -> list[str]:
    """What one should know before accepting."""
    notes = [left_said(left) for left in proposed.left]
    if lost := would_lose(study, outline, proposed.acts):
        notes.append(f":orange[{word('proposals.lost', n=list(lost))}]")
    if lets_others_in(proposed):
        notes.append(word("proposals.one_by_one"))
    if any(act.kind == "split" and not act.second for act in proposed.acts):
        notes.append(word("proposals.not_alone"))
    return notes


def _key(proposed: Proposed, at: int) -> str:
    return f"act-{proposed.comment.id}-{proposed.beneath}-{at}"


def _accept(study_id: str, proposed: Proposed) -> None:
    chosen = [act for at, act in enumerate(proposed.acts) if typed(_key(proposed, at)) is not False]

    def do(study: Study, workspace: Workspace) -> None:
        accept(study, workspace, proposed, chosen)

    attempt(f"proposal-{proposed.comment.id}", do, study_id, then=lambda: None)


def _refuse(study_id: str, proposed: Proposed) -> None:
    def do(study: Study, workspace: Workspace) -> None:
        refuse(study, workspace, proposed)

    attempt(f"proposal-{proposed.comment.id}", do, study_id, then=lambda: None)
