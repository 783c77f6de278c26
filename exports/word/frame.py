"""Around the text: header, footer, core properties, the language Word is told."""

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from exports.visible import visible
from exports.word.contents import field_character, field_start
from exports.word.inline import run
from research.report import Report


def add_frame(document: Any, report: Report) -> None:
    """The title in the header from page two on, the page's number in every footer."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.header.paragraphs[0]._p.append(run(report.plain(report.title)))
    for footer in (section.footer, section.first_page_footer):
        paragraph = footer.paragraphs[0]
        paragraph.style, paragraph.alignment = document.styles["Footer"], WD_ALIGN_PARAGRAPH.RIGHT
        paragraph._p.extend([*field_start("PAGE"), run("1"), field_character("end")])


def set_properties(document: Any, report: Report) -> None:
    """Title and language; the template's own author, dates and remarks are removed."""
    core = document.core_properties
    for child in list(core._element):
        core._element.remove(child)
    core.title = visible(report.plain(report.title))[:255]
    core.language = "zh-CN" if report.language == "zh" else "en-US"
    core.author = "Quipu"
    settings = document.settings.element
    for old in settings.findall(qn("w:themeFontLang")):
        old.set(qn("w:val"), core.language)
        old.set(qn("w:eastAsia"), "zh-CN")
    if settings.find(qn("w:themeFontLang")) is None:
        language = OxmlElement("w:themeFontLang")
        language.set(qn("w:val"), core.language)
        settings.append(language)
    _current_layout(settings)


def _current_layout(settings: Any) -> None:
    """Word lays the file out as its own, not in compatibility mode."""
    compat = settings.find(qn("w:compat"))
    if compat is None:
        return
    for old in compat.findall(qn("w:compatSetting")):
        if old.get(qn("w:name")) == "compatibilityMode":
            old.set(qn("w:val"), "15")
            return
    setting = OxmlElement("w:compatSetting")
    told = {"name": "compatibilityMode", "uri": "http://schemas.microsoft.com/office/word", "val": "15"}
    for name, value in told.items():
        setting.set(qn(f"w:{name}"), value)
    compat.append(setting)
