"""What relaxing is told to bring, it brings; and what binds is named."""

import random
from collections.abc import Mapping
from dataclasses import replace

import pytest

from corpus.records import Language
from research.audience import Criterion, in_words
from research.binding import FEWEST, Binding, what_binds
from research.brief import parse_brief
from research.matches import Match
from research.outline import Outline, Section, draft_outline
from research.outline_edits import with_rule
from research.rejudging import judge_again
from research.relaxing import Judging, relaxations
from research.responses import Responses, judge_responses
from research.revising import current_outline, revise
from research.said_of_people import KeptVerdicts
from research.shortage import binds_said
from research.study import Steps
from research.verdicts import Verdict, Verdicts
from research.workspace import Workspace
from tests.tiny import Home

Matched = tuple[Workspace, str, Outline, tuple[Match, ...]]


def matched(tiny: Home, briefs, language: Language) -> Matched:
    space = tiny.space()
    steps = Steps(space.studies.open(briefs[language]), space)
    outline = steps.outline()
    matches = steps.matches(outline)
    steps.responses(outline, matches)
    return space, steps.study.id, outline, matches


MADE: Mapping[Language, tuple[Criterion, ...]] = {
    "zh": (
        Criterion("gender", "in", ("男性",), True, "男性"),
        Criterion("age", "between", ("45", "49"), True, "45到49岁"),
        Criterion("wave", "in", ("2026-Q1",), True, "2026-Q1"),
        Criterion("city_tier", "in", ("县城",), True, "县城"),
    ),
    "en": (
        Criterion("gender", "in", ("man",), True, "men"),
        Criterion("age", "between", ("32", "36"), True, "aged 32 to 36"),
        Criterion("wave", "in", ("2025-Q4",), True, "2025-Q4"),
        Criterion("income", "between", ("5000", ""), True, "well paid"),
    ),
}


WORDS = {"zh": "养狗的人", "en": "people with a dog"}


def valid_ids(judged: Responses) -> list[str]:
    return [one.respondent for one in judged.valid]


