"""Which of the given options an answer takes, however it is said; the change family less · same · more among them."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from corpus.records import Language, Span
from corpus.script import simplified

_LEXICON = Path(__file__).parent / "lexicon"
_SENTENCE = re.compile(r"(?:[^。！？!?\n….]|\.(?=\w)|…(?=…))+[。！？!?….]*")
_CLAUSE = re.compile(r"[^，,、；;。！？!?\n：:—]+")
DIRECTIONS = ("less", "same", "more")


@cache
def _all_words(noun: str) -> dict[str, Any]:
    with (_LEXICON / f"{noun}.yaml").open(encoding="utf8") as file:
        loaded: dict[str, Any] = yaml.safe_load(file)
    return loaded


def vocabulary(noun: str, language: Language) -> dict[str, Any]:
    """The spoken forms of `noun` ("numbers_said", …) in one language: research/lexicon/NOUN.yaml. Not to be changed."""
    words: dict[str, Any] = _all_words(noun)[language]
    return words


def says(pattern: str, text: str) -> bool:
    """Whether `pattern` is found in `text`, whatever its case and script."""
    return bool(re.search(pattern, simplified(text), re.IGNORECASE))


def sentences(text: str) -> list[Span]:
    """Spans of the sentences of `text`, marks included, blank ones left out."""
    return [match.span() for match in _SENTENCE.finditer(text) if match[0].strip(" .…。")]


def clauses(text: str, within: Span) -> list[Span]:
    """Spans of the clauses in the sentence `within`."""
    return [match.span() for match in _CLAUSE.finditer(text, *within) if match[0].strip()]


def concept_of(option: str, language: Language) -> str | None:
    """The lexicon's idea an option names ("the same" → "same"), None where it knows none."""
    concepts = vocabulary("choices_said", language)["concepts"]
    named = simplified(option.split("|")[0].strip())
    return next((name for name, words in concepts.items() if re.match(words["options"], named, re.IGNORECASE)), None)


def is_direction(options: Sequence[str], language: Language) -> bool:
    """Whether `options` are the change family, whatever they are called."""
    named = [concept_of(option, language) for option in options]
    return len({name for name in named if name in DIRECTIONS}) >= min(2, len(options)) and len(options) > 1


def choice_said(text: str, options: Sequence[str], language: Language, question: str = "") -> tuple[str, Span] | None:
    """The option `text` settles on, with the words that say it; None where it names none, or two and settles nothing.

    options   "canonical" or "canonical|synonym|synonym"; the canonical part is returned. "depends" is returned
              for an answer that depends or does not mind, under the name the options give it if they do.
    """
    text, question = simplified(text), simplified(question)
    forms = _forms(options, language)
    said = [
        (option, span, at)
        for at, sentence in enumerate(sentences(text))
        for option, span in _in_sentence(text, sentence, forms, language)
    ]
    if not said and (short := _short_answer(text, options, language, question)):
        return short
    return _settled(text, said, language)


def _forms(options: Sequence[str], language: Language) -> dict[str, str]:
    """Canonical option → one pattern of all its forms."""
    concepts, forms = vocabulary("choices_said", language)["concepts"], {}
    shared = _shared_end(options) if language == "zh" else ""
    for option in options:
        canonical, *synonyms = (part.strip() for part in option.split("|"))
        synonyms += [canonical.removesuffix(shared)] if shared else []
        concept = concept_of(option, language)
        edge, plural = (r"\b", "s?") if language == "en" else ("", "")
        words = [
            rf"{edge}{re.escape(word)}{plural}{edge}"
            for word in (canonical, *synonyms)
            if concept not in (*DIRECTIONS, "yes", "no")
        ]
        if shared == "了":
            words.append(rf"{re.escape(canonical.removesuffix(shared))}(?:多|很|好|不少|一?点|一?些)*了?")
        forms[canonical] = "|".join([concepts[concept]["forms"], *words] if concept else words)
    if not any(concept_of(option, language) == "depends" for option in options):
        forms["depends"] = concepts["depends"]["forms"]
    return forms


def _shared_end(options: Sequence[str]) -> str:
    """What all Chinese options end in (自动挡, 手动挡; 快了, 慢了), where what is left can stand alone."""
    names = [option.split("|")[0].strip() for option in options]
    end = names[0][-1]
    alike = len(names) > 1 and all(name.endswith(end) and len(name) > (1 if end == "了" else 2) for name in names)
    return end if alike else ""


def _in_sentence(text: str, sentence: Span, forms: dict[str, str], language: Language) -> list[tuple[str, Span]]:
    """Options said in one sentence: longest words win where they overlap, negated ones turn into their opposite."""
    words, found = vocabulary("choices_said", language), []
    for clause in clauses(text, sentence):
        spoken = text[slice(*clause)]
        lead = len(spoken) - len(spoken.lstrip())
        mentions = _mentions(spoken.strip(), forms)
        around = spoken.strip()
        for _, span in reversed(mentions):
            # 没以前那么勤 compares with before; only words beside the form put a clause in another time
            around = around[: span[0]] + " " + around[span[1] :]
        if says(words["elsewhere"], around):
            continue
        for option, span in mentions:
            before, beside = spoken.strip()[: span[0]], _part(spoken.strip(), span, words["turn"])
            if says(words["others"], beside) or says(words["dismissed"], beside):
                continue
            placed = (clause[0] + lead + span[0], clause[0] + lead + span[1])
            if name := _turned(option, before, forms, language):
                found.append((name, placed))
    return found


