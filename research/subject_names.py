"""Names of subjects as a researcher would give them: what its questions are about, in the words they are asked in."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log

import rjieba

from corpus.language import CJK
from corpus.records import Language
from corpus.script import simplified
from index.cutting import words
from research.messages import say
from research.subject_aspects import aspects_of
from research.subject_plain import is_plain

SHARE = 0.12
"""Share of a subject's questions a phrase of its name stands in at least."""
THING = 0.25
"""The same where the name says what is asked: a thing named less often is not what all of them are about."""
LONGEST: dict[Language, int] = {"zh": 2, "en": 3}
"""Words of a phrase."""
WRITTEN = 6
"""Characters of a Chinese phrase at most."""
LONGER = 0.45
"""What each further word of a phrase adds to its worth: "trade-in deal" says more than "deal"."""
FAINT = 0.15
"""What a phrase is worth that stands elsewhere as often: where many subjects are about one thing, it is the thing still."""
WHOLE = 0.55
"""Share of a phrase's places in which the same word stands beside it, from which on it is cut from a longer one: 量|贩店."""
SECOND = 0.25
"""Worth of a second phrase, beside the first one's, below which it is left out."""

_LOOSE = frozenset("的了是在您你我他她它们有和跟与都还也吗呢吧啊呀这那一买吃喝去来到给把被让对说看想问请就又再要会能可")
"""Characters that stand beside any phrase and are part of none."""
_CLAUSE = re.compile(r"[^\w'’\-\s]+|\n")
_ENGLISH = re.compile(r"[A-Za-z]+(?:['’\-][A-Za-z]+)*")


@dataclass(frozen=True)
class _Phrases:
    """Of one subject: in which of its questions a phrase stands, how it is written most often, and the clauses it may stand in."""

    held: dict[tuple[str, ...], set[int]]
    written: dict[tuple[str, ...], Counter[str]]
    clauses: list[list[str]]
    size: int


def names_of(
    said: Sequence[Sequence[str]], language: Language, taken: Sequence[str] = (), opening: Sequence[bool] = ()
) -> list[str]:
    """A name for each subject from the wordings of its questions: the thing asked about and what of it is asked.

    taken    names that are other subjects' already: no name is given twice
    opening  whether interviews begin with it: what is asked there is asked of anybody about anything
    """
    aspects = aspects_of(said, language)
    found = [_phrases(each, language) for each in said]
    everywhere: Counter[tuple[str, ...]] = Counter()
    for one in found:
        everywhere.update({phrase: len(held) for phrase, held in one.held.items()})
    total = sum(one.size for one in found)
    names = list(taken)
    for at, one in enumerate(found):
        # Where interviews begin with one thing, it is that thing they begin with.
        first = at < len(opening) and opening[at] and not aspects[at] and not _usual(one, THING)
        name = say(language, "subject.opening") if first else _named(one, everywhere, total, aspects[at], language)
        names.append(_another(name, names))
    return names[len(taken) :]


def _named(
    one: _Phrases, everywhere: Counter[tuple[str, ...]], total: int, aspect: str, language: Language
) -> str:  # fmt: skip
    def worth(phrase: tuple[str, ...], among: set[int] | None = None) -> float:
        held = one.held[phrase] if among is None else one.held[phrase] & among
        other = (everywhere[phrase] - len(one.held[phrase]) + 1) / (total - one.size + 2)
        tells = log(len(one.held[phrase]) / one.size / other)
        return len(held) / one.size * max(FAINT, tells) * (1 + LONGER * (len(phrase) - 1))

    usual = _usual(one, THING if aspect else SHARE) or ([] if aspect and one.size > 1 else list(one.held))
    usual = _opening(usual) if one.size == 1 else usual
    if not usual:
        return aspect if language == "zh" else aspect[:1].upper() + aspect[1:]
    first = max(usual, key=lambda phrase: (worth(phrase), phrase))
    parts = [_whole(first, one, language), aspect]
    rest = set(range(one.size)) - one.held[first]
    others = [phrase for phrase in usual if not _alike(_whole(phrase, one, language), parts[0], language)]
    second = max(others, key=lambda phrase: (worth(phrase, rest), phrase), default=None)
    if not aspect and second is not None and worth(second, rest) >= SECOND * worth(first):
        parts[1] = _whole(second, one, language)
    name = " · ".join(filter(None, parts))
    return name if language == "zh" else name[:1].upper() + name[1:]


