"""Names, home addresses and employers, each behind words that announce it; brands and places are none."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast

import yaml

from corpus.records import Language, Span

Kind = Literal["name", "address", "employer"]
Raw = tuple[Span, Kind, bool]

_LEXICON = Path(__file__).with_name("lexicon")
_HAN = "一-鿿"
_END_ZH = r"(?=[，。,.！!？?；;、：:）)\s」”]|的|是|啊|呀|哈|吧|呢|今年|来自|住|，|$)"
_HOME = rf"[{_HAN}]{{2,10}}?(?:路|街|大道|巷|弄|胡同)[\d一二三四五六七八九十]+(?:弄|号)(?:院|楼)?"
_ROOM = r"(?:[\dA-Za-z一二三四五六七八九十]+(?:号楼|号|栋|幢|座|单元|室|楼|层|户))"
_ADDRESSES_ZH = (
    re.compile(rf"{_HOME}{_ROOM}*"),
    re.compile(rf"[{_HAN}]{{2,8}}?(?:小区|花园|公寓|新村|家园|苑|府){_ROOM}+"),
)
_LED_IN = re.compile(r".*(?:住在|搬到|搬去|寄到|送到|地址是|家在|就在|在|住|到|是)")
_STREET = re.compile(
    r"\b(?:(?:Flat|Apartment|Unit) \d+[A-Za-z]?,? )?\d{1,4}[A-Za-z]?,? (?:[A-Z][a-z']+ ){1,3}"
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Drive|Close|Court|Terrace|Crescent|Gardens|Square|Boulevard|Grove|Mews|Way|Place)\b"
)
_POSTCODE = re.compile(r"(?<![A-Za-z0-9])([A-Z]{1,2})\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2}(?![A-Za-z0-9])")
_WORKS_ZH = re.compile(
    rf"(?:我|老公|老婆|先生|太太|爱人|丈夫|妻子)(?:现在|目前|一直|是|就|都)*在(?P<who>[{_HAN}A-Za-z0-9]{{1,16}}?)(?:上班|工作|任职|就职|当[{_HAN}]|做[{_HAN}])"
)
_NAME = r"[A-Z][a-z]+(?:['-][A-Z][a-z]+)?(?: [A-Z][a-z]+(?:['-][A-Z][a-z]+)?)?"
_OWN_EN = re.compile(rf"\b(?i:my (?:full )?name is|my name's|i am called|i'm called|call me|named) (?P<who>{_NAME})")
_TITLE_EN = re.compile(rf"\b(?:Mr|Mrs|Ms|Miss|Dr|Professor|Prof)\.? (?P<who>{_NAME})")
_WORKS_EN = re.compile(
    r"\b(?:work|works|worked|working|job) (?:at|for|with) (?P<who>(?:the )?[A-Z][\w&'.-]*(?: (?:and |& |of )?[A-Z][\w&'-]*){0,4})"
)


def words_found(text: str, language: Language) -> Iterator[Raw]:
    """Everything of these kinds in `text`; what overlaps is for the caller to sort out."""
    yield from _chinese(text) if language == "zh" else _english(text)


@cache
def _lexicon(language: Language) -> Mapping[str, Any]:
    said = (_LEXICON / f"privacy_{language}.yaml").read_text(encoding="utf-8")
    return cast("Mapping[str, Any]", yaml.safe_load(said))


@cache
def _english_words(name: str) -> frozenset[str]:
    said = _lexicon("en")[name]
    return frozenset(said.split() if isinstance(said, str) else said)


@cache
def _names_zh() -> tuple[tuple[re.Pattern[str], bool], ...]:
    """Patterns of names with whether they are sure; the name is the group `who`."""
    known = _lexicon("zh")
    surname = f"(?:{'|'.join(known['double_surnames'])}|[{known['surnames']}])"
    own, others, beside = ("|".join(known[each]) for each in ("own", "others", "with"))
    titles, trades = "|".join(known["titles"]), "|".join(known["trades"])
    return (
        (re.compile(rf"(?:{own})(?P<who>{surname}[{_HAN}]{{1,2}}){_END_ZH}"), True),
        (re.compile(rf"(?:我|免贵|本人)姓(?P<who>{surname}){_END_ZH}"), True),
        (re.compile(rf"(?:{others})(?P<who>{surname}[{known['given']}]{{1,2}}|小[{known['given']}]){_END_ZH}"), True),
        (re.compile(rf"(?<![{_HAN}])(?P<who>{surname}[{known['given']}]{{0,2}})(?:{titles})"), True),
        (re.compile(rf"(?<=[是跟找问的])(?P<who>{surname})(?:{titles})"), True),
        (re.compile(rf"(?:^|[，。跟找问是给])(?P<who>{surname}[{known['given']}]{{0,2}})(?:{trades})"), False),
        (
            re.compile(rf"(?:{beside})(?P<who>{surname}[{known['given']}]{{1,2}})(?=一起|说|聊|去|推荐|介绍|他|她|借)"),
            False,
        ),
    )


def _chinese(text: str) -> Iterator[Raw]:
    known = _lexicon("zh")
    for pattern, sure in _names_zh():
        for found in pattern.finditer(text):
            around = text[found.start("who") : found.end("who") + 3]
            if not any(around.startswith(each) or each in found[0] for each in known["not_names"]):
                yield found.span("who"), "name", sure
    for pattern in _ADDRESSES_ZH:
        for found in pattern.finditer(text):
            led = _LED_IN.match(found[0])
            yield (found.start() + (led.end() if led else 0), found.end()), "address", True
    for found in _WORKS_ZH.finditer(text):
        named = _employs(found["who"])
        if named is not None:
            yield found.span("who"), "employer", named


def _employs(who: str) -> bool | None:
    """Whether these words surely name an employer; None where they name none."""
    known = _lexicon("zh")
    if who in known["not_employers"] or len(who) < 2:
        return None
    kind = next((end for end in known["employers_end"] if who.endswith(end)), "")
    bare = who.removesuffix(kind)
    while short := next((each for each in known["generic"] if bare.startswith(each) or bare.endswith(each)), ""):
        bare = bare.removeprefix(short).removesuffix(short)
    if len(bare) < 2 or bare in known["not_employers"]:
        return None
    return bool(kind)


def _english(text: str) -> Iterator[Raw]:
    given, brands, capitals = (_english_words(each) for each in ("given", "brands", "capitals"))
    for found in _OWN_EN.finditer(text):
        if (first := found["who"].split()[0]) not in capitals:
            yield found.span("who"), "name", first in given or not found[0].startswith("call")  # call me Dracula
    for found in _TITLE_EN.finditer(text):
        if found["who"].split()[0] not in brands | capitals:
            yield found.span("who"), "name", True
    for found in _kin().finditer(text):
        yield found.span("who"), "name", True
    for found in re.finditer(rf"\b(?:I'm|I am|[Tt]his is|It's) (?P<who>{_NAME})(?=[,.!]| and |$)", text):
        if found["who"].split()[0] in given:
            yield found.span("who"), "name", True
    yield from ((found.span(), "address", True) for found in _STREET.finditer(text))
    yield from (
        (found.span(), "address", True) for found in _POSTCODE.finditer(text) if found[1] in _english_words("areas")
    )
    for found in _WORKS_EN.finditer(text):
        if found["who"].removeprefix("the ").split()[0] not in capitals:
            yield (found.start("who"), found.start("who") + len(found["who"].rstrip(".,'"))), "employer", True


@cache
def _kin() -> re.Pattern[str]:
    """Somebody of the family or the neighbourhood, called by a given name."""
    kin, given = "|".join(_english_words("kin")), "|".join(sorted(_english_words("given"), key=len, reverse=True))
    return re.compile(
        rf"\b(?i:my|our|his|her) (?i:\w+ )?(?i:{kin})(?:,| is called| called|'s called|'s name is)? (?P<who>(?:{given})(?: [A-Z][a-z]+)?)\b"
    )
