"""Blocks are known by what they are: unique, safe in a file, and the same when the report is written again."""

import re
from dataclasses import replace

import pytest

from exports.word.marks import safe_name
from research.block_keys import block_keys, most_alike, nearest, section_of
from research.report import Heading, Paragraph, QuoteBlock
from tests.edited_reports import TwoVersions
from tests.small_workspace import small_report, with_interview


@pytest.fixture(params=["zh", "en"])
def made(request, versions_made) -> TwoVersions:
    """Both versions, to be read only."""
    return versions_made(request.param)


def test_keys_are_unique_and_fit_into_the_log(made: TwoVersions) -> None:
    for report in (made.first, made.second):
        keys = made.opened(report).keys
        assert len(set(keys)) == len(keys) and max(map(len, keys)) <= 200


def test_sections_keep_their_keys_when_written_again(made: TwoVersions) -> None:
    first, second = (made.opened(one) for one in (made.first, made.second))
    sections = [[block.anchor for block in each.report.blocks if isinstance(block, Heading) and block.level < 3]
                for each in (first, second)]  # fmt: skip
    assert sections[0] == sections[1]
    assert [f"finding-Q{n}" for n in (1, 2, 3)] == [one for one in sections[0] if one.startswith("finding")]
    texts = [[block.text for block in each.report.blocks if isinstance(block, Paragraph)] for each in (first, second)]
    assert texts[0] != texts[1], "nothing was written differently"


def test_what_is_always_there_keeps_its_key(made: TwoVersions) -> None:
    first, second = (made.opened(one).keys for one in (made.first, made.second))
    always = {"front/subtitle/1", "front/note/1", "finding-Q3/asked/1", "finding-Q3/chart-nQ3", "method/table-funnel"}
    assert always <= set(first) & set(second)


def test_conclusions_are_known_by_their_question(made: TwoVersions) -> None:
    keys = [key for key in made.opened().keys if key.startswith("front/key/")]
    assert keys and all(re.fullmatch(r"front/key/Q\d", key) for key in keys)


def test_anchors_become_bookmarks_that_are_unique_and_short(made: TwoVersions) -> None:
    anchors = [block.anchor for block in made.opened().report.blocks if isinstance(block, Heading)]
    names = [safe_name("qa_", anchor) for anchor in anchors]
    assert len({name.lower() for name in names}) == len(names)
    assert all(len(name) <= 40 and re.fullmatch(r"\w+", name, re.ASCII) for name in names)


def test_the_same_heading_twice_gets_another_anchor() -> None:
    from research.writing.draft import Draft

    draft = Draft("en", None, {})  # type: ignore[arg-type]
    for _ in range(3):
        draft.heading(3, "x", "finding-Q1-a+b")
    draft.heading(3, "x", "finding-Q1-a+b~2")
    anchors = [block.anchor for block in draft.blocks if isinstance(block, Heading)]
    assert len(set(anchors)) == 4


def test_two_alike_blocks_are_told_apart(tmp_path) -> None:
    report = small_report(with_interview(tmp_path), "r")
    doubled = replace(report, blocks=(*report.blocks, *report.blocks))
    keys = block_keys(doubled)
    assert section_of("h2/quote/1") == "h2"
    assert len(set(block_keys(report))) == len(report.blocks)
    quotes = [key for key, block in zip(keys, doubled.blocks, strict=True) if isinstance(block, QuoteBlock)]
    assert len(set(quotes)) == 4


@pytest.mark.parametrize(
    ("key", "found"),
    [
        ("finding-Q1-a+b/quote/2", "finding-Q1-b+a/quote/2"),
        ("finding-Q1-a+c", "finding-Q1-a+c"),  # a third in common is too little
        ("finding-Q2-a+b/quote/2", "finding-Q2-a+b/quote/2"),  # another question's theme is another theme
        ("finding-Q1/quote/2", "finding-Q1/quote/2"),
        ("front/key/Q1", "front/key/Q1"),
    ],
)
def test_a_theme_is_found_by_most_of_its_words(key: str, found: str) -> None:
    assert nearest(key, ["finding-Q1", "finding-Q1-b+a", "finding-Q1-x", "finding-Q2"]) == found


def test_the_theme_itself_comes_before_its_like() -> None:
    assert nearest("finding-Q1-a+b", ["finding-Q1-a", "finding-Q1-a+b"]) == "finding-Q1-a+b"
    assert most_alike(["a", "b"], {"T1": ["a"], "T2": ["b", "a"]}) == "T2"
    assert most_alike(["a"], {}) is None and most_alike([], {"T1": []}) is None
