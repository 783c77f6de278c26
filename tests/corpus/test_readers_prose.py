"""Labels in prose: .txt, .md, and what a label is not."""

import pytest

from corpus.errors import FileRefused
from corpus.readers import read_transcripts
from corpus.records import Transcript


def read(text: str, name: str = "a.txt") -> Transcript:
    (one,) = read_transcripts(name, text.encode())
    return one


def spoken(text: str, name: str = "a.txt") -> list[tuple[str, str]]:
    return [(turn.speaker, turn.text) for turn in read(text, name).turns]


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("访问员：多大了？\n受访者：三十。", ["访问员", "受访者"]),
        ("主持人: 多大了？\n答: 三十。", ["主持人", "答"]),
        ("问1：多大了？\n答1：三十。\n问2：住哪？\n答2：城里。", ["问", "答", "问", "答"]),
        ("1. 问：多大了？\n答：三十。\n2. 问：住哪？\n答：城里。", ["问", "答", "问", "答"]),
        ("Q: How old?\nA: Thirty.", ["Q", "A"]),
        ("Q1: How old?\nA1: Thirty.\nQ2: Where?\nA2: Leeds.", ["Q", "A", "Q", "A"]),
        ("M: How old?\nP3: Thirty.", ["M", "P3"]),
        ("Me: How old?\nInterviewee: Thirty.", ["Me", "Interviewee"]),
        ("**Interviewer:** How old?\n\n**Anna**: Thirty.\n\n**Anna:** Ish.", ["Interviewer", "Anna", "Anna"]),
        ("### Interviewer:\nHow old?\n### Anna:\nThirty.\n### Anna:\nIsh.", ["Interviewer", "Anna", "Anna"]),
        ("[00:01:02] Interviewer: How old?\n[00:01:09] Anna: Thirty.", ["Interviewer", "Anna"]),
        ("说话人1 00:05\n多大了？\n说话人2 00:09\n三十。", ["说话人1", "说话人2"]),
        ("李梅(00:00:05)：多大了？\n王芳(00:00:09)：三十。", ["李梅", "王芳"]),
        ("访问员（小李）：多大了？\n受访者（女，32岁）：三十。", ["访问员", "受访者"]),
        ("Interviewer\nHow old?\nRespondent\nThirty.\nInterviewer\nWhere?\nRespondent\nLeeds.",
         ["Interviewer", "Respondent"] * 2),
    ],
)  # fmt: skip
def test_labels(text: str, speakers: list[str]) -> None:
    said = spoken(text)
    assert [speaker for speaker, _ in said] == speakers
    assert said[0][1].rstrip("?？") in ("多大了", "How old")
    assert said[1][1].rstrip(".。") in ("三十", "Thirty")


@pytest.mark.parametrize(
    ("answer", "speakers"),
    [
        ("我就一个要求：便宜", "访问员 受访者"),
        ("还有：好吃。\n还有：好看。", "访问员 受访者"),
        ("优点：便宜\n缺点：不好看\n优点：轻", "访问员 受访者"),
        ("孩子：上小学了", "访问员 受访者"),
        ("https://example.org is where I look", "Interviewer Anna"),
        ("My rule: never before nine", "Interviewer Anna"),
        ("The reason: it was cheap\nThe reason: it was near", "Interviewer Anna"),
        ("A: cheap\nB: good", "Interviewer Respondent"),
    ],
)
def test_colons_in_answers(answer: str, speakers: str) -> None:
    asker, answerer = speakers.split()
    text = f"{asker}: One?\n{answerer}: Well.\n{answer}\n{asker}: Two?\n{answerer}: Yes."
    said = spoken(text)
    assert [speaker for speaker, _ in said] == [asker, answerer] * 2
    assert said[1][1] == f"Well.\n{answer}"


def test_same_line_colon_stays_with_the_words() -> None:
    assert spoken("问：要求？\n答：我就一个要求：便宜")[1] == ("答", "我就一个要求：便宜")


HEAD_ZH = (
    "访谈记录\n受访者编号：Z07\n访谈期次：2026年第一季度\n访谈日期：2026年2月11日\n\n访问员：多大了？\n受访者：三十。"
)
HEAD_EN = "Interviewer: Jane\nRespondent: E07\nWave: 2026-Q1\nDate: 11 February 2026\n\nInterviewer: How old?\nRespondent: 30."


@pytest.mark.parametrize(("text", "who"), [(HEAD_ZH, "Z07"), (HEAD_EN, "E07")])
def test_head(text: str, who: str) -> None:
    one = read(text)
    assert (one.respondent, one.wave, one.date) == (who, "2026-Q1", "2026-02-11")
    assert [turn.line for turn in one.turns] == [6, 7]
    assert one.names_interviewer == one.turns[0].speaker


def test_respondent_label_is_talk_where_a_sentence_follows() -> None:
    one = read("Respondent: I like it.\nInterviewer: Why?\nRespondent: E07 is a road.")
    assert one.respondent is None
    assert [turn.text for turn in one.turns] == ["I like it.", "Why?", "E07 is a road."]


def test_a_number_as_answer_is_no_id() -> None:
    assert [turn.text for turn in read("访问员：多大\n受访者：35\n访问员：住哪").turns] == ["多大", "35", "住哪"]


def test_markdown_headings_and_rules_are_nobodys_words() -> None:
    text = "---\nrespondent: Z07\nwave: 2026-Q1\n---\n# T\n**Q:** One?\n**A:** Yes.\n\n## Part two\n---\nmore\n[End of interview]"
    one = read(text, "a.md")
    assert one.respondent == "Z07"
    assert [turn.text for turn in one.turns] == ["One?", "Yes.\n\n\nmore".replace("\n\n\n", "\n\n")]


def test_original_characters_are_kept() -> None:
    assert spoken("Q: a?\nA:   呃…  we “do”  &amp; <b>\n  　more  ")[1][1] == "呃…  we “do”  &amp; <b>\n  　more"


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"", "empty_file"),
        (b"\xef\xbb\xbf", "empty_file"),
        (b"\xff\xfe", "empty_file"),
        (b" \n\t ", "empty_file"),
        (b"Q: a\x00b\nA: c", "unknown_encoding"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), "unknown_encoding"),
        (b"Q:\nA:\n", "no_text"),
        ("今天天气很好。\n我们去了公园。".encode(), "no_speakers"),
    ],
)
def test_refused(data: bytes, key: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read_transcripts("a.txt", data)
    assert refused.value.key == key


def test_no_speakers_says_where() -> None:
    with pytest.raises(FileRefused) as refused:
        read("\n\nJust some prose here.")
    assert refused.value.values == {"line": 3}


ZH = "访问员：您平时怎么买东西？\n受访者：我喜欢去超市，便宜。\n"
TRADITIONAL = "訪問員：您平時怎麼買東西？\n受訪者：我喜歡去超市，便宜。\n"
EN = "Interviewer: Don’t you like it – at £5?\nRespondent: No… it’s a café thing, “posh”.\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *((text, name) for text in (ZH, EN) for name in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030")),
        (TRADITIONAL, "big5"), (TRADITIONAL, "gb18030"), (EN, "cp1252"), (ZH.replace("\n", "\r\n"), "utf-8"), (ZH.replace("\n", "\r"), "utf-8"),
    ],
)  # fmt: skip
def test_encodings(text: str, encoding: str) -> None:
    (one,) = read_transcripts("a.txt", text.encode(encoding))
    expected = [line.split("：" if "：" in line else ": ", 1)[1] for line in text.splitlines()]
    assert [turn.text for turn in one.turns] == expected