def _part(spoken: str, span: Span, turn: str) -> str:
    """What of a clause is about the option at `span`: up to the turns on both sides of it."""
    turns = [match.span() for match in re.finditer(turn, spoken, re.IGNORECASE)]
    start = max((end for _, end in turns if end <= span[0]), default=0)
    return spoken[start : min((begin for begin, _ in turns if begin >= span[1]), default=len(spoken))]


def _mentions(spoken: str, forms: dict[str, str]) -> list[tuple[str, Span]]:
    every = [
        (option, match.span())
        for option, pattern in forms.items()
        for match in re.finditer(pattern, spoken, re.IGNORECASE)
        if match[0]
    ]
    kept: list[tuple[str, Span]] = []
    for option, span in sorted(every, key=lambda said: said[1][0] - said[1][1]):
        if all(span[1] <= other[0] or span[0] >= other[1] for _, other in kept):
            kept.append((option, span))
    return sorted(kept, key=lambda said: said[1])


def _turned(option: str, before: str, forms: dict[str, str], language: Language) -> str | None:
    """`option`, or what saying no to it leaves: its opposite among the options, else nothing."""
    words = vocabulary("choices_said", language)
    concept = concept_of(option, language)
    if concept in ("same", "depends", "yes", "no") or not says(words["negation"], before):
        return option
    opposite = words["opposites"].get(concept)
    return next((other for other in forms if concept_of(other, language) == opposite), None) if opposite else None


def _settled(text: str, said: list[tuple[str, Span, int]], language: Language) -> tuple[str, Span] | None:
    """The stance: the first sentence that names one option, unless a later sentence corrects it."""
    if not said:
        return None
    correction, starts = vocabulary("choices_said", language)["correction"], [start for start, _ in sentences(text)]
    for option, span, at in reversed(said):
        lead = text[starts[at] : span[0]]
        if at > said[0][2] and says(correction, lead):
            return option, span
    opening = [entry for entry in said if entry[2] == said[0][2]]
    named = {option for option, _, _ in opening}
    if depends := _depends(said, language):
        return depends
    if lone := _alone(text, said, language):
        return lone
    if "depends" in {concept_of(option, language) for option in named}:
        return next((option, span) for option, span, _ in opening if concept_of(option, language) == "depends")
    if len(named) == 1:
        return opening[0][0], opening[0][1]
    return _after_turn(text, opening, language)


def _alone(text: str, said: list[tuple[str, Span, int]], language: Language) -> tuple[str, Span] | None:
    """The one option that is a clause of its own, where the first named is not: "Contacts dry my eyes out. Glasses." """
    words = vocabulary("choices_said", language)
    own = [
        (option, span)
        for option, span, _ in said
        if re.fullmatch(words["alone"], re.split(r"[，,；;。.！!？?…—]", text[: span[0]])[-1], re.IGNORECASE)
        and re.match(words["ends"], text[span[1] :], re.IGNORECASE)
    ]
    first = (said[0][0], said[0][1])
    several = len({option for option, _, _ in said}) > 1
    return own[0] if several and own and first not in own and len({option for option, _ in own}) == 1 else None


def _depends(said: list[tuple[str, Span, int]], language: Language) -> tuple[str, Span] | None:
    """The "it depends" that sums up options named before it, each for its own occasion."""
    option, span, _ = said[-1]
    several = len({name for name, _, _ in said}) > 2
    return (option, span) if several and concept_of(option, language) == "depends" else None


def _after_turn(text: str, opening: list[tuple[str, Span, int]], language: Language) -> tuple[str, Span] | None:
    """Of several options in one sentence: the one after a correction, the one that stands alone at its start, or the
    one after a turn ("but I'd still", 所以还是); else none is clear."""
    words = vocabulary("choices_said", language)
    option, span, _ = opening[-1]
    before = text[opening[0][1][1] : span[0]]
    if says(words["correction"], before):
        return option, span
    first, at, _ = opening[0]
    if re.fullmatch(words["alone"], text[: at[0]], re.IGNORECASE) and re.match(
        words["ends"], text[at[1] :], re.IGNORECASE
    ):
        return first, at
    if says(words["turn"], before):
        return option, span
    parts = re.split(r"[，,；;]", text[_start(text, at[0]) : _end(text, span[1])])
    each = len(opening) == 2 and len(parts) == 2 and all(says(words["occasion"], part) for part in parts)
    return ("depends", (at[0], span[1])) if each else None


def _start(text: str, at: int) -> int:
    return next((start for start, end in sentences(text) if start <= at < end), 0)


def _end(text: str, at: int) -> int:
    return next((end for start, end in sentences(text) if start < at <= end), len(text))


def _short_answer(text: str, options: Sequence[str], language: Language, question: str) -> tuple[str, Span] | None:
    """A bare "no" to "has it changed?" says the same; it says nothing to other questions."""
    if not is_direction(options, language) or not question:
        return None
    words = vocabulary("choices_said", language)
    no = re.match(f"{words['concepts']['no']['forms']}|{words['nothing']}", text.strip(), re.IGNORECASE)
    same = next((option.split("|")[0] for option in options if concept_of(option, language) == "same"), None)
    start = len(text) - len(text.lstrip())
    return (same, (start, start + no.end())) if no and same and says(words["change"], question) else None
