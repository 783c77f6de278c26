"""The first screen, walked without a browser: app.py run by AppTest on small workspaces."""

import re
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from corpus.records import Language
from research.messages import texts
from research.pages.escaping import escaped
from research.pages.sections import annexes, findings, front
from research.pages.transcript import highlighted
from research.report import Heading
from tests.small_workspace import HOSTILE, QUOTED, TITLE, small_report, with_interview, with_report

APP = Path(__file__).parents[1] / "app.py"
WARM = 3.0  # seconds


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("QUIPU_HOME", str(tmp_path))
    return tmp_path


def page(**query: str) -> AppTest:
    app = AppTest.from_file(str(APP), default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception, app.exception
    return app


def said(app: AppTest) -> str:
    kinds = (app.title, app.header, app.subheader, app.markdown, app.caption, app.info, app.warning, app.code)
    return "\n".join(element.value for kind in kinds for element in kind)


def reports_of(app: AppTest) -> list[str]:
    return [button.label for button in app.button if (button.key or "").startswith("open-")]


@pytest.mark.parametrize(("lang", "title"), [("en", "There are no interviews here yet"), ("zh", "这里还没有访谈")])
def test_empty_workspace_names_the_command(home, lang, title) -> None:
    app = page(lang=lang)
    assert app.title[0].value == title
    assert app.code[0].value.endswith("-m research demo")
    assert f"QUIPU_HOME={home}" in app.code[0].value


def test_corpus_without_a_study_names_another_command(home) -> None:
    with_interview(home)
    app = page(lang="en")
    assert app.title[0].value == "There is no study yet"
    assert app.code[0].value.endswith("-m research run corpus/sample/briefs/zh.yaml")


def test_the_command_shown_is_one_that_runs(home) -> None:
    shown = page(lang="en").code[0].value.replace("-m research demo", "-m research demo --help")
    ran = subprocess.run(["sh", "-c", shown], capture_output=True, text=True, cwd="/", check=False)
    assert ran.returncode == 0 and "sample" in ran.stdout, ran.stderr


def test_list_says_who_when_and_opens_the_report(home) -> None:
    with_report(home)
    app = page(lang="en")
    assert reports_of(app) == [escaped(TITLE)]
    assert "1 person · 1 interview · 1 March 2026" in said(app)
    app.button(key="open-r-small").click().run()
    assert app.query_params["report"] in ("r-small", ["r-small"])
    assert app.title[0].value == escaped(TITLE)
    app.button(key="back").click().run()
    assert "report" not in app.query_params and reports_of(app)


def test_address_opens_the_report_and_keeps_its_language(home) -> None:
    with_report(home)
    app = page(report="r-small", lang="zh")
    assert app.title[0].value == escaped(TITLE)
    assert "主要结论" in said(app) and "写于2026年3月1日" in said(app)
    assert "40 of 100 \\(40\\%\\, indicative 31–50\\%\\)" in said(app)  # the report's own language


def test_unknown_report_is_said_above_the_list(home) -> None:
    with_report(home)
    app = page(report="r-<b>*nothing*", lang="en")
    assert len(app.warning) == 1 and escaped("r-<b>*nothing*") in app.warning[0].value
    assert reports_of(app)


def test_a_report_of_another_client_is_as_good_as_none(home) -> None:
    with_report(home, client="other")
    app = page(report="r-small", lang="en")
    assert len(app.warning) == 1 and not reports_of(app)
    assert escaped(TITLE) not in said(app)


def test_language_switch_changes_the_pages_words_only(home) -> None:
    with_report(home)
    app = page(lang="en")
    assert app.title[0].value == "Reports"
    app.button(key="language").click().run()
    assert app.title[0].value == "研究报告" and app.query_params["lang"] in ("zh", ["zh"])
    assert reports_of(app) == [escaped(TITLE)]


def test_quote_opens_its_transcript_with_the_words_marked(home) -> None:
    with_report(home)
    app = page(report="r-small", lang="en")
    next(button for button in app.button if (button.key or "").startswith("transcript-")).click().run()
    shown = said(app)
    assert f":primary-background[{escaped(QUOTED)}]" in shown
    assert escaped(HOSTILE) in shown
    assert "Far from these words" not in shown


def test_folded_parts_are_drawn_when_opened(home) -> None:
    with_report(home)
    app = page(report="r-small", lang="en")
    assert "First theme" in said(app)
    assert "Second theme" not in said(app) and "How it was done" not in said(app)


def test_word_file_is_offered(home) -> None:
    with_report(home)
    app = page(report="r-small", lang="en")
    assert app.download_button(key="word").label == "Download as Word"
    assert not app.download_button(key="word").click().run().exception


def test_a_home_that_cannot_be_used_is_explained(home, monkeypatch) -> None:
    (home / "file").write_text("")
    monkeypatch.setenv("QUIPU_HOME", str(home / "file" / "under"))
    assert len(page(lang="en").warning) == 1


def test_second_rendering_is_quick(home) -> None:
    with_report(home)
    page(report="r-small")
    began = time.perf_counter()
    page(report="r-small")
    assert time.perf_counter() - began < WARM


def test_page_loads_no_encoder(home) -> None:
    with_report(home)
    code = (
        "import sys; from streamlit.testing.v1 import AppTest\n"
        f"app = AppTest.from_file({str(APP)!r}, default_timeout=120); app.query_params['report'] = 'r-small'; app.run()\n"
        "assert not app.exception and len(app.title) == 1, app.exception\n"
        "print(sorted({'torch', 'sentence_transformers', 'transformers', 'pptx'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=APP.parent, check=False)
    assert ran.stdout.strip().endswith("[]"), ran.stdout + ran.stderr


def test_report_is_cut_without_losing_a_block(home) -> None:
    report = small_report(with_interview(home), "r")
    parts = [*findings(report), *annexes(report)]
    under = [block for part in parts for block in (part.heading, *part.blocks, *part.more)]
    first = next(block for block in report.blocks if isinstance(block, Heading))
    assert [*front(report), first, *under] == list(report.blocks)


def test_a_report_without_findings_is_all_front(home) -> None:
    report = small_report(with_interview(home), "r")
    bare = replace(report, blocks=report.blocks[:3])
    assert front(bare) == bare.blocks and findings(bare) == [] and annexes(bare) == []


@pytest.mark.parametrize(
    "text",
    [HOSTILE, QUOTED, "1. a", "# a", "> a", "---", "a\n\nb", ":material/home:", "\\*", "&lt;", "~~a~~", "你好：“*”"],
)
def test_escaped_text_holds_no_live_mark(text) -> None:
    shown = escaped(text)
    assert not re.search(r"(?<!\\)(?:\\\\)*[*_<>&`$\[\]|#:~-]", shown)
    assert re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", shown).replace("\u2060", "") == " ".join(text.split())


@pytest.mark.parametrize("text", [":smile:", "a -- b", "-> b", "http://a.b", "www.a.b", "me@a.b"])
def test_what_streamlit_makes_live_afterwards_is_parted(text) -> None:
    assert "\u2060" in escaped(text)


def test_ordinary_words_carry_no_joiner() -> None:
    assert "\u2060" not in escaped("At 12:30 – well-known, 5-10; a: b. 县城：好")


def test_highlighting_keeps_every_word() -> None:
    text = "Answer: one two three four"
    overlapping = [(8, 11), (9, 11), (22, 99)]
    assert highlighted(text, (8, 26), overlapping) == ":primary-background[one] two three :primary-background[four]"
    assert highlighted(text, (8, 26), []) == "one two three four"
    assert highlighted(text, (8, 26), [(12, 15)]) == "one :primary-background[two] three four"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_both_languages_have_the_pages_words(language: Language) -> None:
    other: Language = "en" if language == "zh" else "zh"
    assert texts(language, "page").keys() == texts(other, "page").keys()


def test_no_page_allows_html() -> None:
    for path in [APP, *(APP.parent / "research" / "pages").glob("*.py")]:
        source = path.read_text(encoding="utf-8")
        assert "unsafe_allow" not in source, path
        assert source.count("st.html(") == (1 if path.name == "frame.py" else 0), path
