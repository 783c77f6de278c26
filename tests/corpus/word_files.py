"""Word files made as firms, moderators and transcription services make them."""

from collections.abc import Callable, Iterable
from io import BytesIO

from docx import Document
from docx.document import Document as Word
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import RGBColor

Fill = Callable[[Word], object]
Rows = Iterable[tuple[str, ...]]


def word_file(fill: Fill) -> bytes:
    """A .docx file filled by a function."""
    document, out = Document(), BytesIO()
    fill(document)
    document.save(out)
    return out.getvalue()


def paragraphs(*texts: str, style: str | None = None) -> Fill:
    """A paragraph a text."""
    return lambda document: [document.add_paragraph(text, style) for text in texts]


def runs(*lines: tuple[str, ...], bold: Iterable[int] = (0,)) -> Fill:
    """A paragraph a line, a run a piece; the pieces counted in `bold` are bold."""

    def fill(document: Word) -> None:
        for pieces in lines:
            paragraph = document.add_paragraph()
            for at, piece in enumerate(pieces):
                paragraph.add_run(piece).bold = True if at in bold else None

    return fill


def looks(*lines: tuple[str, str]) -> Fill:
    """A paragraph a line, (look, words): "" plain, "bold", "italic", "grey", "blue"."""

    def fill(document: Word) -> None:
        for look, words in lines:
            run = document.add_paragraph().add_run(words)
            run.bold, run.italic = look == "bold" or None, look == "italic" or None
            if look in ("grey", "blue"):
                run.font.color.rgb = RGBColor(0x80, 0x80, 0x80) if look == "grey" else RGBColor(0, 0x70, 0xC0)

    return fill


def table(rows: Rows, *, above: Iterable[str] = ()) -> Fill:
    """A table below some paragraphs. "^" continues the cell above it, "<" the cell before it."""
    rows = list(rows)

    def fill(document: Word) -> None:
        paragraphs(*above)(document)
        made = document.add_table(len(rows), max(map(len, rows)))
        for at, cells in enumerate(rows):
            for column, text in enumerate(cells):
                cell = made.cell(at, column)
                if text == "^":
                    cell.merge(made.cell(at - 1, column))
                elif text == "<":
                    cell.merge(made.cell(at, column - 1))
                else:
                    cell.text = text

    return fill


def xml(*pieces: str) -> Fill:
    """Paragraphs as raw XML, `w:` and `wps:` known."""
    names = nsdecls("w", "r", "wp", "a") + (
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
        ' xmlns:v="urn:schemas-microsoft-com:vml"'
    )

    def fill(document: Word) -> None:
        for piece in pieces:
            tag, rest = piece.split(">", 1)
            document.element.body.insert(-1, parse_xml(f"{tag} {names}>{rest}"))

    return fill


def numbered(*lines: tuple[int | None, str]) -> Fill:
    """(list, words): list 1 counts "Q1.", 2 "A1.", 3 "1.", 4 is bulleted, 5 is "问一："; None is no list."""
    formats = {1: ("decimal", "Q%1."), 2: ("decimal", "A%1."), 3: ("decimal", "%1."), 4: ("bullet", "\uf0b7"),
               5: ("chineseCounting", "问%1：")}  # fmt: skip

    def fill(document: Word) -> None:
        numbering = document.part.numbering_part.element
        for number, (how, text) in formats.items():
            level = (
                f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{how}"/><w:lvlText w:val="{text}"/></w:lvl>'
            )
            numbering.insert(0, parse_xml(
                f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{900 + number}">{level}</w:abstractNum>'
            ))  # fmt: skip
            numbering.append(parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{900 + number}"><w:abstractNumId w:val="{900 + number}"/></w:num>'
            ))  # fmt: skip
        for which, words in lines:
            paragraph = document.add_paragraph(words)
            if which is not None:
                properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
                properties.get_or_add_ilvl().val = 0
                properties.get_or_add_numId().val = 900 + which

    return fill


def text_box(*texts: str) -> str:
    """A paragraph's XML that holds a text box twice, as Word writes it: for new readers and for old ones."""
    inside = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in texts)
    content = f"<w:txbxContent>{inside}</w:txbxContent>"
    return (
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wp:anchor><a:graphic><a:graphicData>"
        f"<wps:wsp><wps:txbx>{content}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )  # fmt: skip


def after(*fills: Fill) -> Fill:
    """One filling after another."""
    return lambda document: [fill(document) for fill in fills]


def headed(*texts: str) -> Fill:
    """Lines at the top of every page."""
    return lambda document: [document.sections[0].header.add_paragraph(text) for text in texts]


def styled(name: str, *, bold: bool = False, character: bool = False) -> Fill:
    """A style of the firm's own."""
    from docx.enum.style import WD_STYLE_TYPE

    kind = WD_STYLE_TYPE.CHARACTER if character else WD_STYLE_TYPE.PARAGRAPH

    def fill(document: Word) -> None:
        document.styles.add_style(name, kind).font.bold = bold or None

    return fill


def shaded(document: Word, *lines: str) -> None:
    """Paragraphs with the marks WPS and LibreOffice leave: runs cut anywhere, breaks of pages, bookmarks, proofing."""
    for line in lines:
        paragraph = document.add_paragraph()
        for piece in (line[:1], line[1:3], line[3:]):
            run = paragraph.add_run(piece)
            fonts = OxmlElement("w:rFonts")
            fonts.set(qn("w:hint"), "eastAsia")
            run._r.get_or_add_rPr().append(fonts)
            run._r.insert(1, OxmlElement("w:lastRenderedPageBreak"))
            paragraph._p.append(OxmlElement("w:proofErr"))
            paragraph._p.append(OxmlElement("w:bookmarkStart"))
