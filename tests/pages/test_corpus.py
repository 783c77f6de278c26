"""The corpus screen, walked without a browser: empty, full and with what needs somebody, in both languages."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session
from streamlit.testing.v1 import AppTest

from corpus.batches import Batches
from corpus.records import Language
from corpus.viewer import Viewer
from index.build import update_index
from research.job_rows import JobRows
from research.messages import say, texts
from research.pages import opening
from research.pages.corpus_import import quarters
from research.pages.escaping import escaped
from research.studies import now
from research.tables import JobRow
from research.workspace import Workspace
from tests.pages.walking import asked, keys, press, run, said, walk
from tests.small_workspace import with_interview, workspace_at
from tests.tiny import Home

TALK = "Interviewer: How often do you buy tea?\nRespondent: {}\n"
HOSTILE = "<b>*a*<script> :smile: [x](http:evil) $y$ 2026-Q1.txt"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("QUIPU_HOME", str(tmp_path))
    return tmp_path


def batches(space: Workspace) -> Batches:
    return Batches(space.engine, space.viewer, space.settings.uploads)


def work(space: Workspace) -> None:
    """What the worker does with the imports that wait, but for the index."""
    for job in space.jobs.live():
        for number in batches(space).waiting(job.subject):
            batches(space).bring_in(job.subject, number, lock=space.settings.import_lock)
        with Session(space.engine) as session, session.begin():
            ended = {"status": "done", "live": None, "ended_at": now()}
            session.execute(update(JobRow).where(JobRow.id == job.id).values(**ended))


def brought(home: Path, **files: str) -> tuple[Workspace, str]:
    """A workspace into which these were imported; `__` in a name is its dot."""
    space = workspace_at(home)
    given = [(name.replace("__", "."), text.encode()) for name, text in files.items()]
    batch = batches(space).open(given).id
    space.jobs.ask("import", batch)
    work(space)
    return space, batch


def page(lang: Language = "en", **query: str) -> AppTest:
    return walk("corpus", lang=lang, **query)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_empty_corpus_says_what_to_do_next(home: Path, lang: Language) -> None:
    app = page(lang)
    assert app.title[0].value == say(lang, "page.corpus.empty")
    assert keys(app, "sample-go") and not keys(app, "show-")
    assert app.file_uploader(key="drop-files-0").label == say(lang, "page.corpus.import.drop_files")


def test_the_sample_comes_at_one_click(home: Path) -> None:
    app = press(page(), "sample-go")
    space = workspace_at(home)
    batch = batches(space).get(str(asked(app, "batch")))
    assert len(batch.files) > 100 and batch.counts.keys() == {"waiting"}
    assert [job.subject for job in space.jobs.live()] == [batch.id]
    assert batches(space).waiting(batch.id)[0] in {
        file.number for file in batch.files if file.name.startswith("respondents_")
    }


def test_dropped_files_become_an_import_that_a_reload_finds(home: Path) -> None:
    app = page()
    app.file_uploader(key="drop-files-0").upload("E01_2026-Q1.txt", TALK.format("a").encode())
    run(app)
    assert app.button(key="import").label == "Import 1 file"
    press(app, "import")
    space, batch = workspace_at(home), str(asked(app, "batch"))
    assert [file.name for file in batches(space).get(batch).files] == ["E01_2026-Q1.txt"]
    assert "drop-files-0" not in [each.key for each in app.file_uploader]
    work(space)
    again = page(batch=batch)
    assert "**1** interview imported, from 1 file." in said(again) and "E01\\-2026\\-Q1" in said(again)


def test_the_wave_given_is_for_files_without_one(home: Path) -> None:
    app = page()
    app.file_uploader(key="drop-files-0").upload("E01.txt", TALK.format("a").encode())
    run(app)
    app.selectbox(key="import-wave").select_index(1)
    wave = app.selectbox(key="import-wave").value
    run(app)
    press(app, "import")
    assert batches(workspace_at(home)).get(str(asked(app, "batch"))).wave == wave


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_full_corpus_says_what_it_holds(tiny: Home, monkeypatch: pytest.MonkeyPatch, lang: Language) -> None:
    monkeypatch.setenv("QUIPU_HOME", str(tiny.folder))
    app = page(lang)
    held = tiny.space().corpus.counts()
    assert say(lang, "page.corpus.held", people=12, interviews=14, exchanges=held["exchanges"]) in said(app)
    assert say(lang, "page.corpus.index.fresh") in said(app)
    assert "6  \n:small[2026-Q1]" in said(app) and "1  \n:small[2025-Q4]" in said(app)
    assert keys(app, "show-") == ["show-needs", "show-refused", "show-in"] and not keys(app, "bring-up")
    assert "Z02" in said(app)  # whose words nobody consented to
    other = run(page(lang, show="in"))
    assert len([each for each in keys(other, "read-")]) == 14


def test_a_stale_index_is_said_and_mended_by_an_import(tiny: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIPU_HOME", str(tiny.folder))
    brought(tiny.folder, E77_2026Q1__txt=TALK.format("a"))
    app = page()
    assert "**1 interview** cannot be searched yet." in said(app)
    press(app, "bring-up")
    space = tiny.space()
    assert [job.subject for job in space.jobs.live()] == [asked(app, "batch")]
    assert "cannot be searched" not in said(page())  # somebody is at it
    assert keys(page(), "see-") == [f"see-{asked(app, 'batch')}"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_while_another_encoders_index_is_made_the_one_there_is_goes_on(
    tiny: Home, monkeypatch: pytest.MonkeyPatch, lang: Language
) -> None:
    monkeypatch.setenv("QUIPU_HOME", str(tiny.folder))
    monkeypatch.setenv("QUIPU_ENCODER", "some/*other*")
    app = page(lang)
    assert escaped("some/*other*") in said(app) and say(lang, "page.corpus.encoder.default") in said(app)
    assert say(lang, "page.corpus.index.fresh") in said(app) and not app.warning
    press(app, "switch-begin")
    (job,) = tiny.space().jobs.live()
    assert job.kind == "index" and keys(app, "switch-begin") == [] and keys(app, "cancel-") == [f"cancel-{job.id}"]
    JobRows(tiny.space().engine).end(job.id, "failed", trouble=("encoder_not_found", {"name": "some/*other*"}))
    app = page(lang)
    assert say(lang, "page.jobs.failed.index") in said(app) and keys(app, "again-")


def test_an_index_whose_own_encoder_is_gone_names_the_command(tiny: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIPU_HOME", str(tiny.folder))
    space = tiny.space()
    update_index(space.corpus, space.settings.index, encoder="gone/model", rebuild=True)
    app = page()
    assert escaped("gone/model") in app.warning[0].value and app.code[0].value.endswith("-m research index")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_needs_somebody_is_grouped_by_kind(home: Path, lang: Language) -> None:
    brought(home, E01__txt=TALK.format("a"), E02__txt=TALK.format("b"), E03_2026Q1__txt="Q: alone", x__exe="MZ")
    app = page(lang)
    kinds = [heading.value for heading in app.subheader]
    assert kinds == [
        say(lang, "page.corpus.why.heading", why=say(lang, f"page.corpus.why.{why}"), n=n)
        for why, n in (("no_wave", 2), ("no_speakers", 1))
    ]
    assert "E01\\.txt" in said(app) and "x\\.exe" not in said(app)
    press(app, "show-refused")
    assert asked(app, "show") == "refused" and "x\\.exe" in said(app) and "E01\\.txt" not in said(app)


def test_a_kind_is_mended_with_one_wave(home: Path) -> None:
    space, batch = brought(home, E01__txt=TALK.format("a"), E02__txt=TALK.format("b"), E03_2026Q1__txt="Q: alone")
    app = page(show="needs")
    press(app, "mend-all-go-no_wave")
    assert app.warning[0].value == say("en", "page.corpus.mend.which") and not space.jobs.live()
    app.selectbox(key="wave-all-no_wave").select_index(0)
    wave = app.selectbox(key="wave-all-no_wave").value
    press(app, "mend-all-go-no_wave")
    assert asked(app, "batch") == batch and batches(space).waiting(batch) == [1, 2]
    work(space)
    assert sorted(each.id for each in space.corpus.lines()) == [f"E01-{wave}", f"E02-{wave}"]
    assert "no_wave" not in {file.refusal.key for file in batches(space).get(batch).files if file.refusal}


def test_a_kind_in_one_import_leaves_the_other_imports_alone(home: Path) -> None:
    space, first = brought(home, E01__txt=TALK.format("a"), E02__txt=TALK.format("b"))
    _, second = brought(home, E03__txt=TALK.format("c"), E04__txt=TALK.format("d"))
    app = page(batch=second)
    app.selectbox(key="wave-all-no_wave").select_index(0)
    press(app, "mend-all-go-no_wave")
    assert (batches(space).waiting(first), batches(space).waiting(second)) == ([], [1, 2])


def test_a_long_kind_has_pages_of_its_own(home: Path) -> None:
    brought(home, **{f"E{at:02}__txt": TALK.format(at) for at in range(23)})
    app = page()
    assert len(keys(app, "leave-")) == 3
    press(app, "all-no_wave")
    assert (asked(app, "why"), len(keys(app, "leave-"))) == ("no_wave", 20)
    press(app, "page-after")
    assert asked(app, "page") == "2" and len(keys(app, "leave-")) == 3
    assert "E00\\.txt" in said(page(show="needs", why="no_wave", page="2"))
    assert len(keys(page(show="needs", why="no_wave", page="99"), "leave-")) == 3
    assert len(keys(page(show="needs", why="no_wave", page="<b>"), "leave-")) == 20


def test_a_dismissed_file_leaves_the_list(home: Path) -> None:
    space, _ = brought(home, a__exe="x", b__exe="y")
    app = page(show="refused")
    press(app, keys(app, "leave-b-")[0])
    assert [row.status for row in space.corpus.files()] == ["dismissed", "refused"]
    assert "b\\.exe" not in said(app) and "a\\.exe" in said(app)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_hostile_names_stay_text(home: Path, lang: Language) -> None:
    space = workspace_at(home)
    talk = TALK.format("a").encode()
    batch = batches(space).open([(HOSTILE, talk), (f"copy {HOSTILE}", talk), (f"bad {HOSTILE}", b"Q: alone")])
    space.jobs.ask("import", batch.id)
    work(space)
    for app in (page(lang, batch=batch.id, show="in"), page(lang, show="in")):
        assert escaped(HOSTILE) in said(app) and "<b>" not in said(app).replace("\\<b\\>", "")
    assert escaped(f"copy {HOSTILE}") in said(page(lang, batch=batch.id, show="in"))
    assert escaped(f"bad {HOSTILE}") in said(page(lang, show="needs"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_unknown_import_is_said_with_the_way_back(home: Path, lang: Language) -> None:
    app = page(lang, batch="b-<i>*none*")
    assert len(app.warning) == 1 and escaped("b-<i>*none*") in app.warning[0].value
    press(app, "back")
    assert not asked(app, "batch") and asked(app, "lang") == lang


def test_files_nobody_was_asked_to_bring_in_can_be_gone_on_with(home: Path) -> None:
    space = workspace_at(home)
    batch = batches(space).open([("E01_2026-Q1.txt", TALK.format("a").encode())])  # and the page died before it asked
    app = page(batch=batch.id)
    press(app, "go-on")
    assert [job.subject for job in space.jobs.live()] == [batch.id]


def test_a_path_of_this_computer_only_where_the_page_is_this_computers(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = home / "there"
    there.mkdir()
    (there / "E01_2026-Q1.txt").write_text(TALK.format("a"), encoding="utf-8")
    monkeypatch.setattr("research.pages.corpus_import.HERE", ())
    assert not [each for each in page().text_input if each.key == "path-given"]
    monkeypatch.undo()
    monkeypatch.setenv("QUIPU_HOME", str(home))
    app = page()
    app.text_input(key="path-given").set_value(str(home / "lost"))
    press(app, "path-go")
    assert "lost" in app.warning[0].value
    app.text_input(key="path-given").set_value(str(there))
    press(app, "path-go")
    assert [file.name for file in batches(workspace_at(home)).get(str(asked(app, "batch"))).files] == [
        "there/E01_2026-Q1.txt"
    ]


def test_recent_imports_lead_to_what_became_of_their_files(home: Path) -> None:
    _, batch = brought(home, E01_2026Q1__txt=TALK.format("a"), x__exe="MZ")
    app = page()
    assert app.button(key=f"batch-{batch}").label.endswith("2 files, 1 imported")
    press(app, f"batch-{batch}")
    assert asked(app, "batch") == batch


def test_more_imports_than_are_shown_come_at_a_click(home: Path) -> None:
    for at in range(7):
        brought(home, **{f"E{at:02}_2026Q1__txt": TALK.format(at)})
    app = page()
    assert len(keys(app, "batch-")) == 5
    press(app, "all-imports")
    assert len(keys(app, "batch-")) == 7 and asked(app, "imports") == "50" and not keys(app, "all-imports")
    assert len(keys(page(imports="50"), "batch-")) == 7 and len(keys(page(imports="<b>"), "batch-")) == 5


def test_while_an_import_runs_no_half_counts_are_shown(home: Path) -> None:
    space = workspace_at(home)
    batch = batches(space).open([(f"E0{at}_2026-Q1.txt", TALK.format(at).encode()) for at in range(3)])
    space.jobs.ask("import", batch.id)
    batches(space).bring_in(batch.id, 1, lock=space.settings.import_lock)
    app = page(batch=batch.id)
    assert (
        say("en", "page.corpus.mine.running") in said(app)
        and not keys(app, "show-")
        and "imported, from" not in said(app)
    )
    assert page().button(key=f"batch-{batch.id}").label.endswith("3 files, under way")


def test_a_cancelled_import_says_what_cannot_be_searched(home: Path) -> None:
    space = workspace_at(home)
    batch = batches(space).open([(f"E0{at}_2026-Q1.txt", TALK.format(at).encode()) for at in range(2)])
    space.jobs.ask("import", batch.id)
    batches(space).bring_in(batch.id, 1, lock=space.settings.import_lock)
    for job in space.jobs.live():
        space.jobs.cancel(job.id)
    app = page(batch=batch.id)
    assert say("en", "page.corpus.index.missing", n=1) in said(app) and "**1** interview imported" in said(app)
    press(app, "bring-up")
    assert [job.subject for job in space.jobs.live()] == [asked(app, "batch")] != [batch.id]


def test_counts_of_an_import_are_of_what_is_new(home: Path) -> None:
    brought(home, E01_2026Q1__txt=TALK.format("a"))
    people = "respondent,gender\nE01,woman\nE02,\nE03,\n"
    _, batch = brought(home, again_2026Q1__txt=TALK.format("a"), E02_2026Q1__txt=TALK.format("b"), p__csv=people)
    text = said(page(batch=batch))
    assert "**1** interview imported, from 1 file." in text
    assert (
        say("en", "page.corpus.mine.described", people=1) in text and say("en", "page.corpus.mine.known", n=1) in text
    )
    _, third = brought(home, p2__csv=people + "E01,woman\n")
    assert "imported, from" not in said(page(batch=third))
    _, fourth = brought(home, p2__csv=people)
    assert say("en", "page.corpus.mine.none") in said(page(batch=fourth))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_second_interview_is_said_and_confirmed(home: Path, lang: Language) -> None:
    space, _ = brought(home, E05_2026Q1__txt=TALK.format("a"))
    _, batch = brought(home, E05_2026Q1_b__txt=TALK.format("b"))
    app = page(lang, batch=batch)
    why = say(lang, "page.corpus.why.second_interview")
    assert say(lang, "page.corpus.why.heading", why=why, n=1) in said(app) and "E05\\-2026\\-Q1" in said(app)
    app.session_state[f"mend-{batch}-1"] = True
    run(app)
    press(app, f"same-{batch}-1")
    work(space)
    assert sorted(each.id for each in space.corpus.lines()) == ["E05-2026-Q1", "E05-2026-Q1-2"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_person_made_up_from_a_file_name_is_asked_about(home: Path, lang: Language) -> None:
    space = workspace_at(home)
    batch = batches(space).open(
        [("李雷<b> 2026-Q1.txt", TALK.format("a").encode()), ("E05_2026-Q1.txt", TALK.format("b").encode())]
    )
    space.jobs.ask("import", batch.id)
    work(space)
    app = page(lang)
    assert say(lang, "page.corpus.whose.heading", n=1) in said(app) and escaped("李雷<b> 2026-Q1.txt") in said(app)
    (made,) = [each.id for each in space.corpus.lines() if each.id.startswith("R-")]
    app.session_state[f"who-{made}"] = True
    run(app)
    app.text_input(key=f"name-id-{made}").set_value("E05")
    press(app, f"name-go-{made}")
    assert space.corpus.interview(made).respondent != "E05"
    app.checkbox(key=f"twice-{made}").check()
    press(app, f"name-go-{made}")
    assert space.corpus.interview(made).respondent == "E05"
    assert say(lang, "page.corpus.whose.heading", n=1) not in said(app)


def test_who_may_not_import_sees_what_is_there_and_no_more(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_interview(home)
    monkeypatch.setattr(opening, "LOCAL", Viewer("x", "researcher", "local"))
    app = page()
    assert "**1** person" in said(app)
    assert not list(app.file_uploader) and not keys(app, "show-") and not keys(app, "bring-up")
    assert len(page(batch="b-1").warning) == 1


def test_quarters_to_choose_from() -> None:
    assert quarters(date(2026, 2, 3), 3) == ["2026-Q1", "2025-Q4", "2025-Q3"]
    assert quarters(date(2026, 12, 31), 1) == ["2026-Q4"]


def test_both_languages_say_the_same_things() -> None:
    assert texts("en", "page.corpus").keys() == texts("zh", "page.corpus").keys()
