"""What an edited report owes its reader: a line that says so, and a register of the quotes it shows and no others."""

from corpus.records import Language
from research.messages import say
from research.report import MARK, Block, Chart, Heading, Paragraph, QuoteBlock, Report, Table
from research.writing.appendices import passages_table, register_table
from research.writing.draft import Draft

Keyed = tuple[str, Block]
"""A block and its key (research/block_keys.py)."""

SIGNED = "edited"
"""The key of the line that says a report was edited; no edit is about it."""


def signed(blocks: list[Keyed], language: Language) -> list[Keyed]:
    """The method says that the text was edited: behind who wrote it, else at the end of what precedes the appendices."""
    line = Paragraph(say(language, "report.method.edited"), "note")
    funnel = next((at for at, (_, one) in enumerate(blocks) if isinstance(one, Table) and one.id == "funnel"), None)
    parts = [at for at, (_, one) in enumerate(blocks) if isinstance(one, Heading) and one.level == 1]
    at = funnel if funnel is not None else parts[-1] if len(parts) > 1 else len(blocks)
    return [*blocks[:at], (SIGNED, line), *blocks[at:]]


def registered(blocks: list[Block], draft: Draft, written: Report) -> tuple[Block, ...]:
    """The blocks with a register and passages of the quotes they show; `draft` is left with those quotes only."""
    made = {"register": register_table, "passages": passages_table}
    appended = [at for at, block in enumerate(blocks) if isinstance(block, Table) and block.id in made]
    texts = [text for at, block in enumerate(blocks) if at not in appended for text in _texts(block)]
    shown = {mark[1] for text in texts for mark in MARK.finditer(text)}
    draft.quotes = {id_: quote for id_, quote in draft.quotes.items() if id_ in shown}
    if draft.quotes.keys() == written.quotes.keys():
        return tuple(blocks)
    return tuple(made[_id(block)](draft) if at in appended else block for at, block in enumerate(blocks))


def _id(block: Block) -> str:
    return block.id if isinstance(block, Chart | Table) else ""


def _texts(block: Block) -> list[str]:
    if isinstance(block, QuoteBlock):
        return [f"{{{block.quote}}}"]
    if isinstance(block, Chart):
        return [block.caption, block.note, *block.categories, *(name for name, _ in block.series)]
    if isinstance(block, Table):
        return [block.caption, block.note, *block.header, *(cell for row in block.rows for cell in row)]
    return [block.text]