def _opening(phrases: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The longest of those that begin a single question: what is asked about comes before what of it is asked."""
    return [max((one for one in phrases if one[0] == phrases[0][0]), key=len)] if phrases else []


def _whole(phrase: tuple[str, ...], one: _Phrases, language: Language) -> str:
    """A phrase as it is written most often; in Chinese with the words that it was cut from, where they nearly always stand by it."""
    written = one.written[phrase].most_common(1)[0][0]
    if language != "zh":
        return written
    while (longer := _longer(written, one.clauses)) is not None:
        written = longer
    return written


def _longer(written: str, clauses: Sequence[Sequence[str]]) -> str | None:
    beside: Counter[str] = Counter()
    places = 0
    for tokens in clauses:
        for start in range(len(tokens)):
            end = next((at for at in range(start + 1, len(tokens) + 1) if "".join(tokens[start:at]) == written), 0)
            if end:
                places += 1
                around = [tokens[start - 1] + written] if start and not _loose(tokens[start - 1]) else []
                around += [written + tokens[end]] if end < len(tokens) and not _loose(tokens[end]) else []
                beside.update(around)
    best, times = beside.most_common(1)[0] if beside else ("", 0)
    return best if times >= max(2, WHOLE * places) and len(best) <= WRITTEN else None


def _loose(token: str) -> bool:
    return not CJK.match(token) or bool(set(token) & _LOOSE) or (len(token) > 1 and is_plain(token, "zh"))


def _alike(one: str, other: str, language: Language) -> bool:
    """Whether two phrases have a word in common, or one the beginning of the other's: sunscreen, sun; 家电, 电器."""
    if language == "zh":
        return bool(set(one) & set(other))
    return any(a.startswith(b[:4]) or b.startswith(a[:4]) for a in one.split() for b in other.split())


def _usual(one: _Phrases, share: float) -> list[tuple[str, ...]]:
    """Phrases that stand in this share of the subject's questions, and in two at least."""
    return [phrase for phrase, held in one.held.items() if len(held) >= max(2.0, share * one.size)]


def _phrases(said: Sequence[str], language: Language) -> _Phrases:
    held: dict[tuple[str, ...], set[int]] = defaultdict(set)
    written: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    clauses = []
    for at, text in enumerate(said):
        for clause in _CLAUSE.split(simplified(text)):
            clauses.append(_tokens(clause, language))
            for key, shown in _in_clause(clauses[-1], language):
                held[key].add(at)
                written[key][shown] += 1
    return _Phrases(held, written, clauses, max(len(said), 1))


def _tokens(clause: str, language: Language) -> list[str]:
    return list(rjieba.cut(clause)) if language == "zh" else _ENGLISH.findall(clause)


def _in_clause(tokens: Sequence[str], language: Language) -> Iterator[tuple[tuple[str, ...], str]]:
    """Phrases whose words all say something, with how they are written."""
    keys = [_key(token, language) for token in tokens]
    for start in range(len(tokens)):
        for end in range(start + 1, min(start + LONGEST[language], len(tokens)) + 1):
            if any(not key for key in keys[start:end]):
                break
            yield tuple(keys[start:end]), ("" if language == "zh" else " ").join(tokens[start:end]).lower()


def _key(token: str, language: Language) -> str:
    """What is counted: the word itself in Chinese, its stem in English; "" for a word that names nothing."""
    lowered = token.lower().replace("’", "'")
    if is_plain(lowered, language):
        return ""
    if language == "zh":
        return lowered if CJK.match(token) and len(token) > 1 else ""
    return " ".join(words(lowered, "en"))


def _another(name: str, names: Sequence[str]) -> str:
    """The name, numbered where there is one like it."""
    if name not in names:
        return name
    number = 2
    while f"{name} {number}" in names:
        number += 1
    return f"{name} {number}"
