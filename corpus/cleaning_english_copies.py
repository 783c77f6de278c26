"""What a speaker of English says twice, and starts that break off before they are begun anew."""

from corpus.cleaning_english_lexicon import (
    ARTICLES,
    AUXILIARIES,
    CHANGING,
    COMPARED,
    CONTRACTED,
    DEMONSTRATIVES,
    DETERMINERS,
    FORMS,
    FUNCTION,
    HEDGES,
    LETTERS,
    LONGEST,
    OPEN,
    PLAIN,
    PREPOSITIONS,
    PRONOUNS,
    TAGS,
    TWICE,
    WH,
    said_in,
    stem_of,
)
from corpus.cleaning_meaning import carriers, loses
from corpus.cleaning_words import Words


def copied(words: Words) -> None:
    """We went to, we drove to: a start that breaks off at an open word, and a new one that begins alike."""
    live, low, stems = words.live(), words.low, words.stems
    whole = not words.gone
    again = frozenset(words.near)
    at = 1
    while at < len(live):
        last, here = live[at - 1], live[at]
        ends = low[last]
        if here == last + 1 and words.straight[last]:
            # said straight on: only where one of the three words before begins alike
            likely = ends in ARTICLES and low[here] in DETERMINERS
            if ends in OPEN and not (whole and here not in again):
                likely = likely or stems[here] in stems[live[max(0, at - 3)] : here]
        else:
            likely = _may_restart(words, last, here)
        start = _restart(words, live, at) if likely else at
        if start < at and not loses(said_in(words, live, start, at), said_in(words, live, at, at + 8), "en"):
            words.drop(live[start], live[at])
            del live[start:at]
            at, whole = max(start, 1), False
        else:
            at += 1


def _may_restart(words: Words, last: int, here: int) -> bool:
    """Whether a start may have broken off between two staying words with more than a blank between: before a closer look."""
    ends = words.low[last]
    open_ = ends in OPEN or ends in CHANGING or (ends == "you" and words.dashed(last, here))
    asked = words.low[here] in WH and here > last + 1
    return (open_ or asked) and not words.sentence(last, here)


def _restart(words: Words, live: list[int], at: int) -> int:
    """Where the start begins that word `at` begins anew (index into `live`); `at` where it begins none."""
    last, here = live[at - 1], live[at]
    low, ends = words.low[here], words.low[last]
    broken = words.interrupted(last, here)
    after = words.low[live[at + 1]] if at + 1 < len(live) else ""
    if (low, after) == ("of", "course") or (
        ends in DEMONSTRATIVES and here == last + 1 and not words.dashed(last, here)
    ):
        return at  # despite all this, the minister
    if words.word(last) == "A" and not words.starts(last):
        return at  # vitamin A, the best
    joined = at > 1 and words.low[live[at - 2]] in ("and", "or")  # my wife and i, we
    changed = _forms(ends, low) or ({ends, low} <= PRONOUNS and not joined)
    if broken and ends != low and changed and after not in TAGS:
        return at - 1
    if low in WH and here > last + 1:
        return _asked_anew(words, live, at)
    if ends in ARTICLES and low in DETERMINERS and ends != low:
        return at - 1  # a an iphone; of two articles the first is a slip
    if ends not in OPEN:
        return at if ends != "you" else _abandoned(words, live, at)
    stem = stem_of(low)
    for start in range(at - 1, max(-1, at - 1 - LONGEST), -1):
        word = words.low[live[start]]
        if (
            start < at - 1
            and ("," in words.gap(live[start]) or words.strong(live[start]))
            and live[start + 1] == live[start] + 1
        ):
            return at
        if stem_of(word) == stem and _begins(words, live, start, at, broken):
            return start
    if broken and at > 1 and ends in DETERMINERS and words.low[live[at - 2]] in PREPOSITIONS and low in PREPOSITIONS:
        return at - 2
    if broken and ends in CONTRACTED and low in CONTRACTED | PRONOUNS:
        return at - 1  # it's, there's
    return _abandoned(words, live, at) if broken else at


def _asked_anew(words: Words, live: list[int], at: int) -> int:
    """How are, er, what is: a question of up to four words that breaks off before another one."""
    for start in range(at - 1, max(-1, at - 5), -1):
        if words.starts(live[start]):
            begun = words.low[live[start]] in WH
            question = at == start + 1 or words.low[live[start + 1]] in AUXILIARIES
            return start if begun and question else at
    return at


def _begins(words: Words, live: list[int], start: int, at: int, broken: bool) -> bool:
    """Whether the words from `start` on are a start of what begins at `at`, not a part of the same sentence."""
    stem, word = stem_of(words.low[live[at]]), words.low[live[start]]
    between = [words.low[place] for place in live[start:at]]
    if between[-1] in ("is", "was") and start and words.low[live[start - 1]] in WH | {"that", "all", "thing"}:
        return False  # what i do is, um, i save
    if start == at - 1:  # it it's; not "it it", which is a repetition
        return word != words.low[live[at]] and "'" in words.low[live[at]] + word and stem in FUNCTION
    if stem not in FUNCTION or between[1] == "to" or (stem == "the" and between[1] in COMPARED):
        return False
    if not broken:  # i was i am; not "what it does is it cleans"
        begun = stem in PRONOUNS | {"it", "there"} and set(between[1:]) <= AUXILIARIES | {"a", "an", "the"} - {"not"}
        return begun and at - start <= 3 and (start == 0 or words.low[live[start - 1]] not in WH | {"that", "all"})
    plain = live[at] == live[at - 1] + 1 and not words.dashed(live[at - 1], live[at])
    if plain and len(between) == 2 and between[1] in AUXILIARIES and stem in PRONOUNS | {"it", "you"}:
        # "It is, it's a tiny jar", "I do, I drink it": a short answer; "they are, they were" is none.
        after = words.low[live[at + 1]] if at + 1 < len(live) else ""
        full = words.low[live[at]] != stem
        return (full and not _same_form(between[1], words.low[live[at]])) or (
            after in AUXILIARIES and after != between[1]
        )
    return True


