"""Every trouble has a sentence and a remedy in both languages, and sentences are filled as people write."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import pytest

from corpus.errors import BadInput, FileRefused, NotAllowed, QuipuError, Shortage
from corpus.records import Language
from corpus.viewer import RIGHTS, Action
from research import messages
from research.loose import STAND_IN, quantities, quotations
from research.messages import explain, load, say, texts

ROOT = Path(__file__).parents[2]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
FOLDERS = ("corpus", "index", "research", "prompts", "exports")
OPTIONAL = re.compile(r"\[\[.*?\]\]")
BLANK = re.compile(r"\{(\w+)(?::[^{}]*)?\}")
REPR = re.compile(r"\bNone\b|\bTrue\b|\bFalse\b|<class|object at 0x|\w\(\)|\['|\{'|\('|, '")

# Errors whose key is computed: (file, the key as written there) → the keys it can be.
COMPUTED = {
    ("research/model.py", "second.key"): {"model_reply_not_json", "model_reply_shape"},
    ("research/model.py", "refused.get(status, 'model_request_refused')"): {
        "model_key_refused", "model_not_found", "model_request_refused",
    },
    ("research/shortage.py", "shortage.key"): {"shortage_too_few", "more_than_valid"},
}  # fmt: skip


@dataclass(frozen=True)
class Raised:
    """An error made somewhere: its key, the names of its values, and those values that are constant words."""

    place: str
    key: str
    names: frozenset[str]
    words: tuple[tuple[str, str], ...]


def error_classes(trees: dict[str, ast.Module]) -> set[str]:
    """QuipuError and all that derives from it, found without importing."""
    derived = [(node.name, {ast.unparse(base) for base in node.bases})
               for tree in trees.values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]  # fmt: skip
    found = {"QuipuError"}
    while new := {name for name, bases in derived if bases & found} - found:
        found |= new
    return found


def raised_in(trees: dict[str, ast.Module]) -> Iterator[Raised]:
    classes = error_classes(trees)
    for path, tree in trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in classes and node.args:
                yield from _of_call(path, node)


def _of_call(path: str, node: ast.Call) -> Iterator[Raised]:
    first = node.args[0]
    if isinstance(first, ast.Constant):
        keys = {str(first.value)}
    elif isinstance(first, ast.IfExp) and all(isinstance(each, ast.Constant) for each in (first.body, first.orelse)):
        keys = {ast.literal_eval(first.body), ast.literal_eval(first.orelse)}
    else:
        keys = COMPUTED.get((path, ast.unparse(first)), {f"? {ast.unparse(first)}"})
    passed = {each.arg: each.value for each in node.keywords if each.arg}
    names = frozenset(passed) if all(each.arg for each in node.keywords) else frozenset({"**"})
    words = tuple((name, value.value) for name, value in passed.items()
                  if isinstance(value, ast.Constant) and isinstance(value.value, str))  # fmt: skip
    for key in sorted(keys):
        yield Raised(f"{path}:{node.lineno}", key, names, words)


@pytest.fixture(scope="module")
def raised() -> list[Raised]:
    files = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))]
    trees = {str(path.relative_to(ROOT)): ast.parse(path.read_text(encoding="utf-8")) for path in files}
    return list(raised_in(trees))


def error_keys(language: Language) -> set[str]:
    return {key.rpartition(".")[0] for key in texts(language, "error") if key.endswith(".text")}


def blanks(key: str, language: Language) -> tuple[set[str], set[str]]:
    """(those that must be filled, those that may stay empty) in sentence and remedy."""
    told = " ".join(texts(language, f"error.{key}")[part] for part in ("text", "remedy"))
    must = set(BLANK.findall(OPTIONAL.sub("", told)))
    return must, set(BLANK.findall(told)) - must


def test_scan_sees_subclasses_computed_keys_and_values() -> None:
    source = (
        "class Odd(errors.BadInput): ...\nclass BadInput(QuipuError): ...\nclass Odder(BadInput): ...\n"
        "def f():\n    raise Odder('a', why='x', line=n)\n    return BadInput('b' if n else 'c', **v), BadInput(k)"
    )
    found = list(raised_in({"f.py": ast.parse(source)}))
    assert [each.key for each in found] == ["a", "b", "c", "? k"]
    assert found[0].names == {"why", "line"} and found[0].words == (("why", "x"),)
    assert found[1].names == {"**"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_error_raised_has_sentence_and_remedy(raised: list[Raised], language: Language) -> None:
    assert len({each.key for each in raised}) > 40
    known = texts(language, "error")
    lacking = [
        f"{each.place} {each.key}" for each in raised if not {f"{each.key}.text", f"{each.key}.remedy"} <= known.keys()
    ]
    assert lacking == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_blanks_are_values_the_error_carries(raised: list[Raised], language: Language) -> None:
    wrong = []
    for each in raised:
        if "**" in each.names or each.key not in error_keys(language):
            continue
        must, may = blanks(each.key, language)
        anywhere = frozenset[str]().union(*(other.names for other in raised if other.key == each.key))
        wrong += [f"{each.place} {each.key}: {name}" for name in (must - each.names) | (may - anywhere)]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_codes_that_are_shown_have_words(raised: list[Raised], language: Language) -> None:
    """A constant such as why="too_deep" is a code: no sentence may show it as it stands."""
    wrong = []
    for each in raised:
        for name, code in each.words if each.key in error_keys(language) else ():
            must, may = blanks(each.key, language)
            known = {f"error.{each.key}.{name}.{code}", f"word.{name}.{code}"} & messages._sentences(language).keys()
            if (name in must or (name in may and code)) and not known:
                wrong.append(f"{each.place} {each.key}: {name}={code!r}")
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_roles_and_actions_have_words(language: Language) -> None:
    assert texts(language, "error.not_allowed.role").keys() == RIGHTS.keys()
    assert texts(language, "error.not_allowed.action").keys() == set(get_args(Action))


def test_both_languages_say_the_same() -> None:
    zh, en = texts("zh", "error"), texts("en", "error")
    assert zh.keys() == en.keys()
    assert [key for key in sorted(error_keys("zh")) if blanks(key, "zh") != blanks(key, "en")] == []
    assert texts("zh", "word").keys() == texts("en", "word").keys()


@pytest.mark.parametrize("sample", [["a", "b"], None, True, {"a": [1, 2.0]}], ids=["list", "none", "truth", "mapping"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_are_whole_and_hold_no_repr(language: Language, sample: object) -> None:
    end = "。" if language == "zh" else "."
    for key in sorted(error_keys(language)):
        told = str(dict(texts(language, f"error.{key}")))
        values = {name: 7 if f"{{{name}:" in told else sample for name in set().union(*blanks(key, language))}
        shown = explain(QuipuError(key, **values), language)
        assert shown.endswith(end) and shown.count(end) >= 2, shown
        assert not REPR.search(shown) and not re.search(r"[{}]|\[\[|\]\]", shown), shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_chinese_is_chinese_and_english_is_english(language: Language) -> None:
    for key, text in texts(language, "error").items():
        han = len(re.findall(r"[\u4e00-\u9fff]", text))
        assert han == 0 if language == "en" else han > 0, f"{key}: {text}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_reports_say_holds_no_number_or_quotation_of_its_own(language: Language) -> None:
    """Outside its blanks: a file with one would not verify. Cues are read, not said."""
    said = {key: BLANK.sub(STAND_IN, text) for key, text in texts(language, "report").items()}
    wrong = {key: [*quantities(text), *quotations(text)] for key, text in said.items() if not key.startswith("aspect.")}
    assert {key: found for key, found in wrong.items() if found} == {}


def test_explain_joins_as_the_language_does() -> None:
    error = BadInput("brief_empty")
    en, zh = explain(error, "en"), explain(error, "zh")
    assert en == "The brief is empty. Write at least one question you want answered."
    assert zh == "简报是空的。请至少写一个想知道的问题。"


def test_explain_puts_codes_into_words_and_leaves_others_alone() -> None:
    assert "nested too deeply" in explain(BadInput("brief_bad_yaml", line=3, why="too_deep"), "en")
    assert "第3行" in explain(BadInput("brief_bad_yaml", line=3, why="too_deep"), "zh")
    own_field = BadInput("brief_bad_field", field="预算", why="unknown", line=2)
    assert "“预算”（第2行）用不了：没有这一项" in explain(own_field, "zh")
    assert explain(NotAllowed("not_allowed", action="import", role="merchant"), "en").startswith(
        "As a merchant you may not import files."
    )


def test_explain_leaves_out_what_is_not_known() -> None:
    assert explain(FileRefused("no_speakers", line=4), "en").startswith("From line 4 on, it cannot be told")
    assert explain(FileRefused("no_speakers", line=0), "zh").startswith("分不清")
    row = explain(FileRefused("bad_row", line=9, column="", value=""), "en")
    assert row.startswith("Row 9 cannot be read: its cells cannot be told apart. ")
    few = Shortage("shortage_too_few", valid=1, wanted=30, binds="age 18–25", relax=["age → 12", "city → 9"])
    assert "1 valid response, where 30 were wanted; the main limit is age 18–25." in explain(few, "en")
    assert "（age → 12、city → 9）" in explain(few, "zh")
    nothing = Shortage("shortage_too_few", valid=0, wanted=30, binds="", relax=[])
    assert "the main limit" not in explain(nothing, "en") and "()" not in explain(nothing, "en")


def test_sizes_are_megabytes_rounded_up_and_counts_are_not() -> None:
    big = FileRefused("too_large", size=30 * 1024**2 + 1, limit=30 * 1024**2)
    assert "30.1 MB, where 30 MB is the most" in explain(big, "en")
    assert "20,500个字符，上限是20,000个" in explain(BadInput("brief_too_long", length=20500, limit=20000), "zh")


def test_values_named_like_parameters_are_values() -> None:
    assert explain(BadInput("prompt_unknown", prompt="wording", language="zh"), "en").startswith(
        "There is no prompt wording (Chinese)."
    )


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of its own, read instead of the message files."""
    (tmp_path / "word_en.yaml").write_text('word: {truth: {"true": "yes", "false": "no"}}', encoding="utf-8")
    monkeypatch.setattr(messages, "FOLDER", tmp_path)
    messages._sentences.cache_clear()
    yield tmp_path
    messages._sentences.cache_clear()


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")
    messages._sentences.cache_clear()


