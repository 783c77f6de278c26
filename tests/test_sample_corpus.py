"""The sample corpus as delivered, and what the product makes of it: reports that verify, shortages that explain."""

import csv
import json
import random
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tampering import tamper

import benchmarks
from corpus.readers import READERS
from corpus.records import ATTRIBUTES, Interview, Language
from exports.marks import read_word
from exports.verify import blocking, verify
from research.brief import parse_brief
from research.cli import main
from research.matching import find_matches
from research.outline import draft_outline
from research.report import Report
from research.settings import SAMPLE
from research.shortage import FEWEST
from research.study import run_study, stale_stages
from research.verification import rederived

LANGUAGES = pytest.mark.parametrize("language", ["zh", "en"])
FORMATS = {".docx", ".txt", ".vtt", ".srt", ".csv", ".xlsx", ".jsonl"}
ALIKE = 0.45
"""Share of the shorter answer's four-character runs that another answer may hold."""

MUTATIONS = 100
"""Of each report. One verification of a real file takes a fifth of a second."""


@pytest.fixture(scope="module")
def interviews(sample: Any) -> dict[tuple[str, str], Interview]:
    """(respondent, wave) → interview, of all there are."""
    return {(one.respondent, one.wave): one for one in sample.space.corpus.interviews()}


@pytest.fixture(scope="module")
def truth() -> list[dict[str, str]]:
    with (SAMPLE / "truth.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_file_comes_in(sample: Any) -> None:
    assert {one.name: one.refusal for one in sample.results if one.refusal} == {}
    assert {one.status for one in sample.results} == {"in"}
    files = [path for path in (SAMPLE / "transcripts").iterdir() if not path.name.startswith(".")]
    assert len(sample.results) == len(files) + 2
    assert {path.suffix for path in files} == FORMATS <= set(READERS)


def test_who_was_interviewed_when(interviews: dict[tuple[str, str], Interview]) -> None:
    assert len(interviews) == 128
    waves: dict[str, set[str]] = defaultdict(set)
    for who, wave in interviews:
        waves[who].add(wave)
    for letter, language in (("Z", "zh"), ("E", "en")):
        own = {who: when for who, when in waves.items() if who[0] == letter}
        assert len(own) == 40
        assert Counter(len(when) for when in own.values()) == {1: 32, 4: 8}
        assert {one.language for (who, _), one in interviews.items() if who in own} == {language}
    assert len({wave for _, wave in interviews}) == 4


def test_every_interview_is_one(interviews: dict[tuple[str, str], Interview]) -> None:
    for one in interviews.values():
        assert len(one.exchanges) >= 8, one.id
        assert all(one.asked(each).strip() and one.answered(each).strip() for each in one.exchanges), one.id
        assert {turn.role for turn in one.turns} >= {"interviewer", "respondent"}, one.id


def test_all_attributes_are_there(sample: Any) -> None:
    profiles = sample.space.corpus.attributes()
    assert len(profiles) == 128
    told = [name for name in ATTRIBUTES if name != "recording"]  # nobody was asked whether theirs may be passed on
    missing = [(who, name) for who, person in profiles.items() for name in told if not getattr(person, name)]
    assert missing == []
    assert {who for (who, _), person in profiles.items() if person.consent == "none"} == {"Z33", "E21"}


def test_truth_agrees_with_what_came_in(
    interviews: dict[tuple[str, str], Interview], truth: list[dict[str, str]]
) -> None:
    places: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row in truth:
        places[row["respondent"], row["wave"]] += [int(at) for at in row["exchange"].split(";") if at]
        assert bool(row["exchange"]) == (row["status"] != "not_asked"), row
    assert set(places) == set(interviews)
    for where, found in places.items():
        assert sorted(found) == list(range(len(interviews[where].exchanges))), where


@LANGUAGES
def test_enough_people_answer_the_brief(truth: list[dict[str, str]], language: Language) -> None:
    asked = {f"{language[0]}q{number}" for number in range(1, 9)}
    answered: dict[str, set[str]] = defaultdict(set)
    for row in truth:
        if row["question"] in asked and row["status"] == "answered":
            answered[row["respondent"]].add(row["question"])
    assert sum(len(questions) >= 6 for questions in answered.values()) >= 34


def shingles(text: str) -> frozenset[str]:
    words = re.sub(r"\W", "", text)
    return frozenset(words[at : at + 4] for at in range(len(words) - 3))


def test_no_two_answers_are_alike(interviews: dict[tuple[str, str], Interview]) -> None:
    answers = [
        (one.id, each.position, one.answered(each))
        for one in interviews.values() for each in one.exchanges if len(one.answered(each)) > 24
    ]  # fmt: skip
    runs = [shingles(text) for _, _, text in answers]
    holders: dict[str, list[int]] = defaultdict(list)
    alike = []
    for at, own in enumerate(runs):
        shared = Counter(other for run in own for other in holders[run])
        alike += [
            (answers[other], answers[at]) for other, count in shared.items()
            if count > ALIKE * min(len(own), len(runs[other]))
        ]  # fmt: skip
        for run in own:
            holders[run].append(at)
    assert len(answers) > 1500 and alike == []


def test_hardly_a_question_is_asked_twice_in_the_same_words(interviews: dict[tuple[str, str], Interview]) -> None:
    """Three short probes are; every longer question is worded for its interview."""
    asked = Counter(one.asked(each) for one in interviews.values() for each in one.exchanges)
    twice = [question for question, count in asked.items() if count > 1]
    assert len(twice) <= 3 and max(map(len, twice), default=0) < 45 and max(asked.values()) <= 2


@LANGUAGES
def test_labelled_pairs_hold_answers_of_the_sample_word_for_word(
    interviews: dict[tuple[str, str], Interview], language: Language
) -> None:
    """The labels say what somebody judged; whose words were judged can be looked up, and nobody's who may not be quoted."""
    path = Path(benchmarks.__path__[0]) / "data" / f"validity_{language}.jsonl"
    pairs = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert len(pairs) >= 300 and len({(one["question"], one["answer"]) for one in pairs}) == len(pairs)
    for one in pairs:
        interview = interviews[one["respondent"], one["wave"]]
        said = {interview.answered(each): interview.asked(each) for each in interview.exchanges}
        assert one["answer"] in said and said[one["answer"]] != one["question"], one
        assert one["label"] in ("answered", "partly", "off_topic", "no_answer")
        assert one["respondent"] not in ("Z33", "E21")
    halves = {part: {one["respondent"] for one in pairs if one["part"] == part} for part in ("dev", "held")}
    assert set(halves) == {one["part"] for one in pairs} and not halves["dev"] & halves["held"]


@LANGUAGES
def test_typed_labels_hold_answers_of_the_sample_word_for_word(
    interviews: dict[tuple[str, str], Interview], language: Language
) -> None:
    path = Path(benchmarks.__path__[0]) / "data" / f"typed_{language}.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    own = [one for one in rows if one["source"] != "written"]
    assert len(own) >= 150 and {one["respondent"] for one in own}.isdisjoint({"Z33", "E21"})
    for one in own:
        interview = interviews[one["respondent"], one["wave"]]
        said = {(interview.asked(each), interview.answered(each)) for each in interview.exchanges}
        assert (one["question"], one["answer"]) in said, one["id"]
    halves = {part: {one["respondent"] for one in rows if one["part"] == part} for part in ("dev", "held")}
    assert halves["dev"] and halves["held"] and not halves["dev"] & halves["held"]


# What the product makes of it


@LANGUAGES
def test_the_sample_report_verifies(sample: Any, language: Language) -> None:
    report = sample.reports[language]
    assert not blocking(verify(read_word(sample.files[language].read_bytes()), rederived(report.id, sample.space)))
    assert len(report.figures) > 50 and len(report.quotes) > 30


@LANGUAGES
def test_nobody_without_consent_is_quoted(sample: Any, language: Language) -> None:
    quoted = {quote.respondent for quote in sample.reports[language].quotes.values()}
    assert quoted and not quoted & {"Z33", "E21"}


@LANGUAGES
def test_nothing_is_stale_and_a_second_run_changes_nothing(sample: Any, language: Language) -> None:
    from research.cli import brief_of

    assert stale_stages(sample.reports[language].study, sample.space) == []
    assert run_study(brief_of(SAMPLE / "briefs" / f"{language}.yaml"), sample.space) == sample.reports[language]


@pytest.fixture(scope="module")
def rederived_once(sample: Any) -> dict[str, tuple[bytes, Report]]:
    """Each sample file with its report as derived today."""
    return {
        language: (sample.files[language].read_bytes(), rederived(report.id, sample.space))
        for language, report in sample.reports.items()
    }


@LANGUAGES
@pytest.mark.parametrize("seed", range(MUTATIONS))
def test_every_mutation_is_found(
    rederived_once: dict[str, tuple[bytes, Report]], seed: int, language: Language
) -> None:
    data, report = rederived_once[language]
    changed = tamper(data, random.Random(seed))
    assert blocking(verify(read_word(changed.data), report)), changed.what


OFF_CORPUS = {
    "en": "Industry: electric cars\nQuestions:\n- Which electric car did people test drive last, and how did it go?\n"
    "- What do they think of public charging stations?\n- How far do they drive on one charge of the battery?\n",
    "zh": "行业：新能源汽车\n问题：\n- 最近试驾过哪款电动汽车，感觉怎么样？\n- 对公共充电桩有什么看法？\n- 电动汽车充一次电能开多远？\n",
}
OFF_SUBJECTS = {
    "en": ("electric car", "charging stations", "one charge of the battery"),
    "zh": ("电动汽车", "充电桩"),
}


@LANGUAGES
@pytest.mark.parametrize("as_json", [False, True])
def test_an_off_corpus_brief_is_a_shortage(
    sample: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch, language: Language, as_json: bool
) -> None:
    monkeypatch.setenv("QUIPU_HOME", str(sample.space.settings.home))
    (tmp_path / "brief.md").write_text(OFF_CORPUS[language], encoding="utf-8")
    reports = len(sample.space.studies.reports())
    arguments = ["run", str(tmp_path / "brief.md"), "--out", str(tmp_path / "report.docx"), *(["--json"] * as_json)]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 3, result.output
    last = result.stderr.strip().splitlines()[-1]
    assert any(words in last for words in OFF_SUBJECTS[language]) and "order new interviews" in last, (
        "it names what binds and what to do"
    )
    assert len(sample.space.studies.reports()) == reports and not (tmp_path / "report.docx").exists()
    if as_json:
        found = json.loads(result.stdout)
        assert found["error"] in ("shortage_nothing_found", "shortage_too_few") and found.get("valid", 0) < FEWEST


STRANGE = (
    "养宠物一年花多少钱看病？",
    "您对手机拍照功能满意吗？",
    "对公共充电桩有什么看法？",
    "想知道电动车车主对公共充电桩有什么看法？一般多久充一次电？充电等待的时候做什么？",
    "What do you spend on vet bills for your pet?",
    "How satisfied are you with your mobile phone camera?",
)
KNOWN = ("大家平时做什么运动，跟谁一起？", "Have you used a retailer trade-in or rebate for an appliance?")


@pytest.mark.parametrize(("text", "known"), [*((text, False) for text in STRANGE), *((text, True) for text in KNOWN)])
def test_nothing_is_claimed_for_a_strange_subject(sample: Any, text: str, known: bool) -> None:
    """Questions that share their frame with the corpus ("how much a year?") and not their subject match nothing."""
    found = find_matches(draft_outline(parse_brief(text)), corpus=sample.space.corpus, searcher=sample.space.searcher())
    assert bool(found) is known
