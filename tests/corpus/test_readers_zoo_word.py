"""Interviews as they are found in Word files: what firms, moderators, recorders and interns send."""

import pytest

from corpus.readers import read_transcripts
from corpus.readers.groups import each_alone
from tests.corpus.test_readers_zoo import EN, ZH, parts, said
from tests.corpus.word_files import (
    Fill,
    after,
    headed,
    looks,
    numbered,
    paragraphs,
    runs,
    shaded,
    styled,
    table,
    text_box,
    word_file,
    xml,
)

ASKED, AGE, WHERE, MARKET = "How old are you?", "Thirty, give or take.", "Where do you shop?", "At the market."
WHERE_ZH, MARKET_ZH, WHY_ZH, FRESH_ZH = "您平时在哪里买菜？", "一般去菜市场。", "为什么呢？", "新鲜，也便宜。"
HEAD = ("Project Market", "Respondent: E07", "Wave: 2026-Q1", "Date: 9 February 2026")
HEAD_ZH = ("《买菜》项目访谈笔录", "受访者编号：Z07    期次：2026年第一季度", "访谈时间：2026年2月9日")
E07, Z07 = ("E07", "2026-Q1", "2026-02-09"), ("Z07", "2026-Q1", "2026-02-09")
NOBODY = (None, None, None)


def _tracked(words: str, how: str) -> str:
    kind = "delText" if how in ("del", "moveFrom") else "t"
    return f'<w:{how} w:id="7" w:author="x"><w:r><w:{kind} xml:space="preserve">{words}</w:{kind}></w:r></w:{how}>'


def _commented(document) -> None:
    for text in (f"I: {ASKED}", f"R: {AGE}", f"I: {WHERE}", f"R: {MARKET}"):
        run = document.add_paragraph().add_run(text)
        document.add_comment(run, text="R: who wrote this?", author="Jo")


def _broken(bold: bool) -> Fill:
    """All of the talk in one paragraph, its lines ended by soft breaks."""

    def fill(document) -> None:
        paragraph = document.add_paragraph()
        for label, words in (("Jane: ", ASKED), ("Anna: ", AGE), ("Jane: ", WHERE), ("Anna: ", MARKET)):
            paragraph.add_run(label.replace(": ", " ") if bold else label).bold = bold or None
            paragraph.add_run(words).add_break()

    return fill


def _nested(document) -> None:
    """A form: the talk is a table inside a cell of the page's table."""
    outer = document.add_table(2, 2)
    outer.cell(0, 0).text, outer.cell(0, 1).text = "受访者编号", "Z07"
    inner = outer.cell(1, 0).merge(outer.cell(1, 1)).add_table(4, 2)
    for row, pair in zip(
        inner.rows, (("访员", WHERE_ZH), ("受访者", MARKET_ZH), ("访员", WHY_ZH), ("受访者", FRESH_ZH)), strict=True
    ):
        row.cells[0].text, row.cells[1].text = pair


def _own_styles(document) -> None:
    """Neither labels nor looks of its own: the firm's style says who speaks."""
    styled("Frage")(document)
    for style, words in (("Frage", ASKED), (None, AGE), ("Frage", WHERE), (None, MARKET)):
        document.add_paragraph(words, style)


def _bold_by_style(document) -> None:
    styled("Sprecher", bold=True, character=True)(document)
    for label, words in (("Jane", ASKED), ("Anna", AGE), ("Jane", WHERE), ("Anna", MARKET)):
        paragraph = document.add_paragraph()
        paragraph.add_run(label, "Sprecher")
        paragraph.add_run("  " + words)


