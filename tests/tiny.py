"""A tiny corpus made here: twelve people in two languages, read by the real readers, and no model to load."""

import shutil
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from corpus.database import open_database
from corpus.errors import IndexTrouble
from corpus.intake import import_files
from corpus.records import Language
from corpus.viewer import LOCAL, Viewer
from index.build import update_index
from research.brief import Brief, parse_brief
from research.settings import read_settings
from research.workspace import Workspace

BRIEFS: dict[Language, str] = {
    "zh": """行业：奶茶
人群：18岁以上
问题：
- 跟去年比，大家喝奶茶的次数有什么变化？
- 买奶茶的时候最看重什么，为什么？
- 一个月买奶茶大概花多少钱？
""",
    "en": """Industry: coffee
Audience: adults
Questions:
- How has the coffee people drink changed compared with last year?
- What matters most when they choose a coffee, and why?
- How much do they spend on coffee in a month, in pounds?
""",
}

_ASKED: dict[Language, tuple[str, ...]] = {
    "zh": ("先聊聊，您平时周末都怎么过的呀？", "跟去年比，您喝奶茶的次数有变化吗？", "买奶茶的时候您最看重什么？",
           "那您一个月在奶茶上大概花多少钱呢？"),
    "en": ("Let's begin with your week: what fills your evenings these days?",
           "Has the amount of coffee you drink changed compared with last year?",
           "Standing at the counter or the shelf, what matters most when you choose a coffee?",
           "And how much do you spend on coffee in an ordinary month, in pounds and all told?"),
}  # fmt: skip

# Person → answers to _ASKED; the spread is small so that views are shared.
_SAID: dict[str, tuple[str, ...]] = {
    "Z01": ("周末在家带孩子，看看电视。", "奶茶喝得比去年少了，晚上喝了睡不着觉。", "最看重奶茶的糖分，太甜的奶茶我不买。", "奶茶一个月大概花六十块钱。"),
    "Z02": ("一般去公园走走路。", "奶茶喝得少了很多，喝了奶茶晚上睡不着。", "看重糖分，奶茶太甜了对身体不好。", "一个月奶茶钱差不多八十块。"),
    "Z03": ("周末多半加班，没什么花样。", "比去年少了，怕奶茶喝多了睡不着觉。", "糖分吧，我现在只买不太甜的奶茶。", "奶茶也就五十块钱一个月。"),
    "Z04": ("跟朋友打打牌，吃顿饭。", "奶茶跟去年差不多，一个星期还是两杯奶茶。", "我看价格，奶茶贵了就不买了。", "大概一百块钱，奶茶都是自己买。"),
    "Z05": ("睡懒觉，然后打扫屋子。", "奶茶喝得比去年多了，公司楼下新开了奶茶店。", "价格最要紧，便宜的奶茶也能喝。", "一个月奶茶要花一百二十块钱吧。"),
    "Z06": ("回老家看看爸妈。", "少了，喝奶茶晚上睡不着觉，干脆不喝奶茶了。", "不太甜的奶茶，糖分少的那种。", "四十块钱吧，奶茶买得少。"),
    "E01": ("Mostly television, and a bit of cooking.", "I drink less coffee than last year because it keeps me awake at night.",
            "The price of the coffee matters most, it has gone up so much.", "I spend about 20 pounds on coffee in a month."),
    "E02": ("I walk the dog after work.", "Less coffee than last year, coffee keeps me awake at night.",
            "Price first. A dear coffee is a coffee I choose to skip.", "About 30 pounds on coffee in a month."),
    "E03": ("Football training on Tuesdays.", "I cut down on coffee since last year, it kept me awake at night.",
            "The taste of the coffee matters most, strong and bitter.", "Coffee costs me around 25 pounds in a month."),
    "E04": ("Quiet evenings with a book.", "The coffee I drink is the same as last year, two cups.",
            "Taste matters most: I choose a coffee for its taste.", "I spend 40 pounds on coffee in a month."),
    "E05": ("Helping the children with homework.", "More coffee than last year, there is a coffee machine at work now.",
            "The taste of coffee, nothing else matters.", "Roughly 15 pounds of money goes on coffee in a month."),
    "E06": ("Choir practice and telephone calls.", "Less coffee than last year, I lie awake at night otherwise.",
            "I choose the coffee by price, and price alone.", "I spend maybe 10 pounds on coffee in a month."),
}  # fmt: skip
_EARLIER = {
    "Z01": ("奶茶店去得勤。", "奶茶喝得比去年多，天天一杯奶茶。", "奶茶的糖分我不在意，看重味道。", "奶茶一个月花两百块钱。"),
    "E01": ("Evenings at the pub.", "More coffee than last year, five cups a day.", "Coffee has to be hot, that matters most.",
            "I spend 60 pounds on coffee in a month."),
}  # fmt: skip


