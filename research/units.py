"""Opinion units: an answer cut into sentence- and clause-sized spans, each about as much as one view takes to say."""

import re
from collections.abc import Iterator

import rjieba

from corpus.cleaning import apply_cleaning, removable
from corpus.language import CJK
from corpus.records import Language, Span

_SENTENCE_END: dict[Language, re.Pattern[str]] = {
    "zh": re.compile(r"[。！？!?；;…\n]+[”’」』）)\"']*"),
    "en": re.compile(r"(?<!\bMr)(?<!\bDr)(?<!\bMrs)[.!?…]+[\"'”’)]*(?=\s|$)|[;\n]+"),
}
# English conjunctions open a clause, so the cut stands before them; Chinese clauses end in their commas.
_CLAUSE_END: dict[Language, re.Pattern[str]] = {
    "zh": re.compile(r"[，,：:]|——+"),
    "en": re.compile(
        r"[,:()]\s|\s[–—-]+\s|—|\s(?=(?:but|because|although|though|and|which|while|with|so|or)\b)", re.IGNORECASE
    ),
}
LONGEST: dict[Language, int] = {"zh": 16, "en": 10}
"""Characters (zh) or words (en) a sentence may hold before it is cut at its clauses."""

SHORTEST: dict[Language, int] = {"zh": 7, "en": 3}
"""A clause shorter than this is joined to the one before it: alone it does not carry a view."""

_WORD = re.compile(r"[A-Za-z0-9]+(?:['’][A-Za-z]+)?")
_EMPTY: dict[Language, re.Pattern[str]] = {
    "zh": re.compile(
        r"(?:[嗯呃额唔啊哎诶欸哦噢喔呀哈嘿唉哟嗐吧嘛呢是对行好的那这个]|怎么说|就是说?|笑|想了一?下|停顿)*"
    ),
    "en": re.compile(
        r"(?:oh|ah|aye|um+|uh+|er+m?|hm+|mm+|well|so|yeah|yes|no|right|okay|ok|you know|i mean|laughs|pauses?|thinks|like|and|now"
        r"|honestly|really|anyway|actually|to be honest|let me think|\s)*",
        re.IGNORECASE,
    ),
}
_STOP_ZH = (
    "的 了 是 我 你 您 他 她 它 们 我们 你们 他们 咱 咱们 俺 就 也 都 还 又 在 有 没 没有 不 个 这 那 这个 那个 这样 那样 什么 怎么 啥 咋 说 "
    "吧 啊 呢 嘛 吗 呀 着 过 把 被 给 跟 和 与 到 去 来 上 下 里 一 一个 很 要 会 能 可以 就是 但是 因为 所以 然后 不是 自己 人 得 地 嗯 哦 "
    "大 小 两 三 几 点 才 再 让 从 对 别 只 那种 这种 时候 现在 觉得 知道 看 想 家 些 有点 一点 真 太 最 更 比 如果 而且 还是 或者 反正 其实 "
    "东西 事 天 年 月 今年 去年 以前 之前 后来 平时 一般 每 次 回 下来 起来 出来 过来 一下 一样 这么 那么 多少 哪 哪里 那儿 这儿 可能 应该 "
    "已经 一直 不过 另外 里面 时 后 前 等 用 做 叫 拿 放 走 找 话 种 块 口 道 吃 喝 买 店 特别 非常 比较 感觉 真的 二 四 五 六 七 八 九 十"
)
_STOP_EN = (
    "i me my we us our you your he him his she her it its they them their the a an and or but if so of to in on at for with from "
    "by as is are was were be been am do did does doing done have has had having this that these those there here what which who "
    "when where why how not no nor than then too very can could will would should might just about into out up down over off it's "
    "i'm that's don't didn't i've i'd i'll he's she's they're you're there's isn't wasn't doesn't can't couldn't wouldn't won't "
    "get got getting go goes going went gone one two three four five six thing things something anything bit lot also because "
    "while although though well oh um er yeah yes really quite like say said know think thought mean much more some any all "
    "each every other another again back put make made take took come came see look looking want even still only now ever never "
    "always way day time year month week first last after before through who's what's let me's own same that'd nothing "
    "everything someone anyone people good great nice bad sort kind"
)
_STOP: dict[Language, frozenset[str]] = {"zh": frozenset(_STOP_ZH.split()), "en": frozenset(_STOP_EN.split())}
_NEGATION = frozenset(
    (
        "不",
        "没",
        "没有",
        "别",
        "无",
        "未",
        "不会",
        "不想",
        "不敢",
        "not",
        "no",
        "never",
        "don't",
        "didn't",
        "isn't",
        "wasn't",
        "doesn't",
        "can't",
        "couldn't",
        "wouldn't",
        "won't",
    )
)


