"""What of a report no edit touches: how it was made, how far it carries, and that a machine coded it."""

from research.block_keys import FRONT, block_keys, kind_of, section_of
from research.finishing import SIGNED
from research.messages import say
from research.report import Block, Heading, Report
from research.writing.method import LIMITS, METHOD


def fixed_keys(written: Report) -> frozenset[str]:
    """Keys of the blocks that stay as they were written: method, limits, the notes of page one."""
    keys, within = {SIGNED}, 0
    for key, block in zip(block_keys(written), written.blocks, strict=True):
        if isinstance(block, Heading) and block.level <= (within or block.level):
            within = block.level if _is_fixed(block, written) else 0
        if within or (section_of(key) == FRONT and kind_of(block) == "note"):
            keys.add(key)
    return frozenset(keys)


def _is_fixed(heading: Heading, written: Report) -> bool:
    """By its anchor; by its words in reports that were written before these sections had one."""
    titles = {say(written.language, f"report.{name}.title") for name in (METHOD, LIMITS)}
    return heading.anchor in (METHOD, LIMITS) or heading.text in titles


def taken_along(key: str, written: Report) -> frozenset[str]:
    """The keys an edit of this block takes along: of a heading its whole section, else itself."""
    found: set[str] = set()
    level: int | None = None
    for each, block in zip(block_keys(written), written.blocks, strict=True):
        if level is not None and _ends(block, level):
            break
        if each == key:
            level = block.level if isinstance(block, Heading) else 0
            found.add(each)
        elif level:
            found.add(each)
    return frozenset(found)


def _ends(block: Block, level: int) -> bool:
    return isinstance(block, Heading) and block.level <= level
