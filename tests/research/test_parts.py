"""Marks kept by what they are: a theme whose rank changed is still that theme."""

from dataclasses import replace

import pytest

from research.parts import Placing, Unplaceable, by_ids, by_words, place_of, taken_apart
from research.writing.draft import Draft
from tests.edited_reports import TwoVersions


@pytest.fixture(params=["zh", "en"])
def made(request, versions_made) -> TwoVersions:
    """Both versions, to be read only."""
    return versions_made(request.param)


def renamed(made: TwoVersions):
    """The evidence with every theme under another id, as when another view comes up most."""
    evidence = made.opened().evidence
    return replace(evidence, questions={
        id_: replace(asked, themes=tuple(replace(one, id=f"T{9 - at}") for at, one in enumerate(asked.themes)))
        for id_, asked in evidence.questions.items()
    })  # fmt: skip


def test_apart_and_together_is_the_same_text(made: TwoVersions) -> None:
    opened = made.opened()
    placing = Placing(Draft.of(opened.written, opened.evidence, {}), opened.written)
    for block in opened.written.blocks:
        text = getattr(block, "text", "")
        assert placing.text(taken_apart(text, opened.written, opened.evidence)) == text


def test_specifications_follow_the_theme_not_its_rank(made: TwoVersions) -> None:
    opened, other = made.opened(), renamed(made)
    themed = [
        one.spec for one in opened.report.figures.values() if "'theme'" in str(one.spec) or "none_of" in str(one.spec)
    ]
    assert themed
    for spec in themed:
        kept = by_words(spec, opened.evidence)
        assert by_ids(kept, opened.evidence) == spec
        moved = by_ids(kept, other)
        assert moved != spec and by_words(moved, other) == kept


def test_a_theme_that_is_gone_is_not_replaced_by_another(made: TwoVersions) -> None:
    opened = made.opened()
    spec = next(one.spec for one in opened.report.figures.values() if "'theme'" in str(one.spec))
    bare = replace(
        opened.evidence, questions={id_: replace(one, themes=()) for id_, one in opened.evidence.questions.items()}
    )
    with pytest.raises(Unplaceable):
        by_ids(by_words(spec, opened.evidence), bare)


def test_a_stored_text_stands_only_where_the_report_holds_it(made: TwoVersions) -> None:
    """A seed or a base of another run would be a number nobody can trace."""
    opened = made.opened()
    mark = next(id_ for id_, one in opened.written.texts.items() if one.kind == "setting")
    parts = taken_apart(f"x {{{mark}}}", opened.written, opened.evidence)
    bare = replace(opened.written, texts={})
    with pytest.raises(Unplaceable):
        Placing(Draft.of(bare, opened.evidence, {}), bare).text(parts)


def test_a_quote_is_itself_wherever_it_stands_in_the_list(made: TwoVersions) -> None:
    opened = made.opened()
    last = list(opened.written.quotes)[-1]
    moved = replace(
        opened.written, quotes={"Q900": replace(opened.written.quotes[last], id="Q900")}, quoted={"Q900": "x"}
    )
    placing = Placing(Draft.of(moved, opened.evidence, {}), moved)
    assert placing.quote(place_of(opened.written.quotes[last])) == "Q900"
    with pytest.raises(Unplaceable):
        placing.quote(place_of(opened.written.quotes[last]) | {"spans": [[0, 1]]})
