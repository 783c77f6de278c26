"""Long work on screen: each state of a job in both languages, read from its row by any tab."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from corpus.database import open_database
from corpus.viewer import LOCAL
from research.brief import parse_brief
from research.job_rows import JobRows
from research.jobs import PHASES, Job, Kind
from research.messages import texts
from research.pages.escaping import escaped
from research.pages.watching import OWN_WORDS
from research.settings import read_settings
from research.studies import now
from research.workspace import Workspace

AT = now()
HOSTILE = "<b>*no_study*</b> :smile: $x$"


@pytest.fixture
def space(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setenv("QUIPU_HOME", str(tmp_path))
    monkeypatch.setattr("research.pages.watching.now", lambda: AT)  # what is left does not hang on the machine's speed
    monkeypatch.setattr("research.jobs.SILENT", timedelta(days=1))  # nor does whether the worker is there
    settings = read_settings()
    return Workspace(open_database(settings.database), LOCAL, settings)


@pytest.fixture
def rows(space: Workspace) -> JobRows:
    rows = JobRows(space.engine)
    rows.alive("here", now())
    return rows


@pytest.fixture
def study(space: Workspace) -> str:
    return space.studies.open(parse_brief("What do people drink in the morning?")).id


def _page() -> None:
    import streamlit as st

    from research.pages.opening import open_workspace
    from research.pages.watching import begin_button, watch

    kind, subject = st.query_params["kind"], st.query_params["subject"]
    begin_button("begin", open_workspace(), kind, subject, key="begin")
    job = watch(open_workspace(), kind, subject)
    st.text(job.status if job else "none")


def page(kind: Kind, subject: str, lang: str = "en") -> AppTest:
    app = AppTest.from_function(_page, default_timeout=60)
    app.query_params.update({"kind": kind, "subject": subject, "lang": lang})
    return checked(app.run())


def checked(app: AppTest) -> AppTest:
    assert not app.exception, app.exception
    return app


def said(app: AppTest) -> str:
    return "\n".join(element.value for kind in (app.markdown, app.caption, app.code) for element in kind)


def status(app: AppTest) -> str:
    return app.text[0].value


def buttons(app: AppTest) -> set[str]:
    return {(button.key or "").split("-")[0] for button in app.button} - {"begin"}


def running(space: Workspace, rows: JobRows, kind: Kind, subject: str, phase: str, done: int = 0, of: int = 0) -> Job:
    job = space.jobs.ask(kind, subject)
    rows.take(job.id)
    assert rows.at(job.id, phase, done, of, AT - timedelta(seconds=30))
    return job


def test_nothing_is_drawn_where_nothing_was_asked_or_all_is_done(space, rows, study) -> None:
    app = page("match", study)
    assert (status(app), said(app), buttons(app)) == ("none", "", set())
    job = running(space, rows, "match", study, "matches")
    rows.end(job.id, "done", result={"valid": 3})
    app = page("match", study)
    assert (status(app), said(app), buttons(app)) == ("done", "", set())


@pytest.mark.parametrize(("lang", "waits"), [("en", "Waiting for its turn"), ("zh", "排队中")])
def test_waiting(space, rows, study, lang, waits) -> None:
    space.jobs.ask("match", study)
    app = page("match", study, lang)
    assert status(app) == "waiting" and waits in said(app) and buttons(app) == {"cancel"}


@pytest.mark.parametrize(
    ("lang", "says"),
    [("en", "**Matching with the interviews** · step 2 of 3"), ("zh", "**正在匹配访谈** · 第2步，共3步")],
)
def test_a_study_under_way_says_its_step(space, rows, study, lang, says) -> None:
    running(space, rows, "match", study, "matches")
    assert says in said(page("match", study, lang))


@pytest.mark.parametrize(
    ("lang", "says", "left"),
    [("en", "**Reading files** · 12 of 87", "About 4 minutes left"), ("zh", "**正在读取文件** · 12/87", "约剩4分钟")],
)
def test_an_import_under_way_counts_and_says_how_long(space, rows, lang, says, left) -> None:
    running(space, rows, "import", "b-1", "files", 12, 87)
    app = page("import", "b-1", lang)
    assert says in said(app) and left in said(app)


def test_the_end_is_near_or_far_and_never_negative(space, rows) -> None:
    for done, left in ((86, "Less than a minute left"), (87, "Less than a minute left"), (1, "About 43 minutes left")):
        job = running(space, rows, "import", f"b-{done}", "files", done, 87)
        assert left in said(page("import", job.subject))
    assert "About 3 hours left" in said(
        page("import", running(space, rows, "import", "b-far", "files", 1, 400).subject)
    )


@pytest.mark.parametrize("kind", list(PHASES))
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_phase_has_words(space, rows, study, kind, lang) -> None:
    job = running(space, rows, kind, study, "index")
    for phase in (*PHASES[kind], "index"):
        rows.at(job.id, phase, 1, 3, now())
        words = texts(lang, f"page.jobs.{kind if kind in OWN_WORDS else 'phase'}")
        assert words[phase] in said(page(kind, study, lang))


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("runs", [True, False])
def test_without_a_worker_the_remedy_is_a_command(space, study, lang, runs) -> None:
    job = space.jobs.ask("match", study)
    if runs:
        JobRows(space.engine).take(job.id)
    app = page("match", study, lang)
    assert texts(lang, "page.jobs")["no_worker"] in said(app)
    assert app.code[0].value.endswith("-m research work") and f"QUIPU_HOME={space.settings.home}" in app.code[0].value
    assert buttons(app) == {"cancel"}


@pytest.mark.parametrize(("lang", "words"), [("en", "not enough room on the disk"), ("zh", "磁盘空间不足")])
def test_a_worker_that_finds_no_room_to_say_it_is_there_is_not_called_off(
    space, study, lang, words, monkeypatch
) -> None:
    space.jobs.ask("match", study)
    monkeypatch.setattr("corpus.disk.free_at", lambda _: 0)
    app = page("match", study, lang)
    assert words in said(app) and texts(lang, "page.jobs")["no_worker"] not in said(app) and not app.code


def test_cancelling_is_said_until_it_has_stopped(space, rows, study) -> None:
    job = running(space, rows, "match", study, "matches")
    app = page("match", study)
    checked(app.button(key=f"cancel-{job.id}").click().run())
    assert space.jobs.get(job.id).stopping and "Stopping" in said(app) and buttons(app) == set()
    rows.end(job.id, "cancelled")
    app = page("match", study)  # another tab
    assert "The matching was cancelled" in said(app) and buttons(app) == {"again"}


def test_cancelling_what_waits_is_done_at_once_and_can_be_begun_again(space, rows, study) -> None:
    job = space.jobs.ask("write", study)
    app = page("write", study)
    checked(app.button(key=f"cancel-{job.id}").click().run())
    assert "The writing was cancelled" in said(app)
    checked(app.button(key=f"again-{job.id}").click().run())
    assert status(app) == "waiting" and len(space.jobs.live()) == 1


@pytest.mark.parametrize(("lang", "says"), [("en", "There are no interviews here yet"), ("zh", "还没有访谈")])
def test_a_failure_says_why_and_what_to_do(space, rows, study, lang, says) -> None:
    job = running(space, rows, "match", study, "matches")
    rows.end(job.id, "failed", trouble=("no_corpus", {}))
    app = page("match", study, lang)
    assert texts(lang, "page.jobs.failed")["match"] in said(app) and says in said(app)
    checked(app.button(key=f"again-{job.id}").click().run())
    assert status(app) == "waiting" and says not in said(app) and len(space.jobs.live()) == 1


def test_words_of_others_in_a_trouble_stay_text(space, rows, study) -> None:
    job = running(space, rows, "match", study, "matches")
    rows.end(job.id, "failed", trouble=("no_study", {"id": HOSTILE}))
    assert escaped(HOSTILE) in said(page("match", study))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_trouble_of_another_version_is_still_told(space, rows, study, lang) -> None:
    job = running(space, rows, "match", study, "matches")
    rows.end(job.id, "failed", trouble=("never_heard_of", {}))
    assert escaped("never_heard_of") in said(page("match", study, lang))


def test_begin_asks_once_and_is_watched_at_once(space, rows, study) -> None:
    app = page("match", study)
    checked(app.button(key="begin").click().run())
    assert status(app) == "waiting" and "Waiting for its turn" in said(app)
    checked(app.button(key="begin").click().run())
    assert len(space.jobs.live()) == 1


def test_both_languages_have_the_same_words() -> None:
    assert texts("en", "page.jobs").keys() == texts("zh", "page.jobs").keys()


def test_watching_loads_nothing_heavy() -> None:
    code = (
        "import sys, research.pages.watching;"
        "print([name for name in ('sklearn', 'scipy', 'torch', 'openai', 'dbos', 'docx', 'faiss') if name in sys.modules])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2]
    )
    assert ran.stdout.strip() == "[]"
