"""Reports on screen, walked without a browser: the list, one report, the people behind its figures."""

import re
import subprocess
import sys
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session
from streamlit.testing.v1 import AppTest

from corpus.viewer import Viewer
from research.messages import say, texts
from research.pages import listing
from research.pages.charts import rows_of
from research.pages.escaping import escaped
from research.pages.sections import annexes, findings, front
from research.report import Chart, Heading
from research.tables import ReportRow
from tests.edited_reports import TwoVersions
from tests.pages.walking import APP, asked, run, said, walk
from tests.small_workspace import HOSTILE, QUOTED, TITLE, small_report, with_interview, with_report, workspace_at

ROOT = Path(__file__).parents[2]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("QUIPU_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def two(versions: TwoVersions, monkeypatch: pytest.MonkeyPatch) -> TwoVersions:
    """A study that has written twice, as the page's workspace."""
    monkeypatch.setenv("QUIPU_HOME", str(versions.home.folder))
    return versions


def listed(app: AppTest) -> list[str]:
    return [button.label for button in app.button if (button.key or "").startswith("open-")]


def figures_of(app: AppTest) -> list[str]:
    """The figures the prose leads to, in its order."""
    return re.findall(r"\(\?[^)]*figure=(F\d+)\)", said(app))


def page(lang: str = "en", **query: str) -> AppTest:
    return walk("reports", lang=lang, **query)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_an_empty_workspace_leads_home(home: Path, lang: str) -> None:
    app = page(lang)
    assert app.title[0].value == say(lang, "page.report.reports")
    assert app.button(key="start").label == say(lang, "page.report.start")
    assert not listed(app)


def test_list_says_who_and_when_and_opens_the_report(home: Path) -> None:
    with_report(home)
    app = page()
    assert listed(app) == [escaped(TITLE)]
    assert "1 person · 1 interview · 1 March 2026" in said(app)
    run(app, app.button(key="open-r-small").click())
    assert asked(app, "report") == "r-small" and app.title[0].value == escaped(TITLE)
    run(app, app.button(key="back").click())
    assert asked(app, "report") == "" and listed(app)


def test_only_the_newest_of_a_study_is_listed_under_the_title_its_owner_gave(two: TwoVersions) -> None:
    two.space.edits.add(two.opened().saved.study, "title", "", {"text": "Renamed <b>"})
    app = page()
    assert listed(app) == [escaped("Renamed <b>")]
    assert [button.key for button in app.button if (button.key or "").startswith("open-")] == [f"open-{two.second}"]


def test_long_lists_are_paged_and_the_page_stands_in_the_address(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "PAGE", 2)
    own = with_report(home)
    brief = own.studies.list()[0].brief
    for at in range(4):
        study = own.studies.open(brief.model_copy(update={"title": f"Study {at}"}))
        saved = own.studies.report("r-small")
        own.studies.save_report(study.id, "k", saved.content | {"id": f"r-{at}"}, saved.evidence)
        with Session(own.engine) as session, session.begin():
            made = datetime(2026, 3, 2) + timedelta(days=at)
            session.execute(update(ReportRow).where(ReportRow.id == f"r-{at}").values(made_at=made))
    assert listed(page()) == ["Study 3", "Study 2"]
    assert listed(page(page="3")) == [escaped(TITLE)]
    assert listed(page(page="99")) == [escaped(TITLE)] and listed(page(page="x")) == ["Study 3", "Study 2"]


def test_a_report_speaks_its_own_language(home: Path) -> None:
    with_report(home)
    app = page("zh", report="r-small")
    assert "Key conclusions" in said(app) and "Read in the transcript" in said(app)
    assert "写于2026年3月1日" in said(app) and "主要结论" not in said(app)
    assert escaped("40 of 100 (40%, indicative 31–50%)") in said(app)


def test_unknown_report_is_said_above_the_list(home: Path) -> None:
    with_report(home)
    for name in ("r-<b>*nothing*", "r-small.3", "."):
        app = page(report=name)
        assert len(app.warning) == 1 and escaped(name) in app.warning[0].value
        assert listed(app)


def test_a_report_of_another_client_is_as_good_as_none(home: Path) -> None:
    with_report(home, client="other")
    app = page(report="r-small")
    assert len(app.warning) == 1 and not listed(app)
    assert escaped(TITLE) not in said(app)


def test_quote_opens_its_transcript_with_the_words_marked(home: Path) -> None:
    with_report(home)
    assert re.search(
        r"\(\?report=r-small&lang=en&quote=Q001\)|\(\?lang=en&report=r-small&quote=Q001\)", said(page(report="r-small"))
    )
    shown = said(page(report="r-small", quote="Q001"))
    assert f":primary-background[{escaped(QUOTED)}]" in shown and escaped(HOSTILE) in shown
    assert "Far from these words" not in shown
    for unknown in ("Q999", "F001", "<b>"):
        told = said(page(report="r-small", quote=unknown))
        assert ":primary-background[" not in told
        assert escaped(say("en", "page.report.nothing_to_open", name=unknown)) in told


def test_a_transcript_names_roles_and_its_file_only_to_who_brings_files_in(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_report(home)
    shown = said(page(report="r-small", quote="Q001"))
    assert "Respondent · R01" in shown and "Interviewer]" in shown and escaped("R01_2026-Q1.txt") in shown
    monkeypatch.setattr("research.pages.opening.LOCAL", Viewer("r", "researcher", "local"))
    shown = said(page(report="r-small", quote="Q001"))
    assert "Respondent · R01" in shown and escaped("R01_2026-Q1.txt") not in shown


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_contents_lead_to_every_part(home: Path, lang: str) -> None:
    with_report(home)
    shown = said(page(lang, report="r-small"))
    blocks = [(str(at), block) for at, block in enumerate(small_report(workspace_at(home), "r").blocks)]
    headings = [part.heading[1] for part in (*findings(blocks), *annexes(blocks))]
    anchors = [block.anchor for block in headings if isinstance(block, Heading)]
    assert anchors and re.findall(r"\]\(#([^)]*)\)", shown) == [*anchors, "top"]
    assert say(lang, "page.report.to_top") in shown


def test_folded_parts_are_drawn_when_opened(home: Path) -> None:
    with_report(home)
    shown = said(page(report="r-small"))
    assert "First theme" in shown and "Second theme" not in shown and "How it was done" not in shown


def test_word_file_is_offered(home: Path) -> None:
    with_report(home)
    app = page(report="r-small")
    assert app.download_button(key="word").label == "Download as Word"
    run(app, app.download_button(key="word").click())


def test_an_older_version_says_so_and_leads_to_the_newest(two: TwoVersions) -> None:
    app = page(report=two.first)
    assert say("en", "page.report.older", version=1) in said(app)
    run(app, app.button(key="newest").click())
    assert asked(app, "report") == two.second
    assert say("en", "page.report.older", version=1) not in said(app)


def test_an_older_state_of_the_newest_version_says_so(two: TwoVersions) -> None:
    two.space.edits.add(two.opened().saved.study, "title", "", {"text": "Renamed"})
    app = page(report=f"{two.second}.0")
    assert app.title[0].value != "Renamed" and say("en", "page.report.older_edit") in said(app)
    run(app, app.button(key="newest").click())
    assert app.title[0].value == "Renamed"


def test_reading_shows_no_tools(two: TwoVersions) -> None:
    app = page(report=two.second, edit="1")
    assert not app.menu_button and not app.text_area


def drawn_people(app: AppTest) -> list[str]:
    """The captions that name somebody behind a figure."""
    return [one.value for one in app.caption if re.match(r"[ZE]\d\d( |$)", one.value)]


def test_a_figure_in_the_prose_leads_to_people_and_their_words(two: TwoVersions) -> None:
    report = two.opened(two.second).report
    linked = figures_of(page(report=two.second))
    figure = next(id_ for id_ in linked if "option" in str(report.figures[id_].spec))
    app = page(report=two.second, figure=figure)  # as a reload, a second tab or a shared link finds it
    counted = report.figures[figure]
    assert counted.base
    sides = app.segmented_control(key=f"side-{figure}")
    assert sides.options == [
        say("en", "page.report.counted", n=counted.n),
        say("en", "page.report.others", n=counted.base - counted.n),
    ]
    assert len(drawn_people(app)) == counted.n
    assert ":primary-background[" in said(app)
    run(app, sides.set_value("others"))
    assert len(drawn_people(app)) == counted.base - counted.n


def test_a_figure_the_report_does_not_show_is_said_to_lead_nowhere(two: TwoVersions) -> None:
    funnel = next(id_ for id_, one in two.opened(two.second).report.figures.items() if "funnel" in one.spec)
    for figure in ("F999", "nonsense", funnel):
        app = page(report=two.second, figure=figure)
        assert not drawn_people(app)
        assert escaped(say("en", "page.report.nothing_to_open", name=figure)) in said(app)


def test_versions_are_told_apart(two: TwoVersions) -> None:
    two.space.edits.add(two.opened().saved.study, "title", "", {"text": "Renamed"})
    app = page(report=two.second)
    newest, first = (app.button(key=f"version-{each}").label for each in (two.second, two.first))
    assert newest.endswith(" · edited") and not first.endswith("edited")
    assert all(re.search(r", \d\d:\d\d", each) for each in (newest, first))


def test_a_merchant_sees_neither_pseudonyms_nor_words_that_may_not_be_quoted(
    two: TwoVersions, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = two.opened(two.second)
    figure = next(
        id_ for id_, one in opened.report.figures.items() if one.spec == {"of": [{"question": "Q1", "status": "answered"}]}
    )  # fmt: skip
    answers = opened.evidence.questions["Q1"].answers.values()
    silent, open_ = (
        [two.space.corpus.interview(one.interview).words(one.spans[0]) for one in answers if one.quotable is agreed]
        for agreed in (False, True)
    )
    staff = said(page(report=two.second, figure=figure))
    assert silent and any(escaped(one) in unmarked(staff) for one in silent)
    monkeypatch.setattr("research.pages.opening.LOCAL", Viewer("m", "merchant", "local"))
    app = page(report=two.second, figure=figure)
    shown = unmarked(said(app))
    assert "Respondent 1" in shown and not drawn_people(app)
    assert say("en", "page.report.not_quotable") in shown
    assert not any(escaped(one) in shown for one in silent) and any(escaped(one) in shown for one in open_)


def unmarked(shown: str) -> str:
    """Without the coloured ground of the coded words."""
    return re.sub(r":primary-background\[((?:\\.|[^\]\\])*)\]", r"\1", shown)


def test_page_loads_no_heavy_library(home: Path) -> None:
    with_report(home)
    code = (
        "import sys; from streamlit.testing.v1 import AppTest\n"
        f"app = AppTest.from_file({str(APP)!r}, default_timeout=120)\n"
        "app.switch_page('research/pages/reports.py'); app.query_params['report'] = 'r-small'; app.run()\n"
        "assert not app.exception and len(app.title) == 1, app.exception\n"
        "heavy = {'torch', 'sentence_transformers', 'transformers', 'pptx', 'docx', 'sklearn', 'faiss', 'altair', 'dbos'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert ran.stdout.strip().endswith("[]"), ran.stdout + ran.stderr


def test_report_is_cut_without_losing_a_block(home: Path) -> None:
    blocks = [(str(at), block) for at, block in enumerate(small_report(with_interview(home), "r").blocks)]
    parts = [*findings(blocks), *annexes(blocks)]
    under = [block for part in parts for block in (part.heading, *part.blocks, *part.more)]
    first = next(each for each in blocks if isinstance(each[1], Heading))
    assert [*front(blocks), first, *under] == blocks


def test_a_report_without_findings_is_all_front(home: Path) -> None:
    blocks = [(str(at), block) for at, block in enumerate(small_report(with_interview(home), "r").blocks)][:3]
    assert list(front(blocks)) == blocks and findings(blocks) == [] and annexes(blocks) == []


def test_a_chart_says_what_its_figures_say(two: TwoVersions) -> None:
    report = two.opened().report
    for chart in (block for block in report.blocks if isinstance(block, Chart)):
        for row in rows_of(chart, report):
            figure = report.figures[row["figure"]]
            assert row["shown"] == figure.shown(chart.form, report.language)
            assert float(row["shown"].rstrip("%")) == row["value"]


def test_a_share_that_may_not_be_shown_is_no_share_in_a_chart(home: Path) -> None:
    report = small_report(with_interview(home), "r")
    few = replace(report, figures={id_: replace(one, base=14, n=9) for id_, one in report.figures.items()})
    chart = next(block for block in few.blocks if isinstance(block, Chart))
    assert "%" not in "".join(row["shown"] for row in rows_of(chart, few))


def test_both_languages_have_the_words_of_the_screen() -> None:
    assert texts("zh", "page.report").keys() == texts("en", "page.report").keys()


def test_no_page_allows_html_but_its_own_styles() -> None:
    """Style sheets are files, named by a constant; no words of others get near st.html."""
    for path in [APP, *(ROOT / "research" / "pages").glob("*.py")]:
        source = path.read_text(encoding="utf-8")
        assert "unsafe_allow" not in source, path
        assert re.findall(r"st\.html\((.*)\)", source) == ["STYLE"] * source.count("st.html("), path


def test_the_workspace_of_another_home_is_another(home: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    with_report(home)
    assert listed(page())
    assert not workspace_at(tmp_path_factory.mktemp("other")).studies.list()


def test_a_home_that_cannot_be_used_is_explained(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "file").write_text("")
    monkeypatch.setenv("QUIPU_HOME", str(home / "file" / "under"))
    assert len(page().warning) == 1
