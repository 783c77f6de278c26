"""What an edit keeps: made here from what somebody wrote or chose on an open report, and refused where it breaks a rule.

title          {"text": …}
heading, text  {"parts": […], "beneath": […]}            as research/parts.py takes texts apart
drop, restore  {"beneath": […]}
move           {"before": key}                            None: behind the last of its siblings
swap           {"quote": place, "beneath": […]}
"""

from collections.abc import Set
from typing import Any

from corpus.errors import BadInput, NotFound
from research.block_keys import block_keys, section_of
from research.editing import beneath_of, siblings
from research.fixed import fixed_keys, taken_along
from research.locked import Shown, check_title, shown_in, unlocked
from research.opened import OpenedReport
from research.parts import place_of, taken_apart
from research.report import Block, Heading, Paragraph, Quote, QuoteBlock

Content = dict[str, Any]


def retitled(title: str, opened: OpenedReport) -> Content:
    """Another title; its numbers must stand in the title as it was written or in the study's waves."""
    return {"text": check_title(title, opened.written.title, *opened.evidence.waves)}


def rewritten(key: str, edited: str, opened: OpenedReport) -> Content:
    """Another text for a heading or a paragraph; `edited` holds its marks as locks.

    Raises NotFound `no_block`, BadInput `edit_fixed` and as research.locked.unlocked does.
    """
    _check_free({key}, opened)
    block = block_at(key, opened)
    if not isinstance(block, Heading | Paragraph):
        raise NotFound("no_block")
    text = unlocked(edited, opened.report, block.text, offered(key, opened))
    return {"parts": taken_apart(text, opened.report, opened.evidence, shown=True), **_beneath(key, opened)}


def offered(key: str, opened: OpenedReport) -> list[Shown]:
    """The figures and quotes of the same section that may be put into a text, in order, each in the form it stands in."""
    texts = [
        f"{{{block.quote}}}" if isinstance(block, QuoteBlock) else getattr(block, "text", "")
        for each, block in zip(opened.keys, opened.report.blocks, strict=True)
        if each != key and _section(each) == _section(key)
    ]
    return [one for one in shown_in("".join(texts)) if one[0][0] in "FQ"]


def _section(key: str) -> list[str]:
    """The finding or the part a block stands in, themes and all."""
    return section_of(key).split("-")[:2]


def is_fixed(key: str, opened: OpenedReport) -> bool:
    """Whether a block is no owner's to change: method, limits, the note of page one."""
    return key in fixed_keys(opened.written)


def may_drop(key: str, opened: OpenedReport) -> bool:
    """Whether a block, with a heading its whole section, may be left out."""
    return not taken_along(key, opened.written) & fixed_keys(opened.written)


def _check_free(keys: Set[str], opened: OpenedReport) -> None:
    """Refuses to touch what no edit touches."""
    if keys & fixed_keys(opened.written):
        raise BadInput("edit_fixed")


def dropped(key: str, opened: OpenedReport) -> Content:
    """Leave a block out; with a heading its whole section. Raises NotFound `no_block`, BadInput `edit_fixed`."""
    _check_free({key} | taken_along(key, opened.written), opened)
    block_at(key, opened)
    return _beneath(key, opened)


def restored(key: str, opened: OpenedReport) -> Content:
    """Bring back what was left out. Raises NotFound `no_block` where it was not."""
    if key not in opened.left_out:
        raise NotFound("no_block")
    return _beneath(key, opened)


def moved(key: str, step: int, opened: OpenedReport) -> Content:
    """A section or a conclusion one place up (-1) or down (1) among its like.

    Raises NotFound `no_block`, BadInput `edit_fixed`, `edit_no_further` where it is the first or the last already.
    """
    _check_free({key}, opened)
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
