"""The command line: every verb, and for every trouble one clear line on stderr and a non-zero exit."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from docx import Document
from filelock import FileLock

from corpus.errors import IndexTrouble
from corpus.intake import import_files
from corpus.viewer import LOCAL
from research.cli import main
from research.settings import read_settings
from tests.tiny import BRIEFS, Home, transcript

COMMANDS = ("import", "index", "run", "outline", "match", "report", "verify", "demo", "serve", "work", "withdraw",
            "fieldwork", "orders", "renew")  # fmt: skip
Cli = Callable[..., Result]


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch, no_model: None, tmp_path: Path) -> Cli:
    """Runs a command in a home of the test's own, `home`."""
    monkeypatch.setenv("QUIPU_HOME", str(tmp_path / "home"))
    return lambda *arguments: CliRunner().invoke(main, [str(one) for one in arguments])


@pytest.fixture
def on_tiny(cli: Cli, tiny: Any) -> Cli:
    """The same on a copy of the tiny corpus (the `tiny` fixture puts it at the same place)."""
    return cli


@pytest.fixture
def brief(tmp_path: Path) -> Path:
    path = tmp_path / "brief.md"
    path.write_text(BRIEFS["en"], encoding="utf-8")
    return path


def refused(result: Result, code: int = 2) -> str:
    """The one line a refusal says; fails for a traceback, a second line or a clean exit."""
    assert result.exit_code == code, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit), repr(result.exception)
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1 and "Traceback" not in result.output, result.stderr
    return lines[0]


def told(result: Result) -> dict[str, Any]:
    """The JSON object on stdout, which holds nothing else."""
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


# Helping and the happy way


@pytest.mark.parametrize("command", COMMANDS)
def test_help(cli: Cli, command: str) -> None:
    result = cli(command, "--help")
    assert result.exit_code == 0 and result.stdout.startswith("Usage:") and result.stderr == ""
    assert len(result.stdout.split("\n\n")[1].strip()) > 20, "a sentence says what it does"


def test_every_command_is_tested() -> None:
    assert set(main.commands) == set(COMMANDS)


def test_import_and_index_as_json(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "E01_2026-Q1.txt").write_text(transcript(("a", "b b", "c", "d"), "en"), encoding="utf-8")
    found = told(cli("import", tmp_path / "E01_2026-Q1.txt", "--json"))
    assert (found["ids"], found["files"], found["interviews"], found["refused"]) == (["E01-2026-Q1"], 1, 1, 0)
    assert told(cli("import", tmp_path / "E01_2026-Q1.txt", "--json"))["known"] == 1
    assert told(cli("index", "--json")) == {
        "kind": "unchanged",
        "interviews": 1,
        "exchanges": found["exchanges"],
        "encoders": [],
    }


def test_a_damaged_index_is_told_with_what_is_damaged_and_the_remedy(on_tiny: Cli) -> None:
    whole = told(on_tiny("index", "--check", "--json"))
    assert whole["damaged"] == [] and whole["files"] > 10
    root = read_settings(os.environ).index
    path = next((root / (root / "current").read_text()).glob("terms/*answer_words.npy"))
    data = path.read_bytes()
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    found = on_tiny("index", "--check")
    assert found.exit_code != 0 and f"terms/{path.name}" in found.stdout
    assert "index --rebuild" in found.stderr and "words of each exchange" in found.stderr
    assert on_tiny("index", "--rebuild").exit_code == 0 and told(on_tiny("index", "--check", "--json"))["damaged"] == []


def test_another_encoder_is_refused_with_the_command_that_makes_its_index(
    on_tiny: Cli, brief: Path, monkeypatch
) -> None:
    monkeypatch.setenv("QUIPU_ENCODER", "some/other")
    for command in (("run", brief), ("match", brief), ("outline", brief)):
        assert "python -m research index)" in refused(on_tiny(*command))
    made = told(on_tiny("index", "--json"))
    assert (made["kind"], made["interviews"]) == ("built", 14)
    assert told(on_tiny("match", brief, "--json"))["study"]
    monkeypatch.setenv("QUIPU_ENCODER", "lost/model")
    assert "lost/model" in refused(on_tiny("index"))
    monkeypatch.setenv("QUIPU_ENCODER", "some/other?question=")
    assert "QUIPU_ENCODER" in refused(on_tiny("index"))
    monkeypatch.setenv("QUIPU_ENCODER", "some/other")
    assert told(on_tiny("index", "--json"))["kind"] == "unchanged", "what could not be made has changed nothing"


