"""What a report says of the decisions behind it: each a figure that a changed file, or a changed record, contradicts."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from corpus.records import Language
from exports.marks import read_word
from exports.verify import blocking, verify
from exports.word import Links, write_word
from exports.word.marks import read_name
from research.account import missed_in
from research.audience import in_words
from research.brief import Brief, parse_brief
from research.confirmations import Confirmation
from research.deciding import decided, tallied
from research.derive import derive
from research.evidence import Account, Evidence
from research.feasibility import audience_of
from research.fixed import fixed_keys
from research.looks import Looks
from research.messages import say
from research.missed import key_of, left_out, missed, sample_of
from research.orders import ordered, place_order
from research.outline import Outline
from research.rejudging import verdicts_known
from research.report import Report
from research.responses import Responses
from research.revising import current_outline, revise
from research.saved import from_json
from research.selection import Selection
from research.study import run_study, stale_stages
from research.verification import rederived
from research.workspace import Workspace
from tests.exports.tampering import W, pack, unpack
from tests.research.test_said_of_people import DENIED, TOLD, WORDS
from tests.tiny import BRIEFS, Home, WordHashes, transcript

UNREAD = {"zh": "性格开朗的人", "en": "cheerful souls"}
LITTLE = 3
"""People who were asked too little: whom the rule may have missed."""
WANTED = 50


@pytest.fixture(params=["zh", "en"])
def language(request: pytest.FixtureRequest) -> Language:
    chosen: Language = request.param
    return chosen


@pytest.fixture(scope="module")
def made(tiny_made: Home, tmp_path_factory: pytest.TempPathFactory) -> dict[Language, Home]:
    """In each language a study that is short of people, prefers a criterion in words and has words that became none."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.spaces.bundled_encoder", WordHashes)
        return {language: _made(language, tiny_made, tmp_path_factory.mktemp(language)) for language in ("zh", "en")}


def _made(language: Language, tiny_made: Home, folder: Path) -> Home:
    home = Home(Path(shutil.copytree(tiny_made.folder, folder / "home")))
    files = {"X01": transcript(TOLD[language], language), "X02": transcript(DENIED[language], language)}
    for at in range(LITTLE):
        told = transcript(("…" * (at + 2), *TOLD[language][1:]), language)
        files[f"N0{at}"] = "\n".join(told.split("\n")[:4])
    for who, text in files.items():
        home.bring_in(f"{who}_2026-Q1.txt", text)

    def asks(outline: Outline) -> Outline:
        return replace(outline, criteria=(in_words(WORDS[language], required=False),), unread=(UNREAD[language],))

    space = home.space()
    study = space.studies.open(brief_in(language))
    current_outline(study, space)
    revise(study, space, asks, beneath=0)
    run_study(study.brief, space, responses=5)
    return home


def brief_in(language: Language) -> Brief:
    return parse_brief(BRIEFS[language]).model_copy(update={"responses": WANTED})


@pytest.fixture
def space(made: dict[Language, Home], no_model: None, language: Language, tmp_path: Path) -> Workspace:
    return Home(Path(shutil.copytree(made[language].folder, tmp_path / "home"))).space()


@pytest.fixture
def brief(language: Language) -> Brief:
    return brief_in(language)


@pytest.fixture
def study(space: Workspace) -> str:
    return space.studies.list()[0].id


def written(space: Workspace, brief: Brief) -> Report:
    return run_study(brief, space, responses=5)


def stages(space: Workspace, study: str) -> tuple[Outline, Responses]:
    saved = {name: space.studies.stage(study, name) for name in ("outline", "responses")}
    return from_json(Outline, saved["outline"][1]), from_json(Responses, saved["responses"][1])  # type: ignore[index]


def account(space: Workspace, report: Report) -> Account:
    return from_json(Evidence, space.studies.report(report.id).evidence).account


def section(report: Report, anchor: str) -> str:
    """The words of a section; of page one for "front"."""
    found, within = [], anchor == "front"
    for block in report.blocks:
        if hasattr(block, "anchor"):
            within = block.anchor == anchor
        elif within and hasattr(block, "text"):
            found.append(report.plain(block.text))
    return "\n".join(found)


def of(report: Report, **spec: Any) -> str:
    """The figure of a specification."""
    return next(id_ for id_, figure in report.figures.items() if figure.spec == spec)


def differences(data: bytes, again: Report) -> list[str]:
    """What kinds of differences a file has to the report as it is derived again."""
    return [one.kind for one in blocking(verify(read_word(data), again))]


