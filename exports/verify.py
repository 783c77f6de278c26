"""An exported file held against the report as it is derived today: every difference, or none. No database here."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from urllib.parse import urlsplit

from exports.charts_verify import chart_differences
from exports.differences import Difference, Kind, blocking
from exports.expected import expected_marks, transcript_query, with_register
from exports.marks import MarkedFile
from exports.story import FoundMark, TextTable
from exports.visible import visible
from research.loose import STAND_IN, quantities, quotations, stand_in
from research.report import Chart, Heading, Report, Table

__all__ = ["Difference", "blocking", "verify"]


def verify(marked: MarkedFile, report: Report) -> list[Difference]:
    """Every difference between the file and `report`, whose figures and quotes were just derived again.

    Prose between marks may be anything that holds no quantity and no quotation. Notes (kind "note") are no
    differences: `blocking` leaves them out.
    """
    report = with_register(report)
    if marked.report != report.id:
        return [Difference("report", report.id, marked.report or "", "report")]
    return [
        *_mark_texts(marked, report),
        *_mark_counts(marked, report),
        *_loose_texts(marked, report),
        *chart_differences(marked.charts, report),
        *_tables(marked, report),
        *_links(marked, report),
        *(Difference(thing, "", "not read", "note") for thing in marked.unread),
    ]


def _mark_texts(marked: MarkedFile, report: Report) -> Iterator[Difference]:
    for mark in marked.marks:
        expected = _rendered(mark, report)
        if expected is None:
            yield Difference(mark.where, "", f"{mark.id} {mark.form}".strip(), "extra")
        elif visible(mark.text) != expected:
            yield Difference(mark.where, expected, mark.text, "mark")


def _rendered(mark: FoundMark, report: Report) -> str | None:
    """What a mark must enclose; None for a mark the report has no record for."""
    if mark.kind == "report":
        return visible(report.plain(report.title))
    if mark.kind == "number":
        return mark.id.rpartition("_")[2]
    try:
        return visible(report.rendered(mark.id, mark.form or None))
    except KeyError:
        return None


def _mark_counts(marked: MarkedFile, report: Report) -> Iterator[Difference]:
    expected = expected_marks(report) + _own_marks(report)
    found = Counter((mark.id, mark.form) for mark in marked.marks)
    for key in sorted(expected.keys() | found.keys()):
        if expected[key] != found[key]:
            kind: Kind = "missing" if found[key] < expected[key] else "extra"
            name = " ".join(filter(None, key))
            yield Difference(name, f"{expected[key]} times", f"{found[key]} times", kind)


def _own_marks(report: Report) -> Counter[tuple[str, str]]:
    """The marks that stand for no record: the report's id and the numbers of captions."""
    own = Counter({(report.id, ""): 1})
    for sequence, kind in (("figure", Chart), ("table", Table)):
        blocks = [block for block in report.blocks if isinstance(block, kind)]
        own.update((f"{sequence}_{number}", "") for number in range(1, len(blocks) + 1))
    return own


def _loose_texts(marked: MarkedFile, report: Report) -> Iterator[Difference]:
    repeated, marks = _repetitions(report), _by_paragraph(marked)
    for loose in marked.loose:
        if visible(loose.text).strip() in repeated.get(loose.place, ()):
            continue
        for quantity in quantities(_with_figures(loose.text, marks[loose.where])):
            yield Difference(loose.where, "no quantity outside a mark", f"{quantity} — {loose.text}", "number")
        for quotation in quotations(loose.text):
            yield Difference(loose.where, "no quotation outside a mark", quotation, "quotation")
    for where in marks.keys() - {loose.where for loose in marked.loose}:  # nothing but marks: do two make a number?
        for quantity in quantities(_with_figures(STAND_IN * len(marks[where]), marks[where])):
            yield Difference(where, "no quantity outside a mark", quantity, "number")


def _by_paragraph(marked: MarkedFile) -> defaultdict[str, list[FoundMark]]:
    found = defaultdict[str, list[FoundMark]](list)
    for mark in marked.marks:
        found[mark.where].append(mark)
    return found


def _with_figures(text: str, marks: list[FoundMark]) -> str:
    """A loose text that shows where a number stands: two of them side by side read as another one.

    Where paragraph and marks cannot be matched one by one (boxes of text, several headers) nothing is known of them.
    """
    pieces = text.split(STAND_IN)
    if len(pieces) != len(marks) + 1:
        return text
    between = [stand_in(mark.id if mark.kind == "mark" else " ", visible(mark.text)) for mark in marks]
    return "".join(part for pair in zip(pieces, [*between, ""], strict=True) for part in pair)


def _repetitions(report: Report) -> dict[str, set[str]]:
    """What a file repeats without a mark, by place: headings in the contents, the title in header and properties."""
    title = visible(report.plain(report.title))
    headings = {visible(report.plain(block.text)).strip() for block in report.blocks if isinstance(block, Heading)}
    titles = {title.strip(), title[:255].strip()}
    return {"contents": headings, "header": titles, "footer": titles, "properties": titles}


def _tables(marked: MarkedFile, report: Report) -> Iterator[Difference]:
    """Numbers in a table mean what their row and column say: cells must stand where they stood, labels too."""
    left = list(marked.tables)
    for table in (block for block in report.blocks if isinstance(block, Table)):
        expected = tuple(tuple(_cell(report, cell) for cell in row) for row in (table.header, *table.rows))
        found = next((grid for grid in left if _same_table(grid, expected)), None)
        if found is None:
            yield Difference(f"table {table.id}", repr(expected), "no such table, or other cells", "table")
        else:
            left.remove(found)


def _cell(report: Report, text: str) -> str | None:
    """What a cell reads as; None where it holds a quote, whose mark is compared and whose links are not."""
    return None if "{Q" in text else visible(report.plain(text)).strip()


def _same_table(found: TextTable, expected: tuple[tuple[str | None, ...], ...]) -> bool:
    return len(found) == len(expected) and all(
        len(left) == len(right)
        and all(cell is None or visible(text).strip() == cell for text, cell in zip(left, right, strict=True))
        for left, right in zip(found, expected, strict=True)
    )


def _links(marked: MarkedFile, report: Report) -> Iterator[Difference]:
    """Links to transcripts must name words the report quotes."""
    known = {transcript_query(quote) for quote in report.quotes.values()}
    for link in marked.links:
        try:
            address = urlsplit(link)
        except ValueError:
            address = urlsplit("")
        if address.path.endswith("/transcripts") and address.query not in known:
            yield Difference("link", "words this report quotes", link, "link")
