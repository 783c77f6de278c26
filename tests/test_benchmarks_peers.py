"""benchmarks.peers on a tiny set with the engines that need no extra package, and benchmarks.matching --ablate's arithmetic."""

import json
import sys

import numpy as np
import pytest

from benchmarks import ablation, peer_engines, peers
from benchmarks.reading_once import reading_once
from index.encoders import FittedEncoder, SentenceEncoder, as_queries
from index.fusion import fuse
from index.looking import WEIGHTS
from index.ranking import Ranking

SAID = [
    "酸奶我都是在楼下超市买的，冷藏柜那一排", "价格太贵的话我就不买了，宁可喝牛奶", "孩子喜欢草莓味的，大人喝原味",
    "早上来不及做饭，拿一杯就走", "我看配料表，糖放在第二位的不要", "直播间买过一次，送来都不冰了",
    "以前每天喝，现在一周两次", "朋友推荐的那个牌子，喝着有点稀",
]  # fmt: skip
ASKED = {"您一般在哪里买酸奶，超市吗": 0, "配料表您会看糖吗": 4, "孩子喜欢什么味": 2}


@pytest.fixture
def folder(tmp_path):
    """Three conversations of the same eight answers, the last two with a word of their own."""
    own = tmp_path / "tiny"
    own.mkdir()
    passages = [
        {"id": f"{source}{at}", "source": source, "text": said + extra}
        for source, extra in (("a", ""), ("b", "，下次再说"), ("c", "，就这样吧"))
        for at, said in enumerate(SAID)
    ]
    queries = [{"source": "a", "text": text, "positives": [f"a{at}"]} for text, at in ASKED.items()]
    for name, rows in (("passages", passages), ("queries", queries)):
        lines = [json.dumps(row, ensure_ascii=False) for row in rows]
        (own / f"{name}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return own


def test_ours_and_fts5_answer_the_same_queries(folder, monkeypatch, capsys) -> None:
    monkeypatch.setattr(peers, "PEERS", (peer_engines.Fts5,))
    monkeypatch.setattr(sys, "argv", ["peers", str(folder), "--rounds", "1"])
    assert peers.main() == 0
    found = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert list(found) == ["quipu", "quipu alone", "SQLite FTS5"]
    for name, own in found.items():
        assert own["recall_at_10"] == 1 and own["mrr"] >= 0.5, name
    assert found["quipu"]["over_ours"] == found["quipu"]["together_over_ours"] == 1
    assert found["SQLite FTS5"]["disk_bytes"] > 0 and "together_seconds" not in found["SQLite FTS5"]


def test_a_passage_counts_by_its_best_piece() -> None:
    engine = peers.Engine(lambda at: [2, 0, 1], None, ["p", "p", "q"])
    assert engine.found(1) == [["q", "p"]]


def test_an_engine_that_is_not_installed_is_named_with_its_command(monkeypatch, capsys, tmp_path) -> None:
    lost = type("Lost", (peer_engines.Fts5,), {"name": "Lost", "needs": ("bm25s", "no_such_module")})
    monkeypatch.setattr(peers, "PEERS", (lost,))
    monkeypatch.setattr(sys, "argv", ["peers", str(tmp_path / "nowhere")])
    assert lost.missing()[-1] == "no_such_module"
    assert peers.main() == 1
    told = capsys.readouterr().err
    assert "Lost" in told and "pip install --constraint requirements.txt bm25s==" in told


@pytest.mark.parametrize("kind", peer_engines.PEERS)
def test_every_module_an_engine_needs_can_be_installed_by_its_command(kind) -> None:
    assert peers.installing(kind.needs).count("==") == len(kind.needs)


@pytest.mark.parametrize(
    ("mrr", "said"),
    [
        ({"quipu": 0.4, "x": 0.3, "y": 0.39}, "better than the best other, y; the fastest within 0.02 is y"),
        ({"quipu": 0.4, "x": 0.41, "y": 0.39}, "not better than the best other, x; the fastest within 0.02 is x"),
        ({"quipu": 0.4, "x": 0.3, "y": 0.2}, "none is within 0.02"),
        ({"quipu": 0.4, "quipu alone": 0.5}, "no other engine"),
    ],
)
def test_the_verdict_follows_the_figures(mrr, said) -> None:
    speed = {"quipu": 1.0, "quipu alone": 1.0, "x": 2.0, "y": 3.0}
    assert said in peers.verdict({name: {"mrr": value, "over_ours": speed[name]} for name, value in mrr.items()})


def test_within_it_a_text_is_read_once() -> None:
    read = []

    class Noting(FittedEncoder):
        id = "noting"

        def __init__(self):
            pass

    encode, FittedEncoder.encode = (
        FittedEncoder.encode,
        lambda self, texts: (
            read.extend(texts) or np.array([[float(len(each))] for each in texts], np.float32).reshape(-1, 1)
        ),
    )
    try:
        with reading_once():
            first = Noting().encode(["a", "bb", "a"])
            assert Noting().encode(["bb", "a"]).tolist() == [[2], [1]] == first[[1, 0]].tolist()
            assert Noting().encode([]).shape == (0, 1)
        Noting().encode(["a"])
    finally:
        FittedEncoder.encode = encode
    assert read == ["a", "bb", "a"]


def test_questions_and_answers_are_read_once_each_in_their_own_way(monkeypatch) -> None:
    read = []

    def noting(way):
        return lambda self, texts: read.append((way, *texts)) or np.full((len(texts), 1), len(way), np.float32)

    for way in ("encode", "encode_queries"):
        monkeypatch.setattr(SentenceEncoder, way, noting(way))
    monkeypatch.setattr(SentenceEncoder, "id", "noting")
    encoder = SentenceEncoder("noting")
    with reading_once():
        for _ in range(2):
            assert as_queries(encoder, ["a"]).tolist() == [[14]] and encoder.encode(["a"]).tolist() == [[6]]
    assert read == [("encode_queries", "a"), ("encode", "a")]


def test_what_a_part_brings_and_how_sure_that_is() -> None:
    assert ablation.brings([1, 0, 1], [1, 0, 1]) == [0, 0, 0]
    mean, low, high = ablation.brings([1.0] * 40, [0.0, 1.0] * 20)
    assert mean == 0.5 and 0.3 < low < 0.5 < high < 0.7
    mean, low, high = ablation.brings([0.0, 1.0] * 20, [1.0, 0.0] * 20)
    assert low < mean == 0 < high


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_part_is_left_out_once_and_nothing_else_with_it(language) -> None:
    parts = ablation.parts(language)
    for name in (each for each in WEIGHTS[language] if each.startswith("answer")):
        assert parts[name].views(language) == set(WEIGHTS[language]) - {name}
    rankings = [each.ranking for each in parts.values() if not each.ends]
    assert all(each != Ranking() for each in rankings) and len(set(rankings)) == len(rankings)
    assert all(each.ranking == Ranking() for each in parts.values() if each.ends)


def test_other_fusions_order_as_they_say() -> None:
    views = {"a": np.array([3.0, 2.0, 1.0, 1.0]), "b": np.array([0.0, 50.0, 0.0, 0.0]), "c": np.ones(4)}
    weights, every = {"a": 1.0, "b": 0.1, "c": 2.0}, np.ones(4, bool)
    assert ablation.raw_sum(views, weights, every).argmax() == 1
    assert ablation.reciprocal_ranks(views, weights, every).argmax() == fuse(views, weights, every).argmax() == 0
    ranked = ablation.reciprocal_ranks({"c": views["c"]}, weights, every)
    assert ranked.tolist() == [0, 0, 0, 0], "a silent view says nothing"


def test_plain_bm25_weighs_every_term_alike() -> None:
    terms = ablation.rare_once(["a", "b", "a", "c"], {"a": 2.0, "b": 1.0, "c": 0.0})
    assert terms.weights == {"a": 1.0, "b": 1.0} and terms.whole == 3.0
