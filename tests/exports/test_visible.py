"""What a file can carry of a stored text."""

import pytest
from lxml import etree
from specimen import HOSTILE

from exports.visible import visible

CONTROLS = "".join(map(chr, range(0x20)))


@pytest.mark.parametrize("text", [HOSTILE, CONTROLS, "a\r\nb\rc", "\x85\u2028\x9f", "\ud800x\uffff"])
def test_it_is_idempotent_and_fits_into_xml(text: str) -> None:
    shown = visible(text)
    assert visible(shown) == shown
    element = etree.Element("t")
    element.text = shown
    assert etree.fromstring(etree.tostring(element)).text == (shown or None)


def test_what_is_kept() -> None:
    assert visible("𠮷\u200f👩\u200d👧  <w:p> &lt;") == "𠮷\u200f👩\u200d👧  <w:p> &lt;"
    assert visible("a\tb\r\nc\x00d") == "a b cd"
