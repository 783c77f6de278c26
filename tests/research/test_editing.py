"""A report edited around its locked figures and quotes: each kind of edit, on this version and on the next."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from corpus.errors import BadInput, NotFound
from exports.expected import register_of
from exports.marks import read_word
from exports.verify import blocking, verify
from exports.word import Links, write_word
from research.editing import edited
from research.edits import Edit, Kind
from research.locked import locked
from research.messages import say
from research.opened import OpenedReport, Quoted, open_report
from research.report import MARK, Heading, Paragraph, QuoteBlock, Report
from research.rewriting import dropped, moved, restored, retitled, rewritten, swapped
from research.swapping import candidates
from research.verification import rederived
from tests.edited_reports import TwoVersions, first_key, headings, quote_words
from tests.exports.tampering import pack, unpack

OWN = {"zh": "这句话是研究者自己写的：", "en": "In the words of the researcher: "}
QUOTED = "finding-Q3/quote/1"
BODY = "finding-Q1/body/1"
CONCLUSION = "front/key/Q3"


def text_of(key: str, opened: OpenedReport) -> str:
    return getattr(dict(zip(opened.keys, opened.report.blocks, strict=True))[key], "text", "")


def own_text(key: str, opened: OpenedReport) -> dict[str, Any]:
    """The text of a block with the researcher's own words before it, its marks as they are."""
    return rewritten(key, OWN[opened.report.language] + locked(text_of(key, opened), opened.report), opened)


def other_quote(key: str, opened: OpenedReport, versions: TwoVersions) -> dict[str, Any]:
    block = dict(zip(opened.keys, opened.report.blocks, strict=True))[key]
    assert isinstance(block, QuoteBlock)
    return swapped(key, candidates(key, opened.report.quotes[block.quote], opened, versions.space)[0].quote, opened)


def words_at(key: str, opened: OpenedReport) -> str:
    block = dict(zip(opened.keys, opened.report.blocks, strict=True))[key]
    assert isinstance(block, QuoteBlock)
    return opened.report.quoted[block.quote]


def add(versions: TwoVersions, kind: Kind, key: str, content: Mapping[str, Any]) -> Edit:
    return versions.space.edits.add(versions.opened().saved.study, kind, key, content)


def plain(opened: OpenedReport) -> list[str]:
    """Everything the report says, in order."""
    return [opened.report.plain(getattr(block, "text", "")) for block in opened.report.blocks]


def verified(report: Report, versions: TwoVersions) -> bool:
    data = write_word(report, links=Links(None))
    return not blocking(verify(read_word(data), rederived(report.id, versions.space)))


Case = tuple[Kind, str, Callable[[OpenedReport, TwoVersions], dict[str, Any]]]
CASES: dict[str, Case] = {
    "title": ("title", "", lambda opened, versions: retitled(OWN[opened.report.language], opened)),
    "heading": ("heading", "finding-Q3", lambda opened, versions: own_text("finding-Q3", opened)),
    "text": ("text", BODY, lambda opened, versions: own_text(BODY, opened)),
    "conclusion": ("text", CONCLUSION, lambda opened, versions: own_text(CONCLUSION, opened)),
    "drop": ("drop", BODY, lambda opened, versions: dropped(BODY, opened)),
    "drop section": ("drop", "finding-Q2", lambda opened, versions: dropped("finding-Q2", opened)),
    "move": ("move", "finding-Q3", lambda opened, versions: moved("finding-Q3", -1, opened)),
    "swap": ("swap", QUOTED, lambda opened, versions: other_quote(QUOTED, opened, versions)),
}


