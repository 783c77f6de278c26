"""What the command line says of a study's decisions: words that select nobody, criteria in words, fewer than wanted."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from research.cli import main
from research.cli.telling import told as tell_stage
from tests.tiny import BRIEFS

Cli = Callable[..., Result]


def told(result: Result) -> dict[str, Any]:
    """The JSON object on stdout, which holds nothing else."""
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch, no_model: None, tmp_path: Path) -> Cli:
    """Runs a command in a home of the test's own, `home`."""
    monkeypatch.setenv("QUIPU_HOME", str(tmp_path / "home"))
    return lambda *arguments: CliRunner().invoke(main, [str(one) for one in arguments])


@pytest.fixture
def on_tiny(cli: Cli, tiny: Any) -> Cli:
    """The same on a copy of the tiny corpus (the `tiny` fixture puts it at the same place)."""
    return cli


def test_words_that_select_nobody_are_told(on_tiny: Cli, tmp_path: Path) -> None:
    path = tmp_path / "unread.md"
    path.write_text(BRIEFS["en"].replace("adults", "adults, cheerful souls"), encoding="utf-8")
    result = on_tiny("outline", path, "--json")
    assert told(result)["outline"]["unread"] == ["cheerful souls"]
    assert "not used to select people: cheerful souls" in result.stderr
    assert "没有用来选人的话：cheerful souls" in on_tiny("outline", path, "--chinese").stderr


def test_how_criteria_in_words_were_decided_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    said = {"words": "dog owners", "people": 9, "stated": 4, "inferred": 1, "silent": 4, "holds": 3}
    for language, line in (
        (
            "en",
            "dog owners: 4 decided by words said outright, 1 by inference, 4 said nothing about it; holds for 3 of 9",
        ),
        ("zh", "dog owners：4人有明确的原话可依，1人由话意推断，4人没有说到；9人中3人符合"),
    ):
        tell_stage(language, {}, err=False)("responses", {"people": 9, "valid": 3, "said": [said]})
        assert capsys.readouterr().out.splitlines()[1].strip() == line


def test_fewer_than_wanted_is_told(on_tiny: Cli, tmp_path: Path) -> None:
    path = tmp_path / "many.md"
    path.write_text(BRIEFS["en"] + "Responses: 50\n", encoding="utf-8")
    result = on_tiny("run", path, "--responses", "5", "--json")
    assert told(result)["counts"]["selection"]["short_of"] == 50 and "; 50 were wanted" in result.stderr
