"""What an edit could once say without ground: numbers glued together, quotes made up, caveats gone, claims left behind."""

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from corpus.changed import corpus_changed
from corpus.errors import BadInput
from corpus.schema import RespondentRow
from corpus.viewer import Viewer
from exports.marks import read_word
from exports.verify import blocking, verify
from exports.word import Links, write_word
from research.editing import edited
from research.edits import Edit
from research.figures import Figure
from research.fixed import fixed_keys
from research.locked import check_title, lock, locked, unlocked
from research.opened import OpenedReport
from research.parts import taken_apart
from research.report import MARK, Heading, Paragraph, QuoteBlock, Report, StoredText
from research.rewriting import dropped, may_drop, moved, rewritten, swapped
from research.swapping import candidates
from tests.edited_reports import BODY, CONCLUSION, OWN, QUOTED, TwoVersions, add, own_text, text_of
from tests.small_workspace import with_report, workspace_at

REPORT = Report(
    id="r", study="s", language="en", title="Tea in 2026", blocks=(), quotes={}, quoted={},
    figures={"F001": Figure("F001", {}, 9), "F002": Figure("F002", {}, 5), "F003": Figure("F003", {}, 34, 60)},
    texts={"T001": StoredText("T001", "setting", "4"), "T002": StoredText("T002", "setting", "8")},
)  # fmt: skip
TEXT = "{F001:n} people, {F002:n} more, {F003:share} and {T001}; {T002}"
N, M, S, T = (lock(*one, REPORT) for one in (("F001", "n"), ("F002", "n"), ("F003", "share"), ("T001", None)))


@pytest.mark.parametrize(
    "text",
    [
        f"{N}{M}", f"{N} {M}", f"{N}.{M}", f"{N},{M}", f"{N}:{M}", f"{N}/{M}", f"{N} / {M}", f"{N}–{M}", f"{N}点{M}",
        f"{N} point {M}", f"{N} of {M}", f"{N} out of {M}", f"{N} in {M}", f"{N}人中{M}人", f"{N}{T}", f"{T}{N}",
        f"-{N}", f"fell by -{N}", f"−{N}", f"minus {N}", f"+{N}", f"~{N}", f".{N}", f"负{N}", f"{N}k", f"{N} k",
        f"{N}m of them", f"{N}bn", f"{N}th", f"{N}+", f"{N}倍", f"{N}多人", f"{N}-fold", f"{S}%",
    ],
)  # fmt: skip
def test_no_number_is_glued_from_locks(text: str) -> None:
    with pytest.raises(BadInput, match="edit_number") as refused:
        unlocked(text, REPORT, TEXT)
    assert "⟦" in str(refused.value.values["piece"]), "the piece is shown as its writer sees it"


@pytest.mark.parametrize(
    "text",
    [
        f"{N}, {M} and {S}.", f"Some: {N}. {M} others", f"from {N} to those {M}", f"{N}人，{M}元", f"{N} people", f"£{N}",
        f"({N})", f"——{N}人", f"sleep – {N} say", f"{N}; {M}",
    ],
)  # fmt: skip
def test_plain_sentences_around_locks_stay(text: str) -> None:
    assert locked(unlocked(text, REPORT, TEXT), REPORT) == text


def test_part_and_whole_stay_where_the_writer_put_them() -> None:
    assert unlocked(f"{N} of {M} people", REPORT, "{F001:n} of {F002:n}") == "{F001:n} of {F002:n} people"
    with pytest.raises(BadInput, match="edit_number"):
        unlocked(f"{M} of {N} people", REPORT, "{F001:n} of {F002:n}")


def test_only_locks_of_the_block_and_those_offered_may_stand() -> None:
    assert unlocked(N, REPORT, "", [("F001", "n")]) == "{F001:n}"
    for written, offered in (("", []), ("{F003:n}", []), ("{F001:n}", []), ("", [("T001", None)])):
        for text in (lock("F003", "of", REPORT), T):
            with pytest.raises(BadInput, match="edit_lock_changed"):
                unlocked(text, REPORT, written, offered)  # type: ignore[arg-type]


def test_another_form_of_a_figure_is_a_changed_lock(versions: TwoVersions) -> None:
    opened = versions.opened()
    mark, form = next((one[1], one[2]) for one in MARK.finditer(text_of(BODY, opened)) if one[1][0] == "F")
    other = lock(mark, "base", opened.report)
    shown = {lock(mark, form, opened.report)}
    if other not in shown:
        with pytest.raises(BadInput, match="edit_lock_changed"):
            rewritten(BODY, f"x {other} x", opened)
    stored = next(one for one in opened.report.texts.values() if one.kind == "setting")
    with pytest.raises(BadInput, match="edit_lock_changed"):
        rewritten(BODY, f"x {lock(stored.id, None, opened.report)} x", opened)