def by_lot(space: Workspace, language: Language, lot: random.Random) -> Verdicts:
    """What the interviews tell on the criterion in words, made up; some do not tell."""
    lines = [one for one in space.corpus.lines_for_studies() if one.language == language]
    return {WORDS[language]: {one.id: Verdict(one.id, lot.choice((True, True, False, None))) for one in lines}}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_pressing_brings_exactly_whom_was_told(tiny: Home, briefs, language: Language) -> None:
    """Over outlines made by lot from some criteria, one of them in words, rules, optional questions and decisions by hand: each
    way of asking for less, and each two of them one after the other, leave the very people valid who were counted."""
    space, study, outline, matches = matched(tiny, briefs, language)
    lot, seen, pairs = random.Random(5), set[str](), 0
    people = sorted({one.respondent for one in matches})
    for _ in range(25):
        asked = tuple(one for one in (*MADE[language], in_words(WORDS[language])) if lot.random() < 0.5)
        some = tuple(one for one in matches if lot.random() < 0.8)
        tried = replace(outline, criteria=asked, enough=lot.choice((0.3, 0.6, 1.0)), window=lot.choice((1, 2)))
        for who in people:
            space.rulings.undo(study, who)
            if lot.random() < 0.2:
                space.rulings.decide(study, who, included=lot.random() < 0.5, reason="by lot")
        rulings, verdicts = space.rulings.all(study), by_lot(space, language, lot)
        judging = Judging(some, corpus=space.corpus, rulings=rulings, verdicts=verdicts)

        def judged(by: Outline, some=some, rulings=rulings, verdicts=verdicts) -> Responses:  # type: ignore[no-untyped-def]
            return judge_responses(by, some, corpus=space.corpus, rulings=rulings, verdicts=verdicts)

        now = judged(tried)
        found = what_binds(
            tried, some, now, corpus=space.corpus, rulings=rulings, verdicts=verdicts, wanted=len(now.valid) + 2
        )
        for one in found.relaxations:
            after = judged(one.edit(tried))
            assert valid_ids(judging.by(one.edit(tried))) == valid_ids(after)
            assert len(after.valid) == one.valid == len(now.valid) + one.gain, (one.kind, one.words)
            assert one.gain > 0
            seen.add(one.kind)
        for first in found.relaxations[:5]:
            eased = first.edit(tried)
            for second in relaxations(eased, some, corpus=space.corpus, rulings=rulings, verdicts=verdicts):
                both = judged(second.edit(eased))
                assert valid_ids(judging.by(second.edit(eased))) == valid_ids(both) and len(both.valid) == second.valid
                pairs += 1
    assert seen >= {"without", "prefer", "wider", "optional", "enough"} and pairs > 10


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_press_saves_as_many_as_were_told(tiny: Home, briefs, language: Language) -> None:
    """Through what a page does: a revision, then everybody judged again from what is saved; with decisions by hand and a
    criterion in words."""
    space, study, _, matches = matched(tiny, briefs, language)
    who = sorted({one.respondent for one in matches})
    space.rulings.decide(study, who[0], included=True, reason="knows it")
    space.rulings.decide(study, who[1], included=False, reason="works there")
    verdicts = by_lot(space, language, random.Random(3))
    versions = {one.id: one.version for one in space.corpus.lines_for_studies()}
    KeptVerdicts(space.engine, space.viewer).keep(
        WORDS[language], language, verdicts[WORDS[language]].values(), versions
    )
    asked = (*MADE[language][:2], in_words(WORDS[language]))
    _, number = current_outline(space.studies.get(study), space)
    revise(space.studies.get(study), space, lambda one: replace(one, criteria=asked), beneath=number)
    before = judge_again(space.studies.get(study), space)
    narrow, _ = current_outline(space.studies.get(study), space)
    assert before is not None and narrow is not None
    rulings = space.rulings.all(study)
    found = what_binds(narrow, matches, before, corpus=space.corpus, rulings=rulings, verdicts=verdicts, wanted=FEWEST)
    judging = Judging(matches, corpus=space.corpus, rulings=rulings, verdicts=verdicts)
    assert found.relaxations
    for one in found.relaxations:
        _, number = current_outline(space.studies.get(study), space)
        revise(space.studies.get(study), space, lambda _: narrow, beneath=number)
        _, number = current_outline(space.studies.get(study), space)
        revise(space.studies.get(study), space, one.edit, beneath=number)
        after = judge_again(space.studies.get(study), space)
        assert after and valid_ids(after) == valid_ids(judging.by(one.edit(narrow))), (one.kind, one.words)
        assert len(after.valid) == one.valid == len(before.valid) + one.gain


