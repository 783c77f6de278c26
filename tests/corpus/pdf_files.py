"""PDF files made of words at places and lines drawn between them, as office programs and browsers write them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

SIZE = 10
PITCH = 14
LEFT, RIGHT, TOP = 60.0, 540.0, 780.0
_WIDTHS = " ".join(["500"] * 95)


@dataclass(frozen=True)
class Words:
    """Words on a page. look: "" plain, "bold", "blue", "unseen"."""

    text: str
    left: float
    base: float
    look: str = ""
    size: float = SIZE


@dataclass(frozen=True)
class Drawn:
    """A line drawn from one place to another."""

    left: float
    low: float
    right: float
    high: float


Mark = Words | Drawn
Page = Sequence[Mark]


def wrapped(text: str, width: float, size: float = SIZE) -> list[str]:
    """The text in lines no wider: Latin letters half as wide as Chinese ones, which part anywhere."""
    lines = [""]
    for word in re.findall(r"[ -~‘’]+? (?=\S)|[ -~‘’]+|.[，。？！、：]*", text):
        if lines[-1] and width_of((lines[-1] + word).rstrip(), size) > width:
            lines.append("")
        lines[-1] += word
    return [line.rstrip() for line in lines]


def width_of(text: str, size: float = SIZE) -> float:
    """Points that a text takes."""
    return sum(size if ord(sign) > 0x2E7F else size / 2 for sign in text)


def paragraphs(
    *texts: str | tuple[str, str], gap: float = 6, top: float = TOP, left: float = LEFT, low: float = 80
) -> list[list[Mark]]:
    """Pages of paragraphs, wrapped; (look, words) for one that is set off, words alone for a plain one."""
    pages: list[list[Mark]] = [[]]
    at = top
    for each in texts:
        look, text = each if isinstance(each, tuple) else ("", each)
        for line in wrapped(text, RIGHT - left):
            if at < low:
                pages.append([])
                at = top
            pages[-1].append(Words(line, left, at, look))
            at -= PITCH
        at -= gap
    return pages


def table(
    rows: Sequence[Sequence[str]],
    starts: Sequence[float],
    *,
    drawn: bool,
    centred: bool = False,
    top: float = TOP,
    low: float = 80,
) -> list[list[Mark]]:
    """Pages of a table; a row that has no room goes on to the next page as a whole. starts: of each column."""
    pages: list[list[Mark]] = [[]]
    at, ends = top, [*starts[1:], RIGHT]
    for row in rows:
        merged = len(row) == 1
        cells = [
            wrapped(text, (RIGHT if merged else end) - start - 8)
            for text, start, end in zip(row, starts, ends, strict=False)
        ]
        height = max(map(len, cells)) * PITCH + 4
        if at - height < low:
            pages.append([])
            at = top
        for lines, start in zip(cells, starts, strict=False):
            down = (height - 4 - len(lines) * PITCH) / 2 if centred else 0
            pages[-1] += [
                Words(line, start + 4, at - 11 - down - nth * PITCH) for nth, line in enumerate(lines) if line
            ]
        if drawn:
            pages[-1] += _frame(starts[:1] if merged else starts, at, height)
        at -= height
    return pages


def _frame(starts: Sequence[float], top: float, height: float) -> Iterator[Drawn]:
    low = top - height
    yield from (
        Drawn(start, high, end, high)
        for high in (top, low)
        for start, end in zip(starts, [*starts[1:], RIGHT], strict=True)
    )
    yield from (Drawn(start, low, start, top) for start in (*starts, RIGHT))


def with_edges(pages: Sequence[Page], head: str, foot: str) -> list[list[Mark]]:
    """The pages with a line above and one below each; "#" is the page's number."""
    return [
        [Words(head, LEFT, 812, size=8), *page, Words(foot.replace("#", str(number)), 280, 40, size=8)]
        for number, page in enumerate(pages, 1)
    ]


def pdf_file(*pages: Page, turn: int = 0) -> bytes:
    """A PDF with these pages. turn: degrees by which a page is shown turned."""
    font = "<</Type/Font/Subtype/Type0/BaseFont/{0}/Encoding/UniGB-UTF16-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType0/BaseFont/{0}/DW 1000/W[32[" + _WIDTHS + "]]>>]>>"  # fmt: skip
    kids = " ".join(f"{5 + 2 * at} 0 R" for at in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>", font.format("Song"), font.format("Song-Bold"),
    ]  # fmt: skip
    for at, page in enumerate(pages):
        stream = "\n".join(map(_step, page))
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 850]/Rotate {turn}/Resources<</Font<</F1 3 0 R/F2 4 0 R>>>>/Contents {6 + 2 * at} 0 R>>"
        )
        objects.append(f"<</Length {len(stream)}>>stream\n{stream}\nendstream")
    return assembled(objects)


def _step(mark: Mark) -> str:
    if isinstance(mark, Drawn):
        return f"{mark.left} {mark.low} m {mark.right} {mark.high} l S"
    font, colour = "F2" if mark.look == "bold" else "F1", "0 0.4 0.8 rg" if mark.look == "blue" else "0 g"
    return f"{colour} BT /{font} {mark.size} Tf {3 * (mark.look == 'unseen')} Tr {mark.left} {mark.base} Td <{mark.text.encode('utf-16-be').hex()}> Tj ET"


def assembled(objects: Sequence[str]) -> bytes:
    """A file of these objects; the first is its root."""
    body, offsets = "%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        offsets.append(len(body))
        body += f"{number} 0 obj{each}endobj\n"
    listed = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{listed}trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF"
    return (body + end).encode()
