"""The pictures in README, made from the sample reports: `make pictures`. Needs chromium, soffice and pdftoppm.

Uses the workspace of QUIPU_HOME (default var/), in which both sample reports have been written by `demo`.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

from benchmarks.served import CHROMIUM, browser, served, serving
from corpus.batches import Batches
from corpus.database import open_database
from corpus.readers import read_transcripts
from corpus.records import Language
from corpus.viewer import LOCAL
from exports.word import Links, write_word
from research.report import Report
from research.saved import from_json
from research.settings import PROJECT, SAMPLE, read_settings
from research.workspace import Workspace
from tests.browser.steps import pick

PICTURES = PROJECT / "docs" / "pictures"
LARGEST = 200 * 1024  # bytes: README must open quickly
DESK, PHONE = (1100, 1200), (390, 844)
DOTS = 80  # per inch: an A4 page becomes 660 pixels wide
LANGUAGES: tuple[Language, ...] = ("en", "zh")


def main() -> None:
    """Make them all, or say what is missing."""
    missing = [name for name in ("soffice", "pdftoppm") if not shutil.which(name)]
    missing += [] if Path(CHROMIUM).exists() else ["chromium"]
    if missing:
        sys.exit(f"pictures need {', '.join(missing)}: apt-get install chromium libreoffice-writer poppler-utils")
    settings = read_settings()
    space = Workspace(open_database(settings.database), LOCAL, settings)
    reports = newest(space)
    if set(reports) != set(LANGUAGES):
        sys.exit("pictures need both sample reports: run python -m research demo")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with served(settings.home) as address, browser() as opened:
        screens(opened, address, reports)
    with browser() as opened:
        curators(opened)
    for language, report in reports.items():
        pages(report, language)
    for path in sorted(PICTURES.glob("*.png")):
        shrink(path)
        print(f"{path.relative_to(PROJECT)}  {path.stat().st_size // 1024} KB")


def newest(space: Workspace) -> dict[Language, Report]:
    """The newest report of each language."""
    found = [from_json(Report, saved.content) for saved in reversed(space.studies.reports())]
    return {report.language: report for report in found}


def screens(opened: Browser, address: str, reports: dict[Language, Report]) -> None:
    """The way from three inputs to the words in a transcript, at a desk and on a phone, in either language."""
    english, chinese = reports["en"], reports["zh"]
    take(opened, f"{address}?lang=en", "page-home", DESK)
    for step, report in (("outline", english), ("responses", chinese)):
        take(opened, f"{address}study?lang={report.language}&study={report.study}&step={step}", f"page-{step}", DESK)
    for language, report in reports.items():
        take(opened, f"{address}reports?lang={language}&report={report.id}", f"page-{language}", DESK)
        take(opened, f"{address}reports?lang={language}&report={report.id}", f"page-{language}-phone", PHONE)
    take(opened, f"{address}reports?lang=en&report={english.id}&figure=F004", "page-people", DESK)
    take(opened, f"{address}reports?lang=en&report={english.id}&quote=Q001", "page-transcript", DESK)
    take(opened, f"{address}corpus?lang=zh", "page-corpus", DESK)


def curators(opened: Browser) -> None:
    """What a curator sees of an import of their own: files to be told how to read, and words taken out of a transcript."""
    with tempfile.TemporaryDirectory() as name:
        settings = read_settings({"QUIPU_HOME": name})
        space = Workspace(open_database(settings.database), LOCAL, settings)
        batch = Batches(space.engine, LOCAL, settings.uploads).open(field_notes())
        space.jobs.ask("import", batch.id)
        with serving(settings.home) as address:
            address += "{}?lang=en&"
            take(opened, f"{address.format('corpus')}batch={batch.id}&show=needs", "page-patterns", DESK, told)
            most = max(space.corpus.interviews(), key=lambda one: sum(len(turn.removed) for turn in one.turns))
            take(opened, f"{address.format('transcripts')}interview={most.id}&text=both", "page-both", DESK)


TAPED = """Interviewer: How has your routine changed since last spring?
Respondent: Um, well, I I think it's, it's shorter. I used to do, you know, seven steps, and now it's three, maybe four.
Interviewer: What made you stop?
Respondent: The the price, I mean, mostly the price. We were going to, we had to cut something, and er it was not going to be coffee.
Interviewer: Which step do you miss?
Respondent: None, really. Um, the mask, perhaps. It was, it was nice on a Sunday, you know, but I don't miss the cost.
"""
"""As it was spoken: the sample is written down without what cleaning takes out."""


def field_notes() -> Iterator[tuple[str, bytes]]:
    """A few sample interviews as they are, one as it was spoken, and three as notes in which only the interviewer has a name."""
    yield "Spring/E91_2026-Q1.txt", TAPED.encode()
    files = sorted((SAMPLE / "transcripts").glob("E*_2026-Q1.*"))
    yield from ((f"Spring/{each.name}", each.read_bytes()) for each in files[3:])
    for at, each in enumerate(files[:3], 1):
        (read,) = read_transcripts(each.name, each.read_bytes())
        asks = read.turns[0].speaker
        lines = [f"JT: {turn.text}" if turn.speaker == asks else turn.text for turn in read.turns]
        yield f"Spring/notes/N{at:02}_2026-Q1.txt", "\n".join(line.replace("\n", " ") for line in lines).encode()


def told(page: Page) -> None:
    """Say who asks, and see how the files read then."""
    page.locator("[class*=st-key-tab-]").first.wait_for(timeout=300_000)
    found = page.locator("[class*=st-key-asker-]").first.get_attribute("class") or ""
    pick(page, re.findall(r"asker-\d+", found)[0], "JT")
    page.locator("[class*=st-key-preview-]").first.wait_for()


def take(
    opened: Browser, address: str, name: str, size: tuple[int, int], first: Callable[[Page], None] | None = None
) -> None:  # fmt: skip
    """One screen, once it stands still. first: what is done on it before."""
    page = opened.new_page(viewport={"width": size[0], "height": size[1]})
    page.goto(address)
    _settled(page)
    if first:
        first(page)
        _settled(page)
    page.screenshot(path=PICTURES / f"{name}.png")
    page.close()


def _settled(page: Page) -> None:
    page.get_by_role("heading", level=1).first.wait_for(timeout=60_000)
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(timeout=60_000)
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(1500)  # charts are drawn after the page says that it is done


def pages(report: Report, language: Language) -> None:
    """Page one and a page of findings of the Word file, as LibreOffice lays them out."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "report.docx").write_bytes(write_word(report, links=Links(None)))
        profile = f"-env:UserInstallation=file://{folder}/profile"
        _run(
            "soffice",
            profile,
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(folder),
            str(folder / "report.docx"),
        )
        _run("pdftoppm", "-r", str(DOTS), "-png", "-l", "8", str(folder / "report.pdf"), str(folder / "page"))
        drawn = sorted(folder.glob("page-*.png"))
        shutil.copy(drawn[0], PICTURES / f"report-{language}-1.png")
        shutil.copy(max(drawn[1:], key=ink), PICTURES / f"report-{language}-2.png")


def ink(path: Path) -> int:
    """How much of a page is coloured: the one with the most chart shows the findings best."""
    with Image.open(path) as picture:
        saturation = picture.convert("HSV").getchannel("S")
        return sum(saturation.histogram()[100:])


def shrink(path: Path) -> None:
    """The picture packed tightly, with fewer colours and then smaller only where that is not enough."""
    with Image.open(path) as opened:
        picture = opened.convert("RGB")
    picture.save(path, optimize=True)
    while path.stat().st_size > LARGEST:
        picture.quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)
        picture = picture.resize((picture.width * 9 // 10, picture.height * 9 // 10), Image.Resampling.LANCZOS)


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=240)


if __name__ == "__main__":
    main()
