"""Repetitions, restarts and corrections go; what only looks like one stays. No meaning is lost, whatever stands beside it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.cleaning import apply_cleaning, removable
from corpus.cleaning_meaning import carriers

ENGLISH = [
    ("We went to, we drove to the mall.", "we drove to the mall."),
    ("I think it's, it was about forty.", "I think it was about forty."),
    ("One of the, um, one of the reasons.", "one of the reasons."),
    ("I w- I want something lighter.", "I want something lighter."),
    ("It's made in Ger- Germany.", "It's made in Germany."),
    ("i guess we we have like three", "i guess we have like three"),
    ("We flew to Boston, uh, no, Denver.", "We flew to Denver."),
    ("I bought three, no, sorry, four boxes.", "I bought four boxes."),
    ("I put it in the fridge, I mean in the freezer.", "I put it in the freezer."),
    ("I switched to oat milk, or rather, soy milk.", "I switched to soy milk."),
    ("They are, they were helpful.", "they were helpful."),
    ("I had a Sony, and it it's fine.", "I had a Sony, and it's fine."),
    ("i don't know, but if you— I never had a problem", "i don't know, I never had a problem"),
]
CHINESE = [
    ("我们去，我们开车去的山姆。", "我们开车去的山姆。"), ("它那个味道，它那个质地比较稀。", "它那个质地比较稀。"),
    ("因为我的皮肤，我的脸比较敏感。", "因为我的脸比较敏感。"), ("我买了三盒，不对，四盒。", "我买了四盒。"),
    ("是去年，哦不，前年开始用的。", "是前年开始用的。"), ("我妈，不是，我婆婆给我买的。", "我婆婆给我买的。"),
    ("在淘宝，不是，京东买的。", "在京东买的。"), ("那天是周六，不对不对，周日。", "那天是周日。"),
    ("我觉得我觉得还是看成分。", "我觉得还是看成分。"), ("一个，一个月大概用一瓶。", "一个月大概用一瓶。"),
    ("因为我们那个——小孩不爱喝。", "小孩不爱喝。"), ("我平时呃不怎么化妆。", "我平时不怎么化妆。"),
]  # fmt: skip
MEANT = [
    "We went home, we had dinner, we watched a movie.", "It's nice, it's cheap, it's easy to use.", "Yes, it is, it's a tiny jar.",
    "I do, I drink it every day.", "What it does is it cleans the pan.", "I'm goal defence because I'm tall and I'm loud.",
    "I don't like it, I love it.", "The less I do, the less it stings.", "She said no, no, never.", "I like it, I really like it.",
    "You have to have a permit.", "I did, didn't I.", "more and more and more people", "two- or three-year loans", "Do you know, sorry, no idea.",
    "It's not red, no, it's blue.", "Everybody, and I mean everybody, thinks so.", "I'd rather have tea than coffee.",
    "我喜欢甜的，我老公喜欢咸的。", "我用兰蔻，我用雅诗兰黛。", "他在家，我在上班。", "不是贵，是不值。", "买不买都行。", "是是是，你说得对。",
    "一个原味的、一个无糖的呢？", "给他，他不要。", "好吃是好吃，就是有点贵。", "不是，我不是这个意思。", "我问我妈，我妈说可以。", "天天用，天天都要用。",
    "我爱喝茶，我不爱喝咖啡。", "店里看，店里买的。", "一次一次试，考虑考虑，试试看。", "对，不对的地方要改。", "SK-II，SK-II的神仙水。",
]  # fmt: skip


def cleaned(text: str, language: str) -> str:
    return apply_cleaning(text, removable(text, language))


@pytest.mark.parametrize(("said", "meant"), ENGLISH)
def test_english_taken_back(said, meant) -> None:
    assert cleaned(said, "en") == meant


@pytest.mark.parametrize(("said", "meant"), CHINESE)
def test_chinese_taken_back(said, meant) -> None:
    assert cleaned(said, "zh") == meant


@pytest.mark.parametrize("text", MEANT)
def test_what_is_meant_stays(text) -> None:
    assert removable(text, "en" if text[0] < "㐀" and "，" not in text else "zh") == ()


@pytest.mark.parametrize(
    "text",
    ["I don't, I like it", "It's not, it's a good store", "I never use, I use Dove", "maybe the, the price", "about ten, it's, that's a lot"],
)  # fmt: skip
def test_a_restart_that_would_lose_a_meaning_stays(text) -> None:
    assert carriers(cleaned(text, "en"), "en") == carriers(text, "en")


SLIPS = {
    "en": ["um, ", "uh ", "I, I, ", "we went to, ", "the the ", "you know, ", "it was, it's ", "th- ", "and, uh, and "],
    "zh": ["嗯，", "呃", "我我", "我觉得我觉得", "就是说，", "那个……", "我去，我", "它的，它的", "然后，然后", "这个这个，"],
}  # fmt: skip
WORTH = {
    "en": [
        "not ",
        "never ",
        "maybe ",
        "kind of ",
        "fifteen ",
        "$2.50 ",
        "probably ",
        "hardly ",
        "no ",
        "7Up ",
        "I guess ",
    ],
    "zh": ["不", "没有", "好像", "可能", "三百", "15", "还行吧，", "大概", "左右", "未必", "有点"],
}
PLAIN = {
    "en": ["price ", "smells, ", "Dove ", "bought ", "good. ", "because "],
    "zh": ["价格", "味道，", "兰蔻", "买", "好。", "因为"],
}


@st.composite
def utterances(draw, language) -> str:
    """Meaning words with other words between them, and slips anywhere: no meaning word stands inside a slip."""
    parts = st.one_of(*(st.sampled_from(each[language]) for each in (SLIPS, PLAIN)))
    worth = st.sampled_from(WORTH[language])
    pieces = []
    for _ in range(draw(st.integers(1, 3))):
        pieces += [*draw(st.lists(parts, max_size=4)), draw(st.sampled_from(PLAIN[language])), draw(worth)]
    return "".join([*pieces, draw(st.sampled_from(PLAIN[language]))])


@pytest.mark.parametrize("language", ["en", "zh"])
@given(data=st.data())
def test_no_kind_of_meaning_goes_whatever_stands_beside_it(language, data) -> None:
    text = data.draw(utterances(language))
    left = cleaned(text, language)
    assert set(carriers(left, language)) == set(carriers(text, language)), left
    assert removable(left, language) == ()
    assert "  " not in left.replace(text, "") and ",," not in left and "，，" not in left
