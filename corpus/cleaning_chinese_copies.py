"""What a speaker of Chinese says twice, and starts that break off before they are begun anew."""

import re
from collections.abc import Iterator

from corpus.cleaning_chinese_clauses import MARK, clause_after, clause_before
from corpus.cleaning_meaning import loses
from corpus.records import Span

_BREAK = re.compile(r"(?:[，…,—\s]+|[嗯呃])(?:(?:[嗯呃额啊]|那个|这个|就是)+(?:[，、…,—\s]+|$)|[嗯呃])*")
NEAR = 8
"""Characters of a new start, beyond the length of the old one, in which its negations and numbers are looked for."""
_OPEN = re.compile(
    r"(?:是|在|(?<![下上过回进出])去|(?<=[我你他])用|给|跟|和|从|把|被|让|会|就|要|想|不|没|很|比较|特别|上|因为|如果|但是|觉得|[这那][个些种]|一个|之前|现在"
    r"|最近|以前|以后|平时|一般|当时|后来|有时候|[得像给对跟][我你他]|一天|都|也|还|再|能|可以|要是|像|对|(?<![见不得找买想看听拿收碰遇])到|说)$"
)
"""Ends of a clause that breaks off."""
_LINK = re.compile(r"[因如可一主当比有放所但然应其很大]|好像")
_LOOSE = re.compile(r"(?:[这那]个|就|就想说|要是|如果|因为|如果[我你他]|比如说?[我你他])$")
"""Ends of a clause that is given up, where a dash follows."""
_SUBJECT = re.compile(r"[我你他这那]们?")
_FRAME = re.compile(r"(?:的|[这那](?:个|种|家|款|些|边)|[在给从跟对])$")
_KIN = re.compile(
    r"我们?(?:妈妈?|爸爸?|老公|老婆|婆婆|公公|先生|太太|儿子|女儿|孩子|姐姐?|妹妹?|哥哥?|弟弟?|朋友|同事|闺蜜|奶奶|爷爷)"
)
_LISTING = re.compile(r"或者|还是|还有|包括|比如|总是|一直|每")
_SHARED = re.compile(r"都|也|和|跟|还有|一起|、")
_DOUBLED = re.compile(
    rf"(?:(?<=[{MARK}我你他们是觉为后])|^)"
    r"((?:我们|你们|他们|这个|那个|这种|那种|这些|那些|一直|应该|平时|现在|觉得|如果|其实|而且|或者|然后|但是|因为|所以|就是|如果|觉得|主要|其实|一般|每天|有点|用了|比如|比如说|还是|什么|怎么|当时|[我你他][也会就想要都还在去是用]|你像|你看|他说|我跟|我去|我用|都是|也是|应该"
    rf"|平时|现在|后来|一直|这种|那种|这些|那些|这样|那样|这边|那边|有些|或者|而且|不过|虽然|要是|感觉|有的|主要是|可能|我觉得|[我你他]的|[我你他这那在就还是也都把给跟从被])[、…\s]*)\1*(?=\1(?!\1)[^{MARK}])"
)
_INSIDE = re.compile(
    rf"(?<=[^{MARK}])((?:(?:我们|你们|他们)(?!，)|这个|那个|这种|那种|这些|那些|一直|应该|平时|现在|觉得|如果|其实|而且|或者|然后|但是|因为|所以|如果|觉得|主要是|[我你他]的|不是|就是|都是|也是)[，、…\s]*)\1*(?=\1[^{MARK}])"
)
_PRONOUN = re.compile(rf"(?<![自其给把让跟对叫问诉送帮找等比被看请教陪])([我你他])\1*(?=\1(?!\1)[^{MARK}])")
_FILLED_PRONOUN = re.compile(rf"([我你他]们?)(?:那个|这个|就是|就)(?=\1[^{MARK}])")
_LONG = re.compile(rf"(?=[^个不没好可对行差一二三四五六七八九十两])([㐀-鿿]{{3,8}})(?=\1[^{MARK}])")
_HUNTING = re.compile(r"(?:(?:这个){2,}|(?:那个){2,})[，、…,\s]+")
_LEADS = re.compile(r"然后|因为|所以|但是|不过|就是|其实|反正|而且|觉得|主要是")
_SINGLE = re.compile(rf"(?<=[^{MARK}])([就都也还在把给])[，…]+(?=\1[^{MARK}])")

_AGAIN = re.compile(r"([㐀-鿿]{1,8})[，、…,\s]*\1")
"""Anything said twice: without it, none of the patterns for that is found."""


