"""Words of others as markdown: shown letter for letter, nothing in them live."""

import re

import pytest

from research.pages.escaping import escaped
from tests.small_workspace import HOSTILE, QUOTED


@pytest.mark.parametrize(
    "text",
    [HOSTILE, QUOTED, "1. a", "# a", "> a", "---", "a\n\nb", ":material/home:", "\\*", "&lt;", "~~a~~", "你好：“*”"],
)
def test_escaped_text_holds_no_live_mark(text: str) -> None:
    shown = escaped(text)
    assert not re.search(r"(?<!\\)(?:\\\\)*[*_<>&`$\[\]|#:~-]", shown)
    assert re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", shown).replace("\u2060", "") == " ".join(text.split())


@pytest.mark.parametrize("text", [":smile:", "a -- b", "-> b", "http://a.b", "www.a.b", "me@a.b"])
def test_what_streamlit_makes_live_afterwards_is_parted(text: str) -> None:
    assert "\u2060" in escaped(text)


def test_ordinary_words_carry_no_joiner() -> None:
    assert "\u2060" not in escaped("At 12:30 – well-known, 5-10; a: b. 县城：好")