@pytest.mark.parametrize("of", range(1, 61))
def test_so_many_of_so_many_are_enough(of: int) -> None:
    """A share is kept, and a computer's fractions must not ask for one answer more: 7 / 25 * 25 is a little over 7."""
    outline = draft_outline(parse_brief(OFF["subject"]["en"]))
    one = outline.core[0]
    core = tuple(replace(one, id=f"Q{at}") for at in range(of))
    many = replace(outline, sections=(Section("core", "", "", core),))
    for least in range(max(1, of // 20 + 1), of + 1):
        assert with_rule(many, least / of, 4).least == least


OFF: Mapping[str, Mapping[Language, str]] = {
    "subject": {
        "zh": "行业：汽车\n人群：成年人\n问题：\n- 最近试驾过哪款电动汽车？\n- 对充电桩有什么看法？",
        "en": "Industry: cars\nAudience: adults\nQuestions:\n- Which electric car did they test drive last?\n"
        "- What do they think of charging stations?",
    },
    "audience": {
        "zh": "行业：奶茶\n人群：住在上海的女性\n问题：\n- 跟去年比，大家喝奶茶的次数有什么变化？\n- 买奶茶的时候最看重什么，为什么？",
        "en": "Industry: coffee\nAudience: women who live in Leeds\nQuestions:\n"
        "- How has the coffee people drink changed compared with last year?\n"
        "- What matters most when they choose a coffee, and why?",
    },
    "wave": {
        "zh": "行业：奶茶\n人群：成年人\n期次：2019-Q1\n问题：\n- 跟去年比，大家喝奶茶的次数有什么变化？\n- 买奶茶的时候最看重什么，为什么？",
        "en": "Industry: coffee\nAudience: adults\nWaves: 2019-Q1\nQuestions:\n"
        "- How has the coffee people drink changed compared with last year?\n"
        "- What matters most when they choose a coffee, and why?",
    },
    "number": {
        "zh": "行业：奶茶\n人群：成年人\n份数：60\n问题：\n- 跟去年比，大家喝奶茶的次数有什么变化？\n- 买奶茶的时候最看重什么，为什么？",
        "en": "Industry: coffee\nAudience: adults\nResponses: 60\nQuestions:\n"
        "- How has the coffee people drink changed compared with last year?\n"
        "- What matters most when they choose a coffee, and why?",
    },
}


def bound(space: Workspace, text: str) -> Binding:
    brief = parse_brief(text)
    steps = Steps(space.studies.open(brief), space)
    outline = steps.outline()
    matches = steps.matches(outline)
    judged = judge_responses(outline, matches, corpus=space.corpus)
    return what_binds(outline, matches, judged, corpus=space.corpus, wanted=max(5, brief.responses or 0))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", OFF)
def test_what_binds_is_named(tiny: Home, kind: str, language: Language) -> None:
    found = bound(tiny.space(), OFF[kind][language])
    assert found.kind == kind, found
    assert binds_said(found, language)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_question_nobody_answered_binds(tiny: Home, briefs, language: Language) -> None:
    space, _, outline, matches = matched(tiny, briefs, language)
    some = tuple(one for one in matches if one.question != "Q3")
    strict = replace(outline, enough=1.0)
    judged = judge_responses(strict, some, corpus=space.corpus)
    found = what_binds(strict, some, judged, corpus=space.corpus)
    assert (found.kind, found.valid, found.reach) == ("question", 0, 6)
    unheard = ["Q2", "Q3"] if language == "zh" else ["Q3"]  # nobody's words answer the Chinese Q2 by the rule
    assert [(one.id, people) for one, people in found.questions] == [(id_, 0) for id_ in unheard]
    enough = judge_responses(outline, some, corpus=space.corpus)
    assert len(enough.valid) == (0 if language == "zh" else 6)  # two of three are answered: as many valid as before
    assert what_binds(outline, some, enough, corpus=space.corpus).kind == "question"


def test_two_criteria_that_bind_together_are_named_together(tiny: Home, briefs) -> None:
    space, _, outline, matches = matched(tiny, briefs, "zh")
    both = (
        Criterion("age", "between", ("60", ""), True, "60岁以上"), Criterion("city", "in", ("北京",), True, "北京"),
    )  # fmt: skip
    tried = replace(outline, criteria=both)
    judged = judge_responses(tried, matches, corpus=space.corpus)
    found = what_binds(tried, matches, judged, corpus=space.corpus)
    assert (found.kind, found.criteria, found.reach) == ("audience", both, 6)
    assert found.relaxations[0].kind == "together" and found.relaxations[0].gain == 6
    assert "北京" in binds_said(found, "zh") and "60岁以上" in binds_said(found, "zh")


def test_the_language_binds_where_nobody_was_interviewed_in_it(tiny: Home, briefs) -> None:
    space, _, outline, _ = matched(tiny, briefs, "zh")
    judged = judge_responses(outline, (), corpus=space.corpus)
    none = replace(judged, funnel={**judged.funnel, "language": (0, 0)})
    found = what_binds(outline, (), none, corpus=space.corpus)
    assert found.kind == "language" and "0" in binds_said(found, "zh")