def _same_form(auxiliary: str, contracted: str) -> bool:
    """Whether a contraction holds the auxiliary: it's and is, we'd and would."""
    return LETTERS.get(contracted.partition("'")[2], "") == auxiliary or auxiliary in (
        "has",
        "had",
        "have",
        "do",
        "does",
        "did",
    )


def _forms(one: str, other: str) -> bool:
    return any(one in forms and other in forms for forms in FORMS)


def _abandoned(words: Words, live: list[int], at: int) -> int:
    """A clause broken off at a preposition or an article before a new subject: all of it, back to its start."""
    ends, low = words.low[live[at - 1]], words.low[live[at]]
    new = stem_of(low) in PRONOUNS | {"it", "nobody", "there", "you"}
    dashed = words.dashed(live[at - 1], live[at])
    shut = ends in (DETERMINERS | {"to", "of", "for", "with"}) - {"that", "this", "her", "his"}
    if (
        not new
        or not (dashed or shut)
        or (shut and not dashed and not low.startswith(("i", "we", "they", "he", "she", "it'")))
    ):
        return at
    for start in range(at - 1, max(-1, at - 1 - LONGEST - 2), -1):
        if start == 0 or words.strong(live[start - 1]):
            return start
        if "," in words.gap(live[start - 1]) and start < at - 1:
            return start
    return at


def repeated(words: Words) -> None:
    """The the price, one of the, one of the reasons: the first of two."""
    live = words.live()
    stems = words.stems if not words.gone else [words.stems[place] for place in live]
    if not words.gone and not words.near:
        return
    places = _twice(stems, 0)
    stems = list(stems)
    while places:
        at = places.pop(0)
        if size := _repetition(words, live, at):
            words.drop(live[at], live[at + size])
            del live[at : at + size], stems[at : at + size]
            places = _twice(stems, max(0, at - LONGEST))


def _twice(stems: list[str], start: int) -> list[int]:
    """Places from `start` on where one to six words are said twice in a row, contracted or not."""
    seen, found = dict[str, int](), set[int]()
    for at in range(start, len(stems)):
        stem = stems[at]
        if stem in seen and at - seen[stem] <= LONGEST:
            for size in range(1, min(LONGEST, at - start) + 1):
                if stems[at - size] == stem and stems[at - size : at] == stems[at : at + size]:
                    found.add(at - size)
        seen[stem] = at
    return sorted(found)


def _repetition(words: Words, live: list[int], at: int) -> int:
    """How many words from `at` on are said again right after; 0 where none, or where both are meant."""
    first = words.low[live[at]]
    for size in range(1, min(LONGEST, (len(live) - at) // 2) + 1):
        again = words.low[live[at + size]]
        if size == 1 and again.startswith(first + "'") and first in FUNCTION and not words.strong(live[at]):
            return 1  # it it's
        if again != first:
            continue
        one = [words.low[place] for place in live[at : at + size]]
        if one == [words.low[place] for place in live[at + size : at + 2 * size]] and _idle(words, live, at, size, one):
            return size
    return 0


def _idle(words: Words, live: list[int], at: int, size: int, one: list[str]) -> bool:
    """Whether a repetition is a slip: not an emphasis, not a figure (more and more), not a word rightly said twice."""
    last, again = live[at + size - 1], live[at + size]
    if words.sentence(live[at], live[at + 2 * size - 1]):
        return False
    broken = words.interrupted(last, again)
    if words.word(live[at]) == "A" and not words.starts(live[at]):  # vitamin A a day
        return False
    if size > 1 and broken and at and words.low[live[at - 1]] in WH | {"if", "as"}:  # if you know, you know it
        return False
    ends = at + 2 * size >= len(live) or words.strong(live[at + 2 * size - 1])
    slip = one[0].endswith("n't") or one[0] in HEDGES
    if size == 1 and carriers(one[0], "en") and (ends or not slip):
        return False
    if not set(one) - {"no", "not", "never"} or all(words.number(place) for place in live[at : at + size]):
        return False
    if size == 1:
        if again > last + 1 or words.dashed(last, again):
            return True
        if broken and one[0] in PLAIN and not ends:
            return True
        return (
            (one[0] in FUNCTION | HEDGES or one[0].endswith("n't"))
            and (broken or one[0] not in TWICE)
            and (not ends or one[0] in FUNCTION - TWICE)
        )
    if ends or (one[-1] in ("and", "or", "by", "after", "to") and words.low[live[at + 2 * size]] == one[0]):
        return False
    if one[0] in ("and", "or", "by", "after") and one[1] == words.low[live[at - 1]]:  # more and more and more
        return False
    return any(word in FUNCTION for word in one)
