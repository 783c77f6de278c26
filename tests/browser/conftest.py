"""One Chromium, and a page of it for each scenario; a picture of each failure is kept in shots/."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from benchmarks.served import CHROMIUM, browser
from tests.browser.sizes import DESK, SLOW

SHOTS = Path(__file__).parent / "shots"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Scenarios are skipped where no browser is installed, but never in CI."""
    if not Path(CHROMIUM).exists() and not os.environ.get("CI"):
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason=f"no browser at {CHROMIUM}: apt-get install chromium"))


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
