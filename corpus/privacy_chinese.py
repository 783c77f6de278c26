"""Names, home addresses and employers in Chinese, each by the words around it; brands and places are none."""

import re
from collections.abc import Iterator
from functools import cache

from corpus.privacy_lexicon import RawWords, lexicon

_HAN = "一-鿿"
_END = r"(?=[，。,.！!？?；;、：:）)\s」”]|的|是|啊|呀|哈|吧|呢|今年|来自|住|，|$)"
_NUMBER = r"[\d一二三四五六七八九十百零]+"
_HOME = rf"[{_HAN}]{{2,10}}?(?:路|街|大道|巷|弄|胡同){_NUMBER}(?:弄|号)(?:院|楼)?"
_ROOM = rf"(?:(?:[A-Za-z]|{_NUMBER})+(?:号楼|号院|号|栋|幢|座|单元|室|楼|层|户))"
_ADDRESSES = (
    re.compile(rf"{_HOME}{_ROOM}*(?:\d{{3,4}})?"),
    re.compile(
        rf"[{_HAN}]{{2,8}}?(?:小区|花园|公寓|新村|家园|苑|府|[东南西北]园|[一二三四五六七八九十]区){_ROOM}+(?:\d{{3,4}})?"
    ),
    re.compile(rf"{_NUMBER}(?:号楼|栋|幢|座){_ROOM}+(?:\d{{3,4}})?"),
)
_ESTATE = re.compile(
    rf"(?:住在?|家在|搬到|搬去)(?P<who>[{_HAN}]{{2,10}}?)(?:，(?:就?是)(?:个|一个)?小区|(?:那个|这个)小区)"
)
_POSTCODE = re.compile(r"(?:邮编|邮政编码)(?:就?是|：|:)?(?P<who>\d{6})(?!\d)")
_LED_IN = re.compile(r".*(?:住在|搬到|搬去|寄到|送到|快递放|地址是?|家在|就在|放在|放|在|住|到|是)")

_AT_HOME = re.compile(r"[住寄搬]|我们?家|家[在住里]|送到|快递|地址")
_INDOORS = re.compile(r"号楼|单元|室|栋|幢")

_SELF = "我|老公|老婆|先生|太太|爱人|丈夫|妻子|爸|妈|姐|哥|弟|妹|儿子|女儿"
_BESIDES = "有就都也"
_FIRM = rf"(?P<who>[{_HAN}A-Za-z0-9]{{2,16}}?)"
_WORKS = re.compile(
    rf"(?:{_SELF})(?:现在|目前|一直|是|就|都|以前|之前|原来)*在{_FIRM}(?:上班|工作|任职|就职|打工|当[{_HAN}]|做[{_HAN}]|教[{_HAN}])"
)
_WORKED = re.compile(
    rf"(?:^|[，。,]|现在|目前|之前|以前|原来|一直)在{_FIRM}(?:上班|工作|任职|就职|打工|实习|待了|呆了|干了)"
)
_SERVES = re.compile(rf"(?:就职|任职|供职|受雇)于(?P<who>[{_HAN}A-Za-z0-9]{{2,16}}?)(?=[，。,.的做担当]|$)")
_STAFF = re.compile(
    rf"(?:{_SELF})是(?P<who>[{_HAN}]{{2,14}}?)的(?:护士|医生|老师|教师|员工|职工|柜员|会计|司机|保安|厨师|店长|经理|工程师|技术员|业务员|客服)"
)
_NAMED = re.compile(
    rf"(?:单位|公司|工厂|厂子?|店)(?:的名字|名字|名)?(?P<how>叫|是|，叫)(?:做)?(?P<who>[{_HAN}A-Za-z0-9]{{2,16}}?)(?=[，。,.！]|$)"
)


def chinese_words(text: str) -> Iterator[RawWords]:
    """Everything of these kinds in `text`; what overlaps is for the caller to sort out."""
    if not _name_begins().isdisjoint(text) or "叫" in text or _TWICE.search(text):
        yield from _names(text)
    if _HOUSE.search(text):
        yield from _addresses(text)
    if "在" in text or "于" in text or "的" in text or "叫" in text or "是" in text:
        yield from _employers(text)


_HOUSE = re.compile(r"[号栋幢座弄室]|单元|小区|邮编|邮政")
_TWICE = re.compile(rf"([{_HAN}])\1")


def _names(text: str) -> Iterator[RawWords]:
    none = lexicon("zh")["not_names"]
    for pattern, sure in _patterns():
        for found in pattern.finditer(text):
            around = text[found.start("who") : found.end("who") + 3]
            if not any(around.startswith(each) or each in found[0] for each in none):
                yield found.span("who"), "name", sure


