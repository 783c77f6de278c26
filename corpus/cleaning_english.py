"""What may go from spoken English: rules over words. A rule that is not sure does nothing."""

import re

from corpus.cleaning_english_copies import copied, repeated
from corpus.cleaning_english_corrections import corrected
from corpus.cleaning_english_lexicon import DETERMINERS, FUNCTION, HEDGES, WH
from corpus.cleaning_words import Words
from corpus.records import Span

_SOUNDS = frozenset("um umm ummm uh uhh uhm er err erm eh hmm hm mm mmm".split())
_ANSWERS = frozenset("huh hm hmm mm mmm uh um hum".split())
_SUBJECTS = frozenset(
    "i we he she they i'm we're he's she's they're i've we've they've i'd we'd he'd she'd they'd i'll we'll they'll it's "
    "that's there's".split()
)
_OPENERS = frozenset("and but so because cause or well just like not maybe kind sort in on at when if with for".split())
_BEFORE_KNOW = frozenset(
    "do did does don't didn't doesn't if as what that i we they would wouldn't when how may might to let once than before "
    "all everything anything everyone everybody people which who whom where why whether could should can can't will like "
    "things and of you've people".split()
) - {"and", "like"}
_BEFORE_MEAN = frozenset("what if do does did know that you when how why whatever which like by is as".split())
_DEGREES = frozenset("really so super totally very pretty completely".split())
_BE = frozenset("is was are were it's that's they're i'm she's he's we're been be just".split())
_FIRSTS = frozenset("you i well like oh".split())
_AFTER_WELL = (FUNCTION | HEDGES) - frozenset("to of by and or being be been".split())
_QUOTED = frozenset("said say told mentioned do did was am would".split())
_RELATIVE = frozenset("one ones thing things what which that who kind sort part place way".split())
_LINKS = frozenset("and but or so because".split())
_KNOWN = DETERMINERS | WH | frozenset("it him them me us that of about all everything nothing it's".split())
_KEYS = frozenset("know mean well like".split())
_CONSONANTS = re.compile(r"[^aeiouy\d]*$")
_DASHES = re.compile(r"[-—–…]|\.\.")
_SHORT = frozenset("a i in on at of to it is we he my me do no so if or an as by be go up us am".split())
_PHRASE_MARKS = re.compile(r"[,.—–…-]")


def english_spans(text: str) -> tuple[Span, ...]:
    """Spans of `text` that may go, in order and disjoint, with the punctuation that belonged to them."""
    words = Words(text)
    if len(words.low) < 2:
        return ()
    for rule in RULES:
        rule(words)
    return words.spans() if words.gone else ()


def sounds(words: Words) -> None:
    """Um, uh, er: not uh-huh and uh-uh (yes and no), 5 mm, ER and HM, nor a sound that is all of a sentence."""
    if _SOUNDS.isdisjoint(words.present):
        return
    for at, word in enumerate(words.low):
        if word not in _SOUNDS or (words.word(at).isupper() and len(word) > 1):
            continue
        before, after = words.gap(at - 1), words.gap(at)
        nods = at + 1 < len(words.low) and words.low[at + 1] in _ANSWERS and not words.strong(at)
        if nods and words.low[at + 1] != word and words.low[at + 1] not in ("uh", "um"):
            continue
        if (nods and "-" in after) or (word in ("mm", "hm") and at and words.low[at - 1][-1].isdigit()):
            continue
        if words.strong(at) and (words.starts(at) or "?" in after) and not re.match(r"\.\.|…", after):
            continue
        if not before.rstrip().endswith("-") and not (nods and words.low[at + 1] in ("huh", "hum")):
            words.drop(at, at + 1)


def broken(words: Words) -> None:
    """Words broken off: th- the, Ger- Germany; not pre- and post-, not a number."""
    short = [word for word in words.present if len(word) < 3 and word not in _SHORT and _CONSONANTS.match(word)]
    if not short and not _DASHES.search(words.folded):
        return
    for at, (word, after) in enumerate(zip(words.low, [*words.low[1:], ""], strict=True)):
        if not word.isascii():
            continue
        if not words.cut(at):
            if _stutter(word, after) and words.gap(at).isspace() and not words.word(at).isupper():
                words.drop(at, at + 1)
        elif (
            after not in ("and", "or", "to", "") and not word[-1].isdigit() and word not in ("no", "not", "non", "pre")
        ):
            words.drop(at, at + 1)


