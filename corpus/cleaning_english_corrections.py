"""What a speaker of English corrects with a word for it: no, sorry, I mean, or rather, make that."""

import re
from collections.abc import Callable

from corpus.cleaning_english_lexicon import (
    ANSWERS,
    AUXILIARIES,
    DEMONSTRATIVES,
    DETERMINERS,
    FUNCTION,
    LONGEST,
    PREPOSITIONS,
    PRONOUNS,
    WH,
    said_in,
    stem_of,
)
from corpus.cleaning_meaning import carriers, loses
from corpus.cleaning_words import Words

_TERMS = re.compile(
    r"(?:(?:oh|uh|well|or|but)\s)*(?:(?:no|oh no|or|well)\s)?(?:no wait|wait no|no sorry|no i mean|i mean no"
    r"|i mean to say|or rather|no rather|make that|scratch that|wait|oops|sorry|i mean|no actually|actually no|well actually|actually"
    r"|no)(?:\s(?:i mean|make that|sorry|no|it's|wait|actually))*"
)
_SURE = re.compile(
    r"no wait|wait no|no sorry|no i mean|i mean no|or rather|no rather|make that|scratch that|oops|or wait|or no"
)
_FIRST_OF_TERMS = frozenset("no oh uh well or but wait sorry i make scratch oops actually".split())

_CORES = frozenset("no rather make scratch wait oops sorry mean actually".split())
"""Words of which every word of correction holds one."""


def corrected(words: Words) -> None:
    """Boston, no, Denver: what stands before a word of correction, as far as what follows it says it anew."""
    if _CORES.isdisjoint(words.present):
        return
    live = words.live()
    at = 1
    while at < len(live) - 1:
        size = _term(words, live, at) if words.low[live[at]] in _FIRST_OF_TERMS else 0
        if size and at + size < len(live):
            start = _taken_back(words, live, at, at + size)
            if start < at and not _costly(words, live, start, at, at + size):
                words.drop(live[start], live[at + size])
                del live[start : at + size]
                at = start
        at += 1


def _term(words: Words, live: list[int], at: int) -> int:
    """How many staying words from `at` are a word of correction; 0 where it is none."""
    ahead = live[at : at + 6]
    said = " ".join(words.low[place] for place in ahead)
    found = _TERMS.match(said)
    if (
        not found
        or (found.end() < len(said) and said[found.end()] != " ")
        or words.low[live[at - 1]] in ("and", "what")
    ):
        return 0
    size = len(found.group().split())
    if size == len(ahead) or words.sentence(live[at - 1], live[at + size]):
        return 0
    if found.group() == "no" and (
        not words.interrupted(live[at - 1], live[at])
        or words.low[live[at - 1]] == words.low[live[at + 1]]
        or not (words.interrupted(live[at], live[at + 1]) or words.number(live[at + 1]))  # "smells, no price"
    ):
        return 0  # a no that is meant
    if found.group() == "i mean" and not words.interrupted(live[at - 1], live[at]) and "," in words.gap(live[at + 1]):
        return 0  # the one I mean, with the lid
    marked = words.interrupted(live[at - 1], live[at]) or words.interrupted(live[at + size - 1], live[at + size])
    return size if marked or _SURE.search(found.group()) or found.group() in ("i mean", "sorry") else 0


def _taken_back(words: Words, live: list[int], at: int, repair: int) -> int:
    """Where what is taken back begins (index into `live`); `at` where it cannot be told."""
    term = " ".join(words.low[place] for place in live[at:repair])
    low = [words.low[place] for place in live]
    first, last = low[repair], low[at - 1]
    sure = _SURE.search(term) is not None
    if words.number(live[repair]) and words.number(live[at - 1]):
        return _back(words, live, at, words.number)
    for size in range(1, 4):  # three boxes, no, four boxes · oat milk, or rather, soy milk · twice a day, once a day
        back = at - size - 1
        kept = low[repair + 1 : repair + 1 + size] == low[at - size : at]
        if back >= 0 and kept and low[back] not in FUNCTION and (size == 1 or first not in FUNCTION):
            return back
    if words.number(live[repair]) and words.number(live[at - 2]):
        return at
    if term == "actually":
        return at
    alike = _alike(words, live, at, repair, whole=LONGEST if sure else 2 if term == "i mean" else 0)
    if alike < at:
        return alike
    if _name(words, live[repair]) and _name(words, live[at - 1]):
        return _back(words, live, at, lambda place: _name(words, place))
    if _name(words, live[repair]) and not words.starts(live[at - 1]):
        return at  # "Dove I bought, no, sorry, Nivea": a name is no other word for "bought"
    if {first, last} <= PRONOUNS | {"he's", "she's"} and first != last:
        return at - 1
    if sure and first in WH and any(word in WH for word in low[max(0, at - 5) : at]):
        return max(place for place in range(max(0, at - 5), at) if low[place] in WH)
    content = FUNCTION | AUXILIARIES | WH | PRONOUNS
    if first in content or last in content or carriers(f"{last} {first}", "en"):
        return at
    settled = sure or (at > 1 and low[at - 2] in DETERMINERS | PREPOSITIONS and term in ("i mean", "sorry"))
    return at - 1 if settled else at


def _alike(words: Words, live: list[int], at: int, repair: int, *, whole: int) -> int:
    """The nearest earlier word that is the repair's first; a clause (from a pronoun on) only of `whole` words."""
    first = words.low[live[repair]]
    if first in ANSWERS:
        return at  # yeah, I mean, yeah
    for start in range(at - 1, max(-1, at - 1 - LONGEST), -1):
        low = words.low[live[start]]
        if words.strong(live[start]) and start < at - 1:
            return at
        if low == first or (first in DETERMINERS and low in DETERMINERS - DEMONSTRATIVES and start >= at - 3):
            clause = stem_of(first) in PRONOUNS | {"it", "you", "that"}
            return at if clause and at - start > whole else start
    return at


def _back(words: Words, live: list[int], at: int, same: Callable[[int], bool]) -> int:
    start = at
    while start > 0 and same(live[start - 1]) and (start == at or words.gap(live[start - 1]) in (" ", "-")):
        start -= 1
    return start


def _name(words: Words, place: int) -> bool:
    """Whether the word is written as a name."""
    return words.word(place)[0].isupper() and words.low[place].split("'")[0] != "i" and not words.starts(place)


def _costly(words: Words, live: list[int], start: int, at: int, repair: int) -> bool:
    """Whether leaving out words [start, at) would lose a meaning that the repair does not have."""
    return loses(said_in(words, live, start, at), said_in(words, live, repair, repair + 8), "en", replaced=True)
