"""Briefs from forms, documents and plain words; and the ones that must be refused."""

import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pytest

from corpus.errors import BadInput
from research.brief import MOST_CHARACTERS, parse_brief, read_brief

SAMPLES = Path(__file__).parents[2] / "corpus" / "sample" / "briefs"


def refused(name: str, data: bytes) -> BadInput:
    with pytest.raises(BadInput) as caught:
        read_brief(name, data)
    return caught.value


def word(*paragraphs: str, style: str | None = None) -> bytes:
    document, out = docx.Document(), BytesIO()
    for each in paragraphs:
        document.add_paragraph(each, style=style)
    document.save(out)
    return out.getvalue()


def test_sample_zh() -> None:
    brief = read_brief("zh.yaml", (SAMPLES / "zh.yaml").read_bytes())
    assert (brief.language, brief.responses, brief.seed, brief.draw, len(brief.questions)) == ("zh", 34, 7, "random", 8)
    assert brief.industry == "零食饮料" and brief.people.startswith("住在县城")


def test_sample_en() -> None:
    brief = read_brief("en.yaml", (SAMPLES / "en.yaml").read_bytes())
    assert (brief.language, brief.responses, len(brief.questions)) == ("en", 34, 8)
    assert brief.questions[6] == "How much do they spend on skin care in a month, in pounds?"


def test_source_text_keeps_all_of_a_form() -> None:
    data = (SAMPLES / "en.yaml").read_bytes()
    assert read_brief("en.yaml", data).source_text == data.decode()


def test_keys_in_either_language_and_questions_as_text() -> None:
    brief = read_brief("b.yml", "industry: 咖啡\n问题: |\n  还喝吗？\n  为什么？\n份数: 30份\n".encode())
    assert brief.questions == ("还喝吗？", "为什么？") and brief.responses == 30 and brief.people == ""


def test_a_question_with_a_colon_stays_whole() -> None:
    brief = read_brief("b.yaml", b"questions:\n  - Where do they buy: shop or web?\n  - no\n")
    assert brief.questions == ("Where do they buy: shop or web?", "no")


def test_gb18030_utf16_and_windows_latin() -> None:
    assert read_brief("b.txt", "奶茶还有人喝吗？".encode("gb18030")).questions == ("奶茶还有人喝吗？",)
    assert read_brief("b.txt", "奶茶还有人喝吗？".encode("utf-16")).questions == ("奶茶还有人喝吗？",)
    latin = "Would anybody pay more than £20 for a face cream these days?"
    assert read_brief("b.txt", latin.encode("cp1252")).questions == (latin,)


def test_word_paragraphs_and_lists() -> None:
    data = word("想了解：", "现在的步骤", "每月花费")
    listed = word("现在怎么护肤", "每月花多少钱", style="List Bullet")
    assert read_brief("b.docx", listed).questions == ("现在怎么护肤", "每月花多少钱")
    assert "每月花费" in read_brief("b.docx", word("为什么少喝了？", "每月花费")).source_text
    assert refused("b.docx", data).key == "brief_no_questions"


def test_one_line_is_a_brief() -> None:
    assert parse_brief("奶茶还有人喝吗").questions == ("奶茶还有人喝吗",)
    assert parse_brief("Why do people skip sunscreen?").language == "en"


def test_labelled_text() -> None:
    brief = parse_brief("行业：零食\n问题：\n1. 为什么少买了？\n2. 购买渠道\n\n人群：县城妈妈\n份数：40\n")
    assert (brief.industry, brief.people, brief.responses) == ("零食", "县城妈妈", 40)
    assert brief.questions == ("为什么少买了？", "购买渠道")


@pytest.mark.parametrize("text", ["", "   \n\t ", "\u3000\u3000", "\ufeff", "\u200b\n"])
def test_empty(text: str) -> None:
    assert refused("b.txt", text.encode()).key == refused("b.yaml", text.encode()).key == "brief_empty"


def test_too_long_says_how_long() -> None:
    error = refused("b.txt", ("为什么？" * 10_000).encode())
    assert error.key == "brief_too_long" and error.values == {"length": 40_000, "limit": MOST_CHARACTERS}
    assert parse_brief("为什么？" + "好" * (MOST_CHARACTERS - 4)).source_text.endswith("好")


def test_fifty_pages_in_word() -> None:
    assert (
        refused("b.docx", word(*["We would like to know what people think of it. " * 12] * 50)).key == "brief_too_long"
    )


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("b.txt", bytes(range(256))), ("b.md", b"\x00\x01\x02what?"), ("b.docx", b"<html>what?</html>"),
        ("b.docx", b""), ("b.pdf", b"%PDF"), ("b", b"what?"), ("b.yaml", b"title: \x00"), ("b.txt", b"\xff\xfe\x00"),
    ],
)  # fmt: skip
def test_unreadable(name: str, data: bytes) -> None:
    assert refused(name, data).key == "brief_unreadable"


