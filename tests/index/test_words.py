"""Words against a direct implementation of BM25 as tantivy computes it, and the cutting of texts."""

import math
from collections import Counter
from pathlib import Path
from random import Random

import numpy as np
import pytest

from index.cutting import PASSAGE_LENGTH, pairs, passages, words
from index.cutting_many import cut_all
from index.question_terms import cut_for
from index.roll import LANGUAGES, Roll
from index.terms import kept_lengths
from index.words import FIELDS, WordDocument, WordIndex, list_segments, write_segments

K1, B = 1.2, 0.75
ENGLISH = "tea coffee milk price buy cheap sugar label online brand never often".split()
CHINESE = "绿茶 咖啡 牛奶 价格 便宜 网上 配料表 牌子 坚果 不喝 经常 孩子".split()


def made(count: int = 60, seed: int = 3) -> list[WordDocument]:
    """Documents short enough (under 40 words) that tantivy stores their lengths exactly."""
    draw, documents = Random(seed), []
    for number in range(count):
        language, vocabulary = ("en", ENGLISH) if number % 2 else ("zh", CHINESE)
        said = [[draw.choice(vocabulary) for _ in range(draw.randint(1, 12))] for _ in range(2)]
        join = " " if language == "en" else ""
        documents.append(WordDocument(number + 1, language, join.join(said[0]), join.join(said[1])))
    return documents


def cut(document: WordDocument, field: str) -> list[str]:
    text = document.answer if field.startswith("answer") else document.asked
    return pairs(text) if field.endswith("pairs") else words(text, document.language)


def bm25(query: list[str], documents: list[WordDocument], field: str) -> dict[int, float]:
    """Σ idf · tf·(k1+1) / (tf + k1·(1 − b + b·length/mean)), idf = ln(1 + (N − n + ½)/(n + ½)): tantivy, bm25.rs."""
    held = {one.exchange: cut(one, field) for one in documents}
    mean = sum(map(len, held.values())) / len(held)
    scores: dict[int, float] = Counter()
    for term in dict.fromkeys(query):
        n = sum(term in each for each in held.values())
        idf = math.log(1 + (len(held) - n + 0.5) / (n + 0.5))
        for exchange, each in held.items():
            if tf := each.count(term):
                scores[exchange] += idf * tf * (K1 + 1) / (tf + K1 * (1 - B + B * len(each) / mean))
    return dict(scores)


def index_of(folder: Path, *blocks: list[WordDocument]) -> WordIndex:
    """An index of blocks of documents."""
    written = [write_segments(folder, block) for block in blocks]
    list_segments(folder, [each for segments, _ in written for each in segments])
    return WordIndex.open(folder, roll_of(*blocks), [terms for _, terms in written])


def roll_of(*blocks: list[WordDocument]) -> Roll:
    entries = [[(one.exchange, 0, LANGUAGES.index(one.language)) for one in block] for block in blocks]
    return Roll([np.array(each, np.int32).reshape(-1, 3) for each in entries])


def alike(text: str, language, field: str) -> dict[str, float]:
    """The terms of a text, each as weighty as the next."""
    return dict.fromkeys(cut_for(field, text, language), 1.0)


def scored(index: WordIndex, text: str, language, field: str, **options) -> dict[int, float]:
    (found,) = index.scores([alike(text, language, field)], language, field, **options)
    assert list(found.scores) == sorted(found.scores, reverse=True)
    return found.as_dict()


@pytest.mark.parametrize("adds", [1, 3])
@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize(("language", "text"), [("en", "cheap tea, never sugar"), ("zh", "便宜的绿茶和配料表")])
def test_scores_are_bm25(tmp_path, language, text, field, adds) -> None:
    documents = made()
    index = index_of(tmp_path / "words", *(documents[at::adds] for at in range(adds)))
    query = pairs(text) if field.endswith("pairs") else words(text, language)
    spoken = {one.exchange for one in documents if one.language == language}
    expected = {one: score for one, score in bm25(query, documents, field).items() if one in spoken}
    assert scored(index, text, language, field, limit=1000) == pytest.approx(expected, rel=1e-4)
    assert bool(expected) == (language == "zh" or field.endswith("words"))


