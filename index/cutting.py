"""Texts cut into what is searched: words, pairs of Chinese characters (both in the simplified script), passages of long answers."""

import re
from functools import cache

import rjieba
import Stemmer

from corpus.language import CJK
from corpus.records import Language
from corpus.script import simplified

PASSAGE_LENGTH: dict[Language, int] = {"zh": 150, "en": 420}
"""Characters a passage of a long answer holds at most; 420 English characters are about 80 words."""

_OTHER_TAGS = ("v", "b", "a", "f", "s")  # where jieba knows hardly a noun: verbs and the like name a subject too
_NOUN_TAGS = ("n", "vn", "j", "l", "i")
# Words a question on any subject may hold.
_GENERIC = frozenset(
    "时候 大家 原因 事情 东西 情况 方面 问题 时间 次数 看法 想法 变化 一般 主要 接下来 打算 改变 差不多 相比 怎么样 哪些 平时 "
    "背后 时期 部分 人们 用户 消费者 受访者 效果 功能 方式 渠道 地方 目前 现在 觉得 认为 看待 不会 会不会 信不信 选择 使用 了解 研究 有没有 愿不愿意".split()
)
_ASKING = frozenset(
    "a about an and ani anyth are as at be been between by can come could day did do doe each even ever for from get "
    "go had has have how i if in into is it just last like look made make mani may more most much next not of often on "
    "one or other ordinari over past peopl put say second see should so some take than that the their them then there "
    "they thing think third this those time to tri us use use want was we well were what when where which while whi who "
    "whose why will with would year you your month six".split()
)
_ENGLISH = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_CJK_RUN = re.compile(f"{CJK.pattern}+")
_SENTENCE = re.compile(r"[^。！？!?\n….]*(?:[。！？!?…]+|\.(?=\s|$)|\n|\.|$)")


@cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")


def words(text: str, language: Language) -> list[str]:
    """Search words in order: Chinese cut by jieba, English and Latin runs lower-cased and stemmed."""
    lowered = simplified(text).lower()
    latin: list[str] = _stemmer().stemWords(_ENGLISH.findall(lowered))
    if language == "en":
        return latin
    return [word for word in rjieba.cut(lowered) if CJK.match(word)] + latin


def topics(text: str, language: Language) -> list[frozenset[str]]:
    """What a text is about, each as the search words any one of which says it.

    Chinese: its nouns as jieba tags them, each by its character pairs (生产日期 is also said as 日期). English: its
    stems without the words of asking.
    """
    if language == "en":
        return [frozenset((stem,)) for stem in dict.fromkeys(words(text, "en")) if stem not in _ASKING]
    tagged = [
        (word, tag)
        for word, tag in rjieba.tag(simplified(text))
        if len(word) > 1 and CJK.match(word) and word not in _GENERIC
    ]
    nouns = [word for word, tag in tagged if tag.startswith(_NOUN_TAGS)]
    if len(nouns) < 2:
        nouns += [word for word, tag in tagged if tag.startswith(_OTHER_TAGS)]
    return [frozenset(pairs(noun)) for noun in dict.fromkeys(nouns)]


def pairs(text: str) -> list[str]:
    """Overlapping pairs of Chinese characters; a run of one character stands alone."""
    found: list[str] = []
    for run in _CJK_RUN.findall(simplified(text)):
        found += [run[at : at + 2] for at in range(len(run) - 1)] or [run]
    return found


def passages(text: str, language: Language) -> list[str]:
    """`text` in pieces of at most PASSAGE_LENGTH characters, cut at sentence ends where there are any."""
    limit = PASSAGE_LENGTH[language]
    if len(text) <= limit:
        return [text]
    pieces: list[str] = []
    for sentence in (found[0] for found in _SENTENCE.finditer(text)):
        if pieces and len(pieces[-1]) + len(sentence) <= limit:
            pieces[-1] += sentence
        else:
            pieces += [sentence[at : at + limit] for at in range(0, len(sentence), limit)]
    return [piece for piece in pieces if piece.strip()] or [text]
