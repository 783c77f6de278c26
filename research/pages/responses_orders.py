"""What was subscribed to: a study's orders with their transcripts, and the renewal of the newest on the next wave."""

import streamlit as st

from corpus.errors import Shortage
from research.orders import Order
from research.pages.acting import act_button
from research.pages.escaping import escaped
from research.pages.frame import day, go, word
from research.pages.remembered import progress, stage
from research.pages.responses_loaded import Loaded, load
from research.pages.transcripts_address import link_to
from research.prices import told_sum
from research.renewing import Renewal, newer_waves, renew, renewal_of
from research.selection import Selection
from research.shortage import FEWEST
from research.studies import Study
from research.workspace import Workspace


def draw_orders(study: Study, workspace: Workspace) -> None:
    """The orders of a study, newest first; nothing where there is none."""
    orders = workspace.orders.of(study.id)
    if not orders:
        return
    with st.container(key="orders"):
        st.subheader(word("orders.title"), anchor=False)
        for at, order in enumerate(orders):
            _draw(order, numbers={one.id: one.number for one in orders})
            if at == 0:
                _draw_newest(order, study, workspace)


def _draw(order: Order, *, numbers: dict[str, int]) -> None:
    responses = order.confirmed.responses or order.people
    head = [
        f"**{word('orders.one', number=order.number, responses=responses)}**",
        word("orders.placed", day=day(order.made_at), who=escaped(order.made_by)),
        *([word("orders.renews", number=numbers[order.renews])] if order.renews in numbers else []),
    ]
    holds = word(
        "orders.holds", people=len(order.respondents), interviews=len(order.transcripts), first=escaped(order.waves[0]),
        last=escaped(order.waves[1]), draw=word(f"responses.confirm.draws.{order.confirmed.draw}"),
        seed=order.confirmed.seed,
    )  # fmt: skip
    st.markdown(" · ".join(head) + "  \n" + " · ".join([holds, *_costs(order)]))
    if order.left:
        st.caption(word("orders.left", left=order.left))
    _draw_transcripts(order)


def _costs(order: Order) -> list[str]:
    told = []
    if order.price and order.cost is not None:
        currency = order.price.currency
        told.append(
            word("orders.costs", each=told_sum(order.price.amount, currency), all=told_sum(order.cost, currency))
        )
    if order.confirmed.short_of is not None:
        told.append(word("orders.short_of", wanted=order.confirmed.short_of))
    return told


def _draw_transcripts(order: Order) -> None:
    with st.expander(word("orders.transcripts", n=len(order.transcripts)), key=f"order-{order.id}"):
        for one in order.transcripts:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                link_to(one.interview, label=escaped(f"{one.respondent} · {one.wave}"))
                if not one.shown:
                    st.caption(word("orders.shut"))


def _draw_newest(order: Order, study: Study, workspace: Workspace) -> None:
    """Whether the report stands on this order's people, and its renewal where there are newer interviews."""
    stands = progress(study, workspace)
    selection = stage(study, "selection", Selection, workspace)
    if stands.first_stale is None and selection and set(order.respondents) - set(selection.respondents):
        st.caption(word("orders.other_people"))
    newer = newer_waves(order, workspace.corpus.waves())
    if not newer:
        return
    if stands.first_stale in ("outline", "matches", "responses"):
        st.markdown(word("orders.renew.stale", waves=escaped(", ".join(newer))))
    elif loaded := load(study, workspace):
        _draw_renewal(order, loaded)


def _draw_renewal(order: Order, loaded: Loaded) -> None:
    try:
        renewal = _renewal(order, loaded)
    except Shortage:
        st.markdown(word("orders.renew.too_few", valid=len(loaded.judged.valid), fewest=FEWEST))
        return
    if not renewal.waves:
        return
    price, wave = loaded.workspace.settings.price, escaped(renewal.waves[-1])
    cost = told_sum(price.of(len(renewal.interviews)), price.currency) if price else ""
    lines = [word(
        "orders.renew.means", wave=wave, people=len(renewal.interviews), returning=len(renewal.returning),
        heard=len(renewal.heard_again), new=len(renewal.new), gone=len(renewal.gone), cost=cost,
    )]  # fmt: skip
    if renewal.confirmed.short_of is not None:
        lines.append(word("orders.renew.fewer", wanted=renewal.confirmed.short_of, valid=len(loaded.judged.valid)))
    edited = loaded.workspace.revisions.newest(loaded.study.id)
    if edited and edited.made_at > order.made_at:
        lines.append(word("orders.renew.changed"))
    st.markdown("  \n".join(lines))
    act_button(
        word("orders.renew.button", wave=renewal.waves[-1]), lambda: renew(order, loaded.workspace, renewal), key="renew",
        then=lambda made: go("study", study=made.study, step="report"),
    )  # fmt: skip


def _renewal(order: Order, loaded: Loaded) -> Renewal:
    waves = {one.id: one.wave for one in loaded.workspace.corpus.lines_for_studies()}
    return renewal_of(order, loaded.outline, loaded.judged, loaded.attributes, waves)
