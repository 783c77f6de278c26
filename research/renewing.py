"""Renewing an order on the next wave: the same outline, rule, draw and seed on the corpus as it is now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from corpus.records import Attributes
from research.confirmations import Confirmation
from research.orders import Order, ordered, place_order
from research.outline import Outline
from research.responses import Responses
from research.selection import draw_selection
from research.shortage import FEWEST

if TYPE_CHECKING:
    from research.workspace import Workspace


@dataclass(frozen=True)
class Renewal:
    """What renewing an order would bring.

    confirmed    what would be confirmed: as many as before, or as many as there are (short_of says of how many)
    interviews   respondent → interviews, as an order holds them
    returning    people of the order who are drawn again; of them heard_again: those with an interview it had not
    new, gone    drawn now and not before; in the order and not drawn now
    waves        those with an interview that is newer than any of the order, oldest first
    """

    confirmed: Confirmation
    interviews: Mapping[str, tuple[str, ...]]
    returning: tuple[str, ...]
    heard_again: tuple[str, ...]
    new: tuple[str, ...]
    gone: tuple[str, ...]
    waves: tuple[str, ...]


def renewal_of(
    order: Order, outline: Outline, judged: Responses, profiles: Mapping[tuple[str, str], Attributes],
    waves: Mapping[str, str],
) -> Renewal:  # fmt: skip
    """What renewing `order` would bring, with everybody judged on the corpus as it is now.

    waves   interview → its wave

    Raises Shortage `more_than_valid` where there are too few for any report.
    """
    wanted, valid = order.confirmed.responses or order.people, len(judged.valid)
    number = min(wanted, valid)
    confirmed = replace(order.confirmed, responses=number, short_of=wanted if number < wanted else None)
    drawn = draw_selection(
        judged, max(number, FEWEST), draw=confirmed.draw, seed=confirmed.seed, profiles=profiles, quotas=outline.quotas
    )
    interviews = ordered(judged, drawn)
    held = {one.interview for one in order.transcripts}
    before = set(order.respondents)
    newer = {waves[each] for ids in interviews.values() for each in ids if waves[each] > order.waves[1]}
    returning = tuple(sorted(before & interviews.keys()))
    return Renewal(
        confirmed, interviews, returning, tuple(who for who in returning if set(interviews[who]) - held),
        tuple(sorted(interviews.keys() - before)), tuple(sorted(before - interviews.keys())), tuple(sorted(newer)),
    )  # fmt: skip


def renew(order: Order, workspace: "Workspace", renewal: Renewal, *, write: bool = True) -> Order:
    """Place the renewal as an order of its own; `write`: the report on it is asked for. The first order stays as it is."""
    return place_order(order.study, workspace, renewal.confirmed, renewal.interviews, renews=order.id, write=write)


def newer_waves(order: Order, held: Sequence[str]) -> tuple[str, ...]:
    """The waves the corpus holds that are newer than the order's, oldest first."""
    return tuple(wave for wave in sorted(held) if wave > order.waves[1])
