"""A theme's name: an in vivo code, a short phrase a respondent really said (Strauss and Corbin 1990)."""

import re
from collections.abc import Container, Sequence

from corpus.language import CJK
from corpus.records import Language, Span
from index.cutting import words
from research.units import is_filler, terms

LENGTH: dict[Language, tuple[int, int]] = {"zh": (4, 14), "en": (3, 9)}
"""Fewest and most Chinese characters, or English words, of a name."""

GOOD = 0.33
"""Least worth of a phrase that may stand as a name; below it the theme's words say more."""

ANECDOTE = 0.5
"""What each word hardly anybody else says leaves of a phrase's worth."""

_PART = {
    "zh": re.compile(r"[^，,。！？!?；;：:、…—\n]+"),
    "en": re.compile(r"[^,.!?;:…—\n()]+"),
}
# Numbers in words are numbers too: a reader would take one in a heading for a finding.
_UNFIT = re.compile(
    r"\d|[\"“”«»「」『』{}\[\]（()）]|[二两三四五六七八九十百千万]|一[成半块]|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|\w+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|half)\b",
    re.IGNORECASE,
)
_EDGE: dict[Language, tuple[re.Pattern[str], re.Pattern[str]]] = {
    "zh": (
        re.compile(
            r"^(?:就是说|就是|然后|但是|但|可是|而且|所以|因为|结果|那个|这个|反正|其实|不过|还有|那么|呃+|嗯+|啊|哎|哦|嗐|那|就|嘛|呀|吧)+"
        ),
        re.compile(r"(?:嘛|呀|啊|吧|呢|哈|哦|咯|啦|喽|嘞|啵|噻|哩|的话|那个|这个|就是|然后|但是|因为)+$"),
    ),
    "en": (
        re.compile(
            r"^(?:(?:and|but|so|because|well|oh|um|uh|er|like|then|or|though|although|while|anyway|honestly|actually|which|that|no|yes"
            r"|yeah)\s+)+",
            re.IGNORECASE,
        ),
        re.compile(
            r"(?:\s+(?:and|but|so|because|um|uh|er|like|then|or|though|you know|right|really))+$", re.IGNORECASE
        ),
    ),
}
# A phrase that breaks off, or that points at something it does not name, reads as nothing outside its answer.
_BROKEN: dict[Language, re.Pattern[str]] = {
    "zh": re.compile(
        r"(?:[把被跟和与在从对给比是有要会能让叫想说的]|什么|怎么|一个|因为|如果|或者)$|^(?:的|了|着|过|[里上下][面头去来]|[个种些])"
    ),
    "en": re.compile(
        r"\b(?:the|a|an|to|of|in|on|at|for|with|from|by|my|your|his|her|their|our|is|was|were|are|be|been|i|i'm|it's|he|she|they|we"
        r"|if|when|than|as|very|just|during|before|after|would|could|will|can|don't|didn't|not|this|that|said|had|has|have)$"
        r"|^(?:of|than|if|when|as|during|before|after|to)\b",
        re.IGNORECASE,
    ),
}
_POINTING: dict[Language, re.Pattern[str]] = {
    "zh": re.compile(r"这个|那个|这样|那样|[这那]儿|他|她|它|[您你]|我说|讲|[瞅看盯]我"),
    "en": re.compile(
        r"\b(?:he|she|him|her|his|they|them|there|that|this|those|these|one|thing|things|something|said|says)\b",
        re.IGNORECASE,
    ),
}
# Told as a story, of one person or one place, or asked: no view many share. Each with what it leaves of the worth.
_STORY: dict[Language, re.Pattern[str]] = {
    "zh": re.compile(
        r"我[妈爸爹娘哥姐弟妹叔姨婆公儿女崽妞家]|我们(?:这|那|家|店|厂|班|单位)|那[回次天年阵条家]|上[个回次]|一看|要说|都怪|结果|主要是"
        r"|右边|左边|问我|印象|[坐站躺]着|路$"
    ),
    "en": re.compile(
        r"(?<=\s)(?!I\b|I'|GP|SPF)[A-Z]|(?i:\bmy (?!skin|face|own))|\b(?:saw|looked|told|asked|sat|stood|handed|was|were|had|I'd a)\b"
        r"|\b(?:here|till|until|daft)\b"
    ),
}
_ASKED: dict[Language, re.Pattern[str]] = {
    "zh": re.compile(r"[谁哪啥咋]|什么|怎么|多少|[吗么]$"),
    "en": re.compile(
        r"^(?:what|who|why|how|where|when|do|does|did|is|are|would|could|will|can|shall)\b", re.IGNORECASE
    ),
}
_FLAWS: dict[Language, list[tuple[re.Pattern[str], float]]] = {
    language: [(_BROKEN[language], 0.15), (_POINTING[language], 0.3), (_STORY[language], 0.45), (_ASKED[language], 0.4)]
    for language in LENGTH
}
# Who does or feels what: a view has a doer or a verdict, a bare noun is only a subject matter.
_VERDICT: dict[Language, re.Pattern[str]] = {
    "zh": re.compile(r"[不没别少多太贵便宜甜苦好怕省懒信愿]|只|都|先|才|就|还|越|宁可|习惯|喜欢|看"),
    "en": re.compile(
        r"\b(?:i|i'm|i've|i'd|i'll|we|you|it|it's|is|was|isn't|wasn't|are|were|don't|didn't|not|no|never|only|always|every|too|just"
        r"|can't|couldn't|won't|less|more|same|made|make|makes|get|want|need|keep|stop|use|trust|wear|rather|sooner|better)\b",
        re.IGNORECASE,
    ),
}


