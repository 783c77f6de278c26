"""A study from brief to report on a tiny corpus: saved, fresh, stale, again; the same everywhere."""

import dataclasses
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text as sql

from corpus.errors import IndexTrouble, NotAllowed, NotFound, Shortage
from corpus.records import Language
from corpus.viewer import LOCAL, Viewer
from exports.marks import read_word
from exports.verify import blocking, verify
from exports.word import Links, write_word
from index.build import update_index
from research import study as story
from research.confirmations import asked_for
from research.evidence import Evidence
from research.report import Report
from research.saved import from_json, to_json
from research.settings import read_settings
from research.study import Steps, run_study, stale_stages
from research.verification import rederived
from research.workspace import Workspace

WORK = ("drafted_for", "find_matches", "judge_responses", "draw_selection", "gather_evidence", "write_report")
STAGES = ["outline", "matches", "responses", "selection", "evidence", "report"]
LANGUAGES = pytest.mark.parametrize("language", ["zh", "en"])


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each stage's work is done."""
    done: Counter[str] = Counter()

    def counted(name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **named: Any) -> Any:
            done[name] += 1
            return work(*args, **named)

        return run

    for name in WORK:
        monkeypatch.setattr(story, name, counted(name, getattr(story, name)))
    return done


def verified(report_id: str, space: Workspace) -> bool:
    """Whether the Word file of a saved report agrees with what is derived today."""
    saved = from_json(Report, space.studies.report(report_id).content)
    file = write_word(saved, links=Links(None))
    return not blocking(verify(read_word(file), rederived(report_id, space)))


@LANGUAGES
def test_brief_to_report(tiny: Any, briefs: Any, language: Language) -> None:
    space, told = tiny.space(), {}
    report = run_study(briefs[language], space, told=lambda name, counts: told.update({name: counts}))
    assert list(told) == STAGES
    assert told["responses"] == {"people": 12, "valid": 6} and told["selection"]["selected"] == 6
    assert report.language == language and report.figures and report.quotes
    assert verified(report.id, space)


def test_the_second_run_does_no_work(tiny: Any, briefs: Any, calls: Counter[str]) -> None:
    first = run_study(briefs["zh"], tiny.space())
    assert calls == Counter(WORK)
    assert run_study(briefs["zh"], tiny.space()) == first
    assert calls == Counter(WORK)
    assert stale_stages(first.study, tiny.space()) == []


def test_every_stage_can_be_read_back(tiny: Any, briefs: Any) -> None:
    space = tiny.space()
    report = run_study(briefs["en"], space)
    assert all(space.studies.stage(report.study, name) for name in STAGES)
    saved = space.studies.report(report.id)
    assert from_json(Report, saved.content) == report
    assert to_json(from_json(Evidence, saved.evidence)) == saved.evidence


def test_another_study_is_apart(tiny: Any, briefs: Any) -> None:
    left, right = (run_study(briefs[language], tiny.space()) for language in ("zh", "en"))
    assert left.study != right.study
    assert [one.id for one in tiny.space().studies.reports(left.study)] == [left.id]


def extra(answers: tuple[str, ...]) -> str:
    asked = (
        "周末怎么过？",
        "跟去年比，您喝奶茶的次数有变化吗？",
        "买奶茶的时候您最看重什么？",
        "那您一个月在奶茶上大概花多少钱呢？",
    )
    return "\n".join(f"访问员：{q}\n受访者：{a}" for q, a in zip(asked, answers, strict=True))


NEWCOMER = extra(("看书。", "奶茶喝得少了，晚上睡不着觉。", "看重糖分，奶茶不能太甜。", "一个月奶茶七十块钱。"))


def test_a_new_interview_makes_a_new_version_and_the_old_one_still_verifies(
    tiny: Any, briefs: Any, calls: Counter[str]
) -> None:
    first = run_study(briefs["zh"], tiny.space())
    tiny.bring_in("Z09_2026-Q1.txt", NEWCOMER)
    space = tiny.space()
    assert stale_stages(first.study, space) == STAGES[1:]
    second = run_study(briefs["zh"], space)
    assert calls["drafted_for"] == 1 and calls["find_matches"] == calls["write_report"] == 2
    assert [(one.id, one.version) for one in space.studies.reports(first.study)] == [(second.id, 2), (first.id, 1)]
    assert stale_stages(first.study, space) == []
    assert verified(first.id, space) and verified(second.id, space)
    assert first.figures != second.figures


