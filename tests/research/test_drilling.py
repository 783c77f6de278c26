"""From a figure to people to words: as many as it says, the words that made them count, and only for who may see them."""

import json
from dataclasses import replace

import pytest

from corpus.records import Span
from corpus.viewer import Viewer
from research.drilling import context_of, drill, figures_behind, is_drillable, may_see, shown_figures, words_of
from research.evidence import Place
from research.people import people
from tests.edited_reports import TwoVersions

MERCHANT = Viewer("m", "merchant", "local")


@pytest.fixture(params=["zh", "en"])
def made(request, versions_made) -> TwoVersions:
    """Both versions, to be read only."""
    return versions_made(request.param)


def test_every_figure_shown_counts_the_people_it_drills_to(made: TwoVersions) -> None:
    opened = made.opened(made.second)
    shown = shown_figures(opened.report)
    assert len(shown) > 20
    for id_ in shown:
        figure = opened.report.figures[id_]
        found = drill(figure.spec, opened.evidence, made.language)
        assert len(found.counted) == figure.n, figure
        assert figure.base is None or len(found.counted) + len(found.others) == figure.base, figure
        assert not {row.who for row in found.counted} & {row.who for row in found.others}


def test_those_counted_are_those_for_whom_the_conditions_hold(made: TwoVersions) -> None:
    opened = made.opened()
    for figure in opened.report.figures.values():
        if "of" in figure.spec:
            held = people([*figure.spec["of"], *figure.spec.get("among", ())], opened.evidence)
            assert {row.who for row in drill(figure.spec, opened.evidence, "en").counted} == held


def test_steps_of_the_funnel_and_sizes_of_the_corpus_lead_nowhere(made: TwoVersions) -> None:
    report = made.opened().report
    specs = [figure.spec for figure in report.figures.values()]
    assert {json.dumps(spec) for spec in specs if not is_drillable(spec)} == {
        json.dumps(spec) for spec in specs if {"funnel", "corpus", "interviews"} & spec.keys()
    }
    assert not shown_figures(report) & {id_ for id_, one in report.figures.items() if "funnel" in one.spec}


def test_words_are_the_coded_ones_in_the_interview_itself(made: TwoVersions) -> None:
    opened, space = made.opened(), made.space
    spec = next(one.spec for one in opened.report.figures.values() if "theme" in json.dumps(one.spec.get("of", "")))
    rows = drill(spec, opened.evidence, made.language).counted
    words = words_of(rows, opened.evidence, space)
    assert set(words) == {row.who for row in rows}
    for row in rows:
        assert words[row.who], "a theme's people said something"
        for one in words[row.who]:
            interview = space.corpus.interview(one.place.interview, one.place.version)
            assert interview.respondent == row.who and one.text == interview.words(one.place.span)
            assert [one.text[slice(*span)] for span in one.coded] == [interview.words(span) for span in one.spans]
            assert all(any(_within(span, place.span) for place in row.places) for span in one.spans)


def _within(one: Span, other: Span) -> bool:
    return other[0] <= one[0] and one[1] <= other[1]


def test_words_of_one_sentence_are_shown_once_with_all_that_counts_marked(made: TwoVersions) -> None:
    opened, space = made.opened(), made.space
    spec = {"of": [{"question": "Q1", "status": "answered"}]}
    row = drill(spec, opened.evidence, made.language).counted[0]
    whole = row.places[0]
    start, end = whole.span
    assert end - start > 6
    pieces = ((start, start + 2), (start + 1, start + 3), (start + 4, start + 6), (start, start + 2))
    several = replace(row, places=tuple(replace(whole, span=piece) for piece in pieces))
    (one,) = words_of([several], opened.evidence, space)[row.who]
    assert one.spans == ((start, start + 3), (start + 4, start + 6))


