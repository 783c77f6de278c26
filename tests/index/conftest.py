"""A corpus in two languages, brought in from text, and an encoder that is quick and always the same."""

import json
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from corpus.database import open_database
from corpus.intake import import_files
from corpus.store import Corpus
from corpus.viewer import LOCAL
from index import spaces
from index.build import IndexResult, update_index
from index.cutting import words
from index.encoders import Vectors

ENGLISH = [
    ("How often do you drink tea?", "Green tea twice a day, never coffee."), ("Where do you buy it?", "Online, tea is cheap there."),
    ("What about price?", "The price went up, so I buy less coffee."), ("Do you read labels?", "I read the sugar on labels."),
    ("Which brand of milk?", "Any brand of milk, the cheap one."), ("What snacks do you eat?", "Crisps and nuts with tea."),
]  # fmt: skip
CHINESE = [
    ("你平时喝什么茶？", "我喝绿茶，不喝咖啡。"), ("在哪里买？", "网上买绿茶便宜。"), ("价格怎么看？", "价格涨了，咖啡买得少了。"), ("看配料表吗？", "看配料表里的糖。"),
    ("买什么牌子的牛奶？", "哪个便宜买哪个牛奶。"), ("吃什么零食？", "喝茶的时候吃坚果薯片。"),
]  # fmt: skip


class FakeEncoder:
    """A bag of words hashed into 24 dimensions."""

    id = "fake:24"

    def encode(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), 24), np.float32)
        for row, text in zip(vectors, texts, strict=True):
            for word in words(text, "en"):
                row[zlib.crc32(word.encode()) % 24] += 1
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors / np.where(norms == 0, 1, norms)


@pytest.fixture(autouse=True)
def fake_encoder(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test of the index loads torch; the one that must asks for the module's own."""
    monkeypatch.setattr(spaces, "bundled_encoder", FakeEncoder)


class Home:
    """A workspace that tests fill and index."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.root = folder, folder / "index"
        self.engine = open_database(f"sqlite:///{folder / 'quipu.db'}")
        self.corpus = Corpus(self.engine, LOCAL)

    def bring(self, *who: str, chinese: bool = False, turn: int = 0) -> None:
        """An interview each: the lines begin at the n-th for the n-th person, so that no two are alike."""
        for name in who:
            lines = CHINESE if chinese else ENGLISH
            start = int(name[1:]) + turn
            talk = [lines[(start + at) % len(lines)] for at in range(4)]
            turns = [{"speaker": label, "text": f"{said} {start}" if label == "A" else said} for pair in talk
                     for label, said in zip("QA", pair, strict=True)]  # fmt: skip
            path = self.folder / f"{name}.jsonl"
            path.write_text(json.dumps({"respondent": name, "wave": "2026-Q1", "turns": turns}), encoding="utf-8")
            (result,) = import_files([path], engine=self.engine, viewer=LOCAL, lock=self.folder / "lock")
            assert result.status == "in", result

    def update(self, **options: object) -> IndexResult:
        return update_index(self.corpus, self.root, **({"encoder": None} | options))


@pytest.fixture
def new_home(tmp_path: Path) -> Callable[[str], Home]:
    def make(name: str) -> Home:
        folder = tmp_path / name
        folder.mkdir()
        return Home(folder)

    return make


@pytest.fixture
def home(new_home: Callable[[str], Home]) -> Home:
    """Four people in English and six in Chinese, not yet indexed."""
    made = new_home("home")
    made.bring("E1", "E2", "E3", "E4")
    made.bring("Z1", "Z2", "Z3", "Z4", "Z5", "Z6", chinese=True)
    return made
