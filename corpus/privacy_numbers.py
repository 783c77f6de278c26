"""Numbers and addresses of people in either language: phone, mail, identity card, bank card, account, plate.

What a shop or a thing has (service lines, order numbers, bar codes) is no person's.
"""

import re
from collections.abc import Iterator
from typing import Literal

from corpus.records import Span

Kind = Literal["phone", "mail", "id", "card", "account", "plate"]
Raw = tuple[Span, Kind, bool]

_ALONE, _ENDS = r"(?<![\w.+-])(?<!\d[-/])", r"(?![\w])(?!\.\d)"
_ALONE_ZH = r"(?<![A-Za-z0-9.+])(?<!\d[-/])"  # Chinese stands beside a number without a blank
_ENDS_ZH = r"(?![A-Za-z0-9])(?!\.\d)"
_THING = re.compile(
    r"(?:订单|单号|运单|快递|编号|条码|条形码|货号|型号|批号|order|tracking|barcode|serial|reference)[^，。,.;；]{0,16}$",
    re.I,
)
_CALL = re.compile(r"(?:phone|call|text|ring|mobile|number|cell|whatsapp|reach)[^.!?]{0,30}$", re.I)
_CAR = re.compile(r"\b(?:plate|reg|registration|car|van|drive)\b[^.!?]{0,40}$", re.I)
_ID = re.compile(_ALONE_ZH + r"[1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx]" + _ENDS_ZH)
_CARD = re.compile(_ALONE_ZH + r"[3-6]\d{3}(?:[ -]?\d{4}){2,3}(?:[ -]?\d{1,4})?" + _ENDS_ZH)
_MAIL = re.compile(r"(?<![\w.+-])[A-Za-z0-9][\w.+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}", re.A)
_SPOKEN_MAIL = re.compile(
    r"\b[\w.+-]+(?: (?:dot|underscore|dash|hyphen) [\w-]+)* at [\w-]+(?: dot (?:co|com|org|net|uk|edu|au))+\b",
    re.I | re.A,
)
_DIGIT = "零〇一二三四五六七八九幺"
_PHONES = (
    re.compile(_ALONE_ZH + r"(?:(?:\+|00)?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}" + _ENDS_ZH),
    re.compile(_ALONE_ZH + r"\(?0(?:10|2\d|[3-9]\d{2})\)?[- ]\d{4}[- ]?\d{3,4}(?:(?:转|分机)\d{2,5})?" + _ENDS_ZH),
    re.compile(_ALONE + r"(?:\+44 ?\(?0?\)?|0)7\d{3}[ -]?\d{3}[ -]?\d{3}" + _ENDS),
    re.compile(_ALONE + r"04\d\d[ -]\d{3}[ -]\d{3}" + _ENDS),
    re.compile(_ALONE + r"\(?0[12]\d{1,3}\)?[ -]\d{3,4}[ -]?\d{3,4}" + _ENDS),
    re.compile(_ALONE + r"(?:\+?1[-. ])?(?:\([2-9]\d{2}\) ?|[2-9]\d{2}[-.])\d{3}[-.]\d{4}" + _ENDS),
    re.compile(r"(?<![\w+])\+(?:[2-9]\d{0,2})[ -]?\d(?:[ -]?\d){6,11}" + _ENDS),
)
_SPOKEN_ZH = re.compile(rf"(?<![{_DIGIT}])[一幺][三四五六七八九][{_DIGIT}]{{9}}(?![{_DIGIT}])")
_SAID = r"(?:double |triple )?(?:oh|zero|one|two|three|four|five|six|seven|eight|nine)"
_SPOKEN = re.compile(rf"\b(?:(?:{_SAID}[ ,-]+){{9,12}}|(?:oh|zero)[ ,-]+(?:{_SAID}[ ,-]+){{6,11}}){_SAID}\b", re.I)
_ACCOUNT = re.compile(
    r"(?:微信号?|(?<![A-Za-z])we ?chat(?: id)?|(?<![A-Za-z])QQ号?|扣扣)\s*(?:号码?|账号|帐号|id|ID|name|就是|是|为|叫|is|：|:|,|，|\s)+"
    r"(?P<id>[A-Za-z][\w-]{5,19}|[1-9]\d{4,10})(?![\w-]*[个块元年岁条次人])", re.I | re.A)  # fmt: skip