def test_withdrawing_tells_first_and_is_done_with_yes(on_tiny: Cli) -> None:
    asked = on_tiny("withdraw", "E01", "--json")
    assert asked.exit_code == 2 and json.loads(asked.stdout)["withdrawn"] is False
    gone = told(on_tiny("withdraw", "E01", "--yes", "--json"))
    assert gone["withdrawn"] is True and gone["interviews"] == json.loads(asked.stdout)["interviews"] != []
    assert told(on_tiny("withdraw", "E01", "--yes", "--json"))["interviews"] == []
    assert "nobody" in refused(on_tiny("withdraw", "nobody", "--yes"))


def test_brief_to_verified_file_as_json(on_tiny: Cli, brief: Path, tmp_path: Path) -> None:
    outline = told(on_tiny("outline", brief, "--json"))
    matched = told(on_tiny("match", brief, "--json"))
    ran = told(on_tiny("run", brief, "--json", "--out", tmp_path / "new" / "report.docx"))
    assert outline["study"] == matched["study"] == ran["study"]
    assert [each["name"] for each in outline["result"]["sections"]] == [
        "warmup",
        "core",
        "projective",
        "closing",
    ] and len(matched["result"]["all"]) == 12
    assert set(ran["counts"]) == {"outline", "matches", "responses", "selection", "evidence", "report"}
    assert ran["path"] == str(tmp_path / "new" / "report.docx") and Path(ran["path"]).stat().st_size > 10_000
    for again in (told(on_tiny("report", ran["study"], "--json")), told(on_tiny("report", brief, "--json"))):
        assert again["report"] == ran["report"] and Path(again["path"]).name == f"{ran['report']}.docx"
    assert told(on_tiny("verify", ran["path"], "--json")) == {
        "verified": True,
        "report": ran["report"],
        "differences": [],
    }


def test_progress_goes_to_stderr(on_tiny: Cli, brief: Path) -> None:
    result = on_tiny("run", brief)
    assert result.exit_code == 0
    assert len(result.stderr.splitlines()) == 6 and len(result.stdout.splitlines()) == 1
    assert Path(result.stdout.strip().removeprefix("written to ")).is_file()


def test_messages_in_chinese(on_tiny: Cli, brief: Path) -> None:
    result = on_tiny("run", brief, "--chinese")
    assert re.search("已写入", result.stdout) and not re.search("[a-z]{4,} +[0-9]+ questions", result.stderr)
    assert re.search("[一-鿿]", refused(on_tiny("run", "nowhere.md", "--chinese")))


