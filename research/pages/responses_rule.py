"""The rule for a valid response, changed where it is shown: how many there would be stands beside it before it is saved."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from corpus.errors import BadInput
from research.outline import Outline, OutlineQuestion
from research.outline_edits import with_must_haves, with_rule
from research.pages.escaping import escaped
from research.pages.frame import go, word
from research.pages.outline_acts import attempt, tell_at
from research.pages.remembered import progress
from research.pages.responses_loaded import Loaded
from research.pages.transcripts_address import put
from research.rejudging import judge_again
from research.responses import judge_responses
from research.revising import Edit, revise
from research.studies import Study
from research.workspace import Workspace

RULE = "rule"
"""In the address while the rule is being changed; the place of its troubles."""


def draw_rule(loaded: Loaded) -> None:
    """The way to change the rule, with what it would bring; and the words about people that select nobody."""
    _draw_unread(loaded)
    number = number_of(loaded)
    if number is None:
        return
    if not st.query_params.get(RULE):
        st.button(
            word("audience.rule.change"), icon=":material/tune:", key="rule-change", type="tertiary",
            on_click=partial(put, **{RULE: "1"}),
        )  # fmt: skip
    else:
        _draw_form(loaded, number)
    tell_at(RULE)


def _draw_form(loaded: Loaded, number: int) -> None:
    """The fields, what they would bring, and the way to save it."""
    with st.container(border=True, key="rule"):
        edited = _draw_inputs(loaded)
        same = edited == loaded.outline
        if same:
            st.caption(word("audience.rule.same"))
        else:
            _draw_change(loaded, edited)
        with st.container(horizontal=True):
            st.button(
                word("audience.rule.save"), key="rule-save", type="primary", disabled=same,
                on_click=_save, args=(loaded, number),
            )  # fmt: skip
            st.button(word("outline.cancel"), key="rule-cancel", type="tertiary", on_click=_close)


def number_of(loaded: Loaded) -> int | None:
    """The revision the judged outline is; None where something has changed beneath it since: then it is judged anew first."""
    if progress(loaded.study, loaded.workspace).first_stale in ("outline", "matches", "responses"):
        return None
    newest = loaded.workspace.revisions.newest(loaded.study.id)
    if newest is None:
        return 0
    return newest.number if replace(newest.outline, edited=loaded.outline.edited) == loaded.outline else None


def _draw_unread(loaded: Loaded) -> None:
    """Words of the brief that became no criterion: everybody counts, whether they fit them or not."""
    if not loaded.outline.unread:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="rule-unread"):
        words = [escaped(each) for each in loaded.outline.unread]
        st.markdown(f":orange[{word('audience.unread.says', words=words)}]", width="content")
        if st.button(word("audience.unread.decide"), key="unread-decide", type="tertiary"):
            go("study", study=loaded.study.id, step="outline", edit="people")


def _draw_inputs(loaded: Loaded) -> Outline:
    """The rule's fields; the outline with the rule as it is typed."""
    outline, key = loaded.outline, _key(loaded)
    left, right = st.columns(2)
    left.number_input(word("outline.enough"), 5, 100, round(outline.enough * 100), step=5, key=f"rule-enough-{key}")
    right.number_input(word("outline.window"), 1, 40, outline.window, key=f"rule-window-{key}")
    texts = {one.id: _label(one) for one in outline.core}
    st.multiselect(
        word("audience.rule.must"), list(texts), [one.id for one in outline.must_haves], format_func=texts.__getitem__,
        key=f"rule-must-{key}",
    )  # fmt: skip
    return _typed(loaded)(outline)


def _key(loaded: Loaded) -> str:
    return f"{loaded.study.id}-{loaded.study.stamp}"


def _typed(loaded: Loaded) -> Edit:
    """What the fields say now. Without any must-have question the ones there are stay."""
    outline, key, typed = loaded.outline, _key(loaded), st.session_state
    share, window = typed[f"rule-enough-{key}"], int(typed[f"rule-window-{key}"])
    enough = outline.enough if share == round(outline.enough * 100) else share / 100
    must = typed[f"rule-must-{key}"] or [one.id for one in outline.must_haves]
    return partial(_with, enough=enough, window=window, must=must)


def _with(outline: Outline, enough: float, window: int, must: Sequence[str]) -> Outline:
    return with_must_haves(with_rule(outline, enough, window), must)


def _label(question: OutlineQuestion) -> str:
    short = question.text if len(question.text) <= 60 else f"{question.text[:59]}…"
    return f"{question.id} {short}"


def _draw_change(loaded: Loaded, edited: Outline) -> None:
    """Valid responses before and after."""
    workspace = loaded.workspace
    after = judge_responses(
        edited, loaded.matches, corpus=workspace.corpus, rulings=workspace.rulings.all(loaded.study.id),
        verdicts=loaded.verdicts,
    )  # fmt: skip
    before, people = len(loaded.judged.valid), len(after.valid)
    with st.container(key="rule-becomes"):
        st.markdown(word("audience.rule.becomes", before=before, after=people))


def _save(loaded: Loaded, number: int) -> None:
    attempt(RULE, partial(change_rule, edit=_typed(loaded), number=number), loaded.study.id, then=_close)


def _close() -> None:
    put(**{RULE: None})


def change_rule(study: Study, workspace: Workspace, *, edit: Edit, number: int) -> None:
    """Save the edit as a revision on top of `number`, and judge again by it."""
    saved = workspace.revisions.newest(study.id)
    if (saved.number if saved else 0) != number:
        raise BadInput("outline_moved_on", number=saved.number if saved else 0)
    revise(study, workspace, edit, beneath=number)
    judge_again(workspace.studies.get(study.id), workspace)
