"""What an edit keeps: made here from what somebody wrote or chose on an open report, and refused where it breaks a rule.

title          {"text": …}
heading, text  {"parts": […], "beneath": […]}            as research/parts.py takes texts apart
drop, restore  {"beneath": […]}
move           {"before": key}                            None: behind the last of its siblings
swap           {"quote": place, "beneath": […]}
"""

from typing import Any

from corpus.errors import BadInput, NotFound
from research.block_keys import block_keys
from research.editing import beneath_of, siblings
from research.locked import check_title, unlocked
from research.opened import OpenedReport
from research.parts import place_of, taken_apart
from research.report import Block, Heading, Paragraph, Quote, QuoteBlock

Content = dict[str, Any]


def retitled(title: str, opened: OpenedReport) -> Content:
    """Another title; its numbers must stand in the title as it was written or in the study's waves."""
    return {"text": check_title(title, opened.written.title, *opened.evidence.waves)}


def rewritten(key: str, edited: str, opened: OpenedReport) -> Content:
    """Another text for a heading or a paragraph; `edited` holds its marks as locks.

    Raises NotFound `no_block`, BadInput as research.locked.unlocked does.
    """
    block = block_at(key, opened)
    if not isinstance(block, Heading | Paragraph):
        raise NotFound("no_block")
    text = unlocked(edited, opened.report, block.text)
    return {"parts": taken_apart(text, opened.report, opened.evidence), **_beneath(key, opened)}


def dropped(key: str, opened: OpenedReport) -> Content:
    """Leave a block out; with a heading its whole section. Raises NotFound `no_block`."""
    block_at(key, opened)
    return _beneath(key, opened)


def restored(key: str, opened: OpenedReport) -> Content:
    """Bring back what was left out. Raises NotFound `no_block` where it was not."""
    if key not in opened.left_out:
        raise NotFound("no_block")
    return _beneath(key, opened)


def moved(key: str, step: int, opened: OpenedReport) -> Content:
    """A section or a conclusion one place up (-1) or down (1) among its like.

    Raises NotFound `no_block`, BadInput `edit_no_further` where it is the first or the last already.
    """
    block_at(key, opened)
    like = siblings(key, list(zip(opened.keys, opened.report.blocks, strict=True)))
    to = like.index(key) + step
    if not 0 <= to < len(like):
        raise BadInput("edit_no_further")
    return {"before": like[to] if step < 0 else [*like, None][to + 1]}


def swapped(key: str, quote: Quote, opened: OpenedReport) -> Content:
    """Another quote for a quote block. Raises NotFound `no_block`, BadInput `edit_quote_twice` for one shown already."""
    if not isinstance(block_at(key, opened), QuoteBlock):
        raise NotFound("no_block")
    if any(place_of(one) == place_of(quote) for one in opened.report.quotes.values()):
        raise BadInput("edit_quote_twice")
    return {"quote": place_of(quote), **_beneath(key, opened)}


def block_at(key: str, opened: OpenedReport) -> Block:
    """The block of a key. Raises NotFound `no_block`: it was left out in another tab, say."""
    found = next((block for each, block in zip(opened.keys, opened.report.blocks, strict=True) if each == key), None)
    if found is None:
        raise NotFound("no_block")
    return found


def _beneath(key: str, opened: OpenedReport) -> Content:
    """What stands there as the report was written: an edit is of that, whatever edits came before it."""
    written = dict(zip(block_keys(opened.written), opened.written.blocks, strict=True))
    if key not in written:
        raise NotFound("no_block")
    return {"beneath": beneath_of(written[key], opened.written, opened.evidence)}