@pytest.mark.parametrize(
    "title",
    ["4成消费者不喝", "3 of 4 women quit", "2025% more tea", "4 in 2025", "2025k", "2025 people quit", "2026人不喝", "2026.4", "1 tea", "2026倍"],
)  # fmt: skip
def test_a_title_states_no_number_cut_from_a_wave(title: str) -> None:
    with pytest.raises(BadInput, match="edit_number"):
        check_title(title, "Tea in 2026", "2025-Q3", "2025-Q4", "2026-Q1")


@pytest.mark.parametrize(
    "title",
    ["Tea, 2025-Q4", "2025年奶茶", "Tea 2025–2026", "2025-Q3 to 2026-Q1", "Tea of 2026 for 18–25", "十八岁的茶"],
)
def test_a_title_may_say_what_the_study_is_of(title: str) -> None:
    assert check_title(title, "Tea in 2026 for 18–25, or 十八岁", "2025-Q3", "2025-Q4", "2026-Q1") == title


def test_a_refusal_names_whole_pieces_and_all_of_them() -> None:
    with pytest.raises(BadInput) as refused:
        unlocked("Two thirds agree, about 66% and 12.5 more", REPORT, "")
    assert refused.value.values["piece"] == ["Two thirds", "66%", "12.5"]
    with pytest.raises(BadInput) as title:
        check_title("3 of 4 quit, 2025% more", "Tea", "2025-Q1")
    assert title.value.values["piece"] == ["3", "4", "2025%"]


@pytest.mark.parametrize(
    "key", ["front/note/1", "method", "limits", "limits/bullet/1", "method/body/1", "method/note/1", "edited"]
)
def test_caveats_are_no_owners_to_change(key: str, versions: TwoVersions) -> None:
    add(versions, "drop", BODY, dropped(BODY, versions.opened()))
    opened = versions.opened()
    assert key in opened.keys and key in fixed_keys(opened.written)
    for act in (
        lambda: rewritten(key, "All coding was checked.", opened),
        lambda: dropped(key, opened),
        lambda: moved(key, 1, opened),
    ):
        with pytest.raises(BadInput, match="edit_fixed"):
            act()


def test_what_holds_caveats_is_not_dropped_and_the_rest_is(versions: TwoVersions) -> None:
    opened = versions.opened()
    above = opened.keys[max(at for at, one in enumerate(opened.report.blocks[: opened.keys.index("method")])
                            if isinstance(one, Heading) and one.level == 1)]  # fmt: skip
    assert not may_drop(above, opened) and may_drop("finding-Q2", opened) and may_drop("sample", opened)
    with pytest.raises(BadInput, match="edit_fixed"):
        dropped(above, opened)


def test_a_logged_edit_of_a_caveat_has_no_place_and_older_reports_are_guarded(versions: TwoVersions) -> None:
    first = versions.opened()
    edits = [
        _edit("drop", "limits/bullet/1", {"beneath": ["x"]}),
        _edit("text", "front/note/1", {"parts": ["x"], "beneath": []}),
    ]
    done = edited(first.written, first.evidence, edits, interviews={})
    assert {note.kind for note in done.notes} == {"unplaced"} and set(first.keys) <= set(done.keys)
    old = replace(first.written, blocks=tuple(
        replace(one, anchor=f"h{at}") if isinstance(one, Heading) else one for at, one in enumerate(first.written.blocks)))  # fmt: skip
    assert len(fixed_keys(old)) == len(fixed_keys(first.written)) > 10


def _edit(kind, target, content, number: int = 1) -> Edit:  # type: ignore[no-untyped-def]
    return Edit(number, kind, target, content, "me", datetime(2026, 3, 1))


def _without_consent(versions: TwoVersions, who: str) -> None:
    with Session(versions.space.engine) as session, session.begin():
        session.execute(update(RespondentRow).where(RespondentRow.id == who).values(consent="none"))
        corpus_changed(session)


def _of(key: str, opened: OpenedReport) -> QuoteBlock:
    block = dict(zip(opened.keys, opened.report.blocks, strict=True))[key]
    assert isinstance(block, QuoteBlock)
    return block


def test_who_has_withdrawn_since_is_not_newly_quoted(versions: TwoVersions) -> None:
    opened = versions.opened()
    quote = opened.report.quotes[_of(QUOTED, opened).quote]
    chosen = candidates(QUOTED, quote, opened, versions.space)[0].quote
    edit = add(versions, "swap", QUOTED, swapped(QUOTED, chosen, opened))
    assert chosen.spans in {one.spans for one in versions.opened().report.quotes.values()}
    _without_consent(versions, chosen.respondent)
    after = versions.opened()
    told = [(note.number, note.kind, note.respondent) for note in after.notes if note.number]
    assert told == [(edit.number, "unplaced", chosen.respondent)]
    place = (chosen.interview, chosen.spans)
    assert place not in {(one.interview, one.spans) for one in after.report.quotes.values()}
    offered = candidates(QUOTED, quote, versions.opened(f"{versions.first}.0"), versions.space)
    assert chosen.respondent not in {one.quote.respondent for one in offered}


