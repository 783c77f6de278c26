"""A study that lacks people, from its brief to an order: annotated three times, short, commissioned, filled, confirmed."""

import io
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Page, expect

from benchmarks.served import served, serving
from corpus.records import Language
from research.brief import parse_brief
from research.fieldwork import Fieldwork
from research.fieldwork_content import cell_said
from research.messages import say
from research.outline import Outline
from research.responses import Responses
from research.revising import current_outline
from research.saved import from_json
from research.workspace import Workspace
from tests.browser.steps import fill, once_written, pick, press, shown, still
from tests.research.test_word_comments import remarked
from tests.small_workspace import workspace_at
from tests.tiny import BRIEFS, make_tiny, transcript

pytestmark = pytest.mark.browser

AUDIENCE: dict[Language, str] = {"zh": "42到59岁", "en": "aged 30 to 49"}
"""Five of the six people of a language are."""
WANTED = 12

Round = tuple[str, str, str]
"""A comment whose proposal is accepted, one whose proposal is refused, one that no rule carries out."""

ON_Q1: dict[Language, Round] = {
    "zh": ("追问：具体少喝了多少？", "删掉这题", "这里的逻辑不太对"),
    "en": ("Add a probe: By how many cups a week?", "Drop this question", "The logic here is off"),
}
ON_ALL: dict[Language, Round] = {
    "zh": ("少问一点价格", "只问女性", "整体感觉再高级一点"),
    "en": ("Less about price", "Only ask women", "It should feel more like our brand"),
}
IN_WORD: dict[Language, Round] = {
    "zh": ("再问问包装", "删掉这题", "客户那边还有别的想法"),
    "en": ("Ask about packaging", "Drop this question", "The client has other ideas"),
}

