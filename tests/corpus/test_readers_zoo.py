"""Transcripts as they are found in the field: what firms, recorders, moderators and interns send, as text."""

import pytest

from corpus.errors import FileRefused
from corpus.exchanges import roles_of
from corpus.readers import read_transcripts
from corpus.readers.groups import each_alone
from corpus.records import Transcript

Part = tuple[str, str]
_ROLES = {"interviewer": "I", "respondent": "R", "other": "O"}


def parts(one: Transcript) -> list[Part]:
    """(I, R or O; words) of each turn."""
    roles = roles_of([turn.speaker for turn in one.turns], [turn.text for turn in one.turns], one.names_interviewer)
    return [(_ROLES[roles[turn.speaker]], turn.text) for turn in one.turns]


def said(expected: str) -> list[Part]:
    """Parts from lines such as `I How old?`; `⏎` is a line end within a turn."""
    lines = (line.strip() for line in expected.strip().split("\n"))
    return [(line[0], line[2:].replace("⏎", "\n")) for line in lines]


EN = "I How old are you?\nR Thirty, give or take.\nI Where do you shop?\nR At the market."
ZH = "I 您平时在哪里买菜？\nR 一般去菜市场。\nI 为什么呢？\nR 新鲜，也便宜。"

PROSE = {
    "otter": (".txt", EN, """Interview with Anna
Mon, Feb 9, 2026 10:02AM • 34:12

SUMMARY KEYWORDS
shopping, market

SPEAKERS
Jane Miller, Anna Smith

Jane Miller  00:03
How old are you?

Anna Smith  00:06
Thirty, give or take.

Jane Miller  00:10
Where do you shop?

Anna Smith  00:15
At the market.

Transcribed by https://otter.ai"""),
    "rev": (".txt", EN, """Speaker 1 (00:12):
How old are you?

Speaker 2 (00:15):
Thirty, give or take.

Speaker 1 (00:20):
Where do you shop?

Speaker 2 (00:22):
At the market.
"""),
    "zoom saved captions": (".txt", EN, """[Jane Miller] 10:02:11
How old are you?

[Anna Smith] 10:02:15
Thirty, give or take.

[Jane Miller] 10:02:19
Where do you shop?

[Anna Smith] 10:02:24
At the market.
"""),
    "teams copied": (".txt", EN, """0:0:3.120 --> 0:0:5.400
Jane Miller
How old are you?
0:0:6.000 --> 0:0:8.100
Anna Smith
Thirty, give or take.
0:0:9.000 --> 0:0:11.000
Jane Miller
Where do you shop?
0:0:12.000 --> 0:0:14.000
Anna Smith
At the market.
"""),
    "teams minutes and seconds": (".txt", EN, """Jane Miller   0 minutes 3 seconds
How old are you?
Anna Smith   0 minutes 6 seconds
Thirty, give or take.
Jane Miller   0 minutes 10 seconds
Where do you shop?
Anna Smith   1 minute 2 seconds
At the market.
"""),
    "brackets": (".txt", EN, """[Interviewer] How old are you?
[Respondent] Thirty, give or take.
[Interviewer] Where do you shop?
[Respondent] At the market.
"""),
    "zh brackets": (".txt", ZH, """【访问员】您平时在哪里买菜？
【受访者】一般去菜市场。
【访问员】为什么呢？
【受访者】新鲜，也便宜。
"""),
    "angle": (".txt", EN, """<INT> How old are you?
<RESP> Thirty, give or take.
<INT> Where do you shop?
<RESP> At the market.
"""),
    "dash": (".txt", EN, """Moderator - How old are you?
Participant - Thirty, give or take.
Moderator - Where do you shop?
Participant - At the market.
"""),
    "em dash": (".txt", ZH, """访员——您平时在哪里买菜？
顾客——一般去菜市场。
访员——为什么呢？
顾客——新鲜，也便宜。
"""),
    "period": (".txt", EN, """Q. How old are you?
A. Thirty, give or take.
Q. Where do you shop?
A. At the market.
"""),
    "zh dun": (".txt", ZH, """问、您平时在哪里买菜？
答、一般去菜市场。
问、为什么呢？
答、新鲜，也便宜。
"""),
    "numbered questions, unlabelled answers": (".txt", EN, """Q1. How old are you?
Thirty, give or take.

Q2. Where do you shop?
At the market.
"""),
    "zh numbered, answers labelled": (".txt", ZH, """1、您平时在哪里买菜？
答：一般去菜市场。
2、为什么呢？
答：新鲜，也便宜。
"""),
    "zh numbered, answers unlabelled": (".txt", ZH, """1. 您平时在哪里买菜？
一般去菜市场。
2. 为什么呢？
新鲜，也便宜。
"""),
    "bold questions": (".md", EN, """# Interview

**How old are you?**

Thirty, give or take.

**Where do you shop?**

At the market.
"""),
    "heading questions": (".md", ZH, """# 访谈

## 您平时在哪里买菜？
一般去菜市场。

## 为什么呢？
新鲜，也便宜。
"""),
    "markdown table": (".md", EN, """| Speaker | Text |
| --- | --- |
| Interviewer | How old are you? |
| Anna | Thirty, give or take. |
| Interviewer | Where do you shop? |
| Anna | At the market. |
"""),
    "xunfei": (".txt", ZH, """说话人1 00:03
您平时在哪里买菜？

说话人2 00:08
一般去菜市场。

说话人1 00:12
为什么呢？

说话人2 00:15
新鲜，也便宜。
"""),
    "tencent meeting": (".txt", ZH, """2026年2月9日 买菜访谈
王敏(00:00:03): 您平时在哪里买菜？

李兰(00:00:08): 一般去菜市场。

王敏(00:00:12): 为什么呢？

李兰(00:00:15): 新鲜，也便宜。
"""),
    "feishu": (".txt", ZH, """买菜访谈
2026年2月9日 上午 10:02|34分12秒

关键词:
买菜、市场

文字记录:
王敏 00:03
您平时在哪里买菜？

李兰 00:08
一般去菜市场。

王敏 00:12
为什么呢？

李兰 00:15
新鲜，也便宜。
"""),
    "zh stamp first": (".txt", ZH, """00:01 访员
您平时在哪里买菜？
00:05 受访者
一般去菜市场。
00:09 访员
为什么呢？
00:12 受访者
新鲜，也便宜。
"""),
    "zh moderator's name": (".txt", ZH, """主持人（王）：您平时在哪里买菜？
消费者（李女士）：一般去菜市场。
主持人（王）：为什么呢？
消费者（李女士）：新鲜，也便宜。
"""),
    "zh investigator": (".txt", ZH, """调查员：您平时在哪里买菜？
被调查人：一般去菜市场。
督导：为什么呢？
被调查人：新鲜，也便宜。
"""),
    "cover sheet": (".txt", EN, """PROJECT MARKET - TRANSCRIPT
Respondent ID: E07
Date: 9 February 2026
Location: Leeds
Moderator: Jane Miller
Duration: 34 minutes
--------------------
Jane: How old are you?
Anna: Thirty, give or take.
Jane: Where do you shop?
Anna: At the market.
"""),
    "zh cover sheet": (".txt", ZH, """《买菜》项目访谈笔录
受访者编号：Z07
访谈地点：成都
访谈时长：34分钟
访员：王敏
记录员：赵工
=====
王：您平时在哪里买菜？
李：一般去菜市场。
王：为什么呢？
李：新鲜，也便宜。
"""),
    "stage directions": (".txt", EN.replace("Thirty, give", "(laughs) Thirty, give"), """[Recording starts]
[00:00] INTERVIEWER: How old are you?
RESPONDENT: (laughs) Thirty, give or take.
[phone rings]
INTERVIEWER: Where do you shop?
RESPONDENT: At the market.
[Recording ends]
"""),
    "transcriber's notes": (".txt", EN, """[Transcriber's note: the first minute is inaudible]
I: How old are you?
R: Thirty, give or take.
I: Where do you shop?
[Note: respondent points at the poster]
R: At the market.
*** END ***
"""),
    "stamps after": (".txt", EN, """Interviewer: How old are you? [00:00:03]
Respondent: Thirty, give or take. [00:00:06]
Interviewer: Where do you shop? [00:00:10]
Respondent: At the market. [00:00:15]
"""),
    "stamps between": (".txt", EN, """Interviewer
00:00:03
How old are you?
Respondent
00:00:06
Thirty, give or take.
Interviewer
00:00:10
Where do you shop?
Respondent
00:00:15
At the market.
"""),
    "slashes and full-width": (".txt", ZH, """Ｑ：您平时在哪里买菜？
Ａ：一般去菜市场。
Ｑ：为什么呢？
Ａ：新鲜，也便宜。
"""),
    "you and me": (".txt", EN, """Me: How old are you?
Her: Thirty, give or take.
Me: Where do you shop?
Her: At the market.
"""),
    "zh me": (".txt", ZH, """我：您平时在哪里买菜？
她：一般去菜市场。
我：为什么呢？
她：新鲜，也便宜。
"""),
    "bold names, no colon": (".md", EN, """**Jane** How old are you?

**Anna** Thirty, give or take.

**Jane** Where do you shop?

**Anna** At the market.
"""),
    "block quotes": (".md", EN, """> **Q:** How old are you?

**A:** Thirty, give or take.

> **Q:** Where do you shop?

**A:** At the market.
"""),
    "html left over": (".txt", EN, """Interviewer:&nbsp;How old are you?
Respondent:&nbsp;Thirty, give or take.
Interviewer:&nbsp;Where do you shop?
Respondent:&nbsp;At the market.
"""),
    "upper case surname": (".txt", EN, """DR. MILLER: How old are you?
MS. O'NEIL-SMITH: Thirty, give or take.
DR. MILLER: Where do you shop?
MS. O'NEIL-SMITH: At the market.
"""),
    "numbered lines": (".txt", EN, """001  Interviewer: How old are you?
002  Respondent: Thirty, give or take.
003  Interviewer: Where do you shop?
004  Respondent: At the market.
"""),
    "question prefix in chinese": (".txt", ZH, """问题一：您平时在哪里买菜？
回答：一般去菜市场。
问题二：为什么呢？
回答：新鲜，也便宜。
"""),
    "follow-ups": (".txt", ZH, """问：您平时在哪里买菜？
答：一般去菜市场。
追问：为什么呢？
答：新鲜，也便宜。
"""),
}  # fmt: skip


