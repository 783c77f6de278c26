"""What stands above a report: its title, what it is, how to take it along, and its other versions."""

from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import urlencode, urljoin
from zoneinfo import ZoneInfo

import streamlit as st

from research.edits import live
from research.pages.escaping import escaped
from research.pages.frame import day, go, word
from research.pages.report_reading import Reading
from research.pages.report_tools import draw_title_form, has_form, open_form
from research.studies import ReportLine

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TITLE = "title"
"""What the address calls the title where other forms name their block."""


def draw_title(reading: Reading, *, above: str = "") -> None:
    """The title, or the form that changes it; under it when and as which version it was written.

    above   a title that stands on the page already: not said again, unless to be changed
    """
    if reading.editing and has_form(TITLE, "title"):
        draw_title_form(reading)
    elif reading.editing or reading.report.title != above:
        with st.container(horizontal=True, wrap=False, vertical_alignment="center", key="report-title"):
            (st.header if above else st.title)(escaped(reading.report.title), anchor=False)
            if reading.editing:
                st.button(
                    "", key="retitle", icon=":material/edit:", type="tertiary", help=word("report.do.title"),
                    on_click=open_form, args=(TITLE, "title"),
                )  # fmt: skip
    saved, edits = reading.opened.saved, len(reading.opened.edits)
    told = word("report.written", day=day(saved.made_at), version=saved.version)
    told += f" · {word('report.edited')}" if edits else ""
    wanted, funnel = reading.opened.evidence.account.wanted, reading.opened.evidence.funnel
    if wanted is not None:
        told += f" · :orange[{word('report.short', wanted=wanted, valid=funnel['valid'][0])}]"
    st.caption(told)


def draw_download(reading: Reading) -> None:
    """The Word file of the very state that is read, built when it is asked for."""
    report = reading.report

    def build() -> bytes:
        # Imported when asked for: python-pptx and its kin take longer to load than the page to draw.
        from exports.word import Links, write_word

        return write_word(report, links=Links(reading.workspace.settings.address))

    name = word("report.file", title=_file_name(report.title), id=report.id)
    st.download_button(
        word("report.word"), build, name, WORD, key="word", on_click="ignore", type="secondary",
        icon=":material/download:",
    )  # fmt: skip


def draw_versions(reading: Reading, lines: Sequence[ReportLine]) -> None:
    """The versions of the study's report, newest first; nothing where there is one."""
    if len(lines) < 2:
        return
    changed = _edited(reading, lines)
    with st.popover(word("report.versions"), type="tertiary", key="versions"):
        for line in lines:
            here = line.id == reading.opened.saved.id
            told = _told(line) + (f" · {word('report.edited')}" if line.id in changed else "")
            if st.button(told, key=f"version-{line.id}", type="tertiary", disabled=here):
                go("reports", report=line.id)


def _told(line: ReportLine) -> str:
    """A version in one line; its time where the reader is, for two may be of one day."""
    made = line.made_at.replace(tzinfo=UTC).astimezone(ZoneInfo(st.context.timezone or "UTC"))
    return word(
        "report.version_line", version=line.version, people=line.people, day=day(made), time=f"{made:%H:%M}"
    )  # fmt: skip


def _edited(reading: Reading, lines: Sequence[ReportLine]) -> set[str]:
    """The versions that were the newest when an edit that holds was made."""
    made = [edit.made_at for edit in live(reading.workspace.edits.all(reading.opened.saved.study))]
    ends = [datetime.max, *(line.made_at for line in lines)]
    return {line.id for line, end in zip(lines, ends, strict=False) if any(line.made_at <= at < end for at in made)}


def draw_link(reading: Reading) -> None:
    """The address of this report, to be copied."""
    base = reading.workspace.settings.address or urljoin(st.context.url or "", ".").rstrip("/")
    with st.popover(word("report.link"), type="tertiary", icon=":material/link:", key="share"):
        st.caption(word("report.link_hint"))
        st.code(f"{base}/reports?{urlencode({'report': reading.opened.saved.id})}", language=None, wrap_lines=True)


def _file_name(title: str) -> str:
    """The title without what some file system refuses."""
    return (
        "".join(letter if letter.isalnum() or letter in " -_()" else " " for letter in title)[:60].strip() or "report"
    )
