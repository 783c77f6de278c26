"""The workspace as its users walk it, in a real browser with a real worker."""

import os
import re
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from benchmarks.served import serving
from corpus.records import Language
from exports.marks import read_word
from exports.verify import blocking, verify
from research.brief import parse_brief
from research.verification import rederived
from tests.browser.sizes import SLOW
from tests.browser.steps import bring_folder, fill, once_written, press, shown, still
from tests.small_workspace import workspace_at
from tests.tiny import BRIEFS, make_tiny, transcript

pytestmark = pytest.mark.browser


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Thirty interviews, and two files that cannot become one."""
    made = tmp_path / "Wave of spring"
    made.mkdir()
    for n in range(30):
        said = ("In the garden.", f"Less coffee, number {n}.", "The price.", f"{n + 5} pounds.")
        (made / f"E{n:02}_2026-Q1.txt").write_text(transcript(said, "en"), encoding="utf-8")
    (made / "notes.exe").write_bytes(b"MZ\x00\x01")
    (made / "when_was_it.txt").write_text(transcript(("a", "b", "c", "d"), "en"), encoding="utf-8")
    return made


def held(home: Path) -> int:
    return workspace_at(home).corpus.counts()["interviews"]


def test_a_folder_with_bad_files_lands_and_each_bad_file_says_why(page: Page, tmp_path: Path, folder: Path) -> None:
    """Must not happen: a bad file that is lost in silence, or that keeps the good ones out."""
    home = tmp_path / "home"
    home.mkdir()
    with serving(home) as address:
        bring_folder(page, address, folder)
        expect(page.get_by_text("30 interviews").first).to_be_visible()
        expect(page.get_by_text("when_was_it.txt").first).to_be_visible()
        said = shown(page)
        assert "when_was_it.txt" in said and "wave" in said.lower()
        page.get_by_text(re.compile("^Refused")).first.click()
        expect(page.get_by_text("notes.exe").first).to_be_visible()
        assert held(home) == 30
        second = page.context.new_page()
        second.goto(page.url)
        expect(second.get_by_text("30 interviews").first).to_be_visible()


def test_a_worker_killed_in_the_middle_of_an_import_finishes_it(page: Page, tmp_path: Path, folder: Path) -> None:
    """Must not happen: an interview that is lost, or that comes in twice."""
    home = tmp_path / "home"
    home.mkdir()
    with serving(home) as address:
        bring_folder(page, address, folder)
        killed = kill_worker(home, when=lambda: 0 < held(home) < 30)
        page.reload()
        expect(page.get_by_text("30 interviews").first).to_be_visible()
        assert held(home) == 30
        assert worker_of(home) != killed
        files = workspace_at(home).corpus.files("in")
        assert len(files) == len({one.sha256 for one in files}) == 30


def worker_of(home: Path) -> int | None:
    with sqlite3.connect(home / "quipu.db") as records:
        row = records.execute("SELECT process FROM worker ORDER BY seen_at DESC LIMIT 1").fetchone()
        return row[0] if row else None


def kill_worker(home: Path, when: Callable[[], bool]) -> int:
    """Kill the worker as soon as `when` holds, which must be before the import is over."""
    until = time.monotonic() + SLOW / 1000
    while time.monotonic() < until:
        if when():
            process = worker_of(home)
            assert process is not None
            os.kill(process, signal.SIGKILL)
            return process
        time.sleep(0.005)  # polling another process's work: nothing tells when it is half done
    raise AssertionError("the import was never seen half done")


@pytest.fixture(scope="module")
def studied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """The tiny corpus, imported and indexed, with pages and worker: (home, address)."""
    home = make_tiny(tmp_path_factory.mktemp("studied")).folder
    with serving(home) as address:
        yield home, address


def ask(page: Page, address: str, language: Language) -> None:
    """State the tiny brief on the first screen and begin."""
    page.goto(f"{address}?lang={language}")
    said = parse_brief(BRIEFS[language])
    fill(page, "home-industry", said.industry)
    fill(page, "home-questions", "\n".join(said.questions))
    fill(page, "home-people", said.people)
    press(page, "start")
    expect(page).to_have_url(re.compile("step=outline"))
    expect(page.locator(".st-key-confirm")).to_be_visible()
    still(page)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_from_three_inputs_to_a_report_that_verifies(
    page: Page, studied: Any, tmp_path: Path, language: Language
) -> None:
    """Must not happen: an edit that changes a number, or a file that does not agree with what is on screen."""
    home, address = studied
    ask(page, address, language)
    remark = "less about price" if language == "en" else "少问一点价格"
    press(page, "comments")
    page.locator(".st-key-thread-all textarea").fill(remark)
    press(page, "comment-add-all")
    expect(page.locator("[class*='st-key-remark-']").get_by_text(remark)).to_be_visible()
    press(page, "confirm")
    expect(page).to_have_url(re.compile("step=responses"))
    expect(page.locator(".st-key-funnel")).to_be_visible()
    press(page, "confirm-write")
    once_written(page)
    figures = page.locator("a[href*='figure=']").all_inner_texts()
    press(page, "edit")
    press(page, "retitle")
    title = "A cup less" if language == "en" else "少喝一杯"
    fill(page, "edit-title", title)
    press(page, "edit-save")
    press(page, "edit")
    page.reload()
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    expect(page.locator("blockquote").first).to_be_visible()
    still(page)
    assert page.locator("a[href*='figure=']").all_inner_texts() == figures != []
    with page.expect_download() as waiting:
        page.locator(".st-key-word button").click()
    holds(Path(waiting.value.path()).read_bytes(), home, title)
    to_the_words(page)


def holds(file: bytes, home: Path, title: str) -> None:
    """The file says the new title and verifies."""
    marked = read_word(file)
    report = rederived(marked.report, workspace_at(home))
    assert report.title == title
    assert blocking(verify(marked, report)) == []


def to_the_words(page: Page) -> None:
    """From a quote to its transcript: the words marked there are the words quoted."""
    quote = page.locator("blockquote").first
    said = quote.locator("p").first.inner_text().replace("\u2060", "").strip("“”")
    expect(page.locator("html[data-read]")).to_have_count(1)  # before, a link opens a tab as links do
    quote.get_by_role("link").first.click()
    marked = page.get_by_role("dialog").locator(".stMarkdownColoredBackground").first
    expect(marked).to_be_visible()
    assert marked.inner_text().replace("\u2060", "") == said


def test_a_study_deleted_in_another_tab_is_told(page: Page, studied: Any) -> None:
    """Must not happen: a traceback, or a study that seems to be there."""
    home, address = studied
    ask(page, address, "en")
    study = re.search(r"study=(s-\w+)", page.url)[1]
    workspace_at(home).studies.delete(study)
    page.locator(".st-key-step-responses button").first.click()
    expect(page.get_by_text("This study was deleted")).to_be_visible()
    assert "Traceback" not in shown(page)
    press(page, "restore-study")
    expect(page.locator(".st-key-steps").first).to_be_visible()
    assert workspace_at(home).studies.get(study).id == study


def test_going_back_comes_back_to_the_study(page: Page, studied: Any) -> None:
    """Must not happen: a study that is lost by pressing back."""
    _, address = studied
    ask(page, address, "en")
    here = page.url
    page.get_by_role("link", name="Transcripts").click()
    expect(page.get_by_role("heading", name="Transcripts", level=1)).to_be_visible()
    page.go_back()
    expect(page.locator(".st-key-steps")).to_be_visible()
    assert re.search(r"study=(s-\w+)", page.url)[1] == re.search(r"study=(s-\w+)", here)[1]