def test_among_and_limit_keep_the_scores(tmp_path) -> None:
    index = index_of(tmp_path / "words", made())
    everything = scored(index, "cheap tea", "en", "answer_words", limit=1000)
    some = sorted(everything)[::3]
    assert scored(index, "cheap tea", "en", "answer_words", limit=1000, among=[*some, 2, 999]) == pytest.approx(
        {one: everything[one] for one in {*some, 2} & everything.keys()}
    )
    assert scored(index, "cheap tea", "en", "answer_words", limit=1000, among=[]) == {}
    best = scored(index, "cheap tea", "en", "answer_words", limit=3)
    assert sorted(best.values(), reverse=True) == sorted(everything.values(), reverse=True)[:3]
    assert scored(index, "?!", "en", "answer_words", limit=3) == {}


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("narrow", [0.0, 1.0])
@pytest.mark.parametrize("limit", [2, 1000])
def test_an_audience_has_the_scores_it_has_among_everybody(tmp_path, monkeypatch, field, narrow, limit) -> None:
    """Whether its own terms are read or tantivy is asked for more than it."""
    monkeypatch.setattr("index.words.NARROW", narrow)
    draw, documents = Random(7), made(90)
    long = [WordDocument(900 + n, "zh", "绿茶" * n, "咖啡和绿茶，便宜的牛奶。" * n * n) for n in range(1, 30)]
    index = index_of(tmp_path / "words", documents[:40], [*documents[40:], *long])
    among = np.array(draw.sample([one.exchange for one in [*documents, *long]], 70))
    hidden = among[::5]
    texts = [alike(each, "zh", field) for each in ("便宜的绿茶和配料表", "咖啡咖啡 online", "？")]
    everywhere = index.scores(texts, "zh", field, limit=1000)
    found = index.scores(texts, "zh", field, limit=limit, among=among, hidden=hidden)
    allowed = set(among.tolist()) - set(hidden.tolist())
    for ours, theirs in zip(found, everywhere, strict=True):
        wanted = {one: score for one, score in theirs.as_dict().items() if one in allowed}
        best = sorted(wanted.values(), reverse=True)[:limit]
        assert sorted(ours.scores.tolist(), reverse=True) == pytest.approx(best, rel=1e-5)
        assert ours.as_dict() == pytest.approx({one: wanted[one] for one in ours.exchanges.tolist()}, rel=1e-5)


def test_lengths_are_kept_as_lucene_keeps_them() -> None:
    kept = kept_lengths(np.arange(2000)).tolist()
    assert kept[:42] == [*range(41), 40] and kept[42:46] == [42, 42, 44, 44] and kept[55:58] == [54, 56, 56]
    assert kept[1999] == 1944 and sorted(set(kept))[-3:] == [1688, 1816, 1944]


def test_a_list_of_segments_is_an_index_of_their_documents_alone(tmp_path) -> None:
    documents, folder = made(), tmp_path / "words"
    blocks = [documents[at::3] for at in range(3)]
    written = [write_segments(folder, block) for block in blocks]
    list_segments(folder, [*written[0][0], *written[2][0]])
    left = [*documents[0::3], *documents[2::3]]
    expected = bm25(words("cheap tea", "en"), left, "answer_words")
    english = {one.exchange for one in left if one.language == "en"}
    index = WordIndex.open(folder, roll_of(blocks[0], blocks[2]), [written[0][1], written[2][1]])
    scores = scored(index, "cheap tea", "en", "answer_words", limit=1000)
    assert scores == pytest.approx({one: score for one, score in expected.items() if one in english}, rel=1e-4)


def test_hidden_documents_are_not_found(tmp_path) -> None:
    index = index_of(tmp_path / "words", made()[:30], made()[30:])
    everything = scored(index, "cheap tea", "en", "answer_words", limit=1000)
    hidden = sorted(everything)[::2]
    left = {one: score for one, score in everything.items() if one not in hidden}
    assert left and scored(index, "cheap tea", "en", "answer_words", limit=1000, hidden=hidden) == left
    best = sorted(left.values(), reverse=True)[:2]
    assert [*scored(index, "cheap tea", "en", "answer_words", limit=2, hidden=hidden).values()] == best


