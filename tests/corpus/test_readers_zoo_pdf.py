"""Interviews as they are found in PDF files: labelled paragraphs, tables with and without lines, names set off by their look."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from corpus.errors import FileRefused
from corpus.readers import read_transcripts
from research.messages import explain
from tests.corpus.pdf_files import (
    LEFT,
    SIZE,
    TOP,
    Drawn,
    Mark,
    Page,
    Words,
    assembled,
    paragraphs,
    pdf_file,
    table,
    with_edges,
)
from tests.corpus.test_readers_zoo import Part, parts

EN = [
    ("Where do you usually buy vegetables, and how many times a week do you go there on foot or by bus?",
     "Mostly at the market near my house. It is a ten minute walk, three or four times a week I would say, a bit more at weekends because the children come home for dinner."),
    ("Why there and not online?", "It is fresh, it is cheap and everybody who works there is kind, which I kind of like."),
    ("Does price matter?", "A little."),
    ("Do you look at the date, and at what the packaging says about where the things in it come from?",
     "Only the date. If it says that it is local then I trust it more, maybe that is only in my head but there you are."),
]  # fmt: skip
ZH = [
    ("您平时在哪里买菜？一般一周去几次，是走路去还是坐车去，大概要花多少时间，通常是您自己去吗？",
     "一般去菜市场，离家近，走路大概10分钟就到了，一个礼拜去三四次吧，周末的时候多一点，因为孩子们都回来吃饭，菜要买得多一些。"),
    ("为什么不在网上买？", "新鲜，也便宜。网上我也买过，送来的时候有的都压坏了，退货又麻烦，后来就不怎么买了，还是自己去挑放心。"),
    ("价格重要吗？", "还行吧。"),
    ("您会看生产日期和包装上写的产地吗？看了以后会影响您买不买，或者买多少吗？",
     "主要看日期。产地嘛，如果写的是本地的，我会更放心一点，可能是心理作用，不过还是会看一眼。"),
]  # fmt: skip
TALK = {"en": EN, "zh": ZH}
LABELS = {"en": ("Interviewer", "Respondent"), "zh": ("访员", "受访者")}
NAMES = {"en": ("Jane", "Anna"), "zh": ("王敏", "李兰")}
COLON = {"en": ": ", "zh": "："}
HEAD = {"en": ("Respondent: E07", "Wave: 2026-Q1"), "zh": ("受访者编号：E07", "期次：2026年第一季度")}
LANGUAGES = ("en", "zh")


def turns(language: str, labels: tuple[str, str] | None = None) -> list[tuple[str, str]]:
    asks, answers = labels or LABELS[language]
    return [each for question, answer in TALK[language] for each in ((asks, question), (answers, answer))]


def expected(language: str) -> list[Part]:
    return turns(language, ("I", "R"))


def read(*pages: Page) -> list[Part]:
    (one,) = read_transcripts("a.pdf", pdf_file(*pages))
    return parts(one)


def test_long_labelled_paragraphs_over_pages() -> None:
    for language in LANGUAGES:
        said = [f"{who}{COLON[language]}{words}" for who, words in turns(language)]
        pages = with_edges(paragraphs(*HEAD[language], *said, low=640), "Project Market", "Page #")
        (one,) = read_transcripts("a.pdf", pdf_file(*pages))
        assert len(pages) > 1 and parts(one) == expected(language)
        assert (one.respondent, one.wave) == ("E07", "2026-Q1")


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_and_questions_told_by_their_look(language: str) -> None:
    asked = [pair for question, answer in TALK[language] for pair in (("bold", question), ("", answer))]
    assert read(*paragraphs(*HEAD[language], *asked)) == expected(language)
    blue = [("blue" if look else "", words) for look, words in asked]
    assert read(*paragraphs(*blue)) == expected(language)
    named = [[("bold", who), words] for who, words in turns(language, NAMES[language])]
    assert read(*paragraphs(*(each for pair in named for each in pair))) == expected(language)


def test_a_bold_name_before_its_words() -> None:
    (page,) = paragraphs(*(f"{who}  {words}" for who, words in turns("en", NAMES["en"])))
    assert read([mark for each in page for mark in _bold_name(each)]) == expected("en")


def _bold_name(mark: Mark) -> list[Mark]:
    assert isinstance(mark, Words)
    name, _, rest = mark.text.partition("  ")
    if name not in NAMES["en"]:
        return [mark]
    return [
        replace(mark, text=f"{name} ", look="bold"),
        replace(mark, text=rest, left=mark.left + (len(name) + 1) * SIZE / 2),
    ]


HEADINGS = {"en": ("Time", "Speaker", "Text"), "zh": ("时间", "说话人", "内容")}
PAIRS = {"en": ("No.", "Question", "Answer"), "zh": ("序号", "问题", "回答")}
THREE = (LEFT, 120.0, 200.0)


@pytest.mark.parametrize("drawn", [True, False])
@pytest.mark.parametrize("language", LANGUAGES)
def test_tables_of_turns(language: str, drawn: bool) -> None:
    said = turns(language)
    two = table([HEADINGS[language][1:], *said], (LEFT, 160.0), drawn=drawn)
    assert read(*two) == expected(language)
    assert read(*table(said, (LEFT, 160.0), drawn=drawn)) == expected(language)
    timed = [HEADINGS[language], *((f"00:{at:02}:10", *each) for at, each in enumerate(said))]
    assert read(*table(timed, THREE, drawn=drawn)) == expected(language)
    over = table(timed, THREE, drawn=drawn, low=640)
    assert len(over) == 2 and read(*with_edges(over, "Project Market", "- # -")) == expected(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_tables_of_questions_and_answers(language: str) -> None:
    rows = [PAIRS[language], *((str(at), *each) for at, each in enumerate(TALK[language], 1))]
    assert read(*table(rows, (LEFT, 90.0, 300.0), drawn=True)) == expected(language)
    assert read(*table(rows, (LEFT, 90.0, 300.0), drawn=False)) == expected(language)


def test_facts_and_titles_of_a_table_are_nobodys_words() -> None:
    said = turns("zh")
    rows = [
        ("买菜访谈记录",),
        ("受访者编号", "E07"),
        ("期次", "2026-Q1"),
        ("说话人", "内容"),
        ("第一部分：习惯",),
        *said[:4],
        ("第二部分：价格",),
        *said[4:],
    ]
    for drawn in (True, False):
        (one,) = read_transcripts("a.pdf", pdf_file(*table(rows, (LEFT, 160.0), drawn=drawn)))
        assert parts(one) == expected("zh")
        assert (one.respondent, one.wave) == ("E07", "2026-Q1")


def test_the_heading_of_a_drawn_table_recurs_on_each_page() -> None:
    heading, *rows = [PAIRS["en"], *((str(at), *each) for at, each in enumerate(EN, 1))]
    starts = (LEFT, 90.0, 300.0)
    pages = [table([heading, *some], starts, drawn=True)[0] for some in (rows[:2], rows[2:3], rows[3:])]
    assert read(*pages) == expected("en")


def test_labels_in_the_middle_of_their_cells() -> None:
    for language in LANGUAGES:
        said = turns(language)
        assert read(*table(said, (LEFT, 160.0), drawn=True, centred=True)) == expected(language)
        assert read(*table(said, (LEFT, 160.0), drawn=False, centred=True)) == expected(language)


def test_rows_that_cannot_be_told_apart_are_refused() -> None:
    """A label in the middle of its words, whose row the page cuts, and no line drawn."""
    (page,) = table(turns("en"), (LEFT, 300.0), drawn=False, centred=True)
    cut = [mark for mark in page if isinstance(mark, Words)]
    with pytest.raises(FileRefused) as refused:
        read(cut[:-3], [replace(mark, base=TOP - nth * 14) for nth, mark in enumerate(cut[-3:])])
    assert refused.value.key == "pdf_table"
    assert "no lines drawn between its rows" in explain(refused.value, "en")
    assert "没有画出行线" in explain(refused.value, "zh")


def test_a_tab_behind_the_label() -> None:
    """Behind a tab words go on at the left margin."""
    marks: list[Mark] = []
    for mark in (each for page in paragraphs(*(f"{who} {words}" for who, words in turns("en"))) for each in page):
        assert isinstance(mark, Words)
        label, _, rest = mark.text.partition(" ")
        if label in LABELS["en"]:
            marks += [replace(mark, text=label), replace(mark, text=rest, left=LEFT + 62)]
        else:
            marks.append(mark)
    assert read(marks) == expected("en")


def test_headings_are_nobodys_words() -> None:
    said = turns("zh")
    page: list[Mark] = [Words("一、习惯", LEFT, 780, size=14), Words(f"访员：{said[2][1]}", LEFT, 750)]
    page += [Words("受访者：还行吧。", LEFT, 730), Words("二、原因", LEFT, 700, size=14)]
    page += [Words("访员：为什么？", LEFT, 670), Words("受访者：便宜。", LEFT, 650)]
    assert read(page) == [("I", said[2][1]), ("R", "还行吧。"), ("I", "为什么？"), ("R", "便宜。")]


def test_struck_words_are_left_out_and_underlined_ones_are_not() -> None:
    page: list[Mark] = [
        Words("Q: Where do you shop?", LEFT, 780),
        Words("A: At the", LEFT, 760),
        Words("shop ", 110, 760),
    ]
    page += [Words("market.", 135, 760), Drawn(110, 763, 135, 763), Drawn(135, 758, 170, 758)]
    assert read(page) == [("I", "Where do you shop?"), ("R", "At the market.")]


def test_radicals_are_the_characters_they_stand_for() -> None:
    page = paragraphs("访员：⼀⻚看得完吗？", "受访者：⽇期没看，⼤⻔⼝买的。")
    assert read(*page) == [("I", "一页看得完吗？"), ("R", "日期没看，大门口买的。")]


def test_what_a_machine_has_read_on_a_scanned_page_counts_and_beside_seen_words_does_not() -> None:
    scanned = paragraphs(("unseen", "Q: Why?"), ("unseen", "A: Cheap."))
    assert read(*scanned) == [("I", "Why?"), ("R", "Cheap.")]
    both = paragraphs("Q: Why?", ("unseen", "Q: Vvhy?"), "A: Cheap.", ("unseen", "A: Chcap."))
    assert read(*both) == [("I", "Why?"), ("R", "Cheap.")]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_that_is_shown_turned(turn: int) -> None:
    data = pdf_file(*paragraphs("Q: Why?", "A: Cheap."), turn=turn)
    (one,) = read_transcripts("a.pdf", data)
    assert parts(one) == [("I", "Why?"), ("R", "Cheap.")]


def forms(content: str, *objects: str) -> bytes:
    """A page that draws forms: /X0, /X1 and so on, each of which can draw the others."""
    named = (
        "/Resources<</Font<</F1 4 0 R>>/XObject<<"
        + "".join(f"/X{at} {6 + at} 0 R" for at in range(len(objects)))
        + ">>>>"
    )
    font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    drawn = [
        f"<</Type/XObject/Subtype/Form/BBox[0 0 600 850]/Matrix[1 0 0 1 0 100]{named}/Length {len(each)}>>stream\n{each}\nendstream"
        for each in objects
    ]
    page = f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 850]{named}/Contents 5 0 R>>"
    whole = f"<</Length {len(content)}>>stream\n{content}\nendstream"
    return assembled(
        ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 1/Kids[3 0 R]>>", page, font, whole, *drawn]
    )


def test_words_in_a_form_stand_where_it_is_drawn() -> None:
    above = "BT /F1 10 Tf 50 600 Td (Q: Where?) Tj ET"
    data = forms("BT /F1 10 Tf 50 690 Td (A: Here.) Tj ET /X0 Do", above)
    (one,) = read_transcripts("a.pdf", data)
    assert parts(one) == [("I", "Where?"), ("R", "Here.")]


def test_forms_that_draw_each_other_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.readers.pdf_drawing.MAX_STEPS", 2_000)
    with pytest.raises(FileRefused, match="pdf_too_complex"):
        read_transcripts("a.pdf", forms("/X0 Do", "/X1 Do " * 9, "/X0 Do " * 9))
    with pytest.raises(FileRefused, match="pdf_too_complex"):
        read_transcripts("a.pdf", forms("BT /F1 10 Tf [" + "(a)" * 3_000 + "] TJ ET"))


def test_a_speaker_at_the_top_of_every_page_is_no_header() -> None:
    said: Sequence[tuple[str, str]] = EN[:3]
    pages = [paragraphs("Interviewer", question, "Respondent", answer)[0] for question, answer in said]
    assert [role for role, _ in read(*pages)] == ["I", "R"] * 3
