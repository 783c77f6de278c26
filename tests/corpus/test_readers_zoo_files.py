"""The same for tables, PDFs and conversations of several respondents, and what a person may say of a file."""

import pytest

from corpus.errors import FileRefused
from corpus.readers import read_transcripts
from corpus.readers.groups import each_alone
from tests.corpus.pdf_files import assembled
from tests.corpus.test_readers_zoo import EN, ZH, parts, said

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
    return assembled(objects)


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
