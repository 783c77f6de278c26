"""Names of subjects: whole words, no thing twice, no bare noun that any product could bear."""

from research.subject_names import names_of

OTHER = ["您平时做什么运动？", "跟谁一起运动？", "运动装备怎么挑？"]
OTHER_EN = ["Do you run at the weekend?", "Who do you run with?", "How far do you run?"]


def first(said: list[str], *, chinese: bool = True) -> str:
    return names_of([said, OTHER if chinese else OTHER_EN], "zh" if chinese else "en")[0]


def test_a_word_the_cutter_split_is_whole_again() -> None:
    said = ["街上那家量贩店您怎么形容？", "常去的量贩店什么样？", "量贩店和别的店不同在哪？"]
    assert first(said).startswith("量贩店")
    said = ["包装上写“无添加”您怎么看？", "无添加这几个字您信吗？", "写着无添加的您会拿吗？"]
    assert "无添加" in first(said)


def test_a_thing_is_not_named_twice() -> None:
    assert (
        first(["Would you wear sunscreen?", "Is sun cream or sunscreen on?", "Sunscreen in the sun?"], chinese=False)
        == "Sunscreen"
    )
    assert "电器" not in first(["家里的家电旧吗？", "家电电器都有哪些？", "大家电是哪几件？"]).replace("家电", "", 1)


def test_what_any_product_could_be_called_names_nothing() -> None:
    said = ["Which product have you stopped using?", "What product did you give up?", "A product you parted with?"]
    assert first(said, chinese=False) == "Products given up"


def test_the_aspect_stands_beside_the_thing() -> None:
    said = ["家电您去店里买还是网上下单？", "换家电是去门店还是手机上下单？", "买家电去实体店还是网购？"]
    assert first(said) == "家电 · 购买渠道"
