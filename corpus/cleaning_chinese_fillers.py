"""What only fills in spoken Chinese: sounds of thinking, set phrases, 那个 while looking for a word.

Patterns stand under the words of which a text must hold one for any of them to be found: most turns hold none.
"""

import re
from collections.abc import Iterator

from corpus.cleaning_chinese_clauses import MARK
from corpus.records import Span

_PAUSE = "[，、…,—\\s]"
_AT_START = r"(?:(?<=[，、…,。！？；：!?;:—“「（(\s])|^)"
_SAYING = (
    r"就是说|(?:这个)?怎么[说讲]呢?|[那内]个?(?:什么|啥)|你知道吧|你知道吗|你懂吧|你懂吗|你晓得吧|你明白吧|这么说吧"
)
_SOUND = r"(?:[嗯呃]+|额|啊|哎|诶|欸|唉|[Ee]m+)"
_TIMES = "今天|明天|昨天|现在|平时|因为|所以|如果|但是|然后|其实|反正|就是说|怎么说"
_BEGINS = rf"[我你他咱]|觉得|感觉|可能|比如|{_TIMES}"
_FILLERS = tuple(
    (tuple(holds.split()), tuple(map(re.compile, patterns)))
    for holds, *patterns in (
        # Sounds of thinking and set phrases that are a clause of their own. 嗯 before a full stop may be a yes.
        (
            "嗯 呃 额 啊 哎 诶 欸 唉 em Em 就是说 怎么说 怎么讲 那什么 那个什么 内什么 内个什么 那啥 那个啥 内啥 内个啥 知道吧 知道吗 懂吧 懂吗 晓得吧 明白吧 这么说吧",
            rf"{_AT_START}(?:{_SOUND}|{_SAYING}){_PAUSE}+",
        ),
        # Inside a clause 呃 and 嗯 say nothing; without marks one that begins a text thinks, yet 嗯对 and 嗯是 say yes.
        (
            "嗯 呃",
            rf"{_AT_START}[嗯呃]+(?=[我你他这那就大然后因所但好可])",
            rf"^[嗯呃]+(?=[^{MARK}嗯呃哼是对好行没有可])",
            rf"(?<=[^{MARK}嗯呃])呃+(?=[。！？]?$)",
            rf"(?<=[^{MARK}嗯呃])呃+(?:{_PAUSE}+)?(?=[^{MARK}])",
            rf"(?<=[^{MARK}嗯呃])嗯+(?:{_PAUSE}+)?(?=[^{MARK}嗯哼])",
        ),
        (
            "额",
            rf"(?<=然后|因为|所以|就是|觉得|但是|[这那]个)额(?![头外度定角数满])(?=[^{MARK}])",
        ),
        (
            "额 诶 欸 唔 啊",
            r"^(?:额(?![头外度定角数满])|[诶欸]|唔(?!好|系|该|使|知|得|通)|啊(?=[我你他这那就]))(?=[㐀-鿿])",
        ),
        (
            "怎么说呢 怎么讲呢 就是说 那啥 内啥 内个",
            rf"^(?:(?:这个|那)?怎么[说讲]呢|就是说|[那内]啥|内个(?=[我你他]))(?=[^{MARK}])",
        ),
        # 就是说 anywhere but in 也就是说; 就是 before a pause or a new start, with something to follow: alone or after 反正 it may be a yes.
        (
            "就是",
            rf"(?<=[^{MARK}也这那不只都还说])就是说(?![明法话服过的了得出不什])(?=[^{MARK}])",
            rf"^就是(?=(?:{_BEGINS})[^{MARK}])(?![^，,。]*[的才](?:[{MARK}]|$))(?![^，,。]*才)",
            rf"(?<=然后|觉得|反正|因为|所以|但是|而且)就是(?=(?:{_BEGINS})[^{MARK}])",
            rf"{_AT_START}(?:就是)+[，、…,]+(?=[^{MARK}])",
            rf"(?<=[^{MARK}这那不也都只可要还我你他])就是{_PAUSE}+(?=(?:{_SOUND}|{_SAYING}){_PAUSE}+)",
        ),
        # 那个 and 这个 while looking for a word: drawn out, said twice, after 觉得, beside a sound of thinking.
        (
            "这个 那个",
            rf"^那个，(?=[^{MARK}]{{7,}})",
            rf"(?:那个)+(?={_TIMES})",
            rf"{_AT_START}(?:这个|那个)+(?:…+|(?<=这个这个|那个那个){_PAUSE}+|{_PAUSE}+(?=(?:{_SOUND}|{_SAYING}|就是){_PAUSE}))",
            rf"{_AT_START}(?<=[嗯呃啊][，、…,])(?:那个|这个){_PAUSE}+",
            rf"(?<=觉得|就是|因为|所以|然后)(?:那个|这个)(?:{_PAUSE}+)(?=[^{MARK}])",
            rf"(?<=我|他)(?:那个)(?:{_PAUSE}+)(?=[^{MARK}])",
            rf"(?<=[^{MARK}看用买吃喝])(?:那个|这个)…+(?=[^{MARK}])",
        ),
        (
            "然后",
            rf"{_AT_START}然后呢?{_PAUSE}+(?={_SOUND}{_PAUSE}+)",
            rf"{_AT_START}然后(?:呢|的话){_PAUSE}+(?=[^{MARK}])",
        ),
        (
            "知道吧 懂吧 晓得吧 明白吧",
            rf"(?:你知道吧|你懂吧|你晓得吧)(?=[^{MARK}])",
            rf"{_PAUSE}*(?:你知道吧|你懂吧|你晓得吧|你明白吧)(?=[{MARK}]|$)",
        ),
    )
)
_ANY = re.compile(
    "[嗯呃额啊哎诶欸唉唔Ee]|就是|[这那]个|[那内]什么|[那内]个?啥|内个|怎么[说讲]|然后|(?:知道|懂|晓得|明白)[吧吗]|这么说吧"
)
_LONE = re.compile(rf"^[{MARK}]*(?:[嗯呃啊]+|就是|那个|这个)+[{MARK}]*$")


def fillers(text: str) -> Iterator[Span]:
    """Sounds of thinking, 就是说, 怎么说呢, 那个 while looking for a word; a clause that is nothing else stays."""
    if not _ANY.search(text):
        return
    likely = [patterns for holds, patterns in _FILLERS if any(map(text.__contains__, holds))]
    if not likely or _LONE.match(text):
        return
    for patterns in likely:
        for pattern in patterns:
            for found in pattern.finditer(text):
                yield found.span()
