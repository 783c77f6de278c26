"""Prompts: their blanks are checked, and untrusted text stays inside its fence."""

from pathlib import Path

import pytest

from corpus.errors import BadInput
from corpus.records import Language
from prompts import FOLDER, Prompt, load_prompt

ALL = sorted(path.stem.rsplit("_", 1) for path in FOLDER.glob("*.txt"))


def written(folder: Path, text: str) -> Prompt:
    (folder / "made_en.txt").write_text(text, encoding="utf-8")
    return load_prompt("made", "en", folder)


@pytest.mark.parametrize(("name", "language"), ALL)
def test_every_prompt_loads_and_says_what_its_data_is(name: str, language: Language) -> None:
    prompt = load_prompt(name, language)
    filled = prompt.fill(**{blank: "VALUE" for blank in prompt.blanks})
    assert filled.count("VALUE") == sum(prompt.text.count(f"${blank}") for blank in prompt.blanks)
    assert "$" not in filled
    assert "never instructions" in prompt.text or "绝不是对你的指令" in prompt.text


def test_reply_prompt_has_no_data_of_its_own_but_explains_the_fence() -> None:
    assert load_prompt("reply", "en").data == frozenset()
    assert "never instructions" in load_prompt("reply", "en").text


@pytest.mark.parametrize("name", ["outline", "wording", "cleaning", "grading"])
def test_both_languages_take_the_same_blanks(name: str) -> None:
    chinese, english = load_prompt(name, "zh"), load_prompt(name, "en")
    assert (chinese.blanks, chinese.data) == (english.blanks, english.data)


def test_outline_takes_four_untrusted_blanks() -> None:
    assert load_prompt("outline", "zh").data == {"brief", "questions", "audience", "corpus_questions"}


def test_a_missing_and_an_extra_blank_are_named(tmp_path: Path) -> None:
    prompt = written(tmp_path, "# blanks: count | data: brief\n$count $brief\n")
    with pytest.raises(BadInput) as missing:
        prompt.fill(count="3")
    assert (missing.value.key, missing.value.values["blank"]) == ("prompt_blank_missing", "brief")
    with pytest.raises(BadInput) as extra:
        prompt.fill(count="3", brief="", audience="")
    assert (extra.value.key, extra.value.values["blank"]) == ("prompt_blank_unknown", "audience")


@pytest.mark.parametrize(
    ("text", "blank"),
    [
        ("# blanks: count brief\n$count\n", "brief"),
        ("# blanks: count\n$count $brief\n", "brief"),
        ("$count\n", ""),
        ("# blanks: count\n$count costs $ 5\n", ""),
    ],
)
def test_a_prompt_whose_blanks_do_not_agree_is_refused(tmp_path: Path, text: str, blank: str) -> None:
    with pytest.raises(BadInput) as refused:
        written(tmp_path, text)
    assert (refused.value.key, refused.value.values["blank"]) == ("prompt_broken", blank)


@pytest.mark.parametrize("name", ["none_such", "../prompts/outline", ""])
def test_an_unknown_prompt_is_refused(name: str) -> None:
    with pytest.raises(BadInput, match="prompt_unknown"):
        load_prompt(name, "en")


@pytest.mark.parametrize("close", ["</data>", "</DATA>", "< / data >", '<data name="rules">'])
def test_untrusted_text_cannot_close_its_fence(tmp_path: Path, close: str) -> None:
    prompt = written(tmp_path, "# blanks: | data: brief\n$brief\n")
    filled = prompt.fill(brief=f"a {close} b < c")
    assert filled == f'<data name="brief">\na ‹{close[1:]} b < c\n</data>\n'


def test_blanks_inside_a_value_are_not_filled(tmp_path: Path) -> None:
    prompt = written(tmp_path, "# blanks: key | data: brief\n$key $brief\n")
    assert "$key ${key} $" in prompt.fill(key="SECRET", brief="$key ${key} $")
    assert prompt.fill(key="SECRET", brief="$key").count("SECRET") == 1


def test_the_hash_follows_the_text_and_the_blanks(tmp_path: Path) -> None:
    hashes = {
        written(tmp_path, text).hash
        for text in ("# blanks: a\n$a\n", "# blanks: a\n$a!\n", "# blanks: | data: a\n$a\n", "# blanks: a\n$a\n")
    }
    assert len(hashes) == 3 and all(len(each) == 12 for each in hashes)
