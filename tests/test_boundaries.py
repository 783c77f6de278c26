"""The arrows of the layout: corpus → index → research → exports → front doors. Read from the code, nothing is run."""

import ast
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).resolve().parent.parent

MAY_IMPORT = {
    "corpus": {"corpus"},
    "index": {"corpus", "index"},
    "prompts": {"corpus.errors", "corpus.records", "prompts"},
    "research": {"corpus", "index", "prompts", "research"},
    "exports": {"corpus", "index", "research", "exports"},
    "benchmarks": {"corpus", "index", "prompts", "research", "exports", "benchmarks"},
}
"""Folder → our own modules it may import, those below them included. Folders not named here are not checked."""

FRONT_DOORS = ("app", "research.cli", "research.__main__", "research.pages")
"""They may import everything; only they and the tests import them."""

SCREENS = ("app", "research.pages")
OURS = {*MAY_IMPORT, "app", "tests"}
LONGEST = 400  # lines


def module_of(path: str) -> str:
    """`research/pages/home.py` → `research.pages.home`; a package's `__init__.py` is the package."""
    parts = PurePosixPath(path).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def within(module: str, roots: tuple[str, ...] | set[str]) -> bool:
    """Whether `module` is one of `roots` or lies below one."""
    return any(module == root or module.startswith(root + ".") for root in roots)


def _package_of(path: str, level: int) -> str:
    folders = PurePosixPath(path).parts[:-1]
    return ".".join(folders[: len(folders) - (level - 1)])


def _from(path: str, node: ast.ImportFrom) -> Iterator[str]:
    """`from research import cli` is both research and research.cli: which of the two is a module cannot be read off."""
    start = ".".join(part for part in (_package_of(path, node.level) if node.level else "", node.module) if part)
    yield start
    yield from (f"{start}.{name.name}" for name in node.names)


def _by_name(node: ast.Call) -> Iterator[str]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    first = node.args[0] if node.args else None
    if name in ("import_module", "__import__") and isinstance(first, ast.Constant):
        yield str(first.value)


def imports(path: str, tree: ast.Module) -> Iterator[tuple[str, int]]:
    """(module, line) of each import, those inside functions and by name included."""
    for node in ast.walk(tree):
        found: list[str] = []
        if isinstance(node, ast.Import):
            found = [name.name for name in node.names]
        elif isinstance(node, ast.ImportFrom):
            found = list(_from(path, node))
        elif isinstance(node, ast.Call):
            found = list(_by_name(node))
        yield from ((module, node.lineno) for module in found)


def _trouble(importer: str, imported: str) -> str | None:
    """What is wrong when `importer` imports `imported`; None where nothing is."""
    folder = importer.split(".")[0]
    if folder == "tests":
        return None
    if within(imported, ("streamlit",)) and not within(importer, SCREENS):
        return "streamlit belongs to app.py and research/pages"
    if imported.split(".")[0] not in OURS or within(importer, FRONT_DOORS):
        return None
    if within(imported, FRONT_DOORS):
        return "nobody imports a front door"
    allowed = MAY_IMPORT.get(folder)
    # `from corpus import errors` names the bare folder too: its parts are judged, as `corpus.errors`.
    bare = allowed is not None and any(root.startswith(imported + ".") for root in allowed)
    return None if allowed is None or bare or within(imported, allowed) else f"{folder} may not import this"


