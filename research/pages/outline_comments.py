"""The comments on an outline: a thread for each question, and one for all of it."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import partial

import streamlit as st

from research.comments import LONGEST, Comment
from research.outline import Outline
from research.pages.acting import once, typed
from research.pages.escaping import escaped
from research.pages.frame import day, word
from research.pages.outline_acts import attempt, tell_at
from research.pages.outline_proposal import draw_proposal, draw_settled
from research.proposing import Proposed
from research.studies import Study

WHOLE = "all"
"""The name of the thread about the whole outline."""


@dataclass(frozen=True)
class Threads:
    """A study's comments, by what they are about, and what is proposed for those that are open.

    questions   the ids of those the outline has now
    """

    comments: Sequence[Comment]
    questions: Set[str]
    proposed: Sequence[Proposed] = ()

    def on(self, question: str | None) -> list[Comment]:
        """Those on one question, or on the whole outline (None), oldest first.

        What was said of a question that is not there any more stands with the whole outline: it is not lost.
        """
        return [comment for comment in self.comments if self._place(comment) == question]

    def _place(self, comment: Comment) -> str | None:
        return comment.question if comment.question in self.questions else None

    def for_(self, comment: Comment) -> Proposed | None:
        """What is proposed for a comment."""
        return next((one for one in self.proposed if one.comment.id == comment.id), None)

    def open(self, question: str | None) -> int:
        """How many of them are not resolved."""
        return sum(not comment.resolved for comment in self.on(question))


def draw_thread(study: Study, outline: Outline, question: str | None, threads: Threads) -> None:
    """What was said, each with the way to resolve it, and room for a further word."""
    name = question or WHOLE
    with st.container(key=f"thread-{name}"):
        for comment in threads.on(question):
            _draw_comment(study, name, comment)
            if proposed := threads.for_(comment):
                _draw_proposed(study, outline, proposed)
        with st.form(f"comment-form-{name}", clear_on_submit=False, border=False):
            words = f"comment-{study.id}-{name}"
            st.text_area(
                word("outline.comment_text"), key=words, height=80, max_chars=LONGEST, label_visibility="collapsed",
                placeholder=word("outline.comment_text"),
            )  # fmt: skip
            add = once(partial(_add, study.id, question, words))
            st.form_submit_button(word("outline.comment_add"), key=f"comment-add-{name}", on_click=add)
        tell_at(f"thread-{name}")


def _draw_comment(study: Study, name: str, comment: Comment) -> None:
    author = word("outline.you") if comment.made_by == "local" else escaped(comment.made_by)
    gone = f" · {word('outline.of_dropped', id=comment.question)}" if comment.question and name == WHOLE else ""
    read = f" · {word('proposals.from_word')}" if comment.source == "word" else ""
    about = f":small[:gray[{author} · {day(comment.made_at)}{read}{gone}]]"
    words = escaped(comment.text)
    with st.container(horizontal=True, key=f"remark-{comment.id}"):
        st.markdown(f"{about}  \n" + (f":gray[~~{words}~~]" if comment.resolved else words), width="stretch")
        st.button(
            word("outline.reopen" if comment.resolved else "outline.resolve"), key=f"resolve-{comment.id}", type="tertiary",
            on_click=once(partial(_resolve, study.id, name, comment.id, not comment.resolved)),
        )  # fmt: skip


def _draw_proposed(study: Study, outline: Outline, proposed: Proposed) -> None:
    if proposed.open:
        draw_proposal(study, outline, proposed)
    else:
        draw_settled(proposed)


def _add(study_id: str, question: str | None, words: str) -> None:
    def clear() -> None:
        st.session_state[words] = ""

    text = str(typed(words) or "")
    place = f"thread-{question or WHOLE}"
    attempt(place, lambda study, workspace: workspace.comments.add(study.id, text, question), study_id, then=clear)


def _resolve(study_id: str, name: str, comment: int, resolved: bool) -> None:
    attempt(
        f"thread-{name}", lambda study, workspace: workspace.comments.resolve(study.id, comment, resolved=resolved),
        study_id, then=lambda: None,
    )  # fmt: skip
