"""Somebody withdraws: not a byte of what they said is left in the workspace, and what rested on it says so."""

from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from corpus.batches import Batches
from corpus.errors import Busy, FileRefused, NotAllowed, NotFound
from corpus.intake import import_files
from corpus.viewer import LOCAL, Viewer
from exports.word import Links, write_word
from index.build import update_index
from research import withdrawing
from research.finding import find
from research.model_cache import StoredReplies
from research.opened import open_report
from research.studies import now
from research.study import run_study
from research.tables import JobRow, ReportRow
from research.verification import rederived
from research.withdrawing import ask_withdrawal, consequence_of, withdraw, withdrawn
from research.withdrawing_files import _parts
from tests.tiny import Home, transcript

PLANTED = {"zh": "玄鹄岭", "en": "Quillwhistle"}
SAID = {
    "zh": ("周末去玄鹄岭走走。", "奶茶喝得比去年少了，玄鹄岭的奶茶晚上喝了睡不着觉。", "最看重奶茶的糖分，玄鹄岭那种太甜的奶茶我不买。", "奶茶一个月大概花七十块钱。"),
    "en": ("Evenings at Quillwhistle, with a book.", "Less coffee than last year, the coffee at Quillwhistle keeps me awake at night.",
           "The price of the coffee matters most, Quillwhistle is dear.", "I spend about 22 pounds on coffee in a month."),
}  # fmt: skip
WHO = {"zh": "Z77", "en": "E77"}


def forms(word: str) -> list[bytes]:
    """How a word may stand in a file."""
    escaped = word.encode("unicode_escape")
    return [word.encode(), word.lower().encode(), word.encode("utf-16-le"), word.encode("utf-16-be"), escaped]


def left_in(folder: Path, word: str) -> list[str]:
    """The files that hold the word, packed ones unpacked."""
    files = [each for each in folder.rglob("*") if each.is_file()]
    return [
        str(each.relative_to(folder)) for each in files
        if any(form in part for part in _parts(each) for form in forms(word))
    ]  # fmt: skip


def planted(home: Home, language: str) -> Path:
    """The person comes in, consents to being quoted, and their file is thrown away."""
    brought = home.folder.parent / "brought"
    brought.mkdir(exist_ok=True)
    path = brought / f"{WHO[language]}_2026-Q1.txt"
    path.write_text(transcript(SAID[language], language), encoding="utf-8")
    (brought / "respondents.csv").write_text(
        "respondent,birth_year,gender,city_tier,consent\n" + f"{WHO[language]},1990,female,new first-tier,report\n"
    )
    space = home.space()
    found = import_files([brought], engine=space.engine, viewer=LOCAL, lock=space.settings.import_lock)
    assert [one.refusal for one in found if one.refusal] == []
    return path


@pytest.fixture(params=["zh", "en"])
def language(request) -> str:
    return request.param


@pytest.fixture
def studied(tiny: Home, briefs, language: str):
    """The workspace with the person in it, a report that rests on them, and everything else that may hold their words."""
    path = planted(tiny, language)
    space = tiny.space()
    update_index(space.corpus, space.settings.index, encoder=None)
    report = run_study(briefs[language], space)
    space.settings.exports.mkdir(exist_ok=True)
    (space.settings.exports / "for-the-board.docx").write_bytes(write_word(report, links=Links(None)))
    StoredReplies(space.engine).put("k", SAID[language][1], 1)
    said = f"She said: {SAID[language][1]}"
    space.comments.add(report.study, said)
    space.edits.add(report.study, "text", "conclusion/1", {"parts": [said], "beneath": []})
    batches = Batches(space.engine, LOCAL, space.settings.uploads)
    batches.open([("notes.txt", path.read_bytes() + b"\n")])
    return space, report, path


def test_nothing_of_them_is_left_in_any_file(studied, language: str) -> None:
    space, report, _ = studied
    word, home = PLANTED[language], space.settings.home
    assert WHO[language] in {one.respondent for one in report.quotes.values()} | set(
        space.studies.stage(report.study, "evidence")[1]["respondents"]
    )
    held = " ".join(left_in(home, word))
    assert "quipu.db" in held and "uploads" in held, held
    done = withdraw(WHO[language], space)
    assert [one.id for one in done.reports] == [report.id]
    assert left_in(home, word) == []
    with Session(space.engine) as session:
        assert session.scalar(select(ReportRow.withdrawn_at)) is not None
    assert not list(space.settings.exports.iterdir())


def test_search_finds_nothing_and_the_others_still(studied, language: str) -> None:
    space, _, _ = studied
    before = find(space.searcher(), space.corpus, PLANTED[language])
    assert any(one.interview.respondent == WHO[language] for one in before)
    withdraw(WHO[language], space)
    after = find(space.searcher(), space.corpus, SAID[language][1])
    assert after and all(one.interview.respondent != WHO[language] for one in after)
    assert (WHO[language], "2026-Q1") not in space.corpus.attributes()


def test_a_file_given_out_before_is_answered_withdrawn(studied, language: str) -> None:
    space, report, _ = studied
    assert rederived(report.id, space).id == report.id
    withdraw(WHO[language], space)
    with pytest.raises(NotFound) as gone:
        rederived(report.id, space)
    assert (gone.value.key, gone.value.values) == ("report_withdrawn", {"respondents": WHO[language]})


def test_the_study_can_be_written_again_without_them(studied, briefs, language: str) -> None:
    space, report, _ = studied
    withdraw(WHO[language], space)
    again = run_study(briefs[language], space)
    assert again.id != report.id
    assert WHO[language] not in space.studies.report(again.id).evidence["respondents"]
    assert open_report(again.id, space).report.study == report.study


