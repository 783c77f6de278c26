"""What a number means before it is confirmed, line by line: people, intervals, small groups, themes, cost, access."""

from collections.abc import Iterator, Sequence

import streamlit as st

from corpus.records import QUOTABLE
from research.cells import Cell, cell_said
from research.confirmations import Confirmation
from research.consequence import Consequence, consequence
from research.figures import LOW_BASE, MARKED_BASE
from research.orders import ordered
from research.pages.escaping import escaped
from research.pages.frame import page_language, word
from research.pages.remembered import stage
from research.pages.responses_loaded import Loaded
from research.prices import told_sum
from research.saturation import STAGE, Heard
from research.selection import draw_selection
from research.statistics import percent

MOST_CELLS = 8
"""Groups named in a line; how many more there are is said."""


def draw_means(loaded: Loaded, asked: Confirmation) -> None:
    """Everything that confirming `asked` means."""
    price = loaded.workspace.settings.price
    means = consequence(
        loaded.judged, loaded.matches, asked, profiles=loaded.attributes, outline=loaded.outline, price=price,
        heard=stage(loaded.study, STAGE, Heard, loaded.workspace),
    )  # fmt: skip
    st.markdown(_people(means))
    lines = [*_base(means, asked), *_groups(means), *_themes(means), *_cost(means, loaded), *_access(loaded, asked)]
    st.markdown("\n".join(f"- {line}" for line in lines))


def _people(means: Consequence) -> str:
    first, last = (means.waves[0], means.waves[-1]) if means.waves else ("", "")
    return word(
        "responses.confirm.means", people=means.people, interviews=means.interviews, waves=len(means.waves),
        first=escaped(first), last=escaped(last),
    )  # fmt: skip


def _base(means: Consequence, asked: Confirmation) -> Iterator[str]:
    """What the report may say at this base, how old the oldest of it is, and whether the brief wanted more."""
    half = means.half and word("orders.half", low=percent_of(means.half[0]), high=percent_of(means.half[1]))
    yield word(f"responses.confirm.says.{means.says}", low=LOW_BASE, marked=MARKED_BASE) + (half or "")
    if len(means.waves) > 1:
        yield word("orders.oldest", wave=escaped(means.waves[0]), people=means.oldest, of=means.people)
    if asked.short_of is not None:
        yield word("orders.short", wanted=asked.short_of)


def percent_of(share: float) -> int:
    """A share as whole percent, rounded as figures are."""
    return percent(round(share * 10_000), 10_000)


def _groups(means: Consequence) -> Iterator[str]:
    quotas = [cell for cell in means.cells if cell.wanted]
    if quotas:
        short = [cell for cell in quotas if cell.people < cell.wanted]
        filled = len(quotas) - len(short)
        yield word("orders.quotas", filled=filled, of=len(quotas), cells=_named(short) if short else "")
    if means.low and len(means.low) == len(means.cells):
        yield word("orders.low_all", of=len(means.cells), low=LOW_BASE)
    elif means.low:
        yield word("orders.low", n=len(means.low), of=len(means.cells), low=LOW_BASE, cells=_named(means.low))


def _named(cells: Sequence[Cell]) -> str:
    language = page_language()
    told = [
        word("orders.cell", who=escaped(cell_said(cell.quota, language)), people=cell.people, wanted=cell.wanted or "")
        for cell in cells[:MOST_CELLS]
    ]
    more = len(cells) - MOST_CELLS
    return word("orders.apart").join([*told, *([word("orders.more", n=more)] if more > 0 else [])])


def _themes(means: Consequence) -> Iterator[str]:
    if means.themes:
        key = "new" if means.themes.new else "saturated"
        yield word(f"orders.themes.{key}", new=means.themes.new, last=means.themes.last, of=means.themes.of)


def _cost(means: Consequence, loaded: Loaded) -> Iterator[str]:
    price = loaded.workspace.settings.price
    if price and means.cost is not None:
        each, all_ = told_sum(price.amount, price.currency), told_sum(means.cost, price.currency)
        yield word("orders.cost", people=means.people, each=each, all=all_)


def _access(loaded: Loaded, asked: Confirmation) -> Iterator[str]:
    """Whose transcripts the client's people may then read, and how many stay shut for want of consent."""
    drawn = draw_selection(
        loaded.judged, asked.responses, draw=asked.draw, seed=asked.seed, profiles=loaded.attributes,
        quotas=loaded.outline.quotas,
    )  # fmt: skip
    ids = [each for own in ordered(loaded.judged, drawn).values() for each in own]
    shut = sum(scope not in QUOTABLE for scope in loaded.workspace.corpus.consents(ids).values())
    yield word("orders.access", interviews=len(ids), shut=shut or "")
