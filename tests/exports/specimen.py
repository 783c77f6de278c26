"""A small complete report in both languages, made by hand: every kind of block, mark and form."""

import json
from pathlib import Path

from corpus.records import Language
from research.figures import Figure
from research.report import Block, Chart, Heading, Paragraph, Quote, QuoteBlock, Report, StoredText, Table

HOSTILE = "她说<w:p>“贵”\x00\x07了&lt;；\u200fשלום\u200f 好 𠮷野家 👩‍👩‍👧 ok\tend\nnext"

_WORDS: dict[str, dict[Language, str]] = {
    **json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8")),
    "Q003": {"zh": HOSTILE, "en": HOSTILE},
}


def _figures() -> dict[str, Figure]:
    plain = {
        "F001": (29, 46),
        "F002": (7, 46),
        "F003": (24, 46),
        "F004": (5, 18),
        "F006": (11, 46),
        "F007": (6, 46),
        "F008": (18, 31),
        "F009": (58, None),
        "F010": (11, 15),
        "F011": (22, 46),
        "F012": (27, 46),
    }
    figures = {mark: Figure(mark, {}, n, base) for mark, (n, base) in plain.items()}
    return figures | {"F005": Figure("F005", {}, 60, None, 0.8)}


def specimen(language: Language) -> Report:
    """The report in one language; its id holds characters a bookmark cannot."""

    def say(key: str) -> str:
        return _WORDS[key][language]

    quotes = {
        mark: Quote(mark, f"R{mark[1:]}", f"I-{mark[1:]}", 2, ((10, 40), (50, 60)), (0, 9), source)
        for mark, source in (("Q001", "{T002}"), ("Q002", "{T005}"), ("Q003", "{T002}"))
    }
    texts = {mark: StoredText(mark, "profile", say(mark)) for mark in ("T001", "T002", "T003", "T004", "T005")}
    quoted = {mark: say(mark) for mark in quotes}
    return Report("r-3f9a_07Xe", "s-1", language, say("title"), _blocks(say), _figures(), quotes, texts, quoted)


def _blocks(say) -> tuple[Block, ...]:  # type: ignore[no-untyped-def]
    def paragraph(key: str, style: str = "body") -> Paragraph:
        return Paragraph(say(key), style)  # type: ignore[arg-type]

    return (
        paragraph("subtitle", "subtitle"),
        paragraph("key1", "key"),
        paragraph("key2", "key"),
        paragraph("key3", "key"),
        paragraph("note1", "note"),
        Heading(1, say("h1"), "findings"),
        Heading(2, say("h2"), "finding-1"),
        paragraph("asked", "asked"),
        Chart(
            "C-1",
            "bar",
            say("caption1"),
            (say("less"), say("same"), say("more")),
            ((say("all"), ("F001", "F006", "F007")),),
            "share",
            say("chartnote"),
        ),
        paragraph("lead", "lead"),
        paragraph("body"),
        QuoteBlock("Q001"),
        QuoteBlock("Q003"),
        Heading(3, say("h3"), "against"),
        paragraph("bullet", "bullet"),
        paragraph("lead", "bullet"),
        Chart(
            "C-2",
            "line",
            say("caption2"),
            ("{T003}", say("same"), say("all")),
            ((say("less"), ("F011", "F012", "F001")), (say("more"), ("F007", "F007", "F006"))),
            "n",
        ),
        Heading(2, say("h2b"), "finding-2"),
        QuoteBlock("Q002"),
        Chart(
            "C-3",
            "column",
            say("caption3"),
            (say("women"), say("men")),
            ((say("less"), ("F008", "F010")), (say("more"), ("F006", "F007"))),
            "share",
            say("tablenote"),
        ),
        Table(
            "t-1",
            say("caption3"),
            (say("group"), say("base"), say("less"), say("share")),
            (
                (say("all"), "{F001:base}", "{F001:n}", "{F001:share}"),
                (say("women"), "{F008:base}", "{F008:n}", "{F008:share}"),
                (say("men"), "{F010:base}", "{F010:n}", "{F010:of}"),
            ),
            (0.4, 0.2, 0.2, 0.2),
            say("tablenote"),
        ),
        Heading(1, say("method"), "method"),
        paragraph("methodtext"),
    )
