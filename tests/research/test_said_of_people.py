"""Criteria in words through a whole study: looked for once, kept by text version, gone with whoever withdraws."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from research.audience import in_words
from research.brief import Brief
from research.looks import Looks
from research.outline import Outline
from research.outline_edits import with_said, with_words, without_unread
from research.said_of_people import KeptVerdicts, kept_verdicts, verdicts_for
from research.study import Steps
from research.tables import LookedAtRow, SaidVerdictRow
from research.withdrawing import withdraw
from research.workspace import Workspace
from tests.tiny import Home, transcript

WORDS = {"zh": "去年换了工作的人", "en": "people who have a dog"}
TOLD = {
    "zh": ("周末随便走走。我去年换了工作，离家近了。", "奶茶喝得比去年少了。", "最看重糖分。", "一个月六十块。"),
    "en": ("I walk the dog by the river.", "Less coffee than last year.", "The price.", "About 20 pounds in a month."),
}
DENIED = {
    "zh": ("周末在家。去年没换工作，还是老样子。", "奶茶喝得比去年少了。", "最看重糖分。", "一个月六十块。"),
    "en": ("I don't have a dog, sadly.", "Less coffee than last year.", "The price.", "About 20 pounds in a month."),
}


@pytest.fixture(params=["zh", "en"])
def language(request) -> str:
    return str(request.param)


@pytest.fixture
def space(tiny: Home, language: str) -> Workspace:
    tiny.bring_in("X01_2026-Q1.txt", transcript(TOLD[language], language))
    tiny.bring_in("X02_2026-Q1.txt", transcript(DENIED[language], language))
    return tiny.space()


def kept(space: Workspace) -> KeptVerdicts:
    return KeptVerdicts(space.engine, space.viewer)


def asked(space: Workspace, brief: Brief, language: str) -> Outline:
    outline = Steps(space.studies.open(brief), space).outline()
    return replace(outline, criteria=(in_words(WORDS[language]),))


def test_who_holds_has_words_that_say_it(space: Workspace, briefs: Mapping[str, Brief], language: str) -> None:
    outline = asked(space, briefs[language], language)
    found = verdicts_for(outline, corpus=space.corpus, searcher=space.searcher(), kept=kept(space))[WORDS[language]]
    holding = {one.interview for one in found.values() if one.holds}
    assert "X01-2026-Q1" in holding and "X02-2026-Q1" not in holding and found["X02-2026-Q1"].holds is False
    assert holding <= {"X01-2026-Q1", "E02-2026-Q1"}  # E02 walks the dog
    for one in found.values():
        if one.holds:
            assert one.span
            words = space.corpus.interview(one.interview).words(one.span)
            assert "换了工作" in words or "the dog" in words
    again, whole = kept_verdicts(outline, corpus=space.corpus, kept=kept(space))
    assert whole and dict(again[WORDS[language]]) == dict(found), "without a search"


def test_a_text_that_was_corrected_is_read_again(space: Workspace, briefs: Mapping[str, Brief], language: str) -> None:
    outline = asked(space, briefs[language], language)
    verdicts_for(outline, corpus=space.corpus, searcher=space.searcher(), kept=kept(space))
    with Session(space.engine) as session, session.begin():
        for row in session.scalars(select(SaidVerdictRow).where(SaidVerdictRow.interview_id == "X01-2026-Q1")):
            row.version = 0
    found, whole = kept_verdicts(outline, corpus=space.corpus, kept=kept(space))
    assert not whole and "X01-2026-Q1" not in found[WORDS[language]]
    made = verdicts_for(outline, corpus=space.corpus, searcher=space.searcher(), kept=kept(space))
    assert made[WORDS[language]]["X01-2026-Q1"].holds


def test_withdrawing_takes_verdicts_and_looks_along(space: Workspace, briefs, language: str) -> None:
    outline = asked(space, briefs[language], language)
    study = space.studies.open(briefs[language])
    verdicts_for(outline, corpus=space.corpus, searcher=space.searcher(), kept=kept(space))
    looks = Looks(space.engine, space.viewer)
    looks.say(study.id, "X01", "k", valid=True)
    looks.say(study.id, "X02", "k", valid=False)
    withdraw("X01", space)
    assert list(looks.all(study.id, "k")) == ["X02"]
    with Session(space.engine) as session:
        left = select(func.count()).select_from(SaidVerdictRow).where(SaidVerdictRow.interview_id == "X01-2026-Q1")
        assert session.scalar(left) == 0
        assert session.scalar(select(func.count()).select_from(SaidVerdictRow)) > 0
        assert session.scalar(select(func.count()).select_from(LookedAtRow)) == 1


def test_a_look_under_another_rule_says_nothing(tiny: Home, briefs) -> None:
    space = tiny.space()
    study, looks = space.studies.open(briefs["en"]), Looks(space.engine, space.viewer)
    looks.say(study.id, "E01", "one", valid=True)
    assert looks.all(study.id, "other") == {} and looks.all(study.id, "one")["E01"].valid
    looks.say(study.id, "E01", "one", valid=False)
    assert not looks.all(study.id, "one")["E01"].valid
    looks.undo(study.id, "E01")
    assert looks.all(study.id, "one") == {}


def test_words_that_select_nobody_are_asked_about_once(briefs) -> None:
    from research.outline import draft_outline

    brief = briefs["en"].model_copy(update={"people": "women who changed jobs last year"})
    outline = draft_outline(brief)
    (words,) = outline.unread
    made = with_said(outline, words, required=True)
    assert made.unread == () and made.criteria[-1] == in_words(words)
    softer = with_said(made, words, required=False)
    assert [one.required for one in softer.criteria if one.field == "said"] == [False]
    assert without_unread(outline, words).unread == ()
    typed = with_words(outline, "preferably people who have a dog", brief)
    assert [(one.field, one.required) for one in typed.criteria[-1:]] == [("said", False)]
