"""Whatever the bytes, a reader reads or raises FileRefused, and soon."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.hostile import TRANSCRIPTS, of_length
from corpus.errors import FileRefused
from corpus.readers import READERS, read_transcripts
from corpus.tables import TABLES, people_in

_PIECES = st.sampled_from(
    ["WEBVTT", "\n", "\n\n", "1\n", "00:01.000 --> 00:02.000\n", "00:00:01,000 --> 00:00:02,000\n", "Q: ", "A：", "<v Jo>", "- ", "受访者编号,角色,内容", "respondent,consent\n", "E1,", '"', '{"turns": [', '{"speaker": "Q", "text": "a"}', "[", "]", "}", ", ", "**", "### ", "\t", "[00:01:02] ", "Date: ", "2026-13-45", "呃", "\x00", "\ufeff", "\u2028", ":", "&#0;", "sep=;\n"]
)  # fmt: skip
_BYTES = st.binary(max_size=300) | st.lists(_PIECES, max_size=30).map(lambda pieces: "".join(pieces).encode())


@pytest.mark.parametrize("suffix", READERS)
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=_BYTES)
def test_reads_or_refuses(suffix: str, data: bytes) -> None:
    for reader in (read_transcripts, *([people_in] if suffix in TABLES else [])):
        try:
            found = reader("a" + suffix, data)
        except FileRefused as refused:
            json.dumps(refused.values).encode()
        else:
            assert found or reader is people_in


@pytest.mark.parametrize("text", [of_length(text) for text in TRANSCRIPTS])
def test_texts_made_to_be_slow_are_read_or_refused(text: str) -> None:
    """Backtracking would never come back; how long each takes, and how that grows, is `benchmarks.hostile`."""
    for suffix in READERS:
        try:
            assert read_transcripts("a" + suffix, text.encode())
        except FileRefused as refused:
            assert refused.key


def test_unknown_suffix() -> None:
    with pytest.raises(FileRefused) as refused:
        read_transcripts("a.exe", b"Q: a")
    assert (refused.value.key, refused.value.values) == ("unknown_format", {"suffix": ".exe"})
