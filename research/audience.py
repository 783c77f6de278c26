"""Whom a brief asks for: criteria read from its words, and whether a person fits them.

A criterion's values are shown in the brief's language and compared by meaning (research/lexicon/audience.yaml),
so that "women", 女性 and a profile's "F" are one.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType

from corpus.language import CJK
from corpus.records import Attributes, Language
from corpus.script import as_written, simplified
from research.brief import Brief
from research.brief_text import Op, Term, amount, any_of, lexicon, small_words, terms_in

SAID = "said"
"""The field of criteria that are judged from what people said."""

_AGAIN = "; "
"""Between the words of a criterion that was said more than once."""


@dataclass(frozen=True)
class Criterion:
    """One condition on a person.

    values  in, not_in: labels; contains: parts of the profile's value; between: pairs from, to ("" leaves an end
            open), ends included, any pair will do. Ages in years, or birth years (1900 and later); income a month;
            said: the words people's own words are held against
    said    the words of the brief it comes from
    """

    field: str
    op: Op
    values: tuple[str, ...]
    required: bool
    said: str


@dataclass(frozen=True)
class Fit:
    """failed: the first required criterion that does not hold or cannot be decided; unknown: all undecided ones;
    why: each criterion with the profile's value that decided ("" where it is unknown); holds: whether each does;
    preferred: how many of the preferred ones do."""

    fits: bool
    failed: Criterion | None
    unknown: tuple[Criterion, ...]
    why: tuple[tuple[Criterion, str], ...]
    holds: tuple[bool | None, ...] = ()
    preferred: int = 0


NOTHING_SAID: Mapping[str, bool | None] = MappingProxyType({})


def criteria_from(brief: Brief) -> tuple[Criterion, ...]:
    """The criteria the brief's `people` and `waves` state, in the order they are said.

    A field said twice is one criterion that either meets (18–25岁或40–50岁), but "at least" and "at most" meet both,
    and households add up: a married mother is both.
    """
    made: list[Criterion] = []
    read = _read(brief.people)
    numbered = any(field == "age" and not term.vague for term, _, _ in read for field, _, _ in term.means)
    for term, required, excluded in read:
        said = brief.people[term.start : term.end].strip()
        for field, op, values in term.means:
            if field == "age" and term.vague and numbered:
                continue
            shown = tuple(_label(field, value, brief.language) for value in values)
            _add(made, Criterion(field, "not_in" if excluded else op, shown, required, said))
    if brief.waves:
        made.append(Criterion("wave", "in", brief.waves, True, ", ".join(brief.waves)))
    return tuple(made)


def _read(people: str) -> list[tuple[Term, bool, bool]]:
    """(term, required, excluded) of each term; a term before 不限 is dropped with it."""
    excludes = re.compile(rf"(?:{any_of(lexicon()['exclude']).pattern})\s*(?:的|是)?$", re.IGNORECASE)
    people = simplified(people)
    read: list[tuple[Term, bool, bool]] = []
    for term in terms_in(people):
        if not term.means and read and term.start == read[-1][0].end:
            read.pop()  # 县城不限: the words just before are what is left open
        elif term.means:
            near = people[max(0, term.start - 20) : term.start]
            read.append((term, not _preferred(people, term), excludes.search(near) is not None))
    return read


def _preferred(people: str, term: Term) -> bool:
    """Whether a word of preference governs the term: before it, or just after it, in the same clause."""
    before = re.split(r"[，,；;。.\n]", people[max(0, term.start - 60) : term.start])[-1]
    after = re.split(r"[，,；;。.\n]", people[term.end : term.end + 60])[0]
    lead, trail = (any_of(lexicon()["prefer"][kind]) for kind in ("lead", "trail"))
    # "women if possible": a leading marker with nothing behind it governs what stands before it
    leads_nothing = re.compile(rf"(?:{lead.pattern})\s*$", re.IGNORECASE)
    return bool(
        lead.search(before) or trail.search(after) or leads_nothing.search(after)
        or re.search(r"优先\s*$", before)
    )  # fmt: skip


def prefers(people: str, words: str) -> bool:
    """Whether `words`, which stand in `people`, are said with a word of preference."""
    start = people.find(words)
    return start >= 0 and _preferred(simplified(people), Term(start, start + len(words), ()))


def _add(made: list[Criterion], new: Criterion) -> None:
    """Put `new` behind the others, or into the one of the same field, op and force."""
    for at, old in enumerate(made):
        same = (old.field, old.op, old.required) == (new.field, new.op, new.required)
        if same and new.field != "household":
            values = _ranges(old.values, new.values) if new.op == "between" else old.values + new.values
            values = values if new.op == "between" else tuple(dict.fromkeys(values))
            made[at] = replace(old, values=values, said=_AGAIN.join(dict.fromkeys((*old.said.split(_AGAIN), new.said))))
            return
        if same and old.values == new.values:
            return
    made.append(new)


def said_once(criteria: Sequence[Criterion]) -> tuple[tuple[str, ...], ...]:
    """The words each criterion comes from, without those that an earlier one comes from too: 宝妈 is a woman and a mother.

    A criterion of which nothing is left is left out.
    """
    known: set[str] = set()
    told = []
    for criterion in criteria:
        words = tuple(word for word in criterion.said.split(_AGAIN) if word not in known)
        known.update(words)
        told += [words] if words else []
    return tuple(told)


def _ranges(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[str, ...]:
    """One range from an "at least" and an "at most", else both ranges, each once."""
    if len(old) == len(new) == 2 and {bool(old[0]), bool(new[0])} == {True, False} == {bool(old[1]), bool(new[1])}:
        return (old[0] or new[0], old[1] or new[1])
    return old if new in _pairs(old) else old + new


def _label(field: str, code: str, language: Language) -> str:
    known = lexicon()["values"].get(field, {}).get(code)
    return str(known[language]) if known else code


def unread_people(brief: Brief) -> tuple[str, ...]:
    """The words of `brief.people` that became no criterion and are more than small words, in order."""
    rest, at, people = "", 0, simplified(brief.people)
    for term in terms_in(people):
        rest, at = rest + people[at : term.start] + "\n", term.end
    words = lexicon()
    cut = any_of([*words["prefer"]["lead"], *words["prefer"]["trail"], *words["exclude"]])
    pieces = re.split(r"[\n，,；;。.、（）()!?！？:：]+", cut.sub("\n", rest + people[at:]))
    small = rf"(?:{small_words()}|[\s\d\W])*+"
    kept = (piece for piece in pieces if not re.fullmatch(small, piece, re.IGNORECASE))
    bare = (re.sub(r"^[的和与或\s]+|[的和与或\s]+$", "", piece) for piece in kept)
    return tuple(as_written(piece, brief.people) for piece in bare)


def in_words(words: str, *, required: bool = True) -> Criterion:
    """A criterion that is judged from what people said."""
    tidy = " ".join(words.split())
    return Criterion(SAID, "said", (tidy,), required, tidy)


def judge(
    person: Attributes, criteria: Sequence[Criterion], *, wave: str, language: Language | None = None,
    said: Mapping[str, bool | None] = NOTHING_SAID,
) -> Fit:  # fmt: skip
    """Whether a person, as they were in `wave`, meets the required criteria; preferred ones only explain.

    language  of their interview; a criterion on it is unknown without
    said      words of a criterion → whether what they said meets it
    """
    decided = [(each, _holds(each, person, wave, language, said)) for each in criteria]
    failed = next((each for each, holds in decided if each.required and not holds), None)
    why = tuple((each, profile_value(person, each.field, wave, language)) for each in criteria)
    unknown = tuple(each for each, holds in decided if holds is None)
    preferred = sum(holds is True for each, holds in decided if not each.required)
    return Fit(failed is None, failed, unknown, why, tuple(holds for _, holds in decided), preferred)


def _holds(
    criterion: Criterion, person: Attributes, wave: str, language: Language | None, said: Mapping[str, bool | None]
) -> bool | None:
    """Whether the criterion holds; None where neither the profile nor what was said tells."""
    if criterion.op == "said":
        return said.get(criterion.values[0])
    value = profile_value(person, criterion.field, wave, language)
    if not value:
        return None
    met = _meets(criterion, value, person)
    return met if met is None or criterion.op != "not_in" else not met


def _meets(criterion: Criterion, value: str, person: Attributes) -> bool | None:
    if criterion.field == "age":
        return _in_ranges(criterion.values, float(value), float(person.birth_year or 0))
    if criterion.field == "income":
        return _income_meets(criterion.values, value)
    if criterion.op == "contains" or criterion.field in ("city", "occupation"):
        return any(simplified(part).casefold() in simplified(value).casefold() for part in criterion.values)
    wanted = frozenset[str]().union(*(_codes(criterion.field, each, True) for each in criterion.values))
    return bool(wanted & _codes(criterion.field, value, False))


def profile_value(person: Attributes, field: str, wave: str, language: Language | None) -> str:
    """The profile's value a criterion on `field` looks at; age is the wave's year less the year of birth."""
    if field == SAID:
        return ""
    if field == "age":
        year = re.search(r"\d{4}", wave)
        return str(int(year[0]) - person.birth_year) if year and person.birth_year else ""
    if field in ("wave", "language"):
        return wave if field == "wave" else language or ""
    return str(getattr(person, field)).strip()


def _pairs(values: Sequence[str]) -> list[tuple[str, str]]:
    return list(zip(values[::2], values[1::2], strict=True))


def _in_ranges(values: Sequence[str], age: float, born: float) -> bool:
    def inside(low: str, high: str) -> bool:
        x = born if float(low or high or 0) >= 1900 else age
        return (not low or x >= float(low)) and (not high or x <= float(high))

    return any(inside(low, high) for low, high in _pairs(values))


def _income_meets(values: Sequence[str], band: str) -> bool | None:
    """Whether the band lies in a wanted range; None where it only overlaps one, or is in another currency."""
    band = simplified(band)
    bounds = [amount(each) for each in re.findall(r"\d[\d,.]*\s*[千万kw]?", band)]
    if not bounds or any(_currency(each) not in ("", _currency(band) or "元") for each in values if each):
        return None
    low = 0.0 if re.search(r"以下|under|below|less|up to", band) else bounds[0]
    high = float("inf") if re.search(r"以上|over|above|more|\+", band) else bounds[-1]
    found: bool | None = False
    for least, most in ((float(amount(a)) if a else 0.0, amount(b) if b else float("inf")) for a, b in _pairs(values)):
        if least <= low and high <= most:
            return True
        found = None if max(least, low) < min(most, high) else found
    return found


def _currency(text: str) -> str:
    return next((sign for sign in "£$€" if sign in text), "元" if re.search("[元¥]", text) else "")


@lru_cache(maxsize=65_536)
def _codes(field: str, value: str, wanted: bool) -> frozenset[str]:
    """What a label (wanted) or a profile's value means: the lexicon's codes, else the value itself."""
    normal = simplified(value).strip().casefold()
    known = lexicon()["values"].get(field, {})
    labels = {code: (code, entry["zh"].casefold(), entry["en"].casefold()) for code, entry in known.items()}
    labelled = {code for code, spelt in labels.items() if normal in spelt}
    if wanted and labelled:
        return frozenset(labelled)
    return frozenset(code for code, entry in known.items() if _spelt(entry, normal)) | labelled or frozenset({normal})


def meant_by(field: str, value: str) -> frozenset[str]:
    """What a profile's value is counted as by criteria on `field`: the lexicon's codes, else the value itself."""
    return _codes(field, value, False)


def labelled(field: str, code: str, language: Language) -> str:
    """A code as a criterion shows it; what is no code stays as it is."""
    return _label(field, code, language)


def _spelt(entry: dict[str, list[str]], normal: str) -> bool:
    def holds(parts: list[str]) -> bool:
        return any(re.search(("" if CJK.search(part) else r"\b") + re.escape(part), normal) for part in parts)

    return normal in entry.get("is", []) or (holds(entry.get("has", [])) and not holds(entry.get("not", [])))
