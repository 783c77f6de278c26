"""What is asked before anybody is invited, and how many of whom: by rule, from the criteria of an outline."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from corpus.records import Language
from research.audience import Criterion, labelled
from research.brief_text import lexicon
from research.describing import values_of
from research.messages import say, texts
from research.outline import Outline, OutlineQuestion, Quota
from research.selection import AGE_BANDS

_LANGUAGES: tuple[Language, ...] = ("zh", "en")
_AGES = (18, 25, 35, 45, 55, 65)
"""Where age groups begin that a screener reads out, beside the bounds that are wanted."""
_NARROWEST = 5
"""Years of the groups between."""
_BORN = 1900
"""From here on a criterion on age speaks of years of birth."""
_SMALLEST = 3
"""People of a quota's cell at least: fewer are no quota but a wish."""
_PLACES: dict[Language, tuple[str, ...]] = {
    "zh": ("tier1", "tier1_new", "tier2", "tier3", "tier4", "tier5", "county_city", "county", "town", "village"),
    "en": ("capital", "large", "town", "village"),
}
_REGIONS: dict[Language, tuple[str, ...]] = {
    "zh": ("east_cn", "central_cn", "west_cn", "northeast_cn"),
    "en": ("north", "midlands", "east", "south", "london", "wales", "scotland", "ni"),
}
_HOMES = ("alone", "couple", "children", "with_parents", "shared")


def screener_of(criteria: Sequence[Criterion], language: Language, industry: str = "") -> tuple[OutlineQuestion, ...]:
    """The screener: two questions every study asks, then one for each required criterion on a person.

    Each names its options and, in `passes`, those that go on. A wave is no property of a person: nothing asks for it.
    """
    made = [_trade(language, industry), _lately(language)]
    made += [_asking(each, language) for each in criteria if each.required and each.field != "wave"]
    return tuple(_numbered(one, number) for number, one in enumerate(made, start=1))


def _numbered(question: OutlineQuestion, number: int) -> OutlineQuestion:
    return OutlineQuestion(f"S{number}", question.text, kind="choice", options=question.options, passes=question.passes)


def _question(text: str, options: Sequence[str], passes: Sequence[str]) -> OutlineQuestion:
    options = tuple(dict.fromkeys(options))
    return OutlineQuestion(
        "", text, kind="choice", options=options, passes=tuple(one for one in options if one in passes)
    )


def _trade(language: Language, industry: str) -> OutlineQuestion:
    """Nobody of the trade: they know too much and tell."""
    named = industry or say(language, "guide.something")
    options = [say(language, f"guide.screener.trade_options.{at}", industry=named) for at in range(4)]  # fmt: skip
    return _question(say(language, "guide.screener.trade"), options, options[-1:])


def _lately(language: Language) -> OutlineQuestion:
    yes, no = (say(language, f"guide.screener.{one}") for one in ("yes", "no"))
    return _question(say(language, "guide.screener.lately"), (yes, no), (no,))


def _asking(criterion: Criterion, language: Language) -> OutlineQuestion:
    """The question for one criterion. `passes` are the options that meet it."""
    if criterion.field in ("age", "income") and criterion.op == "between":
        return _ranged(criterion, language)
    if criterion.field in ("recording", "language", "said"):
        yes, no = (say(language, f"guide.screener.{one}") for one in ("yes", "no"))
        text = say(language, f"guide.screener.{criterion.field}", value=values_of(criterion, language))
        return _question(text, (yes, no), (yes,))
    listed = _listed(criterion, language)
    wanted = [one for one in criterion.values if one]
    rest = "" if criterion.field in _WHOLE else say(language, f"guide.screener.{_REST.get(criterion.field, 'other')}")
    options = [one for one in dict.fromkeys([*listed, *wanted, rest]) if one]
    meant = {one for one in options if one in wanted and one != rest}
    passes = [one for one in options if (one in meant) == (criterion.op != "not_in")]
    return _question(_text(criterion.field, language), options, passes)


_WHOLE = frozenset({"city_tier"})
"""Fields whose list is whole: everybody finds themselves in it."""
_REST = {"city": "another_place", "occupation": "other_work", "gender": "rather_not"}


def _text(field: str, language: Language) -> str:
    own = texts(language, "guide.screener")
    if field in own:
        return say(language, f"guide.screener.{field}")
    return say(language, "guide.screener.other_field", field=say(language, f"outline.field.{field}"))


def _listed(criterion: Criterion, language: Language) -> list[str]:
    """What is read out beside what is wanted, so that nobody can tell what that is."""
    codes: dict[str, Sequence[str]] = {
        "gender": ("woman", "man"), "city_tier": _PLACES[language], "region": _REGIONS[language], "household": _HOMES,
    }  # fmt: skip
    known = lexicon()["values"].get(criterion.field, {})
    return [labelled(criterion.field, code, language) for code in codes.get(criterion.field, ()) if code in known]