def test_they_do_not_come_in_again(studied, language: str) -> None:
    space, _, path = studied
    withdraw(WHO[language], space)
    other = path.with_name("X99_2026-Q2.md")  # under another name, laid out differently
    other.write_text(path.read_text(encoding="utf-8").replace("\n", "\n\n"), encoding="utf-8")
    copied = path.with_name("X98_2026-Q2.txt")
    copied.write_bytes(path.read_bytes())
    found = import_files([path, other, copied], engine=space.engine, viewer=LOCAL, lock=space.settings.import_lock)
    assert [(one.status, one.refusal.key) for one in found] == [("refused", "withdrawn")] * 3
    assert isinstance(found[0].refusal, FileRefused)
    table = path.with_name("more.csv")
    table.write_text(f"respondent,birth_year,gender\n{WHO[language]},1990,female\nE01,1980,male\n")
    import_files([table], engine=space.engine, viewer=LOCAL, lock=space.settings.import_lock)
    assert WHO[language] not in {who for who, _ in space.corpus.attributes()}
    with pytest.raises(NotFound):
        space.corpus.person(WHO[language], "2026-Q1")


BREAKS = ("remove_from_studies", "remove_rows", "remove_from_index", "remove_exports", "erase", "mark_finished")


@pytest.mark.parametrize("at", BREAKS)
def test_broken_off_anywhere_it_is_finished_by_doing_it_again(tiny: Home, monkeypatch, at: str) -> None:
    planted(tiny, "en")
    space = tiny.space()
    with monkeypatch.context() as patch:
        patch.setattr(withdrawing, at, lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            withdraw("E77", space)
    assert [one for one in withdrawn(space) if one.finished] == []
    withdraw("E77", space)
    assert [(one.respondent, one.finished) for one in withdrawn(space)] == [("E77", True)]
    assert left_in(space.settings.home, "Quillwhistle") == []


def test_a_study_at_work_is_waited_for_and_what_it_still_wrote_goes(tiny: Home, briefs) -> None:
    planted(tiny, "en")
    space = tiny.space()
    update_index(space.corpus, space.settings.index, encoder=None)
    report = run_study(briefs["en"], space)
    written = space.studies.stage(report.study, "evidence")
    with Session(space.engine) as session, session.begin():
        session.add(
            JobRow(id="j-1", kind="match", subject="s", client="c", status="running", asked_by="x", asked_at=now())
        )
    with pytest.raises(Busy):
        withdraw("E77", space)
    with pytest.raises(NotFound):
        space.corpus.person("E77", "2026-Q1")
    assert [one.finished for one in withdrawn(space)] == [False]
    space.studies.save_stage(report.study, "evidence", *written)  # it had read their words before
    with Session(space.engine) as session, session.begin():
        session.get_one(JobRow, "j-1").status = "done"
    withdraw("E77", space)
    assert space.studies.stage(report.study, "evidence") is None
    assert [one.finished for one in withdrawn(space)] == [True]
    assert left_in(space.settings.home, "Quillwhistle") == []


def test_asked_for_they_are_gone_from_what_is_shown_before_anybody_works(studied, language: str) -> None:
    space, report, _ = studied
    shown = [one.id for one in ask_withdrawal(WHO[language], space).reports]
    assert shown == [report.id] and [one.finished for one in withdrawn(space)] == [False]
    (job,) = space.jobs.live()
    assert (job.kind, job.status) == ("withdraw", "waiting") and WHO[language] not in job.subject
    hits = find(space.searcher(lagging=True), space.corpus, SAID[language][1])
    assert hits and all(one.interview.respondent != WHO[language] for one in hits)
    assert not [one for one in find(space.searcher(lagging=True), space.corpus, PLANTED[language]) if one.said]
    with pytest.raises(NotFound, match="report_withdrawn"):
        open_report(report.id, space)
    ask_withdrawal(WHO[language], space)
    assert len(space.jobs.live()) == 1
    space.jobs.cancel(job.id)
    assert space.jobs.get(job.id).status == "waiting", "a withdrawal is not cancelled"


def test_only_who_may_import_withdraws_and_only_known_people(tiny: Home) -> None:
    researcher = tiny.space(Viewer("r", "researcher", "local"))
    for forbidden in (lambda: withdraw("E01", researcher), lambda: consequence_of("E01", researcher)):
        with pytest.raises(NotAllowed):
            forbidden()
    with pytest.raises(NotFound):
        withdraw("E999", tiny.space())


def test_another_clients_study_is_counted_and_not_named(studied, language: str) -> None:
    space, report, _ = studied
    curator = type(space)(space.engine, Viewer("c", "curator", "elsewhere"), space.settings)
    (one,) = consequence_of(WHO[language], curator).reports
    assert (one.id, one.title) == (report.id, None)


def test_when_the_last_one_leaves_there_is_no_index(no_model, tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    path = planted(home, "en")
    space = home.space()
    update_index(space.corpus, space.settings.index, encoder=None)
    withdraw("E77", space)
    assert path.exists() and not space.settings.index.exists() and left_in(home.folder, "Quillwhistle") == []


def test_an_index_that_cannot_be_used_does_not_stop_it(tiny: Home) -> None:
    planted(tiny, "en")
    space = tiny.space()
    update_index(space.corpus, space.settings.index, encoder=None)
    folder = space.settings.index / (space.settings.index / "current").read_text()
    (folder / "manifest.json").write_text('{"format": 0}')
    withdraw("E77", space)
    assert not folder.exists()
    assert "E77" not in {one.interview.respondent for one in find(space.searcher(), space.corpus, "coffee")}