@pytest.mark.parametrize("kind", PROSE)
def test_prose(kind: str) -> None:
    suffix, expected, text = PROSE[kind]
    (one,) = read_transcripts("a" + suffix, text.encode())
    assert parts(one) == said(expected)


CUES = {
    "vtt voices": (".vtt", EN, ["<v Jane Miller>How old are you?</v>", "<v Anna Smith>Thirty,</v>", "<v Anna Smith>give or take.</v>",
                                "<v Jane Miller>Where do you shop?</v>", "<v Anna Smith>At the market.</v>"]),
    "zoom vtt": (".vtt", EN, ["Jane Miller: How old are you?", "Anna Smith: Thirty,", "Anna Smith: give or take.",
                              "Jane Miller: Where do you shop?", "Anna Smith: At the market."]),
    "srt upper case": (".srt", EN, ["JANE: How old are you?", "ANNA: Thirty,", "give or take.", "JANE: Where do you shop?", "ANNA: At the market."]),
    "srt brackets": (".srt", EN, ["[Interviewer] How old are you?", "[Respondent] Thirty,", "give or take.",
                                  "[Interviewer] Where do you shop?", "[Respondent] At the market."]),
    "srt dashes and sounds": (".srt", EN, ["[music]", "Interviewer: How old\nare you?", "Respondent: Thirty, give or take.",
                                           "- Interviewer: Where do you shop?\n- Respondent: At the market."]),
    "zh srt": (".srt", ZH, ["访员：您平时在哪里\n买菜？", "受访者：一般去", "菜市场。", "访员：为什么呢？", "受访者：新鲜，也便宜。"]),
    "zh speakers": (".srt", ZH, ["说话人1：您平时在哪里买菜？", "说话人2：一般去菜市场。", "说话人1：为什么呢？", "说话人2：新鲜，也便宜。"]),
}  # fmt: skip