def test_an_interview_in_the_other_language_leaves_the_matches(tiny: Any, briefs: Any, calls: Counter[str]) -> None:
    first = run_study(briefs["en"], tiny.space())
    tiny.bring_in("Z09_2026-Q1.txt", NEWCOMER)
    assert stale_stages(first.study, tiny.space()) == STAGES[2:]  # the counts of the corpus are in the report
    run_study(briefs["en"], tiny.space())
    assert calls["find_matches"] == 1 and calls["write_report"] == 2


def changed(home: Any, statement: str) -> Workspace:
    space = home.space()
    with space.engine.begin() as connection:
        assert connection.execute(sql(statement)).rowcount
    return space


@pytest.mark.parametrize(
    ("statement", "stale"),
    [
        ("UPDATE respondent SET consent = 'none' WHERE id = 'E01'", STAGES[4:]),
        ("UPDATE respondent SET consent = 'advertising' WHERE id = 'E01'", []),
        ("UPDATE respondent SET consent = 'none' WHERE id = 'Z01'", []),  # not one of this study's people
        ("UPDATE attributes SET gender = 'woman' WHERE respondent_id = 'E01'", STAGES[2:]),
        ("UPDATE attributes SET birth_year = 1999 WHERE respondent_id = 'E03'", STAGES[2:]),
        (
            "UPDATE text_version SET text = replace(text, 'pounds', 'guineas') WHERE interview_id = 'E01-2026-Q1'",
            STAGES[1:],
        ),
        ("UPDATE interview SET wave = '2026-Q2' WHERE id = 'E01-2026-Q1'", STAGES[1:]),
        ("UPDATE source_file SET status = 'refused' WHERE name LIKE '%E01%'", []),
    ],
)
def test_what_makes_stale(tiny: Any, briefs: Any, statement: str, stale: list[str]) -> None:
    report = run_study(briefs["en"], tiny.space())
    assert stale_stages(report.study, changed(tiny, statement)) == stale


def test_a_model_makes_stale_and_an_encoder_only_when_its_index_serves(tiny: Any, briefs: Any) -> None:
    report, space = run_study(briefs["zh"], tiny.space()), tiny.space()

    def with_settings(**values: str) -> Workspace:
        return dataclasses.replace(space, settings=read_settings({"QUIPU_HOME": str(tiny.folder), **values}))

    assert stale_stages(report.study, with_settings(QUIPU_ENCODER="another")) == []  # tests/research/test_switching.py
    model = {"QUIPU_MODEL": "m", "OPENAI_BASE_URL": "http://localhost:1/v1"}
    assert stale_stages(report.study, with_settings(**model)) == STAGES


def test_an_encoder_fitted_anew_makes_its_language_stale(tiny: Any, briefs: Any) -> None:
    zh, en = (run_study(briefs[language], tiny.space()).study for language in ("zh", "en"))
    tiny.bring_in("Z09_2026-Q1.txt", NEWCOMER)
    for language in ("zh", "en"):
        run_study(briefs[language], tiny.space())
    space = tiny.space()
    update_index(space.corpus, space.settings.index, encoder=None, rebuild=True)  # now fitted on the newcomer too
    assert (stale_stages(zh, space), stale_stages(en, space)) == (STAGES[1:], [])


def test_another_number_redoes_what_follows_only(tiny: Any, briefs: Any, calls: Counter[str]) -> None:
    space = tiny.space()
    run_study(briefs["zh"], space)
    five = run_study(briefs["zh"], space, responses=5)
    assert calls == Counter(WORK) + Counter(("draw_selection", "gather_evidence", "write_report"))
    assert stale_stages(five.study, space) == []
    assert run_study(briefs["zh"], space, responses=5).id == five.id


