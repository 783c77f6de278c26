"""What a confirmed number means, told before it is confirmed: who would be drawn, and what the report may say of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.records import Attributes
from research.cells import Cell, cells
from research.confirmations import Confirmation
from research.figures import LOW_BASE, MARKED_BASE
from research.matches import Match
from research.outline import Outline
from research.prices import Price
from research.responses import Response, Responses
from research.saturation import Heard, NewThemes, new_themes
from research.selection import SHARES, draw_order
from research.statistics import wilson

Says = Literal["counts_draw", "counts_base", "marked", "shares"]


@dataclass(frozen=True)
class Consequence:
    """people, interviews   of the selection this confirmation draws
    waves    those its answers come from, oldest first
    says     counts_draw: the draw gives counts only; counts_base: too few people for shares; marked: shares, marked
             as resting on a small base; shares
    half     what a share of one half would read as at this base, 0 … 1; None where the report gives no shares
    oldest   how many were heard last in the oldest of the waves
    cells    whom it draws by kind, fewest first
    themes   what the last people drawn bring that is new; None where that was not looked at or is too few to tell
    cost     of all of them together, in the price's currency; None where no price is set
    """

    people: int
    interviews: int
    waves: tuple[str, ...]
    says: Says
    half: tuple[float, float] | None = None
    oldest: int = 0
    cells: tuple[Cell, ...] = ()
    themes: NewThemes | None = None
    cost: float | None = None

    @property
    def low(self) -> tuple[Cell, ...]:
        """The cells too small for shares of their own."""
        return tuple(cell for cell in self.cells if cell.low)


def consequence(
    judged: Responses, matches: Sequence[Match], confirmed: Confirmation, *,
    profiles: Mapping[tuple[str, str], Attributes], outline: Outline, heard: Heard | None = None,
    price: Price | None = None,
) -> Consequence:  # fmt: skip
    """What confirming this means. heard: what everybody says, where that is known.

    Raises Shortage `more_than_valid` where there are not as many.
    """
    order = draw_order(
        judged, confirmed.responses, draw=confirmed.draw, seed=confirmed.seed, profiles=profiles, quotas=outline.quotas
    )
    people, shares = set(order), confirmed.draw in SHARES
    chosen = [one for one in judged.valid if one.respondent in people]
    waves = sorted({match.wave for match in matches if match.respondent in people and match.wave in judged.waves})
    says = _says(len(people), shares)
    return Consequence(
        len(people), sum(len(one.interviews) for one in chosen), tuple(waves), says,
        half=wilson((len(people) + 1) // 2, len(people)) if says in ("marked", "shares") else None,
        oldest=_heard_last(chosen, waves[0]) if waves else 0,
        cells=tuple(sorted(cells(outline, chosen, profiles), key=lambda cell: (cell.people, cell.quota.cell))),
        themes=new_themes(heard, order) if heard else None,
        cost=price.of(len(people)) if price else None,
    )  # fmt: skip


def _heard_last(chosen: Sequence[Response], wave: str) -> int:
    return sum(one.wave == wave for one in chosen)


def _says(base: int, shares: bool) -> Says:
    if not shares:
        return "counts_draw"
    if base < LOW_BASE:
        return "counts_base"
    return "marked" if base < MARKED_BASE else "shares"
