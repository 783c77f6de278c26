"""A curator mends what is in: words, people, what must not be seen. In a real browser."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from benchmarks.served import served
from corpus.intake import import_files
from corpus.viewer import LOCAL
from tests.browser.steps import fill, press, shown, still, tick
from tests.small_workspace import QUOTED, with_report, workspace_at
from tests.tiny import Home

pytestmark = pytest.mark.browser

WRONG, RIGHT = "mother", "auntie"
EMPLOYER = "中国石化"
TALK = (
    f"访问员：您平时喝茶吗？\n受访者：喝，我在{EMPLOYER}上班，楼下就有。\n访问员：一个月花多少？\n受访者：五十块钱。\n"
)


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A workspace with a report that quotes a word which was misheard."""
    home = tmp_path_factory.mktemp("corrected")
    with_report(home)
    with served(home) as address:
        yield address


def test_a_word_corrected_everywhere_leaves_what_was_quoted(page: Page, corrected: str) -> None:
    """Must not happen: a quote that changes under the report which uses it."""
    interview = f"{corrected}transcripts?lang=en&interview=R01-2026-Q1"
    page.goto(f"{interview}&correct=everywhere")
    fill(page, "everywhere-wrong", WRONG)
    fill(page, "everywhere-right", RIGHT)
    press(page, "everywhere-find")
    press(page, "everywhere-go")
    expect(page.locator(".st-key-everywhere-found")).to_have_count(0)
    press(page, "correct-done")
    expect(page.locator(".st-key-correct-head")).to_have_count(0)
    expect(page.get_by_text(RIGHT).first).to_be_visible()
    assert f"`my` {WRONG}" not in shown(page)
    page.goto(f"{corrected}reports?lang=en&report=r-small&quote=Q001")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Corrected since it was quoted")
    marked = dialog.locator(".stMarkdownColoredBackground").first
    assert marked.inner_text().replace("\u2060", "") == QUOTED and WRONG in QUOTED
    assert RIGHT not in page.content()
    page.goto(f"{interview}&correct=everywhere")
    page.locator("[class*=st-key-undo-] button").first.click()
    expect(page.locator("[class*=st-key-undo-] button")).to_have_count(0)
    page.goto(interview)
    expect(page.get_by_text("Interviewer").first).to_be_visible()
    still(page)
    assert f"`my` {WRONG}" in shown(page) and RIGHT not in shown(page)


@pytest.fixture(scope="module")
def people(tiny_made: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """The tiny corpus, with an interview whose employer may tell who somebody is: its home, and where it is served."""
    home = Path(shutil.copytree(tiny_made.folder, tmp_path_factory.mktemp("people") / "home"))
    file = home / "Z50_2026-Q1.txt"
    file.write_text(TALK, encoding="utf-8")
    space = workspace_at(home)
    import_files([file], engine=space.engine, viewer=LOCAL, lock=space.settings.import_lock)
    with served(home) as address:
        yield home, address


def test_two_who_are_one_are_merged_and_split_again(page: Page, people: tuple[Path, str]) -> None:
    """Must not happen: an interview that is lost, or that gets another id or other words."""
    home, address = people
    before = workspace_at(home).corpus.versions()
    page.goto(f"{address}transcripts?lang=en&person=Z01")
    press(page, "merge")
    fill(page, "merge-other", "Z02")
    press(page, "merge-look")
    expect(page.locator(".st-key-merge-go button")).to_be_disabled()  # both were interviewed in one wave
    tick(page, "merge-twice-Z02")
    press(page, "merge-go")
    expect(page.locator("[class*=st-key-person-wave-]")).to_have_count(3)
    assert workspace_at(home).corpus.interview("Z02-2026-Q1").respondent == "Z01"
    press(page, "split")
    tick(page, "split-Z02-2026-Q1")
    fill(page, "split-new", "Z02")
    press(page, "split-go")
    expect(page.locator("[class*=st-key-person-wave-]")).to_have_count(2)
    page.goto(f"{address}transcripts?lang=en&person=Z02")
    expect(page.locator("[class*=st-key-person-wave-]")).to_have_count(1)
    corpus = workspace_at(home).corpus
    assert corpus.interview("Z02-2026-Q1").respondent == "Z02" and corpus.versions() == before


def test_words_hidden_by_a_curator_are_nowhere_on_a_colleagues_page(page: Page, people: tuple[Path, str]) -> None:
    """Must not happen: the word anywhere in the page's HTML, in whatever view."""
    home, address = people
    asked = "transcripts?lang=zh&interview=Z50-2026-Q1"
    with served(home, by="tests.browser.as_colleague") as theirs:
        page.goto(theirs + asked)
        expect(page.get_by_text(EMPLOYER)).to_be_visible()  # only suggested so far
        page.goto(address + asked)
        page.locator("[class*=st-key-hide-] button").click()
        expect(page.locator("[class*=st-key-hide-] button")).to_have_count(0)
        expect(page.get_by_text(EMPLOYER).first).to_be_visible()  # a curator sees what was hidden
        for view in ("", "&text=cleaned", "&text=both", "&correct=words"):
            page.goto(theirs + asked + view)
            expect(page.get_by_text("[工作单位]")).to_be_visible()
            still(page)
            assert EMPLOYER not in page.content()
        page.goto(f"{theirs}transcripts?lang=zh&person=Z50")
        expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Z50"))
        still(page)
        assert EMPLOYER not in page.content()
