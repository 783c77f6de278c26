"""The lines above an interview that say whose it is: respondent, wave and date."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice

from corpus.readers.fields import date_of, field_of, wave_of
from corpus.readers.roles import is_interviewer, is_name, is_role
from corpus.records import Transcript

_PAIR = re.compile(r"^[\s>*_#•·|-]*+([^:：=|]{1,40}?)[\s*_]*[:：=|][\s*_]*(.+?)[\s*_|]*$")
_APART = re.compile(r"\s{2,}|[\t\u3000]|\s*[|｜;；]\s*|[，,]\s*(?=[^:：，,]{1,16}[:：])")
_ID = re.compile(r"^((?:R-)?[A-Za-z]{0,6}[-_]?\d{1,10})(?![A-Za-z0-9])")
_SENTENCE = re.compile(r"[?？。！!…]|[,，].{8}|\w{3}\.\s*$")
_RULE = re.compile(r"^\s*(?:[-*_=~—─]\s*){3,}$")
_ABOUT = re.compile(
    r"^(?:location|venue|place|city|town|duration|length|project|client|topic|method|language|age|gender|sex|occupation|job"
    r"|recorded by|transcribed by|note-?taker|observers?|recording|file|audio"
    r"|(?:访谈|访问|采访|调研)?(?:地点|地址|时长|方式|主题|对象|时间)|项目(?:名称|编号)?|客户|录音(?:文件|时长|编号)?|语言|城市|年龄|性别|职业"
    r"|记录[员人者]?|整理[员人者]?|速记员?|观察员?|督导|审核人?)$",
    re.IGNORECASE,
)
_LONGEST_VALUE = 40
_MOST_LINES = 40


@dataclass(frozen=True)
class Head:
    """What the head says (None: nothing) and how many lines it takes. interviewer: their name."""

    respondent: str | None = None
    wave: str | None = None
    date: str | None = None
    lines: int = 0
    interviewer: str | None = None

    def asker_among(self, labels: Iterable[str]) -> str | None:
        """The label that stands for the interviewer named here: Jane, or 王, of Jane Miller, 王敏."""
        name = (self.interviewer or "").casefold()
        return next((label for label in labels if name and (name + " ").startswith(_opening(label, name))), None)


def head_of(lines: Iterable[str]) -> Head:
    """Read the head of an interview. `Respondent: E07` belongs to it, `Respondent: I like it` begins the talk."""
    found: dict[str, str] = {}
    seen: set[str] = set()  # roles named so far
    end = 0
    lines = list(islice(lines, _MOST_LINES * 5))
    roles = Counter(name.casefold() for line in lines for name, _ in _pairs(line))
    named: list[str] = []
    for at, line in enumerate(lines):
        pairs = list(_pairs(line))
        if at >= _MOST_LINES or any(_is_talk(name, value, seen) for name, value in pairs) or _opens_talk(line):
            break
        for field, value in facts_in(line):
            found.setdefault(field, value)
            end = at + 1
        if end == at and at and (known := _known_person(line, roles)) is not None:
            named += known
            end = at + 1
    return Head(found.get("respondent"), found.get("wave"), found.get("date"), end, next(iter(named), None))


def _known_person(line: str, roles: Counter[str]) -> list[str] | None:
    """The interviewer's name in a list of one, where the line states it; [] for another fact; None for anything else.

    A role that stands once, before a name, is a fact: `Moderator: Jane Miller`. One that stands again speaks.
    """
    pairs = list(_pairs(line))
    if not line.strip() or _RULE.match(line):
        return []
    if len(pairs) != 1:
        return None
    name, value = pairs[0]
    if is_about(name) and len(value) <= _LONGEST_VALUE:
        return []
    if is_role(name) and roles[name.casefold()] == 1 and is_name(value):
        return [value] if is_interviewer(name) else []
    return None


def _opening(label: str, name: str) -> str:
    """How a name begins where the label stands for it: a first name is followed by a blank, a Chinese surname is not."""
    bare = label.strip().casefold()
    return bare if not bare.isascii() else bare + " "


def is_about(name: str) -> bool:
    """Whether something so named is told of an interview and is none of its words: place, length, topic."""
    return bool(_ABOUT.match(name))


def facts_in(line: str) -> Iterator[tuple[str, str]]:
    """(field, value) for each of respondent, wave and date that a line states."""
    for name, value in _pairs(line):
        field = field_of(name)
        kept = _value(field, name, value) if field else None
        if field and kept:
            yield field, kept


def with_facts(read: Transcript, facts: Mapping[str, str]) -> Transcript:
    """The transcript with what it does not say itself: facts as `facts_in` tells them, from beside the talk."""
    return replace(
        read,
        respondent=read.respondent or facts.get("respondent"),
        wave=read.wave or facts.get("wave"),
        date=read.date or facts.get("date"),
    )


def _value(field: str, name: str, value: str) -> str | None:
    if field == "wave":
        return wave_of(value)
    if field == "date":
        return date_of(value)
    if field != "respondent" or len(value) > _LONGEST_VALUE:
        return None
    found = _ID.match(value)
    return found[1] if found else None if is_role(name) else value


def _pairs(line: str) -> Iterator[tuple[str, str]]:
    parts = _APART.split(line.strip()) if len(line) < 300 else []
    pairs = [found for part in parts if (found := _PAIR.match(part))]
    whole = _PAIR.match(line.strip()) if len(line) < 300 else None
    for found in pairs or ([whole] if whole else []):
        yield found[1].strip(), found[2].strip()


def _is_talk(name: str, value: str, seen: set[str]) -> bool:
    """Whether a "name: value" is somebody speaking: a role that speaks a sentence, or speaks again."""
    if not is_role(name):
        return False
    again, others = name.casefold() in seen, bool(seen)
    seen.add(name.casefold())
    if _ID.match(value):
        return again or (others and value.isdigit())  # "How old are you" - "35"
    return again or len(value) > _LONGEST_VALUE or bool(_SENTENCE.search(value))


def _opens_talk(line: str) -> bool:
    """Whether the line is a role's label with its words on the next line."""
    return (
        len(line) < 60
        and bool(re.search(r"[:：][\s*_]*$", line))
        and is_role(re.sub(r"[\s*_#:：]+", " ", line).strip())
    )
