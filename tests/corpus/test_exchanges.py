"""Who is who, and which words answer which question."""

import pytest

from corpus.contents import compose
from corpus.exchanges import is_bystander, is_interviewer_label, pair_turns, roles_of
from corpus.records import SpokenTurn, Transcript

INTERVIEWERS = (
    "Q Q1 q2 问 访 主持 主持人 主持人2 访员 访员A 访问员 访问员1 访问者 访谈员 访谈人 采访 采访人 采访者 提问者 提问 问题 调研员 研究员 研究者 调查员 "
    "M Mod Moderator Moderator2 I I1 IV Int Interviewer InterviewerB Facilitator Host Researcher Question Me"
)
BYSTANDERS = (
    "丈夫 妻子 老公 妈妈 女儿 家属 家属2 翻译 观察员 记录员 旁人 husband Wife Observer observer2 translator Interpreter daughter "
    "丈夫（插话） Husband(aside) notetaker"
)
RESPONDENTS = "A P1 受访者 受访者2 用户A 张女士 Mary Respondent Participant3 E07 答 Mike Ian 宝妈小林"


@pytest.mark.parametrize("label", INTERVIEWERS.split())
def test_labels_of_interviewers(label) -> None:
    assert is_interviewer_label(label) and not is_bystander(label)
    assert roles_of([label, "E07"], ["Do you?", "Yes."], None) == {label: "interviewer", "E07": "respondent"}


@pytest.mark.parametrize("label", BYSTANDERS.split())
def test_labels_of_bystanders(label) -> None:
    assert is_bystander(label) and not is_interviewer_label(label)
    roles = roles_of(["Q", "A", label], ["Do you?", "Yes.", "Does she? Does she?"], None)
    assert roles == {"Q": "interviewer", "A": "respondent", label: "other"}


@pytest.mark.parametrize("label", RESPONDENTS.split())
def test_labels_that_say_neither(label) -> None:
    assert not is_bystander(label) and not is_interviewer_label(label)


def test_all_interviewers_are_interviewers() -> None:
    labels = ["访问员1", "受访者", "访问员2", "受访者", "小周"]
    roles = roles_of(labels, ["吃吗？", "吃。", "贵吗？", "不贵。", "为什么？"], "小周")
    assert roles == {"访问员1": "interviewer", "访问员2": "interviewer", "小周": "interviewer", "受访者": "respondent"}


def test_who_is_named_is_the_interviewer_whatever_the_label() -> None:
    assert roles_of(["妻子", "丈夫"], ["x", "y"], "妻子") == {"妻子": "interviewer", "丈夫": "other"}


def test_without_a_label_who_asks_most_is_the_interviewer_but_never_a_bystander() -> None:
    labels = ["Ann", "Bob", "Ann", "Bob", "husband"]
    roles = roles_of(labels, ["Do you?", "I do.", "Why?", "Eh?", "What? What?"], None)
    assert roles == {"Ann": "interviewer", "Bob": "respondent", "husband": "other"}


def test_a_short_label_gives_way_where_nobody_is_left_to_answer() -> None:
    assert roles_of(["Interviewer", "M"], ["x", "y"], "Interviewer") == {
        "Interviewer": "interviewer",
        "M": "respondent",
    }
    assert roles_of(["I", "M", "I"], ["Do you?", "No.", "Why?"], None) == {"I": "interviewer", "M": "respondent"}
    assert set(roles_of(["访问员1", "访问员2"], ["x", "y"], None).values()) == {"interviewer"}


def exchanges(*turns: tuple[str, str]) -> list[tuple[str, str]]:
    text, found = compose(Transcript(tuple(SpokenTurn(who, said) for who, said in turns)))
    words = [text[turn.start : turn.end] for turn in found]
    assert words == [said for _, said in turns]
    pairs = pair_turns(found, text, "en")
    return [(words[one.question], " / ".join(words[at] for at in one.answers)) for one in pairs]


def test_a_bystanders_words_are_in_no_answer_and_no_question() -> None:
    assert exchanges(
        ("Q", "What do you drink?"), ("husband", "She drinks tea."), ("A", "Tea."), ("妻子", "不对，咖啡"), ("A", "Or milk."),
        ("translator", "Why is that?"), ("Q", "Since when?"), ("observer", "Long ago."), ("A", "Years."),
    ) == [("What do you drink?", "Tea. / Or milk."), ("Since when?", "Years.")]  # fmt: skip


def test_two_interviewers_ask_and_one_only_listens() -> None:
    assert exchanges(
        ("访问员1", "What do you drink?"), ("访问员2", "Mm-hm."), ("A", "Tea."), ("访问员2", "Right."), ("A", "And milk."),
        ("访问员2", "Where do you buy it?"), ("A", "Online."),
    ) == [("What do you drink?", "Tea. / And milk."), ("Where do you buy it?", "Online.")]  # fmt: skip


def test_a_question_nobody_answered_is_none() -> None:
    assert exchanges(("A", "Hello."), ("Q", "One?"), ("Q", "Two?"), ("A", "Yes."), ("Q", "Three?")) == [
        ("Two?", "Yes.")
    ]
