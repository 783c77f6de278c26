"""Who may do what, asked below the pages: each way into the corpus refuses who has no right to it."""

import inspect

import pytest
from sqlalchemy.exc import UnboundExecutionError

from corpus.errors import NotAllowed
from corpus.store import Corpus
from corpus.viewer import LOCAL, RIGHTS, Viewer, require

CALLS = {
    "interview": ("read_transcripts", ("none",)),
    "interviews": ("search", ()),
    "said": ("search", ([1],)),
    "attributes": ("search", ()),
    "count_lines": ("search", ()),
    "exchange_ids": ("search", ()),
    "interviews_of": ("search", ([1],)),
    "places_of": ("search", ([1],)),
    "lines": ("search", ()),
    "person": ("search", ("none", "2026-Q1")),
    "stamp": ("search", ()),
    "versions": ("search", ()),
    "consents": ("search", (["E01-2026-Q1"],)),
    "count_exchanges": ("search", (["E01-2026-Q1"],)),
    "counts": ("search", ()),
    "for_studies": ("search", ()),
    "lines_for_studies": ("search", ()),
    "size": ("search", ()),
    "spoken": ("search", (["E01-2026-Q1"],)),
    "waves": ("search", ()),
    "files": ("import", ()),
}


def test_every_way_in_is_listed_here() -> None:
    public = {name for name, _ in inspect.getmembers(Corpus, inspect.isfunction) if not name.startswith("_")}
    assert public == set(CALLS)


@pytest.mark.parametrize("role", RIGHTS)
@pytest.mark.parametrize("call", CALLS)
def test_the_right_is_asked_for_before_anything_is_read(role, call) -> None:
    action, arguments = CALLS[call]
    corpus = Corpus(None, Viewer("x", role, "c"))  # reading without a database fails otherwise
    if action in RIGHTS[role]:
        with pytest.raises(UnboundExecutionError):
            getattr(corpus, call)(*arguments)
    elif call == "interview":
        with pytest.raises(UnboundExecutionError):  # was it granted? see tests/research/test_orders.py
            getattr(corpus, call)(*arguments)
    else:
        with pytest.raises(NotAllowed) as refused:
            getattr(corpus, call)(*arguments)
        assert refused.value.values == {"action": action, "role": role}


def test_a_merchant_reads_reports_alone() -> None:
    assert RIGHTS["merchant"] == {"read_reports"}
    require(Viewer("x", "merchant", "c"), "read_reports")
    require(LOCAL, "import")
