"""A first cleaned layer: spans of an original text that carry no meaning of their own.

The layer only ever removes, so every cleaned character knows where it came from. Negations, hedges, numbers and words
of assent are never touched; where a rule might reach one it does nothing.
"""

import re

from corpus.records import Language, Span

# Sounds of thinking at the start of a clause. 嗯 before a full stop may be a yes, 这个 before a comma what is spoken of
# and before 、 one of several; 唔 is a no in Cantonese: none of these is taken.
_CHINESE_FILLERS = (
    r"(?:(?<=[，。！？、…；,.!?\s])|^)"
    r"(?:(?:嗯+|呃+|额|啊|哎|诶|欸|就是说|怎么说呢|你知道吧|你懂吧)[，、…,\s]+"
    r"|(?:这个|那个)+(?:…+|(?<=这个这个|那个那个)[，,\s]+))"
)
# Not uh-huh (yes) and uh-uh (no), not 5 mm, not ER and HM. "You know" and "I mean" only between marks:
# "I mean it", "if you know the brand" and "what I mean, really" say something.
_ENGLISH_FILLERS = (
    r"(?<![\w'’\-])(?<!\d\s)(?:[Uu]m+|[Uu]h+|[Ee]r+m*|[Hh]m+|[Mm]m+)(?![\w'’])(?!\s?[-‐–]\s?\w)(?!,?\s+(?:huh|hm+|mm+)\b)"
    r"(?!\s*(?:[?!]|\.(?!\.)))"
    r"(?:\s*(?:,|\.{2,}|…+|—|–|-(?=\s)))*\s*"
    r"|(?:^|(?<=[.!?,…—]\s)|(?<=[—…]))(?:[Yy]ou know|I mean)(?:,|\.{2,}|…+|\s*—)\s*"
)
_FILLERS: dict[Language, re.Pattern[str]] = {"zh": re.compile(_CHINESE_FILLERS), "en": re.compile(_ENGLISH_FILLERS)}
# An exact repeat right away. Only at the start of a clause where the first character may end another word (现在在家,
# 其他他不买), and no English word that is rightly said twice (what I listen to to relax, it was so so).
_REPEATS: dict[Language, re.Pattern[str]] = {
    "zh": re.compile(
        r"(?<![㐀-䶿一-鿿])((?:我们|你们|他们|这个|那个|然后|但是|因为|所以|[我你他她它这那])[、…\s]*)\1*(?=\1)"
    ),
    "en": re.compile(
        r"(?<![\w'’\-])([Tt]he|an?|I|I'm|[Ii]t's|[Ww]e|[Tt]hey|[Aa]nd|[Bb]ut|[Mm]y)[\s,…—]+"
        r"(?:\1[\s,…—]+)*(?=\1(?![\w'’]))"
    ),
}


def removable(text: str, language: Language) -> tuple[Span, ...]:
    """Spans of `text` the cleaned layer drops, in order and disjoint. Empty where cleaning would leave nothing."""
    spans: list[Span] = []
    for pattern in (_FILLERS[language], _REPEATS[language]):
        spans += [found.span() for found in pattern.finditer(text)]
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
