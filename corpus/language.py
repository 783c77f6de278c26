"""Which of the two languages a text is in."""

import re

from corpus.records import Language

CJK = re.compile(r"[㐀-䶿一-鿿豈-﫿]")
_CJK_RUN = re.compile(f"{CJK.pattern}+")
_LATIN_WORD = re.compile(r"[A-Za-z]+")


def language_of(text: str) -> Language:
    """Chinese where Chinese characters outnumber Latin words, else English."""
    return "zh" if sum(map(len, _CJK_RUN.findall(text))) > len(_LATIN_WORD.findall(text)) else "en"