@cache
def _name_begins() -> frozenset[str]:
    """The first characters of surnames."""
    return frozenset(lexicon("zh")["surnames"]) | {each[0] for each in lexicon("zh")["double_surnames"]}


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], bool], ...]:
    """Patterns of names with whether they are sure; the name is the group `who`."""
    known = lexicon("zh")
    surname = f"(?:{'|'.join(known['double_surnames'])}|[{known['surnames']}])"
    own, others, beside, kin = ("|".join(known[each]) for each in ("own", "others", "with", "kin"))
    titles, trades, before = "|".join(known["titles"]), "|".join(known["trades"]), "|".join(known["before"])
    given, nick = f"[{known['given']}]", f"[{known['nicknames']}]"
    return tuple((re.compile(pattern), sure) for pattern, sure in (
        (rf"(?:{own})(?P<who>{surname}[{_HAN}]{{1,2}}){_END}", True),
        (rf"(?:我|免贵|本人|{kin}|[他她])姓(?P<who>{surname}){_END}", True),
        (rf"姓{surname}，(?:名字?)?叫(?P<who>{surname}[{_HAN}]{{1,2}}){_END}", True),
        (rf"(?:{others})(?P<who>{surname}{given}{{1,2}}|小{given}){_END}", True),
        (rf"(?:{others})(?P<who>{given}{{2}}|(?P<twice>[{_HAN}])(?P=twice)){_END}", True),
        (rf"叫我(?P<who>[阿小老][{_HAN}]|{surname}{given}{{1,2}}){_END}", True),
        (rf"(?:{kin})(?P<who>{surname}{given}{{2}})(?![{known['not_after']}])", True),
        (rf"(?:{kin})(?P<who>{surname}{given})(?=[是在说，。也就她他有])", False),
        (rf"(?:儿子|女儿|孩子|宝宝|外甥|侄女|侄子|孙子|孙女)(?P<who>(?P<again>{nick})(?P=again))", False),
        (rf"(?:主持人|访问员|访员|受访者|记者|督导)(?P<who>{surname}[{_HAN}]{{1,2}})(?=[：:，,])", True),
        (rf"(?:您好|你好|大家好)[，,。！]?我(?:就)?是(?P<who>{surname}{given}{{1,2}}){_END}", True),
        (rf"(?<![{_HAN}])(?P<who>{surname}{given}{{0,2}})(?:{titles})", True),
        (rf"(?<=[是跟找问的])(?P<who>{surname})(?:{titles})", True),
        (rf"(?:^|[，。跟找问是给]|{before})(?P<who>{surname}{given}{{0,2}})(?:{trades})", False),
        (rf"(?:^|[，。,、]|{before}|[是跟和问找让])(?P<who>[小老]{known['called']}(?!子))(?={known['then']})", False),
        (rf"(?:{beside})(?P<who>{surname}{given}{{1,2}})(?=一起|说|聊|去|推荐|介绍|他|她|借)", False),
    ))  # fmt: skip


def _addresses(text: str) -> Iterator[RawWords]:
    for pattern in _ADDRESSES:
        for found in pattern.finditer(text):
            led = _LED_IN.match(found[0])
            start = found.start() + (led.end() if led else 0)
            at_home = _AT_HOME.search(text[max(0, start - 12) : start]) or _INDOORS.search(found[0])
            yield (start, found.end()), "address", bool(at_home)  # a shop has an address too
    yield from ((found.span("who"), "address", False) for found in _ESTATE.finditer(text))
    yield from ((found.span("who"), "address", True) for found in _POSTCODE.finditer(text))


def _employers(text: str) -> Iterator[RawWords]:
    for pattern in (_WORKS, _WORKED, _SERVES, _STAFF):
        for found in pattern.finditer(text):
            named = _employs(found["who"])
            if named is not None:
                start = found.start("who")
                yield (start, start + len(found["who"].rstrip(_BESIDES))), "employer", named
    for found in _NAMED.finditer(text):
        named = _employs(found["who"])
        if named or (named is not None and found["how"] != "是"):
            yield found.span("who"), "employer", bool(named)


def _employs(who: str) -> bool | None:
    """Whether these words surely name an employer; None where they name none."""
    known = lexicon("zh")
    who = who.rstrip(_BESIDES)
    if who in known["not_employers"] or len(who) < 2:
        return None
    kind = next((end for end in known["employers_end"] if who.endswith(end)), "")
    bare = who.removesuffix(kind)
    while short := next((each for each in known["generic"] if bare.startswith(each) or bare.endswith(each)), ""):
        bare = bare.removeprefix(short).removesuffix(short)
    if len(bare) < 2 or bare in known["not_employers"]:
        return None
    return bool(kind)
