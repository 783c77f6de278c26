"""What a study used of the language model, in a line below its title."""

import streamlit as st

from research.pages.frame import word
from research.prices import told_sum
from research.studies import Study
from research.workspace import Workspace


def draw_spent(study: Study, workspace: Workspace) -> None:
    """Replies, tokens and what they cost; nothing where no model was asked."""
    spent = workspace.spending.of(study.id)
    if not spent.replies:
        return
    cost = told_sum(spent.cost, spent.currency) if spent.cost is not None else ""
    with st.container(key="study-spent"):
        st.caption(word("orders.spent", replies=spent.replies, tokens=spent.tokens or "", cost=cost))
        st.caption(word("orders.spent_for", parts=_parts(study, workspace)))


def _parts(study: Study, workspace: Workspace) -> list[str]:
    """What for: each purpose with its tokens, or with its replies where the server counts no tokens."""
    return [
        word("orders.purpose", what=word(f"orders.purposes.{purpose}"), replies=used.replies, tokens=used.tokens or "")
        for purpose, used in workspace.spending.by_purpose(study.id).items()
    ]