NEW: dict[Language, tuple[tuple[str, int], ...]] = {
    "zh": (("男", 1981), ("女", 1981), ("男", 1970), ("男", 1972), ("女", 1969), ("女", 1971), ("女", 1973)),
    "en": (("woman", 1990), ("man", 1980), ("man", 1981), ("man", 1982), ("woman", 1983), ("woman", 1984), ("woman", 1985)),
}  # fmt: skip
"""(gender, year of birth) of as many people as each quota lacks."""
SAID: dict[Language, tuple[tuple[str, ...], ...]] = {
    "zh": (
        ("看书。", "爬山。", "下棋。", "钓鱼。", "做饭。", "跳广场舞。", "养花。"),
        ("奶茶喝得比去年少了，喝了睡不着。", "奶茶跟去年差不多。", "奶茶喝得比去年多了。"),
        ("最看重奶茶的糖分。", "看奶茶的价格。", "奶茶的味道最要紧。", "奶茶要用鲜奶。"),
    ),
    "en": (
        ("Gardening.", "The news.", "Knitting.", "Chess.", "Cooking.", "Long walks.", "Sailing."),
        ("Less coffee than last year, it keeps me awake.", "The same coffee as last year.", "More coffee than last year."),
        ("The price of the coffee matters most.", "The taste of the coffee.", "I choose the coffee by its smell.", "Fair trade coffee matters."),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Walked:
    """A study as it is walked: in which language, at which address, in which home."""

    page: Page
    address: str
    home: Path
    language: Language
    study: str = ""

    @property
    def space(self) -> Workspace:
        return workspace_at(self.home)

    @property
    def outline(self) -> Outline:
        outline, _ = current_outline(self.space.studies.get(self.study), self.space)
        assert outline
        return outline

    @property
    def valid(self) -> set[str]:
        saved = self.space.studies.stage(self.study, "responses")
        assert saved
        return {one.respondent for one in from_json(Responses, saved[1]).valid}

    def says(self, key: str, **values: object) -> str:
        """Words of a page as they are read on screen."""
        return say(self.language, key, **values).replace("**", "")


@pytest.fixture(scope="module")
def tiny_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_tiny(tmp_path_factory.mktemp("commissioned")).folder


@pytest.fixture
def home(tiny_home: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(tiny_home, tmp_path / "home"))


@pytest.fixture
def address(home: Path) -> Iterator[str]:
    """Of the workspace, with its worker."""
    with serving(home) as address:
        yield address


@pytest.mark.parametrize("language", ["zh", "en"])
def test_from_a_brief_through_a_shortage_to_an_order(
    page: Page, home: Path, address: str, tmp_path: Path, language: Language
) -> None:
    """Must not happen: a comment carried out unasked, a person too many or too few, a transcript opened that no order names."""
    walked = begun(Walked(page, address, home, language))
    annotated(walked)
    short(walked)
    relaxed_and_back(walked)
    order = commissioned(walked)
    taken_along(walked, order)
    brought_in(walked, order, new_people(tmp_path / "field", language))
    enough(walked, order)
    confirmed(walked)
    with served(home, by="tests.browser.as_merchant") as theirs:
        opened_to_the_client(walked, theirs)


def begun(walked: Walked) -> Walked:
    """Three inputs, then how many responses are wanted."""
    page, language = walked.page, walked.language
    page.goto(f"{walked.address}?lang={language}")
    brief = parse_brief(BRIEFS[language])
    fill(page, "home-industry", brief.industry)
    fill(page, "home-questions", "\n".join(brief.questions))
    fill(page, "home-people", AUDIENCE[language])
    press(page, "start")
    expect(page).to_have_url(re.compile("step=outline"))
    expect(page.locator(".st-key-confirm")).to_be_visible()
    study = re.search(r"study=(s-\w+)", page.url)[1]
    press(page, "step-brief")
    press(page, "edit-brief")
    fill(page, f"responses-{study}", str(WANTED))
    press(page, "save-brief")
    press(page, "onward")
    expect(page.locator(".st-key-screener")).to_contain_text(str(WANTED))
    walked = Walked(page, walked.address, walked.home, language, study)
    assert sum(one.wanted for one in walked.outline.quotas) == WANTED and len(walked.outline.quotas) == 4
    return walked


def annotated(walked: Walked) -> None:
    """Three rounds: on a question, on all of it, in the margin of the Word file; then one version comes back."""
    page, language = walked.page, walked.language
    before = walked.outline
    press(page, "talk-Q1")
    commented(walked, "Q1", ON_Q1[language])
    settled(walked, ON_Q1[language], revision=2)
    press(page, "comments")
    commented(walked, "all", ON_ALL[language])
    settled(walked, ON_ALL[language], revision=3)
    kept = walked.outline
    in_the_margin(walked)
    settled(walked, IN_WORD[language], revision=4)
    told_in_the_history(walked)
    press(page, "look-3")
    press(page, "restore")
    expect(page.locator(".st-key-restore")).to_have_count(0)
    assert walked.outline == kept != before
    assert [one.id for one in kept.core if one.must_have] == ["Q1", "Q2"] and len(kept.core) == 3
    assert {one.text for one in walked.space.comments.all(walked.study) if one.resolved} == {
        said[language][0] for said in (ON_Q1, ON_ALL, IN_WORD)
    }


def commented(walked: Walked, thread: str, said: Round) -> None:
    """Write the three comments of a round."""
    for text in said:
        walked.page.locator(f".st-key-thread-{thread} textarea").fill(text)
        press(walked.page, f"comment-add-{thread}")
        expect(
            walked.page.locator(f".st-key-thread-{thread} [class*=st-key-remark-]").get_by_text(text)
        ).to_be_visible()


def in_the_margin(walked: Walked) -> None:
    """The guide in Word, with a client's remarks on it, brought back."""
    page, study = walked.page, walked.study
    with page.expect_download() as waiting:
        page.locator(".st-key-outline-word button").click()
    guide = Path(waiting.value.path()).read_bytes()
    whole, drop, open_ = IN_WORD[walked.language]
    title = walked.space.studies.get(study).title
    file = walked.home / "guide.docx"
    file.write_bytes(remarked(guide, (title, "Li Na", whole), ("Q2  ", "Li Na", drop), (title, "Li Na", open_)))
    press(page, "import")
    page.locator(f".st-key-guide-{study} input[type=file]").set_input_files(file)
    press(page, "take-comments")
    expect(page.locator(".st-key-take-comments")).to_have_count(0)


def settled(walked: Walked, said: Round, *, revision: int) -> None:
    """Each proposal stands as a difference; one is accepted, one refused, and what no rule reads says so."""
    page = walked.page
    number = {one.text: one.id for one in walked.space.comments.all(walked.study) if not one.resolved}
    taken, refused, left = (number[text] for text in said)
    for id_ in (taken, refused):
        difference = page.locator(f".st-key-proposal-{id_}").locator("del, .stMarkdownColoredBackground")
        expect(difference.first).to_be_visible()
    expect(page.locator(f".st-key-accept-{left}")).to_have_count(0)
    expect(page.get_by_text(walked.says("page.proposals.left.unread")).first).to_be_visible()
    before = walked.outline
    press(page, f"refuse-{refused}")
    expect(page.locator(f".st-key-refuse-{refused}")).to_have_count(0)
    assert walked.outline == before
    press(page, f"accept-{taken}")
    expect(page.locator(f".st-key-accept-{taken}")).to_have_count(0)
    newest = walked.space.revisions.newest(walked.study)
    assert newest and (newest.number, newest.why, newest.comments) == (revision, said[0], (taken,))
    assert newest.outline != before


def told_in_the_history(walked: Walked) -> None:
    """Who, when and why, of each of the three."""
    press(walked.page, "history")
    for number, said in enumerate((ON_Q1, ON_ALL, IN_WORD), start=2):
        row = walked.page.locator(f".st-key-revision-{number}")
        expect(row).to_contain_text(walked.says("page.proposals.because", words=said[walked.language][0]))
        expect(row).to_contain_text(walked.says("page.outline.you"))
        expect(row).to_contain_text(re.compile(r"\d\d:\d\d"))


def short(walked: Walked) -> None:
    """What binds, and which cells are empty."""
    page = walked.page
    press(page, "confirm")
    expect(page).to_have_url(re.compile("step=responses"))
    expect(page.locator(".st-key-funnel")).to_be_visible()
    told = page.locator(".st-key-shortage")
    expect(told).to_contain_text(walked.says("page.responses.shortage.fewer", valid=5, wanted=WANTED))
    binds = walked.says("shortage.binds.number", most=6)
    expect(told).to_contain_text(walked.says("page.fieldwork.binds", binds=binds))
    empty = [one for one in walked.outline.quotas if ("age", EMPTY[walked.language]) in one.cell]
    for quota in empty[:1]:
        who = cell_said(quota.cell, walked.language)
        expect(told).to_contain_text(walked.says("page.fieldwork.cell", who=who, people=0, wanted=3))
    assert len(walked.valid) == 5


EMPTY: dict[Language, str] = {"zh": "50–59", "en": "40–49"}
"""An age band whose first quota nobody fills."""


def relaxed_and_back(walked: Walked) -> None:
    """Removing the criterion brings exactly who was foretold; it is taken back at one press."""
    page, before = walked.page, walked.valid
    criterion = walked.outline.criteria[0]
    foretold = walked.says("shortage.relax.without", said=criterion.said, gain=1)
    expect(page.locator(".st-key-way-without-0")).to_contain_text(foretold, ignore_case=True)
    press(page, "relax-without-0")
    expect(page.locator(".st-key-relaxed")).to_be_visible()
    assert len(walked.valid) == 6 and before < walked.valid
    press(page, "relax-undo")
    expect(page.locator(".st-key-relaxed")).to_have_count(0)
    assert walked.valid == before


def commissioned(walked: Walked) -> Fieldwork:
    """New interviews are ordered for what is lacking."""
    page = walked.page
    page.locator(".st-key-fieldwork-open summary").click()
    fill(page, "fieldwork-owner", "Mei")
    press(page, "fieldwork-place")
    expect(page.locator(".st-key-fieldworks")).to_contain_text(walked.says("fieldwork.status.ordered"))
    (order,) = walked.space.fieldworks.of(walked.study)
    assert (order.wanted, order.terms.owner, order.came) == (WANTED - 5, "Mei", 0)
    return order


def taken_along(walked: Walked, order: Fieldwork) -> None:
    """The order in Word: the screener, the missing cells with their numbers, and the questions still to be answered."""
    with walked.page.expect_download() as waiting:
        walked.page.locator(f".st-key-word-{order.id} button").click()
    document = Document(io.BytesIO(Path(waiting.value.path()).read_bytes()))
    lines = [one.text for one in document.paragraphs]
    text, outline = "\n".join(lines), walked.outline
    assert order.id in text and all(one.text in text for one in outline.screener)
    asked = {one.text for section in outline.sections for one in section.questions if section.name != "projective"}
    assert {line.split("  ")[1] for line in lines if re.match(r"[WQPC]\d  ", line)} == asked
    assert not any(one.text in text for section in outline.sections if section.name == "projective" for one in section.questions)  # fmt: skip
    (table,) = document.tables
    rows = [[cell.text for cell in row.cells] for row in table.rows][1:]
    missing = [(one.people, one.wanted, one.lacking) for one in order.content.cells]
    assert [tuple(map(int, row[1:])) for row in rows] == missing and sum(one[2] for one in missing) == WANTED - 5


def new_people(folder: Path, language: Language) -> list[Path]:
    """The interviews of the order as the field delivers them: a table of the people, a transcript of each."""
    folder.mkdir()
    letter = "Z" if language == "zh" else "E"
    rows = ["respondent,birth_year,gender,consent"]
    files = []
    for at, (gender, born) in enumerate(NEW[language]):
        who = f"{letter}{at + 21}"
        rows.append(f"{who},{born},{gender},report")
        leisure, change, matters = SAID[language]
        spent = (
            f"奶茶一个月大概花{at * 10 + 35}块钱。"
            if language == "zh"
            else f"About {at * 5 + 12} pounds on coffee in a month."
        )
        said = (leisure[at], change[at % 3], matters[at % 4], spent)
        files.append(folder / f"{who}_2026-Q2.txt")
        files[-1].write_text(transcript(said, language), encoding="utf-8")
    people = folder / "people.csv"
    people.write_text("\n".join(rows), encoding="utf-8")
    return [people, *files]


def brought_in(walked: Walked, order: Fieldwork, files: list[Path]) -> None:
    """On the curators' worklist: accepted, then imported against it; the import tells what that changed."""
    page = walked.page
    page.goto(f"{walked.address}corpus?lang={walked.language}")
    listed = page.locator(f".st-key-order-{order.id}")
    listed.locator("summary").click()
    pick(page, f"status-{order.id}", walked.says("fieldwork.status.accepted"))
    press(page, f"save-{order.id}")
    expect(listed.locator("strong").nth(1)).to_have_text(walked.says("fieldwork.status.accepted"))
    press(page, f"bring-{order.id}")
    page.locator(".st-key-drop-files-0 input[type=file]").set_input_files(files)
    page.locator(".st-key-import button").click()
    page.wait_for_url("**batch=**")
    expect(page.locator(".st-key-landed")).to_contain_text(walked.says("fieldwork.valid", before=5, after=WANTED))
    assert walked.space.fieldworks.get(order.id).status == "delivered"


def enough(walked: Walked, order: Fieldwork) -> None:
    """The same study was matched again: it shows what changed, and nothing is lacking."""
    page, before = walked.page, {f"{walked.language[0].upper()}0{at}" for at in range(1, 7)}
    page.goto(f"{walked.address}study?lang={walked.language}&study={walked.study}&step=responses")
    changed = page.locator(f".st-key-fieldwork-{order.id}")
    expect(changed).to_contain_text(walked.says("fieldwork.valid", before=5, after=WANTED))
    expect(changed).to_contain_text(walked.says("fieldwork.joined", n=7))
    expect(page.locator(".st-key-relaxations")).to_have_count(0)
    still(page)
    assert len(walked.valid) == WANTED and len(walked.valid - before) == 7
    assert walked.space.fieldworks.get(order.id).after.after.cells == tuple(one.wanted for one in order.content.cells)


def confirmed(walked: Walked) -> None:
    """What the number means is told before it is pressed; then it is an order, and the report is written."""
    page = walked.page
    means = page.locator(".st-key-confirm")
    expect(means).to_contain_text(walked.says("page.orders.access", interviews=WANTED + 1, shut=1))
    expect(means).to_contain_text(walked.says("page.responses.confirm.says.counts_base", low=30))
    assert walked.space.orders.all() == []
    press(page, "confirm-write")
    once_written(page)
    (order,) = walked.space.orders.of(walked.study)
    assert (order.people, order.interviews, set(order.respondents)) == (WANTED, WANTED + 1, walked.valid)
    press(page, "step-responses")
    expect(page.locator(".st-key-orders")).to_contain_text(walked.says("page.orders.one", number=1, responses=WANTED))


def opened_to_the_client(walked: Walked, theirs: str) -> None:
    """The client's people see the transcripts of the order whose people agreed to it, and no others."""
    page, language = walked.page, walked.language
    (order,) = walked.space.orders.all()
    page.goto(f"{theirs}transcripts?lang={language}")
    expect(page.get_by_role("heading", level=1)).to_have_text(walked.says("page.orders.granted.title"))
    still(page)
    listed = set(re.findall(r"[ZE]\d\d · 2\d{3}-Q\d", shown(page)))
    assert listed == {f"{one.respondent} · {one.wave}" for one in order.transcripts if one.shown}
    assert len(listed) == WANTED
    inside = next(one.interview for one in order.transcripts if one.wave == "2026-Q2")
    page.goto(f"{theirs}transcripts?lang={language}&interview={inside}")
    expect(page.get_by_text(SAID[language][0][0]).first).to_be_visible()
    other = "E03-2026-Q1" if language == "zh" else "Z03-2026-Q1"
    page.goto(f"{theirs}transcripts?lang={language}&interview={other}")
    expect(page.get_by_text(walked.says("error.not_allowed.role.merchant")).first).to_be_visible()
    assert not re.search("coffee|奶茶", shown(page))
