"""Settings read from the environment, once."""

from pathlib import Path

import pytest

from corpus.database import open_database
from corpus.errors import BadInput
from research.settings import PROJECT, SAMPLE, read_settings


def test_everything_lies_in_the_home(tmp_path: Path) -> None:
    settings = read_settings({"QUIPU_HOME": str(tmp_path / "new" / "home")})
    assert settings.home.is_dir()
    assert {settings.index.parent, settings.exports.parent, settings.import_lock.parent} == {settings.home}
    assert settings.database == f"sqlite:///{settings.home / 'quipu.db'}"
    assert (settings.encoder, settings.model, settings.address) == (None, None, None)


def test_a_home_with_blanks_and_chinese(tmp_path: Path) -> None:
    settings = read_settings({"QUIPU_HOME": str(tmp_path / "我的 工作区 100%")})
    open_database(settings.database).dispose()
    assert (settings.home / "quipu.db").is_file()


def test_without_a_home_it_is_var(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Path] = []
    monkeypatch.setattr(Path, "mkdir", lambda path, **_: made.append(path))
    assert read_settings({"QUIPU_HOME": ""}).home == PROJECT / "var" == made[0]
    assert SAMPLE.is_dir()


def test_a_home_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BadInput) as raised:
        read_settings({"QUIPU_HOME": str(tmp_path / "file" / "home")})
    assert raised.value.key == "bad_setting" and raised.value.values["name"] == "QUIPU_HOME"


@pytest.mark.parametrize(
    ("environment", "on"),
    [
        ({}, False),
        ({"QUIPU_MODEL": "m"}, False),
        ({"OPENAI_API_KEY": "sk-x"}, False),
        ({"QUIPU_MODEL": "m", "OPENAI_API_KEY": "sk-x"}, True),
        ({"QUIPU_MODEL": "m", "OPENAI_BASE_URL": "http://localhost:1/v1"}, True),
    ],
)
def test_a_model_is_on_only_where_named_and_reachable(tmp_path: Path, environment: dict[str, str], on: bool) -> None:
    settings = read_settings({"QUIPU_HOME": str(tmp_path), **environment})
    assert (settings.model is not None) == on


def test_the_key_is_in_no_repr(tmp_path: Path) -> None:
    settings = read_settings({"QUIPU_HOME": str(tmp_path), "QUIPU_MODEL": "m", "OPENAI_API_KEY": "sk-secret"})
    assert settings.model and settings.model.api_key == "sk-secret"
    assert "sk-secret" not in repr(settings)


def test_other_settings(tmp_path: Path) -> None:
    settings = read_settings({
        "QUIPU_HOME": str(tmp_path), "QUIPU_DATABASE": "postgresql://db/quipu", "QUIPU_ENCODER": "some/model",
        "QUIPU_ADDRESS": "https://quipu.example/",
    })  # fmt: skip
    assert (settings.database, settings.encoder) == ("postgresql://db/quipu", "some/model")
    assert settings.address == "https://quipu.example"


@pytest.mark.parametrize(("said", "most"), [("", 200), ("0", 0), ("35", 35)])
def test_how_many_answers_a_model_may_grade(tmp_path: Path, said: str, most: int) -> None:
    assert read_settings({"QUIPU_HOME": str(tmp_path), "QUIPU_GRADED_AT_MOST": said}).graded_at_most == most


@pytest.mark.parametrize("said", ["-1", "many", "1e3", "100001"])
def test_a_budget_that_is_no_number_is_refused(tmp_path: Path, said: str) -> None:
    with pytest.raises(BadInput) as raised:
        read_settings({"QUIPU_HOME": str(tmp_path), "QUIPU_GRADED_AT_MOST": said})
    assert raised.value.values["name"] == "QUIPU_GRADED_AT_MOST"