def test_a_report_says_who_may_not_be_quoted_any_more(versions: TwoVersions) -> None:
    opened = versions.opened()
    assert opened.notes == ()
    who = opened.report.quotes[_of(QUOTED, opened).quote].respondent
    _without_consent(versions, who)
    add(versions, "drop", BODY, dropped(BODY, opened))
    notes = [(note.number, note.kind, note.respondent) for note in versions.opened().notes]
    assert notes == [(0, "withdrawn", who)]


def test_a_claim_whose_number_turned_is_told(versions: TwoVersions) -> None:
    first = versions.opened()
    edit = add(versions, "text", CONCLUSION, own_text(CONCLUSION, first))
    figure = next(part for part in edit.content["parts"] if isinstance(part, dict) and "figure" in part)
    assert figure["shown"]
    assert "numbers_changed" not in [note.kind for note in versions.opened().notes]
    turned = [figure | {"shown": "18 of 33"} if part is figure else part for part in edit.content["parts"]]
    done = edited(
        first.written, first.evidence, [replace(edit, content={**edit.content, "parts": turned})], interviews={}
    )
    assert [note.kind for note in done.notes] == ["numbers_changed"]
    on_second = versions.opened(versions.second)
    assert "numbers_changed" in [note.kind for note in on_second.notes], "more people gave a number"


def test_a_figure_of_a_merely_similar_theme_is_told(versions: TwoVersions) -> None:
    first = versions.opened()
    asked, theme = next(
        (asked, theme) for asked in first.evidence.questions.values() for theme in asked.themes
        if any({"question": asked.id, "theme": theme.id} in one.spec.get("of", ()) for one in first.report.figures.values())
    )  # fmt: skip
    figure = next(
        one
        for one in first.report.figures.values()
        if {"question": asked.id, "theme": theme.id} in one.spec.get("of", ())
    )
    content = {"parts": taken_apart(f"x {{{figure.id}:n}}", first.report, first.evidence, shown=True),
               "beneath": taken_apart(text_of(BODY, first), first.report, first.evidence)}  # fmt: skip
    edit = _edit("text", BODY, content)
    other = replace(theme, words=(*theme.words, "another"))
    themes = tuple(other if one is theme else one for one in asked.themes)
    evidence = replace(first.evidence, questions={**first.evidence.questions, asked.id: replace(asked, themes=themes)})
    same = edited(first.written, first.evidence, [edit], interviews={})
    assert "numbers_changed" not in [note.kind for note in same.notes]
    done = edited(first.written, evidence, [edit], interviews={})
    assert "numbers_changed" in [note.kind for note in done.notes]


def test_two_tabs_do_not_overwrite_each_other(tmp_path) -> None:  # type: ignore[no-untyped-def]
    edits = with_report(tmp_path).edits
    study = workspace_at(tmp_path).studies.list()[0].id
    edits.add(study, "text", "k", {"parts": ["one"]}, beneath=0)
    edits.add(study, "text", "other", {"parts": ["two"]}, beneath=0)
    with pytest.raises(BadInput, match="report_moved_on"):
        edits.add(study, "text", "k", {"parts": ["three"]}, beneath=0)
    edits.add(study, "text", "k", {"parts": ["four"]}, beneath=2)
    edits.undo(study, 3)
    with pytest.raises(BadInput, match="report_moved_on"):
        edits.add(study, "text", "k", {"parts": ["five"]}, beneath=3)
    assert [one.kind for one in edits.all(study)] == ["text", "text", "text", "undo"]


def test_titles_are_for_their_client_and_of_studies_that_are_there(tmp_path) -> None:  # type: ignore[no-untyped-def]
    space = with_report(tmp_path)
    study = space.studies.list()[0].id
    space.edits.add(study, "title", "", {"text": "Secret"})
    assert workspace_at(tmp_path, Viewer("spy", "owner", "other")).edits.titles([study]) == {}
    assert space.edits.titles([study]) == {study: "Secret"}
    space.studies.delete(study)
    assert space.edits.titles([study]) == {}


def test_an_edited_file_with_numbers_side_by_side_is_caught(versions: TwoVersions) -> None:
    """An edit of before the rule, or a file in which the words between two marks were taken out."""
    opened = versions.opened()
    figures = [
        f"{{{one[1]}:{one[2]}}}" for one in MARK.finditer(text_of("front/subtitle/1", opened)) if one[1][0] == "F"
    ]
    for text, glued in ((f"{figures[0]}{figures[1]}", True), (f"{figures[0]}; {figures[1]}", False)):
        blocks = tuple(replace(one, text=text) if isinstance(one, Paragraph) and one.style == "lead" else one for one in
                       (*opened.report.blocks, Paragraph("", "lead")))  # fmt: skip
        report = replace(opened.report, blocks=blocks)
        found = blocking(verify(read_word(write_word(report, links=Links(None))), report))
        assert ("number" in {one.kind for one in found}) is glued


def test_the_line_says_that_quotes_may_be_others(versions: TwoVersions) -> None:
    add(versions, "drop", BODY, dropped(BODY, versions.opened()))
    line = text_of("edited", versions.opened())
    assert ("exchanged" if versions.language == "en" else "换成别人") in line and OWN[versions.language] not in line