def _ranged(criterion: Criterion, language: Language) -> OutlineQuestion:
    """Groups of ages, years of birth or incomes, of which the wanted ones go on."""
    ranges = list(zip(criterion.values[::2], criterion.values[1::2], strict=True))
    if criterion.field == "income":
        return _incomes(ranges, language)
    numbers = [(int(float(low)) if low else 0, int(float(high)) if high else 10_000) for low, high in ranges]
    born = any(low >= _BORN for low, _ in numbers) or any(_BORN <= high < 10_000 for _, high in numbers)
    names = ("born_before", "born_in", "born_after") if born else ("under", "years", "over")
    edges = {edge for low, high in numbers for edge in (low, high + 1) if 0 < edge < 10_000}
    apart = [age for age in _AGES if all(abs(age - edge) >= _NARROWEST for edge in edges)]
    between = [] if born else [age for age in apart if min(edges) < age < max(edges) or len(edges) == 1]
    starts = sorted({*edges, *between})
    groups = [(0, starts[0] - 1), *((low, high - 1) for low, high in pairwise(starts)), (starts[-1], 10_000)]
    return _of_groups(_text("born" if born else "age", language), groups, numbers, names, language)


def _of_groups(
    text: str, groups: Sequence[tuple[int, int]], wanted: Sequence[tuple[int, int]], names: tuple[str, str, str],
    language: Language,
) -> OutlineQuestion:  # fmt: skip
    def named(low: int, high: int) -> str:
        key = names[0] if low == 0 else names[2] if high == 10_000 else names[1]
        return say(language, f"guide.screener.{key}", low=low, high=high)

    passing = [named(*group) for group in groups if any(low <= group[0] and group[1] <= high for low, high in wanted)]
    return _question(text, [named(*group) for group in groups], passing)


def _incomes(ranges: Sequence[tuple[str, str]], language: Language) -> OutlineQuestion:
    """What is below, within and above what is wanted, in the brief's own figures."""

    def named(low: str, high: str) -> str:
        key = "income_from" if low and high else "income_over" if low else "income_under"
        return say(language, f"guide.screener.{key}", low=low, high=high)

    below = [named("", ranges[0][0])] if ranges[0][0] else []
    above = [named(ranges[-1][1], "")] if ranges[-1][1] else []
    wanted = [named(low, high) for low, high in ranges]
    return _question(_text("income", language), [*below, *wanted, *above], wanted)


def kept_in_step(outline: Outline, criteria: Sequence[Criterion]) -> tuple[OutlineQuestion, ...]:
    """The screener for other criteria: what the rule asked for the old ones gives way, what a person wrote stays."""
    if not outline.screener:
        return ()
    by_rule = {(one.text, one.options) for one in screener_of(outline.criteria, outline.language, outline.industry)}
    had = {(one.text, one.options) for one in outline.screener}
    own = [one for one in outline.screener if (one.text, one.options) not in by_rule]
    gone = by_rule - had
    new = screener_of(criteria, outline.language, outline.industry)
    kept = [one for one in new if (one.text, one.options) not in gone]
    return tuple(_numbered(one, number) for number, one in enumerate((*kept, *own), start=1))


def quotas_of(outline: Outline, wanted: int) -> tuple[Quota, ...]:
    """How many of whom, where `wanted` people are: gender by age band, evenly, as far as the criteria leave both open.

    Cells of fewer than three people are put together: by gender alone; none at all for fewer than six people.
    """
    genders, bands = _genders(outline.criteria), _bands(outline.criteria)
    crossed = [(("gender", gender), ("age", band)) for band in bands for gender in genders]
    single = [(("gender", gender),) for gender in genders] if len(genders) > 1 else [(("age", band),) for band in bands]
    choices: list[Sequence[tuple[tuple[str, str], ...]]] = [crossed, single] if len(genders) > 1 else [single]
    for cells in choices:
        if 1 < len(cells) <= wanted // _SMALLEST:
            return tuple(
                Quota(cell, wanted // len(cells) + (at < wanted % len(cells))) for at, cell in enumerate(cells)
            )
    return ()


def _genders(criteria: Sequence[Criterion]) -> list[str]:
    """The genders that are asked for, both where no criterion says."""
    said = [each for each in criteria if each.field == "gender" and each.required]

    def wanted(code: str, criterion: Criterion) -> bool:
        named = any(labelled("gender", code, language) in criterion.values for language in _LANGUAGES)
        return named == (criterion.op != "not_in")

    return [code for code in ("woman", "man") if all(wanted(code, each) for each in said)]


def _bands(criteria: Sequence[Criterion]) -> list[str]:
    """The age bands the criteria touch, those of grown-ups where none says."""
    said = [each for each in criteria if each.field == "age" and each.required and each.op == "between"]
    ranges = [pair for each in said for pair in zip(each.values[::2], each.values[1::2], strict=True)]

    def touched(low: int, high: int) -> bool:
        return not ranges or any(
            (not least or float(least) <= high) and (not most or low <= float(most)) for least, most in ranges
        )

    if any(float(value) >= _BORN for pair in ranges for value in pair if value):
        return []
    return [
        f"{low}–{high}" if high < 120 else f"{low}+"
        for low, high in AGE_BANDS
        if low and touched(low, high)
    ]  # fmt: skip


def with_screener(outline: Outline, screener: Sequence[OutlineQuestion]) -> Outline:
    """Another screener, numbered anew; a question without words, or without two options, is left out."""
    kept = [one for one in screener if one.text.strip() and len(one.options) > 1]
    return replace(outline, screener=tuple(_numbered(one, number) for number, one in enumerate(kept, start=1)))


def with_quotas(outline: Outline, quotas: Sequence[Quota]) -> Outline:
    """Other quotas; a cell nobody is wanted of is left out."""
    return replace(outline, quotas=tuple(quota for quota in quotas if quota.wanted > 0))
