"""Numbers and names of accounts behind words that announce them: "my passport number is", 尾号, "follow me on".

What has a shape of its own is found by corpus/privacy_numbers.py; here the words before it say what it is.
"""

import re
from collections.abc import Iterator
from functools import cache

from corpus.privacy_numbers import Kind, Raw

_GAP = r"(?:'s|’s| is| was| are|,|:| it's| number| no\.?)*[ ]+"
_APPS = r"(?:Insta(?:gram)?|Twitter|TikTok|Snapchat|Snap|Facebook|WhatsApp|WeChat|Discord|Telegram|Skype|Reddit|gamertag|handle|username)"
_HANDLE = r"(?=[\w.-]*[\d_.-]\w)[A-Za-z][\w.-]{3,28}\w"
_ENGLISH: tuple[tuple[str, Kind], ...] = (
    (rf"\b(?i:social security|social|national insurance|passport|driving licence|driver'?s licen[cs]e|NHS)(?: number)?{_GAP}(?P<id>(?=(?:[A-Z -]*\d){{5}})[A-Z\d][A-Z\d -]{{5,19}}[A-Z\d])\b", "id"),
    (rf"\b(?i:card|account|sort code|IBAN)(?: number)?{_GAP}(?P<id>[A-Z]{{0,2}}\d(?:[ -]?\d|[ -][A-Z]{{4}}){{5,32}})\b", "card"),
    (r"\bcard(?:'s| that| number)? (?:ends|ending|ended)(?: in| with)? (?P<id>\d{4})\b", "card"),
    (rf"\b{_APPS}(?: ID| name| handle)?{_GAP}(?P<id>{_HANDLE})", "account"),
    (rf"\b(?:I'm|I am|it's|find me as) (?P<id>{_HANDLE}) on {_APPS}\b", "account"),
    (r"(?<![\w.])(?P<id>(?:facebook|instagram|twitter|tiktok|x)\.com/@?[\w.-]+\w)", "account"),
    (r"(?<![\w.@])(?P<id>@[A-Za-z][\w.-]{2,29}\w)", "account"),
    (rf"\b(?i:plate|reg|registration)(?: number)?{_GAP}(?P<id>(?=[A-Z]*\d)(?=\d*[A-Z])[A-Z\d]{{2,4}}[ -]?[A-Z\d]{{3,4}})\b", "plate"),
    (r"\b[Mm]y (?:phone|mobile|cell|landline)?(?: ?number)?(?:'s| is) (?P<id>\+?\d(?:[ -]?\d){8,12})(?!\d)", "phone"),
)  # fmt: skip
_SITES = "抖音|快手|小红书|微博|淘宝|支付宝|B站|知乎|闲鱼|拼多多|京东"
_TOKEN = r"[A-Za-z][A-Za-z\d_.-]{2,19}(?:(?:加|下划线|减号|横杠|杠|点)[A-Za-z\d_]{1,12})*"
_HAN_DIGIT = "零〇一二三四五六七八九幺"
_CHINESE: tuple[tuple[str, Kind], ...] = (
    (r"(?:手机|电话|号码)(?:号码?)?(?:的)?(?:尾号|后四位)(?:就?是|为|：)?(?P<id>\d{4})(?!\d)", "phone"),
    (r"身份证(?:号码?)?(?:的)?(?:后四位|尾号|最后四位)(?:就?是|为|：)?(?P<id>\d{3}[\dXx])(?!\d)", "id"),
    (r"(?<!手机)(?<!电话)(?<!号码)尾号(?:就?是|为|：)?(?P<id>\d{4})(?!\d)", "card"),
    (r"(?:社保|医保|护照|通行证|驾驶证|身份证)(?:卡)?号?码?[^。！？\d]{0,12}?(?P<id>(?<![A-Za-z])[A-Za-z]{0,2}\d{7,18}[Xx]?)(?![\dA-Za-z])", "id"),
    (r"(?:卡号|银行卡|信用卡|储蓄卡)(?:号码?)?[^。！？\d]{0,6}?(?P<id>\d(?:[ -]?\d){11,18})(?!\d)", "card"),
    (rf"(?:微信|QQ|扣扣|{_SITES})(?:号码?|账号|帐号|昵称|名字|名|id|ID)?(?:就是|是|叫|为|：|:|，|拼音|全拼|小写|的|\s)+(?P<id>@?{_TOKEN})", "account"),
    (rf"(?:{_SITES})(?:号|账号|帐号|昵称|名字|名)?(?:就是|是|叫)(?P<id>@[\w]{{2,16}})", "account"),
    (r"(?P<id>[A-Za-z\d][\w.+-]*(?:艾特|at|＠)[A-Za-z\d-]+(?:(?:点|\.)(?:com|cn|net|org|edu))+)", "mail"),
    (rf"车牌(?:号码?)?(?:照)?(?:就是|是|：|，)?(?P<id>[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z](?:[·\s]?[A-Z\d{_HAN_DIGIT}]{{2,6}})?)", "plate"),
    (rf"车牌[^。！？]{{0,8}}(?:后面|后五位|尾号|后三位|最后)(?:几位)?(?:就?是)?(?P<id>[A-Z\d{_HAN_DIGIT}]{{3,6}})", "plate"),
)  # fmt: skip
_NICKNAME = re.compile(
    rf"(?:{_SITES})(?:号|账号|帐号|昵称|名字|名|上)?(?:叫|名叫)(?P<id>[一-鿿\w]{{2,14}})(?=[，。,.！!、]|$)"
)
_SAYS_EN = re.compile(r"[\d@]")
_SAYS_ZH = re.compile(r"[A-Za-z\d]")
_NAMES_EN = (".com/", "Snapchat", "Insta", "gamertag", "handle", "username", "TikTok", "Twitter", "Discord", "Telegram")
_NAMES_ZH = ("车牌", *_SITES.split("|"))


@cache
def _patterns(chinese: bool) -> tuple[tuple[re.Pattern[str], Kind], ...]:
    given = _CHINESE if chinese else _ENGLISH
    return tuple((re.compile(pattern, re.A if not chinese else 0), kind) for pattern, kind in given)


def announced(text: str, *, chinese: bool) -> Iterator[Raw]:
    """Everything of these kinds in `text`; what overlaps is for the caller to sort out."""
    said, names = (_SAYS_ZH, _NAMES_ZH) if chinese else (_SAYS_EN, _NAMES_EN)
    if not said.search(text) and not any(map(text.__contains__, names)):
        return
    for pattern, kind in _patterns(chinese):
        yield from ((found.span("id"), kind, True) for found in pattern.finditer(text))
    if chinese:
        yield from ((found.span("id"), "account", False) for found in _NICKNAME.finditer(text))
