"""What a speaker of Chinese corrects with a word for it: 不对, 不是, 我是说, 应该说."""

import re
from collections.abc import Iterator

from corpus.cleaning_chinese_clauses import clause_after, clause_before
from corpus.cleaning_meaning import loses
from corpus.records import Span

_TERM = re.compile(
    r"(?:[，、…,—\s]|[呃嗯啊])+(?P<term>(?:[哦啊呃嗯噢诶]*[，,]?(?:不对(?:不对)*|说错了|错了|口误|我是说|我说的是|应该说|更正一下|准确地?说|[哦啊噢]不|不是|不))"
    r"(?:[，,]?(?:不对|应该是|我是说))?)(?P<mark>[，、…,—\s]*)"
)
_CORE = re.compile(r"[不错误]|我说?[是的]说?|应该说|更正|确地?说")
_SURE = re.compile(r"不对|错了|口误|我是说|我说的是|应该说|更正|准确|[哦啊噢]不")
_TAIL_FIGURE = re.compile(
    r"(?:(?:周|星期|礼拜)[一二三四五六日天]|[\d零一二两三四五六七八九十百千万半几]+[^\d零一二两三四五六七八九十百千万半几]{0,2})$"
)
_HEAD_FIGURE = re.compile(r"(?:周|星期|礼拜)[一二三四五六日天]|[\d零一二两三四五六七八九十百千万半几]+")
_BEFORE_NAME = re.compile(r"^.*(?:在|是|喝|买|用|吃|选|去|叫|放|涂|到|从|给)")


def corrections(text: str) -> Iterator[Span]:
    """三盒，不对，四盒: what stands before a word of correction, as far as what follows says it anew, and the word."""
    if not _CORE.search(text):
        return
    for found in _TERM.finditer(text):
        term = found.group("term")
        sure = _SURE.search(term) is not None
        if not (sure or found.group("mark")):
            continue
        said, repair = clause_before(text, found.start()), clause_after(text, found.end())
        if not said or not repair:
            continue
        start = found.start() - _taken_back(said, repair, sure, "said" if "说" in term and "错" not in term else "")
        if start < found.start() and not _costs(text[start : found.start()], repair):
            yield start, found.end()


def _costs(taken: str, repair: str) -> bool:
    """Whether a negation, a hedge or a number would be lost; one weekday may stand for another."""
    day = _HEAD_FIGURE.fullmatch(taken) and not taken[0].isdigit() and _HEAD_FIGURE.match(repair)
    return not day and loses(taken, repair, "zh", replaced=True)


def _taken_back(said: str, repair: str, sure: bool, weight: str) -> int:
    """How many characters at the end of `said` the repair says anew; 0 where it cannot be told."""
    figure = _TAIL_FIGURE.search(said)
    if _HEAD_FIGURE.match(repair):
        return len(figure.group()) if figure else 0
    for size in range(min(3, len(said)), 1, -1):  # 蓝色的, 绿色的 · 去年, 前年
        ends = said[-1] if said[-1] not in "了吧的" else said[-2:]
        if repair[:size].endswith(ends) and len(repair) >= size and said[-size] != repair[0]:
            return size
    for size in range(1, min(8, len(said)) + 1):  # 我妈, 我婆婆 · 在淘宝, 在京东
        if said[-size] == repair[0] and repair[0] not in "不没的了吧" and (sure or size <= 4):
            return size
    name = _BEFORE_NAME.match(said) if weight != "said" and "了" not in said[-3:] else None
    left = len(said) - (name.end() if name else len(said))
    return left if 2 <= left <= 4 and not re.match(r"[我你他这那就是都也还不没因所但然]", repair) else 0