def test_the_same_words_are_shown_once(made: TwoVersions) -> None:
    opened, space = made.opened(), made.space
    row = drill({"of": [{"question": "Q1", "status": "answered"}]}, opened.evidence, made.language).counted[0]
    asked = [one.answers[row.who] for one in opened.evidence.questions.values() if row.who in one.answers]
    places = tuple(Place(each.interview, each.version, span) for each in asked for span in each.spans)
    shown = words_of([replace(row, places=(*places, *places))], opened.evidence, space)[row.who]
    assert len(shown) > 1 and len({one.text for one in shown}) == len(shown)


def test_a_value_is_shown_by_the_words_it_was_read_from(made: TwoVersions) -> None:
    opened = made.opened()
    spec = {"statistic": "median", "question": "Q3"}
    rows = drill(spec, opened.evidence, made.language).counted
    assert rows and all(row.value is not None and row.places == (row.value.place,) for row in rows)


def test_words_without_consent_are_for_staff_only(made: TwoVersions) -> None:
    opened = made.opened()
    spec = {"of": [{"question": "Q1", "status": "answered"}]}
    rows = drill(spec, opened.evidence, made.language).counted
    silent = {row.who for row in rows if not row.quotable}
    assert silent, "somebody has not agreed"
    merchant = replace(made.space, viewer=MERCHANT)
    assert set(words_of(rows, opened.evidence, merchant)) == {row.who for row in rows} - silent
    assert set(words_of(rows, opened.evidence, made.space)) == {row.who for row in rows}
    assert {row.who for row in rows if not may_see(row, MERCHANT)} == silent


def test_consent_taken_back_since_holds_at_once(versions: TwoVersions) -> None:
    opened = versions.opened()
    rows = drill({"of": [{"question": "Q1", "status": "answered"}]}, opened.evidence, versions.language).counted
    merchant = replace(versions.space, viewer=MERCHANT)
    who = next(row.who for row in rows if row.quotable)
    assert who in words_of(rows, opened.evidence, merchant)
    versions.home.bring_in("consent.csv", f"respondent,consent\n{who},none")
    assert who not in words_of(rows, opened.evidence, merchant)
    assert who in words_of(rows, opened.evidence, versions.space)


def test_profiles_need_no_words_and_show_none(made: TwoVersions) -> None:
    opened = made.opened()
    spec = next(one.spec for one in opened.report.figures.values() if "profile" in json.dumps(one.spec))
    rows = drill(spec, opened.evidence, made.language).counted
    assert rows and all(row.places == () and row.interview for row in rows)


def test_an_earlier_wave_shows_no_words_of_a_later_one(made: TwoVersions) -> None:
    opened = made.opened()
    asked = next(one for one in opened.evidence.questions.values() if one.themes)
    wave = opened.evidence.waves[0]
    for theme in asked.themes:
        spec = {"of": [{"question": asked.id, "theme": theme.id, "wave": wave}]}
        for row in drill(spec, opened.evidence, made.language).counted:
            assert all(wave in place.interview for place in row.places)


def test_a_figure_is_told_with_the_sentence_it_stands_in(made: TwoVersions) -> None:
    report = made.opened().report
    for id_ in shown_figures(report):
        told = context_of(id_, report)
        assert told and "{" not in told


def test_figures_of_a_text_come_once_and_in_its_order(made: TwoVersions) -> None:
    report = made.opened().report
    ids = [id_ for id_, one in report.figures.items() if is_drillable(one.spec)][:2]
    text = f"{{{ids[1]}:n}} {{{ids[0]}:of}} {{{ids[1]}}} {{T001}} {{F999:n}}"
    assert figures_behind(text, report) == [ids[1], ids[0]]


def test_a_place_in_the_selection_names_nobody(made: TwoVersions) -> None:
    opened = made.opened()
    rows = drill({"of": []}, opened.evidence, made.language).counted
    assert [row.number for row in rows] == list(range(1, len(opened.evidence.respondents) + 1))
    assert all(row.who not in row.profile for row in rows)
