"""People merged and split: ids of interviews and words stay, what both had is joined, and all of it can be undone."""

import pytest
from sqlalchemy.orm import Session

from corpus.errors import BadInput, NotAllowed, NotFound
from corpus.respondents import Respondents
from corpus.respondents_state import Conflict
from corpus.schema import RespondentRow
from corpus.viewer import LOCAL, Viewer

TALK = "Interviewer: How often?\nRespondent: {}\n"
PEOPLE = (
    "respondent,wave,gender,city,consent\nE07,2026-Q1,woman,Leeds,report\nE07,,,York,report\n"
    "E7,2026-Q1,woman,Hull,internal\nE7,2025-Q4,,Bath,internal\n"
)


@pytest.fixture
def made(bring, write, corpus):
    for who, wave, said in (("E07", "2026-Q1", "a"), ("E7", "2025-Q4", "b"), ("E7", "2025-Q3", "c")):
        write(f"{who}_{wave}.txt", TALK.format(said))
    write("people.csv", PEOPLE)
    bring()
    return corpus


@pytest.fixture
def respondents(engine) -> Respondents:
    return Respondents(engine, LOCAL)


def whose(corpus) -> dict[str, str]:
    return {one.id: one.respondent for one in corpus.interviews()}


def test_a_merge_is_looked_at_first(made, respondents) -> None:
    seen = respondents.look("E07", "E7")
    assert seen.interviews == ("E7-2025-Q3", "E7-2025-Q4") and seen.consent == "internal" and seen.twice == ()
    assert seen.conflicts == (Conflict("2026-Q1", "city", "Leeds", "Hull"),)
    assert whose(made)["E7-2025-Q4"] == "E7"


def test_a_merge_moves_interviews_and_joins_what_is_known(made, respondents, engine) -> None:
    before, stamp = {one.id: one.text for one in made.interviews()}, made.stamp()
    respondents.merge("E07", "E7")
    assert whose(made) == dict.fromkeys(before, "E07") and made.stamp() > stamp
    assert {one.id: one.text for one in made.interviews()} == before
    now, earlier = made.person("E07", "2026-Q1"), made.person("E07", "2025-Q4")
    assert (now.city, earlier.city, now.consent) == ("Leeds", "Bath", "internal")
    with Session(engine) as session:
        assert session.get(RespondentRow, "E7") is None
    assert [(one.kind, one.other, one.by) for one in respondents.changes("E07")] == [("merge", "E7", "local")]


def test_a_merge_is_undone(made, respondents) -> None:
    before = whose(made), made.attributes(), made.person("E7", "2026-Q1")
    assert before[1]["E07", "2026-Q1"].consent == "report"
    respondents.merge("E07", "E7")
    change = respondents.changes("E07")[0]
    respondents.undo(change.id)
    assert (whose(made), made.attributes(), made.person("E7", "2026-Q1")) == before
    assert respondents.changes("E7")[0].undone
    with pytest.raises(BadInput, match="corrected_since"):
        respondents.undo(change.id)


def test_what_was_learnt_since_survives_the_undoing(made, respondents, bring, write) -> None:
    respondents.merge("E07", "E7")
    bring(write("more.csv", "respondent,wave,city,consent\nE07,2026-Q1,Ely,report\n"))
    respondents.undo(respondents.changes("E07")[0].id)
    assert (made.person("E07", "2026-Q1").city, made.person("E7", "2026-Q1").city) == ("Ely", "Hull")
    assert made.person("E07", "2026-Q1").consent == "report"


def test_two_interviews_of_a_wave_are_asked_about_and_the_same_words_refused(made, respondents, bring, write) -> None:
    bring(write("E08_2026-Q1.txt", TALK.format("d")), write("E09_2026-Q1.txt", "\n" + TALK.format("a")))
    assert respondents.look("E07", "E08").twice == ("2026-Q1",)
    with pytest.raises(BadInput, match="interviewed_already"):
        respondents.merge("E07", "E08")
    with pytest.raises(BadInput, match="same_person_said_it"):
        respondents.merge("E07", "E09", twice=True)
    assert whose(made)["E08-2026-Q1"] == "E08"
    respondents.merge("E07", "E08", twice=True)
    assert whose(made)["E08-2026-Q1"] == "E07"


def test_a_split_gives_interviews_to_a_new_person_and_back(made, respondents, engine) -> None:
    with pytest.raises(BadInput, match="person_taken"):
        respondents.split("E7", ["E7-2025-Q4"], "E07")
    for wrong in ([], ["E7-2025-Q3", "E7-2025-Q4"], ["E07-2026-Q1"]):
        with pytest.raises(BadInput, match="nothing_to_split"):
            respondents.split("E7", wrong, "E70")
    assert respondents.split("E7", ["E7-2025-Q4"], " E70 ") == "E70"
    assert whose(made)["E7-2025-Q4"] == "E70" and whose(made)["E7-2025-Q3"] == "E7"
    assert (made.person("E70", "2025-Q4").city, made.person("E70", "2025-Q4").consent) == ("Bath", "internal")
    assert made.person("E7", "2025-Q4").city == "Bath"  # the one who stays loses nothing
    respondents.undo(respondents.changes("E70")[0].id)
    assert whose(made)["E7-2025-Q4"] == "E7"
    with Session(engine) as session:
        assert session.get(RespondentRow, "E70") is None


def test_unknown_people_and_viewers(made, respondents, engine) -> None:
    with pytest.raises(BadInput, match="same_person"):
        respondents.look("E07", "E07")
    with pytest.raises(NotFound, match="no_respondent"):
        respondents.merge("E07", "E99")
    with pytest.raises(NotFound, match="no_correction"):
        respondents.undo(99)
    with pytest.raises(NotAllowed):
        Respondents(engine, Viewer("r", "researcher", "c")).merge("E07", "E7")