ZOO: dict[str, tuple[str, tuple[str | None, ...], Fill]] = {
    "bold label, header block": (EN, E07, after(paragraphs(*HEAD), runs(("Interviewer: ", ASKED), ("Respondent: ", AGE), ("Interviewer: ", WHERE), ("Respondent: ", MARKET)))),
    "bold names, colon not bold": (EN, NOBODY, runs(("Jane", ": " + ASKED), ("Anna", ": " + AGE), ("Jane", ": " + WHERE), ("Anna", ": " + MARKET))),
    "bold label by a character style": (EN, NOBODY, _bold_by_style),
    "zh bold label, header block": (ZH, Z07, after(paragraphs(*HEAD_ZH), runs(("访员：", WHERE_ZH), ("受访者：", MARKET_ZH), ("访员：", WHY_ZH), ("受访者：", FRESH_ZH)))),
    "zh bold questions": (ZH, NOBODY, looks(("bold", WHERE_ZH), ("", MARKET_ZH), ("bold", WHY_ZH), ("", FRESH_ZH))),
    "italic questions": (EN, NOBODY, looks(("italic", ASKED), ("", AGE), ("italic", WHERE), ("", MARKET))),
    "coloured questions": (ZH, NOBODY, looks(("blue", WHERE_ZH), ("", MARKET_ZH), ("blue", WHY_ZH), ("", FRESH_ZH))),
    "questions in a style": (EN, NOBODY, _own_styles),
    "table with a heading": (ZH, Z07, table([("角色", "内容"), ("访员", WHERE_ZH), ("受访者", MARKET_ZH), ("访员", WHY_ZH), ("受访者", FRESH_ZH)], above=HEAD_ZH)),
    "table, number and time": (EN, E07, table([("No.", "Time", "Speaker", "Verbatim"), ("1", "00:03", "Moderator", ASKED), ("2", "00:06", "Respondent", AGE), ("3", "00:10", "Moderator", WHERE), ("4", "00:15", "Respondent", MARKET)], above=HEAD)),
    "table, blank continues": ("I How old are you?\nR Thirty,⏎give or take.\nI Where do you shop?\nR At the market.", NOBODY,
                               table([("Speaker", "Text"), ("Moderator", ASKED), ("Anna", "Thirty,"), ("", "give or take."), ("Moderator", WHERE), ("Anna", MARKET)])),
    "table without a heading": (EN, NOBODY, table([("Moderator", ASKED), ("Anna", AGE), ("Moderator", WHERE), ("Anna", MARKET)])),
    "table, speaker merged": ("I How old are you?\nR Thirty,⏎give or take.\nI Where do you shop?\nR At the market.", NOBODY,
                              table([("Moderator", ASKED), ("Anna", "Thirty,"), ("^", "give or take."), ("Moderator", WHERE), ("Anna", MARKET)])),
    "table, title and sections merged": (ZH, NOBODY, table([("买菜访谈记录", "<"), ("说话人", "内容"), ("第一部分：习惯", "<"), ("访员", WHERE_ZH), ("受访者", MARKET_ZH), ("第二部分：原因", "<"), ("访员", WHY_ZH), ("受访者", FRESH_ZH)])),
    "table of facts and talk": (ZH, Z07, table([("受访者编号", "Z07", "期次", "2026-Q1"), ("访谈日期", "2026-02-09", "地点", "成都"), ("访员", WHERE_ZH, "<", "<"), ("受访者", MARKET_ZH, "<", "<"), ("访员", WHY_ZH, "<", "<"), ("受访者", FRESH_ZH, "<", "<")])),
    "table inside a form": (ZH, ("Z07", None, None), _nested),
    "question beside answer": (ZH, NOBODY, table([("序号", "问题", "回答"), ("1", WHERE_ZH, MARKET_ZH), ("2", WHY_ZH, FRESH_ZH)])),
    "question above answer, numbered table": (EN, NOBODY, table([("Q1", ASKED), ("A1", AGE), ("Q2", WHERE), ("A2", MARKET)])),
    "a table an exchange": (ZH, NOBODY, after(table([("问", WHERE_ZH), ("答", MARKET_ZH)]), paragraphs(""), table([("问", WHY_ZH), ("答", FRESH_ZH)]))),
    "prefix, full-width": (ZH, NOBODY, paragraphs(f"访员：　{WHERE_ZH}", f"受访者Ａ：　{MARKET_ZH}", f"访员：　{WHY_ZH}", f"受访者Ａ：　{FRESH_ZH}")),
    "prefix, numbered zh": (ZH, NOBODY, paragraphs(f"问1：{WHERE_ZH}", f"答1：{MARKET_ZH}", f"问2：{WHY_ZH}", f"答2：{FRESH_ZH}")),
    "prefix, numbered en": (EN, NOBODY, paragraphs(f"Q1. {ASKED}", f"A1. {AGE}", f"Q2. {WHERE}", f"A2. {MARKET}")),
    "tab after the label": (EN, NOBODY, paragraphs(f"Int\t{ASKED}", f"Resp\t{AGE}", f"Int\t{WHERE}", f"Resp\t{MARKET}")),
    "tab after names": (EN, NOBODY, paragraphs(f"JANE:\t{ASKED}", f"ANNA:\t{AGE}", f"JANE:\t{WHERE}", f"ANNA:\t{MARKET}")),
    "speaker on a line of its own": (ZH, NOBODY, paragraphs("访员", WHERE_ZH, "受访者", MARKET_ZH, "访员", WHY_ZH, "受访者", FRESH_ZH)),
    "bold speaker on a line of its own": (EN, NOBODY, looks(("bold", "Jane Miller"), ("", ASKED), ("bold", "Anna Smith"), ("", AGE), ("bold", "Jane Miller"), ("", WHERE), ("bold", "Anna Smith"), ("", MARKET))),
    "counted by the list, questions": (EN, NOBODY, numbered((3, ASKED), (None, AGE), (3, WHERE), (None, MARKET))),
    "counted by the list, Q and A": (EN, NOBODY, numbered((1, ASKED), (2, AGE), (1, WHERE), (2, MARKET))),
    "counted by the list, zh": (ZH, NOBODY, numbered((5, WHERE_ZH), (None, MARKET_ZH), (5, WHY_ZH), (None, FRESH_ZH))),
    "bullets are no numbers": (EN, NOBODY, numbered((4, f"Jane: {ASKED}"), (4, f"Anna: {AGE}"), (4, f"Jane: {WHERE}"), (4, f"Anna: {MARKET}"))),
    "headings of sections": (ZH, NOBODY, after(lambda document: document.add_heading("买菜访谈", 0), lambda document: document.add_heading("一、习惯", 1), paragraphs(f"访员：{WHERE_ZH}", f"受访者：{MARKET_ZH}"),
                                               lambda document: document.add_heading("二、原因", 2), paragraphs(f"访员：{WHY_ZH}", f"受访者：{FRESH_ZH}"))),
    "questions as headings": (EN, NOBODY, after(lambda document: document.add_heading(ASKED, 2), paragraphs(AGE), lambda document: document.add_heading(WHERE, 2), paragraphs(MARKET))),
    "tracked changes": (EN, NOBODY, xml(f"<w:p><w:r><w:t xml:space='preserve'>I: How </w:t></w:r>{_tracked('young ', 'del')}{_tracked('old ', 'ins')}<w:r><w:t>are you?</w:t></w:r></w:p>",
                                        f"<w:p>{_tracked('R: Forty.', 'del')}</w:p>", f"<w:p>{_tracked('R: ' + AGE, 'ins')}</w:p>", f"<w:p>{_tracked('I: ' + WHERE, 'moveTo')}</w:p>", f"<w:p>{_tracked('I: ' + WHERE, 'moveFrom')}</w:p>",
                                        f"<w:p><w:r><w:t>R: {MARKET}</w:t></w:r></w:p>")),
    "comments": (EN, NOBODY, _commented),
    "footnotes": (EN, NOBODY, xml(*(f"<w:p><w:r><w:t>{text}</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r></w:p>" for text in (f"I: {ASKED}", f"R: {AGE}", f"I: {WHERE}", f"R: {MARKET}")))),
    "hidden words": (EN, NOBODY, xml(f"<w:p><w:r><w:t>I: {ASKED}</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>Anna Smith, 0161 496 0000</w:t></w:r></w:p>",
                                     *(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in (f"R: {AGE}", f"I: {WHERE}", f"R: {MARKET}")))),
    "head in a text box": (EN, E07, after(xml(text_box(*HEAD)), paragraphs(f"I: {ASKED}", f"R: {AGE}", f"I: {WHERE}", f"R: {MARKET}"))),
    "a note in a text box": (EN, NOBODY, after(paragraphs(f"I: {ASKED}", f"R: {AGE}"), xml(text_box("nods, looks at the poster")), paragraphs(f"I: {WHERE}", f"R: {MARKET}"))),
    "talk in text boxes": (ZH, NOBODY, xml(*(text_box(text) for text in (f"访员：{WHERE_ZH}", f"受访者：{MARKET_ZH}", f"访员：{WHY_ZH}", f"受访者：{FRESH_ZH}")))),
    "head at the top of every page": (ZH, Z07, after(headed("受访者编号：Z07", "2026年第一季度 买菜访谈", "期次：2026-Q1　访谈日期：2026-02-09"), paragraphs(f"访员：{WHERE_ZH}", f"受访者：{MARKET_ZH}", f"访员：{WHY_ZH}", f"受访者：{FRESH_ZH}"))),
    "soft breaks": (EN, NOBODY, _broken(bold=False)),
    "soft breaks and bold names": (EN, NOBODY, _broken(bold=True)),
    "otter": (EN, (None, None, None), after(paragraphs("Interview with Anna", "Mon, Feb 9, 2026 10:02AM • 34:12", "SUMMARY KEYWORDS", "shopping, market", "SPEAKERS", "Jane Miller, Anna Smith", "", "Jane Miller  00:03", ASKED, "", "Anna Smith  00:06", AGE, "",
                                                "Jane Miller  00:10", WHERE, "", "Anna Smith  00:15", MARKET, "", "Transcribed by https://otter.ai"))),
    "rev": (EN, NOBODY, paragraphs("Speaker 1 (00:12):", ASKED, "Speaker 2 (00:15):", AGE, "Speaker 1 (00:20):", WHERE, "Speaker 2 (00:22):", MARKET)),
    "trint": (EN, NOBODY, runs(("Jane: ", "[00:00:03] " + ASKED), ("Anna: ", "[00:00:06] " + AGE), ("Jane: ", "[00:00:10] " + WHERE), ("Anna: ", "[00:00:15] " + MARKET))),
    "teams": (EN, NOBODY, runs(("Jane Miller", "   0:03\n" + ASKED), ("Anna Smith", "   0:06\n" + AGE), ("Jane Miller", "   0:10\n" + WHERE), ("Anna Smith", "   0:15\n" + MARKET))),
    "讯飞听见": (ZH, NOBODY, paragraphs("买菜访谈", "2026-02-09 10:02:11", "说话人1 00:03", WHERE_ZH, "", "说话人2 00:08", MARKET_ZH, "", "说话人1 00:12", WHY_ZH, "", "说话人2 00:15", FRESH_ZH)),
    "腾讯会议": (ZH, NOBODY, paragraphs("2026年2月9日 买菜访谈", f"王敏(00:00:03): {WHERE_ZH}", "", f"李兰(00:00:08): {MARKET_ZH}", "", f"王敏(00:00:12): {WHY_ZH}", "", f"李兰(00:00:15): {FRESH_ZH}")),
    "飞书妙记": (ZH, NOBODY, paragraphs("买菜访谈", "2026年2月9日 上午 10:02|34分12秒", "关键词:", "买菜、市场", "文字记录:", "王敏 00:03", WHERE_ZH, "", "李兰 00:08", MARKET_ZH, "", "王敏 00:12", WHY_ZH, "", "李兰 00:15", FRESH_ZH)),
    "通义听悟": (ZH, NOBODY, after(lambda document: document.add_heading("买菜访谈", 1), looks(("grey", "发言人 1   00:03"), ("", WHERE_ZH), ("grey", "发言人 2   00:08"), ("", MARKET_ZH), ("grey", "发言人 1   00:12"), ("", WHY_ZH), ("grey", "发言人 2   00:15"), ("", FRESH_ZH)))),
    "written by WPS": (ZH, NOBODY, lambda document: shaded(document, f"访员：{WHERE_ZH}", f"受访者：{MARKET_ZH}", f"访员：{WHY_ZH}", f"受访者：{FRESH_ZH}")),
}  # fmt: skip


