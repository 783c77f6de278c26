"""A messy folder as the field has it, brought in by a curator in a real browser, with a real worker."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from benchmarks.served import serving
from tests.browser.sizes import SLOW
from tests.browser.steps import bring_folder, pick, press, shown, still
from tests.small_workspace import workspace_at

pytestmark = pytest.mark.browser

WHO = ("麻花", "海苔", "坚果", "果冻")


def talk(asks: str, answers: str, n: int) -> str:
    """A conversation of two questions; what is answered is of this file alone."""
    food = WHO[n % len(WHO)]
    said = (f"第{n}家小店，我常去那边买{food}。", f"{food}便宜，一个月{n + 3}块钱。")
    asked = ("您平时在哪里买零食？", "为什么去那里？")
    return "\n".join(f"{asks}{question}\n{answers}{answer}" for question, answer in zip(asked, said, strict=True))


def table(who: str, n: int) -> str:
    rows = [("小周", "您平时在哪里买零食？"), (who, f"网上买{n}箱。"), ("小周", "为什么？"), (who, f"省{n}趟腿。")]
    return "\n".join(["样本,第几期,谁讲的,讲了啥", *(f"{who},2026-Q2,{speaker},{said}" for speaker, said in rows)])


@pytest.fixture
def messy(tmp_path: Path) -> Path:
    """Two files that can be read, one of them twice; two patterns of two files that cannot; an empty one."""
    files = {f"P{n:02}_2026-Q2.txt": talk("访问员：", "受访者：", n) for n in (1, 2)}
    files |= {"副本/P02_2026-Q2.txt": files["P02_2026-Q2.txt"]}
    files |= {f"速记/T{n:02}_2026-Q2.txt": talk("琳姐：", "", n) for n in (3, 4)}
    files |= {f"整理/X{n:02}.csv": table(f"X{n:02}", n) for n in (5, 6)}
    files |= {"P07_2026-Q2.txt": ""}
    for name, text in files.items():
        path = tmp_path / "零食" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "零食"


def listed(page: Page, **counts: int) -> None:
    """Wait until these parts of the worklist, and no others, hold so many files."""
    for place, count in counts.items():
        expect(page.locator(f".st-key-show-{place}")).to_have_text(re.compile(rf" {count}$"), timeout=2 * SLOW)
    still(page)
    assert page.locator("[class*=st-key-tab-]").count() == len(counts)


def test_patterns_are_said_once_a_refused_file_is_replaced_and_all_of_it_is_undone(
    page: Page, tmp_path: Path, messy: Path
) -> None:
    """Must not happen: a file that is on no list, or an interview that is left after the undoing."""
    home = tmp_path / "home"
    home.mkdir()
    with serving(home) as address:
        bring_folder(page, address, messy)
        say_who_asks(page)  # while the import is still under way
        say_the_columns(page)
        listed(page, refused=1, **{"in": 6})
        replace(page, messy)
        listed(page, **{"in": 7})
        assert "1 file was a copy" in shown(page)
        assert len(workspace_at(home).corpus.versions()) == 7
        press(page, "undo")
        press(page, "undo-go")
        listed(page, undone=7)
        assert workspace_at(home).corpus.versions() == {}
        assert workspace_at(home).corpus.counts()["interviews"] == 0


def say_who_asks(page: Page) -> None:
    """For all files of the pattern, after seeing how they read then."""
    key = number_of(page, "asker")
    assert page.locator(f".st-key-read-so-{key} button").is_disabled()
    pick(page, f"asker-{key}", "琳姐")
    expect(page.locator("[class*=st-key-preview-]")).to_contain_text("Respondent")
    press(page, f"read-so-{key}")


def say_the_columns(page: Page) -> None:
    key = number_of(page, "column-text")
    for field, heading in (("respondent", "样本"), ("wave", "第几期"), ("speaker", "谁讲的"), ("text", "讲了啥")):
        pick(page, f"column-{field}-{key}", heading)
    press(page, f"read-so-{key}")


def number_of(page: Page, widget: str) -> str:
    """The number in the key of the first such widget."""
    found = page.locator(f"[class*=st-key-{widget}-]").first.get_attribute("class") or ""
    return re.findall(rf"{widget}-(\d+)", found)[0]


def replace(page: Page, folder: Path) -> None:
    """Give a corrected copy of the refused file."""
    corrected = folder.parent / "P07_2026-Q2.txt"
    corrected.write_text(talk("访问员：", "受访者：", 7), encoding="utf-8")
    press(page, "show-refused")
    page.locator("[class*=st-key-mend-] button").first.click()
    page.locator("[class*=st-key-copy-] input[type=file]").set_input_files(corrected)
    go = page.locator("[class*=st-key-copy-go-] button")
    expect(go).to_be_enabled()
    go.click()
