"""Interviews and exchanges within bounds: against reading everything and looking."""

import pytest

from corpus.consent import set_consent
from corpus.errors import NotAllowed
from corpus.narrowed import exchanges_about, lines_within
from corpus.records import SCOPES, Consent, Language
from corpus.viewer import LOCAL, Viewer
from research.workspace import Workspace
from tests.tiny import Home


def ids(space: Workspace, **bounds: object) -> list[str]:
    return [line.id for line in lines_within(space.engine, space.viewer, **bounds)]  # type: ignore[arg-type]


@pytest.mark.parametrize(("wave", "language"), [(None, None), ("2025-Q4", None), (None, "en"), ("2026-Q1", "zh")])
def test_lines_are_those_of_the_list(tiny: Home, wave: str | None, language: Language | None) -> None:
    space = tiny.space()
    listed = [line.id for line in space.corpus.lines(wave=wave, language=language)]
    assert ids(space, wave=wave, language=language) == listed and listed


@pytest.mark.parametrize("least", SCOPES)
def test_consent_is_at_least_what_is_asked(tiny: Home, least: Consent) -> None:
    space = tiny.space()
    set_consent(space.engine, LOCAL, ["Z01-2026-Q1"], "advertising")
    set_consent(space.engine, LOCAL, ["E01-2026-Q1"], "closed")
    agreed = space.corpus.consents(space.corpus.versions())
    expected = {each for each, scope in agreed.items() if SCOPES.index(scope) >= SCOPES.index(least)}
    assert set(ids(space, consent=least)) == expected and expected


def test_a_subject_is_what_is_about_it_or_about_what_is_one_with_it(tiny: Home) -> None:
    space = tiny.space()
    everybody = list(space.corpus.versions())
    less, price = about(space, "睡不着"), about(space, "价格")
    alone, holding = exchanges_about(space.engine, space.viewer, everybody, less)
    assert list(alone) == told(space, less) and len(alone) > 0
    assert holding == set(space.corpus.interviews_of(list(alone)).values())
    other, _ = exchanges_about(space.engine, space.viewer, everybody, price)
    space.subjects.merge(price, into=less)
    both, _ = exchanges_about(space.engine, space.viewer, everybody, less)
    assert list(both) == sorted({*alone, *other}) == told(space, less) and len(both) > len(alone)


def about(space: Workspace, word: str) -> int:
    """A subject of what says a word."""
    subject = space.subjects.add("zh", word, word)
    said = [
        (each.id, one.position)
        for each in space.corpus.interviews()
        for one in each.exchanges
        if word in each.answered(one)
    ]
    space.subjects.put(said, subject)
    return subject


def told(space: Workspace, subject: int) -> list[int]:
    """Ids of the exchanges that are about it, an interview at a time."""
    return sorted(
        exchange.id
        for each in space.corpus.interviews()
        for exchange in each.exchanges
        if subject in space.subjects.of(each.id, each.version).get(exchange.position, {})
    )


def test_who_may_not_search_is_told_nothing(tiny: Home) -> None:
    space = tiny.space(Viewer("m", "merchant", "shop"))
    with pytest.raises(NotAllowed):
        lines_within(space.engine, space.viewer)
    with pytest.raises(NotAllowed):
        exchanges_about(space.engine, space.viewer, [], 1)
