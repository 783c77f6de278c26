"""Transcripts as they are found in the field: what firms, recorders, moderators and interns send, as text."""

import pytest

from corpus.exchanges import roles_of
from corpus.readers import read_transcripts
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
