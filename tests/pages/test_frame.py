"""The head of every screen: it leads everywhere and keeps the language."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from research.messages import texts
from research.pages.frame import LISTED, SCREENS

APP = Path(__file__).parents[2] / "app.py"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIPU_HOME", str(tmp_path))


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("screen", [name for name in SCREENS if name != "study"])
def test_every_screen_opens_on_an_empty_workspace(screen: str, lang: str) -> None:
    app = AppTest.from_file(str(APP), default_timeout=60)
    app.query_params["lang"] = lang
    app.run()
    app = app.switch_page(f"research/pages/{screen}.py").run()
    assert not app.exception
    assert app.title, screen


def test_the_switch_names_the_other_language_and_is_remembered() -> None:
    app = AppTest.from_file(str(APP), default_timeout=60).run()
    app.button(key="language").click().run()
    assert app.query_params["lang"] == "zh" and app.button(key="language").label == "English"
    del app.query_params["lang"]  # as a link without it does
    assert app.run().button(key="language").label == "English"


def test_both_languages_name_every_screen() -> None:
    for language in ("en", "zh"):
        assert set(SCREENS) >= set(LISTED) and set(texts(language, "page.nav")) == set(SCREENS)


def test_an_address_of_the_first_release_still_opens_its_report() -> None:
    app = AppTest.from_file(str(APP), default_timeout=60)
    app.query_params["report"] = "r-none"
    app.run()
    assert not app.exception and "r-none" in app.warning[0].value.replace("\\", "")
