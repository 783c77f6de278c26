"""Which speaker labels say by themselves who speaks, and which look like a person's name or code."""

import re
from collections.abc import Iterable
from functools import lru_cache

from corpus.exchanges import is_interviewer_label
from corpus.readers.fields import field_of
from corpus.script import simplified

_NUMBERED = r"[\s#_-]*(?:[a-z]{0,2}\d{1,4}|[a-z])?"
_INTERVIEWER = re.compile(
    r"^(?:(?:访员|访谈人|采访人|访问人|提问[者人]?|问题|追问|调研员|调查员|研究[者员]|督导|主访|interviewer|moderator|facilitator|researcher|host)"
    rf"{_NUMBERED}|问题[一二三四五六七八九十]{{1,3}}|question|follow-?up|我)$",
    re.IGNORECASE,
)
_RESPONDENT = re.compile(
    r"^(?:(?:a|r|p|答)\s*\d{0,4}|(?:受访[者人]?|被访[者人]?|被采访[者人]|被调查[者人]|被试|回答[者人]?|应答者|用户|消费者|顾客|客户|嘉宾|参与者|参加者|购买者|使用者|住户"
    rf"|resp(?:ondent)?|interviewee|participant|informant|consumer|customer|shopper|guest){_NUMBERED}|ans|answer|int'ee|she|he|her|him|他|她|ta|对方)$",
    re.IGNORECASE,
)
# Ordinary words too ("the problem: ..."), so that once is not enough.
_SOFT = re.compile(
    r"^(?:我|他|她|ta|对方|she|he|her|him|用户|消费者|顾客|客户|嘉宾|住户|问题|回答|consumer|customer|shopper|guest|question|answer|host)$",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"^(?:家属|旁人|丈夫|妻子|老公|老婆|爱人|妈妈|爸爸|母亲|父亲|孩子|儿子|女儿|婆婆|记录员|翻译|众人|全体|其他人?"
    r"|husband|wife|partner|mother|father|son|daughter|child|observer|translator|interpreter|note-?taker|all"
    r"|unknown(?: speaker)?)$",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"^(?:[A-Z]{1,4}[-_]?\d{1,6}|(?:speaker|spk|voice|说话人|发言人|讲话人|讲者|嘉宾|女|男|[fm])[\s_-]*[A-Z0-9]{1,3})$",
    re.IGNORECASE,
)
_CHINESE_NAME = re.compile(r"^[A-Za-z]?[㐀-䶿一-鿿·]{1,6}[A-Za-z0-9]{0,3}$")
_NOT_IN_NAMES = re.compile(
    r"[我你您他她它们的了是就不在都很要这那么呢吗最但而且因为所以说比如例另外首先其次然后最后总之结论原因理由优缺价格要求备注注意]"
)
_LATIN_NAME = re.compile(r"^[^\W\d_][\w'’.-]*(?: [^\W\d_][\w'’.-]*){0,2}(?: \d{1,3})?$")
_NOT_A_NAME = re.compile(
    r"\b(?:my|your|our|their|the|an?|one|two|three|this|that|it|is|was|and|or|but|so|because|then|first|second|third|last"
    r"|for|of|to|not|no|yes|rule|reason|example|note|notes|price|pros?|cons?|time|date|place|location|summary|answer to"
    r"|problem|point|result|plus|minus|also|e\.?g|i\.?e|ps|conclusion|background|topic|section|part|http|https)\b",
    re.IGNORECASE,
)


_COUNTED = re.compile(r"^(q|a|question|answer|问|答|问题|回答)\s*(?:\d+|[一二三四五六七八九十]{1,3})$", re.IGNORECASE)


@lru_cache(1024)  # a file has few labels, on many lines
def key_of(label: str) -> str:
    """What makes two labels the same speaker: Q1 and Q2 are, P1 and P2 are not; case and blanks never count."""
    key = re.sub(r"\s+", " ", label).strip().casefold()
    return _COUNTED.sub(r"\1", key)


def shown(label: str) -> str:
    """The label as it is kept: its number dropped where that counts questions, not people."""
    return _COUNTED.sub(r"\1", label.strip())


@lru_cache(1024)
def is_interviewer(label: str) -> bool:
    """Whether the label says "interviewer", in either language."""
    return is_interviewer_label(label) or bool(_INTERVIEWER.match(simplified(label).strip()))


@lru_cache(1024)
def is_respondent(label: str) -> bool:
    """Whether the label says "respondent", in either language."""
    return bool(_RESPONDENT.match(simplified(label).strip()))


@lru_cache(1024)
def is_role(label: str) -> bool:
    """Whether the label names any part in a conversation."""
    return is_interviewer(label) or is_respondent(label) or bool(_OTHER.match(simplified(label).strip()))


def is_plain_role(label: str) -> bool:
    """Whether the label is a role and hardly anything else: enough to count when it stands only once."""
    label = simplified(label).strip()
    return (is_interviewer(label) or is_respondent(label)) and not _SOFT.match(label)


def is_code(label: str) -> bool:
    """Whether the label is a code for a person: P3, E07, Speaker 1, 说话人2."""
    return bool(_CODE.match(simplified(label).strip()))


def is_name(label: str) -> bool:
    """Whether the label could be a person's name: few words, none of them a word of ordinary sentences."""
    label = simplified(label).strip()
    if field_of(label) is not None:
        return False
    if _CHINESE_NAME.match(label):
        return not _NOT_IN_NAMES.search(label)
    return bool(_LATIN_NAME.match(label)) and not _NOT_A_NAME.search(label)


def interviewer_among(labels: Iterable[str]) -> str | None:
    """The first label that says "interviewer", if one does."""
    return next((label for label in labels if is_interviewer(label)), None)
