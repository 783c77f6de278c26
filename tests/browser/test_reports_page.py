"""Reports in a real browser: what AppTest cannot see."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from benchmarks.served import served
from corpus.records import Language
from exports.marks import read_word
from research.messages import say
from tests.browser.sizes import DESK, PHONE
from tests.browser.steps import still
from tests.edited_reports import TwoVersions
from tests.small_workspace import HOSTILE, QUOTED, TITLE, with_report

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The workspace served from a folder that is not the project's."""
    home = tmp_path_factory.mktemp("served")
    with_report(home)
    with served(home, folder=home) as found:
        yield f"{found}reports"


@pytest.fixture(scope="module")
def written(
    versions_made: Callable[[Language], TwoVersions], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, TwoVersions]]:
    """The workspace of a study that has written its report, and where it is served."""
    made = versions_made("en")
    home = Path(shutil.copytree(made.home.folder, tmp_path_factory.mktemp("written") / "home"))
    with served(home) as found:
        yield found, made


def text_of(page: Page) -> str:
    return page.locator("[data-testid=stMain]").inner_text().replace("\u2060", "")


def listening(page: Page) -> None:
    """Wait until clicks on a report's links are heard; before that they open a tab, as links do."""
    expect(page.locator("html[data-read]")).to_have_count(1)
    expect(page.get_by_role("group").first).to_be_visible()


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
    listening(page)
    page.get_by_role("link", name="Read in the transcript").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("I *love*")
    said = dialog.inner_text().replace("\u2060", "")
    assert HOSTILE in said and QUOTED in said
    marked = dialog.locator("mark, .stMarkdownColoredBackground").first
    assert marked.inner_text().replace("\u2060", "") == QUOTED
    assert page.title() != "owned"
    assert dialog.locator("[data-testid=stMarkdownContainer] :is(a, script, img, b, .katex)").count() == 0
    assert QUOTED in text_of(page)
    expect(dialog.get_by_text("Far from these words")).to_have_count(0)
    expect(page).to_have_url(re.compile("quote=Q001"))
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(page).not_to_have_url(re.compile("quote="))


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
    page.locator("[class*=st-key-open-] summary", has_text="Method").click()
    expect(page.get_by_text("How it was done")).to_be_visible()
    expect(page.get_by_role("cell", name="a|b # c")).to_be_visible()
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_one_column_that_never_scrolls_sideways(page: Page, address: str, size: dict[str, int]) -> None:
    page.set_viewport_size(size)
    page.goto(f"{address}?report=r-small")
    expect(page.get_by_role("heading", name=TITLE, level=1)).to_be_visible()
    expect(page.get_by_role("group", name="People by view")).to_be_visible()
    width = page.evaluate("document.querySelector('[data-testid=stMainBlockContainer] > div').clientWidth")
    assert width <= 760
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= size["width"]


def test_unknown_report_is_said_in_words(page: Page, address: str) -> None:
    page.goto(f"{address}?report=r-none")
    expect(page.get_by_text("There is no report r-none that you can open.")).to_be_visible()
    expect(page.get_by_role("button", name=TITLE)).to_be_visible()
    assert "Traceback" not in text_of(page)


def test_from_a_figure_to_people_to_words_to_the_transcript(page: Page, written: tuple[str, TwoVersions]) -> None:
    """What must not happen: the place on the page is lost, or another tab opens."""
    served_at, made = written
    page.goto(f"{served_at}reports?report={made.second}&lang=en")
    listening(page)
    link = page.locator(".st-key-part-finding-Q3 a[href*='figure=']").last
    link.scroll_into_view_if_needed()
    place = top_of(page)
    assert place > DESK["height"]
    link.click()
    dialog = page.get_by_role("dialog")
    person = dialog.locator("[class*=st-key-person-]").first
    expect(person).to_be_visible()
    expect(page).to_have_url(re.compile(r"lang=en.*figure=F\d+"))
    assert top_of(page) == place
    assert len(page.context.pages) == 1
    page.reload()
    expect(person).to_be_visible()
    stands_at(page, place)
    dialog.get_by_text("Read in the transcript").first.click()
    expect(dialog.locator("[class*=st-key-cited-]").first).to_contain_text("Respondent")
    still(page)
    dialog.get_by_role("link", name="The whole interview").first.click()
    expect(page).to_have_url(re.compile(r"/transcripts\?.*interview=E\d\d"))
    expect(page.locator(".stMarkdownColoredBackground").first).to_be_visible()
    page.go_back()
    expect(person).to_be_visible()
    stands_at(page, place)
    page.go_back()
    expect(dialog).to_have_count(0)
    stands_at(page, place)
    page.reload()
    stands_at(page, place)