# Briefs


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.md", b"", "empty"),
        ("blank.txt", b" \n\n\t", "empty"),
        ("fifty_pages.txt", b"How do people drink coffee these days?\n" * 3000, "20,000"),
        ("statement.md", b"We sell coffee.", "asks nothing"),
        ("broken.yaml", b"questions: [", "line"),
        ("brief.pdf", b"%PDF-1.7", "cannot be read"),
        ("binary.txt", b"\x00\x01\x02\xff\xfe", "cannot be read"),
        ("not_word.docx", b"PK but no", "cannot be read"),
        ("many.md", "\n".join(f"- Question {n}?" for n in range(40)).encode(), "20"),
    ],
)
@pytest.mark.parametrize("command", ["run", "outline", "match"])
def test_a_brief_that_cannot_be_used(
    cli: Cli, tmp_path: Path, command: str, name: str, content: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(content)
    assert said in refused(cli(command, tmp_path / name))


@pytest.mark.parametrize("command", ["run", "outline", "match", "verify"])
def test_a_file_that_is_not_there(cli: Cli, tmp_path: Path, command: str) -> None:
    assert "nowhere.docx" in refused(cli(command, tmp_path / "nowhere.docx"))
    assert str(tmp_path) in refused(cli(command, tmp_path))  # a folder


def test_an_error_is_json_too(cli: Cli, tmp_path: Path) -> None:
    result = cli("run", tmp_path / "nowhere.md", "--json")
    assert json.loads(result.stdout) == {"error": "no_such_path", "path": str(tmp_path / "nowhere.md")}
    assert refused(result)


# Where to write, and how many


def test_out_is_checked_before_any_work(cli: Cli, brief: Path, tmp_path: Path) -> None:
    (tmp_path / "folder.docx").mkdir()
    (tmp_path / "file").write_text("")
    for out, said in [("report.pdf", ".pdf"), ("report", "report"), ("folder.docx", "folder.docx"), (".", str(tmp_path)),
                      ("file/report.docx", "cannot be written")]:  # fmt: skip
        assert said in refused(cli("run", brief, "--out", tmp_path / out))
        assert refused(cli("report", "s-x", "--out", tmp_path / out))
    assert not (tmp_path / "home" / "quipu.db").exists()


@pytest.mark.parametrize("number", ["0", "-3", "many", "1.5", "", "１２", "99999999999999999999"])
def test_no_number_of_responses(cli: Cli, brief: Path, number: str) -> None:
    assert f"“{number}”" in refused(cli("run", brief, "--responses", number))


def test_more_responses_than_valid(on_tiny: Cli, brief: Path, tmp_path: Path) -> None:
    result = on_tiny("run", brief, "--responses", 1000, "--out", tmp_path / "r.docx")
    assert result.exit_code == 3 and "Traceback" not in result.output
    last = result.stderr.strip().splitlines()[-1]
    assert "1,000" in last and "6 are valid" in last
    assert not (tmp_path / "r.docx").exists()


def test_a_shortage_as_json(on_tiny: Cli, tmp_path: Path) -> None:
    (tmp_path / "cars.md").write_text("Which electric car did they test drive?\nWhat do charging stations cost them?")
    result = on_tiny("run", tmp_path / "cars.md", "--json")
    found = json.loads(result.stdout)
    assert result.exit_code == 3 and found["error"] == "shortage_nothing_found" and len(found["questions"]) == 2
    assert not list((tmp_path / "home").glob("exports/*"))


# Bringing in


def test_a_folder_with_one_bad_file(cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "E01_2026-Q1.txt").write_text(transcript(("a", "b b", "c", "d"), "en"), encoding="utf-8")
    (folder / "E02_2026-Q1.docx").write_bytes(b"PK\x03\x04 broken")
    result = cli("import", folder)
    assert result.exit_code == 0 and "1 refused" in result.stdout
    line = next(line for line in result.stderr.splitlines() if "E02" in line)
    assert "damaged" in line and "save it again" in line
    found = told(cli("import", folder, "--json"))
    assert found["known"] == 1
    assert [(one["file"], one["error"]) for one in found["refused_files"]] == [("in/E02_2026-Q1.docx", "corrupt_file")]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("E01_2026-Q1.docx", b"PK\x03\x04 broken", "damaged"),
        ("E01_2026-Q1.txt", b"Just a paragraph that nobody\nsays to anybody.", "who is speaking"),
        ("E01_2026-Q1.csv", b"name,shoe size\nAnn,38\n", "column"),
        ("E01_2026-Q1.txt", b"\xff\xff\x81\x00\x9d\x8f" * 40, "cannot be read"),
        ("E01_2026-Q1.txt", b"", "empty"),
        ("E01_2026-Q1.exe", b"MZ", ".exe"),
        ("E01.txt", b"Interviewer: How are you?\nRespondent: Well, thanks.\n", "wave"),
    ],
)
def test_a_file_that_cannot_come_in(cli: Cli, tmp_path: Path, name: str, content: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(content)
    line = refused(cli("import", tmp_path / name))
    assert line.startswith(f"{name}: ") and said in line
    assert json.loads(cli("import", tmp_path / name, "--json").stdout)["refused_files"][0]["file"] == name


def test_nothing_to_import(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    assert refused(cli("import", tmp_path / "in"))
    assert "elsewhere" in refused(cli("import", tmp_path / "elsewhere"))


def test_a_second_import_waits_its_turn(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "E01_2026-Q1.txt").write_text(transcript(("a", "b b", "c", "d"), "en"), encoding="utf-8")
    (tmp_path / "home").mkdir()
    with FileLock(tmp_path / "home" / "import.lock"):
        assert "Another import" in refused(cli("import", tmp_path / "E01_2026-Q1.txt"))
    assert cli("import", tmp_path / "E01_2026-Q1.txt").exit_code == 0


# Homes


def homeless(tmp_path: Path) -> dict[str, str]:
    """Homes nothing can be written to, by what is wrong with them."""
    (tmp_path / "file").write_text("")
    (tmp_path / "taken" / "quipu.db").mkdir(parents=True)
    (tmp_path / "spoilt").mkdir()
    (tmp_path / "spoilt" / "quipu.db").write_bytes(b"this is no database" * 400)
    return {
        name: str(tmp_path / path) for name, path in {"file": "file/home", "taken": "taken", "spoilt": "spoilt"}.items()
    }


@pytest.mark.parametrize("wrong", ["file", "taken", "spoilt"])
@pytest.mark.parametrize("command", ["run", "import", "index", "report", "outline"])
def test_a_home_that_cannot_be_used(
    cli: Cli, brief: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, wrong: str
) -> None:
    monkeypatch.setenv("QUIPU_HOME", homeless(tmp_path)[wrong])
    assert str(tmp_path) in refused(cli(command, *([] if command == "index" else [brief])))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_home_without_permission(cli: Cli, brief: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "locked").mkdir(mode=0o500)
    for home in ("locked", "locked/home"):
        monkeypatch.setenv("QUIPU_HOME", str(tmp_path / home))
        assert refused(cli("run", brief))


@pytest.mark.parametrize("address", ["nonsense", "oracle-of-delphi://ann:secret@db/quipu"])
def test_a_database_that_cannot_be(cli: Cli, brief: Path, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("QUIPU_DATABASE", address)
    line = refused(cli("run", brief))
    assert "QUIPU_DATABASE" in line and "secret" not in line


def test_a_second_home_is_empty(on_tiny: Cli, brief: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = told(on_tiny("run", brief, "--json"))
    monkeypatch.setenv("QUIPU_HOME", str(tmp_path / "second"))
    assert ran["study"] in refused(on_tiny("report", ran["study"]))
    assert ran["report"] in refused(on_tiny("verify", ran["path"]))
    result = on_tiny("run", brief)
    assert result.exit_code == 2 and "no interviews here yet" in result.stderr
    assert told(on_tiny("index", "--json"))["interviews"] == 0


def test_a_report_of_a_brief_never_run(on_tiny: Cli, brief: Path) -> None:
    assert str(brief) in refused(on_tiny("report", brief))
    assert told(on_tiny("outline", brief, "--json"))
    assert "no report" in refused(on_tiny("report", brief))


# Verifying


def test_verifying_what_is_no_report(cli: Cli, tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("46 of 50 people agree.")
    document.save(str(tmp_path / "other.docx"))
    (tmp_path / "notes.txt").write_text("46 of 50 people agree.")
    assert "no mark" in refused(cli("verify", tmp_path / "other.docx"))
    assert "not a Word document" in refused(cli("verify", tmp_path / "notes.txt"))


@pytest.mark.parametrize("flags", [[], ["--json"]])
def test_a_file_that_was_changed(on_tiny: Cli, brief: Path, tmp_path: Path, flags: list[str]) -> None:
    path = Path(told(on_tiny("run", brief, "--json"))["path"])
    document = Document(str(path))
    document.add_paragraph("And 97% said so.")
    document.tables[-1].rows[1].cells[-1].paragraphs[0].add_run(" and more " * 400)
    document.save(str(path))
    result = on_tiny("verify", path, *flags)
    line = refused(result, code=4)
    assert "does NOT agree" in line and len(line) < 1000
    if flags:
        assert json.loads(result.stdout)["verified"] is False


def test_from_a_shell(tmp_path: Path) -> None:
    """The real thing once: exit code and streams of a process."""
    environment = {**os.environ, "QUIPU_HOME": str(tmp_path)}
    code = [sys.executable, "-m", "research", "run", str(tmp_path / "nowhere.md")]
    ran = subprocess.run(
        code, env=environment, cwd=Path(__file__).parents[1], capture_output=True, text=True, timeout=60
    )
    assert (ran.returncode, ran.stdout) == (2, "")
    assert len(ran.stderr.strip().splitlines()) == 1 and "nowhere.md" in ran.stderr


def test_an_import_that_died_before_indexing_is_made_good(tiny: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """The files are known by then, and they still become searchable."""
    monkeypatch.setenv("QUIPU_HOME", str(tiny.folder))
    path = tiny.folder / "E99_2026-Q1.txt"
    path.write_text("Interviewer: What do you drink?\nRespondent: Cocoa, of all things.", encoding="utf-8")
    space = tiny.space()
    import_files([path], engine=space.engine, viewer=LOCAL, lock=space.settings.import_lock)
    with pytest.raises(IndexTrouble):
        space.searcher()
    assert CliRunner().invoke(main, ["import", str(path)]).exit_code == 0
    assert space.searcher()
