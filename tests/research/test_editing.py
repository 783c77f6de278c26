"""A report edited around its locked figures and quotes: each kind of edit, on this version and on the next."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from corpus.errors import BadInput, NotFound
from exports.expected import register_of
from exports.marks import read_word
from exports.verify import blocking, verify
from exports.word import Links, write_word
from research.edits import Kind
from research.messages import say
from research.opened import OpenedReport
from research.report import MARK, Report
from research.rewriting import dropped, moved, restored, retitled
from research.verification import rederived
from tests.edited_reports import (
    BODY,
    CONCLUSION,
    OWN,
    QUOTED,
    TwoVersions,
    add,
    headings,
    other_quote,
    own_text,
    quote_words,
    text_of,
    words_at,
)
from tests.exports.tampering import pack, unpack


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