def top_of(page: Page) -> float:
    found: float = page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop")
    return found


def stands_at(page: Page, place: float) -> None:
    """Wait until the page stands there; it is brought there once it is drawn."""
    page.wait_for_function(
        "place => Math.abs(document.querySelector('[data-testid=stMain]')?.scrollTop - place) < 3", arg=place
    )  # fmt: skip


def test_a_part_that_was_opened_is_open_again_after_a_reload(page: Page, address: str) -> None:
    page.goto(f"{address}?report=r-small")
    method = page.locator("[class*=st-key-open-] summary", has_text="Method")
    method.click()
    expect(page.get_by_text("How it was done")).to_be_visible()
    page.reload()
    expect(page.get_by_text("How it was done")).to_be_visible()
    page.get_by_role("button", name="All reports").click()
    expect(page.get_by_role("heading", name=TITLE, level=1)).to_have_count(0)
    still(page)
    page.get_by_role("button", name=TITLE).click()  # who comes anew finds it as it is at first
    expect(page.get_by_role("heading", name=TITLE, level=1)).to_be_visible()
    expect(method).to_be_visible()
    expect(page.get_by_text("How it was done")).to_have_count(0)


def test_contents_lead_down_and_the_corner_up_again(page: Page, written: tuple[str, TwoVersions]) -> None:
    served_at, made = written
    page.set_viewport_size(PHONE)
    page.goto(f"{served_at}reports?report={made.second}&lang=en")
    listening(page)
    page.get_by_role("button", name="Contents").click()
    page.locator("[data-testid=stPopoverBody] a").nth(2).click()
    expect(page.locator(".st-key-part-finding-Q3 h2")).to_be_in_viewport()
    expect(page.locator("[data-testid=stPopoverBody]:visible")).to_have_count(0)
    corner = page.locator(".st-key-to-top a")
    expect(corner).to_be_visible()
    corner.click()
    stands_at(page, 0)
    expect(corner).not_to_be_visible()
    page.get_by_role("button", name="Contents").click()
    page.locator("[data-testid=stPopoverBody] a").last.click()
    expect(page.locator("[class*=st-key-table-] table").last).to_be_visible()


def test_figures_can_be_touched_and_tables_read_on_a_phone(page: Page, written: tuple[str, TwoVersions]) -> None:
    """What must not happen: a header of one character a line, or a page that scrolls sideways with its table."""
    served_at, made = written
    page.set_viewport_size(PHONE)
    page.goto(f"{served_at}reports?report={made.second}&lang=en")
    listening(page)
    sizes = page.locator("a[href*='figure=']").evaluate_all(
        "links => links.map(link => link.getBoundingClientRect()).map(box => [box.width, box.height])"
    )
    assert sizes and not [size for size in sizes if size[0] < 24 or size[1] < 32]
    page.locator("[class*=st-key-open-] summary", has_text="Appendices").click()
    table = page.locator("[class*=st-key-table-] table:has(th:nth-child(4))").last
    expect(table).to_be_visible()
    heights = table.locator("th").evaluate_all("cells => cells.map(cell => cell.clientHeight)")
    assert max(heights) < 50
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= PHONE["width"]


def test_a_bar_leads_to_its_people(page: Page, written: tuple[str, TwoVersions]) -> None:
    """What must not happen: the second click on the same bar does nothing."""
    served_at, made = written
    page.goto(f"{served_at}reports?report={made.second}&lang=en")
    for _ in range(2):
        page.locator("button.row").first.click()
        expect(page.locator("[role=dialog] [class*=st-key-person-]").first).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(page).not_to_have_url(re.compile("figure="))


def test_a_new_title_is_in_the_file_and_on_every_screen(page: Page, written: tuple[str, TwoVersions]) -> None:
    """What must not happen: a title with a number of one's own goes through."""
    served_at, made = written
    study = made.opened().saved.study
    page.goto(f"{served_at}study?study={study}&step=report&lang=en&edit=1")
    page.locator(".st-key-retitle button").first.click()
    box = page.get_by_label("Change the title")
    box.fill("9 of 10 drink less")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text(say("en", "error.edit_number.text", piece="|").split("|")[0])).to_be_visible()
    box.fill("Less, and better")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Less, and better")).to_be_visible()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download as Word").click()
    marked = read_word(Path(waiting.value.path()).read_bytes())
    assert marked.report == f"{made.second}.1"
    assert next(mark.text for mark in marked.marks if mark.kind == "report") == "Less, and better"
    page.goto(f"{served_at}reports?lang=en")
    expect(page.get_by_role("button", name="Less, and better")).to_be_visible()