def test_files_are_merged_and_found_by_dotted_key(own: Path) -> None:
    write(own, "cli_en.yaml", 'cli:\n  imported: "{n} {n:file|files} in"\n  no: "No"')
    write(own, "report_en.yaml", "report: {title: '{{{title}}}', rows: [first, second]}")
    write(own, "cli_zh.yaml", "cli: {imported: '导入 {n} 份'}")
    assert say("en", "cli.imported", n=1, more="unused") == "1 file in"
    assert say("en", "cli.imported", n=0) == "0 files in"
    assert say("zh", "cli.imported", n=2) == "导入 2 份"
    assert say("en", "report.title", title="T") == "{T}"
    assert texts("en", "cli") == {"imported": "{n} {n:file|files} in", "no": "No"}
    assert list(texts("en", "report.rows").values()) == ["first", "second"]


def test_values_are_data(own: Path) -> None:
    write(own, "cli_en.yaml", "cli: {found: 'Found {what}[[ in {where}]]'}")
    assert (
        say("en", "cli.found", what="{where} [[x]] {0.__class__}", where="{{")
        == "Found {where} [[x]] {0.__class__} in {{"
    )
    assert say("en", "cli.found", what=("a", 2.0, None), where="") == "Found a, 2, —"
    assert say("en", "cli.found", what={"ok": True}) == "Found ok: yes"