def timed(suffix: str, cues: list[str]) -> bytes:
    point = "." if suffix == ".vtt" else ","
    blocks = [
        f"{at + 1}\n00:00:{at:02}{point}000 --> 00:00:{at + 1:02}{point}000\n{cue}" for at, cue in enumerate(cues)
    ]
    return "\n\n".join((["WEBVTT"] if suffix == ".vtt" else []) + blocks).encode()


@pytest.mark.parametrize("kind", CUES)
def test_cues(kind: str) -> None:
    suffix, expected, cues = CUES[kind]
    (one,) = read_transcripts("a" + suffix, timed(suffix, cues))
    assert parts(one) == said(expected)


FOCUS = """M: Where do you shop?
P1: At the market.
P2: Online.
M: Why there?
P2: It is quick.
P1: It is fresh.
P3: Hm."""


def test_each_of_a_focus_group_is_an_interview_of_their_own() -> None:
    (read,) = read_transcripts("FG3.txt", FOCUS.encode())
    first, second = each_alone(read, "FG3")
    assert (first.respondent, second.respondent) == ("FG3-P1", "FG3-P2")
    assert parts(first) == said(
        "I Where do you shop?\nR At the market.\nO Online.\nI Why there?\nO It is quick.\nR It is fresh.\nO Hm."
    )
    assert [words for role, words in parts(second) if role == "R"] == ["Online.", "It is quick."]