def _stutter(word: str, after: str) -> bool:
    """The first consonants of the next word, standing alone: w we, th the."""
    return len(word) < 3 and len(after) > len(word) and after.startswith(word) and _CONSONANTS.match(word) is not None


def phrases(words: Words) -> None:
    """You know, I mean, well, like where they only fill."""
    low = words.low
    if _KEYS.isdisjoint(words.present):
        return
    for at, word in enumerate(low):
        if word not in _FIRSTS:
            continue
        two = f"{word} {low[at + 1]}" if at + 1 < len(low) else word
        if (two == "you know" and _filling(words, at, _BEFORE_KNOW)) or (
            two == "i mean" and _filling(words, at, _BEFORE_MEAN)
        ):
            words.drop(at, at + 2)
        elif two == "oh well" or (word == "well" and _well(words, at)) or (word == "like" and _like(words, at)):
            words.drop(at, at + 1)


def _filling(words: Words, at: int, before: frozenset[str]) -> bool:
    """Two words between marks, or before a new start and not after a word that they belong to."""
    last, after = words.previous(at), words.following(at + 1)
    if words.strong(at) or words.gap(at).strip():
        return False
    left = last < 0 or bool(_PHRASE_MARKS.search(words.gap(at - 1))) or last < at - 1
    if not left and words.low[last] in _RELATIVE and words.low[at + 1] == "mean":
        return False  # the one I mean, the one with a lid
    if _inside_copy(words, last, after):
        return True
    right = after < 0 or bool(_PHRASE_MARKS.search(words.gap(at + 1))) or after > at + 2
    if left and right:
        # "if you know, you know", "do you know?" have no mark on the left; a question is a question.
        return "?" not in words.gap(at + 1) and not (last < 0 and after < 0)
    if last >= 0 and words.low[last] in before and not words.strong(last):
        return False
    if right and after < 0:
        return False
    follows = words.low[after] if after >= 0 else ""
    if last < 0 and words.low[at] == "you" and follows == "it":
        return True
    if last >= 0 and words.low[last] in _LINKS and words.low[at] == "you" and follows not in _KNOWN:
        return True  # go out and you know buy it
    return follows in _SUBJECTS or (right and last >= 0) or (follows in _OPENERS and last >= 0 and left)


def _inside_copy(words: Words, last: int, after: int) -> bool:
    """Whether what is said before a phrase is said again right after it: if you, you know, if you."""
    before, again = list[str](), list[str]()
    while last >= 0 <= after and len(before) < 3:
        before.insert(0, words.low[last])
        again.append(words.low[after])
        if before == again:
            return True
        last, after = words.previous(last), words.following(after)
    return False


def _well(words: Words, at: int) -> bool:
    """Well at the start of a sentence, before a mark or a subject; or between marks."""
    last, after = words.previous(at), words.following(at)
    if after < 0 or words.strong(at):
        return False
    marked = words.gap(at).lstrip().startswith((",", "—", "…", "...")) or after > at + 1
    if last < 0 or words.strong(last):
        return marked or words.low[after] in _AFTER_WELL
    return marked and ("," in words.gap(at - 1) or "—" in words.gap(at - 1))


def _like(words: Words, at: int) -> bool:
    """Like between marks, or between a form of be and a word of degree; never before a number (it says about)."""
    last, after = words.previous(at), words.following(at)
    if after < 0 or words.strong(at) or words.number(after):
        return False
    if last < 0 or words.strong(last):
        further = words.following(after)
        return words.low[after] in _SUBJECTS and further >= 0 and words.low[further] not in _QUOTED
    left = "," in words.gap(at - 1) or last < at - 1
    right = "," in words.gap(at) or after > at + 1
    if left and right:
        return True
    return words.low[last] in _BE and (left or words.low[after] in _DEGREES)


RULES = (sounds, broken, corrected, phrases, copied, repeated)
"""In this order: a copy is seen once the fillers in it are out of the way."""