def holds(case: str, before: OpenedReport, after: OpenedReport) -> bool:
    """Whether the edit is in the report."""
    own = OWN[after.report.language].strip()
    if case == "title":
        return after.report.title == own
    if case in ("heading", "text", "conclusion"):
        key = {"heading": "finding-Q3", "text": BODY, "conclusion": CONCLUSION}[case]
        return text_of(key, after) == f"{OWN[after.report.language]}{text_of(key, before)}".strip()
    if case in ("drop", "drop section"):
        return {"drop": BODY, "drop section": "finding-Q2"}[case] in set(before.keys) - set(after.keys)
    if case == "move":
        return headings(after)[:3] == ["finding-Q1", "finding-Q3", "finding-Q2"]
    was, now = quote_words(before), quote_words(after)
    changed = [at for at, pair in enumerate(zip(was, now, strict=True)) if pair[0] != pair[1]]
    return len(changed) == 1 and now[changed[0]] not in was


@pytest.mark.parametrize("case", CASES)
def test_each_kind_is_made_and_says_so_and_verifies(case: str, versions: TwoVersions) -> None:
    before = versions.opened()
    kind, key, make = CASES[case]
    add(versions, kind, key, make(before, versions))
    after = versions.opened()
    assert holds(case, before, after) and not holds(case, before, before)
    assert after.report.id == f"{versions.first}.1" and after.notes == ()
    signed = say(versions.language, "report.method.edited")
    assert signed in plain(after) and signed not in plain(before)
    assert verified(after.report, versions)


@pytest.mark.parametrize("case", CASES)
def test_each_kind_survives_another_writing(case: str, versions: TwoVersions) -> None:
    """On the second version ids are others, and there are other people."""
    first, second = versions.opened(), versions.opened(versions.second)
    ids = [{json.dumps(one.spec): id_ for id_, one in each.report.figures.items()} for each in (first, second)]
    assert any(ids[1].get(spec, id_) != id_ for spec, id_ in ids[0].items()), "the ids have not moved"
    kind, key, make = CASES[case]
    add(versions, kind, key, make(first, versions))
    after = versions.opened(versions.second)
    if case == "text":  # the sentence beneath was written anew, with one option more perhaps: the edit holds
        assert text_of(key, after).startswith(OWN[versions.language])
    else:
        assert holds(case, second, after)
    assert [note.kind for note in after.notes if note.kind == "unplaced"] == []
    assert case not in ("swap", "text") or verified(after.report, versions)


def test_the_same_figure_is_shown_with_its_new_number(versions: TwoVersions) -> None:
    first = versions.opened()
    add(versions, "text", CONCLUSION, own_text(CONCLUSION, first))
    then, now = (plain(versions.opened(one)) for one in (versions.first, versions.second))
    told = [next(line for line in lines if line.startswith(OWN[versions.language])) for lines in (then, now)]
    assert told[0] != told[1], "more people gave a number"


def test_restore_brings_back_what_was_left_out(versions: TwoVersions) -> None:
    before = versions.opened()
    add(versions, "drop", "finding-Q2", dropped("finding-Q2", before))
    gone = versions.opened()
    assert gone.left_out == ("finding-Q2",) and not any(key.startswith("finding-Q2") for key in gone.keys)
    add(versions, "restore", "finding-Q2", restored("finding-Q2", gone))
    back = versions.opened()
    assert back.left_out == () and [key for key in back.keys if key != "edited"] == list(before.keys)
    with pytest.raises(NotFound, match="no_block"):
        restored("finding-Q2", back)


def test_undo_gives_the_very_report_back(versions: TwoVersions) -> None:
    study, before = versions.opened().saved.study, versions.opened()
    add(versions, "text", BODY, own_text(BODY, before))
    versions.space.edits.undo(study, 1)
    after = versions.opened()
    assert replace(after.report, id=before.report.id) == before.report
    versions.space.edits.undo(study, 2)
    assert holds("text", before, versions.opened())


def test_conclusions_change_places(versions: TwoVersions) -> None:
    before = versions.opened()
    keys = [key for key in before.keys if key.startswith("front/key")]
    add(versions, "move", keys[-1], moved(keys[-1], -1, before))
    after = [key for key in versions.opened().keys if key.startswith("front/key")]
    assert after == [*keys[:-2], keys[-1], keys[-2]]
    with pytest.raises(BadInput, match="edit_no_further"):
        moved(keys[0], -1, before)
    with pytest.raises(BadInput, match="edit_no_further"):
        moved(keys[-1], 1, before)