def name_span(
    texts: Sequence[str],
    units: Sequence[tuple[int, Span]],
    telling: Sequence[str],
    *,
    language: Language,
    common: Container[str] | None = None,
    taken: Container[str] = (),
) -> tuple[int, Span] | None:
    """The best phrase among `units` (answer index, span in texts[answer]), given most central first.

    telling   the theme's own words, most telling first
    common    terms that several answers say, here or elsewhere: any other word is an anecdote's
    taken     names of other themes
    Returns (answer index, span in that answer), or None where no phrase holds a telling word and is good enough.
    """
    found = [
        (_worth(texts[answer], (start, end), telling, rank / len(units), language, common), answer, (start, end))
        for rank, (answer, span) in enumerate(units)
        for start, end in _phrases(texts[answer], span, language)
        if texts[answer][start:end] not in taken
    ]
    best = max(found, key=lambda each: (each[0], -each[1]), default=None)
    return None if best is None or best[0] < GOOD else (best[1], best[2])


def _phrases(text: str, span: Span, language: Language) -> list[Span]:
    """Parts of a unit between commas, without fillers at their ends, of a fitting length; no digits, no quotes."""
    low, high = LENGTH[language]
    parts = [_bare(text, found.span(), language) for found in _PART[language].finditer(text, *span)]
    return [
        (start, end)
        for start, end in parts
        if low <= size(text[start:end], language) <= high
        and not _UNFIT.search(text[start:end])
        and not is_filler(text[start:end], language)
    ]


def size(phrase: str, language: Language) -> int:
    """Characters of a Chinese phrase, words of an English one."""
    return len(CJK.findall(phrase)) + len(re.findall(r"[A-Za-z]+", phrase)) if language == "zh" else len(phrase.split())


def _bare(text: str, span: Span, language: Language) -> Span:
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    head, tail = _EDGE[language]
    if found := head.match(text[start:end]):
        start += found.end()
    if found := tail.search(text[start:end].rstrip()):
        end = start + found.start()
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _worth(
    text: str, span: Span, telling: Sequence[str], rank: float, language: Language, common: Container[str] | None
) -> float:
    """0–1 and a little: higher for telling words, a whole thought, central units; 0 where no telling word is in it.

    rank   place among the theme's units, 0 the most central, 1 the last
    """
    phrase = text[slice(*span)]
    own = set(terms(phrase, language))
    held = own | set(words(phrase, language)) | {term for term in telling if language == "zh" and term in phrase}
    hits = sorted((1 / (1 + 0.25 * at) for at, word in enumerate(telling) if word in held), reverse=True)
    worth = (1 + 0.15 * (len(hits[:3]) - 1)) * max(hits, default=0.0) * (1 - 0.4 * rank)
    worth *= 1.0 if size(phrase, language) > LENGTH[language][0] else 0.7
    worth *= 1.0 if _VERDICT[language].search(phrase) else 0.6
    for flaw, cost in _FLAWS[language]:
        worth *= cost if flaw.search(phrase) else 1.0
    worth *= _whole(text, span)
    return worth * ANECDOTE ** (
        0 if common is None else sum(term not in common and term not in telling for term in own)
    )


def _whole(text: str, span: Span) -> float:
    """1 where a phrase begins and ends with its sentence, less where it does not, least where the sentence asks."""
    before, after = (
        text[: span[0]].rstrip(),
        re.sub(r"^[嘛呀啊吧呢哈哦咯啦喽嘞，,\s]*(?=[。！!….;；?？])", "", text[span[1] :]),
    )
    starts = not before or before[-1] in "。！？!?…\n.;；"
    if re.match(r"\s*[?？]|[呢吗么]", after):
        return 0.3
    ends = re.match(r"\s*(?:$|[。！!….;；])", after)
    return (1.0 if starts else 0.9) if ends else 0.7
