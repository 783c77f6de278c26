"""The workspace as its users walk it, in a real browser with a real worker. A picture of each failure is kept in shots/."""

import os
import re
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.served import CHROMIUM, browser, serving
from tests.small_workspace import workspace_at
from tests.tiny import transcript

SHOTS = Path(__file__).parent / "shots"
DESK = {"width": 1280, "height": 900}
SLOW = 60_000  # milliseconds: long work on a busy machine

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not Path(CHROMIUM).exists() and not os.environ.get("CI"),
        reason=f"no browser at {CHROMIUM}: apt-get install chromium",
    ),
]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as opened:
        yield opened


@pytest.fixture
def page(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    opened = chromium.new_context(viewport=DESK, locale="en-GB", accept_downloads=True).new_page()
    opened.set_default_timeout(SLOW)
    expect.set_options(timeout=SLOW)
    failed = request.session.testsfailed
    yield opened
    if request.session.testsfailed > failed:
        SHOTS.mkdir(exist_ok=True)
        opened.screenshot(path=SHOTS / f"{request.node.name}.png", full_page=True)
    opened.context.close()


def still(page: Page) -> None:
    """Wait until the script that draws the page has ended."""
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()


def press(page: Page, key: str) -> None:
    page.locator(f".st-key-{key} button").first.click()
    still(page)


def fill(page: Page, key: str, text: str) -> None:
    page.locator(f".st-key-{key} :is(input, textarea)").first.fill(text)


def shown(page: Page) -> str:
    return page.locator("[data-testid=stMain]").inner_text().replace("\u2060", "")


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


def choose(page: Page, address: str, folder: Path) -> None:
    """Drop a folder on the corpus screen and import it."""
    page.goto(f"{address}corpus?lang=en")
    page.get_by_text("A folder", exact=True).click()
    page.locator("input[type=file][webkitdirectory]").set_input_files(folder)
    page.locator(".st-key-import button").click()
    expect(page).to_have_url(re.compile("batch="))


def held(home: Path) -> int:
    return workspace_at(home).corpus.counts()["interviews"]


def test_a_folder_with_bad_files_lands_and_each_bad_file_says_why(page: Page, tmp_path: Path, folder: Path) -> None:
    """Must not happen: a bad file that is lost in silence, or that keeps the good ones out."""
    home = tmp_path / "home"
    home.mkdir()
    with serving(home) as address:
        choose(page, address, folder)
        expect(page.get_by_text("30 interviews").first).to_be_visible()
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
        choose(page, address, folder)
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
