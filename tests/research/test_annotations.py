"""Comments read by rule: what is asked for, what stays open, and that nothing is carried out for something else."""

from dataclasses import replace

import pytest

from benchmarks.annotations import BRIEFS, read_all
from corpus.errors import BadInput
from corpus.records import Language
from research.acts import Act, apply, split
from research.annotations import read_annotation
from research.audience import criteria_from
from research.brief import parse_brief
from research.messages import texts
from research.outline import draft_outline
from research.outline_diff import diff, pieces
from research.outline_edits import reworded
from research.spoken import gentler, softened, two_of

LANGUAGES: tuple[Language, ...] = ("zh", "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_labelled_comments_are_carried_out_rightly_or_not_at_all(language: Language) -> None:
    read = read_all(language)
    assert len(read) >= 60
    proposed = [one for one in read if one.found]
    wanted = [one for one in read if one.labelled.acts]
    assert [one.labelled.says for one in proposed if not one.labelled.acts] == [], "left to people, and proposed for"
    assert sum(one.right for one in proposed) >= 0.95 * len(proposed)
    assert sum(one.right for one in wanted) >= 0.85 * len(wanted)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_comment_comes_to_something_and_every_reason_has_words(language: Language) -> None:
    brief = parse_brief(BRIEFS[language])
    outline, reasons = draft_outline(brief), texts(language, "page.proposals.left")
    for one in read_all(language):
        read = read_annotation(one.labelled.says, one.labelled.on, outline, brief)
        assert read.acts or read.left, one.labelled.says
        assert all(left.why in reasons for left in read.left)


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_is_proposed_can_be_done_act_by_act(language: Language) -> None:
    brief = parse_brief(BRIEFS[language])
    outline = draft_outline(brief)
    for one in read_all(language):
        acts = read_annotation(one.labelled.says, one.labelled.on, outline, brief).acts
        for act in acts:
            assert apply(outline, [act], brief) != outline, one.labelled.says
        if acts:
            assert apply(outline, acts, brief) != outline


def test_a_half_that_is_not_read_is_named_and_a_condition_holds_all_back() -> None:
    brief = parse_brief(BRIEFS["en"])
    outline = draft_outline(brief)
    read = read_annotation("Drop Q6. The rest is too academic for my taste, somehow", None, outline, brief)
    assert [act.kind for act in read.acts] == ["drop"] and {left.why for left in read.left} == {"unread"}
    assert read_annotation("Drop Q6 unless the client insists", None, outline, brief).acts == ()
    assert read_annotation("Less about price but more about brands", None, outline, brief).acts != ()
    assert read_annotation("Less about price but whatever", None, outline, brief).acts == ()


def test_less_never_leaves_the_brief_unasked_and_drop_does_as_told() -> None:
    brief = parse_brief(BRIEFS["en"])
    outline = draft_outline(brief)
    less = apply(outline, read_annotation("less about price", None, outline, brief).acts, brief)
    assert {one.brief_question for one in less.core} == {1, 2, 3, 4, 5, 6}
    gone = apply(outline, read_annotation("no questions about price", None, outline, brief).acts, brief)
    assert {one.brief_question for one in gone.core} == {1, 2, 3, 6}


def test_the_last_must_have_is_not_taken_away() -> None:
    brief = parse_brief("Industry: tea\nQuestions:\n- How often do people drink tea?\n")
    outline = draft_outline(brief)
    read = read_annotation("Make this optional", "Q1", outline, brief)
    assert read.acts == () and [left.why for left in read.left] == ["no_must_have"]


def test_people_are_widened_field_by_field_and_never_by_what_is_not_understood() -> None:
    brief = parse_brief(BRIEFS["en"])
    outline = draft_outline(brief)

    def after(words: str) -> dict[str, tuple[str, ...]]:
        made = apply(outline, read_annotation(words, None, outline, brief).acts, brief)
        return {one.field: one.values for one in made.criteria}

    assert after("ask people aged 46 to 60 too")["age"] == ("25", "60")
    assert after("ask people aged 60 to 70 too")["age"] == ("25", "45", "60", "70")
    assert after("ask men in villages too")["gender"] == ("woman", "man")
    assert "village" in after("ask men in villages too")["city_tier"]
    for words in ("ask the neighbours too", "ask mothers who moved house last year too", "only people who like jazz"):
        assert read_annotation(words, None, outline, brief).acts == (), words
    allowed = replace(outline, criteria=criteria_from(brief.model_copy(update={"people": "adults"})))
    read = read_annotation("ask county-town mothers too", None, allowed, brief)
    assert [left.why for left in read.left] == ["already_in"]


def test_an_act_is_never_done_to_other_words() -> None:
    brief = parse_brief(BRIEFS["en"])
    outline = draft_outline(brief)
    (act,) = read_annotation("Drop this", "Q4", outline, brief).acts
    moved_on = reworded(outline, "Q4", "Where do you drink it?")
    with pytest.raises(BadInput) as caught:
        apply(moved_on, [act], brief)
    assert caught.value.key == "proposal_moved_on"
    with pytest.raises(BadInput):
        apply(outline, [Act("unprobe", "Q1", "no such probe")], brief)


def test_new_questions_get_free_ids_and_stand_where_they_belong() -> None:
    brief = parse_brief(BRIEFS["en"])
    outline = draft_outline(brief)
    acts = [Act("split", "Q2", outline.core[1].text, "Where?", "How often?"), Act("add", after="Who was there?")]
    made = apply(outline, acts, brief, used=("Q40",))
    assert [one.id for one in made.core] == ["Q1", "Q2", "Q41", "Q3", "Q4", "Q5", "Q6", "Q42"]
    assert made.core[2].brief_question == 2 and made.core[2].must_have


@pytest.mark.parametrize(
    ("language", "text", "spoken"),
    [
        ("zh", "消费者如何看待价格？", "您怎么看价格？"), ("zh", "身边的朋友如何看待价格？", "身边的朋友怎么看价格？"),
        ("zh", "您购买奶茶的频率如何？", "您多久买一次奶茶？"), ("zh", "您最喜欢哪个？", "您最喜欢哪个？"),
        ("en", "How frequently do consumers purchase tea?", "How often do you buy tea?"),
        ("en", "What would your friends say they like?", "What would your friends say they like?"),
        ("en", "What do you like?", "What do you like?"),
    ],
)  # fmt: skip
def test_written_words_become_spoken_ones(language: Language, text: str, spoken: str) -> None:
    assert softened(text, language) == spoken


def test_care_is_put_before_a_question_once() -> None:
    assert gentler("How much do you earn?", "en") == "If you don’t mind my asking, how much do you earn?"
    assert gentler(gentler("您收入多少？", "zh"), "zh") == "如果方便的话，您收入多少？"


@pytest.mark.parametrize(
    ("language", "text", "parts"),
    [
        ("en", "Where and how often do you buy tea?", ("Where do you buy tea?", "How often do you buy tea?", "")),
        ("en", "What do you like, and why?", ("What do you like?", "", "Why is that?")),
        ("zh", "购买时，您看重什么、不喜欢什么？", ("购买时，您看重什么？", "购买时，您不喜欢什么？", "")),
        ("zh", "您最看重什么，为什么？", ("您最看重什么？", "", "为什么呢？")),
    ],
)  # fmt: skip
def test_two_questions_in_one_are_told_apart(language: Language, text: str, parts: tuple[str, str, str]) -> None:
    two = two_of(text, language)
    assert two and (two.first, two.second, two.probe) == parts


@pytest.mark.parametrize(
    "text", ["What do you like about bread and butter pudding at home?", "Do you drink tea?", "您喝奶茶吗？"]
)
def test_what_asks_one_thing_is_not_taken_apart(text: str) -> None:
    assert two_of(text, "zh" if text[0] > "z" else "en") is None


@pytest.mark.parametrize(
    ("before", "after"),
    [("大家如何看待价格？", "您怎么看价格？"), ("a b c", "a x c"), ("", "new"), ("old", ""), ("same", "same")],
)
def test_a_difference_reads_as_both_wordings(before: str, after: str) -> None:
    told = pieces(before, after)
    assert "".join(one.text for one in told if one.fate != "new") == before
    assert "".join(one.text for one in told if one.fate != "gone") == after


def test_the_difference_of_two_outlines_names_the_questions() -> None:
    outline = draft_outline(parse_brief(BRIEFS["en"]))
    after = apply(outline, [Act("drop", "Q1", outline.core[0].text), Act("add", after="Who was there?")])
    assert {line.question for line in diff(outline, after)} == {"Q1", "Q7"}


def test_a_question_is_split_where_it_asks_two_things() -> None:
    outline = draft_outline(parse_brief(BRIEFS["en"]))
    assert [one.text for one in split(outline, "Q2").core[1:3]] == [
        "Where do they buy coffee?",
        "How often do they buy coffee?",
    ]
    assert split(outline, "Q1") == outline