def test_a_section_takes_all_of_its_blocks_along(versions: TwoVersions) -> None:
    before = versions.opened()
    add(versions, "move", "finding-Q1", moved("finding-Q1", 1, before))
    after = versions.opened()
    assert [key for key in after.keys if key.startswith("finding-Q1")] == [
        key for key in before.keys if key.startswith("finding-Q1")
    ]
    assert headings(after)[:3] == ["finding-Q2", "finding-Q1", "finding-Q3"]


def test_edits_of_one_block_add_up(versions: TwoVersions) -> None:
    """Leaving out the first quote must not make the second one answer to its name."""
    before = versions.opened()
    first, second = words_at(QUOTED, before), words_at("finding-Q3/quote/2", before)
    add(versions, "drop", QUOTED, dropped(QUOTED, before))
    between = versions.opened()
    assert QUOTED not in between.keys and words_at("finding-Q3/quote/2", between) == second
    add(versions, "drop", "finding-Q3/quote/2", dropped("finding-Q3/quote/2", between))
    after = quote_words(versions.opened())
    assert first not in after and second not in after and len(after) == len(quote_words(before)) - 2


def test_register_and_passages_hold_the_quotes_that_are_shown(versions: TwoVersions) -> None:
    before = versions.opened()
    add(versions, "swap", QUOTED, other_quote(QUOTED, before, versions))
    add(versions, "drop", "finding-Q1", dropped("finding-Q1", before))
    after = versions.opened().report
    register = register_of(after)
    assert register is not None and register.id == "register"
    registered = [mark[1] for row in register.rows for cell in row for mark in MARK.finditer(cell) if mark[1][0] == "Q"]
    assert sorted(registered) == sorted(after.quotes) == sorted(after.quoted)
    assert set(after.quotes) != set(before.report.quotes)
    passages = next(block for block in after.blocks if getattr(block, "id", "") == "passages")
    told = [after.plain(cell) for row in passages.rows for cell in row]  # type: ignore[union-attr]
    assert all(any(words in text for text in told) for words in after.quoted.values())


def test_an_earlier_state_verifies_after_later_edits(versions: TwoVersions) -> None:
    before = versions.opened()
    files = {}
    for number, case in enumerate(("text", "swap", "drop section", "title"), start=1):
        kind, key, make = CASES[case]
        add(versions, kind, key, make(versions.opened(), versions))
        state = versions.opened().report
        assert state.id == f"{versions.first}.{number}"
        files[state.id] = write_word(state, links=Links(None))
    files[versions.first] = write_word(before.report, links=Links(None))
    for state, data in files.items():
        marked = read_word(data)
        assert marked.report == state
        assert not blocking(verify(marked, rederived(state, versions.space))), state
    with pytest.raises(NotFound, match="no_report"):
        rederived(f"{versions.first}.9", versions.space)


def test_a_changed_file_of_an_edited_report_is_caught(versions: TwoVersions) -> None:
    for case in ("title", "text"):
        kind, key, make = CASES[case]
        add(versions, kind, key, make(versions.opened(), versions))
    state = versions.opened().report
    data = write_word(state, links=Links(None))
    for was, now in ((state.title, state.title + "!"), (OWN[versions.language].strip(), "7 " + OWN[versions.language])):
        parts = unpack(data)
        body = parts["word/document.xml"].decode()
        at = body.rfind(was.strip()) if now[0] == "7" else body.find(was)
        assert at >= 0
        parts["word/document.xml"] = (body[:at] + now + body[at + len(was.strip()) :]).encode()
        assert blocking(verify(read_word(pack(parts)), rederived(state.id, versions.space))), now


def test_a_file_that_claims_another_state_is_caught(versions: TwoVersions) -> None:
    kind, key, make = CASES["drop section"]
    add(versions, kind, key, make(versions.opened(), versions))
    as_written = replace(versions.opened(f"{versions.first}.0").report, id=f"{versions.first}.1")
    assert not verified(as_written, versions)


