"""What may go from spoken Chinese: rules over clauses and characters. A rule that is not sure does nothing."""

import re
from collections.abc import Callable, Iterator

from corpus.cleaning_chinese_clauses import MARK
from corpus.cleaning_chinese_copies import copies
from corpus.cleaning_chinese_corrections import corrections
from corpus.cleaning_chinese_stutters import stutters
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
    re.compile(pattern)
    for pattern in (
        # Sounds of thinking and set phrases that are a clause of their own. 嗯 before a full stop may be a yes.
        rf"{_AT_START}(?:{_SOUND}|{_SAYING}){_PAUSE}+",
        # Without marks a sound that begins a text thinks; 嗯对 and 嗯是 say yes.
        rf"{_AT_START}[嗯呃]+(?=[我你他这那就大然后因所但好可])",
        rf"^[嗯呃]+(?=[^{MARK}嗯呃哼是对好行没有可])",
        r"^(?:额(?![头外度定角数满])|[诶欸]|唔(?!好|系|该|使|知|得|通)|啊(?=[我你他这那就]))(?=[㐀-鿿])",
        rf"(?<=然后|因为|所以|就是|觉得|但是|[这那]个)额(?![头外度定角数满])(?=[^{MARK}])",
        rf"^(?:(?:这个|那)?怎么[说讲]呢|就是说|[那内]啥|内个(?=[我你他]))(?=[^{MARK}])",
        rf"(?<=[^{MARK}也这那不只都还说])就是说(?![明法话服过的了得出不什])(?=[^{MARK}])",
        rf"(?:你知道吧|你懂吧|你晓得吧)(?=[^{MARK}])",
        rf"^就是(?=(?:{_BEGINS})[^{MARK}])(?![^，,。]*[的才](?:[{MARK}]|$))(?![^，,。]*才)",
        rf"(?<=然后|觉得|反正|因为|所以|但是|而且)就是(?=(?:{_BEGINS})[^{MARK}])",
        rf"(?<=[^{MARK}嗯呃])呃+(?=[。！？]?$)",
        rf"^那个，(?=[^{MARK}]{{7,}})",
        rf"(?:那个)+(?={_TIMES})",
        # Inside a clause 呃 and 嗯 say nothing; the mark after them goes where one stands before them.
        rf"(?<=[^{MARK}嗯呃])呃+(?:{_PAUSE}+)?(?=[^{MARK}])",
        rf"(?<=[^{MARK}嗯呃])嗯+(?:{_PAUSE}+)?(?=[^{MARK}嗯哼])",
        # 那个 and 这个 while looking for a word: drawn out, said twice, after 觉得, beside a sound of thinking.
        rf"{_AT_START}(?:这个|那个)+(?:…+|(?<=这个这个|那个那个){_PAUSE}+|{_PAUSE}+(?=(?:{_SOUND}|{_SAYING}|就是){_PAUSE}))",
        rf"{_AT_START}(?<=[嗯呃啊][，、…,])(?:那个|这个){_PAUSE}+",
        rf"(?<=觉得|就是|因为|所以|然后)(?:那个|这个)(?:{_PAUSE}+)(?=[^{MARK}])",
        rf"(?<=我|他)(?:那个)(?:{_PAUSE}+)(?=[^{MARK}])",
        rf"(?<=[^{MARK}看用买吃喝])(?:那个|这个)…+(?=[^{MARK}])",
        # 就是 before a pause, with something to follow; alone or after 反正 it may be a yes.
        rf"{_AT_START}(?:就是)+[，、…,]+(?=[^{MARK}])",
        rf"(?<=[^{MARK}这那不也都只可要还我你他])就是{_PAUSE}+(?=(?:{_SOUND}|{_SAYING}){_PAUSE}+)",
        rf"{_AT_START}然后呢?{_PAUSE}+(?={_SOUND}{_PAUSE}+)",
        rf"{_AT_START}然后(?:呢|的话){_PAUSE}+(?=[^{MARK}])",
        rf"{_PAUSE}*(?:你知道吧|你懂吧|你晓得吧|你明白吧)(?=[{MARK}]|$)",
    )
)
_LONE = re.compile(rf"^[{MARK}]*(?:[嗯呃啊]+|就是|那个|这个)+[{MARK}]*$")

Rule = Callable[[str], Iterator[Span]]


def chinese_spans(text: str) -> tuple[Span, ...]:
    """Spans of `text` that may go, in order and disjoint: those of the first rule that finds any.

    What is taken back is looked for before the fillers: a 呃 between two starts is a sign of it.
    """
    for rule in RULES:
        if spans := tuple(_disjoint(rule(text))):
            return spans
    return ()


def fillers(text: str) -> Iterator[Span]:
    """Sounds of thinking, 就是说, 怎么说呢, 那个 while looking for a word; a clause that is nothing else stays."""
    if _LONE.match(text):
        return
    for pattern in _FILLERS:
        for found in pattern.finditer(text):
            yield found.span()


def _disjoint(spans: Iterator[Span]) -> Iterator[Span]:
    held: Span | None = None
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if held and start < held[1]:
            continue  # what overlaps is looked for again in what is left
        if held and start > held[1]:
            yield held
            held = None
        held = (held[0] if held else start, end)
    if held:
        yield held


RULES: tuple[Rule, ...] = (corrections, stutters, copies, fillers)
