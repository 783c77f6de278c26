"""One import on the corpus screen: how files are to be read, what is nearly the same, and taking it all out again."""

from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from corpus.mappings import Mappings
from corpus.nearly_same import find_alike
from corpus.records import Language
from corpus.schema import InterviewRow
from research.messages import texts
from research.workspace import Workspace
from tests.corpus.test_nearly_same import talk
from tests.pages.test_corpus import TALK, batches, brought, page, work
from tests.pages.walking import asked, keys, press, run, said
from tests.small_workspace import workspace_at

ONLY_ASKED = "{}：您平时喝茶吗？\n{}\n{}：在哪里买？\n楼下超市。\n"
TABLE = "编码,批次,谁,讲了什么\n{who},2026-Q1,甲,您喝茶吗？\n{who},2026-Q1,乙,喝的。\n"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("QUIPU_HOME", str(tmp_path))
    return tmp_path


def asked_only(label: str, answer: str) -> str:
    return ONLY_ASKED.format(label, answer, label)


def unread(home: Path) -> tuple[Workspace, str]:
    """Two files in which only 老K's label stands, and one with *小雨*'s."""
    return brought(
        home, E01_2026Q1__txt=asked_only("老K", "喝。"), E02_2026Q1__txt=asked_only("老K", "不喝。"),
        E03_2026Q1__txt=asked_only("小*雨", "偶尔。"),
    )  # fmt: skip


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_files_of_one_pattern_are_read_as_said_and_it_is_remembered(home: Path, lang: Language) -> None:
    space, batch = unread(home)
    app = page(lang, batch=batch)
    assert "**老K**  您平时喝茶吗？" in said(app) and app.button(key="read-so-1").disabled
    run(app.selectbox(key="asker-1").set_value("老K"))
    assert "2" in app.button(key="read-so-1").label
    app = press(app, "read-so-1")
    assert asked(app, "batch") == batch and [job.subject for job in space.jobs.live()] == [batch]
    work(space)
    assert [file.status for file in batches(space).get(batch).files] == ["in", "in", "refused"]
    again = page(lang, batch=batch)
    assert "**小\\*雨**" in said(again) and keys(again, "read-so-") == ["read-so-3"]
    imported = page(lang, batch=batch, show="in")
    assert texts(lang, "page.batches")["asks"].replace("{label}", "老K") in said(imported)


def test_what_is_remembered_is_said_of_the_next_files_and_forgotten(home: Path) -> None:
    space, batch = unread(home)
    app = page(batch=batch)
    run(app.selectbox(key="asker-1").set_value("老K"))
    press(app, "read-so-1")
    work(space)
    _, later = brought(home, E04_2026Q1__txt=asked_only("老K", "从不。"))
    assert "Read as last time: 老K asks" in said(page(batch=later))
    app = page()
    mapping = Mappings(space.engine, space.viewer).all()[0].correction.mapping
    assert [each.label for each in app.expander if "read" in each.label] == ["How files are read · 1"]
    app.session_state["remembered"] = True
    press(run(app), f"forget-{mapping}")
    assert Mappings(space.engine, space.viewer).all() == []


def test_columns_are_said_once(home: Path) -> None:
    space, batch = brought(home, E01__csv=TABLE.format(who="E01"), E02__csv=TABLE.format(who="E02"))
    app = page(batch=batch)
    press(app, "read-so-1")
    assert "Nothing was said about how to read the files" in said(app)
    for field, heading in (("respondent", "编码"), ("wave", "批次"), ("speaker", "谁"), ("text", "讲了什么")):
        app.selectbox(key=f"column-{field}-1").set_value(heading)
    press(app, "read-so-1")
    work(space)
    assert list(space.corpus.versions()) == ["E01-2026-Q1", "E02-2026-Q1"]


