"""The first screen in a real browser: what AppTest cannot see. A picture of each failure is kept in shots/."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.served import CHROMIUM, browser, served
from tests.small_workspace import HOSTILE, QUOTED, TITLE, with_report

SHOTS = Path(__file__).parent / "shots"
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
SLOW = 30_000  # milliseconds: a cold first page on a busy machine

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not Path(CHROMIUM).exists() and not os.environ.get("CI"),
        reason=f"no browser at {CHROMIUM}: apt-get install chromium",
    ),
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The workspace served from a folder that is not the project's."""
    home = tmp_path_factory.mktemp("served")
    with_report(home)
    with served(home, folder=home) as found:
        yield found


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
        opened.screenshot(path=SHOTS / f"{request.node.name}.png")
    opened.context.close()


def text_of(page: Page) -> str:
    return page.locator("[data-testid=stMain]").inner_text().replace("\u2060", "")


def test_list_to_report_to_reload_to_second_tab(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name=TITLE).click()
    expect(page).to_have_url(re.compile(r"report=r-small"))
    expect(page.get_by_role("heading", name=TITLE, level=1)).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name=TITLE, level=1)).to_be_visible()
    second = page.context.new_page()
    second.goto(page.url)
    expect(second.get_by_role("heading", name=TITLE, level=1)).to_be_visible()
    second.get_by_role("button", name="All reports").click()
    expect(second.get_by_role("heading", name="Reports", level=1)).to_be_visible()
    expect(page.get_by_role("heading", name=TITLE, level=1)).to_be_visible()  # the first tab stays where it was


def test_words_of_others_are_shown_letter_for_letter(page: Page, address: str) -> None:
    page.goto(f"{address}?report=r-small")
    page.get_by_role("button", name="Read in the transcript").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("I *love*")
    said = dialog.inner_text().replace("\u2060", "")
    assert HOSTILE in said and QUOTED in said
    assert page.locator("mark, .stMarkdownColoredBackground").first.inner_text().replace("\u2060", "") == QUOTED
    assert page.title() != "owned"
    assert dialog.locator("a, script, img, b, .katex").count() == 0
    assert QUOTED in text_of(page)
    expect(dialog.get_by_text("Far from these words")).to_have_count(0)
    dialog.get_by_text("Show the whole interview").click()
    expect(dialog.get_by_text("Far from these words")).to_be_visible()


def test_browser_language_is_the_first_language(chromium: Browser, address: str) -> None:
    opened = chromium.new_context(locale="zh-CN").new_page()
    opened.goto(address)
    expect(opened.get_by_role("heading", name="研究报告", level=1)).to_be_visible(timeout=SLOW)
    opened.get_by_role("button", name="English").click()
    expect(opened.get_by_role("heading", name="Reports", level=1)).to_be_visible(timeout=SLOW)
    expect(opened).to_have_url(re.compile("lang=en"))
    opened.context.close()


def test_word_file_comes_down_named_and_whole(page: Page, address: str) -> None:
    page.goto(f"{address}?report=r-small")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download as Word").click()
    assert waiting.value.suggested_filename.endswith("r-small.docx")
    assert Path(waiting.value.path()).read_bytes()[:2] == b"PK"


def test_folded_part_opens_with_its_table(page: Page, address: str) -> None:
    page.goto(f"{address}?report=r-small")
    expect(page.get_by_text("How it was done")).to_have_count(0)
    page.set_viewport_size(PHONE)
    page.get_by_text("Method", exact=True).click()
    expect(page.get_by_text("How it was done")).to_be_visible()
    expect(page.get_by_role("cell", name="a|b # c")).to_be_visible()
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_one_column_that_never_scrolls_sideways(page: Page, address: str, size: dict[str, int]) -> None:
    page.set_viewport_size(size)
    page.goto(f"{address}?report=r-small")
    expect(page.get_by_role("heading", name=TITLE, level=1)).to_be_visible()
    expect(page.locator("[data-testid=stVegaLiteChart] :is(canvas, svg)").first).to_be_visible()
    width = page.evaluate("document.querySelector('[data-testid=stMainBlockContainer] > div').clientWidth")
    assert width <= 760
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= size["width"]


def test_unknown_report_is_said_in_words(page: Page, address: str) -> None:
    page.goto(f"{address}?report=r-none")
    expect(page.get_by_text("There is no report r-none that you can open.")).to_be_visible()
    expect(page.get_by_role("button", name=TITLE)).to_be_visible()
    assert "Traceback" not in text_of(page)