def split_units(text: str, language: Language) -> list[Span]:
    """Opinion units of an answer: offsets into `text`, in order, disjoint, without space around them.

    Sentences, and the clauses of long ones. A span that holds nothing but fillers is no unit.
    """
    spans: list[Span] = []
    for start, end in _pieces(text, (0, len(text)), _SENTENCE_END[language]):
        whole = length(text[start:end], language) <= LONGEST[language]
        spans += [(start, end)] if whole else _clauses(text, (start, end), language)
    trimmed = [_trim(text, span) for span in spans]
    return [span for span in trimmed if not is_filler(text[slice(*span)], language)]


def is_filler(words: str, language: Language) -> bool:
    """Whether nothing is said: no letters, or fillers and nods only."""
    kept = apply_cleaning(words, removable(words, language))
    bare = re.sub(r"[^\w']+", " " if language == "en" else "", kept).strip()
    return not bare or _EMPTY[language].fullmatch(bare) is not None


def length(words: str, language: Language) -> int:
    """Characters of Chinese (a Latin word counts as two), or words of English."""
    latin = len(_WORD.findall(words))
    return latin if language == "en" else len(CJK.findall(words)) + 2 * latin


def _clauses(text: str, sentence: Span, language: Language) -> list[Span]:
    """The clauses of one sentence; a piece too short to stand alone is joined to the one before it."""
    joined: list[Span] = []
    for piece in _pieces(text, sentence, _CLAUSE_END[language]):
        sizes = [length(text[slice(*each)], language) for each in [*joined[-1:], piece]]
        if joined and min(sizes) < SHORTEST[language]:
            joined[-1] = (joined[-1][0], piece[1])
        else:
            joined.append(piece)
    return joined


def _pieces(text: str, span: Span, boundary: re.Pattern[str]) -> Iterator[Span]:
    at, end = span
    for found in boundary.finditer(text, at, end):
        yield at, found.end()
        at = found.end()
    if at < end:
        yield at, end


def _trim(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start] in " \t\n\r　，,、；;:：—–-":
        start += 1
    while end > start and text[end - 1] in " \t\n\r　，,、；;:：—–-":
        end -= 1
    return start, end


def terms(text: str, language: Language) -> list[str]:
    """The telling words of a text in order, lower case; a negation is part of the word it denies ("不甜", "not sweet")."""
    lowered = text.lower().replace("’", "'")
    tokens = rjieba.cut(lowered) if language == "zh" else _WORD.findall(lowered)
    found: list[str] = []
    denied = ""
    for token in tokens:
        if token in _NEGATION:
            denied = token
        elif is_telling(token, language):
            found.append(_denied(denied, token, language))
            denied = ""
        elif language == "zh":
            denied = ""
    return found


def is_telling(word: str, language: Language) -> bool:
    """Whether a word may say something of its own: no stop word, no number, and long enough."""
    letters = CJK.search(word) if language == "zh" else re.fullmatch(r"[a-z]{2,}(?:'[a-z]+)?", word)
    return word not in _STOP[language] and word not in _NEGATION and letters is not None


def _denied(negation: str, word: str, language: Language) -> str:
    if not negation:
        return word
    return (negation[0] + word) if language == "zh" else f"not {word}"
