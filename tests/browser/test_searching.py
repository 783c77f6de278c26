"""Searching in a real browser: a filter chosen, the words around a hit, and one click to them in the transcript."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlparse

import pytest
from playwright.sync_api import Page, expect

from benchmarks.served import served
from corpus.intake import import_files
from corpus.viewer import LOCAL
from index.build import update_index
from research.messages import say
from tests.browser.sizes import PHONE
from tests.browser.steps import pick, press, shown, still
from tests.small_workspace import workspace_at
from tests.tiny import chinese_files

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Chinese interviews alone: they are read by an encoder fitted on them, and no model is loaded."""
    folder = tmp_path_factory.mktemp("searched")
    chinese_files(folder / "files")
    space = workspace_at(folder)
    import_files([folder / "files"], engine=space.engine, viewer=LOCAL, lock=space.settings.import_lock)
    update_index(space.corpus, space.settings.index, encoder=None)
    return folder


@pytest.fixture(scope="module")
def address(home: Path) -> Iterator[str]:
    with served(home) as found:
        yield f"{found}transcripts"


def hits(page: Page) -> int:
    still(page)
    return page.locator("[class*=st-key-read-] button").count()


def test_from_a_filter_to_the_words_and_back(page: Page, address: str, home: Path) -> None:
    """Must not happen: a transcript that opens beside the words, or a way back that forgets the filter."""
    page.goto(f"{address}?lang=zh&q=喝奶茶睡不着")
    expect(page.locator("[class*=st-key-read-] button").first).to_be_visible()
    page.locator(".st-key-filters summary").click()
    pick(page, "narrow-gender", "男")
    page.wait_for_url("**gender=man**")
    expect(page.locator(".st-key-drop-gender button").first).to_be_visible()
    assert hits(page) > 0 and "Z02" not in shown(page).split(say("zh", "page.transcripts.by_both"))[1]
    page.locator("[class*=st-key-around-] summary").first.click()
    expect(page.locator("[class*=st-key-around-] [class*=st-key-cited-]").first).to_be_visible()
    lined = page.locator(".st-key-hits .stMarkdownColoredText[style*='15, 94, 90']").first
    assert "underline" in lined.evaluate("each => getComputedStyle(each).textDecorationLine")
    page.locator("[class*=st-key-read-] button").first.click()
    page.wait_for_url("**interview=**")
    place = {name: value[0] for name, value in parse_qs(urlparse(page.url).query).items()}
    words = workspace_at(home).corpus.interview(place["interview"]).words((int(place["start"]), int(place["end"])))
    cited = page.locator(".st-key-cited-here .stMarkdownColoredBackground").first
    expect(cited).to_be_in_viewport()
    assert cited.inner_text().replace("\u2060", "") == words and "睡不着" in words
    press(page, "back")
    expect(page.locator(".st-key-drop-gender button").first).to_be_visible()
    assert hits(page) > 0


def test_a_phone_holds_the_search_without_scrolling_sideways(page: Page, address: str) -> None:
    page.set_viewport_size(PHONE)
    for asked in ("lang=en&q=奶茶&wave=2026-Q1&gender=woman&people=县城", "lang=zh&q=奶茶&gender=woman&age=50–59"):
        page.goto(f"{address}?{asked}")
        expect(page.locator(".st-key-filters summary")).to_be_visible()
        still(page)
        page.locator(".st-key-filters summary").click()
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