def with_figure(data: bytes, figure: str, number: str) -> bytes:
    """The Word file with another number in every mark of a figure."""
    parts = unpack(data)
    root = etree.fromstring(parts["word/document.xml"])
    changed = 0
    for start in root.iter(f"{W}bookmarkStart"):
        named = read_name(start.get(f"{W}name") or "")
        if named and named.id == figure:
            next(text for text in start.itersiblings() if text.tag == f"{W}r").find(f"{W}t").text = number
            changed += 1
    assert changed
    return pack(parts | {"word/document.xml": etree.tostring(root)})


def look(space: Workspace, study: str, people: int, valid: int) -> None:
    """Look at the first of the sample; so many of them are valid after all."""
    outline, judged = stages(space, study)
    left, seed = left_out(judged), space.studies.get(study).brief.seed
    for at, one in enumerate(sample_of(left, seed)[:people]):
        Looks(space.engine, space.viewer).say(study, one.respondent, key_of(outline, left, seed), valid=at < valid)


def test_fewer_than_wanted_stands_on_page_one_and_in_the_limits(
    space: Workspace, study: str, brief: Brief, language: Language
) -> None:
    report = written(space, brief)
    _, judged = stages(space, study)
    valid = len(judged.valid)
    assert 5 < valid < WANTED and account(space, report).wanted == WANTED
    for key, anchor in (("summary", "front"), ("limits", "limits")):
        told = say(
            language, f"report.{key}.short", wanted=WANTED, wanted_n=WANTED, valid=valid, valid_n=valid, people=5
        )
        assert told in section(report, anchor)
    assert {"front/note/1", "front/note/2"} <= fixed_keys(report), "its owner cannot leave it out"
    data = write_word(report, links=Links(None))
    assert differences(data, rederived(report.id, space)) == []
    figure = of(report, wanted=True)
    assert set(differences(with_figure(data, figure, "5"), rederived(report.id, space))) == {"mark"}


def test_enough_is_no_shortage(space: Workspace, study: str, brief: Brief, language: Language) -> None:
    report = run_study(brief.model_copy(update={"responses": 5, "title": "another"}), space)
    assert account(space, report).wanted is None
    text = section(report, "front") + section(report, "limits")
    assert say(language, "report.limits.short", **dict.fromkeys(("wanted", "valid", "people"), ""), wanted_n=2, valid_n=2)[:8] not in text  # fmt: skip


def test_what_nobody_looked_at_is_said_to_be_unknown(
    space: Workspace, study: str, brief: Brief, language: Language
) -> None:
    report = written(space, brief)
    counts = account(space, report).missed
    assert counts == {"left_out": LITTLE, "looked": 0, "found": 0}
    told = say(language, "report.method.missed_unknown", left_out=LITTLE, left_out_n=LITTLE)
    assert told in section(report, "method")
    assert not any("low" in figure.spec.values() for figure in report.figures.values())


def test_the_estimate_is_worked_out_again_from_what_was_looked_at(
    space: Workspace, study: str, brief: Brief, language: Language
) -> None:
    first = written(space, brief)
    look(space, study, people=2, valid=1)
    assert stale_stages(study, space) == ["report"], "nothing is matched or coded again for it"
    report = written(space, brief)
    assert report.id != first.id and stale_stages(study, space) == []
    found = missed(LITTLE, 2, 1)
    names = ("left_out", "looked", "found", "low", "point", "high")
    values = {name: getattr(found, name) for name in names}
    assert say(language, "report.method.missed_estimate", confidence="95%", **values) in section(report, "method")
    data = write_word(report, links=Links(None))
    again = rederived(report.id, space)
    assert differences(data, again) == []
    assert differences(write_word(first, links=Links(None)), rederived(first.id, space)) == []
    for name in names:
        assert "mark" in differences(with_figure(data, of(report, missed=name), "77"), again), name
    saved = from_json(Evidence, space.studies.report(report.id).evidence)
    other = replace(saved, account=replace(saved.account, missed={"left_out": LITTLE, "looked": 2, "found": 2}))
    high = {"missed": "low"}
    assert derive("F1", high, other) != derive("F1", high, saved), "it hangs on what was found"


def test_everybody_looked_at_is_no_estimate(space: Workspace, study: str, brief: Brief, language: Language) -> None:
    written(space, brief)
    look(space, study, people=LITTLE, valid=1)
    told = say(language, "report.method.missed_whole", left_out=LITTLE, left_out_n=LITTLE, found=1)
    assert told in section(written(space, brief), "method")


def test_a_look_under_another_rule_is_no_estimate(space: Workspace, study: str, brief: Brief) -> None:
    written(space, brief)
    outline, judged = stages(space, study)
    Looks(space.engine, space.viewer).say(study, left_out(judged)[0].respondent, "of another rule", valid=True)
    assert missed_in(space.studies.get(study), outline, judged, space)["looked"] == 0


