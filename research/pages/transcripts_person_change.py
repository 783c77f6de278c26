"""Two ids that are one person, or one id that is two: looked at, done, and undone. For curators."""

import streamlit as st

from corpus.errors import QuipuError
from corpus.respondents import Change, Merge, Respondents
from corpus.respondents_history import History
from corpus.respondents_state import Conflict
from research.pages.acting import act_button, typed
from research.pages.escaping import escaped
from research.pages.frame import day, tell, word
from research.pages.transcripts_address import put
from research.workspace import Workspace


def draw_changing(history: History, workspace: Workspace) -> None:
    """Merging and splitting, each behind a word, and the log."""
    respondents = Respondents(workspace.engine, workspace.viewer)
    with st.container(key="person-change"):
        with st.container(horizontal=True, gap="medium", key="person-acts"):
            _draw_ask(history)
            _draw_split(history, respondents)
        _draw_log(history, respondents)


def _draw_ask(history: History) -> None:
    folded = st.popover(word("person.merge"), key="merge", type="tertiary", on_change="rerun")
    if folded.open:
        with folded, st.form("merge-form", border=False):
            st.caption(word("person.merge_help", who=escaped(history.respondent)))
            other = st.text_input(
                word("person.other"), key="merge-other", max_chars=80, placeholder=word("person.other_example")
            )  # fmt: skip
            if st.form_submit_button(word("person.look"), key="merge-look") and other.strip():
                put(joins=other.strip())
                st.rerun()


def draw_merge(history: History, workspace: Workspace) -> None:
    """What the merge named in the address would do, and the pressing of it."""
    respondents = Respondents(workspace.engine, workspace.viewer)
    with st.container(border=True, key="merge-here"):
        try:
            seen = respondents.look(history.respondent, st.query_params["joins"])
        except QuipuError as error:
            tell(error)
        else:
            _draw_seen(seen)
            sure = _draw_twice(seen)
            act_button(
                word("person.do_merge"), lambda: _merge(seen, respondents), key="merge-go", then=_show, type="primary",
                disabled=not sure,
            )  # fmt: skip
        st.button(word("person.cancel"), key="merge-cancel", type="tertiary", on_click=put, kwargs={"joins": None})


def _merge(seen: Merge, respondents: Respondents) -> None:
    sure = not seen.twice or bool(typed(f"merge-twice-{seen.gone}"))
    respondents.merge(seen.kept, seen.gone, twice=sure)


def _show(stay: str | None) -> None:
    """Draw the page of the person who is there for certain, without what was asked for."""
    put(joins=None, **({"person": stay} if stay else {}))


def _draw_seen(seen: Merge) -> None:
    st.markdown(word("person.merging", gone=escaped(seen.gone), kept=escaped(seen.kept), n=len(seen.interviews)))
    if seen.interviews:
        st.caption(" · ".join(escaped(each) for each in seen.interviews))
    st.caption(word("person.ids_stay"))
    st.caption(word("person.consent", scope=word(f"person.scope.{seen.consent}")))
    lines = [_conflict(each) for each in seen.conflicts]
    if lines:
        st.markdown("\n".join(f"- :small[{line}]" for line in lines))


def _conflict(each: Conflict) -> str:
    name = word(f"person.attribute.{each.attribute}")
    return word(
        "person.conflict", attribute=name, wave=each.wave, kept=escaped(each.kept), dropped=escaped(each.dropped)
    )


def _draw_twice(seen: Merge) -> bool:
    """Whether nothing is in the way: two interviews of a wave have to be said to be two."""
    waves = [escaped(each) for each in seen.twice]
    return not waves or st.checkbox(word("person.twice", waves=waves), key=f"merge-twice-{seen.gone}")


def _draw_split(history: History, respondents: Respondents) -> None:
    if len(history.interviews) < 2:
        return
    folded = st.popover(word("person.split"), key="split", type="tertiary", on_change="rerun")
    if folded.open:
        with folded, st.form("split-form", border=False):
            st.caption(word("person.split_help"))
            for each in history.interviews:
                st.checkbox(escaped(each.id), key=f"split-{each.id}")
            st.text_input(word("person.new"), key="split-new", max_chars=80)
            act_button(
                word("person.do_split"), lambda: _split(history, respondents), key="split-go", then=_show, sends=True
            )


def _split(history: History, respondents: Respondents) -> None:
    chosen = [each.id for each in history.interviews if typed(f"split-{each.id}")]
    respondents.split(history.respondent, chosen, str(typed("split-new") or ""))


def _draw_log(history: History, respondents: Respondents) -> None:
    changes = respondents.changes(history.respondent)
    if changes:
        st.subheader(word("person.log"), anchor=False)
    for each in changes:
        _draw_change(each, respondents)


def _draw_change(each: Change, respondents: Respondents) -> None:
    with st.container(key=f"correct-line-{each.id}"):
        key = "merged" if each.kind == "merge" else "parted"
        st.markdown(word(f"person.{key}", other=escaped(each.other), kept=escaped(each.respondent)))
        with st.container(horizontal=True, gap="medium", vertical_alignment="center", key=f"correct-told-{each.id}"):
            undone = word("person.undone") if each.undone else None
            st.caption(word(
                "person.told", n=len(each.interviews), by=escaped(each.by), day=day(each.at), undone=undone,
            ))  # fmt: skip
            if not each.undone:
                act_button(
                    word("person.undo"), lambda: respondents.undo(each.id), key=f"undo-person-{each.id}",
                    then=lambda _: _show(each.respondent), type="tertiary",
                )  # fmt: skip
