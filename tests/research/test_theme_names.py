"""Names of themes: really said, short, telling."""

from corpus.records import Language, Span
from research.theme_names import name_span, size


def named(
    texts: list[str], telling: list[str], language: Language, units: list[tuple[int, Span]] | None = None
) -> str | None:
    spans = units or [(at, (0, len(text))) for at, text in enumerate(texts)]
    found = name_span(texts, spans, telling, language=language)
    return None if found is None else texts[found[0]][slice(*found[1])]


def test_a_name_is_verbatim_and_without_fillers_at_its_ends() -> None:
    text = "And then, well, the smell put me off, you know."
    name = named([text], ["smell"], "en")
    assert name == "the smell put me off"
    assert name in text


def test_a_chinese_name_drops_its_particles() -> None:
    assert named(["反正就是下午那杯先停了嘛，别的照旧"], ["下午"], "zh") == "下午那杯先停了"


def test_digits_and_quotation_marks_are_no_name() -> None:
    assert named(["it cost me 12 quid a pot", 'she said "sticky" about it'], ["cost", "sticky"], "en") is None
    assert named(["it cost me thirty a pot"], ["cost"], "en") is None
    assert named(["一个月花300块买零食", "包装上写“零糖”两个字"], ["零食", "零糖"], "zh") is None


def test_length_limits_hold() -> None:
    long = "the smell of that cream stayed on my pillow for what felt like a whole endless week of nights"
    assert named([long], ["smell"], "en") is None
    assert named(["太甜"], ["太甜"], "zh") is None
    assert size("太甜了不要", "zh") == 5 and size("far too sweet", "en") == 3


def test_a_name_holds_one_of_the_telling_words() -> None:
    assert named(["we went to the park"], ["smell"], "en") is None


def test_only_the_given_units_may_name() -> None:
    texts = ["the smell put me off", "that smell gave me headaches"]
    assert named(texts, ["smell"], "en", [(1, (0, len(texts[1])))]) == "smell gave me headaches"
    assert name_span(texts, [], ["smell"], language="en") is None


def test_a_phrase_that_breaks_off_loses_to_a_whole_one() -> None:
    assert (
        named(["I stopped because of the smell of the", "I could not stand the smell"], ["smell"], "en")
        == "I could not stand the smell"
    )
    assert named(["下午那杯奶茶是", "下午那杯早就不喝了"], ["下午"], "zh") == "下午那杯早就不喝了"


def test_an_anecdotes_words_lose_to_common_ones() -> None:
    texts = ["the smell got the badger going", "the smell is too strong"]
    assert named(texts, ["smell"], "en") is not None
    found = name_span(texts, [(0, (0, 30)), (1, (0, 23))], ["smell"], language="en", common={"smell", "strong"})
    assert found is not None and found[0] == 1


def test_no_name_is_given_twice() -> None:
    text = "the smell is too strong"
    assert name_span([text], [(0, (0, len(text)))], ["smell"], language="en", taken={text}) is None


def test_a_question_or_a_pointing_phrase_is_no_name() -> None:
    assert named(["谁要买那个便宜的呢？"], ["便宜"], "zh") is None
    assert named(["she said that smell there"], ["smell"], "en") is None
