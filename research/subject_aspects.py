"""What of a thing is asked: how often, how much money, where from. It is said in so many ways that no word of it tells."""

import re
from collections.abc import Mapping, Sequence

from corpus.records import Language
from corpus.script import simplified
from research.messages import say

MOST = 0.4
"""Share of a subject's questions that ask for an aspect, from which on it is the subject's."""
TWICE = 2.0
"""How many times as often as elsewhere it must be asked there."""

_PATTERNS: dict[Language, dict[str, str]] = {
    "zh": {
        "spending": r"花(了|掉|出|费|销)?.{0,6}(多少|好多|几多|几个|多钱)|多少钱|开支|开销|支出|花费|预算|花掉|花出去|月.{0,12}花",
        "score": r"打.{0,3}分|几分|评.{0,2}分|满分|分数|十分",
        "either": r"(一个价|同价|价钱一样|价格一样|一样的?价|标价相同|价格相同|价相同|一个价钱).{0,40}|[选拿挑买]哪(个|款|瓶|样|一)",
        "plans": r"(接下来|未来|往后|今后|以后|下半年|这?半年|明年|年底).{0,14}(打算|计划|安排|变|换|调整|方针|想|咋|怎)|打算|计划",
        "change": r"(跟|和|与|比|同)?(去年|前年|一年前|以前|过去).{0,10}(比|相比|同期)|比去年|今年.{0,12}去年|去年.{0,12}今年",
        "matters": r"(看重|在意|要紧|重要|先看|排(个|一)?(序|名)?|第一.{0,6}第二|标准|顺序|先后)",
        "where": r"(在|去|上|到)?(哪里|哪儿|哪块|哪类|哪种店|什么地方|啥地方).{0,6}(买|购|拿|采)|渠道|采买|去哪|(店里|门店|店面|门市|实体店).{0,8}(网|手机|线上)",
        "when": r"(什么时候|啥时候|几时|哪些时候|时辰|场合|何时).{0,20}|(跟|和|与)(谁|哪个|哪些人)",
        "trust": r"(信不信|相信|怎么看|可信|信任|当真)",
        "trying": r"(尝|试)(不|没|过|一)|跟风|试不试|尝不尝|新(品|口味|出)",
    },
    "en": {
        "spending": r"\b(spend|spending|spent|cost|costs|pay|paying|lay out|budget|outlay|outgoings)\b.{0,60}\b(month|monthly|week|year)|\bmonth(ly)?\b.{0,60}\b(spend|spent|cost|come to|lay out|pounds|figure|bill|set you back|total|go on|goes on)",
        "score": r"out of ten|to ten|mark\b.{0,30}\bskin|\bscore|\brat(e|ing)\b|marks?\b.{0,20}(give|award)|(give|award).{0,25}\bmarks?\b",
        "either": r"\b(same|cost|price)\b.{0,60}\b(or|one|which|whichever|without|un\w+)\b",
        "plans": r"\b(next|coming|following)\b.{0,12}\b(six|few|half|months?|year)\b|\b(plan|plans|intend|intention|ahead|going to|looking to|mean to)\b",
        "change": r"\b(year ago|last year|compared?|twelve months|changed?|same as|different(ly)?|now and then|a year)\b",
        "matters": r"\b(first|second|third|order|criteria|priorit\w+|rank|matters? most|look (at|for)|check(ed)?)\b",
        "trust": r"\b(advice|trust|believe|listen|word|opinion|guidance|recommend\w*|turn to)\b",
        "stopped": r"\b(stopped|stop using|gave up|given up|give up|abandon\w*|binned|ditched|went off|put you off|gone off|parted|fallen out with|fell out with|out of favour|shown the door|thrown out|threw out|let go of|dropped|no longer|(not|ended up not|don't) us(e|ing)|went wrong|never finished|quit|half-?way through)\b",
        "trying": r"\b(tried|try|tempted|switched|swapped|swap)\b",
    },
}  # fmt: skip


def aspect_names(language: Language) -> list[str]:
    """Every aspect there is, in the language's words."""
    return [say(language, f"subject.aspect.{name}") for name in _PATTERNS[language]]


def aspects_of(said: Sequence[Sequence[str]], language: Language) -> list[str]:
    """For each subject the aspect most of its questions ask for, in the language's words; "" where none stands out."""
    return [say(language, f"subject.aspect.{key}") if key else "" for key in aspect_keys(said, language)]


def aspect_keys(said: Sequence[Sequence[str]], language: Language) -> list[str]:
    """The same, each by its key."""
    patterns = {name: re.compile(words, re.IGNORECASE) for name, words in _PATTERNS[language].items()}
    counts = [_counts(each, patterns) for each in said]
    total = sum(len(each) for each in said)
    found = []
    for each, own in zip(said, counts, strict=True):
        best, worth = "", 0.0
        for name, count in own.items():
            share = count / max(len(each), 1)
            rest = (sum(one[name] for one in counts) - count) / max(total - len(each), 1)
            if share >= MOST and share >= TWICE * rest and share - rest > worth:
                best, worth = name, share - rest
        found.append(best)
    return found


def _counts(said: Sequence[str], patterns: Mapping[str, re.Pattern[str]]) -> dict[str, int]:
    plain = [simplified(text) for text in said]
    return {name: sum(bool(pattern.search(text)) for text in plain) for name, pattern in patterns.items()}
