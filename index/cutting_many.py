"""Many texts cut at once, as `words` and `pairs` cut each (index/cutting.py): one call of the libraries for all of them.

Three times as fast, which is what building an index of millions waits for.
"""

import re
from collections.abc import Sequence

import numpy as np
import rjieba
import Stemmer

from corpus.language import CJK
from corpus.records import Language
from corpus.script import simplified_all

Lines = list[str]
"""A text each: its terms in order, blanks between them."""

_BETWEEN, _BLANK = ord("\n"), ord(" ")
_LATIN = re.compile(r"[a-z0-9]+(?:'[a-z]+)?|\n")
_NO_WORD = re.compile(f"(?<![^ \n])(?!{CJK.pattern})[^ \n]+")
_CJK = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF))


def cut_all(texts: Sequence[str], language: Language) -> tuple[Lines, Lines]:
    """(words, pairs) of the texts."""
    plain = "\n".join(simplified_all([text.replace("\n", " ") for text in texts]))
    lowered = plain.lower()
    latin = _latin(lowered).split("\n")
    if language == "en":
        return latin, _pairs(plain)
    return [" ".join(each) for each in zip(_chinese(lowered).split("\n"), latin, strict=True)], _pairs(plain)


def _latin(lowered: str) -> str:
    """The Latin words of all lines, stemmed, line ends between."""
    return " ".join(Stemmer.Stemmer("english").stemWords(_LATIN.findall(lowered)))


def _chinese(lowered: str) -> str:
    """The Chinese words of all lines, line ends between."""
    return _NO_WORD.sub("", " ".join(rjieba.cut(lowered)))


def _pairs(plain: str) -> Lines:
    """Overlapping pairs of Chinese characters, a run of one character alone: written beside one another, then read as text."""
    read = np.frombuffer(plain.encode("utf-32-le"), np.uint32)
    chinese = np.zeros(len(read) + 2, bool)  # nothing before the first, nothing after the last
    for low, high in _CJK:
        chinese[1:-1] |= (read >= low) & (read <= high)
    here, after = chinese[1:-1], chinese[2:]
    first, alone, end = here & after, here & ~after & ~chinese[:-2], read == _BETWEEN
    written = np.stack([read, np.where(after, np.roll(read, -1), _BLANK), np.full_like(read, _BLANK)], axis=1)
    kept = np.stack([first | alone | end, first | alone, first], axis=1)
    text: str = written[kept].tobytes().decode("utf-32-le")
    return text.split("\n")
