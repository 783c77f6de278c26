"""Whether an interview's own words meet a criterion in words, by rule: outright, of oneself, at the time that is asked.

Strict on purpose: what is denied, wished for, asked, or said of somebody else never counts as holding; where no sentence
says it outright the interview does not tell.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from corpus.records import Interview, Language, Span
from corpus.script import simplified
from index.cutting import words as search_words
from research.brief_text import small_words
from research.choices_said import clauses, sentences, vocabulary
from research.verdicts import Verdict

_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|「[^」]*」")

_LEAST = 3
"""Letters of an English word that is looked for by itself."""


@dataclass(frozen=True)
class Sought:
    """What is looked for in a sentence.

    parts      patterns that must all be found
    times      one of these must be found in the sentence or beside it; "" for any time
    over       takes it back: a dog that died, a job one used to have
    outright   enough by itself
    by_itself  whether the parts are the criterion's own words, so that the sentence must speak of oneself
    search     wordings to find candidates with
    """

    parts: tuple[str, ...]
    times: str = ""
    over: str = ""
    outright: str = ""
    by_itself: bool = True
    search: tuple[str, ...] = ()


@cache
def sought(words: str, language: Language) -> Sought | None:
    """What a criterion's words ask for; None where they hold nothing that could be looked for."""
    known = vocabulary("said", language)
    rest = _plain(words)
    time = next((one for one in known["times"] if re.search(one["asked"], rest)), None)
    if time:
        rest = re.sub(time["asked"], " ", rest)
    idea = next((one for one in known["ideas"] if re.search(one["asked"], rest)), None)
    if idea:
        rest = re.sub(idea["asked"], " ", rest)
    own = tuple(_content(rest, language))
    if not idea and not own:
        return None
    said = time["said"] if time else ""
    if not idea:
        return Sought(own, said, search=(words,))
    return Sought(
        (idea["forms"], *own), said, idea.get("over", ""), idea.get("outright", ""), language == "en",
        (words, *idea["search"]),
    )  # fmt: skip


def _content(rest: str, language: Language) -> Iterator[str]:
    """A pattern for each word that asks for something."""
    known = vocabulary("said", language)
    rest = re.sub(known["small"], " ", re.sub(small_words(language), " ", rest), flags=re.IGNORECASE)
    if language == "zh":
        yield from (re.escape(word) for word in dict.fromkeys(search_words(rest, "zh")))
        return
    for word in dict.fromkeys(re.findall(r"[a-z0-9]+", rest)):
        if len(word) >= _LEAST:
            yield rf"\b{re.escape(_stem(word))}(?:s|es|ed|d|ing|e|er|ers|y|ies)?\b"


def _plain(text: str) -> str:
    """Simplified, in small letters, with straight apostrophes; places stay the same."""
    plain = simplified(text).replace("’", "'")
    return lowered if len(lowered := plain.lower()) == len(plain) else plain


def _stem(word: str) -> str:
    stem = re.sub(r"(?:ies|ing|ed|es|s|y|e)$", "", word)
    return stem if len(stem) >= _LEAST else word


def read_by_rule(interview: Interview, wanted: Sought) -> Verdict:
    """What the interview tells. Said and denied in one interview is not telling."""
    held: list[Span] = []
    denied: list[Span] = []
    for exchange in interview.exchanges:
        for span in exchange.answer:
            for sentence, holds in _told(interview.words(span), wanted, interview.language):
                place = (span[0] + sentence[0], span[0] + sentence[1])
                (held if holds else denied).append(place)
    if held and denied:
        return Verdict(interview.id, None, held[0])
    if held:
        return Verdict(interview.id, True, held[0])
    return Verdict(interview.id, False, denied[0]) if denied else Verdict(interview.id, None)


def _told(answer: str, wanted: Sought, language: Language) -> Iterator[tuple[Span, bool]]:
    """Each sentence that says it or denies it, and which."""
    spoken = _QUOTED.sub(lambda found: " " * len(found[0]), _plain(answer))  # what others are quoted with
    found = sentences(spoken)
    for at, sentence in enumerate(found):
        words = spoken[slice(*sentence)].strip()
        beside = " ".join(spoken[slice(*each)] for each in found[max(0, at - 1) : at + 2])
        if wanted.times and not re.search(wanted.times, beside):
            continue
        holds = _holds(spoken, sentence, words, wanted, language)
        if holds is not None:
            start = sentence[0] + len(answer[slice(*sentence)]) - len(answer[slice(*sentence)].lstrip())
            yield (start, sentence[1]), holds


def _holds(spoken: str, sentence: Span, words: str, wanted: Sought, language: Language) -> bool | None:
    known = vocabulary("said", language)
    if re.search(known["questions"], words) or (wanted.over and re.search(wanted.over, words)):
        return None
    if wanted.outright and re.search(wanted.outright, words):
        return True
    if wanted.by_itself and not re.search(known["oneself"], words):
        return None
    states = [_state(spoken, sentence, part, language) for part in wanted.parts]
    if any(state is None for state in states):
        return None
    return all(states)


def _state(spoken: str, sentence: Span, part: str, language: Language) -> bool | None:
    """True: a clause of the sentence says the part outright; False: it is denied; None: not said, or only in other ways."""
    known, states = vocabulary("said", language), []
    for found in re.finditer(part, spoken[slice(*sentence)]):
        start, end = sentence[0] + found.start(), sentence[0] + found.end()
        own = [each for each in clauses(spoken, sentence) if each[0] < end and start < each[1]]
        before, after = spoken[own[0][0] : start].lstrip(), spoken[end : own[-1][1]]
        of_others = _last(known["others"], spoken[sentence[0] : start]) > _last(
            known["oneself"], spoken[sentence[0] : start]
        )
        if of_others or re.search(known["wished"], before) or re.search(known["likeness"], before):
            continue
        denied = re.search(known["denies"], before) or re.search(known["denied_after"], after)
        states.append(not denied)
    return all(states) if states else None


def _last(pattern: str, text: str) -> int:
    """Where the last of what the pattern finds ends, -1 for nowhere."""
    return max((found.end() for found in re.finditer(pattern, text)), default=-1)