@pytest.mark.parametrize("kind", ZOO)
def test_word(kind: str) -> None:
    expected, known, fill = ZOO[kind]
    (one,) = read_transcripts("a.docx", word_file(fill))
    assert parts(one) == said(expected)
    assert (one.respondent, one.wave, one.date) == known


def test_a_focus_group_in_one_word_file() -> None:
    talk = [("Moderator", "Where do you shop?"), ("P1", "At the market."), ("P2", "Online."), ("Moderator", "Why there?"),
            ("P2", "It is quick."), ("P1", "It is fresh."), ("P6", "Cheap."), ("P6", "And near.")]  # fmt: skip
    (read,) = read_transcripts("FG3.docx", word_file(runs(*((f"{who}: ", words) for who, words in talk))))
    each = each_alone(read, "FG3")
    assert [one.respondent for one in each] == ["FG3-P1", "FG3-P2", "FG3-P6"]
    assert [words for role, words in parts(each[1]) if role == "R"] == ["Online.", "It is quick."]


def test_lines_of_a_word_file_lead_to_its_paragraphs_and_rows() -> None:
    filled = after(
        paragraphs(*HEAD),
        table([("Moderator", ASKED), ("P1", AGE), ("Moderator", WHERE), ("P1", "")]),
        paragraphs(f"P1: {MARKET}"),
    )
    (one,) = read_transcripts("a.docx", word_file(filled))
    assert [(turn.speaker, turn.line) for turn in one.turns] == [
        ("Moderator", 5),
        ("P1", 6),
        ("Moderator", 7),
        ("P1", 9),
    ]