class WordHashes:
    """An encoder that knows nothing: each word is one of 64 directions."""

    id = "word-hashes"

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        vectors = np.zeros((len(texts), 64), np.float32)
        for row, text in enumerate(texts):
            for word in text.lower().split():
                vectors[row, zlib.crc32(word.strip(".,?!").encode()) % 64] += 1
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


class NamedHashes(WordHashes):
    """The same for both languages, called as the setting says; a name with `lost` in it is nowhere."""

    def __init__(self, name: str) -> None:
        if "lost" in name:
            raise IndexTrouble("encoder_not_found", name=name)
        self.id = f"named-hashes:{name}"


@dataclass(frozen=True)
class Home:
    """A workspace's folder and how to open it."""

    folder: Path

    def space(self, viewer: Viewer = LOCAL) -> Workspace:
        settings = read_settings({"QUIPU_HOME": str(self.folder)})
        return Workspace(open_database(settings.database), viewer, settings)

    def bring_in(self, name: str, text: str) -> None:
        """Import one file and index it."""
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        space = self.space()
        import_files([path], engine=space.engine, viewer=LOCAL, lock=space.settings.import_lock)
        update_index(space.corpus, space.settings.index, encoder=None)


def transcript(answers: Sequence[str], language: Language) -> str:
    """A plain transcript of the tiny guide."""
    labels = ("访问员：", "受访者：") if language == "zh" else ("Interviewer: ", "Respondent: ")
    pairs = zip(_ASKED[language], answers, strict=True)
    return "\n".join(f"{labels[0]}{asked}\n{labels[1]}{said}" for asked, said in pairs)


def make_tiny(folder: Path) -> Home:
    """The tiny corpus in a home of its own under `folder`, imported and indexed."""
    files = folder / "files"
    _write(files, list(_SAID), _EARLIER)
    home = Home(folder / "home")
    space = home.space()
    found = import_files([files], engine=space.engine, viewer=LOCAL, lock=space.settings.import_lock)
    assert [one.refusal for one in found if one.refusal] == []
    update_index(space.corpus, space.settings.index, encoder=None)
    return home


def chinese_files(files: Path) -> None:
    """Write the files of its Chinese half into a new folder."""
    _write(files, [who for who in _SAID if who[0] == "Z"], {"Z01": _EARLIER["Z01"]})


def _write(files: Path, people: Sequence[str], earlier: Mapping[str, Sequence[str]]) -> None:
    files.mkdir()
    rows = ["respondent,birth_year,gender,city_tier,consent"]
    for at, who in enumerate(people):
        language: Language = "zh" if who[0] == "Z" else "en"
        (files / f"{who}_2026-Q1.txt").write_text(transcript(_SAID[who], language), encoding="utf-8")
        gender = ("女" if at % 2 else "男") if language == "zh" else ("woman" if at % 2 else "man")
        rows.append(f"{who},{1975 + at * 2},{gender},县城,{'none' if who in ('Z02', 'E02') else 'report'}")
    for who, said in earlier.items():
        text = transcript(said, "zh" if who[0] == "Z" else "en")
        (files / f"{who}_2025-Q4.txt").write_text(text, encoding="utf-8")
    (files / "respondents.csv").write_text("\n".join(rows), encoding="utf-8")


@pytest.fixture
def no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bundled encoder, which takes seconds to load, stands aside for one that knows nothing; so does one that is set."""
    monkeypatch.setattr("index.spaces.bundled_encoder", WordHashes)
    monkeypatch.setattr("index.spaces.SentenceEncoder", NamedHashes)


@pytest.fixture(scope="session")
def tiny_made(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The tiny corpus, imported and indexed; never changed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.spaces.bundled_encoder", WordHashes)
        return make_tiny(tmp_path_factory.mktemp("tiny"))


@pytest.fixture
def tiny(tiny_made: Home, no_model: None, tmp_path: Path) -> Home:
    """A copy of the tiny corpus of the test's own."""
    return Home(Path(shutil.copytree(tiny_made.folder, tmp_path / "home")))


@pytest.fixture
def tiny_again(no_model: None, tmp_path: Path) -> Callable[[], Home]:
    """Makes the tiny corpus from its files once more."""

    def make() -> Home:
        folder = tmp_path / "again"
        folder.mkdir()
        return make_tiny(folder)

    return make


@pytest.fixture
def briefs() -> dict[Language, Brief]:
    """The brief on the tiny corpus in each language."""
    return {language: parse_brief(text) for language, text in BRIEFS.items()}
