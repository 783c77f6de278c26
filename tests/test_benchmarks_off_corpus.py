"""The briefs off the corpus: enough of each kind, labelled with what a brief can have, and how right is told from wrong."""

from collections import Counter
from typing import get_args

import pytest

from benchmarks.off_corpus import Off, Told, briefs_of, figures, named_in
from corpus.records import Language
from research.audience import Criterion
from research.binding import Binding
from research.brief import parse_brief
from research.outline import draft_outline
from research.outline_edits import with_said

CITY = Criterion("city", "contains", ("Leeds",), True, "Leeds")
LANGUAGES = pytest.mark.parametrize("language", get_args(Language))


@LANGUAGES
def test_there_are_five_briefs_of_each_kind(language: Language) -> None:
    counted = Counter(one.off for one in briefs_of(language))
    assert set(counted) == set(get_args(Off)) and min(counted.values()) >= 5


@LANGUAGES
def test_what_is_labelled_is_in_the_brief(language: Language) -> None:
    """A criterion by the field its words are read as, a question by its place; a whole subject by neither."""
    for row in briefs_of(language):
        outline = draft_outline(parse_brief(row.brief))
        for words in outline.unread:
            outline = with_said(outline, words, required=True)
        there = {*(one.field for one in outline.criteria), *(one.id for one in outline.core)}
        assert {*row.named} <= there, row.brief
        assert bool(row.named) == (row.binds not in ("subject", "number")), row.brief


@LANGUAGES
def test_only_the_very_thing_is_right(language: Language) -> None:
    outline = draft_outline(parse_brief(briefs_of(language)[0].brief))
    asked = tuple((one, 0) for one in outline.core[:1])
    row = briefs_of(language)[0].model_copy(update={"binds": "question", "named": ("city", "Q1")})
    both = Binding("question", 0, 5, asked, (CITY,))
    told = [Told(row, found, named_in(found), "") for found in (both, Binding("question", 0, 5, asked))]
    assert [one.right for one in told] == [True, False]
    counted = figures(told)
    assert counted["all"] == [1, 2] and counted["category"] == [1, 2] and len(counted["wrong"]) == 1
    assert named_in(Binding("subject", 0, 5, asked)) == ()
