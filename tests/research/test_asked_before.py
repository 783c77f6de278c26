"""Wordings that interviewers used: what can be asked of anybody, how often it was, and what is never taken."""

import pytest

from corpus.errors import IndexTrouble
from corpus.records import Language
from research.asked_before import asked_before, sayable
from research.brief import parse_brief
from research.drafting import draft_guide, drafted_for
from research.hints import wording_of
from research.outline import Outline
from tests.tiny import BRIEFS, Home, transcript

QUESTION = "How much do they spend on coffee in a month, in pounds?"


def test_it_finds_how_a_question_was_asked_and_of_how_many(tiny: Home) -> None:
    space = tiny.space()
    (found,) = asked_before([QUESTION], "en", searcher=space.searcher(), corpus=space.corpus, fewest=3)
    assert found and found[0].people >= 3 and 1 <= found[0].waves <= 4 and 0 < found[0].answered <= 1
    assert "spend" in found[0].text
    assert [one.suits for one in found] == sorted((one.suits for one in found), reverse=True)


@pytest.mark.parametrize(
    ("language", "text", "industry"),
    [
        ("zh", "跟去年比，大家住酒店的次数有什么变化？", "酒店"), ("zh", "一个月交多少保险钱？", "保险"),
        ("en", "How much do they spend on hotels in a month, in pounds?", "hotels"),
        ("en", "What matters most when they choose a car, and why?", "cars"),
    ],
)  # fmt: skip
def test_what_was_asked_of_another_matter_is_no_wording_of_it(
    tiny: Home, language: Language, text: str, industry: str
) -> None:
    space = tiny.space()
    (found,) = asked_before(
        [text], language, searcher=space.searcher(), corpus=space.corpus, fewest=1, industry=industry
    )
    assert found == ()


def test_of_too_few_people_nothing_is_taken(tiny: Home) -> None:
    space, brief = tiny.space(), parse_brief(BRIEFS["en"])
    outline, found = drafted_for(brief, space.corpus, space.searcher)
    assert found == ((), (), ()) and outline == draft_guide(brief)


def test_without_an_index_the_briefs_words_are_used(tiny: Home) -> None:
    def none() -> None:
        raise IndexTrouble("no_index")

    brief = parse_brief(BRIEFS["en"])
    drafted: Outline = drafted_for(brief, tiny.space().corpus, none)[0]  # type: ignore[arg-type]
    assert drafted == draft_guide(brief)


@pytest.mark.parametrize(
    ("language", "asked", "said"),
    [
        ("zh", "那你一般在哪里买零食呢？", "您一般在哪里买零食呢？"),
        ("zh", "所以，现在包装上好多写“零糖”的，你怎么看？", "现在包装上好多写“零糖”的，您怎么看？"),
        ("zh", "去年您说要收一收，接下来半年还这么打算？", ""),
        ("zh", "您作为大夫，怎么看待那些少糖的标注？", ""),
        ("zh", "为什么？", ""),
        ("en", "And whose advice do you trust on skin?", "Whose advice do you trust on skin?"),
        ("en", "What have you stopped using, and was there a reason?", "What have you stopped using?"),
        ("en", "You said it stung. Which cream was that?", ""),
        ("en", "Surely you wear sunscreen on most days?", ""),
        ("en", "What about cheaper versions of creams you like?", ""),
        ("en", "Why is that?", ""),
        ("zh", "您难道不觉得现在的零食太甜了吗？", ""),
        ("zh", "怎么看待零食的价格和包装？", ""),
        ("en", "Don't you think sunscreen matters every day?", ""),
        ("en", "How satisfied are you with the price and the texture?", ""),
        ("en", "Do you wear sunscreen, and how often do you go out?", "Do you wear sunscreen?"),
    ],
)
def test_what_can_be_asked_of_anybody(language: Language, asked: str, said: str) -> None:
    assert sayable(asked, language) == said


LEADING: dict[Language, str] = {
    "zh": "您难道不觉得一个月在奶茶上花这么多钱太贵了吗？", "en": "Surely you spend a lot of pounds on coffee in a month?",
}  # fmt: skip
ASKS_SPENDING: dict[Language, str] = {"zh": "一个月买奶茶大概花多少钱？", "en": QUESTION}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_wording_that_leads_is_never_taken_however_often_it_was_asked(tiny: Home, language: Language) -> None:
    label = "访问员：" if language == "zh" else "Interviewer: "
    for at in range(4):
        answers = (
            ("是。", "少了。", "糖分。", "一百块钱。")
            if language == "zh"
            else ("Yes.", "Less.", "Taste.", "20 pounds.")
        )
        *lines, _, last = transcript(answers, language).splitlines()
        who = f"{'Z' if language == 'zh' else 'E'}4{at}"
        tiny.bring_in(f"{who}_2026-Q2.txt", "\n".join([*lines, f"{label}{LEADING[language]}", last]))
    space = tiny.space()
    (found,) = asked_before(
        [ASKS_SPENDING[language]], language, searcher=space.searcher(), corpus=space.corpus, fewest=1, most=50
    )
    assert found and not [one for one in found if "leading" in wording_of(one.text, language)]


def test_words_that_may_identify_somebody_are_never_taken(tiny: Home) -> None:
    name = "How much does Mrs Penelope Harrington-Smythe of 12 Abbey Road, 07700 900123, spend on coffee in a month?"
    said = transcript(("Yes.", "Less coffee.", "The taste.", "I spend 20 pounds."), "en")
    asked = said.splitlines()
    at = max(number for number, line in enumerate(asked) if line.startswith("Interviewer"))
    asked[at] = f"Interviewer: {name}"
    tiny.bring_in("E31_2026-Q2.txt", "\n".join(asked))
    space = tiny.space()
    (interview,) = [one for one in space.corpus.interviews() if one.respondent == "E31"]
    assert name in interview.text and interview.never_quoted
    (found,) = asked_before([QUESTION], "en", searcher=space.searcher(), corpus=space.corpus, fewest=1, most=50)
    assert found and not [one for one in found if "Harrington" in one.text or "900123" in one.text]
