"""Words that identify are counted and never quoted; a scope that is taken back is told on the report that quotes."""

from corpus.consent import set_consent
from corpus.intake import import_files
from corpus.viewer import LOCAL
from research.freshness import stale_stages
from research.opened import open_report
from research.study import run_study
from tests.tiny import Home, transcript

ANSWERS = ("Choir, mostly.", "Less coffee than last year, coffee keeps me awake at night, my name is Harriet Zellweger.",
           "The price of the coffee matters most, says Mrs Zellweger, it is dear.", "I spend about 22 pounds on coffee in a month.")  # fmt: skip


def test_a_sentence_that_names_somebody_is_counted_and_not_quoted(tiny: Home, briefs) -> None:
    path = tiny.folder / "files"
    path.mkdir(exist_ok=True)
    for at in range(70, 76):
        (path / f"E{at}_2026-Q1.txt").write_text(transcript(ANSWERS, "en").replace("22", str(at)), encoding="utf-8")
    rows = "".join(f"E{at},1990,female,city,report\n" for at in range(70, 76))
    (path / "respondents.csv").write_text(f"respondent,birth_year,gender,city_tier,consent\n{rows}")
    space = tiny.space()
    import_files([path], engine=space.engine, viewer=LOCAL, lock=space.settings.import_lock)
    from index.build import update_index

    update_index(space.corpus, space.settings.index, encoder=None)
    report = run_study(briefs["en"], space)
    evidence = space.studies.report(report.id).evidence
    assert {"E70", "E75"} <= set(evidence["respondents"])
    assert report.quoted and not any("Zellweger" in words for words in report.quoted.values())
    assert any("22" not in words and "pounds" in words for words in report.quoted.values())  # the rest may be quoted


def test_a_scope_taken_back_is_told_and_makes_the_evidence_stale(tiny: Home, briefs) -> None:
    space = tiny.space()
    report = run_study(briefs["en"], space)
    quoted = next(iter(report.quotes.values()))
    assert not open_report(report.id, space).notes and "evidence" not in stale_stages(report.study, space)
    set_consent(space.engine, LOCAL, [quoted.interview], "internal")
    assert [note.respondent for note in open_report(report.id, space).notes] == [quoted.respondent]
    assert "evidence" in stale_stages(report.study, space)
    again = run_study(briefs["en"], space)
    assert quoted.interview not in {one.interview for one in again.quotes.values()}
