"""A first cleaned layer: spans of an original text that carry no meaning of their own.

The layer only ever removes, so every cleaned character knows where it came from. Negations, hedges and numbers are
never touched; where a rule might reach one it does nothing.
"""

import re

from corpus.records import Language, Span

_FILLERS: dict[Language, re.Pattern[str]] = {
    "zh": re.compile(
        r"(?:(?<=[，。！？、…；,.!?\s])|^)"
        r"(?:嗯+|呃+|额|唔|啊|哎|诶|欸|那个|这个|就是说|怎么说呢|你知道吧|你懂吧)(?:[，、…,\s]+|(?=[。！？]))"
    ),
    "en": re.compile(r"\b(?:um+|uh+|er+m*|erm+|hm+|mm+|you know|I mean)\b(?:\s*[,.…—-]+)?\s*", re.I),
}
# 我我、这个这个 / the the, I I: an exact repeat right away. Chinese doubles with a meaning of their own stay.
_REPEATS: dict[Language, re.Pattern[str]] = {
    "zh": re.compile(r"((?:我们|你们|他们|这个|那个|就是|然后|但是|因为|所以|[我你他她它这那就但在])[，、…\s]*)(?=\1)"),
    "en": re.compile(
        r"\b((?:the|a|an|I|it|it's|I'm|we|they|and|but|so|to|in|of|is|was|my|you|that's)[\s,…—-]+)(?=\1)", re.I
    ),
}


def removable(text: str, language: Language) -> tuple[Span, ...]:
    """Spans of `text` the cleaned layer drops, in order and disjoint. Empty where cleaning would leave nothing."""
    spans: list[Span] = []
    for pattern in (_FILLERS[language], _REPEATS[language]):
        spans += [(found.start(), found.end()) for found in pattern.finditer(text)]
    merged = _merge(sorted(spans))
    return merged if re.search(r"\w", apply_cleaning(text, merged)) else ()


def apply_cleaning(text: str, removed: tuple[Span, ...]) -> str:
    """`text` without the removed spans (offsets into `text`)."""
    kept, at = [], 0
    for start, end in removed:
        kept.append(text[at:start])
        at = end
    return "".join([*kept, text[at:]])


def _merge(spans: list[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