def test_a_name_is_no_part_of_an_id() -> None:
    text = "主持人：在哪买菜？\n李兰：菜市场。\n张伟：网上。\n主持人：为什么？\n李兰：新鲜。\n张伟：快。"
    (read,) = read_transcripts("a.txt", text.encode())
    ids = [one.respondent for one in each_alone(read, "R-1")]
    assert len(set(ids)) == 2 and not any("兰" in str(who) or "伟" in str(who) for who in ids)


def test_beside_one_who_is_called_the_respondent_others_are_context() -> None:
    text = "访问员：在哪买菜？\n受访者：菜市场。\nP2：网上。\n访问员：为什么？\n受访者：新鲜。\nP2：快。"
    (read,) = read_transcripts("a.txt", text.encode())
    (one,) = each_alone(read, "R-1")
    assert [words for role, words in parts(one) if role == "R"] == ["菜市场。", "新鲜。"]


def test_the_interviewer_can_be_said() -> None:
    text = b"Jo: Well?\nAnn: Tea.\nJo: Why?\nAnn: Cheap."
    (inferred,), (said_so,) = read_transcripts("a.txt", text), read_transcripts("a.txt", text, interviewer="Ann")
    assert [role for role, _ in parts(inferred)] == ["I", "R"] * 2
    assert [role for role, _ in parts(said_so)] == ["R", "I"] * 2
    (swapped,) = read_transcripts("a.txt", b"Q: Tea.\nA: Why?\nQ: Cheap.\nA: Sure?", interviewer="A")
    assert [role for role, _ in parts(swapped)] == ["R", "I"] * 2


def test_columns_can_be_said() -> None:
    data = "谁,说的\n小王,在哪买菜？\n老李,菜市场\n".encode()
    (one,) = read_transcripts("a.csv", data, columns={"speaker": "谁", "text": "说的"})
    assert [turn.text for turn in one.turns] == ["在哪买菜？", "菜市场"]


def pdf(*pages: list[str]) -> bytes:
    """A PDF of lines in Helvetica, as small as one can be."""
    kids = " ".join(f"{4 + 2 * at} 0 R" for at in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for at, lines in enumerate(pages):
        shown = "".join("(" + line.replace("(", "\\(").replace(")", "\\)") + ") Tj T*\n" for line in lines)
        stream = f"BT /F1 11 Tf 14 TL 50 780 Td\n{shown}ET"
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents {5 + 2 * at} 0 R>>"
        )
        objects.append(f"<</Length {len(stream)}>>stream\n{stream}\nendstream")
    body, offsets = "%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        offsets.append(len(body))
        body += f"{number} 0 obj{each}endobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF"
    return (body + end).encode()


def test_pdf_without_header_footer_and_wrapping() -> None:
    long = [
        "Interviewer: Where do you buy what you cook on an ordinary day, and",
        "who goes there?",
        "Respondent: I go to the market.",
    ]
    more = ["Interviewer: Why there?", "Respondent: It is fresh, it is cheap and everybody who works there is", "kind."]
    pages = [
        ["Project Market", *each, f"Page {at} of 3"]
        for at, each in enumerate((long, more, ["Interviewer: Thanks."]), 1)
    ]
    (one,) = read_transcripts("a.pdf", pdf(*pages))
    assert parts(one) == said(
        "I Where do you buy what you cook on an ordinary day, and who goes there?\nR I go to the market.\nI Why there?\n"
        "R It is fresh, it is cheap and everybody who works there is kind.\nI Thanks."
    )