def test_what_is_missing_is_named(own: Path) -> None:
    write(own, "cli_en.yaml", "cli: {found: 'Found {what}', odd: '{n:x}'}")
    with pytest.raises(KeyError, match=r"cli\.found.*what"):
        say("en", "cli.found")
    with pytest.raises(KeyError, match=r"cli\.lost"):
        say("en", "cli.lost")
    with pytest.raises(KeyError, match=r"cli\.odd.*n.*x"):
        say("en", "cli.odd", n=1)
    with pytest.raises(KeyError, match="page"):
        texts("en", "page")


def test_key_said_twice_or_no_mapping_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a_en.yaml").write_text("cli: {x: one}", encoding="utf-8")
    (tmp_path / "b_en.yaml").write_text("cli: {y: two}", encoding="utf-8")
    assert load(tmp_path, "en") == {"cli.x": "one", "cli.y": "two"}
    (tmp_path / "b_en.yaml").write_text("cli: {x: two}", encoding="utf-8")
    with pytest.raises(ValueError, match=r"b_en\.yaml.*cli\.x"):
        load(tmp_path, "en")
    (tmp_path / "b_en.yaml").write_text("- x", encoding="utf-8")
    with pytest.raises(ValueError, match="no mapping"):
        load(tmp_path, "en")
