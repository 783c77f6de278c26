"""What people tell unasked, in Chinese: where they buy, what they spend, when they eat."""

from research.subject_told import telling_of, told_of

ASKED = {
    1: ["零食您一般在哪里买？", "平时零食去哪儿买？", "买零食主要走什么渠道？"],
    2: ["一个月零食花多少钱？", "每月零食开销多少？", "零食一个月花费多少？"],
    3: ["零食什么时候吃？", "一般跟谁、什么时候吃零食？", "零食都是啥时候吃，跟谁？"],
    4: ["跟去年比，零食吃得多了还是少了？", "零食今年比去年多吗？"],
    5: ["运动跟谁一起？", "平时做什么运动？"],
}
TELLING = telling_of(ASKED, "zh")


def told(answer: str, *, about: int = 4, asked: str = "跟去年比，零食吃得多了还是少了？") -> set[int]:
    return {subject for _, subject in told_of([(0, asked, answer, frozenset({about}))], TELLING, "zh")}


def test_what_is_told_belongs_to_the_subject_that_asks_for_it() -> None:
    assert told("多了，厂门口今年开了三家店，顺手就买了。") == {1}
    assert told("一样的，每天晚上九点我们三个开一包。") == {3}
    assert told("得压一压，预算由二百调到一百五。") == {2}
    assert told("没变化，還是那樣。") == set()


def test_traditional_characters_tell_the_same() -> None:
    assert told("多了，廠門口今年開了三家店，順手就買了。") == {1}


def test_another_thing_is_not_it() -> None:
    assert told("拍子是网上下单买的，一百多。", about=5, asked="平时做什么运动？") == set()


def test_where_two_things_are_bought_the_thing_decides() -> None:
    both = telling_of(ASKED | {6: ["球鞋在哪里买？", "球鞋一般去哪儿买？"]}, "zh")
    said = "网上下单买的。"
    assert told_of([(0, "球鞋今年换了吗？", said, frozenset({5}))], both, "zh") == [(0, 6)]
    assert told_of([(0, "零食今年多吗？", said, frozenset({4}))], both, "zh") == [(0, 1)]
    assert told_of([(0, "零食和球鞋呢？", said, frozenset({4}))], both, "zh") == [], "it may be either"


def test_what_was_asked_is_not_told_unasked() -> None:
    assert told("就在楼下超市买。", about=1, asked="零食您一般在哪里买？") == set()
