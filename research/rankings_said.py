"""The order an answer puts things in: first, then, last; or, without such words, the order they are named in."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.records import Language, Span
from corpus.script import simplified
from research.choices_said import clauses, says, sentences, vocabulary

_PLACES = ("first", "second", "third", "last")


@dataclass(frozen=True)
class _Placed:
    """An option where it was first named; place: index in _PLACES of what it is called, None as it comes."""

    option: str
    span: Span
    place: int | None


def ranking_said(text: str, options: Sequence[str], language: Language) -> tuple[tuple[str, ...], Span] | None:
    """Options from first to last as far as `text` puts them, with the span from the first named to the last.

    options   "canonical" or "canonical|synonym"; without any, the lexicon's criteria under their own names.
    None where fewer than two options are named and the one named is not put first in so many words.
    """
    placed = _placed(simplified(text), _forms(options, language), language)
    if not placed or (len(placed) == 1 and placed[0].place != 0):
        return None
    ordered = _ordered(placed)
    if ordered[0].place not in (None, 0):
        return None  # what comes first was said in words that name no option
    span = min(one.span[0] for one in placed), max(one.span[1] for one in placed)
    return tuple(one.option for one in ordered), span


def _ordered(placed: list[_Placed]) -> list[_Placed]:
    """By place; what has none keeps the place of the one named before it, behind what is called so outright."""
    running, keyed = 0, list[tuple[int, bool, Span, _Placed]]()
    for one in sorted(placed, key=lambda one: one.span):
        if one.place is not None and one.place < len(_PLACES) - 1:
            running = one.place
        keyed.append((running if one.place is None else one.place, one.place is None, one.span, one))
    return [entry[3] for entry in sorted(keyed, key=lambda entry: entry[:3])]


def _forms(options: Sequence[str], language: Language) -> dict[str, str]:
    """Canonical option → one pattern of its forms, the lexicon's for the criterion it names among them."""
    criteria = vocabulary("rankings_said", language)["criteria"]
    if not options:
        return {name: words["forms"] for name, words in criteria.items()}
    forms, edge = {}, r"\b" if language == "en" else ""
    for option in options:
        canonical, *synonyms = (part.strip() for part in option.split("|"))
        known = [words["forms"] for words in criteria.values() if says(words["options"], canonical)]
        said = [rf"{edge}{re.escape(word)}{edge}" for word in (canonical, *synonyms)]
        forms[canonical] = "|".join([*known[:1], *said])
    return forms


def _placed(text: str, forms: dict[str, str], language: Language) -> list[_Placed]:
    """Each option once, by its earliest mention; a later mention counts only where it says its place outright."""
    found: dict[str, _Placed] = {}
    for sentence in sentences(text):
        for one in _in_sentence(text, sentence, forms, language):
            known = found.get(one.option)
            if known is None or (known.place is None and one.place is not None):
                found[one.option] = replace(one, span=known.span) if known else one
    return list(found.values())


def _in_sentence(text: str, sentence: Span, forms: dict[str, str], language: Language) -> list[_Placed]:
    """Options of one sentence. A clause that only says a place gives it to the option before it, else to the next."""
    words, found, waiting = vocabulary("rankings_said", language), list[_Placed](), None
    for clause in clauses(text, sentence):
        spoken = text[slice(*clause)]
        place, named = _place(spoken, words), _named(text, clause, forms)
        if says(words["unsaid"], spoken):
            found = found if named or says(words["earlier"], spoken) else found[:-1]
        elif named:
            placed = place if place is not None else waiting
            found += [_Placed(option, span, placed if len(named) == 1 else None) for option, span in named]
            waiting = None
        elif place is not None and found and found[-1].place is None:
            found[-1] = replace(found[-1], place=place)
        else:
            waiting = place if place is not None else waiting
    return found


def _named(text: str, clause: Span, forms: dict[str, str]) -> list[tuple[str, Span]]:
    spoken = text[slice(*clause)]
    lead = clause[0] + len(spoken) - len(spoken.lstrip())
    searched = ((option, re.search(pattern, spoken.strip(), re.IGNORECASE)) for option, pattern in forms.items())
    found = [(option, match) for option, match in searched if match]
    return sorted(
        ((option, (lead + match.start(), lead + match.end())) for option, match in found), key=lambda said: said[1]
    )


def _place(spoken: str, words: dict[str, str]) -> int | None:
    """The place `spoken` gives outright, None where it gives none."""
    return next((at for at, name in enumerate(_PLACES) if says(words[name], spoken)), None)
