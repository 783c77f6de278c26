"""Marks read back from a Word file: what stands inside them, what stands outside, what its charts say."""

import re
from dataclasses import dataclass

from exports.charts_read import ReadChart, read_chart
from exports.package import Package, main_part
from exports.story import FoundMark, LooseText, Story, TextTable

_STORIES = ("header", "footer", "footnotes", "endnotes", "comments")
_CORE_TEXTS = ("title", "subject", "description", "keywords", "category")


@dataclass(frozen=True)
class MarkedFile:
    """A Word file as a checker sees it.

    report   the report's id, None where its bookmark is gone
    marks    every mark in reading order, with the text it encloses
    loose    per paragraph (or alt text, property, list format): the text outside marks, a mark shown as U+FFFC
    charts   in reading order
    tables   the cells of each table, marks and all
    links    addresses outside the file
    unread   things that can carry words and are not read: pictures, embedded documents
    """

    report: str | None
    marks: tuple[FoundMark, ...]
    loose: tuple[LooseText, ...]
    charts: tuple[ReadChart, ...]
    tables: tuple[TextTable, ...]
    links: tuple[str, ...]
    unread: tuple[str, ...]


def read_word(data: bytes) -> MarkedFile:
    """Everything a checker needs from a Word file, ours or re-saved by another program.

    Raises BadInput("not_a_report_file") for anything that is no readable Word file or too large to read.
    Does not judge what it finds.
    """
    package = Package(data)
    main = main_part(package)
    stories = [_story(package, name) for name in _story_names(package, main)]
    charts = tuple(chart for story in stories for chart in _charts(package, story))
    marks = tuple(mark for story in stories for mark in story.marks)
    loose = [text for story in stories for text in story.loose]
    loose += [text for chart in charts for text in chart.loose]
    loose += [*_properties(package), *_list_formats(package, main)]
    report = next((mark.id for mark in marks if mark.kind == "report"), None)
    tables = tuple(table for story in stories for table in story.tables)
    unread = tuple(thing for story in stories for thing in story.unread)
    return MarkedFile(report, marks, tuple(loose), charts, tables, _links(package, stories), unread)


def _story_names(package: Package, main: str) -> list[str]:
    related = package.related(main).values()
    names = [target for kind, target in related if kind in _STORIES and target in package.names]
    return [main, *sorted(set(names) - {main})]


def _story(package: Package, name: str) -> Story:
    story = Story(name)
    story.read(package.xml(name))
    return story


def _charts(package: Package, story: Story) -> list[ReadChart]:
    related = package.related(story.name)
    found = []
    for place in story.charts:
        kind, part = related.get(place.relation, ("", ""))
        readable = kind == "chart" and part in package.names
        found.append(
            read_chart(package, part, mark=place.mark, alt=place.alt)
            if readable
            else ReadChart(part, place.mark, place.alt, None, None, (), ())
        )
    return found


def _links(package: Package, stories: list[Story]) -> tuple[str, ...]:
    related = (
        target for story in stories for kind, target in package.related(story.name).values() if kind == "hyperlink"
    )
    return tuple(related)


def _properties(package: Package) -> list[LooseText]:
    names = [target for kind, target in package.related("").values() if kind == "core-properties"]
    return [
        LooseText("properties", "properties", child.text)
        for name in names
        if name in package.names
        for child in package.xml(name)
        if child.text and child.tag.rpartition("}")[2] in _CORE_TEXTS
    ]


def _list_formats(package: Package, main: str) -> list[LooseText]:
    names = [target for kind, target in package.related(main).values() if kind == "numbering"]
    formats = (element for name in names if name in package.names for element in package.xml(name).iter("{*}lvlText"))
    texts = (value for element in formats for name, value in element.attrib.items() if name.endswith("}val"))
    return [LooseText("list format", "list", re.sub(r"%\d", "", text)) for text in texts if text]
