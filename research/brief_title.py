"""A title for a brief that has none: its industry, and its first question shortened."""

import re

from corpus.language import CJK
from corpus.records import Language

_LONGEST: dict[Language, int] = {"zh": 20, "en": 44}
"""Characters of the question: the whole stays on a line of a phone or two."""
_BETWEEN: dict[Language, str] = {"zh": "：", "en": ": "}
_LEAST = 0.5  # of the longest, that a cut at a clause's end must leave


def title_of(industry: str, question: str, language: Language) -> str:
    """ "Skin care: what does your routine look like on…"; the question alone where no industry is named."""
    asked = shortened(question, language)
    return f"{_capital(industry)}{_BETWEEN[language]}{asked}" if industry else _capital(asked)


def shortened(text: str, language: Language) -> str:
    """The text without its question mark, cut at the end of a clause or a word where it is long."""
    plain = " ".join(text.split()).rstrip("?？。. ")
    longest = _LONGEST[language]
    if len(plain) <= longest:
        return plain
    ends = [found.start() for found in re.finditer(r"[，,；;、：:（(]" if CJK.search(plain) else r"[\s,;:(]", plain)]
    fitting = [end for end in ends if longest * _LEAST <= end <= longest]
    return plain[: fitting[-1] if fitting else longest].rstrip(" ,，;；:：、（(") + "…"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
