"""However a transcript is typed (treebank tokens, capitals, no marks, Chinese word by word, either script), slips go and words stay."""

import pytest

from corpus.cleaning import apply_cleaning, removable
from corpus.language import language_of

CLEANED = [
    ("uh he did n't he does n't like it", "he does n't like it"),
    ("that 's that 's true but uh i would not", "that 's true but i would not"),
    ("if you you know if you look", "if you look"),
    ("well maybe maybe it 's the the north", "maybe it 's the north"),
    ("UM I USUALLY GET THE THE LARGE ONE", "I USUALLY GET THE LARGE ONE"),
    ("i bought a an iphone", "i bought an iphone"),
    ("It's like, really creamy", "It's really creamy"),
    ("like i don't drink much soda", "i don't drink much soda"),
    ("we go out and you know buy it", "we go out and buy it"),
    ("twice a day, well, actually once a day", "once a day"),
    ("how are, er, what is it called?", "what is it called?"),
    ("存存储的价格", "存储的价格"),
    ("嗯因因为孩子喜喜欢", "因为孩子喜欢"),
    ("他在家都都是喝这个", "他在家都是喝这个"),
    ("两两百多块", "两百多块"),
    ("她，他们家的东西", "他们家的东西"),
    ("我覺得就是說這個不錯", "我覺得這個不錯"),
    ("嗯 我 我 觉得 还 可以", "我 觉得 还 可以"),
    ("所以就是我们不买", "所以我们不买"),
    ("就是我觉得有点贵", "我觉得有点贵"),
    ("emm，我想想", "我想想"),
    ("我也我也不太清楚", "我也不太清楚"),
]
KEPT = [
    "my wife and i , we like to go camping", "Despite all this, the price fell.", "like i said",
    "You know the one I mean, the one with the lid.", "vitamin A, the best", "the normal course of action would be, of course, to wait",
    "you know the shop", "it 's kind of hard", "THE VERY VERY BEST", "They do n't , do they",
    "现在在家", "没有有效的", "一个一个来", "护护肤，散散步", "看看再说", "非常非常贵", "用用户的数据", "一步一步来", "还是是我", "他说的就是说明书",
    "也就是说不贵", "就是因为便宜才买的", "就是我买的。", "那个，我不喜欢", "加入我们，我们就先开始", "又不能吃，又不能喝", "我们见不到，我觉得不好",
    "我 觉得 还 可以", "金额对不对", "额头有点干",
]  # fmt: skip


@pytest.mark.parametrize(("said", "meant"), CLEANED)
def test_slips_go_however_they_are_typed(said, meant) -> None:
    assert apply_cleaning(said, removable(said, language_of(said))) == meant


@pytest.mark.parametrize("text", KEPT)
def test_what_only_looks_like_a_slip_stays(text) -> None:
    assert removable(text, language_of(text)) == ()


def test_a_subject_clause_is_no_restart() -> None:
    text = "what i do is um i save the receipts"
    assert apply_cleaning(text, removable(text, "en")) == "what i do is i save the receipts"
