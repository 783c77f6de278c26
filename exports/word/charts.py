"""Native charts: a chart part with its workbook embedded, editable in Word."""

import io
from datetime import datetime
from typing import Any

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from lxml import etree
from pptx.chart.chart import Chart as PptxChart
from pptx.chart.data import CategoryChartData
from pptx.chart.xmlwriter import ChartXmlWriter
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.oxml import parse_xml as parse_chart
from pptx.oxml.ns import qn
from pptx.util import Pt
from xlsxwriter import Workbook

from exports.expected import ChartContents, Grid, chart_alt, chart_contents, chart_form
from exports.visible import visible
from exports.word.styles import CHINESE, INK, LATIN, RULE
from research.report import Chart, Report

SERIES_COLOURS = ("0F5E5A", "8FB8B4", "6B777B", "C4CBCC")
NUMBER_FORMATS = {"share": '0"%"', "n": "0", "value": "0.0"}
_KINDS = {
    "bar": XL_CHART_TYPE.BAR_CLUSTERED,
    "column": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "line": XL_CHART_TYPE.LINE_MARKERS,
}
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CM = 360_000
_NO_FRAME = (
    '<c:spPr xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:ln><a:noFill/></a:ln></c:spPr>'
)
_NO_DATE = datetime(2000, 1, 1)
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_DRAWING = (
    '<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    f' xmlns:wp="{_WP}" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
    '<wp:docPr id="{number}" name="Chart {number}"/><wp:cNvGraphicFramePr/>'
    '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
    '<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" r:id="{relation}"/>'
    "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
)


def chart_run(document: Any, report: Report, chart: Chart, *, number: int, width: int) -> Any:
    """A run that shows `chart`, `width` wide (EMU); its parts are added to `document`."""
    contents = chart_contents(report, chart)
    blob = chart_xml(contents, chart.kind, NUMBER_FORMATS[chart_form(report, chart)])
    relation = _embed(document.part, blob, workbook(contents.grid()), number)
    return _drawing(relation, number, width, height(chart.kind, contents), visible(chart_alt(report, chart)))


def height(kind: str, contents: ChartContents) -> int:
    """Height in EMU: bars grow with their number, the others stand still; a legend takes a line."""
    legend = 0.8 if len(contents.names) > 1 else 0
    rows = len(contents.categories) * (0.45 + 0.5 * len(contents.names))
    return int(((min(rows + 0.6, 20) if kind == "bar" else 6.5) + legend) * _CM)


def chart_xml(contents: ChartContents, kind: str, number_format: str) -> bytes:
    """The chart part: no frame, no gridlines, every value labelled."""
    data: Any = CategoryChartData(number_format=number_format)  # type: ignore[no-untyped-call]  # python-pptx
    data.categories = contents.categories
    for name, values in zip(contents.names, contents.values, strict=True):
        data.add_series(name, values)
    space = parse_chart(ChartXmlWriter(_KINDS[kind], data).xml.encode())  # type: ignore[no-untyped-call]  # pptx
    chart: Any = PptxChart(space, None)  # type: ignore[no-untyped-call]  # python-pptx
    _plot(chart, kind, number_format)
    _axes(chart, kind)
    _legend(chart, len(contents.names) > 1)
    _finish(space)
    return bytes(etree.tostring(space, xml_declaration=True, encoding="UTF-8", standalone=True))


def _plot(chart: Any, kind: str, number_format: str) -> None:
    plot = chart.plots[0]
    plot.has_data_labels = True
    plot.data_labels.number_format, plot.data_labels.number_format_is_linked = number_format, False
    plot.data_labels.show_value = True
    plot.data_labels.position = XL_LABEL_POSITION.ABOVE if kind == "line" else XL_LABEL_POSITION.OUTSIDE_END
    plot.data_labels.font.size = Pt(9)
    if kind != "line":
        plot.gap_width, plot.overlap = (55 if kind == "bar" else 120), -5
    for series, colour in zip(plot.series, SERIES_COLOURS * len(plot.series), strict=False):
        _colour(series, kind, _rgb(colour))


def _colour(series: Any, kind: str, colour: Any) -> None:
    if kind != "line":
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = colour
        return
    series.smooth = False
    series.format.line.color.rgb, series.format.line.width = colour, Pt(2)
    series.marker.format.fill.solid()
    series.marker.format.fill.fore_color.rgb = colour
    series.marker.format.line.color.rgb = colour


def _axes(chart: Any, kind: str) -> None:
    chart.value_axis.has_major_gridlines = False
    chart.value_axis.visible = False
    chart.value_axis.minimum_scale = 0
    axis = chart.category_axis
    axis.reverse_order = kind == "bar"
    axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    axis.format.line.color.rgb = _rgb(RULE)
    axis.tick_labels.font.size = Pt(9.5)


def _legend(chart: Any, shown: bool) -> None:
    chart.has_title = False
    chart.has_legend = shown
    if shown:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
        chart.legend.font.size = Pt(9)
    chart.font.size = Pt(9)
    chart.font.color.rgb = _rgb(INK)


def _rgb(colour: str) -> Any:
    return RGBColor.from_string(colour)  # type: ignore[no-untyped-call]  # python-pptx


def _finish(space: Any) -> None:
    """Our fonts in every text property, and the reference to the workbook."""
    for properties in space.iter(qn("a:defRPr")):
        for tag, face in (("a:latin", LATIN), ("a:ea", CHINESE)):
            for old in properties.findall(qn(tag)):
                properties.remove(old)
            etree.SubElement(properties, qn(tag)).set("typeface", face)
    space.insert(space.index(space.find(qn("c:chart"))) + 1, parse_chart(_NO_FRAME))
    data = etree.SubElement(space, qn("c:externalData"))
    data.set(qn("r:id"), "rId1")
    etree.SubElement(data, qn("c:autoUpdate")).set("val", "0")


def workbook(grid: Grid) -> bytes:
    """The workbook behind a chart. Names are written as text, never as formulas; the bytes hold no date of today."""
    stream = io.BytesIO()
    book = Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("Sheet1")
    for row, cells in enumerate(grid):
        for column, cell in enumerate(cells):
            if isinstance(cell, str):
                sheet.write_string(row, column, cell)
            elif cell is not None:
                sheet.write_number(row, column, cell)
    book.set_properties({"created": _NO_DATE})
    book.close()
    return stream.getvalue()


def _embed(document_part: Any, chart: bytes, book: bytes, number: int) -> str:
    package = document_part.package
    chart_part = Part(PackURI(f"/word/charts/chart{number}.xml"), CONTENT_TYPE.DML_CHART, chart, package)
    book_part = Part(PackURI(f"/word/embeddings/chart{number}.xlsx"), _SHEET, book, package)
    assert chart_part.relate_to(book_part, RELATIONSHIP_TYPE.PACKAGE) == "rId1"
    return str(document_part.relate_to(chart_part, RELATIONSHIP_TYPE.CHART))


def _drawing(relation: str, number: int, width: int, height: int, alt: str) -> Any:
    run = parse_xml(_DRAWING.format(width=width, height=height, number=number, relation=relation))
    run.find(f".//{{{_WP}}}docPr").set("descr", alt)
    return run