def test_a_number_refused_does_not_spoil_the_next(tiny: Any, briefs: Any) -> None:
    """One set of steps asked for too many, then for fewer: the same result as asked at once."""
    space = tiny.space()
    steps = Steps(space.studies.open(briefs["zh"]), space, lambda name, counts: None)
    outline = steps.outline()
    matches = steps.matches(outline)
    judged = steps.responses(outline, matches)
    with pytest.raises(Shortage) as raised:
        steps.selection(outline, matches, judged, asked_for(briefs["zh"], 1000))
    assert (raised.value.key, raised.value.values["wanted"], raised.value.values["valid"]) == (
        "more_than_valid",
        1000,
        6,
    )
    chosen = steps.selection(outline, matches, judged, asked_for(briefs["zh"], 5))
    steps.report(outline, judged, chosen, steps.evidence(outline, matches, judged, chosen))
    assert stale_stages(steps.study.id, space) == []
    assert [one.version for one in space.studies.reports(steps.study.id)] == [1]
    run_study(briefs["zh"], space, responses=5)
    assert [one.version for one in space.studies.reports(steps.study.id)] == [1]


def test_a_record_of_another_shape_is_made_again(tiny: Any, briefs: Any, calls: Counter[str]) -> None:
    report = run_study(briefs["zh"], tiny.space())
    space = changed(tiny, "UPDATE stage SET result = '{\"of\": \"an older Quipu\"}' WHERE name = 'evidence'")
    assert run_study(briefs["zh"], space).id == report.id
    assert calls["gather_evidence"] == 2 and calls["judge_responses"] == 1


def test_a_run_that_died_before_it_noted_its_report(tiny: Any, briefs: Any) -> None:
    report = run_study(briefs["zh"], tiny.space())
    space = changed(tiny, "DELETE FROM stage WHERE name = 'report'")
    for _ in range(2):
        assert run_study(briefs["zh"], space).id == report.id
    assert len(space.studies.reports(report.study)) == 1


def test_nobody_without_consent_is_quoted_but_all_are_counted(tiny: Any, briefs: Any) -> None:
    for language, who in (("zh", "Z02"), ("en", "E02")):
        space = tiny.space()
        report = run_study(briefs[language], space)
        evidence = from_json(Evidence, space.studies.report(report.id).evidence)
        assert who in evidence.respondents and who in evidence.questions["Q1"].answers
        assert who not in {quote.respondent for quote in report.quotes.values()}
        named = [theme.named_by for question in evidence.questions.values() for theme in question.themes]
        assert who not in named


def test_the_newest_answer_counts(tiny: Any, briefs: Any) -> None:
    space = tiny.space()
    report = run_study(briefs["zh"], space)
    asked = from_json(Evidence, space.studies.report(report.id).evidence).questions["Q1"]
    assert asked.answers["Z01"].wave == "2026-Q1" and asked.values["Z01"].option == "less"
    assert asked.values_by_wave["2025-Q4"]["Z01"].option == "more"


def test_another_client_sees_neither_study_nor_report(tiny: Any, briefs: Any) -> None:
    report = run_study(briefs["zh"], tiny.space())
    other = tiny.space(Viewer("eve", "owner", "another client"))
    for look in (lambda: other.studies.get(report.study), lambda: other.studies.stage(report.study, "outline"),
                 lambda: other.studies.report(report.id), lambda: rederived(report.id, other),
                 lambda: stale_stages(report.study, other)):  # fmt: skip
        with pytest.raises(NotFound):
            look()
    assert list(other.studies.list()) == [] == list(other.studies.reports())
    assert other.studies.reports(report.study) == []
    assert other.studies.find(briefs["zh"]) is None
    assert other.studies.open(briefs["zh"]).id != report.study


def test_a_merchant_reads_reports_and_nothing_else(tiny: Any, briefs: Any, tmp_path: Path) -> None:
    report = run_study(briefs["zh"], tiny.space())
    merchant = tiny.space(Viewer("shop", "merchant", LOCAL.client))
    assert merchant.studies.report(report.id).id == report.id
    with pytest.raises(NotAllowed):
        run_study(briefs["zh"], merchant)
    with pytest.raises(NotAllowed):
        story.Steps(tiny.space().studies.get(report.study), merchant, lambda name, counts: None).outline()
    with pytest.raises(NotAllowed):
        merchant.corpus.interviews()


def test_a_curator_sees_no_study(tiny: Any, briefs: Any) -> None:
    report = run_study(briefs["zh"], tiny.space())
    curator = tiny.space(Viewer("staff", "curator", LOCAL.client)).studies
    for look in (curator.list, curator.reports, lambda: curator.get(report.study), lambda: curator.report(report.id)):
        with pytest.raises(NotAllowed):
            look()