def test_the_list_of_all_files_leads_to_where_it_can_be_said(home: Path) -> None:
    _, batch = unread(home)
    app = press(page(show="needs"), "say-how-no_speakers")
    assert asked(app, "batch") == batch and keys(app, "read-so-") == ["read-so-1"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_import_is_undone_after_its_numbers_were_shown(home: Path, lang: Language) -> None:
    space, batch = brought(home, E01_2026Q1__txt=TALK.format("a"), E02_2026Q1__txt=TALK.format("b"))
    app = page(lang, batch=batch)
    assert not keys(app, "undo-go")
    app.session_state["undo"] = True
    run(app)
    assert "**2" in said(app)
    app = press(app, "undo-go")
    assert space.corpus.counts()["interviews"] == 0 and [job.subject for job in space.jobs.live()] == [batch]
    work(space)
    again = page(lang, batch=batch)
    assert keys(again, "show-") == ["show-undone"] and "E01_2026Q1" in said(again).replace("\\", "")
    again.session_state["undo"] = True
    assert not keys(run(again), "undo-go")


GUESSED = "小王：您平时喝茶吗？\n李芳：喝的，天天喝。\n小王：在哪里买{}？\n李芳：楼下超市。\n"


@pytest.mark.parametrize(("key", "version"), [("how-right", 1), ("how-round", 2)])
def test_who_asks_is_said_once_where_it_is_a_guess(home: Path, key: str, version: int) -> None:
    space, batch = brought(home, E01_2026Q1__txt=GUESSED.format("茶"), E02_2026Q1__txt=GUESSED.format("它"))
    app = page(batch=batch)
    app.session_state["how"] = True
    assert "天天喝" in said(run(app))
    app = press(app, f"{key}-E01-2026-Q1")
    assert not keys(app, "how-right") and set(space.corpus.versions().values()) == {version}


def test_a_refused_file_is_replaced_where_it_stands(home: Path) -> None:
    space, batch = brought(home, E01_2026Q1__txt="", a__exe="MZ")
    app = page(batch=batch, show="refused")
    app.session_state[f"mend-{batch}-1"] = True
    run(run(app).file_uploader(key=f"copy-{batch}-1").upload("E01_2026Q1.txt", TALK.format("a").encode()))
    press(app, f"copy-go-{batch}-1")
    work(space)
    assert list(space.corpus.versions()) == ["E01-2026-Q1"]
    assert [file.status for file in batches(space).get(batch).files] == ["dismissed", "refused", "in"]


def test_the_next_files_can_be_said_while_an_import_runs(home: Path) -> None:
    space, batch = unread(home)
    space.jobs.ask("import", batch)
    app = page(batch=batch)
    run(app.selectbox(key="asker-1").set_value("老K"))
    assert "Then it reads" in said(app)
    press(app, "read-so-1")
    assert [file.status for file in batches(space).get(batch).files] == ["waiting", "waiting", "refused"]


def nearly(home: Path) -> Workspace:
    files = {"E01_2026Q1__txt": talk(1).decode(), "E02_2026Q1__txt": talk(1, "Another *answer*.").decode()}
    space, _ = brought(home, **files)
    find_alike(space.corpus, space.engine)
    return space


def test_two_in_nearly_the_same_words_need_somebody(home: Path) -> None:
    space = nearly(home)
    app = page(show="needs")
    assert "Nearly the same words · 1" in said(app)
    app.session_state["differs-E01-2026-Q1-E02-2026-Q1"] = True
    assert "Another \\*answer\\*\\." in said(run(app))
    press(app, "different-E01-2026-Q1-E02-2026-Q1")
    assert "Nearly the same words" not in said(app) and len(space.corpus.versions()) == 2


def test_one_of_two_is_kept(home: Path) -> None:
    space = nearly(home)
    app = page(show="needs")
    app.session_state["same-E01-2026-Q1-E02-2026-Q1"] = True
    run(app)
    press(app, "keep-E02-2026-Q1-E01-2026-Q1")
    assert list(space.corpus.versions()) == ["E02-2026-Q1"]
    assert [job.kind for job in workspace_at(home).jobs.live()] == ["import"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_one_scope_is_set_for_all_interviews_of_an_import(home: Path, lang: Language) -> None:
    space, batch = brought(home, E01_2026Q1__txt=TALK.format("a"), E02_2026Q1__txt=TALK.format("b"))
    brought(home, E03_2026Q1__txt=TALK.format("c"))
    app = page(lang, batch=batch)
    app.session_state["scope"] = True
    run(app).radio(key="scope-chosen").set_value("report")
    press(app, "scope-go")
    with Session(space.engine) as session:
        found = {row.id: row.consent for row in session.scalars(select(InterviewRow))}
    assert found == {"E01-2026-Q1": "report", "E02-2026-Q1": "report", "E03-2026-Q1": None}
    app.radio(key="scope-chosen").set_value("own")
    press(app, "scope-go")
    with Session(space.engine) as session:
        assert {row.consent for row in session.scalars(select(InterviewRow))} == {None}


def test_where_the_interviewer_is_a_guess_it_is_said(home: Path) -> None:
    names = "Kate: Do you drink *tea*?\nJohn: Yes, mostly.\nKate: Where do you buy it?\nJohn: At the shop, {}.\n"
    files = {"E01_2026Q1__txt": names.format("a"), "E02_2026Q1__txt": names.format("b").replace("John", "Mary")}
    _, batch = brought(home, **files, E03_2026Q1__txt=TALK.format("a"))
    app = page(batch=batch)
    assert [each.label for each in app.expander] == ["Who asks is a guess in 2 interviews"]
    app.session_state["how"] = True
    assert "**Kate** asks, **John** answers :small[:gray[2 interviews]]" in said(run(app))
    assert "**Interviewer** asks, **Respondent** answers :small[:gray[1 interview]]" in said(app)
