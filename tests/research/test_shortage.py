"""Too little evidence is a normal result that says what binds and what would help."""

from typing import Any

import pytest

from corpus.errors import Shortage
from research.brief import parse_brief
from research.messages import explain, say
from research.shortage import FEWEST, check_answerable
from research.study import run_study

STRANGE = {
    "en": "Industry: cars\nQuestions:\n- Which electric car did they test drive last?\n- What do they think of charging stations?",
    "zh": "行业：汽车\n问题：\n- 最近试驾过哪款电动汽车？\n- 对充电桩有什么看法？",
}


def test_nothing_found_names_the_questions() -> None:
    from research.outline import draft_outline
    from research.responses import BY_HAND, RULE, Responses

    outline = draft_outline(parse_brief(STRANGE["en"]))
    with pytest.raises(Shortage) as raised:
        check_answerable(
            outline, (), Responses((), {step: (0, 0) for step in (*RULE, *BY_HAND, "valid")}, ()), corpus=None
        )  # type: ignore[arg-type]
    assert raised.value.key == "shortage_nothing_found"
    assert raised.value.values["questions"] == [question.text for question in outline.core]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_strange_brief_leaves_no_report(tiny: Any, language: str) -> None:
    space = tiny.space()
    with pytest.raises(Shortage) as raised:
        run_study(parse_brief(STRANGE[language]), space)
    assert space.studies.reports() == []
    assert any(word in explain(raised.value, language) for word in ("电动汽车", "electric car"))


def test_too_few_says_what_relaxing_brings(tiny: Any, briefs: Any) -> None:
    men = briefs["zh"].model_copy(update={"people": "男性"})
    with pytest.raises(Shortage) as raised:
        run_study(men, tiny.space())
    values = raised.value.values
    assert raised.value.key == "shortage_too_few"
    assert (values["valid"], values["wanted"]) == (3, FEWEST)
    assert any("男性" in gain and "3" in gain for gain in values["relax"])
    for language in ("zh", "en"):
        told = explain(raised.value, language)
        assert "\n" not in told and "男性" in told


def test_more_than_valid_says_how_many(tiny: Any, briefs: Any) -> None:
    with pytest.raises(Shortage) as raised:
        run_study(briefs["en"], tiny.space(), responses=7)
    assert "7" in explain(raised.value, "en") and "6" in explain(raised.value, "zh")
    assert raised.value.values["binds"] == say("en", "shortage.binds.number", most=6)
    assert tiny.space().studies.reports() == []