def test_words_nothing_reads_and_criteria_in_words_are_told_beside_the_rule(
    space: Workspace, study: str, brief: Brief, language: Language
) -> None:
    heard: dict[str, Any] = {}
    report = run_study(brief, space, responses=5, told=lambda name, counts: heard.update({name: counts}))
    outline, judged = stages(space, study)
    verdicts, whole = verdicts_known(outline, space)
    method = section(report, "method")
    counts = account(space, report).said[WORDS[language]]
    assert whole and counts == tallied(outline, judged, verdicts)[WORDS[language]]
    assert counts["people"] == counts["stated"] + counts["inferred"] + counts["silent"] == judged.funnel["window"][0]
    assert 0 < counts["holds"] < counts["stated"], "somebody says so, somebody denies it"
    numbered = counts | {f"{name}_n": count for name, count in counts.items()}
    assert say(language, "report.method.said_preferred", words=f"“{WORDS[language]}”", **numbered) in method
    assert say(language, "report.method.unread", words=f"“{UNREAD[language]}”") in method
    assert heard["outline"]["unread"] == [UNREAD[language]]
    assert heard["responses"]["said"] == [{"words": WORDS[language], **counts}]
    data = write_word(report, links=Links(None))
    assert differences(data, rederived(report.id, space)) == []
    figure = of(report, said=WORDS[language], how="silent")
    assert differences(with_figure(data, figure, "0"), rederived(report.id, space))


def test_the_counts_are_those_told_of_each_person(
    space: Workspace, study: str, brief: Brief, language: Language
) -> None:
    written(space, brief)
    outline, judged = stages(space, study)
    verdicts, _ = verdicts_known(outline, space)
    profiles = space.corpus.attributes()
    told = [
        each for one in judged.all if one.interviews
        for each in decided(one, outline, profiles[one.respondent, one.wave], verdicts) if each.criterion.field == "said"
    ]  # fmt: skip
    counts = tallied(outline, judged, verdicts)[WORDS[language]]
    assert counts["silent"] == sum(one.source == "nothing" for one in told)
    assert counts["stated"] == sum(one.source == "words" and one.how == "stated" for one in told)
    assert counts["holds"] == sum(one.holds is True for one in told)


@pytest.mark.parametrize("required", [True, False])
def test_who_fits_is_the_same_beside_a_question_as_in_the_funnel(
    space: Workspace, study: str, brief: Brief, language: Language, required: bool
) -> None:
    from research.responses import judge_responses

    written(space, brief)
    outline, _ = stages(space, study)
    outline = replace(outline, criteria=(in_words(WORDS[language], required=required),))
    verdicts, whole = verdicts_known(outline, space)
    judged = judge_responses(outline, (), corpus=space.corpus, verdicts=verdicts)
    audience = audience_of(outline, corpus=space.corpus, verdicts=verdicts)
    assert whole and audience.unheard == ()
    assert len(audience.people) == judged.funnel["audience"][0] > 0
    if required:
        assert "X01" in audience.people and "X02" not in audience.people, "who denies it is not in it"
        everybody = audience_of(outline, corpus=space.corpus)
        assert everybody.unheard == (WORDS[language],) and len(everybody.people) == judged.funnel["window"][0]


@pytest.fixture
def order(space: Workspace, study: str) -> Callable[..., Any]:
    def place(people: tuple[str, ...], number: int) -> Any:
        _, judged = stages(space, study)
        drawn = Selection(people, "random", 0, len(judged.valid), number)
        confirmed = Confirmation(number, "random", space.studies.get(study).brief.seed, WANTED)
        return place_order(study, space, confirmed, ordered(judged, drawn), write=False)

    return place


def test_the_order_is_told_by_its_number(
    space: Workspace, study: str, brief: Brief, language: Language, order: Callable[..., Any]
) -> None:
    first = written(space, brief)
    assert account(space, first).order == {} and say(language, "report.method.order", number="", people="", people_n=2)[:9] not in section(first, "method")  # fmt: skip
    people = from_json(Evidence, space.studies.report(first.id).evidence).respondents
    order(people, 5)
    assert stale_stages(study, space) == ["report"]
    report = written(space, brief)
    assert say(language, "report.method.order", number=1, people=5, people_n=5) in section(report, "method")
    data = write_word(report, links=Links(None))
    assert differences(data, rederived(report.id, space)) == []
    assert differences(with_figure(data, of(report, order="number"), "2"), rederived(report.id, space))
    order(people[:4], 4)
    other = written(space, brief)
    told = say(language, "report.method.order_other", number=2, people=4, people_n=4, inside=4, inside_n=4)
    assert told in section(other, "method")
    assert differences(write_word(report, links=Links(None)), rederived(report.id, space)) == [], (
        "the one before still holds"
    )
