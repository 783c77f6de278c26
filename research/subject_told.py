"""Aspects people tell unasked: where they buy, what they spend, when they eat. No model is needed to see them.

An encoder that was fitted on the corpus itself cannot read a single clause: two clauses are near wherever they share a word. But
where, how much and when are told in few ways, whatever is bought. What is told belongs to the subject that asks for it of the
same thing: the exchange must hold a word that is usual where that is asked, and of one such subject only.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from corpus.records import Language
from corpus.script import simplified
from research.subject_aspects import aspect_keys
from research.subject_plain import is_plain
from research.units import idea_of, terms

THING = 0.08
"""Share of a subject's questions that name a thing, from which on it is a thing they are about."""

_USED = "吃|喝|嗑|啃|嚼|剥|抹|涂|敷|一包|一瓶|一罐"
_TIME = (
    "晚上|半夜|夜里|夜头|夜班|睡前|中午|下午|下班|下了班|收工|收摊|放学|周末|礼拜[天日五六]|星期[天日五六]|上班|值班|工位|加班|"
    "看剧|写作业|刷牙|八点|九点|十点|每天|天天|雷打不动"
)
_AMOUNT = r"(?:[一二两三四五六七八九]百|\d{2,})"
_TOLD: dict[Language, dict[str, str]] = {
    "zh": {
        "spending": rf"(?:预算|开销|花销|开支|每月|月)[^。！？]{{0,12}}{_AMOUNT}|{_AMOUNT}[^。！？]{{0,8}}[到调减降干成][^。！？]{{0,6}}[百十\d]",
        "where": r"(?:门口|楼下|路口|隔壁|对门|街上|网上|拼单|下单|直播间|超市|小卖部|量贩|集上|市场)[^。！？]{0,24}"
        r"(?:买|提|抓|拿|逛|进去|下单|拼|开了|卖|店|铺)",
        "when": rf"(?:{_TIME})[^。！？]{{0,18}}(?:{_USED})|(?:{_USED})[^。！？]{{0,8}}(?:{_TIME})",
    },
    "en": {},
}


@dataclass(frozen=True)
class Telling:
    """subjects  aspect → the subjects that ask for it
    things    any subject → the things its questions are about, as ideas
    """

    subjects: Mapping[str, Sequence[int]]
    things: Mapping[int, frozenset[str]]


def telling_of(asked: Mapping[int, Sequence[str]], language: Language) -> Telling:
    """What can be told, from the questions asked about each subject."""
    keys = dict(zip(asked, aspect_keys(list(asked.values()), language), strict=True))
    subjects = {key: [one for one in asked if keys[one] == key] for key in _TOLD[language]}
    return Telling(subjects, {one: _things(each, language) for one, each in asked.items()})


def told_of(
    exchanges: Iterable[tuple[int, str, str, frozenset[int]]], telling: Telling, language: Language
) -> list[tuple[int, int]]:
    """(key of the exchange, subject) of what is told unasked.

    exchanges  (key, what was asked, what was answered, the subjects it was asked about)
    """
    patterns = {key: re.compile(words) for key, words in _TOLD[language].items()}
    found = []
    for key, asked, answered, about in exchanges:
        said = [name for name, pattern in patterns.items() if pattern.search(simplified(answered))]
        ideas = _ideas(f"{asked}\n{answered}", language).union(*(telling.things.get(one, ()) for one in about))
        for name in said:
            could = [one for one in telling.subjects[name] if ideas & telling.things[one]]
            found += [(key, one) for one in could if len(could) == 1 and one not in about]
    return found


def _things(questions: Sequence[str], language: Language) -> frozenset[str]:
    held = Counter(idea for each in questions for idea in _ideas(each, language))
    return frozenset(idea for idea, times in held.items() if times >= max(2.0, THING * len(questions)))


def _ideas(text: str, language: Language) -> frozenset[str]:
    return frozenset(idea_of(term, language) for term in terms(text, language) if not is_plain(term, language))