@pytest.mark.parametrize("field", FIELDS)
def test_weights_multiply_and_any_exchange_can_be_weighed(tmp_path, field) -> None:
    documents = made()
    index = index_of(tmp_path / "words", documents[30:], documents[:30])
    query = {term: 0.5 + at for at, term in enumerate(cut_for(field, "便宜的绿茶和咖啡", "zh"))}
    (found,) = index.scores([query], "zh", field, limit=1000)
    single = [scored(index, term, "zh", field, limit=1000) for term in query] if field.endswith("words") else []
    summed: Counter[int] = Counter()
    for weight, own in zip(query.values(), single, strict=False):
        summed.update({one: weight * score for one, score in own.items()})
    assert not single or found.as_dict() == pytest.approx(dict(summed), rel=1e-4)
    every = np.array([one.exchange for one in documents][::-1])
    (weighed,) = index.weigh([query], "zh", field, every)
    assert dict(zip(every.tolist(), weighed.tolist(), strict=True)) == pytest.approx(
        dict.fromkeys(every.tolist(), 0.0) | found.as_dict(), rel=1e-4
    )
    kept = index.gathered("zh", field, every).kept()
    assert (kept.bm25(*index.wanted([query], field)) == weighed).all()
    assert not kept.bm25(*index.wanted([{"nobodysaysthis": 1.0}], field)).any()
    assert not index.gathered("zh", field, every[:0]).kept().bm25(*index.wanted([query], field)).size


def test_terms_nobody_says_any_more(tmp_path) -> None:
    documents = [WordDocument(1, "zh", "喝茶吗", "玄鹄茶"), WordDocument(2, "en", "And tea?", "Quillwhistle tea.")]
    assert {"玄鹄", "quillwhistl", "tea"} <= index_of(tmp_path / "all", documents).terms()
    left = index_of(tmp_path / "left", documents[:1])
    assert left.without_any({"玄鹄", "喝茶", "quillwhistl", "tea"}) == {"quillwhistl", "tea"}


def test_words_are_never_read_as_a_query_language(tmp_path) -> None:
    index = index_of(tmp_path / "words", made())
    for text in ("tea AND (", "answer_words:tea*", '"tea" -coffee', "tea" * 2000, "茶" * 5000, "\x00"):
        for language, field in (("en", "answer_words"), ("zh", "answer_pairs")):
            scored(index, text, language, field, limit=5)


def test_words_and_pairs() -> None:
    assert words("Buying the LABELS", "en") == words("buy the label", "en")
    assert "kfc" in words("我爱吃KFC", "zh") and "，" not in words("好，不好", "zh")
    assert pairs("绿茶好，贵a") == ["绿茶", "茶好", "贵"]


ODD = [
    "", "。", "茶", "a茶b", " 绿 茶\n好的OK's 3.5元", "\n", "乾淨的乾坤", "iPhone用的著", "睡不著了", "𠀀茶", "İ茶", "茶\x1f好", "\x0b茶\u3000好",
    "KFC的炸鸡，that's it", "好" * 300, "绿茶\r\n咖啡", "2026年3月", "Buying LABELS, don't",
]  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "en"])
def test_many_texts_are_cut_as_each_is(language) -> None:
    texts = [*ODD, *(part for one in made(200) for part in (one.asked, one.answer))]
    for together in (1, 7, len(texts)):
        for at in range(0, len(texts), together):
            some = texts[at : at + together]
            cut = [[line.split() for line in lines] for lines in cut_all(some, language)]
            assert cut == [[words(text, language) for text in some], [pairs(text) for text in some]]


@pytest.mark.parametrize(("language", "sentence"), [("zh", "我每天早上喝一杯绿茶。"), ("en", "I drink a cup of tea. ")])
def test_passages_are_the_text_in_pieces_that_fit(language, sentence) -> None:
    for text in (sentence * 40, sentence.strip("。. ") * 40, sentence):
        cut_up = passages(text, language)
        assert "".join(cut_up) == text
        assert all(len(piece) <= PASSAGE_LENGTH[language] for piece in cut_up)
    assert passages("", language) == [""]
