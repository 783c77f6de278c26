"""What somebody does on a page, in steps that wait for the page: shared by the scenarios."""

from pathlib import Path

from playwright.sync_api import Page, TimeoutError, expect

from tests.browser.sizes import SLOW

SOON = 15_000  # milliseconds


def still(page: Page) -> None:
    """Wait until the script that draws the page has ended."""
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()


def press(page: Page, key: str) -> None:
    page.locator(f".st-key-{key} button").first.click()
    still(page)


def fill(page: Page, key: str, text: str) -> None:
    page.locator(f".st-key-{key} :is(input, textarea)").first.fill(text)


def pick(page: Page, key: str, option: str) -> None:
    """Choose from a list the first option that begins so. A page that is drawn again meanwhile closes the list."""
    found = page.get_by_role("option", name=option).first
    for patience in (SOON, SOON, SLOW):
        page.locator(f".st-key-{key} input").first.click()
        try:
            found.click(timeout=patience)
        except TimeoutError:
            page.keyboard.press("Escape")
        else:
            break
    still(page)


def tick(page: Page, key: str) -> None:
    page.locator(f".st-key-{key} label").first.click()
    still(page)


def shown(page: Page) -> str:
    """All that can be read on the page."""
    return page.locator("[data-testid=stMain]").inner_text().replace("\u2060", "")


def bring_folder(page: Page, address: str, folder: Path) -> None:
    """Drop a folder on the corpus screen and import it."""
    page.goto(f"{address}corpus?lang=en")
    page.get_by_text("A folder", exact=True).click()
    page.locator("input[type=file][webkitdirectory]").set_input_files(folder)
    page.locator(".st-key-import button").click()
    page.wait_for_url("**batch=**")


def once_written(page: Page) -> None:
    """Wait until the report that was asked for stands on the page."""
    page.wait_for_url("**step=report**")
    expect(page.locator("blockquote").first).to_be_visible()
    still(page)