@pytest.mark.parametrize(
    ("pages", "key"), [([[]], "pdf_pictures"), ([["Just prose."]], "no_speakers"), ([["x"]] * 501, "pdf_too_long")]
)
def test_pdf_refused(pages: list[list[str]], key: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read_transcripts("a.pdf", pdf(*pages))
    assert refused.value.key == key


TABLES = {
    "semicolons": (".csv", EN, "Speaker;Text\nInterviewer;How old are you?\nAnna;Thirty, give or take.\nInterviewer;Where do you shop?\nAnna;At the market.\n"),
    "tabs, title above": (".tsv", ZH, "买菜访谈\n\n角色\t内容\n访员\t您平时在哪里买菜？\n受访者\t一般去菜市场。\n访员\t为什么呢？\n受访者\t新鲜，也便宜。\n"),
    "teams csv": (".csv", EN, 'Start,End,Speaker,Transcript\n0:03,0:05,Jane,How old are you?\n0:06,0:08,Anna,"Thirty, give or take."\n'
                              "0:09,0:11,Jane,Where do you shop?\n0:12,0:14,Anna,At the market.\n"),
    "no heading": (".csv", EN, 'Interviewer,How old are you?\nRespondent,"Thirty, give or take."\nInterviewer,Where do you shop?\nRespondent,At the market.\n'),
    "speaker continues": (".csv", "I How old are you?\nR Thirty,⏎give or take.", "speaker,text\nQ,How old are you?\nA,Thirty,\n,give or take.\n".replace("Thirty,", '"Thirty,"')),
    "entities and marks": (".csv", EN, "\ufeffspeaker,text\nQ,How&nbsp;old are you?\nA,&#84;hirty&#44; give or take.\nQ,Where do you shop&#63;\nA,At the market.\n"),
    "two sides": (".csv", EN, 'Interviewer,Respondent\nHow old are you?,"Thirty, give or take."\nWhere do you shop?,At the market.\n'),
    "zh questions and answers": (".csv", ZH, "序号,问题,受访者回答\n1,您平时在哪里买菜？,一般去菜市场。\n2,为什么呢？,新鲜，也便宜。\n"),
    "a column a question": (".csv", ZH, "受访者编号,您平时在哪里买菜？,为什么呢？\nZ07,一般去菜市场。,新鲜，也便宜。\n"),
    "questions down, one person": (".csv", EN, 'Question,E07\nHow old are you?,"Thirty, give or take."\nWhere do you shop?,At the market.\n'),
    "json words": (".json", EN, '{"participant": "E07", "transcript": [{"speaker": "Moderator", "text": "How old are you?"}, {"speaker": "E07", "text": "Thirty, give or take."},'
                                ' {"speaker": "Moderator", "text": "Where do you shop?"}, {"speaker": "E07", "text": "At the market."}]}'),
    "json segments": (".json", EN, '{"language": "en", "segments": [{"start": 0.0, "end": 2.1, "speaker": "SPEAKER_00", "text": " How old are you?"}, {"start": 2.1, "speaker": "SPEAKER_01", "text": " Thirty, give or take."},'
                                   ' {"start": 4, "speaker": "SPEAKER_00", "text": " Where do you shop?"}, {"start": 6, "speaker": "SPEAKER_01", "text": " At the market."}]}'),
    "json pairs": (".json", ZH, '[{"问题": "您平时在哪里买菜？", "回答": "一般去菜市场。"}, {"问题": "为什么呢？", "回答": "新鲜，也便宜。"}]'),
    "json messages": (".jsonl", EN, '{"messages": [{"role": "interviewer", "content": "How old are you?"}, {"role": "user", "content": "Thirty, give or take."},'
                                    ' {"role": "interviewer", "content": "Where do you shop?"}, {"role": "user", "content": "At the market."}]}'),
}  # fmt: skip


@pytest.mark.parametrize("kind", TABLES)
def test_tables(kind: str) -> None:
    suffix, expected, text = TABLES[kind]
    (one,) = read_transcripts("a" + suffix, text.encode())
    assert [(role, words.replace("\xa0", " ")) for role, words in parts(one)] == said(expected)
