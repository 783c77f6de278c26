"""A report on the tiny corpus, written twice: on the people there were, and again when more had come."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from corpus.records import Language
from research.block_keys import block_keys
from research.brief import parse_brief
from research.opened import OpenedReport, open_report
from research.report import Block, Heading, Paragraph, QuoteBlock
from research.study import run_study
from research.workspace import Workspace
from tests.tiny import BRIEFS, Home, WordHashes, transcript

MORE: dict[Language, dict[str, tuple[str, ...]]] = {
    "zh": {
        "Z07": ("下班就回家做饭。", "奶茶喝得比去年多了，楼下开了奶茶店。", "价格，便宜的奶茶就行，贵了奶茶不买。", "一个月奶茶九十块钱。"),
        "Z08": ("周末爬山。", "跟去年差不多，奶茶还是一个星期一杯奶茶。", "看价格，奶茶贵了就不买了。", "大概七十块钱的奶茶。"),
        "Z09": ("打球。", "奶茶少了，喝多了奶茶睡不着觉。", "价格最要紧，奶茶便宜就好。", "三十块钱奶茶。"),
    },
    "en": {
        "E07": ("Gardening, mostly.", "More coffee than last year, the machine at work is free.", "The price of coffee, always the price.", "I spend 35 pounds on coffee in a month."),
        "E08": ("Cards with friends.", "The coffee I drink is the same as last year.", "Price. I choose the coffee that costs least.", "About 50 pounds on coffee in a month."),
        "E09": ("Running.", "Less coffee than last year, it kept me awake at night.", "Price of the coffee first, then the taste.", "I spend 45 pounds on coffee in a month."),
    },
}  # fmt: skip
"""People who come later; nobody knows whether they may be quoted."""


@dataclass(frozen=True)
class TwoVersions:
    """A workspace whose study has written its report twice."""

    home: Home
    language: Language
    first: str
    second: str

    @property
    def space(self) -> Workspace:
        return self.home.space()

    def opened(self, report: str | None = None) -> OpenedReport:
        """The first version, as it stands with its edits; or another."""
        return open_report(report or self.first, self.space)

    def blocks(self, report: str | None = None) -> dict[str, Block]:
        opened = self.opened(report)
        return dict(zip(opened.keys, opened.report.blocks, strict=True))


def write_twice(folder: Path, language: Language) -> TwoVersions:
    """In the workspace of `folder`. The bundled encoder must stand aside."""
    home, brief = Home(folder), parse_brief(BRIEFS[language])
    first = run_study(brief, home.space()).id
    for who, said in MORE[language].items():
        home.bring_in(f"{who}_2026-Q1.txt", transcript(said, language))
    return TwoVersions(home, language, first, run_study(brief, home.space()).id)


@pytest.fixture(scope="session")
def versions_made(tiny_made: Home, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Language], TwoVersions]:
    """Makes both versions in a language once; never changed."""
    made: dict[Language, TwoVersions] = {}

    def make(language: Language) -> TwoVersions:
        if language not in made:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr("index.spaces.bundled_encoder", WordHashes)
                folder = tmp_path_factory.mktemp("versions") / "home"
                made[language] = write_twice(Path(shutil.copytree(tiny_made.folder, folder)), language)
        return made[language]

    return make


@pytest.fixture(params=["zh", "en"])
def versions(
    request: pytest.FixtureRequest, versions_made: Callable[[Language], TwoVersions], no_model: None, tmp_path: Path
) -> Iterator[TwoVersions]:
    """A copy of both versions of the test's own, in each language."""
    made = versions_made(request.param)
    home = Home(Path(shutil.copytree(made.home.folder, tmp_path / "two")))
    yield TwoVersions(home, made.language, made.first, made.second)


def first_key(opened: OpenedReport, kind: str, section: str = "") -> str:
    """The key of the first block of a kind: heading, quote, chart, table or a paragraph's style."""
    for key, block in zip(opened.keys, opened.report.blocks, strict=True):
        known = block.style if isinstance(block, Paragraph) else block.type
        if known == kind and key.startswith(section):
            return key
    raise AssertionError(f"no {kind} in {section}")


def quote_words(opened: OpenedReport) -> list[str]:
    """The words of the quotes set apart, in order."""
    report = opened.report
    return [report.quoted[block.quote] for block in report.blocks if isinstance(block, QuoteBlock)]


def headings(opened: OpenedReport, level: int = 2) -> list[str]:
    """The anchors of the headings of a level, in order."""
    return [one.anchor for one in opened.report.blocks if isinstance(one, Heading) and one.level == level]


def written_keys(opened: OpenedReport) -> tuple[str, ...]:
    """The keys of the report as it was written."""
    return block_keys(opened.written)