_DIGIT_OR_AT = re.compile(r"[\d@]")
_ACCOUNTS = ("微信", "chat", "Chat", "QQ", "扣扣")
"""Without any of these there is nothing written that is looked for here."""
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_PLATE_ZH = re.compile(
    rf"[{_PROVINCES}][A-HJ-NP-Z][·\s]?(?=[A-Z]{{0,4}}\d)[A-HJ-NP-Z0-9]{{4,5}}[A-HJ-NP-Z0-9挂学警港澳](?![A-Za-z0-9])"
)
_PLATE_EN = re.compile(r"(?<![A-Za-z0-9-])[A-HJ-PR-Y]{2}\d{2} ?[A-HJ-PR-Z]{3}(?![A-Za-z0-9])")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def numbers_found(text: str) -> Iterator[Raw]:
    """Everything of these kinds in `text`; what overlaps is for the caller to sort out."""
    if " dot " in text:
        yield from ((found.span(), "mail", True) for found in _SPOKEN_MAIL.finditer(text))
    if "nine" in text or "zero" in text or " oh " in text or "eight" in text or "seven" in text:
        for found in _SPOKEN.finditer(text):
            sure = bool(_before(_CALL, text, found)) or found[0][:2].lower() in ("oh", "ze")
            yield found.span(), "phone", sure
    if "一" in text or "幺" in text:
        yield from ((found.span(), "phone", True) for found in _each(_SPOKEN_ZH, text))
    if _DIGIT_OR_AT.search(text) or any(map(text.__contains__, _ACCOUNTS)):
        yield from _written(text)


def _written(text: str) -> Iterator[Raw]:
    for found in _each(_ID, text):
        valid, said = is_id(found[0]), "身份证" in text[max(0, found.start() - 12) : found.start()]
        if valid or said:
            yield found.span(), "id", True
    yield from ((found.span(), "card", True) for found in _each(_CARD, text) if _is_card(found[0]))
    yield from ((found.span(), "mail", True) for found in _MAIL.finditer(text))
    for phone in _PHONES:
        yield from ((found.span(), "phone", True) for found in _each(phone, text))
    for found in _ACCOUNT.finditer(text):
        if not found["id"].isalpha() or not text[found.start() : found.start("id")].lower().endswith("chat "):
            yield found.span("id"), "account", True  # a chat is held accountable
    yield from ((found.span(), "plate", True) for found in _PLATE_ZH.finditer(text))
    yield from ((found.span(), "plate", bool(_before(_CAR, text, found))) for found in _PLATE_EN.finditer(text))


def is_id(said: str) -> bool:
    """Whether the last sign of a Chinese identity number fits the others (GB 11643-1999)."""
    total = sum(int(digit) * weight for digit, weight in zip(said[:17], _WEIGHTS, strict=True))
    return "10X98765432"[total % 11] == said[17].upper()


def passes_luhn(digits: str) -> bool:
    """Whether the digits of a card end in their check digit (ISO/IEC 7812-1)."""
    total = sum(int(one) for one in digits[-1::-2])
    return (total + sum(2 * int(one) - 9 * (one > "4") for one in digits[-2::-2])) % 10 == 0


def _is_card(said: str) -> bool:
    digits = re.sub(r"\D", "", said)
    return 15 <= len(digits) <= 19 and passes_luhn(digits)


def _each(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """The places of a pattern that are not said to be the number of a thing."""
    return (found for found in pattern.finditer(text) if not _before(_THING, text, found))


def _before(cue: re.Pattern[str], text: str, found: re.Match[str]) -> bool:
    return bool(cue.search(text[max(0, found.start() - 60) : found.start()]))
