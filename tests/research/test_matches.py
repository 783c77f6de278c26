"""Which exchange answers which question, and how an answer is graded."""

from itertools import groupby
from typing import Any

import numpy as np
import pytest

from corpus.records import Exchange, Interview, Language
from index.search import Chances, Hit
from research.matches import by_respondent
from research.matching import FITTING, MATCHED, SURE, find_matches, refuses
from research.outline import Outline, OutlineQuestion, Section, draft_outline

REFUSALS = {
    "en": ["I've never really noticed, to be honest.", "Pass.", "I'd rather not say.", "No idea, sorry.", "Haven't a clue.",
           "I couldn't tell you.", "I don't know."],
    "zh": ["没怎么注意过。", "这个说不上来。", "不方便说。", "跳过吧。", "不知道呀。", "没想过这个。", "这个不往外说。"],
}  # fmt: skip
ANSWERS = {
    "en": ["About twenty pounds.", "I noticed the price straight away.", "The taste, and I know what I like.",
           "Less than I used to, mostly because of the cost and the sugar, and the rest of it I could not say much about."],
    "zh": ["大概二十块。", "我注意价格。", "比以前少多了，主要是睡不着觉，下午那杯就停了，另外家里人也不让多喝这种东西，别的就没什么好说的了。"],
}  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "en"])
def test_refusing_and_answering(language: Language) -> None:
    assert [said for said in REFUSALS[language] if not refuses(said, language)] == []
    assert [said for said in ANSWERS[language] if refuses(said, language)] == []


def interview(*answers: str, follows: dict[int, int] | None = None) -> Interview:
    """An interview of one-line questions; `follows` makes exchanges probes."""
    text, exchanges = "", []
    for at, said in enumerate(answers):
        start = len(text)
        text += f"question {at}?\n{said}\n"
        middle = text.index("\n", start)
        exchanges.append(
            Exchange(at + 1, "A", at, (start, middle), ((middle + 1, len(text) - 1),), (follows or {}).get(at))
        )
    return Interview("A", "P", "2026-Q1", "", "en", 1, text, "a.txt", (), tuple(exchanges))


class Given:
    """A corpus of one interview, and chances as given: rows are exchanges, columns questions."""

    def __init__(self, one: Interview, matched: list[list[float]], fits: float = 0.9) -> None:
        self.interview, self.chances = one, Chances(np.array(matched), np.full_like(np.array(matched), fits))

    def for_studies(self) -> list[Interview]:
        return [self.interview]

    def search(self, queries: list[Any]) -> list[list[Hit]]:
        return [[Hit(one.id, 1.0, {}) for one in self.interview.exchanges] for _ in queries]

    def answer_chances(self, *_args: Any, **_named: Any) -> Chances:
        return self.chances


OUTLINE = Outline("en", (), (), (Section("core", "", "", tuple(
    OutlineQuestion(f"Q{n}", f"question {n}", n, must_have=True) for n in (1, 2)
)),))  # fmt: skip


def found(given: Given) -> list[tuple[str, int, str]]:
    matches = find_matches(OUTLINE, corpus=given, searcher=given)  # type: ignore[arg-type]
    return [(one.question, one.exchange, one.grade) for one in matches]


def test_the_best_exchange_is_the_one() -> None:
    given = Given(interview("a", "b", "c"), [[0.1, 0.2], [0.9, 0.1], [0.3, 0.7]])
    assert found(given) == [("Q1", 1, "answered"), ("Q2", 2, "answered")]


def test_an_exchange_serves_one_question_only() -> None:
    given = Given(interview("a", "b"), [[0.9, 0.8], [0.1, 0.1]])
    assert found(given) == [("Q1", 0, "answered")]


def test_thresholds() -> None:
    one = interview("a", "b")
    assert found(Given(one, [[MATCHED - 0.001, 0.0], [0.0, 0.0]])) == []
    assert found(Given(one, [[MATCHED, 0.0], [0.0, 0.0]])) == [("Q1", 0, "partly")]
    assert found(Given(one, [[SURE, 0.0], [0.0, 0.0]])) == [("Q1", 0, "answered")]
    assert found(Given(one, [[SURE, 0.0], [0.0, 0.0]], fits=FITTING["en"] - 0.001)) == [("Q1", 0, "off_topic")]


def test_a_refusal_that_a_probe_overcomes_is_an_answer() -> None:
    chances = [[0.9, 0.0], [0.0, 0.0]]
    assert found(Given(interview("Never noticed.", "Other things."), chances)) == [("Q1", 0, "no_answer")]
    assert found(Given(interview("Never noticed.", "The price.", follows={1: 0}), chances)) == [("Q1", 0, "answered")]
    assert found(Given(interview("Never noticed.", "No idea.", follows={1: 0}), chances)) == [("Q1", 0, "no_answer")]


def test_what_the_search_does_not_find_is_not_read() -> None:
    given = Given(interview("a", "b"), [[0.9, 0.1], [0.1, 0.9]])
    given.search = lambda queries: [[] for _ in queries]  # type: ignore[method-assign]
    assert found(given) == []


def test_no_interview_in_the_language_no_match() -> None:
    chinese = Outline("zh", (), (), OUTLINE.sections)
    given = Given(interview("a"), [[0.9, 0.9]])
    assert find_matches(chinese, corpus=given, searcher=given) == ()  # type: ignore[arg-type]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_on_a_tiny_corpus(tiny: Any, briefs: Any, language: Language) -> None:
    """The guide asks question n of the brief at exchange n, after one that is about something else."""
    space = tiny.space()
    matches = find_matches(draft_outline(briefs[language]), corpus=space.corpus, searcher=space.searcher())
    assert all(match.exchange == int(match.question[1:]) for match in matches)
    assert {match.interview[0] for match in matches} == {"Z" if language == "zh" else "E"}
    assert len(matches) >= 14
    for _, own in groupby(matches, key=lambda match: match.interview):
        exchanges = [match.exchange for match in own]
        assert len(exchanges) == len(set(exchanges))
    for questions in by_respondent(matches).values():
        for each in questions.values():
            assert [match.wave for match in each] == sorted(match.wave for match in each)


def test_a_question_thrown_back_is_no_refusal() -> None:
    assert not refuses("俺做衣裳的我还不知道？那些字不当真。", "zh")
    assert refuses("我也不知道，没注意过。", "zh")