def told_apart(report: Report) -> dict[str, Any]:
    """A report without what names it."""
    return {name: part for name, part in to_json(report).items() if name not in ("id", "study")}


@LANGUAGES
def test_the_same_files_give_the_same_report(tiny: Any, tiny_again: Any, briefs: Any, language: Language) -> None:
    left, right = (run_study(briefs[language], home.space(), responses=5) for home in (tiny, tiny_again()))
    assert left.id != right.id
    assert told_apart(left) == told_apart(right)


_ELSEWHERE = """
import json, sys
import index.spaces
from tests import tiny
index.spaces.bundled_encoder = tiny.WordHashes
from pathlib import Path
from research.brief import parse_brief
from research.saved import to_json
from research.confirmations import asked_for
from research.study import run_study
home = tiny.Home(Path(sys.argv[1]))
for language in ("zh", "en"):
    report = to_json(run_study(parse_brief(tiny.BRIEFS[language]), home.space()))
    print(json.dumps({name: part for name, part in report.items() if name not in ("id", "study")}, ensure_ascii=False))
"""


def test_the_order_of_sets_shows_nowhere(tiny: Any, briefs: Any) -> None:
    """Python orders sets of words anew in each process: the report of another one reads the same."""
    code = [sys.executable, "-c", _ELSEWHERE, str(tiny.folder)]
    environment = {
        **os.environ,
        "PYTHONHASHSEED": "4711",
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "PYTHONUTF8": "1",
    }
    told = subprocess.run(code, env=environment, capture_output=True, check=True, encoding="utf-8", timeout=120).stdout
    again = changed(tiny, "DELETE FROM stage")
    with again.engine.begin() as connection:
        connection.execute(sql("DELETE FROM report"))
    for language, line in zip(("zh", "en"), told.splitlines(), strict=True):
        assert json.loads(line) == told_apart(run_study(briefs[language], again))


def test_an_empty_corpus_says_so(no_model: None, tmp_path: Path, briefs: Any) -> None:
    from corpus.database import open_database

    settings = read_settings({"QUIPU_HOME": str(tmp_path / "empty")})
    space = Workspace(open_database(settings.database), LOCAL, settings)
    with pytest.raises(IndexTrouble) as raised:
        run_study(briefs["zh"], space)
    assert raised.value.key == "no_corpus"


def test_an_index_behind_the_corpus_is_told(tiny: Any, briefs: Any, tmp_path: Path) -> None:
    from corpus.intake import import_files

    run_study(briefs["zh"], tiny.space())
    path = tmp_path / "Z09_2026-Q1.txt"
    path.write_text(NEWCOMER, encoding="utf-8")
    space = tiny.space()
    import_files([path], engine=space.engine, viewer=LOCAL, lock=space.settings.import_lock)
    with pytest.raises(IndexTrouble) as raised:
        run_study(briefs["zh"], space)
    assert raised.value.key == "index_behind"


def test_a_withdrawn_interview_is_told_as_such(tiny: Any, briefs: Any) -> None:
    report = run_study(briefs["zh"], tiny.space())
    gone = next(iter(report.quotes.values())).interview
    space = tiny.space()
    with space.engine.begin() as connection:
        for table in ("exchange", "turn", "text_version"):
            connection.execute(sql(f"DELETE FROM {table} WHERE interview_id = :gone"), {"gone": gone})
        connection.execute(sql("DELETE FROM interview WHERE id = :gone"), {"gone": gone})
    with pytest.raises(NotFound) as raised:
        rederived(report.id, space)
    assert raised.value.key == "report_withdrawn" and raised.value.values["respondents"] == gone.split("-")[0]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE text_version SET text = replace(text, '睡不着', '睡得着')",
        "UPDATE report SET evidence = json_remove(evidence, '$.respondents[0]')",
        "UPDATE report SET evidence = replace(evidence, '\"answered\"', '\"off_topic\"')",
    ],
)
def test_a_database_that_says_something_else_does_not_verify(tiny: Any, briefs: Any, statement: str) -> None:
    report = run_study(briefs["zh"], tiny.space())
    file = write_word(report, links=Links(None))
    assert not blocking(verify(read_word(file), rederived(report.id, tiny.space())))
    assert blocking(verify(read_word(file), rederived(report.id, changed(tiny, statement))))