def _raw_html(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "unsafe_allow_html":
            yield node.value.lineno
        if isinstance(node, ast.Dict):
            keys = (key for key in node.keys if isinstance(key, ast.Constant))
            yield from (key.lineno for key in keys if key.value == "unsafe_allow_html")


def breaches(path: str, source: str) -> list[str]:
    """Each rule a file breaks, as `path:line: what`; `path` is relative to the root, with forward slashes."""
    tree = ast.parse(source)
    importer = module_of(path)
    found = [
        f"{path}:{line}: imports {module}: {trouble}"
        for module, line in imports(path, tree)
        if (trouble := _trouble(importer, module))
    ]
    found += [f"{path}:{line}: unsafe_allow_html" for line in _raw_html(tree)]
    if (lines := len(source.splitlines())) > LONGEST:
        found.append(f"{path}:{lines}: more than {LONGEST} lines")
    if not ast.get_docstring(tree):
        found.append(f"{path}:1: no module docstring")
    return list(dict.fromkeys(found))


def our_files() -> list[Path]:
    """All Python files of the project: whatever folder is neither hidden nor the run-time one."""
    tops = [top for top in ROOT.iterdir() if not top.name.startswith(".") and top.name not in ("var", "__pycache__")]
    nested = (path for top in tops if top.is_dir() for path in top.rglob("*.py"))
    return sorted([*nested, *(top for top in tops if top.suffix == ".py")])


def test_the_scan_sees_the_project() -> None:
    seen = {module_of(path.relative_to(ROOT).as_posix()).split(".")[0] for path in our_files()}
    assert set(MAY_IMPORT) <= seen


def test_no_file_breaks_a_boundary() -> None:
    found = [
        breach
        for path in our_files()
        for breach in breaches(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
    ]
    assert not found, "\n".join(found)


BAD = [
    ("corpus/a.py", "from index.search import Index", "corpus may not import this"),
    ("corpus/a.py", "import research", "corpus may not import this"),
    ("corpus/a.py", "def f():\n    from exports import word", "corpus may not import this"),
    ("corpus/a.py", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import index", "corpus may not import"),
    ("corpus/readers/a.py", "from ...index import search", "corpus may not import this"),
    ("corpus/a.py", "import importlib\nimportlib.import_module('index.search')", "corpus may not import this"),
    ("corpus/a.py", "import json, index.words", "corpus may not import this"),
    ("index/a.py", "from research.report import Report", "index may not import this"),
    ("index/a.py", "import prompts", "index may not import this"),
    ("prompts/a.py", "from corpus.store import Corpus", "prompts may not import this"),
    ("prompts/a.py", "from corpus import store", "prompts may not import this"),
    ("research/a.py", "from exports.word import write_word", "research may not import this"),
    ("research/a.py", "from benchmarks import themes", "research may not import this"),
    ("research/a.py", "from research import cli", "nobody imports a front door"),
    ("research/a.py", "from . import pages", "nobody imports a front door"),
    ("research/a.py", "from tests import model_server", "research may not import this"),
    ("exports/word/a.py", "from prompts import load_prompt", "exports may not import this"),
    ("exports/a.py", "import research.pages.home", "nobody imports a front door"),
    ("exports/a.py", "import app", "nobody imports a front door"),
    ("benchmarks/a.py", "from research.cli import main", "nobody imports a front door"),
    ("research/a.py", "import streamlit as st", "streamlit belongs to"),
    ("research/cli.py", "from streamlit import write", "streamlit belongs to"),
    ("app.py", "show(text, unsafe_allow_html=True)", "unsafe_allow_html"),
    ("tests/test_a.py", "show(text, **{'unsafe_allow_html': True})", "unsafe_allow_html"),
    ("index/a.py", "x = 1\n" * LONGEST, "more than 400 lines"),
]


@pytest.mark.parametrize(("path", "code", "expected"), BAD)
def test_a_bad_file_is_caught(path: str, code: str, expected: str) -> None:
    found = breaches(path, f'"""A module."""\n{code}')
    assert found
    assert all(expected in breach for breach in found), found


def test_a_module_without_docstring_is_caught() -> None:
    assert breaches("index/__init__.py", "") == ["index/__init__.py:1: no module docstring"]


GOOD = [
    ("corpus/a.py", "from corpus.errors import BadInput\nfrom . import records\nimport indexed, re"),
    ("index/a.py", "from corpus.store import Corpus"),
    ("prompts/a.py", "from corpus.errors import BadInput\nfrom corpus import records"),
    ("research/a.py", "from index.search import Index\nfrom prompts import load_prompt"),
    ("research/clipping.py", "from research import clip"),
    ("exports/word/a.py", "from . import marks\nfrom research.report import Report"),
    ("research/cli.py", "from exports.word import write_word\nfrom benchmarks import themes"),
    ("research/__main__.py", "from research.cli import main"),
    ("research/pages/home.py", "import streamlit as st\nfrom exports import word"),
    ("app.py", "import streamlit\nfrom research.pages import home"),
    ("tests/test_a.py", "import streamlit.testing.v1\nfrom research.cli import main"),
]


@pytest.mark.parametrize(("path", "code"), GOOD)
def test_a_good_file_passes(path: str, code: str) -> None:
    assert breaches(path, f'"""A module."""\n{code}') == []
