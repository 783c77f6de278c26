"""What a confirmed number means, told before it is confirmed: who would be drawn, and what the report may say of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.records import Attributes
from research.confirmations import Confirmation
from research.figures import LOW_BASE, MARKED_BASE
from research.matches import Match
from research.responses import Responses
from research.selection import draw_selection

Says = Literal["counts_draw", "counts_base", "marked", "shares"]


@dataclass(frozen=True)
class Consequence:
    """people, interviews   of the selection this confirmation draws
    waves    those its answers come from, oldest first
    says     counts_draw: the draw gives counts only; counts_base: too few people for shares; marked: shares, marked
             as resting on a small base; shares
    """

    people: int
    interviews: int
    waves: tuple[str, ...]
    says: Says


def consequence(
    judged: Responses, matches: Sequence[Match], confirmed: Confirmation, *,
    profiles: Mapping[tuple[str, str], Attributes],
) -> Consequence:  # fmt: skip
    """What confirming this means. Raises Shortage `more_than_valid` where there are not as many."""
    drawn = draw_selection(judged, confirmed.responses, draw=confirmed.draw, seed=confirmed.seed, profiles=profiles)
    people = set(drawn.respondents)
    waves = {match.wave for match in matches if match.respondent in people and match.wave in judged.waves}
    interviews = sum(len(one.interviews) for one in judged.valid if one.respondent in people)
    return Consequence(len(people), interviews, tuple(sorted(waves)), _says(len(people), drawn.shares))


def _says(base: int, shares: bool) -> Says:
    if not shares:
        return "counts_draw"
    if base < LOW_BASE:
        return "counts_base"
    return "marked" if base < MARKED_BASE else "shares"
