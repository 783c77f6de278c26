"""What cleaning may not lose: negations, hedges and numbers, as they stand in a text."""

import re
from collections import Counter

import rjieba

from corpus.records import Language
from corpus.script import simplified

_ENGLISH = re.compile(
    r"\b(?:kind of|sort of|a bit|i guess|i think|i suppose|i believe|i reckon|i imagine|more or less|give or take|i don['’]t know)\b"
    r"|\b(?:\w+n['’]t|n['’]t|no|not|never|none|nothing|nobody|nowhere|neither|nor|without|cannot|hardly|barely|rarely"
    r"|maybe|perhaps|possibly|probably|might|roughly|almost|about|around|kinda|sorta|seems?|apparently|somewhat|likely|unlikely|supposedly|nearly|approximately"
    r"|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-\w+)?|(?:thir|four|fif|six|seven|eigh|nine)teen"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|hundred|thousand|million|half|once|twice|dozen"
    r"|first|second|third)\b|\d+(?:[.,:]\d+)*",
    re.IGNORECASE | re.ASCII,  # "not呃": a Chinese character ends an English word
)
_CHINESE = re.compile(
    r"好像|可能|大概|也许|或许|应该|似乎|左右|差不多|还行|还可以|一般|有点|估计|说不定|未必|大约|几乎|恐怕|多半|貌似|大致|基本|不太|不怎么"
    r"|[不没别未无非]|吧|\d+(?:[.,:]\d+)*|[零〇一二两三四五六七八九十百千万亿半几]"
)
_NUMBER = re.compile(
    r"\d|[零〇一二两三四五六七八九十百千万亿半几]|ty\b|teen\b"
    r"|^(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|hundred|thousand|million|half|once|twice|dozen"
    r"|first|second|third)$"
)
_NAME = re.compile(
    r"(?<![.!?…] )(?<!^)\b(?!I\b)[A-Z][\w&'’-]*|\b\w*[a-z][A-Z]\w*|\b[A-Za-z]+(?=[㐀-鿿])|(?<=[㐀-鿿])[A-Za-z]+"
)
_NEGATION = re.compile(
    r"n['’]t$|^(?:no|not|never|none|nothing|nobody|nowhere|neither|nor|without|cannot)$|[不没别未无非]"
)


def carriers(text: str, language: Language) -> Counter[str]:
    """Every negation, hedge and number of `text` with how often it stands there, in lower case."""
    found = (_ENGLISH if language == "en" else _CHINESE).findall(text)
    return Counter(word.lower().replace("’", "'") for word in found)


def kind_of(carrier: str) -> str:
    """`number`, `negation` or `hedge`."""
    if _NUMBER.search(carrier):
        return "number"
    return "negation" if _NEGATION.search(carrier) else "hedge"


def loses(dropped: str, repair: str, language: Language, *, replaced: bool = False) -> bool:
    """Whether leaving out `dropped` before `repair` would lose a negation, a hedge or a number.

    One negation may stand for another (don't, didn't). With `replaced` (the speaker says that it is a correction) a
    number may stand for another number too.
    """
    gone = carriers(dropped, language)
    if not gone:
        return False
    kept = carriers(repair, language)
    kinds = {kind_of(carrier) for carrier in kept}
    fair = {"negation", "number"} if replaced else {"negation"}
    return any(carrier not in kept and kind_of(carrier) not in fair & kinds for carrier in gone)


def names(text: str, language: Language) -> Counter[str]:
    """Brand names and other names of `text`: words written as names, in Chinese also those its dictionary knows as such."""
    found = Counter(word.lower() for word in _NAME.findall(text))
    if language == "zh":
        tagged = rjieba.tag(simplified(text))
        found += Counter(word for word, tag in tagged if len(word) > 1 and tag in ("nr", "ns", "nt", "nz", "nrt"))
    return found
