"""Traditional and simplified Chinese read alike: one script for comparing, the original for showing.

Everything that compares Chinese words compares them in the simplified script; what is shown, stored and quoted stays as it was
written. The conversion keeps every character's place, so that a span found in one script is the same span in the other.
"""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

from corpus.language import CJK

# Of 著, which both scripts have: the particle of 看著, 睡不著 is 着 in the simplified one; 著名, 显著 keep it.
_PARTICLE = re.compile("(?<![显原名土卓昭专编论巨合拙译])著(?![名作称者述书])")


def simplified(text: str) -> str:
    """`text` with traditional characters in the simplified script, character for character: always as long as `text`.

    The words of OpenCC's table decide (乾淨 → 干净, 乾坤 stays); where a word would change its length, its characters
    are taken one by one.
    """
    if text.isascii() or CJK.search(text) is None:
        return text
    return _converted(text)


def simplified_all(texts: Sequence[str]) -> list[str]:
    """`simplified` of each text, none of which holds a line end; converted together, which is several times as fast."""
    joined = "\n".join(texts)
    if joined.isascii() or CJK.search(joined) is None:
        return list(texts)
    found: str = _converter().convert(joined)
    if len(found) != len(joined):  # in one of them a word changes its length
        return [simplified(text) for text in texts]
    return _PARTICLE.sub("着", found).split("\n")


def as_written(read: str, original: str) -> str:
    """What was read from `simplified(original)`, in the script of `original`.

    A stretch of the text is taken from its place; what was put together from several is written as most of the text
    writes each of its characters.
    """
    folded = simplified(original)
    if folded == original:
        return read
    at = folded.find(read)
    if at >= 0:
        return original[at : at + len(read)]
    written: dict[str, Counter[str]] = {}
    for plain, shown in zip(folded, original, strict=True):
        written.setdefault(plain, Counter())[shown] += 1
    return "".join(written[each].most_common(1)[0][0] if each in written else each for each in read)


@cache
def _converter() -> Any:
    from opencc import OpenCC  # loads its tables: only where Chinese is read

    return OpenCC("t2s")


@lru_cache(maxsize=4096)
def _converted(text: str) -> str:
    found: str = _converter().convert(text)
    if len(found) != len(text):
        each = (_converter().convert(character) for character in text)
        found = "".join(new if len(new) == 1 else old for old, new in zip(text, each, strict=True))
    return _PARTICLE.sub("着", found)
