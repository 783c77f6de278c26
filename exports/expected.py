"""What a faithful file of a report holds: its marks in reading order, its chart contents, its quote register."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from exports.visible import visible
from exports.wording import word
from research.report import MARK, Block, Chart, Heading, Quote, QuoteBlock, Report, Table

MarkKey = tuple[str, str]
"""(mark id, form); the form is "" for quotes and stored texts, "full" where a figure names none."""

Grid = tuple[tuple[str | float | None, ...], ...]
"""A worksheet's cells, row by row; None for an empty cell."""


@dataclass(frozen=True)
class ChartContents:
    """What a chart says: a name and one value a category for each series."""

    categories: tuple[str, ...]
    names: tuple[str, ...]
    values: tuple[tuple[float, ...], ...]

    def grid(self) -> Grid:
        """The same as worksheet cells: names in the first row, categories in the first column."""
        head: tuple[str | float | None, ...] = (None, *self.names)
        columns = zip(self.categories, *self.values, strict=True)
        return (head, *(tuple(row) for row in columns))


def mark_key(mark: str, form: str | None) -> MarkKey:
    """The mark as it is counted; only figures have forms."""
    return (mark, (form or "full") if mark[0] == "F" else "")


def block_texts(report: Report, block: Block) -> list[str]:
    """The texts of one block that may hold marks, in the order they are read."""
    if isinstance(block, QuoteBlock):
        return [f"{{{block.quote}}}", report.quotes[block.quote].source]
    if isinstance(block, Chart):
        return [block.caption, block.note]
    if isinstance(block, Table):
        return [block.caption, *block.header, *(cell for row in block.rows for cell in row), block.note]
    return [block.text]


def marks_of(text: str) -> Iterator[MarkKey]:
    """The marks of one text, in order."""
    for found in MARK.finditer(text):
        yield mark_key(found[1], found[2])


def expected_marks(report: Report) -> Counter[MarkKey]:
    """How often each mark must be found in a file of `report` (which must hold its register)."""
    texts = [report.title, *(text for block in report.blocks for text in block_texts(report, block))]
    return Counter(key for text in texts for key in marks_of(text))


def register_of(report: Report) -> Table | None:
    """The quote register: the last table of which every row holds a quote and that holds every quote shown."""
    shown = {mark for mark, _ in expected_marks(report) if mark[0] == "Q"}
    for block in reversed(report.blocks):
        if isinstance(block, Table) and block.rows and _quotes(block) >= shown and _all_rows_quote(block):
            return block
    return None


def with_register(report: Report) -> Report:
    """`report` ending in a quote register; unchanged where it has one, or shows no quote."""
    shown = [mark for mark, _ in expected_marks(report) if mark[0] == "Q"]
    if not shown or register_of(report):
        return report
    language = report.language
    heading = Heading(1, word("register", language), "quote-register")
    rows = tuple((f"{{{mark}}}", report.quotes[mark].source) for mark in shown)
    header = (word("quote", language), word("source", language))
    table = Table("quote-register", word("register_caption", language), header, rows, (0.6, 0.4))
    return replace(report, blocks=(*report.blocks, heading, table))


def transcript_query(quote: Quote) -> str:
    """The part of a transcript's address that names the quoted words."""
    start, end = quote.spans[0][0], quote.spans[-1][1]
    return urlencode({"interview": quote.interview, "version": quote.version, "start": start, "end": end})


def chart_form(report: Report, chart: Chart) -> str:
    """The chart's form; "n" where one figure may not be shown as a share, so that no bar says more than the prose."""
    figures = [report.figures[mark] for _, marks in chart.series for mark in marks]
    if figures and all(figure.value is not None for figure in figures):
        return "value"
    return "share" if chart.form == "share" and all(figure.has_share for figure in figures) else "n"


def chart_contents(report: Report, chart: Chart) -> ChartContents:
    """What `chart` must say; a share is the whole percentage the prose shows."""
    form = chart_form(report, chart)
    values = tuple(tuple(float(report.rendered(mark, form).rstrip("%")) for mark in marks) for _, marks in chart.series)
    categories = tuple(visible(report.plain(name)) for name in chart.categories)
    return ChartContents(categories, tuple(visible(report.plain(name)) for name, _ in chart.series), values)


def chart_alt(report: Report, chart: Chart) -> str:
    """The chart in words, for readers who do not see it: caption, then every value."""
    language, contents = report.language, chart_contents(report, chart)
    unit = "%" if chart_form(report, chart) == "share" else ""
    said = [
        f"{name} {category} {value:g}{unit}"
        for name, values in zip(contents.names, contents.values, strict=True)
        for category, value in zip(contents.categories, values, strict=True)
    ]
    return visible(report.plain(chart.caption)) + word("colon", language) + word("between", language).join(said)


def charts_of(report: Report) -> list[Chart]:
    """The report's charts in reading order."""
    return [block for block in report.blocks if isinstance(block, Chart)]


def _quotes(table: Table) -> set[str]:
    return {key[0] for row in table.rows for cell in row for key in marks_of(cell) if key[0][0] == "Q"}


def _all_rows_quote(table: Table) -> bool:
    return all(any(key[0][0] == "Q" for cell in row for key in marks_of(cell)) for row in table.rows)
