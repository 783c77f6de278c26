"""How far words may go: one scope, or a yes or no for reuse and quoting; what is closed no study uses."""

import pytest

from corpus.consent import set_consent
from corpus.errors import FileRefused
from corpus.readers.respondents import attributes_in
from corpus.readers.sheets import csv_sheets
from corpus.records import SCOPES
from corpus.viewer import LOCAL

ENGLISH = "respondent,consent,may reuse,may quote\nR1,{consent},{reuse},{quoting}\n"
CHINESE = "受访者编号,授权,可复用,可引用\nR1,{consent},{reuse},{quoting}\n"


def agreed(table: str, consent: str = "", reuse: str = "", quoting: str = "") -> str | None:
    said = table.format(consent=consent, reuse=reuse, quoting=quoting)
    (person,) = attributes_in(csv_sheets(said.encode())).rows
    return person.consent


@pytest.mark.parametrize(
    ("consent", "reuse", "quoting", "scope"),
    [
        ("", "yes", "yes", "report"),
        ("", "yes", "no", "internal"),
        ("", "yes", "", "internal"),
        ("", "no", "", "closed"),
        ("", "no", "yes", "closed"),
        ("", "", "yes", "report"),
        ("report", "yes", "", "report"),
        ("advertising", "yes", "yes", "advertising"),
        ("advertising", "", "no", "internal"),
        ("report", "no", "", "closed"),
        ("none", "yes", "yes", "none"),
        ("not for reuse", "", "", "closed"),
    ],
)
def test_a_table_says_it_in_one_column_or_in_several(consent, reuse, quoting, scope) -> None:
    assert agreed(ENGLISH, consent, reuse, quoting) == scope


def test_the_same_in_chinese() -> None:
    assert agreed(CHINESE, reuse="是", quoting="否") == "internal"
    assert agreed(CHINESE, reuse="同意", quoting="同意") == "report"
    assert agreed(CHINESE, reuse="不同意") == "closed"
    assert agreed(CHINESE, consent="不可复用") == "closed"
    assert agreed(CHINESE) is None


def test_the_recording_is_agreed_to_apart_from_quoting() -> None:
    table = "respondent,wave,may quote,recording consent\nR1,2026-Q1,yes,no\nR1,2026-Q2,no,yes\nR1,2026-Q3,yes,\n"
    found = attributes_in(csv_sheets(table.encode())).rows
    assert [(one.consent, one.recording) for one in found] == [("report", "no"), ("internal", "yes"), ("report", "")]
    with pytest.raises(FileRefused):
        attributes_in(csv_sheets(b"respondent,recording consent\nR1,perhaps\n"))


@pytest.mark.parametrize("column", ["reuse", "quoting"])
def test_neither_yes_nor_no_is_refused_with_its_place(column) -> None:
    with pytest.raises(FileRefused) as refused:
        agreed(ENGLISH, **{column: "maybe"})
    assert (refused.value.key, refused.value.values["line"], refused.value.values["column"]) == ("bad_row", 2, column)


def test_a_table_of_these_columns_alone_is_one_of_people() -> None:
    (person,) = attributes_in(csv_sheets("受访者编号,可引用\nR1,是\n".encode())).rows
    assert person.consent == "report"


def test_what_is_closed_is_read_by_staff_and_left_out_of_studies(bring, write, corpus, engine) -> None:
    for who in ("R01", "R02"):
        write(f"{who}_2026-Q1.txt", f"Interviewer: Do you drink tea?\n\nRespondent: I am {who} and I do.\n")
    bring()
    everything = [each.id for each in corpus.interviews()]
    set_consent(engine, LOCAL, everything[:1], "closed")
    assert [each.id for each in corpus.interviews()] == everything
    assert [each.id for each in corpus.for_studies()] == everything[1:]
    assert corpus.size() == (2, 2)
    set_consent(engine, LOCAL, everything[:1], None)
    assert [each.id for each in corpus.for_studies()] == everything


def test_the_scopes_go_from_nothing_to_everything() -> None:
    assert SCOPES == ("closed", "none", "internal", "report", "advertising")