def quoting(versions: TwoVersions) -> tuple[OpenedReport, Edit]:
    first = versions.opened()
    edit = add(versions, "swap", QUOTED, other_quote(QUOTED, first, versions))
    return first, edit


def on(opened: OpenedReport, evidence: Any, edit: Edit, versions: TwoVersions) -> Any:
    return edited(opened.written, evidence, [edit], interviews=Quoted(versions.space, evidence))


def test_a_quote_goes_when_its_person_may_not_be_quoted_any_more(versions: TwoVersions) -> None:
    first, edit = quoting(versions)
    who = edit.content["quote"]["respondent"]
    questions = {
        id_: replace(asked, answers={each: replace(answer, quotable=answer.quotable and each != who)
                                     for each, answer in asked.answers.items()})
        for id_, asked in first.evidence.questions.items()
    }  # fmt: skip
    assert on(first, first.evidence, edit, versions).notes == ()
    done = on(first, replace(first.evidence, questions=questions), edit, versions)
    assert [(note.number, note.kind, note.edit) for note in done.notes] == [(1, "unplaced", "swap")]
    assert who not in {done.report.quotes[one.quote].respondent for one in done.report.blocks
                       if isinstance(one, QuoteBlock)} - {one.respondent for one in first.written.quotes.values()}  # fmt: skip


def test_a_figure_of_a_question_that_is_gone_has_no_place(versions: TwoVersions) -> None:
    first = versions.opened()
    figure = next(
        id_ for id_, one in first.report.figures.items()
        if one.spec.get("of") == [{"question": "Q3", "status": "answered"}]
    )  # fmt: skip
    text = OWN[versions.language] + locked(f"{{{figure}:n}}", first.report)
    edit = add(versions, "text", "front/note/1", rewritten("front/note/1", text, first))
    assert on(first, first.evidence, edit, versions).notes == ()
    questions = {id_: asked for id_, asked in first.evidence.questions.items() if id_ != "Q3"}
    written = replace(first.written, figures={})  # as if the second writing had nothing on it
    front = replace(written, blocks=tuple(one for one in written.blocks if getattr(one, "style", "") == "note"))
    done = edited(front, replace(first.evidence, questions=questions), [edit], interviews={})
    assert [note.kind for note in done.notes] == ["unplaced"]
    assert versions.space.edits.all(first.saved.study)[0].content == edit.content, "it stays in the log"


def test_a_figure_the_new_report_does_not_show_is_counted_again(versions: TwoVersions) -> None:
    first = versions.opened()
    edit = add(versions, "text", "front/note/1", rewritten(
        "front/note/1", OWN[versions.language] + locked("{F001:n}", first.report), first))  # fmt: skip
    note = [one for one in first.written.blocks if isinstance(one, Paragraph) and one.style == "note"][:1]
    bare = replace(first.written, figures={}, blocks=tuple(note))
    done = edited(bare, first.evidence, [edit], interviews={})
    assert done.notes == () and list(done.report.figures) == ["F001"]
    assert done.report.figures["F001"].n == len(first.evidence.respondents)


def test_text_written_differently_beneath_is_told(versions: TwoVersions) -> None:
    first = versions.opened()
    edit = add(versions, "text", CONCLUSION, own_text(CONCLUSION, first))
    keys = dict(zip(first.keys, first.written.blocks, strict=True))
    other = tuple(
        replace(block, text=block.text + "…") if key == CONCLUSION and isinstance(block, Paragraph) else block
        for key, block in keys.items()
    )
    done = edited(replace(first.written, blocks=other), first.evidence, [edit], interviews={})
    assert [note.kind for note in done.notes] == ["beneath_changed"]
    assert text_of(CONCLUSION, replace(first, keys=done.keys, report=done.report)).startswith(OWN[versions.language])


