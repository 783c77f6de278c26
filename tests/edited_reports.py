"""A report on the tiny corpus, written twice: on the people there were, and again when more had come."""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from corpus.records import Language
from research.block_keys import block_keys
from research.brief import parse_brief
from research.edits import Edit, Kind
from research.locked import locked
from research.opened import OpenedReport, open_report
from research.report import Block, Heading, Paragraph, QuoteBlock
from research.rewriting import rewritten, swapped
from research.study import run_study
from research.swapping import candidates
from research.workspace import Workspace
from tests.tiny import BRIEFS, Home, WordHashes, transcript

AT_ONCE: dict[Language, dict[str, tuple[str, ...]]] = {
    "zh": {
        "Z10": ("看书。", "喝奶茶的次数比去年少了，晚上睡不着觉。", "糖分，奶茶太甜的不买。", "奶茶一个月五十五块钱。"),
        "Z11": ("逛街。", "奶茶比去年少了，睡不着觉真难受。", "看糖分，不太甜的奶茶才买。", "一个月奶茶六十五块钱。"),
        "Z12": ("上网。", "没怎么变，奶茶跟去年差不多。", "看糖分，不太甜的奶茶才买。", "一个月奶茶六十五块钱。"),
    },
    "en": {
        "E10": ("Reading.", "Less coffee than last year, awake all night otherwise.", "Taste of the coffee matters most.", "I spend 22 pounds on coffee in a month."),
        "E11": ("Shopping.", "I drink less coffee now, it kept me awake at night.", "The taste, coffee must taste of something.", "About 28 pounds on coffee in a month."),
        "E12": ("Swimming.", "The same amount of coffee as last year.", "Taste, coffee has to have some.", "About 26 pounds on coffee in a month."),
    },
}  # fmt: skip
"""People beside the tiny corpus's own, so that there are words left over to choose from; the last not to be quoted."""

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
"""People who come later, the last of them not to be quoted."""


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
    _bring_in(home, AT_ONCE[language], language)
    first = run_study(brief, home.space()).id
    _bring_in(home, MORE[language], language)
    return TwoVersions(home, language, first, run_study(brief, home.space()).id)


def _bring_in(home: Home, people: dict[str, tuple[str, ...]], language: Language) -> None:
    gender = "女" if language == "zh" else "woman"
    rows = [f"{who},{1980 + at},{gender},县城,{'none' if at == 2 else 'report'}" for at, who in enumerate(people)]
    home.bring_in("more.csv", "\n".join(["respondent,birth_year,gender,city_tier,consent", *rows]))
    for who, said in people.items():
        home.bring_in(f"{who}_2026-Q1.txt", transcript(said, language))


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
) -> TwoVersions:
    """A copy of both versions of the test's own, in each language."""
    made = versions_made(request.param)
    home = Home(Path(shutil.copytree(made.home.folder, tmp_path / "two")))
    return TwoVersions(home, made.language, made.first, made.second)


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


OWN = {"zh": "这句话是研究者自己写的：", "en": "In the words of the researcher: "}
QUOTED = "finding-Q3/quote/1"
BODY = "finding-Q1/body/1"
CONCLUSION = "front/key/Q3"


def text_of(key: str, opened: OpenedReport) -> str:
    return getattr(dict(zip(opened.keys, opened.report.blocks, strict=True))[key], "text", "")


def own_text(key: str, opened: OpenedReport) -> dict[str, Any]:
    """The text of a block with the researcher's own words before it, its marks as they are."""
    return rewritten(key, OWN[opened.report.language] + locked(text_of(key, opened), opened.report), opened)


def other_quote(key: str, opened: OpenedReport, versions: TwoVersions) -> dict[str, Any]:
    block = dict(zip(opened.keys, opened.report.blocks, strict=True))[key]
    assert isinstance(block, QuoteBlock)
    return swapped(key, candidates(key, opened.report.quotes[block.quote], opened, versions.space)[0].quote, opened)


def words_at(key: str, opened: OpenedReport) -> str:
    block = dict(zip(opened.keys, opened.report.blocks, strict=True))[key]
    assert isinstance(block, QuoteBlock)
    return opened.report.quoted[block.quote]


def add(versions: TwoVersions, kind: Kind, key: str, content: Mapping[str, Any]) -> Edit:
    return versions.space.edits.add(versions.opened().saved.study, kind, key, content)