def archive(xml: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", xml)
    return out.getvalue()


def test_zip_bomb_and_entities_in_word() -> None:
    assert refused("b.docx", archive(b"<a>" + b" " * (25 * 1024 * 1024) + b"</a>")).key == "brief_unreadable"
    entity = b'<!DOCTYPE a [<!ENTITY x "why?">]><a>&x;</a>'
    assert refused("b.docx", archive(entity)).key == "brief_unreadable"


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("title: a\nquestions: [what\n", 3, "syntax"),
        ("a: &a [x, x]\nb: *a\n", 1, "alias"),
        ("title: x\nindustry: !!python/object/apply:os.system ['id']\n", 2, "tag"),
        ("title: !mine x\n", 1, "tag"),
        ("questions: " + "[" * 5000 + "\n", 1, "too_deep"),
        ("- what do they buy?\n", 1, "no_fields"),
        ("what do they buy?", 1, "no_fields"),
        ("title: a\n---\ntitle: b\n", 2, "syntax"),
    ],
)
def test_bad_yaml(text: str, line: int, why: str) -> None:
    error = refused("b.yaml", text.encode())
    assert (error.key, error.values) == ("brief_bad_yaml", {"line": line, "why": why})


@pytest.mark.parametrize(
    ("text", "field", "why"),
    [
        ("questions: why?\nresponces: 3\n", "responces", "unknown"),
        ("questions: why?\n标题: a\ntitle: b\n", "title", "twice"),
        ("questions: why?\nresponses: many\n", "responses", "not_a_number"),
        ("questions: why?\nresponses: 0\n", "responses", "out_of_range"),
        ("questions: why?\nresponses: true\n", "responses", "not_a_number"),
        ("questions: why?\nseed: -1\n", "seed", "out_of_range"),
        ("questions: why?\ndraw: lucky\n", "draw", "not_one_of"),
        ("questions: why?\nlanguage: Klingon\n", "language", "not_one_of"),
        ("questions: why?\ntitle: {a: b}\n", "title", "not_text"),
    ],
)
def test_bad_field(text: str, field: str, why: str) -> None:
    error = refused("b.yaml", text.encode())
    assert (error.key, error.values["field"], error.values["why"]) == ("brief_bad_field", field, why)


def test_no_questions() -> None:
    assert refused("b.yaml", b"title: x\nquestions: []\n").key == "brief_no_questions"
    assert refused("b.txt", "我们做零食。".encode()).key == "brief_no_questions"
    assert refused("b.md", b"less sugar in county towns").key == "brief_no_questions"


def test_a_thousand_questions() -> None:
    form = "questions:\n" + "".join(f"  - why {n}?\n" for n in range(1000))
    assert refused("b.yaml", form.encode()).values == {"found": 1000, "limit": 20}
    assert refused("b.txt", "".join(f"why {n}?\n" for n in range(1000)).encode()).values["found"] == 1000


def test_html_is_words() -> None:
    text = "<html><body><p>奶茶还有人喝吗？</p><script>alert('what?')</script></body></html>"
    brief = parse_brief(text)
    assert (brief.questions, brief.language, brief.source_text) == (("奶茶还有人喝吗？",), "zh", text)


@pytest.mark.parametrize(
    "part",
    [
        "<script",
        "的人",
        "妈妈 ",
        "想知道为什么",
        "1. ",
        "岁以上18",
        "who ",
        "want to know, and why ",
        "[",
        "a.b",
        "优先",
    ],
)
def test_hostile_repetition_is_read_to_its_end(part: str) -> None:
    text = ("奶茶还喝吗？" + part * 20_000)[:MOST_CHARACTERS]
    try:
        assert parse_brief(text).questions  # backtracking would never come back
    except BadInput as refusal:
        assert refusal.key == "brief_too_many_questions"


def test_same_input_same_brief() -> None:
    text = "We want to know what mothers in small towns buy, why, and what they gave up. 30 interviews."
    assert parse_brief(text) == parse_brief(text)


@pytest.mark.parametrize(
    ("field", "waves"),
    [
        ("Waves: 2025-Q4, 2026-Q1", ("2025-Q4", "2026-Q1")),
        ("Waves: 2025Q4 and 2026-Q1", ("2025-Q4", "2026-Q1")),
        ("Waves: 2026-Q1", ("2026-Q1",)),
        ("期次：2025-Q4、2026-Q1", ("2025-Q4", "2026-Q1")),
        ("期次：2025年四季度和2026年一季度", ("2025-Q4", "2026-Q1")),
        ("期次：2026-Q1，2026-Q1", ("2026-Q1",)),
        ("访谈时间：2024年上半年", ("2024-Q1", "2024-Q2")),
        ("期次：2026年", ("2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4")),
        ("期次：2025年四季度到2026年二季度", ("2025-Q4", "2026-Q1", "2026-Q2")),
        ("期次：试点轮", ("试点轮",)),
        ("Period: first half of 2024", ("2024-Q1", "2024-Q2")),
        ("Waves: 2025", ("2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4")),
        ("Waves: 2025-Q4 to 2026-Q2", ("2025-Q4", "2026-Q1", "2026-Q2")),
        ("Waves: between Q3 2025 and Q1 2026", ("2025-Q3", "2025-Q4", "2026-Q1")),
        ("Waves: H2 2025, the pilot", ("2025-Q3", "2025-Q4", "the pilot")),
        ("Waves: 2026-Q2 to 2025-Q4", ("2025-Q4", "2026-Q1", "2026-Q2")),
    ],
)
def test_waves_written_into_a_text_are_read_whole(field: str, waves: tuple[str, ...]) -> None:
    texts = (
        "行业：奶茶\n人群：女性\n{}\n问题：\n- 一个月买奶茶花多少钱？",
        "Industry: coffee\nAudience: women\n{}\nQuestions:\n- How much do they spend on coffee?",
    )
    brief = parse_brief(texts[field.isascii()].format(field))
    assert brief.waves == waves
