"""A person withdraws: who, what goes with them, and the button that does it. Curators only."""

from collections.abc import Sequence

import streamlit as st

from corpus.errors import QuipuError
from corpus.viewer import require
from corpus.withdrawal import Withdrawn
from research.pages.acting import Lacking, act_button, typed
from research.pages.escaping import escaped
from research.pages.frame import day, go, tell, word
from research.pages.watching import begin_button, watch
from research.withdrawing import Consequence, RestsOn, ask_withdrawal, consequence_of, withdrawn
from research.workspace import Workspace

LONGEST_ID = 80
MOST = 12
"""Reports named before the rest is a number."""


def draw_withdrawals(workspace: Workspace) -> None:
    """The way to a withdrawal, those that are not through, and who has gone."""
    gone = withdrawn(workspace)
    with st.container(key="withdrawals"):
        for each in gone:
            if each.act and not each.finished:
                _draw_unfinished(each, workspace)
        with st.expander(word("privacy.withdraw.title"), key="withdrawals-fold"):
            st.caption(word("privacy.withdraw.about"))
            _draw_form()
            _draw_gone([each for each in gone if each.finished])


def _draw_unfinished(each: Withdrawn, workspace: Workspace) -> None:
    """One under way, or one that broke off: the way to it."""
    job = workspace.jobs.of("withdraw", each.act)
    state = "under_way" if job is not None and job.live else "broken"
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"withdrawal-{each.act}"):
        st.markdown(word(f"privacy.withdraw.{state}", who=escaped(each.respondent)), width="stretch")
        if st.button(word(f"privacy.withdraw.{state}_go"), key=f"finish-{each.respondent}"):
            go("corpus", withdraw=each.respondent)


def _draw_form() -> None:
    with st.form("withdraw-form", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        label = word("privacy.withdraw.who")
        who = st.text_input(
            label, key="withdraw-who", placeholder=label, max_chars=LONGEST_ID, label_visibility="collapsed"
        )
        if st.form_submit_button(word("privacy.withdraw.look"), key="withdraw-look") and who.strip():
            go("corpus", withdraw=who.strip())


def _draw_gone(gone: Sequence[Withdrawn]) -> None:
    if gone:
        lines = [
            word(
                "privacy.withdraw.gone", who=escaped(each.respondent), day=day(each.asked_at), by=escaped(each.asked_by)
            )
            for each in gone
        ]
        st.markdown(":small[:gray[" + "  \n".join(lines) + "]]")


def draw_withdrawal(respondent: str, workspace: Workspace) -> None:
    """What a withdrawal takes away, and the button. Raises NotAllowed for who may not import."""
    require(workspace.viewer, "import")
    if st.button(f"← {word('privacy.withdraw.back')}", key="withdraw-back", type="tertiary"):
        go("corpus")
    asked = next((each for each in withdrawn(workspace) if each.respondent == respondent), None)
    if asked is not None:
        _draw_asked(asked, workspace)
        return
    try:
        found = consequence_of(respondent[:LONGEST_ID], workspace)
    except QuipuError as error:
        tell(error)
        return
    st.title(word("privacy.withdraw.ask", who=escaped(respondent)), anchor=False)
    _draw_consequence(found)
    _draw_button(found, workspace)


def _draw_asked(asked: Withdrawn, workspace: Workspace) -> None:
    """Nothing of them is shown any more; what is left of them on disk is being removed, or is gone."""
    st.title(word("privacy.withdraw.done", who=escaped(asked.respondent)), anchor=False)
    if asked.finished:
        st.markdown(word("privacy.withdraw.done_more"))
        return
    st.markdown(word("privacy.withdraw.hidden"))
    if watch(workspace, "withdraw", asked.act) is None:
        label = word("privacy.withdraw.broken_go")
        begin_button(label, workspace, "withdraw", asked.act, key="finish", type="primary")


def _draw_consequence(found: Consequence) -> None:
    goes = [word("privacy.withdraw.interviews", n=len(found.interviews)), word("privacy.withdraw.no_return")]
    if found.reports:
        goes.insert(1, word("privacy.withdraw.reports", n=len(found.reports)))
    st.markdown("\n".join(f"- {line}" for line in goes))
    lines = [_report(each) for each in found.reports[:MOST]]
    if len(found.reports) > MOST:
        lines.append(word("privacy.withdraw.more", n=len(found.reports) - MOST))
    if lines:
        st.caption("  \n".join(lines))


def _report(one: RestsOn) -> str:
    title = escaped(one.title) if one.title is not None else word("privacy.withdraw.another_client")
    return word("privacy.withdraw.report", title=title, version=one.version, day=day(one.made_at))


def _draw_button(found: Consequence, workspace: Workspace) -> None:
    with st.form("withdraw-sure", border=False):
        st.checkbox(word("privacy.withdraw.sure"), key="withdraw-agree")
        act_button(
            word("privacy.withdraw.go"), lambda: _withdraw(found, workspace), key="withdraw-go", sends=True,
            type="primary",
        )  # fmt: skip


def _withdraw(found: Consequence, workspace: Workspace) -> None:
    if not typed("withdraw-agree"):
        raise Lacking("privacy.withdraw.agree_first")
    ask_withdrawal(found.respondent, workspace)