def copies(text: str) -> Iterator[Span]:
    """我我, 我觉得我觉得, 我们去，我们开车去: the first of two, and a start that breaks off before it is begun anew."""
    if _AGAIN.search(text):
        for pattern in (_HUNTING, _DOUBLED, _PRONOUN, _INSIDE, _SINGLE, _LONG):
            for found in pattern.finditer(text):
                yield found.span(1) if pattern is _LONG else found.span()
    for found in _FILLED_PRONOUN.finditer(text):
        yield found.span()
    for found in _BREAK.finditer(text):
        begins = text[found.end() : found.end() + 1]
        dashed = "—" in found.group()
        if not dashed and text.find(begins, 0, found.start()) < 0:
            continue  # a start that is begun anew begins with a character of the first
        said = clause_before(text, found.start())
        if not said or (begins not in said and not dashed):
            continue
        repair = clause_after(text, found.end())
        size = _begun_anew(said, repair, _filled(found.group())) if repair else 0
        if not size and dashed and len(said) <= 8 and repair and _LOOSE.search(said):
            size = len(said)
        if size and not loses(said[-size:], repair[: size + NEAR], "zh"):
            yield found.start() - size, found.end()


def _filled(pause: str) -> bool:
    """Whether a sound of thinking or a break stands in the pause."""
    return re.search(r"[嗯呃额…—]|那个|就是", pause) is not None


def _begun_anew(said: str, repair: str, filled: bool) -> int:
    """How many characters at the end of `said` are a start that `repair` begins anew; 0 where none are."""
    begins = {0, *(found.end() for found in _LEADS.finditer(said))}
    for start in sorted(begins):
        rest = said[start:]
        if rest and _anew(rest, repair, filled):
            return len(rest)
    for size in range(min(4, len(said), len(repair) - 1), 0, -1):
        again = repair[:size]
        if not said.endswith(again) or min(again) <= "㐀":
            continue
        begun = size > 1 and again[0] in "我你他" and again[-1] in "会就想要也都还是能"  # 周末我会，我会带孩子
        if begun or (filled and (size > 1 or again in "我你他这那在就也都")):
            return size
    size = _tail(said, repair)
    return size if filled or not _listed(said, said[-2:], repair) else 0


def _anew(rest: str, repair: str, filled: bool) -> bool:
    shared = 0
    while shared < min(len(rest), len(repair)) and rest[shared] == repair[shared] and rest[shared] > "㐀":
        shared += 1
    if not shared or len(rest) > 9 or (rest[0] in "又既越" and len(rest) > shared):
        return False
    left, longer = rest[shared:], len(repair) - len(rest)
    subject = _SUBJECT.match(rest)
    if not left:
        return _repeats(rest, longer, filled)
    if _KIN.fullmatch(rest) and (kin := _KIN.match(repair)) and kin.end() < len(repair):
        return _SHARED.search(repair[:8]) is None and longer >= 2
    if longer < 1:
        return False
    if left == "的" and subject and rest.removesuffix("的") == subject.group():
        return True
    if _OPEN.search(rest) and len(left) <= 4 and (shared >= 2 or subject) and not (rest[-1] == "说" and shared < 2):
        return True
    if (
        (filled or not _listed(rest, left, repair))
        and _FRAME.search(rest[:shared])
        and len(left) <= (3 if rest[shared - 1] in "在给从跟对" else 2)
        and longer >= 2
    ):
        return _SHARED.search(repair) is None
    return filled and shared >= 2 and len(left) <= 4


def _listed(said: str, left: str, repair: str) -> bool:
    """Whether two clauses that begin alike are a list: what would go is said again (这个成本，这个币的成本), or 或者 leads it."""
    return left in repair or _LISTING.search(said) is not None


def _repeats(rest: str, longer: int, filled: bool) -> bool:
    """A whole stretch said again, with more to come; a no or a yes said twice is meant."""
    if longer < 1 or (
        re.fullmatch(r"(?:[不没有是对好行啊嗯]|可以|没有|不是)+", rest) and not (rest == "是" and longer > 2)
    ):
        return False
    if len(rest) == 1:
        return rest in "我你他这那在就还是也都把给跟从被很"
    return filled or _SUBJECT.match(rest) is not None or _OPEN.search(rest) is not None or _LINK.match(rest) is not None


def _tail(said: str, repair: str) -> int:
    """它的味道，它的口感 at the end of a longer clause: a frame and one word, then the same frame."""
    frame = re.match(r"[我你他](?:们|们?的|那个)|[这那](?:个|种|款)|[在放]", repair)
    if not frame:
        return 0
    at = said.rfind(frame.group())
    left = len(said) - at - frame.end()
    if at < 0 or left > 2 or _SHARED.search(repair):
        return 0
    ends = frame.group()[-1] in "的个种款" or not left
    return len(said) - at if ends and len(repair) >= len(said) - at + 2 else 0