def test_words_nobody_has_dropped_are_not_dropped(versions: TwoVersions) -> None:
    """The quote that was left out has moved, or gone: what stands in its place stays."""
    first = versions.opened()
    edit = add(versions, "drop", QUOTED, dropped(QUOTED, first))
    at = first.keys.index(QUOTED)
    blocks = list(first.written.blocks)
    blocks[at], blocks[at + 1] = blocks[at + 1], blocks[at]
    swapped_round = edited(
        replace(first.written, blocks=tuple(blocks)),
        first.evidence,
        [edit],
        interviews=Quoted(versions.space, first.evidence),
    )
    was, now = quote_words(first), quote_words(replace(first, report=swapped_round.report))
    assert len(now) == len(was) - 1 and first.report.quoted[first.written.blocks[at].quote] not in now  # type: ignore[union-attr]
    blocks = [block for place, block in enumerate(first.written.blocks) if place != at]
    interviews = Quoted(versions.space, first.evidence)
    gone = edited(replace(first.written, blocks=tuple(blocks)), first.evidence, [edit], interviews=interviews)
    assert [note.kind for note in gone.notes] == ["unplaced"]


def test_a_withdrawn_interview_is_told_and_not_called_tampering(versions: TwoVersions) -> None:
    from sqlalchemy import text as sql

    _, edit = quoting(versions)
    interview = edit.content["quote"]["interview"]
    data = write_word(versions.opened().report, links=Links(None))
    with versions.space.engine.begin() as connection:
        connection.execute(sql("delete from text_version where interview_id = :id"), {"id": interview})
    marked = read_word(data)
    assert marked.report is not None
    with pytest.raises(NotFound, match="report_withdrawn"):
        rederived(marked.report, versions.space)


def test_swaps_offer_only_what_may_be_quoted_and_is_not_shown(versions: TwoVersions) -> None:
    opened = versions.opened()
    for key, block in zip(opened.keys, opened.report.blocks, strict=True):
        if not isinstance(block, QuoteBlock):
            continue
        for one in candidates(key, opened.report.quotes[block.quote], opened, versions.space):
            answers = [asked.answers[one.quote.respondent] for asked in opened.evidence.questions.values()
                       if one.quote.respondent in asked.answers]  # fmt: skip
            assert all(answer.quotable for answer in answers)
            assert one.words not in opened.report.quoted.values()
            assert one.quote.respondent != opened.report.quotes[block.quote].respondent


def test_the_same_words_are_never_shown_twice(versions: TwoVersions) -> None:
    opened = versions.opened()
    shown = [one.quote for one in opened.report.blocks if isinstance(one, QuoteBlock)]
    other = next(one for one in shown if one != shown[0])
    with pytest.raises(BadInput, match="edit_quote_twice"):
        swapped(QUOTED, opened.report.quotes[other], opened)


def test_what_is_no_text_is_not_rewritten_and_what_is_no_quote_not_swapped(versions: TwoVersions) -> None:
    opened = versions.opened()
    chart = first_key(opened, "chart")
    with pytest.raises(NotFound, match="no_block"):
        rewritten(chart, "x", opened)
    with pytest.raises(NotFound, match="no_block"):
        swapped(chart, next(iter(opened.report.quotes.values())), opened)
    with pytest.raises(NotFound, match="no_block"):
        dropped("finding-Q9/body/1", opened)


def test_an_address_of_nothing_is_not_found(versions: TwoVersions) -> None:
    for name in ("r-nothing", f"{versions.first}.1", f"{versions.first}.x", "", "."):
        with pytest.raises(NotFound, match="no_report"):
            open_report(name, versions.space)
    assert open_report(f"{versions.first}.0", versions.space).report.id == versions.first


def test_a_report_without_method_or_headings_still_says_it_was_edited(versions: TwoVersions) -> None:
    first = versions.opened()
    edit = add(versions, "title", "", retitled(OWN[versions.language], first))
    bare = replace(first.written, blocks=tuple(b for b in first.written.blocks if not isinstance(b, Heading))[:3])
    done = edited(bare, first.evidence, [edit], interviews={})
    assert done.keys[-1] == "edited" and len(done.report.blocks) == 4
